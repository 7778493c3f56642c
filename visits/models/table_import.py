"""Tables brought in: the file, how its columns were understood, and each row with what became of it."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from config.thai.fields import BlockField, LineField, choice_constraint
from config.tracking import Tracked, TrackedQuerySet, history
from officials.models import User


class ImportKind(models.TextChoices):
    """What the rows of a table are."""

    VISITS = "visits", "การตรวจเยี่ยม"
    DIRECTIVES = "directives", "ข้อสั่งการ"
    UNITS = "units", "หน่วยงาน"
    OFFICIALS = "officials", "บุคคล"
    APPOINTMENTS = "appointments", "การดำรงตำแหน่ง"
    HOLIDAYS = "holidays", "วันหยุดราชการ"


class ImportState(models.TextChoices):
    """How far an import has come."""

    COLUMNS = "columns", "กำหนดคอลัมน์"
    CHECKING = "checking", "กำลังตรวจ"
    CHECKED = "checked", "ตรวจแล้ว รอนำเข้า"
    TAKING = "taking", "กำลังนำเข้า"
    TAKEN = "taken", "นำเข้าแล้ว"
    UNDOING = "undoing", "กำลังยกเลิกการนำเข้า"
    UNDONE = "undone", "ยกเลิกการนำเข้าแล้ว"


class RowOutcome(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", "ใหม่"
    KNOWN = "known", "มีอยู่แล้ว"
    CHANGED = "changed", "เพิ่มเติมของเดิม"
    DOUBTFUL = "doubtful", "ต้องตรวจสอบ"
    REFUSED = "refused", "รับไม่ได้"


class TwoDigitYears(models.TextChoices):
    """The era of years of which a table writes two digits."""

    UNKNOWN = "", "ไม่ระบุ"
    BE = "be", "พ.ศ. (66 คือ 2566)"
    AD = "ad", "ค.ศ. (23 คือ 2023)"


# What comes in when it is taken, and what stays out and is handed back; what is known already needs neither.
GOOD = (RowOutcome.NEW, RowOutcome.CHANGED)
LEFT_OVER = (RowOutcome.DOUBTFUL, RowOutcome.REFUSED)


class ImportQuerySet(TrackedQuerySet):
    """Words for imports."""

    def in_scope_of(self, officer: User) -> Self:
        """An import is the office's work; a unit's officer sees what came of it, not the table."""
        return self.none()


class Import(Tracked):
    """One file brought in. Its rows hold only the columns that were chosen; the file goes when it has been taken in."""

    REVERTED = False
    kind = models.CharField("ประเภทข้อมูล", max_length=12, choices=ImportKind)
    name = LineField("ชื่อไฟล์", max_length=250)
    file = models.FileField("ไฟล์", upload_to="imports/", blank=True)
    sha256 = models.CharField("ลายนิ้วมือของไฟล์", max_length=64)
    sheets = models.JSONField("แผ่นงานที่เลือก", default=list)
    columns = models.JSONField("คอลัมน์ของแต่ละรูปแบบตาราง", default=dict)
    two_digit_years = models.CharField("ปีสองหลัก", max_length=2, choices=TwoDigitYears, blank=True)
    answers = models.JSONField("ชื่อที่ตอบแล้ว", default=dict)
    state = models.CharField("สถานะ", max_length=8, choices=ImportState, default=ImportState.COLUMNS)
    total = models.PositiveIntegerField("จำนวนแถวที่ตรวจ", default=0)
    keeps_file = models.BooleanField("เก็บไฟล์ต้นฉบับไว้", default=False)
    # Units and people made by an answer, as pairs of model and key: they go with the import.
    created = models.JSONField("ข้อมูลที่เพิ่มตอนตอบชื่อ", default=list)
    remains = BlockField("ข้อมูลที่ยังอยู่หลังยกเลิก", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports", verbose_name="ผู้นำเข้า"
    )
    created_at = models.DateTimeField("เมื่อ", auto_now_add=True)
    history = history()

    objects: ClassVar = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "การนำเข้า"
        verbose_name_plural = "การนำเข้า"
        ordering = ["-created_at", "-pk"]
        constraints = [
            choice_constraint("import", "kind", ImportKind),
            choice_constraint("import", "state", ImportState),
            choice_constraint("import", "two_digit_years", TwoDigitYears),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_kind_display()})"

    def get_absolute_url(self) -> str:
        return f"/imports/{self.pk}/"

    @property
    def code_start(self) -> str:
        """What the codes of the visits and directives that come of it begin with."""
        return f"import:{self.pk}:"

    def counts(self) -> dict[str, int]:
        """Number of rows by outcome, of all and of those taken in; one query."""
        outcomes = {outcome: Count("pk", filter=Q(outcome=outcome)) for outcome in RowOutcome.values}
        waiting = Count("pk", filter=Q(outcome__in=GOOD, is_taken=False))
        return self.rows.order_by().aggregate(
            rows=Count("pk"), taken=Count("pk", filter=Q(is_taken=True)), waiting=waiting, **outcomes
        )


class ImportRow(models.Model):
    """One record of the table, where it stood, what it becomes and why.

    `created` lists what came of it: model and key, and for a record that stood already its values by field.
    """

    source = models.ForeignKey(Import, models.CASCADE, related_name="rows", verbose_name="การนำเข้า")
    order = models.PositiveIntegerField("ลำดับ")
    sheet = LineField("แผ่นงาน", max_length=120)
    row = models.PositiveIntegerField("แถวที่")
    values = models.JSONField("ค่าในแถว")
    outcome = models.CharField("ผลการตรวจ", max_length=8, choices=RowOutcome)
    reason = BlockField("เหตุผล", blank=True)
    questions = models.JSONField("ชื่อที่รอคำตอบ", default=list)
    fingerprint = models.CharField("ลายนิ้วมือของแถว", max_length=64)
    # Alike in rows that would make the same record, so that the second of them is known whoever goes on with the check.
    record_key = models.CharField("ลายนิ้วมือของข้อมูล", max_length=64, blank=True, default="")
    is_taken = models.BooleanField("นำเข้าแล้ว", default=False)
    created = models.JSONField("ข้อมูลที่เกิดขึ้น", default=list)

    class Meta:
        verbose_name = "แถวที่นำเข้า"
        verbose_name_plural = "แถวที่นำเข้า"
        ordering = ["source", "order"]
        indexes = [
            models.Index(fields=["source", "outcome", "order"], name="import_row_outcome"),
            models.Index(fields=["fingerprint"], name="import_row_taken", condition=Q(is_taken=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "order"], name="import_row_once"),
            choice_constraint("import_row", "outcome", RowOutcome),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} แถวที่ {self.row}"


class ColumnMapping(Tracked):
    """How the columns of a form of table are understood, kept under a name for the next file of that form."""

    REVERTED = False
    name = LineField("ชื่อ", max_length=120)
    kind = models.CharField("ประเภทข้อมูล", max_length=12, choices=ImportKind)
    form = models.TextField("หัวตาราง")
    codes = models.JSONField("คอลัมน์", default=list)
    history = history()

    objects: ClassVar = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "รูปแบบคอลัมน์ที่เก็บไว้"
        verbose_name_plural = "รูปแบบคอลัมน์ที่เก็บไว้"
        ordering = ["name", "pk"]
        constraints = [
            choice_constraint("column_mapping", "kind", ImportKind),
            models.UniqueConstraint(fields=["kind", "name"], name="column_mapping_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

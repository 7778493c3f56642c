"""What was reported or seen (สรุปผลการรับฟัง), with figures kept apart from their words."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from config.thai.fields import BlockField, LineField, choice_constraint, search_field
from config.tracking import Tracked, TrackedQuerySet, history
from officials.models import User
from visits.models.policy import Dimension
from visits.models.programme import Programme
from visits.models.visit import Visit


class FindingKind(models.TextChoices):
    """What was heard: a result, a plan, a problem, or what was shown."""

    ACHIEVEMENT = "achievement", "ผลการดำเนินงาน"
    PLAN = "plan", "แผนงาน"
    PROBLEM = "problem", "ปัญหาอุปสรรค"
    SEEN = "seen", "สิ่งที่ได้เยี่ยมชม"


class Topic(models.TextChoices):
    """What a unit reports on, in the order of the outline of reports."""

    STRUCTURE = "structure", "โครงสร้างและบุคลากร"
    BUDGET = "budget", "งบประมาณ"
    OUTPUTS = "outputs", "ผลผลิต"
    INDICATORS = "indicators", "ตัวชี้วัด"
    PLAN = "plan", "แผนงานประจำปี"
    REQUEST = "request", "คำของบประมาณปีถัดไป"
    INDUSTRY = "industry", "สภาพอุตสาหกรรม"
    MIND = "mind", "งานตามนโยบาย MIND"
    PROBLEM = "problem", "ปัญหาและอุปสรรค"
    OTHER = "other", "อื่น ๆ"


class FindingQuerySet(TrackedQuerySet):
    """Words for findings."""

    def in_scope_of(self, officer: User) -> Self:
        """Findings of visits that the officer sees, without those marked as internal."""
        return super().in_scope_of(officer).filter(is_internal=False)

    def problems(self) -> Self:
        """Problems and obstacles (ปัญหาอุปสรรค)."""
        return self.filter(kind=FindingKind.PROBLEM)


class Finding(Tracked):
    """One thing that was reported or seen, by whom and about which unit."""

    SEEN_WITH = ("visit",)
    WORDS_INDEXED = True
    code = models.CharField("รหัส", max_length=60, unique=True, null=True, blank=True, editable=False)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="findings", verbose_name="การตรวจเยี่ยม")
    kind = models.CharField("ประเภท", max_length=12, choices=FindingKind, default=FindingKind.ACHIEVEMENT)
    topic = models.CharField("ประเด็น", max_length=12, choices=Topic, default=Topic.OTHER)
    text = BlockField("สาระสำคัญ")
    qualifier = LineField("คำประกอบตัวเลข", max_length=60, blank=True, help_text="เช่น กว่า ประมาณ ไม่น้อยกว่า")
    figure = models.DecimalField("ตัวเลข", max_digits=18, decimal_places=4, null=True, blank=True)
    measure = LineField("หน่วยนับ", max_length=60, blank=True)
    year_be = models.PositiveSmallIntegerField("ปี พ.ศ. ของตัวเลข", null=True, blank=True)
    unit = models.ForeignKey(
        "units.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="เกี่ยวกับหน่วยงาน",
    )
    reported_by = models.ForeignKey(
        "officials.Official",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="ผู้รายงาน",
    )
    order = models.PositiveSmallIntegerField("ลำดับ", default=0)
    is_internal = models.BooleanField("ใช้ภายในหน่วยงาน", default=False)
    dimensions: "models.ManyToManyField[Dimension, FindingDimension]" = models.ManyToManyField(
        Dimension, through="FindingDimension", blank=True, related_name="findings", verbose_name="มิติ"
    )
    programmes: "models.ManyToManyField[Programme, FindingProgramme]" = models.ManyToManyField(
        Programme,
        through="FindingProgramme",
        blank=True,
        related_name="findings",
        verbose_name="โครงการ/ระบบงาน",
    )
    search = search_field("text", "measure")
    history = history()

    objects: ClassVar = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = "สรุปผลการรับฟัง"
        verbose_name_plural = "สรุปผลการรับฟัง"
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["kind", "topic"], name="finding_kind_topic")]
        constraints = [
            choice_constraint("finding", "kind", FindingKind),
            choice_constraint("finding", "topic", Topic),
            models.CheckConstraint(
                name="finding_figure_has_measure",
                condition=Q(figure=None) | ~Q(measure=""),
                violation_error_message="ตัวเลขต้องมีหน่วยนับ",
            ),
            models.CheckConstraint(
                name="finding_year_is_be",
                condition=Q(year_be=None) | Q(year_be__range=(2400, 2700)),
                violation_error_message="ปีของตัวเลขต้องเป็นปี พ.ศ. สี่หลัก",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class FindingDimension(Tracked):
    """A dimension of a finding; `stated` where the speaker named it, else the office grouped it."""

    SEEN_WITH = ("finding",)
    finding = models.ForeignKey(
        Finding, models.CASCADE, related_name="dimension_links", verbose_name="สรุปผลการรับฟัง"
    )
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="finding_links", verbose_name="มิติ")
    stated = models.BooleanField("ผู้รายงานระบุเอง", default=False)
    history = history()

    class Meta:
        verbose_name = "มิติของผลการรับฟัง"
        verbose_name_plural = "มิติของผลการรับฟัง"
        ordering = ["dimension__order"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "dimension"], name="finding_dimension_once")
        ]

    def __str__(self) -> str:
        return str(self.dimension)


class FindingProgramme(Tracked):
    """A programme that a finding is about."""

    SEEN_WITH = ("finding",)
    finding = models.ForeignKey(
        Finding, models.CASCADE, related_name="programme_links", verbose_name="สรุปผลการรับฟัง"
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="finding_links", verbose_name="โครงการ"
    )
    history = history()

    class Meta:
        verbose_name = "โครงการของผลการรับฟัง"
        verbose_name_plural = "โครงการของผลการรับฟัง"
        constraints = [
            models.UniqueConstraint(fields=["finding", "programme"], name="finding_programme_once")
        ]

    def __str__(self) -> str:
        return str(self.programme)

"""The tree of units that open, close, are renamed or merged on a date."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from config.thai.dates import thai_date
from config.thai.fields import (
    BlockField,
    DayField,
    LineField,
    SortKeyField,
    choice_constraint,
    day_constraints,
    search_field,
)
from config.thai.text import terms
from config.tracking import Tracked, TrackedQuerySet, history
from units.models.province import Province
from units.spellings import spellings


class Verified(models.TextChoices):
    """How far a fact of the reference data may be trusted."""

    SEEN = "seen", "เห็นในแหล่งอ้างอิง"
    DERIVED = "derived", "อนุมานจากแหล่งอ้างอิง"
    GENERAL_KNOWLEDGE = "general_knowledge", "ความรู้ทั่วไป ยังไม่ได้ตรวจสอบ"
    OFFICE = "office", "เจ้าหน้าที่ยืนยัน"


class Kind(models.TextChoices):
    """What a unit is."""

    MINISTRY = "ministry", "กระทรวง"
    DEPARTMENT = "department", "กรมหรือเทียบเท่า"
    DIVISION = "division", "กอง/สำนัก"
    REGIONAL_CENTRE = "regional_centre", "ศูนย์ส่งเสริมอุตสาหกรรมภาค"
    REGIONAL_OFFICE = "regional_office", "หน่วยงานส่วนกลางในภูมิภาค"
    PROVINCIAL_OFFICE = "provincial_office", "สำนักงานอุตสาหกรรมจังหวัด"
    STATE_ENTERPRISE = "state_enterprise", "รัฐวิสาหกิจ"
    BANK = "bank", "ธนาคาร"
    BRANCH = "branch", "สาขา/ภาคของธนาคาร"
    RESEARCH_CENTRE = "research_centre", "ศูนย์วิจัยและพัฒนา"
    FACILITY = "facility", "ศูนย์บริการ/สถานที่ในสังกัด"
    INDUSTRIAL_ESTATE = "industrial_estate", "นิคม/สวนอุตสาหกรรม"
    ENTERPRISE = "enterprise", "สถานประกอบการ"
    COMMUNITY = "community", "ชุมชน/วิสาหกิจชุมชน"
    FUND = "fund", "กองทุน"
    PROVINCE = "province", "จังหวัด (ส่วนราชการ)"
    CHAMBER = "chamber", "หอการค้า/สภาอุตสาหกรรม"
    OTHER = "other", "อื่น ๆ"


# One step down in a family, from units to those below them and to those that became one of them. SQLite would read all
# units at each step of a query over both; PostgreSQL takes no second mention of the family.
STEPS = {
    "sqlite": (
        "UNION SELECT member.id FROM family JOIN units_unit member ON member.parent_id = family.id",
        " UNION SELECT member.unit_id FROM family JOIN units_unitsuccession member ON member.successor_id = family.id",
        "",
    ),
    "postgresql": (
        "UNION SELECT member.id FROM family JOIN (SELECT id, parent_id AS nearer FROM units_unit",
        " UNION ALL SELECT unit_id, successor_id FROM units_unitsuccession",
        ") member ON member.nearer = family.id",
    ),
}
BELOW, BECAME, END = STEPS[connection.vendor]
# The family of a unit: itself, all below it, and the units that became one of these (renamed, merged, split or moved).
WHOLE = "WITH RECURSIVE family(id) AS (SELECT id FROM units_unit WHERE id = %s {}) SELECT id FROM family"
FAMILY, TREE = WHOLE.replace("{}", BELOW + BECAME + END), WHOLE.replace("{}", BELOW + END)


CIRCLE = "เลือกหน่วยงานนี้ไม่ได้ เพราะจะวนกลับมาที่หน่วยงานเดิมเป็นวง"


class UnitQuerySet(TrackedQuerySet):
    """Words for choosing units."""

    def existing_on(self, day: date) -> Self:
        """Units that had opened and not yet closed; an unknown bound excludes nothing."""
        opened = Q(opened_on=None) | Q(opened_on__lte=day)
        return self.filter(opened, Q(closed_on=None) | Q(closed_on__gte=day))

    def namesakes(self, unit: "Unit") -> Self:
        """Other units in being with its full or short name that do not stand elsewhere: below another unit, in another province."""
        same = Q(name=unit.name) | (Q(short_name=unit.short_name) if unit.short_name else Q())
        rows = self.filter(same, closed_on=None).exclude(pk=unit.pk)
        for place, key in (("parent", unit.parent_id), ("province", unit.province_id)):
            if key:
                rows = rows.filter(Q(**{place: key}) | Q(**{place: None}))
        return rows

    def family_of(self, unit_pk: int | None) -> Self:
        """The unit, all below it, and those that became one of these; nothing for None."""
        return self.filter(pk__in=RawSQL(FAMILY, [unit_pk]))  # nosec B611 # noqa: S611 - constant SQL, bound parameter

    def families_of(self, unit_pks: Iterable[int]) -> Self:
        """`family_of` several units at once."""
        keys = list(unit_pks)
        marks = ", ".join(["%s"] * len(keys)) or "NULL"
        families = FAMILY.replace("id = %s", f"id IN ({marks})", 1)
        return self.filter(pk__in=RawSQL(families, keys))  # nosec B611 # noqa: S611 - only marks for bound parameters

    def tree_of(self, unit_pk: int) -> Self:
        """The unit and all below it."""
        return self.filter(pk__in=RawSQL(TREE, [unit_pk]))  # nosec B611 # noqa: S611 - constant SQL, bound parameter

    def responsible_for(self, province: Province) -> Self:
        """Units that answer for the province."""
        return self.filter(responsibilities__province=province)

    def centres(self) -> Self:
        """Units that answer for provinces: the only sensible values of the filter `centre`."""
        return self.filter(responsibilities__isnull=False).distinct()

    def for_choosing(self) -> Self:
        """With what `choice_label` reads."""
        return self.select_related("province")

    def matching(self, query: str) -> Self:
        """Every word of the query, or its usual spelling, stands in a name, short name or alias."""
        rows = self
        for word in terms(query):
            either = Q()
            for spelling in spellings(word):
                aliases = UnitAlias.objects.filter(search__contains=spelling).order_by().values("unit")
                either |= Q(search__holds=spelling) | Q(pk__in=aliases)
            rows = rows.filter(either)
        return rows


class Unit(Tracked):
    """A unit as it is called; renamed, it is a new unit with the old one's `successor` pointing to it."""

    WORDS_INDEXED = True

    code = models.CharField("รหัส", max_length=40, unique=True, null=True, blank=True)
    name = LineField("ชื่อเต็ม", max_length=250)
    short_name = LineField("ชื่อย่อ", max_length=80, blank=True)
    name_en = LineField("ชื่อภาษาอังกฤษ", max_length=250, blank=True)
    kind = models.CharField("ประเภท", max_length=20, choices=Kind, db_index=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="หน่วยงานต้นสังกัด"
    )
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="units", verbose_name="จังหวัดที่ตั้ง"
    )
    address = BlockField("ที่อยู่", blank=True)
    opened_on = DayField("วันที่จัดตั้ง", null=True, blank=True)
    closed_on = DayField("วันสุดท้ายที่ดำเนินงาน", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="หน่วยงานที่สืบต่อ",
        help_text="เมื่อเปลี่ยนชื่อหรือยุบรวม ให้เพิ่มหน่วยงานใหม่ แล้วระบุไว้ที่หน่วยงานเดิม",
    )
    source = BlockField("แหล่งอ้างอิง", blank=True)
    verified = models.CharField("ความน่าเชื่อถือ", max_length=20, choices=Verified, default=Verified.OFFICE)
    note = BlockField("หมายเหตุ", blank=True)
    sort_key = SortKeyField(source="label")
    search = search_field("name", "short_name", "name_en")
    history = history()

    objects: ClassVar = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "หน่วยงาน"
        verbose_name_plural = "หน่วยงาน"
        ordering = ["sort_key", "pk"]
        constraints = [
            choice_constraint("unit", "kind", Kind),
            choice_constraint("unit", "verified", Verified),
            *day_constraints("unit", "opened_on", "closed_on"),
            models.CheckConstraint(
                name="unit_closes_after_opening",
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                violation_error_message="วันสุดท้ายที่ดำเนินงานต้องไม่ก่อนวันที่จัดตั้ง",
            ),
            models.CheckConstraint(
                name="unit_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                violation_error_message="หน่วยงานเป็นต้นสังกัดของตนเองไม่ได้",
            ),
            models.CheckConstraint(
                name="unit_not_its_own_successor",
                condition=Q(successor=None) | ~Q(successor=F("pk")),
                violation_error_message="หน่วยงานสืบต่อจากตนเองไม่ได้",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The short name people say; the full name where there is none."""
        return self.short_name or self.name

    @property
    def choice_label(self) -> str:
        """ "สำนักงานอุตสาหกรรมจังหวัดลำพูน (สอจ.ลำพูน) · ลำพูน", with the day of closing where it closed."""
        short = f" ({self.short_name})" if self.short_name else ""
        place = f" · {self.province}" if self.province else ""
        return f"{self.name}{short}{place} {self.life}".strip()

    @property
    def life(self) -> str:
        """(ถึง 30 ก.ย. 2565) behind the name of a unit that is no more; empty for a living one."""
        return f"(ถึง {thai_date(self.closed_on)})" if self.closed_on else ""

    def existed_on(self, day: date) -> bool:
        """Whether it had opened and not yet closed; an unknown bound excludes nothing."""
        return (not self.opened_on or self.opened_on <= day) and (not self.closed_on or day <= self.closed_on)

    @property
    def successor_names(self) -> str:
        """All units that took over from this one, such as "กอง ก และ กอง ข"; empty where none did."""
        return " และ ".join(str(one.successor) for one in self.successions.all())

    def clean(self) -> None:
        """Refuses circles of parents and of successors."""
        if self.pk and self.parent_id and self.is_above(self.parent_id):
            raise ValidationError({"parent": CIRCLE})
        if self.pk and self.successor_id and UnitSuccession.leads(self.successor_id, self.pk):
            raise ValidationError({"successor": CIRCLE})

    def is_above(self, key: int) -> bool:
        """Whether following `parent` from the unit of `key` comes here; one query a level."""
        step: int | None = key
        seen = set()
        while step and step != self.pk and step not in seen:
            seen.add(step)
            step = Unit.objects.filter(pk=step).values_list("parent_id", flat=True).first()
        return step == self.pk

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses circles on every way in, and keeps the successions in step with `successor`."""
        self.clean()
        super().save(*args, **kwargs)
        if self.successor_id:
            self._follow(self.successor_id)

    def _follow(self, successor: int) -> None:
        """A single other succession gives way to `successor`, which is the only or first one; of several none does."""
        rows = list(self.successions.all())
        if successor in {row.successor_id for row in rows}:
            return
        if len(rows) == 1:
            rows[0].successor_id = successor
            rows[0].save()
        else:
            on = self.closed_on + timedelta(days=1) if self.closed_on else None
            self.successions.create(successor_id=successor, on=on)


class UnitSuccession(Tracked):
    """`successor` took over from `unit` on a day: renamed or moved one from one, merged one from several, split several from one."""

    SEEN_WITH = ("unit",)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="successions", verbose_name="หน่วยงานเดิม")
    successor = models.ForeignKey(
        Unit, models.PROTECT, related_name="inheritances", verbose_name="หน่วยงานสืบทอด"
    )
    on = DayField("ตั้งแต่วันที่", null=True, blank=True)
    history = history()

    class Meta:
        verbose_name = "หน่วยงานสืบทอด"
        verbose_name_plural = "หน่วยงานสืบทอด"
        ordering = ["pk"]
        constraints = [
            *day_constraints("unit_succession", "on"),
            models.UniqueConstraint(
                fields=["unit", "successor"],
                name="unit_succession_once",
                violation_error_message="หน่วยงานนี้สืบทอดจากหน่วยงานเดิมนี้อยู่แล้ว",
            ),
            models.CheckConstraint(
                name="unit_succession_of_two",
                condition=~Q(unit=F("successor")),
                violation_error_message="หน่วยงานสืบทอดจากตนเองไม่ได้",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} → {self.successor}"

    def clean(self) -> None:
        """Refuses circles."""
        if self.unit_id and self.successor_id and self.leads(self.successor_id, self.unit_id):
            raise ValidationError({"successor": CIRCLE})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses circles on every way in; the first one is the `successor` of the unit."""
        self.clean()
        super().save(*args, **kwargs)
        self._name_first()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Deletes the row; the next one, if any, is the `successor` of the unit."""
        result = super().delete(*args, **kwargs)
        self._name_first()
        return result

    def _name_first(self) -> None:
        first = self.unit.successions.values_list("successor", flat=True).first()
        if self.unit.successor_id != first:
            self.unit.successor_id = first
            self.unit.save(update_fields=["successor"])

    @classmethod
    def leads(cls, start: int, to: int) -> bool:
        """Whether successions lead from one unit to the other, itself included; one query a level."""
        level, seen = {start}, set()
        while level and to not in level:
            seen |= level
            level = set(cls.objects.filter(unit__in=level).values_list("successor", flat=True)) - seen
        return to in level


class UnitAlias(Tracked):
    """Another name by which a unit is called."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name="หน่วยงาน")
    alias = LineField("ชื่อเรียกอื่น", max_length=250)
    search = search_field("alias")
    history = history()

    class Meta:
        verbose_name = "ชื่อเรียกอื่นของหน่วยงาน"
        verbose_name_plural = "ชื่อเรียกอื่นของหน่วยงาน"
        ordering = ["alias"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "alias"],
                name="unit_alias_once",
                violation_error_message="หน่วยงานนี้มีชื่อเรียกนี้แล้ว",
            )
        ]

    def __str__(self) -> str:
        return self.alias


class Responsibility(Tracked):
    """A province for which a unit answers."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="responsibilities", verbose_name="หน่วยงาน")
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="responsibilities", verbose_name="จังหวัด"
    )
    source = BlockField("แหล่งอ้างอิง", blank=True)
    verified = models.CharField("ความน่าเชื่อถือ", max_length=20, choices=Verified, default=Verified.OFFICE)
    note = BlockField("หมายเหตุ", blank=True)
    history = history()

    class Meta:
        verbose_name = "จังหวัดในความรับผิดชอบ"
        verbose_name_plural = "จังหวัดในความรับผิดชอบ"
        ordering = ["province__sort_key"]
        constraints = [
            choice_constraint("responsibility", "verified", Verified),
            models.UniqueConstraint(
                fields=["unit", "province"],
                name="responsibility_once",
                violation_error_message="หน่วยงานนี้รับผิดชอบจังหวัดนี้อยู่แล้ว",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.province}"

"""Units renamed, merged, split or moved in one step: what it made, so that it can be taken back."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from config.thai.fields import DayField, LineField, choice_constraint, day_constraints
from config.tracking import Tracked, TrackedQuerySet, history
from units.models.unit import Unit


class ReorganisationKind(models.TextChoices):
    """What happens to a unit on a day."""

    RENAME = "rename", "เปลี่ยนชื่อ"
    MERGE = "merge", "ยุบรวม"
    SPLIT = "split", "แยก"
    MOVE = "move", "ย้ายสังกัด"


class UnitReorganisationQuerySet(TrackedQuerySet):
    """Steps as rows."""

    def in_scope_of(self, officer: Any) -> Self:
        """None: reorganising is work of the office."""
        return self.none()

    def concerning(self, unit: Unit) -> Self:
        """Those that began at the unit, and those from which it came."""
        return self.filter(Q(unit=unit) | Q(unit__in=unit.inheritances.order_by().values("unit")))


class UnitReorganisation(Tracked):
    """One step that began at `unit`; `made` is what `units.change_log` keeps of it."""

    REVERTED = False
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="reorganisations", verbose_name="หน่วยงานที่เปลี่ยนแปลง"
    )
    kind = models.CharField("เหตุ", max_length=10, choices=ReorganisationKind)
    on = DayField("มีผลตั้งแต่วันที่")
    title = LineField("รายการ", max_length=400)
    source = LineField("กฎหมายหรือคำสั่ง", max_length=500, blank=True)
    made = models.JSONField("สิ่งที่เกิดขึ้น", default=dict)
    by_name = models.CharField("ผู้บันทึก", max_length=300)
    at = models.DateTimeField("เมื่อ", auto_now_add=True)
    undone_at = models.DateTimeField("ยกเลิกเมื่อ", null=True, blank=True)
    history = history(excluded=("made",))

    objects: ClassVar = UnitReorganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "การเปลี่ยนแปลงหน่วยงาน"
        verbose_name_plural = "การเปลี่ยนแปลงหน่วยงาน"
        ordering = ["-at", "-pk"]
        constraints = [
            choice_constraint("unit_reorganisation", "kind", ReorganisationKind),
            *day_constraints("unit_reorganisation", "on"),
        ]

    def __str__(self) -> str:
        return self.title

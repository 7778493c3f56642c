"""A follow-up round (รอบการติดตาม): asks every open directive of the kind `rounds` for a report at once."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from config.thai.fields import BlockField, DayField, day_constraints
from config.tracking import Tracked, TrackedQuerySet, history
from visits.models.directive import Directive


class FollowUpRoundQuerySet(TrackedQuerySet):
    """Words for rounds of follow-up."""

    def open(self) -> Self:
        """Not closed yet, whether or not its due day has passed."""
        return self.filter(closed_on=None)


class FollowUpRound(Tracked):
    """ "รอบที่ 1/2566", open until somebody closes it."""

    REVERTED = False
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ พ.ศ.")
    sequence = models.PositiveSmallIntegerField("รอบที่")
    opens_on = DayField("วันที่เปิดรอบ")
    due_on = DayField("กำหนดส่งรายงาน")
    closed_on = DayField("วันที่ปิดรอบ", null=True, blank=True)
    note = BlockField("หมายเหตุ", blank=True)
    directives: "models.ManyToManyField[Directive, RoundDirective]" = models.ManyToManyField(
        Directive, through="RoundDirective", blank=True, related_name="rounds", verbose_name="ข้อสั่งการในรอบนี้"
    )
    history = history()

    objects: ClassVar = FollowUpRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "รอบการติดตาม"
        verbose_name_plural = "รอบการติดตาม"
        ordering = ["-fiscal_year", "-sequence"]
        constraints = [
            *day_constraints("round", "opens_on", "due_on", "closed_on"),
            models.UniqueConstraint(
                fields=["fiscal_year", "sequence"],
                name="round_once",
                violation_error_message="มีรอบนี้ในปีงบประมาณนี้แล้ว",
            ),
            models.CheckConstraint(
                name="round_due_after_opening",
                condition=Q(due_on__gte=F("opens_on")),
                violation_error_message="กำหนดส่งรายงานต้องไม่ก่อนวันที่เปิดรอบ",
            ),
            models.CheckConstraint(
                name="round_closed_after_opening",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opens_on")),
                violation_error_message="วันที่ปิดรอบต้องไม่ก่อนวันที่เปิดรอบ",
            ),
            models.CheckConstraint(
                name="round_year_is_be",
                condition=Q(fiscal_year__range=(2500, 2700)),
                violation_error_message="ปีงบประมาณต้องเป็นปี พ.ศ. สี่หลัก",
            ),
        ]

    def __str__(self) -> str:
        return f"รอบที่ {self.sequence}/{self.fiscal_year}"


class RoundDirective(Tracked):
    """A directive that a round asks about."""

    REVERTED = False
    SEEN_WITH = ("directive",)
    round = models.ForeignKey(
        FollowUpRound, models.CASCADE, related_name="directive_links", verbose_name="รอบ"
    )
    directive = models.ForeignKey(
        Directive, models.CASCADE, related_name="round_links", verbose_name="ข้อสั่งการ"
    )
    history = history()

    class Meta:
        verbose_name = "ข้อสั่งการในรอบ"
        verbose_name_plural = "ข้อสั่งการในรอบ"
        constraints = [models.UniqueConstraint(fields=["round", "directive"], name="round_directive_once")]

    def __str__(self) -> str:
        return str(self.directive)

"""Public holidays and substitution days, an editable table."""

from datetime import date
from typing import Self

from django.db import models

from config.thai.fields import BlockField, DayField, LineField, choice_constraint, day_constraints
from config.tracking import Tracked, TrackedQuerySet, history
from units.models import Verified


class HolidayQuerySet(TrackedQuerySet):
    def days_off(self) -> Self:
        """Days on which offices are closed."""
        return self.filter(is_day_off=True)

    def between(self, first: date, last: date) -> Self:
        """Holidays from the day `first` to the day `last`, both included."""
        return self.filter(date__range=(first, last))


class Holiday(Tracked):
    """A public holiday or the day off that replaces it."""

    date = DayField("วันที่", unique=True)
    name = LineField("ชื่อวัน", max_length=200)
    is_day_off = models.BooleanField("หยุดราชการ", default=True)
    source = BlockField("แหล่งอ้างอิง", blank=True)
    verified = models.CharField("ความน่าเชื่อถือ", max_length=20, choices=Verified, default=Verified.OFFICE)
    note = BlockField("หมายเหตุ", blank=True)
    history = history()

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = "วันหยุดราชการ"
        verbose_name_plural = "วันหยุดราชการ"
        ordering = ["date"]
        constraints = [
            *day_constraints("holiday", "date"),
            choice_constraint("holiday", "verified", Verified),
        ]

    def __str__(self) -> str:
        return self.name

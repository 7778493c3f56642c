"""Public holidays and substitution days, an editable table."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from django.db import models

from config.thai.fields import BlockField, DayField, LineField, choice_constraint, day_constraints
from config.tracking import Tracked, TrackedQuerySet, history
from units.models import Verified


@dataclass(frozen=True)
class DayOfHolidays:
    """All holidays of one day as one: their names, and whether any of them closes the offices."""

    date: date
    name: str
    is_day_off: bool


class HolidayQuerySet(TrackedQuerySet):
    """Words for holidays: which days are off, and of which year they are known."""

    def days_off(self) -> Self:
        """Days on which offices are closed."""
        return self.filter(is_day_off=True)

    def between(self, first: date, last: date) -> Self:
        """Holidays from the day `first` to the day `last`, both included."""
        return self.filter(date__range=(first, last))

    def unconfirmed(self) -> Self:
        """Holidays that nobody has compared with what the cabinet resolved."""
        return self.filter(verified=Verified.GENERAL_KNOWLEDGE)

    def by_day(self) -> dict[date, DayOfHolidays]:
        """Each day with its holidays, however many fall on it. One query."""
        days: dict[date, list[Holiday]] = {}
        for row in self.order_by("date", "-is_day_off", "pk").only("date", "name", "is_day_off"):
            days.setdefault(row.date, []).append(row)
        return {
            day: DayOfHolidays(day, " / ".join(row.name for row in rows), any(row.is_day_off for row in rows))
            for day, rows in days.items()
        }


class Holiday(Tracked):
    """A public holiday or the day off that replaces it."""

    date = DayField("วันที่")
    name = LineField("ชื่อวัน", max_length=200)
    is_day_off = models.BooleanField("หยุดราชการ", default=True)
    source = BlockField("แหล่งอ้างอิง", blank=True)
    verified = models.CharField("ความน่าเชื่อถือ", max_length=20, choices=Verified, default=Verified.OFFICE)
    note = BlockField("หมายเหตุ", blank=True)
    history = history()

    objects: ClassVar = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = "วันหยุดราชการ"
        verbose_name_plural = "วันหยุดราชการ"
        ordering = ["date", "pk"]
        constraints = [
            *day_constraints("holiday", "date"),
            models.UniqueConstraint(
                fields=["date", "name"],
                name="holiday_once",
                violation_error_message="มีวันหยุดชื่อนี้ในวันนี้แล้ว",
            ),
            choice_constraint("holiday", "verified", Verified),
        ]

    def __str__(self) -> str:
        return self.name

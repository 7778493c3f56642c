"""Periods that are told from today, so that a saved filter or a link with one stays true."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone

from config.thai.dates import MAX_DAY, BadDate, fiscal_year, fiscal_year_bounds, parse_date, thai_range
from visits.filters.filter_fields import OneOfField
from visits.filters.parameters import Parameter
from visits.models.visit_queryset import VisitQuerySet


class Period(TextChoices):
    """Days that move with today."""

    MONTH = "month", "เดือนนี้"
    NEXT_DAYS = "next-30", "30 วันข้างหน้า"
    FISCAL_YEAR = "fiscal-year", "ปีงบประมาณนี้"
    YEAR_TO_DATE = "year-to-date", "ตั้งแต่ต้นปีงบประมาณถึงวันนี้"


def days_of_period(period: str, today: date) -> tuple[date, date]:
    """The first and the last day of a period, on the day `today`."""
    if period == Period.MONTH:
        first = today.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if period == Period.NEXT_DAYS:
        return today, min(today + timedelta(days=30), MAX_DAY)
    first, last = fiscal_year_bounds(fiscal_year(today))
    return first, last if period == Period.FISCAL_YEAR else today


class PeriodField(OneOfField):
    """One of the periods."""

    def clean(self, value: str | None) -> str:
        """The code of the period; raises ValidationError for any other."""
        if value and value not in Period.values:
            raise ValidationError(f"ช่วงเวลาต้องเป็น {' '.join(Period.values)} อย่างใดอย่างหนึ่ง")
        return super().clean(value)

    def describe(self, value: str) -> list[str]:
        """The name of the period with the days that it means today, a list of one."""
        return [f"{Period(value).label} ({thai_range(*days_of_period(value, timezone.localdate()))})"]


class PeriodParameter(Parameter):
    """A period; the fiscal year takes a visit by its first day, as everywhere, the others any of its days."""

    def filter(self, qs: VisitQuerySet, value: str | None) -> VisitQuerySet:
        """The rows with a day in the period."""
        if not value:
            return qs
        today = timezone.localdate()
        if value == Period.FISCAL_YEAR:
            return qs.in_fiscal_year(fiscal_year(today))
        first, last = days_of_period(value, today)
        return qs.between(first, last)


def fiscal_year_asked(query: Mapping[str, Any], today: date) -> int:
    """The fiscal year that a page about one year shows, where a query names none.

    That of the first day asked for, else of the last, else that in which the period begins, else the current one.
    """
    for name in ("from", "to"):
        try:
            return fiscal_year(parse_date(query.get(name) or ""))
        except BadDate:
            continue
    period = query.get("period")
    return fiscal_year(days_of_period(period, today)[0] if period in Period.values else today)


def days_beyond(year: int, days: tuple[date | None, date | None]) -> list[str]:
    """What a page about one fiscal year says where the first and last day of `days` reach beyond it; None is an open end."""
    first, last = fiscal_year_bounds(year)
    if days == (None, None) or (days[0] and days[1] and first <= days[0] and days[1] <= last):
        return []
    return [f"ช่วงวันที่ที่เลือกไม่ได้อยู่ในปีงบประมาณเดียว แสดงเฉพาะปีงบประมาณ พ.ศ. {year}"]

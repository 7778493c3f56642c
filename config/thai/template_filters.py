"""Template filters, available in every template. An empty value gives an empty text."""

import re
from datetime import date, datetime, time

from django import template
from django.utils import timezone

from config.thai import dates

register = template.Library()


def _here(value):
    aware = isinstance(value, datetime) and timezone.is_aware(value)
    return timezone.localtime(value) if aware else value


@register.filter(expects_localtime=True)
def thai_date(day: date | None) -> str:
    """28 ม.ค. 2566."""
    return dates.thai_date(_here(day)) if day else ""


@register.filter(expects_localtime=True)
def thai_day(day: date | None) -> str:
    """28 มกราคม 2566."""
    return dates.thai_date(_here(day), month="full") if day else ""


@register.filter(expects_localtime=True)
def thai_range(start: date | None, end: date | None) -> str:
    """28-29 มกราคม 2566."""
    return dates.thai_range(start, end) if start else ""


@register.filter(expects_localtime=True)
def thai_time(moment: time | datetime | None) -> str:
    """09.30 น."""
    # Midnight is false in a condition, so emptiness is tested by value.
    return "" if moment in (None, "") else dates.thai_time(_here(moment))


@register.filter(expects_localtime=True)
def be_year(day_or_year: date | int | None) -> int | str:
    """The Buddhist-era year of a day or of a Gregorian year."""
    return dates.be(_here(day_or_year)) if day_or_year else ""


@register.filter
def be_title(title: object) -> str:
    """Django writes the year of a date hierarchy as bare digits; every other title stays."""
    title = str(title)
    return str(dates.be(int(title))) if re.fullmatch("[0-9]{4}", title) else title

"""Days and states of visits in words and signs."""

from datetime import date

from django import template

from config.thai.dates import MONTHS, SHORT_WEEKDAYS, WEEKDAYS
from visits.models import DayOfHolidays, Status
from visits.models.wording import MARKS, figure, hours, waits_for

register = template.Library()
register.filter(figure)
register.filter(hours)
register.filter(waits_for)


@register.filter
def status_mark(status: str) -> str:
    """The sign of a status."""
    return MARKS[Status(status)]


@register.filter
def thai_weekday(day: date) -> str:
    """จันทร์ to อาทิตย์."""
    return WEEKDAYS[day.weekday()]


@register.filter
def thai_full_month(day: date) -> str:
    """มกราคม to ธันวาคม."""
    return MONTHS[day.month - 1]


@register.filter
def short_weekday(name: str) -> str:
    """จันทร์ as จ, พฤหัสบดี as พฤ."""
    return SHORT_WEEKDAYS[WEEKDAYS.index(name)]


@register.filter
def kind_of_day(day: date, holidays: dict[date, DayOfHolidays]) -> str:
    """The class of a day on the wall: holidays and weekends stand out."""
    holiday = holidays.get(day)
    if holiday and holiday.is_day_off:
        return "off"
    return "weekend" if day.weekday() > 4 else ""

from django import template

from config.thai.dates import MONTHS, SHORT_WEEKDAYS, WEEKDAYS, thai_time
from visits.models import Status

register = template.Library()

# Read without colour; the words stand beside or in the title of the mark.
MARKS = {
    Status.TENTATIVE: "○",
    Status.CONFIRMED: "◆",
    Status.DONE: "●",
    Status.POSTPONED: "→",
    Status.CANCELLED: "✕",
}


@register.filter
def status_mark(status):
    return MARKS[Status(status)]


@register.filter
def figure(number):
    """2180.0000 as 2,180 and 9.1500 as 9.15."""
    return f"{number.normalize():,f}"


@register.filter
def thai_weekday(day):
    return WEEKDAYS[day.weekday()]


@register.filter
def thai_full_month(day):
    return MONTHS[day.month - 1]


@register.filter
def short_weekday(name):
    """จันทร์ as จ, พฤหัสบดี as พฤ."""
    return SHORT_WEEKDAYS[WEEKDAYS.index(name)]


@register.filter
def hours(visit):
    """ "09.00 น.", "09.00-11.30 น." or nothing."""
    if not visit.start_time:
        return ""
    first = thai_time(visit.start_time)
    return f"{first.removesuffix(' น.')}-{thai_time(visit.end_time)}" if visit.end_time else first


@register.filter
def kind_of_day(day, holidays):
    """The class of a day on the wall: holidays and weekends stand out."""
    holiday = holidays.get(day)
    if holiday and holiday.is_day_off:
        return "off"
    return "weekend" if day.weekday() > 4 else ""

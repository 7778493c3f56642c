from django import template

from config.thai.dates import MONTHS, SHORT_WEEKDAYS, WEEKDAYS
from visits.models import Status
from visits.models.wording import MARKS, figure, hours

register = template.Library()
register.filter(figure)
register.filter(hours)


@register.filter
def status_mark(status):
    return MARKS[Status(status)]


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
def kind_of_day(day, holidays):
    """The class of a day on the wall: holidays and weekends stand out."""
    holiday = holidays.get(day)
    if holiday and holiday.is_day_off:
        return "off"
    return "weekend" if day.weekday() > 4 else ""

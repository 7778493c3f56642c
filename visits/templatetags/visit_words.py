from django import template

from config.thai.dates import SHORT_MONTHS, WEEKDAYS
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
def thai_month(day):
    return SHORT_MONTHS[day.month - 1]

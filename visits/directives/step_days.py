"""The day on which a step is said to have been taken: not before the directive was given, and not in the future.

What is recorded of a step is never changed afterwards, so that a wrong day would stay.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from config.thai.dates import thai_date
from visits.models import Directive
from visits.models.workflow import Refused


def impossible_day(directive: Directive, day: date, name: str) -> str:
    """The sentence that refuses a day of this `name`, such as วันที่แจ้ง; empty for a day that can be."""
    first = directive.visit.starts_on
    if day < first:
        return f"{name}ต้องไม่ก่อนวันที่สั่งการ ({thai_date(first)})"
    return f"{name}ต้องไม่เป็นวันในอนาคต" if day > timezone.localdate() else ""


def refuse_impossible_day(directive: Directive, day: date | None, name: str) -> None:
    """Raises `Refused` for a day on which the step cannot have been taken; None is the day of recording."""
    if day and (sentence := impossible_day(directive, day, name)):
        raise Refused(sentence)


def day_or_today(directive: Directive, typed: date | None, name: str) -> date:
    """The day typed in a form, else today; raises ValidationError for an impossible one."""
    day = typed or timezone.localdate()
    if sentence := impossible_day(directive, day, name):
        raise ValidationError(sentence)
    return day


def impossible_circulation(directive: Directive, day: date) -> str:
    """The sentence that refuses a day as that of circulation; empty for one that can be."""
    first = directive.visit.starts_on
    if day < first:
        return f"วันที่เวียนแจ้งต้องไม่ก่อนวันที่มีข้อสั่งการ ({thai_date(first)})"
    return "วันที่เวียนแจ้งต้องไม่หลังวันนี้" if day > timezone.localdate() else ""

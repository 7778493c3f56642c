"""Due days: typed as a day or as working days ("15 วันทำการ" after the day of the visit), and how those are counted."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from config.thai.dates import thai_date
from config.thai.forms import ThaiDateField
from config.thai.text import fold
from visits.directives.settling import due_day_if_assigned
from visits.models import Directive, Holiday

UNIT = "วันทำการ"
MOST = 365
HELP = "วันที่ หรือจำนวนวันทำการนับถัดจากวันตรวจเยี่ยม เช่น 15 วันทำการ (เว้นวันหยุดราชการ)"
TYPED = re.compile(rf"(?:ภายใน)?([0-9]{{1,3}}){fold(UNIT)}")


def working_day_after(first: date, count: int) -> date:
    """The `count`-th working day after a day; neither Saturday, Sunday nor a holiday of the table. One query."""
    holidays = days_off(first, first + timedelta(days=2 * count + 60))
    day = first
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in holidays
    return day


def latest_working_days(today: date, count: int) -> list[date]:
    """The last `count` working days, the newest first, today among them if it is one. One query."""
    first = today - timedelta(days=2 * count + 60)
    holidays = days_off(first, today)
    days = (today - timedelta(days=back) for back in range((today - first).days))
    return [day for day in days if day.weekday() < 5 and day not in holidays][:count]


def days_off(first: date, last: date) -> set[date]:
    """The holidays of the table from first to last."""
    return set(Holiday.objects.days_off().between(first, last).values_list("date", flat=True))


@dataclass(frozen=True)
class WorkingDays:
    """A number of working days, as typed."""

    count: int

    def __str__(self) -> str:
        return f"{self.count} {UNIT}"


class DueField(ThaiDateField):
    """Gives a day, or `WorkingDays` that its form (`CountsDue`) counts from the day of the visit."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "help_text": HELP})

    def to_python(self, value: Any) -> Any:
        """Reads "15 วันทำการ", Thai digits and "ภายใน" allowed; everything else as a Thai date."""
        folded = fold(value) if isinstance(value, str) else ""
        if fold(UNIT) not in folded:
            return super().to_python(value)
        typed = TYPED.fullmatch(folded)
        if not typed or not 1 <= int(typed[1]) <= MOST:
            raise ValidationError(f"โปรดระบุจำนวนวันทำการเป็นตัวเลข 1 ถึง {MOST} เช่น 15 วันทำการ")
        return WorkingDays(int(typed[1]))

    def run_validators(self, value: Any) -> None:
        """Leaves working days alone: the day that is counted from them is checked with its record."""
        if not isinstance(value, WorkingDays):
            super().run_validators(value)


class CountsDue(forms.BaseForm):
    """Mixin of forms with a `DueField` named due_on; "ภายใน 15 วันทำการ" stays in due_text where that is blank."""

    typed_due_text = ""
    # The attributes that lead from the form to the visit from whose first day working days are counted.
    counted_from = "instance.visit"

    def clean_due_on(self) -> date | None:
        """The day; raises where working days are to be counted from a visit without a day, and for one before it.

        A day that is stored already is left alone, so that it keeps nobody from changing something else.
        """
        due = self.cleaned_data["due_on"]
        if not due or "due_on" not in self.changed_data:
            return due
        first = attrgetter(self.counted_from)(self).starts_on
        if isinstance(due, WorkingDays):
            if not first:
                raise ValidationError("โปรดระบุวันที่ตรวจเยี่ยมก่อน จึงจะนับวันทำการได้")
            self.typed_due_text = f"ภายใน {due}"
            return working_day_after(first, due.count)
        if first and due < first:
            raise ValidationError(f"กำหนดแล้วเสร็จต้องไม่ก่อนวันที่สั่งการ ({thai_date(first)})")
        return due

    def clean(self) -> dict[str, Any]:
        """Keeps the words beside the day."""
        super().clean()
        cleaned = self.cleaned_data
        due_text = fold(cleaned.get("due_text") or "")
        if self.typed_due_text and "due_text" in self.fields and (not due_text or TYPED.fullmatch(due_text)):
            cleaned["due_text"] = self.typed_due_text
        return cleaned


class NewDueDay(forms.BaseForm):
    """Mixin of forms that make a unit responsible: asks for a due day where the old one has passed."""

    passed_due_day: date | None = None

    def ask_for_new_due_day(self, directive: Directive, own_day: date | None = None) -> None:
        """Keeps the field `due_on`, which must then be filled in, where the unit's day would have passed."""
        due_day = due_day_if_assigned(directive, own_day)
        if due_day and due_day < timezone.localdate():
            self.passed_due_day = due_day
            self.fields["due_on"].required = True
        else:
            del self.fields["due_on"]

    def clean_due_on(self) -> date | None:
        """A day from today on."""
        day = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise ValidationError("กำหนดใหม่ต้องไม่ก่อนวันนี้")
        return day


def new_due_day_field() -> ThaiDateField:
    """The field of `NewDueDay`."""
    return ThaiDateField(label="กำหนดใหม่ของหน่วยงานนี้", required=False, help_text="กำหนดเดิมผ่านไปแล้ว")

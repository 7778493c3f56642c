"""A due day typed as a day or as working days: "15 วันทำการ" are those after the day of the visit."""

import re
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from config.thai.forms import ThaiDateField
from config.thai.text import fold
from visits.directives.working_days import working_day_after

UNIT = "วันทำการ"
MOST = 365
HELP = "วันที่ หรือจำนวนวันทำการนับถัดจากวันตรวจเยี่ยม เช่น 15 วันทำการ (เว้นวันหยุดราชการ)"
_TYPED = re.compile(rf"(?:ภายใน)?([0-9]{{1,3}}){fold(UNIT)}")


@dataclass(frozen=True)
class WorkingDays:
    count: int

    def __str__(self):
        return f"{self.count} {UNIT}"


class DueField(ThaiDateField):
    """Gives a day, or `WorkingDays` that its form counts from the day it knows."""

    def __init__(self, **options):
        super().__init__(**{**options, "help_text": HELP})

    def to_python(self, value):
        folded = fold(value) if isinstance(value, str) else ""
        if fold(UNIT) not in folded:
            return super().to_python(value)
        typed = _TYPED.fullmatch(folded)
        if not typed or not 1 <= int(typed[1]) <= MOST:
            raise ValidationError(f"โปรดระบุจำนวนวันทำการเป็นตัวเลข 1 ถึง {MOST} เช่น 15 วันทำการ")
        return WorkingDays(int(typed[1]))

    def run_validators(self, value):
        """The day that is counted is checked with its record."""
        if not isinstance(value, WorkingDays):
            super().run_validators(value)


class CountsDue(forms.BaseForm):
    """Mixin of forms with a `DueField` named due_on; the words stay in due_text where nothing else was said."""

    # The visit whose day is counted from; forms know it by different ways.
    visit_told = None
    words = ""

    def clean_due_on(self):
        due = self.cleaned_data["due_on"]
        if not isinstance(due, WorkingDays):
            return due
        first = self.visit_told.starts_on
        if not first:
            raise ValidationError("โปรดระบุวันที่ตรวจเยี่ยมก่อน จึงจะนับวันทำการได้")
        self.words = f"ภายใน {due}"
        return working_day_after(first, due.count)

    def clean(self):
        cleaned = super().clean()
        said = fold(cleaned.get("due_text") or "")
        if self.words and "due_text" in self.fields and (not said or _TYPED.fullmatch(said)):
            cleaned["due_text"] = self.words
        return cleaned

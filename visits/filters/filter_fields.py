"""How one parameter of an address is read: a value, or a Thai sentence that says what is wrong with it."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from config.forms.keys import is_key
from config.thai.dates import MAX_DAY, MIN_DAY, fiscal_year, thai_date
from config.thai.forms import ThaiDateField
from config.thai.text import arabic_digits, clean_line, terms
from config.tracking import Tracked
from officials.models import User
from units.models import Merge

LONGEST_QUERY = 200
MOST_WORDS = 10
FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR = fiscal_year(MIN_DAY), fiscal_year(MAX_DAY)

SELECTED = flatatt({"selected": True})


@lru_cache(maxsize=256)
def options_html(choices: tuple[tuple[Any, str], ...], selected: str) -> SafeString:
    """The `<option>` elements of a list, which is the same on nearly every page."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((key, SELECTED if str(key) == selected else "", label) for key, label in choices),
    )


class PlainSelect(forms.Select):
    """A select rendered as one string: Django's own renders a template for each of the 77 provinces."""

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        """The element with all its options."""
        attributes = flatatt({"name": name, **self.attrs, **(attrs or {})})
        options = options_html(tuple(self.choices), "" if value is None else str(value))
        return format_html("<select{}>{}</select>", attributes, options)

    def use_required_attribute(self, initial: Any) -> bool:
        """No filter has to be set."""
        return False


class WordsField(forms.CharField):
    """Typed words; raises ValidationError for text without a letter or digit to search for."""

    widget = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})

    def to_python(self, value: str | None) -> str:
        """The words on one line."""
        line = clean_line(value or "")
        if len(line) > LONGEST_QUERY:
            raise ValidationError(f"คำค้นยาวเกินไป กรุณาใส่ไม่เกิน {LONGEST_QUERY} ตัวอักษร")
        if line and not terms(line):
            raise ValidationError("คำค้นนี้ไม่มีตัวอักษรหรือตัวเลขที่ค้นหาได้")
        if len(terms(line)) > MOST_WORDS:
            raise ValidationError(f"กรุณาใส่คำค้นไม่เกิน {MOST_WORDS} คำ")
        return line


class OneOfField(forms.ChoiceField):
    """One of a list of choices, which the filter sets because they depend on the user."""

    widget = PlainSelect
    default_error_messages = {"invalid_choice": "ไม่มีค่านี้ในรายการ กรุณาเลือกใหม่"}

    def describe(self, value: str) -> list[str]:
        """The Thai words of the value, a list of one."""
        choices: Any = self.choices
        return [dict(choices).get(value, value)]


class LayoutField(OneOfField):
    """How a page shows its rows; no condition, so it is left out of the filter in words."""


class FiscalYearField(forms.Field):
    """A fiscal year in the Buddhist era; any year that a visit can have, also beyond those offered."""

    widget = PlainSelect
    refusal = f"ปีงบประมาณต้องเป็นปี พ.ศ. 4 หลัก ระหว่าง {FIRST_FISCAL_YEAR} ถึง {LAST_FISCAL_YEAR} เช่น 2567"

    def to_python(self, value: str | None) -> int | None:
        """The year as a number."""
        digits = arabic_digits(clean_line(value or ""))
        if not digits:
            return None
        if not re.fullmatch("[0-9]{4}", digits) or not FIRST_FISCAL_YEAR <= int(digits) <= LAST_FISCAL_YEAR:
            raise ValidationError(self.refusal)
        return int(digits)

    def describe(self, value: int) -> list[str]:
        """The year in words, a list of one."""
        return [f"พ.ศ. {value}"]


class FilterDayField(ThaiDateField):
    """A day in either era."""

    def describe(self, value: date) -> list[str]:
        """The day as a Thai date, a list of one."""
        return [thai_date(value)]


class PageNumberField(forms.Field):
    """A whole number from 1."""

    widget = forms.HiddenInput

    def to_python(self, value: str | None) -> int | None:
        """The number."""
        digits = arabic_digits(clean_line(value or ""))
        if not digits:
            return None
        if not re.fullmatch("[0-9]{1,9}", digits) or int(digits) < 1:
            raise ValidationError("ต้องเป็นจำนวนเต็มตั้งแต่ 1 ขึ้นไป")
        return int(digits)


class RowField(forms.Field):
    """One row of `model` by its key, of those the user may see; `unknown` says in Thai that there is none.

    `look_up` is the address that finds keys by typed text; the filter sets `user`.
    """

    widget = forms.HiddenInput
    many = False

    def __init__(self, *, model: type[Tracked], unknown: str, look_up: str = "", **options: Any) -> None:
        self.model, self.unknown, self.look_up = model, unknown, look_up
        self.user: User | None = None
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        """The row, or None where no key is given."""
        rows = self.rows([value] if value else [])
        return rows[0] if rows else None

    def rows(self, keys: list[str]) -> list[Tracked]:
        """The rows in the order of their keys; raises ValidationError where one is unknown or hidden."""
        if not all(map(is_key, keys)):
            raise ValidationError(self.unknown)
        wanted = {int(key) for key in keys}
        rows = self.model.objects.visible_to(self.user).filter(pk__in=wanted) if wanted else []
        by_key = {row.pk: row for row in rows}
        for key in wanted - by_key.keys():
            # A link of before two rows were merged means its target.
            target = Merge.objects.target_key(self.model._meta.label_lower, key)
            row = self.model.objects.visible_to(self.user).filter(pk=target).first() if target else None
            if row is None:
                raise ValidationError(self.unknown)
            by_key[key] = row
        return list(dict.fromkeys(by_key[int(key)] for key in keys))

    def describe(self, value: Any) -> list[str]:
        """The names of the rows, in their order."""
        return [str(row) for row in (value if self.many else [value])]


class RowsField(RowField):
    """One row or several: any of them."""

    widget = forms.MultipleHiddenInput
    many = True
    most = 50

    def to_python(self, value: list[str] | None) -> list[Tracked]:
        """The rows, each once; raises ValidationError for more than `most`."""
        keys = list(dict.fromkeys(filter(None, value or [])))
        if len(keys) > self.most:
            raise ValidationError(f"เลือกได้ไม่เกิน {self.most} รายการ")
        return self.rows(keys)


class CentreField(RowField):
    """A unit that is responsible for provinces."""

    def to_python(self, value: Any) -> Any:
        """The unit; raises ValidationError for one without provinces."""
        unit = super().to_python(value)
        if unit and not unit.responsibilities.exists():
            raise ValidationError(f"{unit} ไม่มีจังหวัดในความรับผิดชอบ")
        return unit

"""How one parameter of an address is read: a value, or a Thai sentence that says what is wrong with it."""

import re
from html import escape

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import mark_safe

from config.forms.renderer import attributes
from config.thai.dates import MAX_DAY, MIN_DAY, fiscal_year, thai_date
from config.thai.forms import ThaiDateField
from config.thai.text import arabic_digits, clean_line, terms

LONGEST_QUERY = 200
MOST_WORDS = 10
_KEY = re.compile("[0-9]{1,18}")
FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR = fiscal_year(MIN_DAY), fiscal_year(MAX_DAY)


class PlainSelect(forms.Select):
    """A select written at once: Django's own renders a template for each of the 77 provinces."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = "" if value is None else str(value)
        options = "".join(
            f'<option value="{escape(str(key))}"{" selected" if str(key) == chosen else ""}>{escape(str(label))}</option>'
            for key, label in self.choices
        )
        given = attributes({"name": name, **self.attrs, **(attrs or {})})
        return mark_safe(f"<select{given}>{options}</select>")  # nosec B308 B703 # noqa: S308 - each part is escaped

    def use_required_attribute(self, initial):
        return False


class WordsField(forms.CharField):
    """Typed words; what has nothing to search for is refused, not taken for everything."""

    widget = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})

    def to_python(self, value):
        line = clean_line(value or "")
        if len(line) > LONGEST_QUERY:
            raise ValidationError(f"คำค้นยาวเกินไป กรุณาใส่ไม่เกิน {LONGEST_QUERY} ตัวอักษร")
        if line and not terms(line):
            raise ValidationError("คำค้นนี้ไม่มีตัวอักษรหรือตัวเลขที่ค้นหาได้")
        if len(terms(line)) > MOST_WORDS:
            raise ValidationError(f"กรุณาใส่คำค้นไม่เกิน {MOST_WORDS} คำ")
        return line


class OneOfField(forms.ChoiceField):
    """One of a list; its choices are set by the filter, which knows the reader."""

    widget = PlainSelect
    default_error_messages = {"invalid_choice": "ไม่มีค่านี้ในรายการ กรุณาเลือกใหม่"}

    def label_of(self, value):
        return dict(self.choices).get(value, value)

    def says(self, value):
        return [self.label_of(value)]


class LayoutField(OneOfField):
    """How a page shows what was asked; no part of the question, so it is not told with it."""


class FiscalYearField(forms.CharField):
    """A fiscal year in the Buddhist era; any year that a visit can have, also beyond those offered."""

    widget = PlainSelect
    refusal = f"ปีงบประมาณต้องเป็นปี พ.ศ. 4 หลัก ระหว่าง {FIRST_FISCAL_YEAR} ถึง {LAST_FISCAL_YEAR} เช่น 2567"

    def to_python(self, value):
        digits = arabic_digits(clean_line(value or ""))
        if not digits:
            return None
        if not re.fullmatch("[0-9]{4}", digits) or not FIRST_FISCAL_YEAR <= int(digits) <= LAST_FISCAL_YEAR:
            raise ValidationError(self.refusal)
        return int(digits)

    def says(self, value):
        return [f"พ.ศ. {value}"]


class DayField(ThaiDateField):
    def says(self, day):
        return [thai_date(day)]


class NumberField(forms.CharField):
    """A whole number from 1, as a page number."""

    widget = forms.HiddenInput

    def to_python(self, value):
        digits = arabic_digits(clean_line(value or ""))
        if not digits:
            return None
        if not re.fullmatch("[0-9]{1,9}", digits) or int(digits) < 1:
            raise ValidationError("ต้องเป็นจำนวนเต็มตั้งแต่ 1 ขึ้นไป")
        return int(digits)


class RowField(forms.Field):
    """One row by its key, of those the reader may see; `look_up` is the address that finds keys by typed text."""

    widget = forms.HiddenInput
    many = False

    def __init__(self, *, model, unknown, look_up="", **options):
        self.model, self.unknown, self.look_up, self.user = model, unknown, look_up, None
        super().__init__(**options)

    def to_python(self, value):
        found = self._found([value] if value else [])
        return found[0] if found else None

    def _found(self, keys):
        if not all(_KEY.fullmatch(key) for key in keys):
            raise ValidationError(self.unknown)
        wanted = {int(key) for key in keys}
        rows = self.model.objects.visible_to(self.user).filter(pk__in=wanted) if wanted else []
        found = {row.pk: row for row in rows}
        if len(found) < len(wanted):
            raise ValidationError(self.unknown)
        return [found[int(key)] for key in dict.fromkeys(keys)]

    def says(self, row):
        return [str(row)]


class RowsField(RowField):
    """One row or several: any of them."""

    widget = forms.MultipleHiddenInput
    many = True
    most = 50

    def to_python(self, value):
        keys = list(dict.fromkeys(filter(None, value or [])))
        if len(keys) > self.most:
            raise ValidationError(f"เลือกได้ไม่เกิน {self.most} รายการ")
        return self._found(keys)

    def says(self, rows):
        return [str(row) for row in rows]


class CentreField(RowField):
    """A unit that answers for provinces."""

    def to_python(self, value):
        unit = super().to_python(value)
        if unit and not unit.responsibilities.exists():
            raise ValidationError(f"{unit} ไม่มีจังหวัดในความรับผิดชอบ")
        return unit

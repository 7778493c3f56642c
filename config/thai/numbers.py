"""Numbers as people type them: Thai digits, commas and blanks between thousands; shown in text fields, never spun by a wheel."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from config.thai.text import arabic_digits, clean_line

NOT_WHOLE = "กรุณาใส่จำนวนเต็มเป็นตัวเลขล้วน เช่น 368 หรือ ๓๖๘"
NOT_A_NUMBER = "กรุณาใส่เป็นตัวเลขล้วน เช่น 9.15 หรือ ๑,๒๐๐ ส่วนคำว่าล้านหรือหน่วยนับให้ใส่ในช่องหน่วยนับ"
_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_LONGEST = 60


def plain_number(text: str) -> str:
    """The number in Arabic digits without commas and blanks ("" for none); raises ValueError for anything else."""
    if len(text) > _LONGEST:
        raise ValueError("too long for a number")
    line = arabic_digits(clean_line(text)).replace("\u2212", "-")
    if line and not _NUMBER.fullmatch(line):
        raise ValueError(f"not a number: {line!r}")
    return line.replace(",", "").replace(" ", "")


class HintedInput(forms.TextInput):
    """A text field with attributes of its own, to which a form may add."""

    hints: dict[str, str] = {}

    def __init__(self, attrs: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__({**self.hints, **(attrs or {})}, **options)


class NumberInput(HintedInput):
    """A text field for which telephones show digits."""

    hints = {"inputmode": "decimal", "autocomplete": "off", "size": "8"}


class WholeNumberInput(NumberInput):
    """Its class is the admin's for narrow fields."""

    hints = {**NumberInput.hints, "inputmode": "numeric", "class": "vIntegerField"}


class _TypedNumber(forms.Field):
    def to_python(self, value: Any) -> Any:
        """The number; raises ValidationError for what is none."""
        try:
            return super().to_python(plain_number(value) if isinstance(value, str) else value)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class ThaiIntegerField(_TypedNumber, forms.IntegerField):
    """A whole number."""

    widget = WholeNumberInput
    default_error_messages = {"invalid": NOT_WHOLE}


class ThaiDecimalField(_TypedNumber, forms.DecimalField):
    """A number with decimals, exactly as typed."""

    widget = NumberInput
    default_error_messages = {"invalid": NOT_A_NUMBER}


class ThaiFloatField(_TypedNumber, forms.FloatField):
    """A measured number, such as a latitude."""

    widget = NumberInput
    default_error_messages = {"invalid": "กรุณาใส่เป็นตัวเลขล้วน เช่น 18.7883"}

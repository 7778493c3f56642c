"""Form fields that read Buddhist-era days and Thai times, and show them back in the same way."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AdminTimeWidget,
    BaseAdminDateWidget,
    BaseAdminTimeWidget,
)
from django.core.exceptions import ValidationError

from config.thai.dates import UNREADABLE, UNREADABLE_TIME, BadDate, be, parse_date, parse_time
from config.thai.text import clean_line


def written_day(value: Any) -> Any:
    """As a form shows a day; what was typed is shown back as typed."""
    return f"{value:%d/%m}/{be(value):04d}" if isinstance(value, date) else value


def written_time(value: Any) -> Any:
    """Seconds only where there are some, so that saving a form unchanged changes nothing."""
    if not isinstance(value, time | datetime):
        return value
    return f"{value:%H.%M.%S}" if value.second else f"{value:%H.%M}"


class DayInput(forms.DateInput):
    def __init__(self, attrs=None, **kwargs):
        # A phone's keyboard of digits has no slash, so the usual one is shown.
        hints = {"placeholder": "เช่น 28/01/2566", "autocomplete": "off", "inputmode": "text", "size": "16"}
        super().__init__(attrs={**hints, **(attrs or {})}, **kwargs)

    def format_value(self, value: Any) -> str:
        """As a form shows it."""
        return written_day(value) or ""


class TimeInput(forms.TimeInput):
    def __init__(self, attrs=None, **kwargs):
        hints = {"placeholder": "เช่น 09.00", "autocomplete": "off", "inputmode": "decimal", "size": "10"}
        super().__init__(attrs={**hints, **(attrs or {})}, **kwargs)

    def format_value(self, value: Any) -> str:
        """As a form shows it."""
        return written_time(value) or ""


class Picker:
    class Media:
        # Ours wraps what the ones before it define.
        js = [
            "admin/js/core.js",
            "admin/js/calendar.js",
            "admin/js/admin/DateTimeShortcuts.js",
            "config/thai_calendar.js",
        ]


class PickedDayInput(Picker, DayInput, BaseAdminDateWidget):
    pass


class PickedTimeInput(Picker, TimeInput, BaseAdminTimeWidget):
    pass


class AdminDayInput(PickedDayInput, AdminDateWidget):
    pass


class AdminTimeInput(PickedTimeInput, AdminTimeWidget):
    pass


class SplitDayTimeInput(forms.SplitDateTimeWidget):
    def __init__(self, attrs=None, day=DayInput, time=TimeInput):
        forms.MultiWidget.__init__(self, [day, time], attrs)


class AdminSplitDayTimeInput(SplitDayTimeInput):
    template_name = "admin/widgets/split_datetime.html"

    def __init__(self, attrs=None):
        super().__init__(attrs, PickedDayInput, PickedTimeInput)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With Thai names of its two halves."""
        labels = {"date_label": "วันที่:", "time_label": "เวลา:"}
        return super().get_context(name, value, attrs) | labels


def _read(parse, value):
    if not clean_line(value):
        return None
    try:
        return parse(value)
    except BadDate as refusal:
        raise ValidationError(str(refusal), code="invalid") from refusal


class ThaiDateField(forms.DateField):
    """A day in either era, in any usual way of writing."""

    widget = DayInput
    default_error_messages = {"invalid": UNREADABLE}

    def to_python(self, value: Any) -> date | None:
        """The day; raises ValidationError with what to type instead."""
        return _read(parse_date, value) if isinstance(value, str) else super().to_python(value)


class ThaiTimeField(forms.TimeField):
    """A time of day: 09.30, 9:30, 0930 น."""

    widget = TimeInput
    default_error_messages = {"invalid": UNREADABLE_TIME}

    def to_python(self, value: Any) -> time | None:
        """The time; raises ValidationError with what to type instead."""
        return _read(parse_time, value) if isinstance(value, str) else super().to_python(value)


class ThaiSplitDateTimeField(forms.SplitDateTimeField):
    """A day and a time of day side by side."""

    widget = SplitDayTimeInput
    default_error_messages = {"invalid_date": UNREADABLE, "invalid_time": UNREADABLE_TIME}

    def __init__(self, *, input_date_formats=None, input_time_formats=None, **kwargs):
        fields = (ThaiDateField(), ThaiTimeField())
        forms.MultiValueField.__init__(self, fields, **kwargs)

from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.utils import timezone

from config.thai.dates import SHORT_YEAR, UNREADABLE_TIME
from config.thai.forms import AdminSplitDayTimeInput, ThaiDateField, ThaiSplitDateTimeField, ThaiTimeField


class Form(forms.Form):
    day = ThaiDateField()
    at = ThaiTimeField(required=False)
    joined = ThaiSplitDateTimeField(required=False, widget=AdminSplitDayTimeInput)


JOINED = {"joined_0": "28/01/2566", "joined_1": "00.30"}


def test_both_eras_are_read_into_one_day():
    form = Form({"day": "28/01/2566", "at": "09.00 น.", **JOINED})
    assert form.is_valid()
    assert form.cleaned_data == {
        "day": date(2023, 1, 28),
        "at": time(9),
        "joined": datetime(2023, 1, 27, 17, 30, tzinfo=UTC),
    }


def test_what_was_refused_is_shown_as_typed_with_the_reason():
    form = Form({"day": "28/1/66", "at": "เช้า"})
    assert form.errors == {"day": [SHORT_YEAR], "at": [UNREADABLE_TIME]}
    assert form["day"].value() == "28/1/66"
    assert 'value="28/1/66"' in str(form["day"])


def test_a_form_shows_days_in_the_buddhist_era_and_times_with_a_dot():
    moment = datetime(2023, 1, 27, 17, 30, 5, tzinfo=UTC)
    form = Form(initial={"day": date(2023, 1, 28), "at": time(9), "joined": moment})
    shown = [widget.data["value"] for name in ("day", "at") for widget in form[name].subwidgets]
    parts = [part["value"] for part in form["joined"].subwidgets[0].data["subwidgets"]]
    assert shown + parts == ["28/01/2566", "09.00", "28/01/2566", "00.30.05"]


@pytest.mark.parametrize(
    ("day", "changed"), [("28/01/2566", []), ("28 ม.ค. 2566", []), ("29/01/2566", ["day"]), ("x", ["day"])]
)
def test_a_day_typed_in_another_way_is_no_change(day, changed):
    moment = timezone.localtime(datetime(2023, 1, 27, 17, 30, tzinfo=UTC))
    initial = {"day": date(2023, 1, 28), "at": time(9), "joined": moment}
    form = Form({"day": day, "at": "9.00 น.", **JOINED}, initial=initial)
    assert form.changed_data == changed


def test_blanks_alone_are_no_answer():
    form = Form({"day": " \u200b ", "at": "  "})
    assert form.errors == {"day": ["กรุณากรอกข้อมูลช่องนี้"]}
    assert form.cleaned_data["at"] is None


def test_the_pickers_script_comes_after_what_it_wraps():
    scripts = [str(script) for script in Form().media._js]
    wrapped = ["admin/js/core.js", "admin/js/calendar.js", "admin/js/admin/DateTimeShortcuts.js"]
    assert scripts == [*wrapped, "config/thai_calendar.js"]

"""Numbers are typed in any digits, with commas and blanks; whatever else is typed is refused beside its field, never swallowed."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from config.tests.cast import client_of
from config.tests.html import elements
from config.thai.numbers import NOT_A_NUMBER, NOT_WHOLE, ThaiDecimalField, ThaiFloatField, ThaiIntegerField
from config.thai.text import thai_digits
from officials.models import User


def refusal(field, text):
    with pytest.raises(ValidationError) as refused:
        field.clean(text)
    return refused.value.messages


@pytest.mark.parametrize(
    "text", ["1234567", "1,234,567", "1 234 567", "๑,๒๓๔,๕๖๗", " ๑๒๓๔๕๖๗ ", "1\u00a0234\u00a0567"]
)
def test_one_whole_number_in_many_ways_of_writing(text):
    assert ThaiIntegerField().clean(text) == 1_234_567


@pytest.mark.parametrize("text", ["9.15", "๙.๑๕", " 9.15 "])
def test_a_figure_with_decimals_is_read_exactly(text):
    assert ThaiDecimalField(max_digits=18, decimal_places=4).clean(text) == Decimal("9.15")


@pytest.mark.parametrize(
    "text", ["9.15ล้าน", "9,15", "1,23", "1e5", "NaN", "Infinity", "12-13", "๑๒๓บาท", "9" * 70, "٣٦٨"]
)
def test_what_is_no_number_is_refused_with_a_sentence(text):
    assert refusal(ThaiDecimalField(), text) == [NOT_A_NUMBER]
    assert refusal(ThaiIntegerField(), text) == [NOT_WHOLE]


def test_a_whole_number_has_no_decimals():
    assert refusal(ThaiIntegerField(), "367.9999") == [NOT_WHOLE]


def test_a_measured_number_may_lie_below_zero():
    assert ThaiFloatField().clean("\u221218.7883") == -18.7883


@pytest.mark.parametrize("field", [ThaiIntegerField, ThaiDecimalField, ThaiFloatField])
def test_nothing_typed_is_no_number(field):
    assert field(required=False).clean("  ") is None


@given(st.integers(0, 10**15))
def test_every_number_is_read_back_from_its_thai_digits(number):
    assert ThaiIntegerField().clean(thai_digits(f"{number:,}")) == number


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_number_or_refused(text):
    for field in (
        ThaiIntegerField(required=False),
        ThaiDecimalField(required=False),
        ThaiFloatField(required=False),
    ):
        try:
            field.clean(text)
        except ValidationError as refused:
            assert refused.messages  # noqa: PT017 (any other exception fails the test)


def test_no_page_of_data_entry_has_a_field_that_the_mouse_wheel_turns(db):
    client = client_of(User.objects.create_superuser("root", password="x"))
    found = []
    for model in admin.site._registry:
        page = client.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/add/")
        if page.status_code == 200:
            found += [given["name"] for given, _ in elements(page, "input") if given.get("type") == "number"]
    assert found == []


def test_no_template_and_no_form_has_such_a_field():
    sources = [
        path
        for room in ("config", "units", "officials", "visits")
        for path in Path(settings.BASE_DIR, room).rglob("*")
        if path.suffix in {".html", ".py", ".js"} and "tests" not in path.parts
    ]
    written = [
        path.name
        for path in sources
        if 'type="number"' in path.read_text() or "forms.NumberInput" in path.read_text()
    ]
    assert written == []

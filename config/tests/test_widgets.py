"""The site's own templates of boxes say what Django's say."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

ODD = """<b>"ก" & 'ข' {{ x }}</b>"""
GROUPED = [("", "---"), ("ภาคเหนือ", [("1", "ลำปาง"), ("2", ODD)]), (ODD, [("3", "อื่น")])]
ATTRS = {"id": ODD, "class": "a b", "required": True, "disabled": False, "data-n": 3}


@pytest.mark.parametrize("value", [None, "", "1", 0, ODD])
@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput(),
        forms.HiddenInput(),
        forms.CheckboxInput(),
        forms.DateInput(),
        forms.Select(choices=GROUPED),
        forms.SelectMultiple(choices=GROUPED),
        forms.RadioSelect(choices=GROUPED),
        forms.CheckboxSelectMultiple(choices=GROUPED),
    ],
    ids=lambda widget: type(widget).__name__,
)
def test_a_box_is_what_django_makes_of_it(widget, value):
    html = widget.render("name", value, ATTRS)
    assert parse_html(html) == parse_html(widget.render("name", value, ATTRS, renderer=DjangoTemplates()))

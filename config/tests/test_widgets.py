"""The site's own templates of boxes say what Django's say."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from config.forms.renderer import Ticks

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


def test_a_tick_stands_in_its_label_and_neither_names_the_other():
    box = Ticks(choices=[("1", "ลำปาง"), ("2", ODD)]).render("name", ["1"], {"id": "id_name"})
    assert parse_html(box) == parse_html(
        '<div id="id_name"><label><input type="checkbox" name="name" value="1" checked> ลำปาง</label>'
        '<label><input type="checkbox" name="name" value="2"> '
        "&lt;b&gt;&quot;ก&quot; &amp; &#x27;ข&#x27; {{ x }}&lt;/b&gt;</label></div>"
    )

"""Plain boxes that are written by hand are the elements that Django's own templates write."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTimeWidget
from django.forms.renderers import DjangoTemplates
from django.template.loader import get_template

from config.forms.boxes import BOXES
from config.forms.renderer import FormRenderer

TEXT = "น้ำ <b>\"'&amp;"
ATTRS = {"id": "id_x", "class": TEXT, "required": True, "disabled": False, "maxlength": 20}
CHOICES = [("", "-"), ("1", TEXT), (TEXT, "สอง"), ("กลุ่ม <", [("3", "สาม"), ("4", "สี่")])]
WIDGETS = [
    forms.TextInput,
    forms.HiddenInput,
    forms.CheckboxInput,
    forms.NumberInput,
    forms.EmailInput,
    forms.PasswordInput,
    forms.URLInput,
    forms.Textarea,
    forms.Select,
    AdminDateWidget,
    AdminTimeWidget,
]


class Elements(HTMLParser):
    """Elements with their attributes, and texts without the blanks around them, in order."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, attrs))

    def handle_endtag(self, tag):
        self.found.append(f"/{tag}")

    def handle_data(self, data):
        if data.strip():
            self.found.append(data.strip())


class DjangosOwn(DjangoTemplates):
    """Django's templates of boxes and those of its admin."""

    def get_template(self, template_name):
        if template_name.startswith("admin/"):
            return get_template(template_name, using="django")
        return super().get_template(template_name)


@pytest.mark.parametrize("value", [None, "", TEXT, "1"])
@pytest.mark.parametrize("kind", WIDGETS)
def test_a_box_is_what_djangos_template_writes(kind, value):
    options = {"choices": CHOICES} if kind is forms.Select else {}
    box = kind(attrs=ATTRS, **options)
    assert box.template_name in BOXES
    written = box.render("name <", value, renderer=FormRenderer())
    assert Elements(written).found == Elements(box.render("name <", value, renderer=DjangosOwn())).found


def test_every_box_written_by_hand_is_compared():
    assert {kind.template_name for kind in WIDGETS} == set(BOXES)


def test_counts_of_rows_stand_without_a_frame():
    counts = forms.formset_factory(forms.Form)().management_form
    written, own = FormRenderer(), DjangosOwn()
    shown = [
        str(renderer.render("django/forms/div.html", counts.get_context())) for renderer in (written, own)
    ]
    assert Elements(shown[0]).found == Elements(shown[1]).found

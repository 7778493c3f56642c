"""Fields of rows and filters are copied as Django copies them: an upgrade that copies more of them fails here."""

from copy import deepcopy

import pytest
from django import forms
from django.contrib.admin import site
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator

from config.forms.copies import CopiedFields, copied
from visits.filters.directive_filter import DirectiveVisitFilter
from visits.filters.visit_filter import VisitFilter
from visits.models import Visit

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

# Neither has a picker of a record's row.
OTHERS = {
    "when": forms.SplitDateTimeField(),
    "how_many": forms.TypedChoiceField(choices=[("1", "หนึ่ง")], coerce=int, help_text="กี่แห่ง"),
    "which": forms.MultipleChoiceField(choices=lambda: [("a", "ก")], widget=forms.CheckboxSelectMultiple),
}


@pytest.fixture
def fields(rf, clerk):
    """Of all rows on the page of a visit, and of the filters of visits and directives."""
    request = rf.get("/")
    request.user = clerk
    page = site.get_model_admin(Visit)
    rows = [formset.form.base_fields for formset, _ in page.get_formsets_with_inlines(request)]
    rows += [
        kind("", user=clerk).get_form_class().base_fields for kind in (VisitFilter, DirectiveVisitFilter)
    ]
    assert {type(one) for one in rows} == {CopiedFields}
    return [field for one in rows for field in one.values()] + [*OTHERS.values()]


def described(part, owner=None):
    """A field or widget in words that can be compared."""
    if isinstance(part, forms.Field | forms.Widget):
        return type(part), {name: described(value, part) for name, value in vars(part).items()}
    if isinstance(part, ModelChoiceIterator):
        return type(part), described(part.queryset)
    if isinstance(part, QuerySet):
        return str(part.query)
    if isinstance(part, list | tuple):
        return [described(one) for one in part]
    return dict(part) if isinstance(part, dict) else part


def test_a_copied_field_is_what_django_copies(fields):
    for field in fields:
        copy = copied(field)
        assert described(copy) == described(deepcopy(field))
        assert described(copy) == described(field)
        if isinstance(copy, forms.ModelChoiceField):
            assert copy.widget.choices.field is copy


def test_what_is_changed_in_a_copy_stays_in_it(fields):
    before = [described(field) for field in fields]
    for field in fields:
        copy = copied(field)
        copy.required, copy.disabled, copy.help_text = not field.required, True, "เปลี่ยน"
        copy.error_messages["required"] = "ต้องกรอก"
        copy.validators.append(print)
        copy.widget.attrs["class"] = "changed"
        getattr(copy.widget, "widget", copy.widget).attrs["id"] = False
        if hasattr(copy, "choices"):
            copy.choices = [("x", "อื่น")]
        if isinstance(copy, forms.ModelChoiceField):
            copy.queryset = copy.queryset.none()
    assert [described(field) for field in fields] == before

"""Copies of the fields of a form's class: every row of a page and every filter has its own."""

from copy import deepcopy
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.forms.widgets import ChoiceWidget

KINDS: tuple[Any, ...] = (
    *(forms.Field, forms.ChoiceField, forms.ModelChoiceField),
    *(forms.Widget, ChoiceWidget, RelatedFieldWidgetWrapper),
)
COPIED_HERE = {kind.__deepcopy__ for kind in KINDS}


class CopiedFields(dict[str, forms.Field]):
    """Fields by their names; Django copies them for each form, which took an eighth of a page of 22 forms."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return {name: copied(field) for name, field in self.items()}


def copied(part: Any) -> Any:
    """A field or widget as Django copies it, but for lists of choices: they are never changed, only replaced."""
    if type(part).__deepcopy__ not in COPIED_HERE:
        return deepcopy(part)
    copy = object.__new__(type(part))
    copy.__dict__.update(part.__dict__)
    if isinstance(part, forms.Field):
        copy.widget = copied(part.widget)
        copy.error_messages, copy.validators = part.error_messages.copy(), part.validators[:]
        if isinstance(part, forms.ModelChoiceField):
            # Its choices and those of its widget ask the field that they belong to.
            copy.queryset = part.queryset
    elif isinstance(part, RelatedFieldWidgetWrapper):
        copy.widget = copied(part.widget)
        copy.attrs = copy.widget.attrs
    else:
        copy.attrs = part.attrs.copy()
    return copy

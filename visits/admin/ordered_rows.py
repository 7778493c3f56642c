"""Rows with a typed order: what findings, directives, people and files of a visit share."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Model

from config.forms.rows import RowFormSet


class OrderedForm(forms.ModelForm):
    """A row with a typed order; left blank, it comes last."""

    # Of each class of rows, set at first use.
    shared_media: ClassVar[forms.Media]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order"].required = False
        if not self.instance.order and not self.initial.get("order"):
            self.initial["order"] = None

    @property
    def media(self) -> forms.Media:
        """Scripts and styles, worked out once for a class of rows: the admin asks every one of 150 rows."""
        kind = type(self)
        if "shared_media" not in vars(kind):
            kind.shared_media = super().media
        return kind.shared_media

    def clean_order(self) -> int:
        """The typed number; 0 where it was left blank."""
        return self.cleaned_data["order"] or 0


class OrderedFormSet(RowFormSet):
    """Gives new rows without an order the next number."""

    def save_new(self, form: OrderedForm, commit: bool = True) -> Model:
        """The row saved with an order."""
        last = max((other.instance.order for other in self.forms), default=0)
        form.instance.order = form.instance.order or last + 1
        return super().save_new(form, commit)

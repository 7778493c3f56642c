"""What a finding or directive is about, entered on its row: dimensions as check boxes, programmes, units."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import cached_property

from config.forms.autocomplete import share_labels
from config.forms.renderer import Ticks
from officials.models import Official
from units.models import Unit
from visits.admin.offered import Offered
from visits.admin.ordered_rows import OrderedForm, OrderedFormSet
from visits.models import Programme
from visits.models.links import relink
from visits.models.policy import NamedDimension


class SubjectForm(OrderedForm):
    """A row whose links to dimensions and programmes are edited with it."""

    in_dimensions = forms.MultipleChoiceField(label="มิติ", required=False, widget=Ticks)
    stated = forms.BooleanField(label="ผู้กล่าวระบุมิติเอง", required=False)

    def __init__(
        self,
        *args: Any,
        dimensions: Sequence[NamedDimension],
        day: date | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.dimensions, self.day = dimensions, day
        if self.instance.pk:
            links = self.instance.dimension_links.all()
            self.initial["in_dimensions"] = [str(link.dimension_id) for link in links]
            self.initial["stated"] = any(link.stated for link in links)
            self.initial["of_programmes"] = [
                link.programme_id for link in self.instance.programme_links.all()
            ]
        # Offered are the dimensions of policies in force on the visit's day, and those ticked already.
        ticked = set(self["in_dimensions"].value() or ())
        field: Any = self.fields["in_dimensions"]
        field.choices = [
            (str(dimension.key), dimension.name)
            for dimension in self.dimensions
            if str(dimension.key) in ticked or dimension.policy.is_in_force_on(self.day)
        ]

    def clean_in_dimensions(self) -> list[str]:
        """The ticked keys; a newly ticked dimension of a policy that is not in force that day is refused."""
        ticked = self.cleaned_data["in_dimensions"]
        added = set(ticked) - set(self.initial.get("in_dimensions", ()))
        for dimension in self.dimensions:
            policy = dimension.policy
            if str(dimension.key) in added and not policy.is_in_force_on(self.day):
                raise ValidationError(
                    f"มิติ “{dimension.name}” ใช้ไม่ได้ในวันที่ตรวจเยี่ยม เพราะเป็นของ{policy} {policy.life}"
                )
        return ticked

    def save(self, commit: bool = True) -> Model:
        """The row, saved with its links."""
        row = super().save(commit)
        if commit:
            self.save_links(row)
        return row

    def save_links(self, row: Any) -> None:
        """Writes the links of a saved row that differ from those before."""
        cleaned = self.cleaned_data
        if {"in_dimensions", "stated"} & set(self.changed_data):
            relink(
                row.dimension_links, "dimension", map(int, cleaned["in_dimensions"]), stated=cleaned["stated"]
            )
        if "of_programmes" in self.changed_data:
            relink(row.programme_links, "programme", [row.pk for row in cleaned["of_programmes"]])


class SubjectFormSet(OrderedFormSet):
    """Reads once for all its rows what their fields show.

    `UNITS` and `PEOPLE` name the fields that choose units and people.
    """

    UNITS: tuple[str, ...] = ()
    PEOPLE: tuple[str, ...] = ()

    offered: Offered

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """What each row is offered: all dimensions, and the day of the visit."""
        options = {"dimensions": self.offered.dimensions, "day": self.instance.starts_on}
        return super().get_form_kwargs(index) | options

    @cached_property
    def forms(self) -> list[SubjectForm]:
        """The rows, whose labels of programmes, units and people take three queries at most."""
        rows, user = super().forms, self.offered.user
        share_labels(rows, ["of_programmes"], Programme.objects.visible_to(user))
        share_labels(rows, self.UNITS, Unit.objects.visible_to(user))
        share_labels(rows, self.PEOPLE, Official.objects.visible_to(user), read=self.offered.people)
        return rows

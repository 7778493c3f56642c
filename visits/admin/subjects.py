"""What a finding or directive is about, chosen on its row: dimensions as check boxes, programmes, units."""

from django import forms
from django.utils.functional import cached_property

from config.forms.autocomplete import share_labels
from units.models import Unit
from visits.admin.rows import OrderedForm, OrderedFormSet
from visits.models import Dimension, Programme
from visits.models.links import relink


class SubjectForm(OrderedForm):
    """Rows whose links to dimensions and programmes are edited with them."""

    in_dimensions = forms.MultipleChoiceField(label="มิติ", required=False, widget=forms.CheckboxSelectMultiple)
    stated = forms.BooleanField(label="ผู้กล่าวระบุมิติเอง", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            links = self.instance.dimension_links.all()
            self.initial["in_dimensions"] = [str(link.dimension_id) for link in links]
            self.initial["stated"] = any(link.stated for link in links)
            self.initial["of_programmes"] = [
                link.programme_id for link in self.instance.programme_links.all()
            ]

    def save(self, commit=True):
        row = super().save(commit)
        if commit:
            self.save_links(row)
        return row

    def save_links(self, row):
        cleaned = self.cleaned_data
        if {"in_dimensions", "stated"} & set(self.changed_data):
            relink(
                row.dimension_links, "dimension", map(int, cleaned["in_dimensions"]), stated=cleaned["stated"]
            )
        if "of_programmes" in self.changed_data:
            relink(row.programme_links, "programme", [row.pk for row in cleaned["of_programmes"]])


class SubjectFormSet(OrderedFormSet):
    """Asks once for all its rows what their fields offer and show."""

    user = None
    UNITS = ()
    PEOPLE = ()

    @cached_property
    def dimension_choices(self):
        return [(str(row.pk), row.name) for row in Dimension.objects.visible_to(self.user)]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["in_dimensions"].choices = self.dimension_choices

    @cached_property
    def forms(self):
        forms = super().forms
        share_labels(forms, ["of_programmes"], Programme.objects.visible_to(self.user))
        share_labels(forms, self.UNITS, Unit.objects.visible_to(self.user))
        share_labels(forms, self.PEOPLE, self._people())
        return forms

    def _people(self):
        return self.model._meta.get_field(self.PEOPLE[0]).remote_field.model.objects.visible_to(self.user)

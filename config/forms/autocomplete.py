"""Choosing a row by typing: what the look-up offers, and how a form shows what is chosen without asking row by row."""

from functools import cache

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from markupsafe import escape


def choice_label(row):
    """What tells a row apart from its namesakes; a model says so in `choice_label`."""
    return getattr(row, "choice_label", None) or str(row)


class ChoiceView(AutocompleteJsonView):
    """The admin's look-up, with forgiving search and labels that tell namesakes apart."""

    def serialize_result(self, obj, to_field_name):
        return super().serialize_result(obj, to_field_name) | {"text": choice_label(obj)}


class Labels(dict):
    """Key -> label of the rows a form shows; filled by one query for all fields that share it."""

    def __init__(self, rows):
        super().__init__()
        self.rows = rows

    def prime(self, keys):
        wanted = {
            int(key) for key in keys if str(key).isdecimal() and len(str(key)) <= LONGEST_KEY
        } - self.keys()
        if wanted:
            self.update((row.pk, choice_label(row)) for row in self.rows.filter(pk__in=wanted).for_choosing())


LONGEST_KEY = 18


@cache
def look_up_address(site):
    return reverse(f"{site}:autocomplete")


class Chosen:
    """Mixin for the admin's autocomplete widgets: selected options come from `labels`, where they are known."""

    labels = None

    def get_url(self):
        return look_up_address(self.admin_site.name)

    @property
    def media(self):
        # The first is there already: named again, it says what ours comes after.
        return super().media + forms.Media(js=["admin/js/autocomplete.js", "config/choosing.js"])

    def optgroups(self, name, value, attr=None):
        keys = [key for key in value if str(key) not in self.choices.field.empty_values]
        if self.labels is None:
            self.labels = Labels(self.choices.queryset)
        self.labels.prime(keys)
        options = [] if self.is_required or self.allow_multiple_selected else [("", "")]
        options += [
            (key, self.labels[int(key)])
            for key in map(str, keys)
            if key.isdecimal() and int(key) in self.labels
        ]
        selected = {str(key) for key in keys}
        return [
            (
                None,
                [
                    self.create_option(name, key, label, key in selected, index)
                    for index, (key, label) in enumerate(options)
                ],
                0,
            )
        ]


class ChooseOne(Chosen, AutocompleteSelect):
    pass


class ChooseMany(Chosen, AutocompleteSelectMultiple):
    def build_attrs(self, base_attrs, extra_attrs=None):
        """Each choice is taken out by its own cross; one cross for all would stand inside the list of choices."""
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


PLUS = (
    'class="related-widget-wrapper-link add-related" data-popup="yes" href="{address}?_to_field={key}&amp;_popup=1" '
    'title="เพิ่ม{title}"><img src="{icon}" alt="" width="24" height="24"></a>'
)


class AddBeside(RelatedFieldWidgetWrapper):
    """A look-up with a plus beside it, and no other sign; drawn without a template, for it stands on every row."""

    @classmethod
    def around(cls, wrapper):
        beside = cls(wrapper.widget, wrapper.rel, wrapper.admin_site, wrapper.can_add_related)
        if beside.can_add_related:
            beside.plus = beside.drawn_plus()
        return beside

    def drawn_plus(self):
        """All but the name, once for all rows."""
        model = self.rel.model._meta
        address = add_address(self.admin_site.name, model.app_label, model.model_name)
        icon = static("admin/img/icon-addlink.svg")
        key = self.rel.get_related_field().name
        return format_html(PLUS, address=address, key=key, title=model.verbose_name, icon=icon)

    def render(self, name, value, attrs=None, renderer=None):
        box = self.widget.render(name, value, attrs, renderer)
        if self.is_hidden or not self.can_add_related:
            return box
        model = self.rel.model._meta.model_name
        plus = f'<a id="add_id_{escape(name)}" {self.plus}'
        return mark_safe(f'<div class="related-widget-wrapper" data-model-ref="{model}">{box}{plus}</div>')  # nosec B308 B703 # noqa: S308 - each part is escaped


@cache
def add_address(site, app, model):
    return reverse(f"{site}:{app}_{model}_add")


class ManyField(forms.ModelMultipleChoiceField):
    """A key too large for any database is refused like any other that is none."""

    def clean(self, value):
        for key in value or ():
            if len(str(key)) > LONGEST_KEY:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": key}
                )
        return super().clean(value)


def bare(widget):
    """The widget inside the admin's wrapper with the add button."""
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def share_labels(forms, names, rows):
    """Gives the fields `names` of all `forms` one set of labels, filled by one query."""
    labels, forms = Labels(rows), list(forms)
    for form in forms:
        for name in names:
            bare(form.fields[name].widget).labels = labels
    labels.prime(key for form in forms for name in names for key in _keys(form[name].value()))
    return labels


def _keys(value):
    return value if isinstance(value, (list, tuple)) else [getattr(value, "pk", value)]

"""Choosing a row by typing: what the look-up offers, and labels of chosen rows without a query for each row."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import (
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.forms.keys import LONGEST_KEY, is_key
from config.kept_statements import KeptRows
from config.thai.dates import BadDate, parse_date, thai_date


def choice_label(row: Any, day: date | None = None) -> str:
    """The label of a row in a choice: `choice_label` of its model, or `choice_label_on` a day, else its text."""
    if day and hasattr(row, "choice_label_on"):
        return row.choice_label_on(day)
    return getattr(row, "choice_label", None) or str(row)


def labels_apart(rows: Iterable[Any], day: date | None = None) -> dict[int, str]:
    """Labels by key; of rows that would read alike each says its last visit, where that is known, and its number."""
    labels = {row.pk: choice_label(row, day) for row in rows}
    counts = Counter(labels.values())
    alike = [row for row in rows if counts[labels[row.pk]] > 1]
    last_visits = getattr(rows, "last_visits", None)
    days = last_visits([row.pk for row in alike]) if alike and last_visits else {}
    for row in alike:
        seen = f" · ลงพื้นที่ล่าสุด {thai_date(days[row.pk])}" if row.pk in days else ""
        labels[row.pk] += f"{seen} · ระเบียนที่ {row.pk}"
    return labels


def offered(rows: Any, query: str) -> Any:
    """The rows in the order in which they are offered: those first that are meant most often, where the model knows."""
    return rows.best_first(query) if hasattr(rows, "best_first") else rows


class ChoiceView(AutocompleteJsonView):
    """The admin's look-up, with labels that distinguish rows of one name."""

    def get_queryset(self) -> QuerySet:
        """The rows found, those first that are meant most often."""
        return offered(super().get_queryset(), self.term)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the labels of the rows of this page, as of the day that the form names in `day`."""
        context = super().get_context_data(**kwargs)
        try:
            day = parse_date(self.request.GET.get("day", ""))
        except BadDate:
            day = None
        self.labels = labels_apart(context["object_list"], day)
        return context

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        """Key and label of one row."""
        return {"id": str(getattr(obj, to_field_name)), "text": self.labels[obj.pk]}


@cache
def rows_to_choose(model: type[Model]) -> KeptRows:
    """The rows of a model with what their labels read, for whoever may see all of them."""
    rows: Any = model._default_manager
    return KeptRows(rows.order_by().for_choosing(), "pk")


class Labels(dict):
    """Key -> label of the rows a form shows; filled by one query for all fields that share it.

    `read` are rows that need not be read again, by their keys; those that are read are added to them.
    """

    def __init__(self, rows: Any, day: date | None = None, read: dict[int, Any] | None = None) -> None:
        super().__init__()
        self.rows, self.day = rows, day
        self.read = {} if read is None else read

    def prime(self, keys: Iterable[Any]) -> None:
        """Reads the labels of those keys that are not known yet; one query."""
        wanted = {int(key) for key in keys if is_key(str(key))} - self.keys()
        if missing := wanted - self.read.keys():
            if self.rows.query.where:
                found = self.rows.order_by().filter(pk__in=missing).for_choosing()
            else:
                found = rows_to_choose(self.rows.model).read(sorted(missing))
                self.rows.for_choosing().fetch_occurring(found)
            self.read.update((row.pk, row) for row in found)
        self.update((key, choice_label(self.read[key], self.day)) for key in wanted & self.read.keys())


# A page of many rows needs the same few addresses again and again.
address_of = cache(reverse)


SAME_FOR_ALL = {
    ("data-ajax--cache", "true"),
    ("data-ajax--delay", 250),
    ("data-ajax--type", "GET"),
    ("data-ajax--url", "/admin/autocomplete/"),
    ("data-theme", "admin-autocomplete"),
    ("data-allow-clear", "true"),
    ("data-placeholder", ""),
    ("lang", "th"),
}


class ChosenLabels(AutocompleteMixin, forms.widgets.ChoiceWidget):
    """Mixin for the admin's autocomplete widgets: selected options come from `labels`, where they are known."""

    labels: Labels | None = None

    def get_url(self) -> str:
        """Address that the script of the look-up calls."""
        return address_of(f"{self.admin_site.name}:autocomplete")

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Without what is the same for every look-up of the site: `choosing.js` tells the library once a page.

        The field that is looked up for stands in one attribute, which that script takes apart.
        """
        attrs = super().build_attrs(base_attrs, extra_attrs)
        of = ".".join(attrs.pop(name) for name in ("data-app-label", "data-model-name", "data-field-name"))
        return {name: value for name, value in attrs.items() if (name, value) not in SAME_FOR_ALL} | {
            "data-of": of
        }

    @property
    def media(self) -> forms.Media:
        """The scripts of the look-up."""
        # The first is loaded already: named again, it orders ours after it.
        return super().media + forms.Media(js=["admin/js/autocomplete.js", "config/choosing.js"])

    def optgroups(self, name: str, value: Sequence[Any], attr: dict[str, Any] | None = None) -> list[tuple]:
        """One group with the chosen rows; all others are found by typing."""
        keys = [key for key in value if str(key) not in self.choices.field.empty_values]
        if self.labels is None:
            self.labels = Labels(self.choices.queryset)
        self.labels.prime(keys)
        options = [] if self.is_required or self.allow_multiple_selected else [("", "")]
        options += [
            (key, self.labels[int(key)]) for key in map(str, keys) if is_key(key) and int(key) in self.labels
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


class ChooseOne(ChosenLabels, AutocompleteSelect):
    """A picker of one row."""


class ChooseMany(ChosenLabels, AutocompleteSelectMultiple):
    """A picker of several rows."""


class AddBeside(RelatedFieldWidgetWrapper):
    """A look-up with a plus beside it that adds a row in a separate window, without the other icons of Django.

    What Django's script wants to know of the plus, `add_beside.js` tells it at the press.
    """

    plus: SafeString

    @property
    def media(self) -> forms.Media:
        """The scripts of the look-up and of the plus."""
        return self.widget.media + forms.Media(js=["config/add_beside.js"])

    @classmethod
    def around(cls, wrapper: RelatedFieldWidgetWrapper) -> "AddBeside":
        """The same look-up with the plus alone, where the user may add a row."""
        beside = cls(wrapper.widget, wrapper.rel, wrapper.admin_site, wrapper.can_add_related)
        if beside.can_add_related:
            model = beside.rel.model._meta
            beside.plus = format_html(
                '<a class="add-related" href="{}?_popup=1" title="เพิ่ม{}"></a>',
                address_of(f"{beside.admin_site.name}:{model.app_label}_{model.model_name}_add"),
                model.verbose_name,
            )
        return beside

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        """HTML of the look-up and its plus."""
        box = self.widget.render(name, value, attrs, renderer)
        if self.is_hidden or not self.can_add_related:
            return box
        return format_html('<div class="related-widget-wrapper">{}{}</div>', box, self.plus)


class ManyField(forms.ModelMultipleChoiceField):
    """A field of many rows that refuses a key too large for the database like any other invalid key."""

    def clean(self, value: Any) -> QuerySet:
        """The rows; raises ValidationError for an invalid key."""
        for key in value or ():
            if len(str(key)) > LONGEST_KEY:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": key}
                )
        return super().clean(value)


def share_labels(
    forms: Iterable[forms.BaseForm],
    names: Iterable[str],
    rows: QuerySet,
    day: date | None = None,
    read: dict[int, Any] | None = None,
) -> Labels:
    """Gives the fields `names` of all `forms` one set of labels, as of `day`, filled by one query (`Labels`)."""
    labels = Labels(rows, day, read)
    keys: list[Any] = []
    for form in forms:
        for name in names:
            widget: Any = form.fields[name].widget
            # Inside the admin's wrapper with the add button.
            picker: Any = widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget
            picker.labels = labels
            value = form[name].value()
            keys += value if isinstance(value, (list, tuple)) else [getattr(value, "pk", value)]
    labels.prime(keys)
    return labels

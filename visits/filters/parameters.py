"""Parameters of an address: the field that reads one, and by what it filters visits."""

from copy import copy
from typing import Any

from django.forms import Field
from django_filters import Filter

from visits.models.visit_queryset import VisitQuerySet


class Parameter(Filter):
    """A parameter: the field that reads it, and the word of `VisitQuerySet` (or the column) that it filters by."""

    def __init__(
        self,
        field_class: type[Field],
        *,
        label: str,
        word: str | None = None,
        column: str | None = None,
        **options: Any,
    ) -> None:
        self.field_class, self.word = field_class, word
        super().__init__(column, label=label, **options)

    def __deepcopy__(self, memo: dict) -> "Parameter":
        """A copy that can have a `parent` of its own; the rest does not change and is shared."""
        return copy(self)

    def filter(self, qs: VisitQuerySet, value: Any) -> VisitQuerySet:
        """The rows that `value`, as the field read it, leaves; all where it is empty."""
        if value in (None, "", []):
            return qs
        return getattr(qs, self.word)(value) if self.word else super().filter(qs, value)


class DayParameter(Parameter):
    """One end of a range of days, `first` or `last`; a visit of several days lies in it with any of them."""

    def filter(self, qs: VisitQuerySet, value: Any) -> VisitQuerySet:
        """The rows with a day up to or from `value`."""
        return qs.between(last=value) if self.word == "last" else qs.between(first=value)


class CompanionParameter(Parameter):
    """A parameter that means something only together with another, which filters by both."""

    def filter(self, qs: VisitQuerySet, value: Any) -> VisitQuerySet:
        """All rows."""
        return qs


class PeopleParameter(Parameter):
    """People in a role: both on one row of the attendances."""

    def filter(self, qs: VisitQuerySet, value: Any) -> VisitQuerySet:
        """Visits attended by any of the officials in `value`, in the role asked for with them."""
        role = self.parent.form.cleaned_data.get("role")
        return qs.attended_by(*value, role=role) if value or role else qs


class UnitParameter(Parameter):
    """A unit with its sub-units and predecessors, or with `exact` the unit alone."""

    def filter(self, qs: VisitQuerySet, value: Any) -> VisitQuerySet:
        """Visits at the unit `value`."""
        if not value:
            return qs
        exact = self.parent.form.cleaned_data.get("exact")
        return qs.filter(unit=value) if exact else qs.at(value)


class DimensionParameter(Parameter):
    """The code of a dimension in every policy, or in the one asked for with it."""

    def filter(self, qs: VisitQuerySet, value: Any) -> VisitQuerySet:
        """Visits with a directive in the dimension."""
        return qs.with_dimension(value, self.parent.form.cleaned_data.get("policy")) if value else qs


class DirectiveWordsParameter(Parameter):
    """Words in directives, which the filter looks up once for all that is asked of visits and directives."""

    def filter(self, qs: VisitQuerySet, value: Any) -> VisitQuerySet:
        """Visits with a directive in which every word of `value` stands, or in its giver or units."""
        return qs.with_directives_among(self.parent.found) if value else qs

"""Filters of the admin's lists with a text box, where a list of links would be too long."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from config.thai.text import terms
from visits.models import Role, Visit


class TypedFilter(admin.SimpleListFilter):
    """A text box among the filters; the other filters of the address stay as hidden fields."""

    template = "admin/typed_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """One empty choice: without any Django leaves the filter out."""
        return [("", "")]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """One dictionary: name and value of each hidden field in `hidden`, the address without this filter in `clear`."""
        others = {
            name: value
            for name, value in changelist.get_filters_params().items()
            if name != self.parameter_name
        }
        if changelist.query:
            others["q"] = [changelist.query]
        yield {
            "hidden": [
                (name, value)
                for name, values in others.items()
                for value in (values if isinstance(values, (list, tuple)) else [values])
            ],
            "clear": changelist.get_query_string(remove=[str(self.parameter_name)]),
        }

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Rows in which every typed word stands."""
        for word in terms(self.value() or ""):
            queryset = self.matching(queryset, word)
        return queryset

    def matching(self, queryset: QuerySet, word: str) -> QuerySet:
        """The rows in which one folded word stands."""
        raise NotImplementedError


class LeadFilter(TypedFilter):
    """Visits by name or position of the lead."""

    title = "หัวหน้าคณะ"
    parameter_name = "lead"

    def matching(self, queryset: QuerySet, word: str) -> QuerySet:
        """Visits whose lead bears the word in name or position."""
        led = Visit.objects.filter(attendances__role=Role.LEAD, attendances__search__contains=word)
        return queryset.filter(pk__in=led.values("pk"))


class ProvinceFilter(TypedFilter):
    """Visits by name of the province, with or without the word จังหวัด."""

    title = "จังหวัด"
    parameter_name = "in_province"

    def matching(self, queryset: QuerySet, word: str) -> QuerySet:
        """Visits in provinces with the word in their name."""
        return queryset.filter(province__search__contains=word.removeprefix("จังหวัด"))

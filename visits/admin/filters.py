"""Filters of the admin's lists that are typed, where a list of links would be too long."""

from django.contrib import admin

from config.thai.text import terms
from visits.models import Role, Visit


class TypedFilter(admin.SimpleListFilter):
    """A text box among the filters; keeps the other filters of the address as hidden fields."""

    template = "admin/typed_filter.html"

    def lookups(self, request, model_admin):
        """Something must be offered, or Django leaves the filter out."""
        return [("", "")]

    def choices(self, changelist):
        kept = {
            name: value
            for name, value in changelist.get_filters_params().items()
            if name != self.parameter_name
        }
        if changelist.query:
            kept["q"] = [changelist.query]
        yield {
            "kept": [(name, value) for name, values in kept.items() for value in _listed(values)],
            "clear": changelist.get_query_string(remove=[self.parameter_name]),
        }

    def queryset(self, request, queryset):
        for word in terms(self.value() or ""):
            queryset = self.matching(queryset, word)
        return queryset


def _listed(values):
    return values if isinstance(values, (list, tuple)) else [values]


class LeadFilter(TypedFilter):
    title = "หัวหน้าคณะ"
    parameter_name = "lead"

    def matching(self, queryset, word):
        led = Visit.objects.filter(attendances__role=Role.LEAD, attendances__search__contains=word)
        return queryset.filter(pk__in=led.values("pk"))


class ProvinceFilter(TypedFilter):
    title = "จังหวัด"
    parameter_name = "in_province"

    def matching(self, queryset, word):
        return queryset.filter(province__search__contains=word.removeprefix("จังหวัด"))

"""What every admin and inline needs to show, read and filter days in the Thai way."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin, IncorrectLookupParameters
from django.db import models
from django.http import HttpRequest

from config.thai.dates import MAX_DAY, MIN_DAY, fiscal_year, fiscal_year_bounds, thai_date
from config.thai.forms import (
    AdminDayInput,
    AdminSplitDayTimeInput,
    AdminTimeInput,
    ThaiDateField,
    ThaiSplitDateTimeField,
    ThaiTimeField,
)
from config.thai.numbers import (
    NumberInput,
    ThaiDecimalField,
    ThaiFloatField,
    ThaiIntegerField,
    WholeNumberInput,
)
from config.thai.text import arabic_digits


class ThaiDates(BaseModelAdmin):
    """Mixin of ModelAdmin and inlines; one with `formfield_overrides` of its own adds to these."""

    formfield_overrides = {
        models.DateField: {"form_class": ThaiDateField, "widget": AdminDayInput},
        models.DateTimeField: {"form_class": ThaiSplitDateTimeField, "widget": AdminSplitDayTimeInput},
        models.IntegerField: {"form_class": ThaiIntegerField, "widget": WholeNumberInput},
        models.DecimalField: {"form_class": ThaiDecimalField, "widget": NumberInput},
        models.FloatField: {"form_class": ThaiFloatField, "widget": NumberInput},
        models.TimeField: {"form_class": ThaiTimeField, "widget": AdminTimeInput},
    }


def thai_date_column(path: str, label: str) -> Callable[[Any], str]:
    """A list column of a day that lies on another row (`visit__starts_on`)."""

    @admin.display(description=label, ordering=path)
    def column(row: Any) -> str:
        value = row
        for name in path.split("__"):
            value = getattr(value, name, None)
        return thai_date(value) if value else ""

    return column


class FiscalYearFilter(admin.SimpleListFilter):
    """Narrows a list to one fiscal year."""

    title = "ปีงบประมาณ"
    parameter_name = "fiscal_year"
    field = "starts_on"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Every year from the first to the last day that occurs, the newest first."""
        days = model_admin.get_queryset(request).filter(**{f"{self.field}__isnull": False})
        # Two look-ups in the index: SQLite reads the whole table for MIN and MAX in one query.
        first, last = (
            days.order_by(order).values_list(self.field, flat=True).first()
            for order in (self.field, f"-{self.field}")
        )
        if first is None or last is None:
            return []
        years = range(fiscal_year(last), fiscal_year(first) - 1, -1)
        return [(str(year), f"พ.ศ. {year}") for year in years]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        """The rows of the chosen year; raises IncorrectLookupParameters for what is no year."""
        value = self.value()
        if value is None:
            return queryset
        typed = arabic_digits(value)
        known = range(fiscal_year(MIN_DAY), fiscal_year(MAX_DAY) + 1)
        if not (typed.isascii() and typed.isdigit() and len(typed) == 4 and int(typed) in known):
            raise IncorrectLookupParameters(f"ไม่มีปีงบประมาณ {typed}")
        return queryset.filter(**{f"{self.field}__range": fiscal_year_bounds(int(typed))})

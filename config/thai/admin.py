"""What every admin and inline needs to show, read and filter days in the Thai way."""

from collections.abc import Callable, Hashable
from datetime import datetime
from functools import cache
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin, IncorrectLookupParameters
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from config.kept_statements import KeptTable
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
    """A list column of a day, or of a moment as its day here, that lies on another row (`visit__starts_on`)."""

    @admin.display(description=label, ordering=path)
    def column(row: Any) -> str:
        value = row
        for name in path.split("__"):
            value = getattr(value, name, None)
        if isinstance(value, datetime):
            value = timezone.localdate(value)
        return thai_date(value) if value else ""

    return column


def both_ends(rows: models.QuerySet, field: str) -> list[models.QuerySet]:
    """The first and the last day that occurs, two look-ups in the index: SQLite reads the whole table for MIN and MAX in one query."""
    days = rows.filter(**{f"{field}__isnull": False})
    return [days.order_by(order).values_list(field)[:1] for order in (field, f"-{field}")]


@cache
def kept_ends(model: Any, field: str) -> list[KeptTable]:
    """Those of all rows of a model, by statements that are built once."""
    return [KeptTable(rows) for rows in both_ends(models.QuerySet(model), field)]


class FiscalYearFilter(admin.SimpleListFilter):
    """Narrows a list to one fiscal year."""

    title = "ปีงบประมาณ"
    parameter_name = "fiscal_year"
    field = "starts_on"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Every year from the first to the last day that occurs, the newest first."""
        rows, model = model_admin.get_queryset(request), cast("Hashable", model_admin.model)
        if rows.query.where:
            ends = [list(one) for one in both_ends(rows, self.field)]
        else:
            ends = [one.read() for one in kept_ends(model, self.field)]
        found = [day for end in ends for (day,) in end]
        if not found:
            return []
        years = range(fiscal_year(found[-1]), fiscal_year(found[0]) - 1, -1)
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

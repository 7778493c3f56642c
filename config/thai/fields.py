"""Model fields that keep Thai text clean, searchable and in order, and days within what a calendar can mean."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Coalesce, Replace
from django.db.models.sql.compiler import SQLCompiler

from config.thai.dates import MAX_DAY, MIN_DAY, YEAR_OUT_OF_RANGE
from config.thai.forms import ThaiDateField
from config.thai.text import FOLDS, SEPARATOR, clean_block, clean_line, sort_key


class CleanText(models.Field):
    """Mixin: what is stored is clean on every way in, and the instance shows what was stored."""

    clean_text: Callable[[str], str]

    def to_python(self, value: Any) -> Any:
        """The clean text."""
        value = super().to_python(value)
        return type(self).clean_text(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The clean text, which the instance shows from now on."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = type(self).clean_text(value)
            setattr(model_instance, self.attname, value)
        return value


class LineField(CleanText, models.CharField):
    """A text of one line."""

    clean_text = staticmethod(clean_line)


class BlockField(CleanText, models.TextField):
    """A text of several lines."""

    clean_text = staticmethod(clean_block)


class SortKeyField(models.CharField):
    """The dictionary order of one or several other attributes, written whenever the row is saved."""

    def __init__(self, *args, source="name", **kwargs):
        self.source = source
        kwargs.setdefault("max_length", 255)
        kwargs.setdefault("db_index", True)
        kwargs.update(editable=False, blank=True, default="")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """What a migration needs; what is always so is left out."""
        name, path, args, kwargs = super().deconstruct()
        for settled in ("editable", "blank", "default"):
            del kwargs[settled]
        return name, path, args, {**kwargs, "source": self.source}

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """With the collation that compares by code point."""
        # The key is made to be compared by code point, which a database of another locale would not do.
        by_code_point = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": by_code_point}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The key of what the source attributes say now."""
        names = [self.source] if isinstance(self.source, str) else self.source
        text = " ".join(str(getattr(model_instance, name)) for name in names)
        key = sort_key(text)[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key


class Fold(models.Func):
    """`config.thai.text.fold` of each column, inside the database, for a stored column.

    Whoever changes the rules of folding removes and adds the search columns in a migration.
    """

    arg_joiner = " || '|' || "
    template = "%(expressions)s"

    def __init__(self, *columns):
        texts = (Coalesce(models.F(column), models.Value("")) for column in columns)
        super().__init__(
            *(Replace(text, models.Value(SEPARATOR)) for text in texts), output_field=models.TextField()
        )

    def as_sql(  # type: ignore[override]  # the options of this function are its own
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        *,
        lower: str = "LOWER({})",
        **extra: Any,
    ) -> tuple[str, list[Any]]:
        """One REPLACE around the other, in the order of FOLDS."""
        sql, parameters = super().as_sql(compiler, connection, **extra)
        for _ in FOLDS:
            sql = f"REPLACE({sql}, %s, %s)"
        return lower.format(sql), [*parameters, *chain.from_iterable(FOLDS)]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, list[Any]]:
        """Only ASCII letters lose their capitals, as on SQLite, whatever the locale of the database."""
        return self.as_sql(compiler, connection, lower='LOWER({} COLLATE "C")', **extra)


def search_field(*columns: str) -> models.GeneratedField:
    """The folded columns, kept by the database itself; `|` between them is in no folded query."""
    return models.GeneratedField(expression=Fold(*columns), output_field=models.TextField(), db_persist=True)


class DayField(models.DateField):
    """A day between 1957-01-01 and 2157-12-31."""

    default_validators = [
        MinValueValidator(MIN_DAY, YEAR_OUT_OF_RANGE),
        MaxValueValidator(MAX_DAY, YEAR_OUT_OF_RANGE),
    ]

    def formfield(self, **kwargs: Any) -> forms.Field | None:  # type: ignore[override]  # as DateField itself
        """A field that reads days in either era."""
        return super().formfield(**{"form_class": ThaiDateField, **kwargs})


def day_constraints(prefix: str, *fields: str) -> list[models.CheckConstraint]:
    """One constraint for each field: no day, or one that a calendar can mean."""
    return [
        models.CheckConstraint(
            name=f"{prefix}_{field}_in_range",
            condition=models.Q(
                (field, None), (f"{field}__range", (MIN_DAY, MAX_DAY)), _connector=models.Q.OR
            ),
            violation_error_message=YEAR_OUT_OF_RANGE,
        )
        for field in fields
    ]


def choice_constraint(prefix: str, field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """The constraint that the field holds one of its choices."""
    return models.CheckConstraint(
        name=f"{prefix}_{field}_known",
        condition=models.Q((f"{field}__in", list(choices.values))),
        violation_error_message="ค่านี้ไม่อยู่ในรายการที่เลือกได้",
    )

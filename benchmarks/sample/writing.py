"""Saving many rows at once, as fast as each database takes them, with or without their history."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import repeat
from typing import Any, TypeVar

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max
from django.utils import timezone
from simple_history.models import registered_models

from config.thai.fields import SortKeyField
from config.tracking import SYSTEM
from config.word_index import rebuild

Row = TypeVar("Row", bound=models.Model)

# Kind, name and definition of what a row that is written has to keep up with; PostgreSQL writes the condition of a partial index
# otherwise when it is made of its own words, so these stay.
KEPT_BESIDE = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql > '' AND tbl_name = %s",
    "postgresql": "SELECT 'index', relname, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
    "WHERE indrelid = %s::regclass AND indpred IS NULL AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
}


@contextmanager
def without_indexes(written: Iterable[type[models.Model]]) -> Iterator[None]:
    """Drops the indexes of tables that are about to be filled, and makes them of all rows at once: half the time. In a transaction."""
    definitions = []
    with connection.cursor() as cursor:
        for model in written:
            cursor.execute(KEPT_BESIDE[connection.vendor], [model._meta.db_table])
            definitions += cursor.fetchall()
        for kind, name, _ in definitions:
            cursor.execute(f"DROP {kind} {connection.ops.quote_name(name)}")
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # What is still to be checked would forbid it.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for _, _, definition in definitions:
            cursor.execute(definition)
    if connection.vendor == "sqlite":
        for model in written:
            if getattr(model, "WORDS_INDEXED", False):
                rebuild(connection, model._meta.db_table)


def write(model: type[Row], rows: Iterable[Row], history: bool = False) -> list[Row]:
    """Stores new rows and gives them their keys: by COPY on PostgreSQL, by one prepared statement on SQLite.

    Texts are cleaned and derived columns filled as `save` would; signals are not sent. Rows that others point
    to are written before them. `history` adds the row that tells who created each.
    """
    written = list(rows)
    if not written:
        return written
    after = models.QuerySet(model).aggregate(last=Max("pk"))["last"] or 0
    for key, row in enumerate(written, after + 1):
        row.pk = key
        row._state.adding = False
        row._state.db = connection.alias
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    values = list(zip(*(column_of(field, written) for field in fields), strict=True))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for line in values:
                    copy.write_row(line)
            for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
                cursor.execute(statement)
        else:
            marks = ", ".join(repeat("%s", len(fields)))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
        if history and model._meta.db_table in registered_models:
            cursor.execute(*history_statement(model, after))
    return written


def column_of(field: models.Field, rows: list[Any]) -> list[Any]:
    """What the database is given for a column; the same value is prepared once."""
    if isinstance(field, models.ForeignKey):
        # A row that was made before the one it points to was stored does not know its key yet.
        return [
            getattr(row, field.attname) or getattr(field.get_cached_value(row, None), "pk", None)
            for row in rows
        ]
    derived = isinstance(field, SortKeyField)
    values = [field.pre_save(row, add=True) if derived else getattr(row, field.attname) for row in rows]
    prepared = {value: field.get_db_prep_save(value, connection) for value in set(values)}
    return [prepared[value] for value in values]


def history_statement(model: type[models.Model], after: int) -> tuple[str, list[Any]]:
    """Copies the rows with keys over `after` into their history, as created by the site itself just now."""
    trail = model.history.model  # type: ignore[attr-defined]  # every tracked model has one
    quote = connection.ops.quote_name
    columns = [field.column for field in trail.tracked_fields]
    names = ", ".join(map(quote, [*columns, "history_date", "history_type", "history_user_name"]))
    source = f"FROM {quote(model._meta.db_table)} WHERE {quote(model._meta.pk.column)} > %s"
    sql = f"INSERT INTO {quote(trail._meta.db_table)} ({names}) SELECT {', '.join(map(quote, columns))}, %s, %s, %s {source}"
    return sql, [timezone.now(), "+", SYSTEM, after]

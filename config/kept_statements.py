"""Statements that every page asks, built once: that takes longer than the database's answer."""

from typing import Any, NamedTuple

from django.db import connections, router
from django.db.models import Model, QuerySet


class KeptStatement(NamedTuple):
    """SQL with the values of its placeholders, and whose rows it reads; kept, it may hold no value that can change."""

    sql: str
    values: tuple[Any, ...]
    model: type[Model]

    def column(self) -> list[Any]:
        """What it gives in its first column."""
        with connections[router.db_for_read(self.model)].cursor() as cursor:
            cursor.execute(self.sql, self.values)
            return [row[0] for row in cursor.fetchall()]


def counting(rows: QuerySet, most: int) -> KeptStatement:
    """The number of rows, `most` where there are more."""
    sql, values = rows.order_by().values("pk")[:most].query.sql_with_params()
    return KeptStatement(f"SELECT count(*) FROM ({sql}) counted", values, rows.model)  # nosec B608 # noqa: S608 - bound parameters

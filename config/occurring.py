"""Relations of which most records have nothing, such as policies and press releases of a visit."""

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import Model, Prefetch, prefetch_related_objects


def prefetch_occurring(rows: Sequence[Model], *lookups: str | Prefetch) -> None:
    """As Django's `prefetch_related_objects`, of relations to many, without a query for each that no row has anything of.

    Of a visit ten relations of fifteen are empty: policies, press releases and the like. One statement tells which
    occur; those that do not are empty from then on, for rows that are only read.
    """
    if not rows:
        return
    of_name = {lookup if isinstance(lookup, str) else lookup.prefetch_through: lookup for lookup in lookups}
    keys = [row.pk for row in rows]
    marks = ", ".join(["%s"] * len(keys))
    parts, models = [], []
    for name in of_name:
        relation: Any = rows[0]._meta.get_field(name)
        models.append(relation.related_model)
        if relation.one_to_many:
            table, column = relation.related_model._meta.db_table, relation.field.column
        elif relation.concrete:
            table, column = relation.m2m_db_table(), relation.m2m_column_name()
        else:
            table, column = relation.field.m2m_db_table(), relation.field.m2m_reverse_name()
        parts.append(f"EXISTS(SELECT 1 FROM {table} WHERE {column} IN ({marks}))")  # nosec B608 # noqa: S608 - names of our tables
    with connections[rows[0]._state.db or "default"].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", keys * len(parts))
        occurs = dict(zip(of_name, cursor.fetchone(), strict=True))
    prefetch_related_objects(rows, *(lookup for name, lookup in of_name.items() if occurs[name]))
    for (name, lookup), model in zip(of_name.items(), models, strict=True):
        if occurs[name]:
            continue
        nothing, attribute = model._default_manager.none(), getattr(lookup, "to_attr", None)
        for row in rows:
            if attribute:
                setattr(row, attribute, [])
            else:
                row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = nothing

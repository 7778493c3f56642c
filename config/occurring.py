"""Relations of which most records have nothing, such as policies and press releases of a visit."""

from collections.abc import Sequence
from copy import copy
from functools import partial
from typing import Any, Self

from django.db import connections
from django.db.models import F, Model, Prefetch, QuerySet, prefetch_related_objects

from config.kept_statements import KeptRows


class KeptPrefetch:
    """A relation to many that `prefetch_occurring` reads for everybody alike, by SQL that is built once (`KeptRows`).

    Made once, of rows without a value that can change. `inner` are relations of these rows that are fetched with them. What
    is usual is fetched without a look whether there is any. With `to_attr`, lists stand there.
    """

    def __init__(
        self, name: str, rows: QuerySet, *inner: "KeptPrefetch", to_attr: str = "", is_usual: bool = False
    ) -> None:
        self.prefetch_through, self.rows, self.inner = name, rows, inner
        self.to_attr, self.is_usual = to_attr, is_usual
        self.statements: dict[Any, KeptRows] = {}

    def seen_by(self, user: Any) -> Prefetch | Self:
        """Itself for those who see everything, else a prefetch of the rows that the user may see."""
        rows: Any = self.rows
        return self if user.sees_everything else Prefetch(self.prefetch_through, rows.visible_to(user))

    def fetch(self, owners: Sequence[Model]) -> None:
        """Fetches the relation of these rows of one model."""
        name = self.prefetch_through
        relation: Any = owners[0]._meta.get_field(name)
        path, has_key = relation.remote_field.name, relation.one_to_many
        if relation not in self.statements:
            rows = self.rows
            if not has_key:
                # The row itself does not tell whose it is. Asked for one with an owner, SQLite begins with the owners.
                rows = rows.filter(**{f"{path}__isnull": False}).annotate(owner_key=F(path))
            self.statements[relation] = KeptRows(rows, path if has_key else "owner_key")
        of_key = {owner.pk: owner for owner in owners}
        by_owner: dict[Any, list[Model]] = {key: [] for key in of_key}
        fetched = self.statements[relation].read(list(of_key), owners[0]._state.db)
        prefetch_occurring(fetched, *self.inner)
        for row in fetched:
            key = getattr(row, relation.field.attname if has_key else "owner_key")
            by_owner[key].append(row)
            if has_key and not relation.field.is_cached(row):
                relation.field.set_cached_value(row, of_key[key])
        for owner in owners:
            if self.to_attr:
                setattr(owner, self.to_attr, by_owner[owner.pk])
                continue
            rows = self.rows.all()
            rows._result_cache = by_owner[owner.pk]
            # Filtered or ordered anew, they are asked of the database as rows of this owner.
            rows._chain = partial(asked_anew, owner, name)  # type: ignore[attr-defined]  # private, so the stubs do not have it
            owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows


def asked_anew(owner: Model, name: str) -> QuerySet:
    """The relation of an owner as if nothing had been fetched of it."""
    plain = copy(owner)
    plain.__dict__["_prefetched_objects_cache"] = {}
    return getattr(plain, name).all()


def prefetch_occurring(rows: Sequence[Model], *lookups: str | Prefetch | KeptPrefetch) -> None:
    """As Django's `prefetch_related_objects`, of relations to many, without a query for each that no row has anything of.

    Of a visit ten relations of fifteen are empty: policies, press releases and the like. One statement tells which
    occur; those that do not are empty from then on, for rows that are only read.
    """
    rarely = []
    for lookup in lookups if rows else ():
        if isinstance(lookup, KeptPrefetch) and lookup.is_usual:
            lookup.fetch(rows)
        else:
            rarely.append(lookup)
    if not rows or not rarely:
        return
    of_name = {lookup if isinstance(lookup, str) else lookup.prefetch_through: lookup for lookup in rarely}
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
    occurring = [lookup for name, lookup in of_name.items() if occurs[name]]
    prefetch_related_objects(rows, *(lookup for lookup in occurring if not isinstance(lookup, KeptPrefetch)))
    for lookup in occurring:
        if isinstance(lookup, KeptPrefetch):
            lookup.fetch(rows)
    for (name, lookup), model in zip(of_name.items(), models, strict=True):
        if occurs[name]:
            continue
        nothing, attribute = model._default_manager.none(), getattr(lookup, "to_attr", None)
        # Django would build the SQL of nothing too before it knows.
        nothing._result_cache = []
        for row in rows:
            if attribute:
                setattr(row, attribute, [])
            else:
                row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = nothing

"""Statements that every page asks, built once: that takes longer than the database's answer."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators  # type: ignore[attr-defined]  # not in the stubs

# Stands for the keys while a statement is built; no row has it.
NO_KEY = -1


class KeptStatement(NamedTuple):
    """SQL with the values of its placeholders, and whose rows it reads; kept, it may hold no value that can change."""

    sql: str
    values: tuple[Any, ...]
    model: type[Model]

    def rows(self) -> list[Any]:
        """The rows as the database gives them."""
        with connections[router.db_for_read(self.model)].cursor() as cursor:
            cursor.execute(self.sql, self.values)
            return cursor.fetchall()

    def column(self) -> list[Any]:
        """What it gives in its first column."""
        return [row[0] for row in self.rows()]

    def counts(self) -> dict[str, int]:
        """Its first row, each value under the name of its column."""
        with connections[router.db_for_read(self.model)].cursor() as cursor:
            cursor.execute(self.sql, self.values)
            return dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))


def statement_of(rows: QuerySet) -> KeptStatement:
    """The statement of rows, also where they are none by their conditions."""
    sql, values = rows.query.get_compiler(DEFAULT_DB_ALIAS, elide_empty=False).as_sql()
    return KeptStatement(sql, tuple(values), rows.model)


def counting_each(rows: Mapping[str, QuerySet]) -> KeptStatement:
    """How many rows there are of each, under their names: one answer of the database for all of them."""
    built = {name: statement_of(some.order_by()) for name, some in rows.items()}
    columns = ", ".join(
        f"(SELECT count(*) FROM ({one.sql}) counted) AS {name}"  # nosec B608 # noqa: S608 - bound parameters
        for name, one in built.items()
    )
    values = tuple(value for one in built.values() for value in one.values)
    return KeptStatement(f"SELECT {columns}", values, next(iter(rows.values())).model)


def counting(rows: QuerySet, most: int) -> KeptStatement:
    """The number of rows, `most` where there are more."""
    sql, values = rows.order_by().values("pk")[:most].query.sql_with_params()
    return KeptStatement(f"SELECT count(*) FROM ({sql}) counted", values, rows.model)  # nosec B608 # noqa: S608 - bound parameters


class KeptKeys:
    """Primary keys of rows in their order, for a Paginator: counted, and read page by page."""

    def __init__(self, rows: QuerySet) -> None:
        self.counted = counting_each({"number": rows.values("pk")})
        self.statement = statement_of(rows.values("pk"))

    def count(self) -> int:
        """How many there are."""
        return self.counted.counts()["number"]

    def __getitem__(self, part: slice) -> list[int]:
        sql, values, model = self.statement
        limits = (part.stop - part.start, part.start)
        return KeptStatement(f"{sql} LIMIT %s OFFSET %s", (*values, *limits), model).column()


class KeptRows:
    """`rows` of which a field is one of some keys: their SQL is built once for each process, not for each page.

    Gives what `rows.filter(<field>__in=keys)` gives: instances with what `select_related` and `annotate` add, or the
    tuples of `values_list`. `rows` may hold no value that can change, such as today or a user.
    """

    def __init__(self, rows: QuerySet, field: str) -> None:
        self.rows, self.field = rows, field
        self.built: dict[str, BuiltRows] = {}

    def seen_by(self, user: Any, keys: Sequence[Any]) -> list[Any]:
        """The rows that the user may see."""
        rows: Any = self.rows
        if user.sees_everything:
            return self.read(keys)
        return list(rows.visible_to(user).filter(**{f"{self.field}__in": keys}))

    def read(self, keys: Sequence[Any], using: str | None = None) -> list[Any]:
        """The rows in their order, from the database `using` or the one that is read."""
        # An address may name a number that no column holds and SQLite cannot even be asked for.
        if not (keys := [key for key in keys if not isinstance(key, int) or key < 2**63]):
            return []
        connection: Any = connections[using or router.db_for_read(self.rows.model)]
        built = self.built.get(connection.alias) or self.build(connection)
        place, marks = built.values.index(NO_KEY), ", ".join(["%s"] * len(keys))
        with connection.cursor() as cursor:
            cursor.execute(
                f"{built.before}IN ({marks}){built.after}",
                [*built.values[:place], *keys, *built.values[place + 1 :]],
            )
            return built.made_of(cursor.fetchall())

    def in_order(self, keys: Iterable[int]) -> list[Any]:
        """The rows with these primary keys, in the order of the keys."""
        keys = list(keys)
        rows = {row.pk: row for row in self.read(keys)}
        return [rows[key] for key in keys if key in rows]

    def build(self, connection: Any) -> "BuiltRows":
        """The statement for the databases of this connection's name; kept for all threads, which would build it each."""
        built = built_rows(self.rows.filter(**{f"{self.field}__in": [NO_KEY]}), connection)
        before, after = built.before.split("IN (%s)")
        self.built[connection.alias] = built = built._replace(before=before, after=after)
        return built


class KeptTable:
    """All of `rows`, as `KeptRows` gives those of some keys: for a small table, such as that of the dimensions."""

    def __init__(self, rows: QuerySet) -> None:
        self.rows = rows
        self.built: dict[str, BuiltRows] = {}

    def read(self) -> list[Any]:
        """The rows in their order."""
        connection: Any = connections[router.db_for_read(self.rows.model)]
        if not (built := self.built.get(connection.alias)):
            built = self.built[connection.alias] = built_rows(self.rows, connection)
        with connection.cursor() as cursor:
            cursor.execute(built.before, built.values)
            return built.made_of(cursor.fetchall())


class BuiltRows(NamedTuple):
    """SQL before and after the keys, its values, and the parts with which Django makes instances of what it gives."""

    before: str
    after: str
    values: list[Any]
    compiler: Any
    converters: dict[int, Any]
    names: list[str]
    related: list[Any]

    def made_of(self, fetched: Iterable[Sequence[Any]]) -> list[Any]:
        """The instances, or the tuples of `values_list`, of what the database gave."""
        if self.compiler.query.values_select and not self.converters:
            return list(fetched)
        converted = self.compiler.apply_converters(fetched, self.converters)
        described = self.compiler.klass_info
        # A group by a computed value alone has no column of the table.
        if self.compiler.query.values_select or not described:
            return [tuple(row) for row in converted]
        own, model = described["select_fields"], described["model"]
        start, end = own[0], own[-1] + 1
        made = []
        for row in converted:
            instance = model.from_db(self.compiler.connection.alias, self.names, row[start:end])
            for populator in self.related:
                populator.populate(row, instance)
            for name, position in self.compiler.annotation_col_map.items():
                setattr(instance, name, row[position])
            made.append(instance)
        return made


def built_rows(rows: QuerySet, connection: Any) -> BuiltRows:
    """The statement of `rows`, undivided."""
    # With a connection that nobody opens: the converters hold on to it.
    compiler = rows.query.get_compiler(connection=connection.copy())
    sql, values = compiler.as_sql()
    converters = compiler.get_converters([column for column, *_ in compiler.select])
    names, related = [], []
    if described := compiler.klass_info:
        names = [compiler.select[place][0].target.attname for place in described["select_fields"]]
        related = get_related_populators(described, compiler.select, connection.alias)
    return BuiltRows(sql, "", list(values), compiler, converters, names, related)


class KeptQuery:
    """A QuerySet that `build` makes of `rows`, of a shape and of lists of keys; its SQL is built once for each shape.

    `build(rows, *shape, *lists)` gives tuples (`values_list`). It may use a list in `<field>__in` alone, and hold no value that
    can change, such as today or a user.
    """

    def __init__(self, rows: QuerySet, build: Callable[..., QuerySet]) -> None:
        self.rows, self.build = rows, build
        self.built: dict[Hashable, tuple[list[str], list[Any], Any, dict[int, Any]]] = {}

    def seen_by(self, user: Any, shape: tuple[Hashable, ...], *lists: Sequence[int]) -> list[tuple[Any, ...]]:
        """What is found among the rows that the user may see."""
        rows: Any = self.rows
        if not user.sees_everything:
            return list(self.build(rows.visible_to(user), *shape, *lists))
        connection: Any = connections[router.db_for_read(rows.model)]
        name = (connection.alias, shape, len(lists))
        if name not in self.built:
            # With a connection that nobody opens: the converters hold on to it. A list stands for its number below zero.
            stand_ins = [[NO_KEY - place] for place in range(len(lists))]
            query = self.build(rows, *shape, *stand_ins).query
            compiler = query.get_compiler(connection=connection.copy())
            sql, values = compiler.as_sql()
            converters = compiler.get_converters([column for column, *_ in compiler.select])
            self.built[name] = sql.split("%s"), list(values), compiler, converters
        texts, values, compiler, converters = self.built[name]
        parts = [texts[0]]
        filled: list[Any] = []
        for value, text in zip(values, texts[1:], strict=True):
            # Without a key the stand-in remains, which no row has.
            keys = lists[NO_KEY - value] if isinstance(value, int) and value <= NO_KEY else ()
            filled.extend(keys or [value])
            parts += [", ".join(["%s"] * (len(keys) or 1)), text]
        with connection.cursor() as cursor:
            cursor.execute("".join(parts), filled)
            return [tuple(row) for row in compiler.apply_converters(cursor.fetchall(), converters)]

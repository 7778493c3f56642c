"""The keys of the rows that a search finds, looked up once for all queries of a page: its count, its keys, its rows."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, NamedTuple, Self

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler

# So many finds are gathered, or so many for each row that may still be missing. To test such a row takes as long as to read
# the texts of fifteen finds.
FEW, NAMED_FINDS, WRITTEN_FINDS = 1_000, 2, 15
JOINED = {"sqlite": "group_concat(key)", "postgresql": "string_agg(key::text, ',')"}


@dataclass(frozen=True)
class Place:
    """Rows where a word may stand: those searched for, or others, whose column `owner` has the key of the row searched for.

    `by_index` finds those that hold the word among all, `in_text` tests them one by one; both are the same condition.
    """

    rows: models.QuerySet
    by_index: Q
    in_text: Q
    owner: str = "pk"

    @classmethod
    def of_text(cls, rows: models.QuerySet, words: Collection[str], owner: str = "pk") -> Self:
        """The search text, in which any of the words stands."""
        return cls(rows, any_of("search__holds", words), any_of("search__contains", words), owner)

    @classmethod
    def of_rows(cls, rows: models.QuerySet, column: str, named: models.QuerySet, owner: str = "pk") -> Self:
        """The column that names one of other rows."""
        names_one = Q((f"{column}__pk__among_few", named))
        return cls(rows, names_one, names_one, owner)

    @property
    def keys(self) -> models.QuerySet:
        """The keys of the owners of all rows that hold the word."""
        return self.rows.filter(self.by_index).values(self.owner)

    @property
    def is_met(self) -> Q | Subquery:
        """A condition on owners: they or one of their rows hold the word.

        No `Exists`, for which PostgreSQL would read the rows of all owners, as if few were tested for nothing.
        """
        if self.owner == "pk":
            return self.in_text
        rows = self.rows.filter(self.in_text, **{self.owner: OuterRef("pk")})
        return Subquery(rows.order_by().values(is_met=Value(True))[:1])


class FoundKeys:
    """Keys of the rows of `model` that a word finds in one of the places, asked at the first query that needs them.

    `named` are places that name a unit, a province, a person; in `written` ones a text is read for each find, which takes
    ten times as long. Where there are more finds than it pays to gather, the rows that are not found yet are tested, and the
    first place that holds the word ends the test. The keys stay one text, which the database wrote and reads again.
    """

    def __init__(self, model: type[models.Model], named: Sequence[Place], written: Sequence[Place]) -> None:
        self.model, self.named, self.written = model, named, written
        self._text: str | None = None

    def text(self, connection: BaseDatabaseWrapper) -> str:
        """The keys with commas between."""
        if self._text is None:
            self._text = self._found(connection)
        return self._text

    def _found(self, connection: BaseDatabaseWrapper) -> str:
        # The last key says without counting how many rows there are at most.
        rows = self.model._base_manager.aggregate(last=Max("pk"))["last"] or 0
        most = max(FEW, NAMED_FINDS * rows)
        named = gathered(finds_of(self.named, most), connection)
        cut = [*self.named] if named.finds > most else []
        left = rows - named.keys
        if left <= 0:
            return named.text
        most = max(FEW, WRITTEN_FINDS * left)
        written = gathered(finds_of(self.written, most), connection)
        cut += self.written if written.finds > most else []
        found = joined(named.text, written.text)
        if not cut:
            return found
        rest = self.model._default_manager.order_by().exclude(pk__among=GatheredKeys(found))
        tested = rest.filter(first_of([place.is_met for place in cut])).values("pk")
        return joined(found, gathered(tested, connection).text)


class Gathered(NamedTuple):
    """How many keys a query gave, how many different ones, and these with commas between."""

    finds: int = 0
    keys: int = 0
    text: str = ""


@dataclass(frozen=True)
class GatheredKeys:
    """Keys that are known already."""

    keys: str

    def text(self, connection: BaseDatabaseWrapper) -> str:
        """The keys with commas between."""
        return self.keys


def any_of(lookup: str, values: Iterable[str]) -> Q:
    """Any of the values meets the look-up."""
    return reduce(or_, (Q((lookup, value)) for value in values))


def first_of(conditions: Sequence[Any]) -> Any:
    """Any of the conditions, asked one after the other: put as OR, SQLite would answer each for all rows."""
    return Case(
        *(When(condition, then=Value(True)) for condition in conditions),
        default=Value(False),
        output_field=models.BooleanField(),
    )


def finds_of(places: Sequence[Place], most: int) -> models.QuerySet:
    """The keys that the places give, one after the other, and one more than `most` at most."""
    first, *others = [place.keys for place in places]
    return first.union(*others, all=True)[: most + 1]


def gathered(rows: models.QuerySet, connection: BaseDatabaseWrapper) -> Gathered:
    """The keys that a query gives."""
    try:
        sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return Gathered()
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found (key) AS ({sql}) SELECT coalesce(sum(times), 0), count(key), coalesce({JOINED[connection.vendor]}, '') "  # nosec B608 # noqa: S608 - bound parameters
            "FROM (SELECT key, count(*) AS times FROM found GROUP BY key) AS different",
            parameters,
        )
        return Gathered(*cursor.fetchone())


def joined(*texts: str) -> str:
    """Keys that follow keys, with commas between."""
    return ",".join(filter(None, texts))


@models.IntegerField.register_lookup
class Among(models.Lookup):
    """`pk__among=FoundKeys(…)`: the key is one of those found."""

    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(  # type: ignore[override]  # no number or text, but a question
        self, value: FoundKeys | GatheredKeys, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        """The keys as one parameter."""
        template = "[{}]" if connection.vendor == "sqlite" else "{{{}}}"
        return "%s", [template.format(value.text(connection))]

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, list[Any]]:
        """One of an array of JSON."""
        return self._within("{} IN (SELECT value FROM json_each({}))", compiler, connection)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, list[Any]]:
        """One of an array."""
        return self._within("{} = ANY ({}::bigint[])", compiler, connection)

    def _within(
        self, template: str, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        key, of_key = self.process_lhs(compiler, connection)
        found, of_found = self.process_rhs(compiler, connection)
        return template.format(key, found), [*of_key, *of_found]


@models.IntegerField.register_lookup
class AmongFew(In):
    """`unit__pk__among_few=Unit.objects.…`: `in`, for rows that PostgreSQL is to find first and to take for few.

    Of a word it believes that half of all units and people hold it, and would read every visit and attendance.
    """

    lookup_name = "among_few"

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, list[Any]]:
        """One of an array."""
        key, of_key = self.process_lhs(compiler, connection)
        found, of_found = self.process_rhs(compiler, connection)
        return f"{key} = ANY (ARRAY {found})", [*of_key, *of_found]

"""The keys of the rows that a search finds, looked up once for all queries of a page: its count, its keys, its rows."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, ClassVar, NamedTuple, Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Max, Q
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler

from config.kept_statements import KeptStatement, statement_of
from config.word_index import SHORTEST

# At most so many finds are gathered in named and in written places each, or so many for each row there is.
FEW, FINDS_A_ROW = 1_000, 2
# Where no more than a fifth of the rows are not found yet, each of these is looked at instead of the texts of all.
FEW_LEFT = 0.2
# Stands for the word while SQL is built: letters that nobody writes any more.
ANY_WORD = "ฃฅฃฅ"
# What a pattern or a phrase writes in another way than a text does.
SPECIAL = frozenset('%_\\"')
KEYS_AS_TEXT = {"sqlite": "group_concat(key)", "postgresql": "string_agg(key::text, ',')"}


@dataclass(frozen=True)
class Place:
    """Rows where a word may stand: those searched for, or others, whose column `owner` has the key of the row searched for.

    `by_index` finds those that hold the word among all, `in_text` among a few; both are the same condition.
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

    def keys_among(self, owners: "GatheredKeys") -> models.QuerySet:
        """Those of them that are among these."""
        owner = self.owner if self.owner == "pk" else f"{self.owner}__pk"
        return self.rows.filter(self.in_text, (f"{owner}__among", owners)).values(self.owner)


class Places(NamedTuple):
    """Where a word may stand: `named` are places that name a unit, a province, a person; in `written` ones a text is read for
    each find, which takes ten times as long."""

    named: Sequence[Place]
    written: Sequence[Place]


class FoundKeys:
    """Keys of the rows of `model` that a folded word finds in one of the places, asked at the first query that needs them.

    Where most rows are found by a name already, or a word is found more often than it pays to gather, the rows that are not found
    yet are looked at alone. The keys stay one text, which the database wrote and reads again. `is_usual` says that the SQL of
    the places differs from that of other words in the word alone; it is built once.
    """

    built: ClassVar[dict[tuple[type[models.Model], str], KeptStatement]] = {}

    def __init__(
        self, model: type[models.Model], word: str, places: Callable[[str], Places], is_usual: bool
    ) -> None:
        self.model, self.word, self.places = model, word, places
        self.is_kept = is_usual and len(word) >= SHORTEST and SPECIAL.isdisjoint(word)
        self._text: str | None = None

    def text(self, connection: BaseDatabaseWrapper) -> str:
        """The keys with commas between."""
        if self._text is None:
            self._text = self._found(connection)
        return self._text

    def _found(self, connection: BaseDatabaseWrapper) -> str:
        # The last key says without counting how many rows there are at most.
        rows = left = self.model._base_manager.aggregate(last=Max("pk"))["last"] or 0
        most = max(FEW, FINDS_A_ROW * rows)
        found = ""
        unread: list[str] = []
        for kind in Places._fields:
            if left <= 0:
                return found
            if left <= FEW_LEFT * rows:
                unread.append(kind)
                continue
            finds, keys, text = gathered(self._finds(kind), connection, most + 1)
            found = joined(found, text)
            left -= keys
            if finds > most:
                unread.append(kind)
        if not unread:
            return found
        rest = self.model._default_manager.order_by().exclude(pk__among=GatheredKeys(found))
        owners = GatheredKeys(gathered(statement_of(rest.values("pk")), connection).text)
        if not owners.keys:
            return found
        places = self.places(self.word)
        among_the_rest = [place.keys_among(owners) for kind in unread for place in getattr(places, kind)]
        return joined(found, gathered(statement_of(all_of(among_the_rest)), connection).text)

    def _finds(self, kind: str) -> KeptStatement:
        """The keys of all finds in the places of a kind."""
        if not self.is_kept:
            return self._finds_of(self.word, kind)
        if (self.model, kind) not in self.built:
            self.built[self.model, kind] = self._finds_of(ANY_WORD, kind)
        statement = self.built[self.model, kind]
        values = (
            value.replace(ANY_WORD, self.word) if isinstance(value, str) else value
            for value in statement.values
        )
        return statement._replace(values=tuple(values))

    def _finds_of(self, word: str, kind: str) -> KeptStatement:
        return statement_of(all_of([place.keys for place in getattr(self.places(word), kind)]))


class Gathered(NamedTuple):
    """How many keys a query gave, how many different ones, and these with commas between."""

    finds: int
    keys: int
    text: str


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


def all_of(queries: Sequence[models.QuerySet]) -> models.QuerySet:
    """What the queries give, one after the other."""
    first, *others = queries
    return first.union(*others, all=True)


def gathered(statement: KeptStatement, connection: BaseDatabaseWrapper, limit: int | None = None) -> Gathered:
    """The keys that a statement gives, or the first ones of them."""
    limited, values = ("", statement.values) if limit is None else (" LIMIT %s", (*statement.values, limit))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found (key) AS ({statement.sql}{limited}) "  # nosec B608 # noqa: S608 - bound parameters
            f"SELECT CAST(coalesce(sum(times), 0) AS bigint), count(key), coalesce({KEYS_AS_TEXT[connection.vendor]}, '') "
            "FROM (SELECT key, count(*) AS times FROM found GROUP BY key) AS different",
            values,
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

"""The keys of the rows that a search finds, looked up once for all queries of a page: its count, its keys, its rows."""

import json
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, ClassVar, NamedTuple, Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Max, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan, In
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
# SQLite sorts out keys that come twice three times as slowly as Python does.
KEYS_AS_TEXT = {"sqlite": "group_concat(key)", "postgresql": "trim('{}' FROM array_agg(DISTINCT key)::text)"}
ARRAYS = {"sqlite": "[{}]", "postgresql": "{{{}}}"}
VALUES_OF_ARRAY = {"sqlite": "json_each(%s) one", "postgresql": "unnest(%s::bigint[]) one (value)"}


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
        """The search text, in which any of the words stands.

        PostgreSQL compares a Thai text by LIKE letter by letter; STRPOS takes a third of the time.
        """
        stands = (Q(GreaterThan(StrIndex("search", Value(word)), 0)) for word in words)
        return cls(rows, any_of("search__holds", words), reduce(or_, stands), owner)

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
    def rows_of_one(self) -> models.QuerySet:
        """The rows that hold the word and belong to `one.value` of the query around them."""
        return self.rows.filter(self.in_text, (self.owner, RawSQL("one.value", ()))).values("pk")  # nosec B611


class Places(NamedTuple):
    """Where a word may stand: `named` are places that name a unit, a province, a person; in `written` ones a text is read for
    each find, which takes ten times as long."""

    named: Sequence[Place]
    written: Sequence[Place]


@dataclass(frozen=True)
class Keys:
    """These keys; where `last` is one, all keys up to that but these."""

    these: Collection[int]
    last: int | None = None

    def keys(self, connection: BaseDatabaseWrapper) -> Self:
        """Known already."""
        return self


class FoundKeys:
    """Keys of the rows of `model` that a folded word finds in one of the places, asked at the first query that needs them.

    Where most rows are found by a name already, or a word is found more often than it pays to gather, the rows that are not found
    yet are looked at alone. `is_usual` says that the SQL of the places differs from that of other words in the word alone; it is
    built once.
    """

    built: ClassVar[dict[Hashable, list[KeptStatement]]] = {}

    def __init__(
        self, model: type[models.Model], word: str, places: Callable[[str], Places], is_usual: bool
    ) -> None:
        self.model, self.word, self.places = model, word, places
        self.is_kept = is_usual and len(word) >= SHORTEST and SPECIAL.isdisjoint(word)
        self._keys: Keys | None = None

    def keys(self, connection: BaseDatabaseWrapper) -> Keys:
        """Those found or, where these are more than half of all, those that are not."""
        if self._keys is None:
            self._keys = self._found(connection)
        return self._keys

    def _found(self, connection: BaseDatabaseWrapper) -> Keys:
        # The last key says without counting how many rows there are at most.
        last: int = self.model._base_manager.aggregate(last=Max("pk"))["last"] or 0
        most = max(FEW, FINDS_A_ROW * last)
        found: set[int] = set()
        unread: list[str] = []
        for kind in Places._fields:
            if last - len(found) <= FEW_LEFT * last:
                unread.append(kind)
                continue
            [statement] = self._statements(kind, owners_of_all)
            finds, keys = gathered(statement, connection, most + 1)
            found |= keys
            if finds > most:
                unread.append(kind)
        if not unread and 2 * len(found) <= last:
            return Keys(found)
        left = set(range(1, last + 1)) - found
        for kind in unread:
            # One place after the other: what was found in one is not looked at in the next.
            for statement in self._statements(kind, rows_of_one):
                if left:
                    left -= gathered(among(left, statement, connection.vendor), connection).keys
        return Keys(left, last)

    def _statements(
        self, kind: str, of_places: Callable[[Sequence[Place]], list[models.QuerySet]]
    ) -> list[KeptStatement]:
        """Those that find the word in the places of a kind."""
        if not self.is_kept:
            return [statement_of(rows) for rows in of_places(getattr(self.places(self.word), kind))]
        name = self.model, kind, of_places
        if name not in self.built:
            places = getattr(self.places(ANY_WORD), kind)
            self.built[name] = [statement_of(rows) for rows in of_places(places)]
        return [self._for_the_word(statement) for statement in self.built[name]]

    def _for_the_word(self, statement: KeptStatement) -> KeptStatement:
        values = (
            value.replace(ANY_WORD, self.word) if isinstance(value, str) else value
            for value in statement.values
        )
        return statement._replace(values=tuple(values))


class Gathered(NamedTuple):
    """How many keys a query gave, and the different ones of them."""

    finds: int
    keys: set[int]


def any_of(lookup: str, values: Iterable[str]) -> Q:
    """Any of the values meets the look-up."""
    return reduce(or_, (Q((lookup, value)) for value in values))


def owners_of_all(places: Sequence[Place]) -> list[models.QuerySet]:
    """One query: the keys that all places give, one after the other."""
    first, *others = (place.keys for place in places)
    return [first.union(*others, all=True)]


def rows_of_one(places: Sequence[Place]) -> list[models.QuerySet]:
    """A query of each place: its rows that belong to one owner."""
    return [place.rows_of_one for place in places]


def among(owners: Iterable[int], rows: KeptStatement, vendor: str) -> KeptStatement:
    """The keys of those owners who have such a row.

    One row is enough. The limits keep PostgreSQL from reading all rows in their order, with those of no owner among them.
    """
    sql = f"SELECT value FROM {VALUES_OF_ARRAY[vendor]} WHERE EXISTS ({rows.sql} LIMIT 1 OFFSET 0)"  # nosec B608 # noqa: S608 - bound parameters
    return rows._replace(sql=sql, values=(array_of(owners, vendor), *rows.values))


def array_of(keys: Iterable[int], vendor: str) -> str:
    """An array as the database reads it from a text; sorted, because keys that follow each other lie side by side."""
    return ARRAYS[vendor].format(str(sorted(keys))[1:-1])


def gathered(statement: KeptStatement, connection: BaseDatabaseWrapper, limit: int | None = None) -> Gathered:
    """The keys that a statement gives, or the first ones of them."""
    limited, values = ("", statement.values) if limit is None else (" LIMIT %s", (*statement.values, limit))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found (key) AS ({statement.sql}{limited}) "  # nosec B608 # noqa: S608 - bound parameters
            f"SELECT count(*), coalesce({KEYS_AS_TEXT[connection.vendor]}, '') FROM found",
            values,
        )
        finds, keys = cursor.fetchone()
        return Gathered(finds, set(json.loads(f"[{keys}]")))


@models.IntegerField.register_lookup
class Among(models.Lookup):
    """`pk__among=FoundKeys(…)` or `Keys(…)`: the key is one of them."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, list[Any]]:
        """One of an array of JSON, or none of it; the sign keeps SQLite from reading the whole rows up to the last."""
        one_of = "{0} IN (SELECT value FROM json_each(%s))"
        none_of = "(+{0} <= %s AND {0} NOT IN (SELECT value FROM json_each(%s)))"
        return self._within(one_of, none_of, compiler, connection)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, list[Any]]:
        """One of an array, or none of it."""
        one_of, none_of = "{0} = ANY (%s::bigint[])", "({0} <= %s AND {0} <> ALL (%s::bigint[]))"
        return self._within(one_of, none_of, compiler, connection)

    def _within(
        self, one_of: str, none_of: str, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        key, values = self.process_lhs(compiler, connection)
        keys: Keys = self.rhs.keys(connection)
        array = array_of(keys.these, connection.vendor)
        if keys.last is None:
            return one_of.format(key), [*values, array]
        return none_of.format(key), [*values, keys.last, *values, array]


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

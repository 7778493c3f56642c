"""The keys of the rows that a search finds, looked up once for all queries of a page: its count, its keys, its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Exists, Max, OuterRef, Q, Value, When
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler

# So many finds, or so many for each row there is, are gathered place by place; of a word found more often each row is tested,
# and the first place that holds the word ends the test. A test takes two to five times as long as a find.
FEW, FINDS_A_ROW = 10_000, 1.25
# As many tests of related rows one by one take as long as to gather all of them.
FEW_TESTS = 20_000
# How a word is found in the search text: among all rows, or in each of a few.
BY_INDEX, IN_TEXT = "search__holds", "search__contains"
JOINED = {"sqlite": "group_concat(key)", "postgresql": "string_agg(key::text, ',')"}


@dataclass(frozen=True)
class RelatedPlace:
    """Rows of another table, `owner` being their column with the key of the row searched for.

    `by_index` finds those that hold the word among all, `in_text` tests them one by one, `each` for an owner; both are
    the same condition.
    """

    rows: models.QuerySet
    owner: str
    by_index: Q
    in_text: Q
    each: int = 8

    @property
    def keys(self) -> models.QuerySet:
        """The keys of the owners of all rows that hold the word."""
        return self.rows.filter(self.by_index).values(self.owner)

    @property
    def is_beside(self) -> Exists:
        """A condition on owners: one of their rows holds the word."""
        return Exists(self.rows.filter(self.in_text, **{self.owner: OuterRef("pk")}))


class FoundKeys:
    """Keys of the rows of `model` that hold a word in their `own` columns or in a `related` place, cheapest first.

    `own` are pairs of one condition in two forms: to find the rows among all by an index, and to test each. Asked at the first
    query that needs them. The keys stay one text, which the database wrote and reads again.
    """

    def __init__(
        self, model: type[models.Model], own: Sequence[tuple[Q, Q]], related: Sequence[RelatedPlace] = ()
    ) -> None:
        self.rows = model._default_manager.order_by()
        self.own, self.related = own, related
        self._text: str | None = None

    def text(self, connection: BaseDatabaseWrapper) -> str:
        """The keys with commas between."""
        if self._text is None:
            first, *others = [self.rows.filter(by_index).values("pk") for by_index, _ in self.own]
            others += [place.keys for place in self.related]
            most = self.most_finds
            count, text = gathered(first.union(*others, all=True)[: most + 1], connection)
            self._text = text if count <= most else self._tested(connection)
        return self._text

    @property
    def most_finds(self) -> int:
        """Of how many finds all are gathered; the last key says without counting about how many rows there are."""
        return max(FEW, int(FINDS_A_ROW * (self.rows.aggregate(last=Max("pk"))["last"] or 0)))

    def _tested(self, connection: BaseDatabaseWrapper) -> str:
        """The keys of many rows, each tested in place after place until few are left, which are tested in the rest at once."""
        count, text = gathered(self.rows.filter(first_of([in_text for _, in_text in self.own])), connection)
        texts, count_left = [text], self.rows.count() - count
        for number, place in enumerate(self.related):
            left = self.rows.exclude(pk__among=GatheredKeys(",".join(filter(None, texts))))
            are_few = count_left * place.each <= FEW_TESTS
            rest = first_of([one.is_beside for one in self.related[number:]])
            count, text = gathered(left.filter(rest if are_few else Q(pk__in=place.keys)), connection)
            texts.append(text)
            count_left -= count
            if are_few:
                break
        return ",".join(filter(None, texts))


@dataclass(frozen=True)
class GatheredKeys:
    """Keys that are known already."""

    keys: str

    def text(self, connection: BaseDatabaseWrapper) -> str:
        """The keys with commas between."""
        return self.keys


def of_rows(column: str, rows: models.QuerySet) -> tuple[Q, Q]:
    """The column names one of the rows: a condition to find all that do, and the same to test a few."""
    return Q((f"{column}__pk__among_few", rows)), Q((f"{column}__in", rows))


def first_of(conditions: Sequence[Any]) -> Any:
    """Any of the conditions, asked one after the other: put as OR, SQLite would answer each for all rows."""
    return Case(
        *(When(condition, then=Value(True)) for condition in conditions),
        default=Value(False),
        output_field=models.BooleanField(),
    )


def gathered(keys: models.QuerySet, connection: BaseDatabaseWrapper) -> tuple[int, str]:
    """How often a query gives a key, and the different keys with commas between."""
    rows = keys if keys.query.combinator else keys.values("pk")
    try:
        sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return 0, ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found (key) AS ({sql}) SELECT (SELECT count(*) FROM found), {JOINED[connection.vendor]} "  # nosec B608 # noqa: S608 - bound parameters
            "FROM (SELECT DISTINCT key FROM found) different",
            parameters,
        )
        count, text = cursor.fetchone()
    return count, text or ""


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

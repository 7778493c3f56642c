"""What stands in a unit or a province, asked by lists of keys, so that the SQL is built once.

`visits_of` names the visits of a place by keys of units and provinces; `ways` says how the open directives of each kind are
found, the nearest kind first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from config.kept_statements import KeptQuery
from visits.models import Directive, Finding, Visit

# The newest rows that are looked at; no part of the document takes more.
MOST = 10
# So many directives of a kind are all read, found by their index; of more the newest, by walking back from the last visit.
FEW = 1000
NEWEST = ("-visit__starts_on", "-visit_id", "order", "pk")

VISITS, DIRECTIVES, FINDINGS = (
    Visit.objects.order_by(),
    Directive.objects.order_by(),
    Finding.objects.order_by(),
)

Keys = Sequence[int]
VisitsOf = Callable[[Keys, Keys], dict[str, Keys]]


@dataclass(frozen=True)
class Way:
    """How some of the directives of a kind are found: the `keys` of all, by an index, and whether one `is_so`."""

    keys: QuerySet[Any]
    is_so: Q

    @classmethod
    def given_at(cls, **visits: Keys) -> "Way":
        """Directives of these visits."""
        is_so = Q(**{f"visit__{name}": keys for name, keys in visits.items()})
        return cls(DIRECTIVES.filter(is_so).values("pk"), is_so)

    @classmethod
    def joined(cls, rows: QuerySet[Any]) -> "Way":
        """Directives that `rows` join to units."""
        rows = rows.order_by()
        return cls(rows.values("directive"), Q(Exists(rows.filter(directive=OuterRef("pk")))))


Ways = Callable[[Keys, Keys], Sequence[Sequence[Way]]]


def keys_of(ways: Sequence[Way]) -> QuerySet[Any]:
    """Keys of the directives that are found in one of these ways.

    SQLite leaves out of a list what stands in it twice, PostgreSQL would look each of them up.
    """
    first, *others = (way.keys for way in ways)
    return first.union(*others, all=connection.vendor == "sqlite") if others else first


def with_nearest(rows: QuerySet[Any], ways: Ways, *keys: Keys) -> QuerySet[Any]:
    """Those of any kind, with the place of the nearest in `ways` as `nearest`."""
    kinds = ways(*keys)
    whens = (When(pk__in=keys_of(kind), then=Value(place)) for place, kind in enumerate(kinds[:-1]))
    found = rows.filter(pk__in=keys_of([way for kind in kinds for way in kind]))
    return found.annotate(nearest=Case(*whens, default=Value(len(kinds) - 1)))


def counted_open(
    rows: QuerySet[Any], ways: Ways, units: Keys, provinces: Keys, *dimensions: Keys
) -> QuerySet[Any]:
    """Place of a kind in `ways`, how many directives have it as their nearest, touch no dimension, and each dimension."""
    numbers = [
        Count("pk", distinct=True),
        Count("pk", Q(dimension_links=None)),
        *(Count("pk", Q(dimension_links__dimension__in=keys)) for keys in dimensions),
    ]
    found = with_nearest(rows, ways, units, provinces).values_list("nearest")
    return found.annotate(**{f"number_{place}": number for place, number in enumerate(numbers)})


def of_kind(rows: QuerySet[Any], ways: Ways, place: int, *keys: Keys) -> QuerySet[Any]:
    """Those whose nearest kind stands at this place in `ways`, found by an index."""
    kinds = ways(*keys)
    nearer = (way.is_so for kind in kinds[:place] for way in kind)
    return rows.filter(*(~is_so for is_so in nearer), pk__in=keys_of(kinds[place]))


def newest_of_kind(rows: QuerySet[Any], ways: Ways, place: int, *keys: Keys) -> QuerySet[Any]:
    """Keys of the newest of them, found by walking back from the last visit."""
    *nearer, kind = ways(*keys)[: place + 1]
    not_nearer = (~way.is_so for ways in nearer for way in ways)
    found = rows.filter(*not_nearer, reduce(or_, (way.is_so for way in kind)))
    # Of directives SQLite would test all and then sort; of visits it takes them in their order. Those that are still to come may
    # have some, but hardly one has: an index tells, where SQLite would read each to see of which kind they might be.
    of_visit = {"visit": OuterRef("pk")}
    visits = VISITS.filter(Exists(DIRECTIVES.filter(**of_visit)), Exists(found.filter(**of_visit)))
    newest = visits.order_by("-starts_on", "-pk").values("pk")[:MOST]
    return found.filter(visit__in=newest).order_by(*NEWEST).values_list("pk")[:MOST]


def given_at_place(rows: QuerySet[Any], visits_of: VisitsOf, *keys: Keys) -> QuerySet[Any]:
    """Directives of the visits there."""
    return rows.filter(Way.given_at(**visits_of(*keys)).is_so)


def findings_of_place(
    rows: QuerySet[Any], visits_of: VisitsOf, units: Keys, provinces: Keys
) -> QuerySet[Any]:
    """Findings of visits that took place there, and of others about a unit there."""
    visits = VISITS.counted().filter(**visits_of(units, provinces))
    at_visits = FINDINGS.filter(visit__in=visits.values("pk"))
    # Either of them asked of each finding, a database would go through all.
    return rows.filter(pk__in=at_visits.values("pk").union(FINDINGS.filter(unit__in=units).values("pk")))


COUNTED_VISITS = KeptQuery(
    VISITS.counted(),
    lambda rows, visits_of, *keys: (
        rows.filter(**visits_of(*keys)).values_list("status").annotate(Count("pk"))
    ),
)
LAST_VISITS = KeptQuery(
    VISITS.counted(),
    lambda rows, visits_of, *keys: (
        rows.filter(**visits_of(*keys)).order_by("-starts_on", "-pk").values_list("pk")[:MOST]
    ),
)
COUNTED_OPEN = KeptQuery(DIRECTIVES.unfinished(), counted_open)
# To find the first of a few PostgreSQL would walk back too, through most visits; told of no limit it does not.
FEW_OPEN = KeptQuery(
    DIRECTIVES.unfinished(), lambda rows, *place: of_kind(rows, *place).order_by(*NEWEST).values_list("pk")
)
NEWEST_OPEN = KeptQuery(DIRECTIVES.unfinished(), newest_of_kind)
# What an officer may see takes longer to find than to count, and is found once: nearest kind, key and dimension.
LISTED_OPEN = KeptQuery(
    DIRECTIVES.unfinished(),
    lambda rows, *place: (
        with_nearest(rows, *place)
        .order_by(*NEWEST)
        .values_list("nearest", "pk", "dimension_links__dimension")
    ),
)
COUNTED_TO_KEEP = KeptQuery(
    DIRECTIVES.to_keep_to(),
    lambda rows, *place: given_at_place(rows, *place).values_list("follow_up").annotate(Count("pk")),
)
NEWEST_TO_KEEP = KeptQuery(
    DIRECTIVES.to_keep_to(),
    lambda rows, *place: given_at_place(rows, *place).order_by(*NEWEST).values_list("pk")[:MOST],
)
# By kind, and how many of them are figures.
COUNTED_FINDINGS = KeptQuery(
    FINDINGS,
    lambda rows, *place: (
        findings_of_place(rows, *place).values_list("kind").annotate(Count("pk"), Count("figure"))
    ),
)
NEWEST_FINDINGS = KeptQuery(
    FINDINGS,
    lambda rows, is_kind, *place: (
        findings_of_place(rows, *place).filter(is_kind).order_by(*NEWEST).values_list("pk")[:MOST]
    ),
)

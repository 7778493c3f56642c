"""How much of the country a fiscal year has seen: "ศภ. x/11 · สอจ. x/76 · จังหวัด x/77", with the names not visited."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef

from config.kept_statements import KeptTable
from config.thai.dates import fiscal_year_bounds
from officials.models import User
from units.models import Kind, Province, Unit
from visits.models import Status, Visit
from visits.models.visit_queryset import VisitQuerySet
from visits.reports.unit_families import current, families, is_outside, known_provinces, known_units

KINDS = {Kind.REGIONAL_CENTRE: "ศภ.", Kind.PROVINCIAL_OFFICE: "สอจ."}
# What `current` and the labels read.
OF_UNIT = ("name", "short_name", "kind", "opened_on", "closed_on", "successor")
UNITS = KeptTable(Unit.objects.filter(kind__in=KINDS).only(*OF_UNIT).order_by("sort_key", "pk"))
PROVINCES = KeptTable(Province.objects.only("code", "name").order_by("sort_key"))


@dataclass(frozen=True)
class MissingPlace:
    """A unit or province not visited yet, and the address of the register for it."""

    name: str
    address: str


@dataclass(frozen=True)
class CoverageFigure:
    """One of the three figures; `address` is the page that shows its visits."""

    label: str
    of: int
    missing: tuple[MissingPlace, ...]
    address: str

    @property
    def seen(self) -> int:
        """How many were visited."""
        return self.of - len(self.missing)

    def __str__(self) -> str:
        return f"{self.label} {self.seen}/{self.of}"


class KnownPlaces:
    """The centres, offices and provinces whose certified visits the user may see all, of all years, each read once.

    `others` are units whose families are to be known besides.
    """

    def __init__(self, user: User | AnonymousUser, others: Iterable[Unit] = ()) -> None:
        self.user, self.others = user, others
        self.sees_all = user.is_authenticated and user.sees_everything

    @cached_property
    def units(self) -> list[Unit]:
        """Centres and offices by their order."""
        if self.sees_all:
            return UNITS.read()
        rows: Any = UNITS.rows
        return list(known_units(rows.visible_to(self.user), self.user))

    @cached_property
    def members(self) -> dict[int, set[int]]:
        """Unit key -> keys of its family."""
        return families(unit.pk for unit in (*self.units, *self.others))

    @cached_property
    def provinces(self) -> list[Province]:
        """Provinces by their order."""
        if self.sees_all:
            return self.every_province
        rows: Any = PROVINCES.rows
        return list(known_provinces(rows.visible_to(self.user), self.user))

    @cached_property
    def every_province(self) -> list[Province]:
        """All provinces by their order, which no reader is denied."""
        return PROVINCES.read()


def visited_places(visits: VisitQuerySet) -> Counter[tuple[int, int | None]]:
    """Keys of unit and province -> how many of some visits took place there; one query."""
    # Told apart here: asked for a status as well, SQLite reads the visits of all years instead of one.
    rows = visits.order_by().values_list("unit_id", "province_id", "status").annotate(number=Count("*"))
    return Counter(
        {(unit, province): number for unit, province, status, number in rows if status == Status.DONE}
    )


def coverage(
    user: User | AnonymousUser,
    fiscal_year: int,
    among: Iterable[tuple[int, int | None]] | None = None,
    places: KnownPlaces | None = None,
) -> list[CoverageFigure]:
    """The three figures, in five queries, in two where `places` are known; only visits that took place count, and where
    `among` is given, units with the provinces of some, these alone.

    For a user outside the office they are over the own area alone: what one may not see is not counted as not visited.
    """
    places = places or KnownPlaces(user)
    existing = current(places.units, *fiscal_year_bounds(fiscal_year))
    members = {unit.pk: places.members[unit.pk] for unit in existing}
    if among is None:
        # One look into an index for each place, however many visits the year has.
        visits = Visit.objects.visible_to(user).in_fiscal_year(fiscal_year).counted().order_by()
        places_of: dict[str, Any] = {
            "unit": Unit.objects.filter(pk__in=set().union(*members.values())),
            "province": Province.objects,
        }
        visited, visited_provinces = (
            set(
                rows.filter(Exists(visits.filter(**{name: OuterRef("pk")})))
                .order_by()
                .values_list("pk", flat=True)
            )
            for name, rows in places_of.items()
        )
    else:
        seen = set(among)
        visited, visited_provinces = {unit for unit, _ in seen}, {province for _, province in seen}
    figures = []
    for kind, label in KINDS.items():
        of_kind = [unit for unit in existing if unit.kind == kind]
        missing = [
            MissingPlace(unit.label, f"/reports/register/?unit={unit.pk}")
            for unit in of_kind
            if not members[unit.pk] & visited
        ]
        address = f"/reports/centres/?{urlencode({'rows': kind.value, 'fiscal_year': fiscal_year})}"
        figures.append(CoverageFigure(label, len(of_kind), tuple(missing), address))
    missing = [
        MissingPlace(row.name, f"/reports/register/?{urlencode({'province': row.code})}")
        for row in places.provinces
        if row.pk not in visited_provinces
    ]
    address = f"/reports/register/?{urlencode({'sort': 'province', 'fiscal_year': fiscal_year})}"
    figures.append(CoverageFigure("จังหวัด", len(places.provinces), tuple(missing), address))
    return [figure for figure in figures if figure.of] if is_outside(user) else figures

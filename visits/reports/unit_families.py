"""Whose visit is it: each unit's family (itself, what is below it, what became one of these), for many units at once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TypeGuard

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from config.kept_statements import KeptTable
from officials.models import User
from units.models import Province, Responsibility, Unit, UnitQuerySet, UnitSuccession

OWN_AREA = "นับเฉพาะหน่วยงานของท่านและจังหวัดในความรับผิดชอบ จากการตรวจเยี่ยมที่รับรองแล้วและไม่ใช่เรื่องภายใน"

# Key of each unit with that of the unit that it is below, and of each that it became.
NEAREST = KeptTable(
    Unit.objects.order_by()
    .values_list("pk", "parent_id")
    .union(UnitSuccession.objects.order_by().values_list("unit_id", "successor_id"))
)


def families(keys: Iterable[int]) -> dict[int, set[int]]:
    """Unit key -> keys of its family, as `VisitQuerySet.at` understands it; one query for all."""
    nearer = defaultdict(list)
    for key, nearest in NEAREST.read():
        nearer[nearest].append(key)
    result = {}
    for key in keys:
        family: set[int] = set()
        waiting = [key]
        while waiting:
            member = waiting.pop()
            if member not in family:
                family.add(member)
                waiting += nearer[member]
        result[key] = family
    return result


def current(units: Iterable[Unit], first: date, last: date) -> list[Unit]:
    """Of some units those that existed in the days given and did not become another of these meanwhile."""
    alive = [
        unit
        for unit in units
        if (not unit.opened_on or unit.opened_on <= last) and (not unit.closed_on or unit.closed_on >= first)
    ]
    replaced: set[int] = set()
    if followed := [unit.pk for unit in alive if unit.successor_id]:
        pairs = UnitSuccession.objects.filter(unit__in=followed, successor__in=[unit.pk for unit in alive])
        replaced = set(pairs.values_list("unit_id", flat=True))
    return [unit for unit in alive if unit.pk not in replaced]


def is_outside(user: User | AnonymousUser) -> TypeGuard[User]:
    """Whether the user belongs to a unit and sees the visits of its area alone."""
    return user.is_authenticated and not user.sees_everything


def known_units(units: UnitQuerySet, user: User | AnonymousUser) -> UnitQuerySet:
    """Of some units those whose certified visits the user may see all: outside the office the own ones and those of the own area."""
    if not is_outside(user):
        return units
    return units.filter(Q(pk__in=user.family) | Q(province__in=own_provinces(user)))


def known_provinces(provinces: QuerySet[Province], user: User | AnonymousUser) -> QuerySet[Province]:
    """Of some provinces those whose certified visits the user may see all."""
    return provinces.filter(pk__in=own_provinces(user)) if is_outside(user) else provinces


def what_is_counted(user: User | AnonymousUser) -> list[str]:
    """The sentence that says what figures of coverage are counted over; none for the office, which sees the country."""
    return [OWN_AREA] if is_outside(user) else []


def own_provinces(user: User) -> QuerySet:
    """Keys of the provinces that the user's unit is responsible for."""
    return Responsibility.objects.filter(unit=user.unit_id).order_by().values("province")

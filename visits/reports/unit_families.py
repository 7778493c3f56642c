"""Whose visit is it: each unit's family (itself, what is below it, what became one of these), for many units at once."""

from collections import defaultdict

from units.models import Responsibility, Unit


def families(keys):
    """Unit key -> keys of its family, as `VisitQuerySet.at` understands it; one query for all."""
    nearer = defaultdict(list)
    for key, parent, successor in Unit.objects.order_by().values_list("pk", "parent_id", "successor_id"):
        nearer[parent].append(key)
        nearer[successor].append(key)
    return {key: _family(key, nearer) for key in keys}


def _family(key, nearer):
    found, waiting = set(), [key]
    while waiting:
        member = waiting.pop()
        if member not in found:
            found.add(member)
            waiting += nearer[member]
    return found


def areas(keys):
    """Unit key -> keys of the provinces it answers for; one query for all."""
    found = defaultdict(set)
    rows = Responsibility.objects.filter(unit__in=keys).order_by()
    for unit, province in rows.values_list("unit_id", "province_id"):
        found[unit].add(province)
    return found


def current(units, first, last):
    """Of some units those that existed in the days given and did not become another of these meanwhile."""
    alive = [
        unit
        for unit in units
        if (not unit.opened_on or unit.opened_on <= last) and (not unit.closed_on or unit.closed_on >= first)
    ]
    keys = {unit.pk for unit in alive}
    return [unit for unit in alive if unit.successor_id not in keys]

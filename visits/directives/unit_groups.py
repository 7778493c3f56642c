"""Whole groups of units that an order can go to at once: who they are is a rule, not a list."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q

from units.models import Kind, Province, Region, Unit

OFFICES = Kind.PROVINCIAL_OFFICE
EVERYWHERE, EVERY_KIND = "all", "any"
# How a kind is called where all of it is meant; the others by their own name.
NAMES = {OFFICES: "สอจ. ทุกจังหวัด", Kind.REGIONAL_CENTRE: "ศูนย์ส่งเสริมอุตสาหกรรมภาคทุกแห่ง"}
KINDS = [*Kind.choices, (EVERY_KIND, "หน่วยงานทุกประเภท")]


@dataclass(frozen=True)
class Area:
    """`name` is empty where the whole country is meant."""

    key: str
    name: str = ""

    @property
    def rule(self):
        """Which units lie in it, whatever they are."""
        way, _, value = self.key.partition(":")
        return {
            EVERYWHERE: Q(),
            "region": Q(province__region=value),
            "cluster": Q(province__cluster=value),
            "centre": Q(province__responsibilities__unit=value),
        }[way]


COUNTRY = Area(EVERYWHERE)


def areas(user):
    """The country, its regions, the clusters of provinces and the areas of the centres, in two queries."""
    clusters = Province.objects.visible_to(user).exclude(cluster="").order_by("cluster")
    centres = Unit.objects.visible_to(user).filter(kind=Kind.REGIONAL_CENTRE)
    return [
        COUNTRY,
        *(Area(f"region:{code}", f"ใน{label}") for code, label in Region.choices),
        *(
            Area(f"cluster:{name}", f"ในกลุ่มจังหวัด{name}")
            for name in clusters.values_list("cluster", flat=True).distinct()
        ),
        *(Area(f"centre:{row.pk}", f"ในพื้นที่ {row.label}") for row in centres),
    ]


@dataclass(frozen=True)
class Group:
    """The units of a kind in an area; `name` is what stays on each row as `via`."""

    kind: str
    area: Area

    @property
    def key(self):
        return f"{self.kind}@{self.area.key}"

    @cached_property
    def name(self):
        if self.area == COUNTRY:
            return NAMES.get(self.kind) or f"{dict(KINDS)[self.kind]}ทุกแห่ง"
        kind = "สอจ." if self.kind == OFFICES else dict(KINDS)[self.kind]
        return f"{kind} {self.area.name}"

    def members(self, user, on):
        """Its units on a day."""
        units = Unit.objects.visible_to(user).existing_on(on).filter(self.area.rule)
        return units if self.kind == EVERY_KIND else units.filter(kind=self.kind)


@dataclass(frozen=True)
class Choice:
    """A group with the number that is shown before any row is made."""

    group: Group
    count: int

    @property
    def key(self):
        return self.group.key

    @property
    def label(self):
        return label(self.group, self.count)


def label(group, count):
    return f"{group.name} ({count:,} หน่วยงาน)"


def choices(user, on):
    """Every kind of which there are several, and the provincial offices by area, in six queries."""
    units = Unit.objects.visible_to(user).existing_on(on).order_by()
    kinds = dict(units.values_list("kind").annotate(Count("pk")))
    found = [Choice(Group(kind, COUNTRY), kinds.get(kind, 0)) for kind in _offices_first()]
    counts = _offices_by_area(units.filter(kind=OFFICES))
    there = [Choice(Group(OFFICES, area), counts.get(area.key, 0)) for area in areas(user)]
    return [one for one in found if one.count > 1 or (one.count and one.group.kind in NAMES)] + [
        one for one in there if one.count
    ]


def _offices_first():
    return [*NAMES, *(kind for kind in Kind.values if kind not in NAMES)]


def _offices_by_area(offices):
    ways = {
        "region": "province__region",
        "cluster": "province__cluster",
        "centre": "province__responsibilities__unit",
    }
    return {
        f"{way}:{value}": count
        for way, column in ways.items()
        for value, count in offices.values_list(column).annotate(Count("pk", distinct=True))
    }


def of_key(key, user):
    """The group of a key, or nothing."""
    kind, _, place = key.partition("@")
    area = next((one for one in areas(user) if one.key == place), None)
    return Group(kind, area) if area and kind in dict(KINDS) else None


def of_name(name, user):
    """The group that a `via` names, or nothing: it may have been typed."""
    every = (Group(kind, area) for area in areas(user) for kind, _ in KINDS)
    return next((group for group in every if group.name == name), None)


def missing(directive, group, user, on):
    """The members that have no part in the order, be it that they opened since or were taken away."""
    there = directive.assignments.order_by().values("unit")
    return group.members(user, on).exclude(pk__in=there)

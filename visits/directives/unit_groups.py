"""Groups of units that a directive can go to at once ("สอจ. ทุกจังหวัด"): who they are is a rule, not a list."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, QuerySet

from officials.models import User
from units.models import Kind, Province, Region, Unit
from visits.models import Directive

OFFICES = Kind.PROVINCIAL_OFFICE
EVERYWHERE, EVERY_KIND = "all", "any"
# How a kind is called where all of it is meant; the others by their own name.
NAMES: dict[str, str] = {OFFICES: "สอจ. ทุกจังหวัด", Kind.REGIONAL_CENTRE: "ศูนย์ส่งเสริมอุตสาหกรรมภาคทุกแห่ง"}
KINDS = [*Kind.choices, (EVERY_KIND, "หน่วยงานทุกประเภท")]
# By what a unit's area is read, for each kind of area.
COLUMNS = {
    "region": "province__region",
    "cluster": "province__cluster",
    "centre": "province__responsibilities__unit",
}


@dataclass(frozen=True)
class Area:
    """The whole country, a region, a cluster of provinces or a centre's provinces; `name` is empty for the country."""

    key: str
    name: str = ""


COUNTRY = Area(EVERYWHERE)


def areas(user: User) -> list[Area]:
    """The country, its regions, the clusters of provinces and the centres' areas; two queries."""
    clusters = Province.objects.visible_to(user).exclude(cluster="").order_by("cluster")
    centres = Unit.objects.visible_to(user).filter(kind=Kind.REGIONAL_CENTRE)
    return [
        COUNTRY,
        *(Area(f"region:{code}", f"ใน{label}") for code, label in Region.choices),
        *(
            Area(f"cluster:{name}", f"ในกลุ่มจังหวัด{name}")
            for name in clusters.values_list("cluster", flat=True).distinct()
        ),
        *(Area(f"centre:{centre.pk}", f"ในพื้นที่ {centre.label}") for centre in centres),
    ]


@dataclass(frozen=True)
class Group:
    """The units of a kind in an area."""

    kind: str
    area: Area

    @property
    def key(self) -> str:
        """What a form sends."""
        return f"{self.kind}@{self.area.key}"

    @cached_property
    def name(self) -> str:
        """What stays on each assignment as `via`."""
        if self.area == COUNTRY:
            return NAMES.get(self.kind) or f"{dict(KINDS)[self.kind]}ทุกแห่ง"
        kind = "สอจ." if self.kind == OFFICES else dict(KINDS)[self.kind]
        return f"{kind} {self.area.name}"

    def members(self, user: User, on: date) -> QuerySet[Unit]:
        """Its units on a day, as far as the user may see them."""
        way, _, value = self.area.key.partition(":")
        units = Unit.objects.visible_to(user).existing_on(on)
        if way in COLUMNS:
            units = units.filter(**{COLUMNS[way]: value})
        return units if self.kind == EVERY_KIND else units.filter(kind=self.kind)


@dataclass(frozen=True)
class GroupChoice:
    """A group with its number of units, which is shown before any row is created."""

    group: Group
    count: int

    def __str__(self) -> str:
        """ "สอจ. ทุกจังหวัด (76 หน่วยงาน)"."""
        return f"{self.group.name} ({self.count:,} หน่วยงาน)"


def group_choices(user: User, on: date) -> list[GroupChoice]:
    """Every kind of which there are several on that day, and the provincial offices by area; six queries."""
    units = Unit.objects.visible_to(user).existing_on(on).order_by()
    by_kind = dict(units.values_list("kind").annotate(Count("pk")))
    kinds = [*NAMES, *(kind for kind in Kind.values if kind not in NAMES)]
    offices = units.filter(kind=OFFICES)
    by_area = {
        f"{way}:{value}": count
        for way, column in COLUMNS.items()
        for value, count in offices.values_list(column).annotate(Count("pk", distinct=True))
    }
    everywhere = [GroupChoice(Group(kind, COUNTRY), by_kind.get(kind, 0)) for kind in kinds]
    in_areas = [GroupChoice(Group(OFFICES, area), by_area.get(area.key, 0)) for area in areas(user)]
    return [
        *(
            choice
            for choice in everywhere
            if choice.count > 1 or (choice.count and choice.group.kind in NAMES)
        ),
        *(choice for choice in in_areas if choice.count),
    ]


def group_of_key(key: str, user: User) -> Group | None:
    """The group that a form sent, or None."""
    kind, _, place = key.partition("@")
    area = next((area for area in areas(user) if area.key == place), None)
    return Group(kind, area) if area and kind in dict(KINDS) else None


def group_of_name(name: str, user: User) -> Group | None:
    """The group that a `via` names, or None: a clerk may have typed something else."""
    groups = (Group(kind, area) for area in areas(user) for kind, _ in KINDS)
    return next((group for group in groups if group.name == name), None)


def missing_units(directive: Directive, group: Group, user: User, on: date) -> QuerySet[Unit]:
    """The members without an assignment, be it that they opened since or were taken away."""
    assigned = directive.assignments.order_by().values("unit")
    return group.members(user, on).exclude(pk__in=assigned)

"""What is known of a unit or a province before one goes there, as far as the reader may see it."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from config.kept_statements import KeptQuery
from officials.models import User
from units.models import Kind, Province, Responsibility, Unit
from visits.documents.briefing_queries import (
    COUNTED_OPEN,
    FEW,
    FEW_OPEN,
    LISTED_OPEN,
    MOST,
    NEWEST_OPEN,
    Keys,
    Way,
    of_kind,
)
from visits.models import Assignment, Dimension, Directive, DirectiveAbout, Visit
from visits.models.policy import NamedDimension
from visits.models.visit_queryset import VisitQuerySet

# Where they stand says nothing of where they work.
CENTRAL = {
    Kind.MINISTRY,
    Kind.DEPARTMENT,
    Kind.DIVISION,
    Kind.STATE_ENTERPRISE,
    Kind.BANK,
    Kind.FUND,
}
NAMED_UNITS = 4


@dataclass
class OpenDirectives:
    """Directives of one kind that are not done: how many there are and touch each dimension, and keys of the newest.

    `address` shows all of them; where no one address does, they are `joined_by` a model to units, and `unit_address` is the
    beginning of the address that shows those of one unit.
    """

    title: str
    address: str = ""
    joined_by: type[Assignment | DirectiveAbout] | None = None
    unit_address: str = ""
    number: int = 0
    newest: list[int] = field(default_factory=list)
    dimensions: Counter[int | None] = field(default_factory=Counter)


class Briefing:
    """Subclasses give the units and visits of a place, what is known of it, and the kinds of open directives.

    `query` asks a register for the place, `address` is the page of the briefing.
    """

    name: str
    query: str
    address: str
    visits_address: str

    def __init__(self, user: User, units: Sequence[int]) -> None:
        self.user, self.units, self.today = user, units, timezone.localdate()

    @staticmethod
    def visits_of(units: Keys, provinces: Keys) -> dict[str, Keys]:
        """The visits of the place, as conditions of a filter."""
        raise NotImplementedError

    @staticmethod
    def ways(units: Keys, provinces: Keys) -> Sequence[Sequence[Way]]:
        """How the open directives of each kind are found, the nearest kind first."""
        raise NotImplementedError

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Labels and texts of what is known of the place."""
        raise NotImplementedError

    @property
    def provinces(self) -> list[int]:
        """Keys of the provinces of the place."""
        raise NotImplementedError

    @property
    def kinds_of_directives(self) -> list[OpenDirectives]:
        """The kinds of open directives, the nearest first, not filled in yet."""
        raise NotImplementedError

    def found(self, query: KeptQuery, *shape: Hashable) -> list[tuple[Any, ...]]:
        """What a query finds at this place, as far as the user may see it."""
        return query.seen_by(self.user, (*shape, self.visits_of), self.units, self.provinces)

    @property
    def planned(self) -> VisitQuerySet:
        """Visits to come, the next first."""
        visits = Visit.objects.visible_to(self.user).filter(**self.visits_of(self.units, self.provinces))
        return visits.planned().filter(ends_on__gte=self.today).in_order()

    @cached_property
    def dimensions(self) -> list[NamedDimension]:
        """The dimensions by which open directives are counted."""
        return Dimension.objects.visible_to(self.user).named()

    @cached_property
    def open_directives(self) -> list[OpenDirectives]:
        """Each kind with its directives; a directive stands once, where it is nearest."""
        kinds, place = list(self.kinds_of_directives), (self.units, self.provinces)
        if not self.user.sees_everything:
            # Of each kind in the order of the list, a directive of several dimensions once.
            listed: list[dict[int, None]] = [{} for _ in kinds]
            for nearest, key, dimension in LISTED_OPEN.seen_by(self.user, (self.ways,), *place):
                listed[nearest][key] = None
                kinds[nearest].dimensions[dimension] += 1
            for kind, keys in zip(kinds, listed, strict=True):
                kind.number, kind.newest = len(keys), list(keys)[:MOST]
            return kinds
        dimensions = [row.key for row in self.dimensions]
        counts = COUNTED_OPEN.seen_by(self.user, (self.ways,), *place, *([key] for key in dimensions))
        for nearest, number, *touching in counts:
            kind = kinds[nearest]
            kind.number = number
            kind.dimensions = Counter(dict(zip([None, *dimensions], touching, strict=True)))
            query = FEW_OPEN if number <= FEW else NEWEST_OPEN
            found = query.seen_by(self.user, (self.ways, nearest), *place)[:MOST]
            kind.newest = [key for (key,) in found]
        return kinds

    def links_to(self, kind: OpenDirectives, left: int) -> list[tuple[str, str]]:
        """Words and address of where the `left` ones of a kind stand for which a page has no room."""
        if kind.joined_by is None:
            return [(f"และอีก {left:,} ข้อ", kind.address)]
        unfinished = Directive.objects.visible_to(self.user).unfinished().order_by()
        place = self.open_directives.index(kind)
        directives = of_kind(unfinished, self.ways, place, self.units, self.provinces)
        rows = kind.joined_by.objects.order_by().filter(
            unit__in=self.units, directive__in=directives.values("pk")
        )
        most = rows.values_list("unit", "unit__short_name", "unit__name").annotate(count=Count("pk"))
        return [
            (f"{short or name} {count:,} ข้อ", f"{kind.unit_address}{key}")
            for key, short, name, count in most.order_by("-count", "unit__sort_key")[:NAMED_UNITS]
        ]


class UnitBriefing(Briefing):
    """About a unit with its sub-units and predecessors, and the provinces in which it works."""

    def __init__(self, unit: Unit, user: User) -> None:
        super().__init__(user, list(Unit.objects.family_of(unit.pk).order_by().values_list("pk", flat=True)))
        self.unit, self.name, self.query = unit, unit.name, f"unit={unit.pk}"
        self.address = reverse("unit_before", args=[unit.pk])
        self.visits_address = f"/reports/units/?{self.query}"

    @staticmethod
    def visits_of(units: Keys, provinces: Keys) -> dict[str, Keys]:
        """Visits to the units."""
        return {"unit__in": units}

    @staticmethod
    def ways(units: Keys, provinces: Keys) -> Sequence[Sequence[Way]]:
        """Assigned to the units, given there, about them, and given or assigned in the provinces."""
        given, about = (model.objects.filter(unit__in=units) for model in (Assignment, DirectiveAbout))
        around = Assignment.objects.filter(unit__province__in=provinces)
        return (
            [Way.joined(given)],
            [Way.given_at(unit__in=units)],
            [Way.joined(about)],
            [Way.given_at(province__in=provinces), Way.joined(around)],
        )

    @cached_property
    def responsible_for(self) -> list[Province]:
        """The provinces for which the unit is responsible."""
        rows = Responsibility.objects.filter(unit=self.unit).select_related("province")
        return [row.province for row in rows.order_by("province__sort_key")]

    @property
    def area(self) -> list[Province]:
        """The provinces for which the unit is responsible, else the one where it stands and works."""
        stands_in = [self.unit.province] if self.unit.province and self.unit.kind not in CENTRAL else []
        return self.responsible_for or stands_in

    @property
    def provinces(self) -> list[int]:
        """Keys of the area's."""
        return [province.pk for province in self.area]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Labels and texts: parent, where it stands, provinces."""
        unit = self.unit
        names = ", ".join(str(province) for province in self.responsible_for)
        return [
            ("ต้นสังกัด", unit.parent.label if unit.parent else ""),
            ("ที่ตั้ง", unit.province.title if unit.province else ""),
            ("รับผิดชอบ", f"{len(self.responsible_for)} จังหวัด: {names}" if names else ""),
        ]

    @property
    def kinds_of_directives(self) -> list[OpenDirectives]:
        """Assigned to the unit, given there, about the unit, and in its provinces, else in the one where it stands."""
        register, key = reverse("directives"), self.unit.pk
        kinds = [
            OpenDirectives("มอบหมายแก่หน่วยงานนี้", f"{register}?answerer={key}"),
            OpenDirectives("ให้ไว้ ณ หน่วยงานนี้ แก่หน่วยงานอื่น", f"{register}?{self.query}"),
            OpenDirectives("เกี่ยวกับหน่วยงานนี้", f"{register}?about={key}"),
        ]
        if area := self.area:
            name = area[0].title if len(area) == 1 else f" {len(area)} จังหวัดที่รับผิดชอบ"
            query = f"centre={key}" if self.responsible_for else f"province={area[0].code}"
            kinds.append(OpenDirectives(f"ในพื้นที่{name}", f"{register}?{query}"))
        return kinds


class ProvinceBriefing(Briefing):
    """About a province and the units that stand in it."""

    def __init__(self, province: Province, user: User) -> None:
        units = Unit.objects.order_by().filter(province=province)
        super().__init__(user, list(units.values_list("pk", flat=True)))
        self.province, self.name, self.query = province, province.title, f"province={province.code}"
        self.address = reverse("province_before", args=[province.code])
        self.visits_address = f"/reports/register/?{self.query}&status=done"

    @staticmethod
    def visits_of(units: Keys, provinces: Keys) -> dict[str, Keys]:
        """Visits in the province."""
        return {"province__in": provinces}

    @staticmethod
    def ways(units: Keys, provinces: Keys) -> Sequence[Sequence[Way]]:
        """Given in the province, assigned to units there, about units there."""
        given, about = (model.objects.filter(unit__in=units) for model in (Assignment, DirectiveAbout))
        return [Way.given_at(province__in=provinces)], [Way.joined(given)], [Way.joined(about)]

    @property
    def provinces(self) -> list[int]:
        """The key of the one."""
        return [self.province.pk]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Labels and texts: region, cluster, responsible units."""
        rows = Unit.objects.visible_to(self.user).existing_on(self.today).responsible_for(self.province)
        return [
            ("ภาค", self.province.get_region_display()),
            ("กลุ่มจังหวัด", self.province.cluster),
            ("รับผิดชอบโดย", ", ".join(unit.label for unit in rows.order_by("sort_key"))),
        ]

    @property
    def kinds_of_directives(self) -> list[OpenDirectives]:
        """Given in the province, assigned to units there, about units there."""
        register = reverse("directives")
        return [
            OpenDirectives("ให้ไว้ในจังหวัดนี้", f"{register}?{self.query}"),
            OpenDirectives(
                "มอบหมายแก่หน่วยงานในจังหวัดนี้ จากที่อื่น", joined_by=Assignment, unit_address=f"{register}?answerer="
            ),
            OpenDirectives(
                "เกี่ยวกับหน่วยงานในจังหวัดนี้", joined_by=DirectiveAbout, unit_address=f"{register}?about="
            ),
        ]

"""What is known of a unit or a province before one goes there, as far as the reader may see it."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from officials.models import User
from units.models import Kind, Province, Responsibility, Unit
from visits.models import Assignment, Directive, DirectiveAbout, Finding, Visit
from visits.models.finding import FindingQuerySet
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
NEWEST = ("-visit__starts_on", "-visit_id", "order", "pk")


@dataclass
class OpenDirectives:
    """Directives of one kind that are not done: their keys, the newest first, and how many touch each dimension.

    `address` shows all of them; where no one address does, `unit_rows` joins them to units, and `unit_address` is the
    beginning of the address that shows those of one unit.
    """

    title: str
    condition: Q
    address: str = ""
    unit_rows: QuerySet[Model] | None = None
    unit_address: str = ""
    keys: list[int] = field(default_factory=list)
    dimensions: Counter[int | None] = field(default_factory=Counter)

    def links_to(self, left: int) -> list[tuple[str, str]]:
        """Words and address of where the `left` ones stand for which a page has no room."""
        if self.unit_rows is None:
            return [(f"และอีก {left:,} ข้อ", self.address)]
        rows = self.unit_rows.filter(directive__in=self.keys).values_list(
            "unit", "unit__short_name", "unit__name"
        )
        most = Counter(rows.order_by()).most_common(NAMED_UNITS)
        return [
            (f"{short or name} {count:,} ข้อ", f"{self.unit_address}{key}")
            for (key, short, name), count in most
        ]


class Briefing:
    """Subclasses give the units and visits of a place, what is known of it, and the kinds of open directives.

    `query` asks a register for the place, `address` is the page of the briefing.
    """

    name: str
    query: str
    address: str
    units: list[int]
    visits: VisitQuerySet
    visits_address: str
    given_there: Q

    def __init__(self, user: User) -> None:
        self.user, self.today = user, timezone.localdate()

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Labels and texts of what is known of the place."""
        raise NotImplementedError

    @property
    def kinds_of_directives(self) -> list[OpenDirectives]:
        """The kinds of open directives, the nearest first, not filled in yet."""
        raise NotImplementedError

    @cached_property
    def took_place(self) -> VisitQuerySet:
        """Visits that took place there, the newest first."""
        return self.visits.counted().order_by("-starts_on", "-pk")

    @property
    def planned(self) -> VisitQuerySet:
        """Visits to come, the next first."""
        return self.visits.planned().filter(ends_on__gte=self.today).in_order()

    @property
    def findings(self) -> FindingQuerySet:
        """Reported there, or elsewhere about a unit there; the newest first."""
        condition = Q(visit__in=self.took_place.order_by()) | Q(unit__in=self.units)
        return Finding.objects.visible_to(self.user).filter(condition).order_by(*NEWEST)

    @property
    def to_keep(self) -> QuerySet[Directive]:
        """Directives given there that ask for no report; the newest first."""
        rows = Directive.objects.visible_to(self.user).filter(self.given_there)
        return rows.to_keep_to().order_by(*NEWEST)

    @cached_property
    def open_directives(self) -> list[OpenDirectives]:
        """Each kind with its directives; a directive stands once, where it is nearest."""
        seen: set[int] = set()
        kinds = list(self.kinds_of_directives)
        for kind in kinds:
            rows = (
                Directive.objects.visible_to(self.user).unfinished().filter(kind.condition).order_by(*NEWEST)
            )
            keys: dict[int, None] = {}
            for key, dimension in rows.values_list("pk", "dimension_links__dimension"):
                if key not in seen:
                    keys[key] = None
                    kind.dimensions[dimension] += 1
            kind.keys = list(keys)
            seen.update(keys)
        return kinds


def directives_of(rows: QuerySet[Model]) -> Q:
    """Condition for the directives that `rows` join to units."""
    return Q(pk__in=rows.order_by().values("directive"))


class UnitBriefing(Briefing):
    """About a unit with its sub-units and predecessors, and the provinces in which it works."""

    def __init__(self, unit: Unit, user: User) -> None:
        super().__init__(user)
        self.unit, self.name, self.query = unit, unit.name, f"unit={unit.pk}"
        self.address = reverse("unit_before", args=[unit.pk])
        self.visits_address = f"/reports/units/?{self.query}"
        self.units = list(Unit.objects.family_of(unit.pk).order_by().values_list("pk", flat=True))
        self.visits = Visit.objects.visible_to(user).filter(unit__in=self.units)
        # By keys of visits, which an index finds; joined, the whole register would be read.
        self.given_there = Q(visit__in=Visit.objects.order_by().filter(unit__in=self.units).values("pk"))

    @cached_property
    def responsible_for(self) -> list[Province]:
        """The provinces for which the unit is responsible."""
        rows = Responsibility.objects.filter(unit=self.unit).select_related("province")
        return [row.province for row in rows.order_by("province__sort_key")]

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
        register, key, unit = reverse("directives"), self.unit.pk, self.unit
        given, about = (model.objects.filter(unit__in=self.units) for model in (Assignment, DirectiveAbout))
        kinds = [
            OpenDirectives("มอบหมายแก่หน่วยงานนี้", directives_of(given), f"{register}?answerer={key}"),
            OpenDirectives("ให้ไว้ ณ หน่วยงานนี้ แก่หน่วยงานอื่น", self.given_there, f"{register}?{self.query}"),
            OpenDirectives("เกี่ยวกับหน่วยงานนี้", directives_of(about), f"{register}?about={key}"),
        ]
        area = self.responsible_for
        query = f"centre={key}"
        if not area and unit.province and unit.kind not in CENTRAL:
            area, query = [unit.province], f"province={unit.province.code}"
        if area:
            name = area[0].title if len(area) == 1 else f" {len(area)} จังหวัดที่รับผิดชอบ"
            provinces = [province.pk for province in area]
            visits = Visit.objects.order_by().filter(province__in=provinces)
            assigned = Assignment.objects.filter(unit__province__in=provinces)
            # Either of them asked of each directive, SQLite would go through all.
            given_there = Directive.objects.order_by().filter(visit__in=visits.values("pk")).values("pk")
            condition = Q(pk__in=given_there.union(assigned.order_by().values("directive")))
            kinds.append(OpenDirectives(f"ในพื้นที่{name}", condition, f"{register}?{query}"))
        return kinds


class ProvinceBriefing(Briefing):
    """About a province and the units that stand in it."""

    def __init__(self, province: Province, user: User) -> None:
        super().__init__(user)
        self.province, self.name, self.query = province, province.title, f"province={province.code}"
        self.address = reverse("province_before", args=[province.code])
        self.visits_address = f"/reports/register/?{self.query}&status=done"
        units = Unit.objects.order_by().filter(province=province)
        self.units = list(units.values_list("pk", flat=True))
        self.visits = Visit.objects.visible_to(user).filter(province=province)
        self.given_there = Q(visit__in=Visit.objects.order_by().filter(province=province).values("pk"))

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
        given, about = (model.objects.filter(unit__in=self.units) for model in (Assignment, DirectiveAbout))
        return [
            OpenDirectives("ให้ไว้ในจังหวัดนี้", self.given_there, f"{register}?{self.query}"),
            OpenDirectives(
                "มอบหมายแก่หน่วยงานในจังหวัดนี้ จากที่อื่น",
                directives_of(given),
                unit_rows=given,
                unit_address=f"{register}?answerer=",
            ),
            OpenDirectives(
                "เกี่ยวกับหน่วยงานในจังหวัดนี้",
                directives_of(about),
                unit_rows=about,
                unit_address=f"{register}?about=",
            ),
        ]

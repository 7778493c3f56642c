"""What is known of a unit or a province before one goes there, as far as the reader may see it."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from units.models import Kind, Responsibility, Unit
from visits.models import Assignment, Directive, DirectiveAbout, Finding, Visit

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
class OpenOrders:
    """Orders that are not done, the newest first: their keys, and how many touch each dimension.

    `address` shows all of them; where no one address does, `of_units` tells the rows that join them to units, and
    `register` the beginning of the address that shows those of one unit.
    """

    title: str
    address: str = ""
    of_units: object = None
    register: str = ""
    keys: list = field(default_factory=list)
    dimensions: Counter = field(default_factory=Counter)

    def ways_to(self, left):
        """Words and address where those that a sheet has no room for stand."""
        if self.address:
            return [(f"และอีก {left:,} ข้อ", self.address)]
        rows = self.of_units.filter(directive__in=self.keys).values_list(
            "unit", "unit__short_name", "unit__name"
        )
        most = Counter(rows.order_by()).most_common(NAMED_UNITS)
        return [
            (f"{short or name} {count:,} ข้อ", f"{self.register}{key}") for (key, short, name), count in most
        ]


class Place:
    """Subclasses say which units and provinces; `visits` are those there, `asked` the kinds of orders, nearest first."""

    def __init__(self, user):
        self.user, self.today = user, timezone.localdate()

    @cached_property
    def took_place(self):
        return self.visits.counted().order_by("-starts_on", "-pk")

    @property
    def planned(self):
        return self.visits.planned().filter(ends_on__gte=self.today).in_order()

    @property
    def findings(self):
        """Reported there, or elsewhere about a unit there; the newest first."""
        there = Q(visit__in=self.took_place.order_by()) | Q(unit__in=self.units)
        return Finding.objects.visible_to(self.user).filter(there).order_by(*NEWEST)

    @property
    def directives(self):
        return Directive.objects.visible_to(self.user)

    @property
    def kept_to(self):
        """What was said there without an answer being asked for; the newest first."""
        return self.directives.filter(self.given_there).to_keep_to().order_by(*NEWEST)

    @cached_property
    def orders(self):
        """`OpenOrders` of each kind; an order stands once, where it is nearest."""
        found, seen = [], set()
        for kind, condition in self.asked:
            self._read(kind, condition, seen)
            seen.update(kind.keys)
            found.append(kind)
        return found

    def _read(self, kind, condition, seen):
        rows = self.directives.unfinished().filter(condition).order_by(*NEWEST)
        keys = {}
        for key, code in rows.values_list("pk", "dimension_links__dimension__code"):
            if key not in seen:
                keys[key] = None
                kind.dimensions[code or ""] += 1
        kind.keys = list(keys)


def directives_of(rows):
    """The directives that rows join to units."""
    return Q(pk__in=rows.order_by().values("directive"))


def given_by_visit(user, visits):
    """Visit key -> number of directives given there."""
    rows = Directive.objects.visible_to(user).filter(visit__in=visits).order_by()
    return Counter(dict(rows.values_list("visit").annotate(Count("pk"))))


class UnitPlace(Place):
    """A unit with its sub-units and predecessors, and the provinces in which it works."""

    def __init__(self, unit, user):
        super().__init__(user)
        self.unit, self.name, self.there = unit, unit.name, f"unit={unit.pk}"
        self.address = reverse("unit_before", args=[unit.pk])
        self.units = list(Unit.objects.family_of(unit.pk).order_by().values_list("pk", flat=True))

    @cached_property
    def visits(self):
        return Visit.objects.visible_to(self.user).filter(unit__in=self.units)

    @cached_property
    def responsible_for(self):
        rows = Responsibility.objects.filter(unit=self.unit).select_related("province")
        return [row.province for row in rows.order_by("province__sort_key")]

    @cached_property
    def area(self):
        """The provinces that it answers for, else the one where it stands."""
        if self.responsible_for or self.unit.kind in CENTRAL or not self.unit.province_id:
            return self.responsible_for
        return [self.unit.province]

    @property
    def facts(self):
        unit = self.unit
        names = ", ".join(str(row) for row in self.responsible_for)
        return [
            ("ต้นสังกัด", unit.parent.label if unit.parent else ""),
            ("ที่ตั้ง", unit.province.title if unit.province else ""),
            ("รับผิดชอบ", f"{len(self.responsible_for)} จังหวัด: {names}" if names else ""),
        ]

    @property
    def visits_address(self):
        return f"/reports/units/?{self.there}"

    @property
    def given_there(self):
        """By keys of visits, which an index finds; joined, the whole register would be read."""
        return Q(visit__in=Visit.objects.order_by().filter(unit__in=self.units).values("pk"))

    @property
    def asked(self):
        register, key = reverse("directives"), self.unit.pk
        given, about = (model.objects.filter(unit__in=self.units) for model in (Assignment, DirectiveAbout))
        yield OpenOrders("มอบหมายแก่หน่วยงานนี้", f"{register}?answerer={key}"), directives_of(given)
        yield OpenOrders("ให้ไว้ ณ หน่วยงานนี้ แก่หน่วยงานอื่น", f"{register}?{self.there}"), self.given_there
        yield OpenOrders("เกี่ยวกับหน่วยงานนี้", f"{register}?about={key}"), directives_of(about)
        if self.area:
            yield OpenOrders(f"ในพื้นที่{self._area_name}", f"{register}?{self._area_asked}"), self._in_area

    @property
    def _area_name(self):
        return self.area[0].title if len(self.area) == 1 else f" {len(self.area)} จังหวัดที่รับผิดชอบ"

    @property
    def _area_asked(self):
        if self.responsible_for:
            return f"centre={self.unit.pk}"
        return f"province={self.area[0].code}"

    @property
    def _in_area(self):
        keys = [row.pk for row in self.area]
        given = Assignment.objects.filter(unit__province__in=keys)
        there = Visit.objects.order_by().filter(province__in=keys)
        return Q(visit__in=there.values("pk")) | directives_of(given)


class ProvincePlace(Place):
    def __init__(self, province, user):
        super().__init__(user)
        self.province, self.name, self.there = province, province.title, f"province={province.code}"
        self.address = reverse("province_before", args=[province.code])
        there = Unit.objects.order_by().filter(province=province)
        self.units = list(there.values_list("pk", flat=True))

    @cached_property
    def visits(self):
        return Visit.objects.visible_to(self.user).filter(province=self.province)

    @property
    def facts(self):
        province = self.province
        rows = Unit.objects.visible_to(self.user).existing_on(self.today).responsible_for(province)
        return [
            ("ภาค", province.get_region_display()),
            ("กลุ่มจังหวัด", province.cluster),
            ("รับผิดชอบโดย", ", ".join(unit.label for unit in rows.order_by("sort_key"))),
        ]

    @property
    def visits_address(self):
        return f"/reports/register/?{self.there}&status=done"

    @property
    def given_there(self):
        return Q(visit__in=Visit.objects.order_by().filter(province=self.province).values("pk"))

    @property
    def asked(self):
        register = reverse("directives")
        given, about = (model.objects.filter(unit__in=self.units) for model in (Assignment, DirectiveAbout))
        yield OpenOrders("ให้ไว้ในจังหวัดนี้", f"{register}?{self.there}"), self.given_there
        to = OpenOrders("มอบหมายแก่หน่วยงานในจังหวัดนี้ จากที่อื่น", of_units=given, register=f"{register}?answerer=")
        yield to, directives_of(given)
        of = OpenOrders("เกี่ยวกับหน่วยงานในจังหวัดนี้", of_units=about, register=f"{register}?about=")
        yield of, directives_of(about)

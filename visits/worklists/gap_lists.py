"""Visits that lack something a report needs, and units where nobody has been."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from officials.models import User
from units.models import Kind, Unit, UnitQuerySet
from visits.models import Attendance, Directive, DirectiveDimension, Role, Visit
from visits.models.visit_queryset import VisitQuerySet
from visits.reports.unit_families import families

_at_visit = Attendance.objects.filter(visit=OuterRef("pk")).order_by()
_dimensions = DirectiveDimension.objects.filter(directive=OuterRef("pk")).order_by()
_directives = Directive.objects.filter(visit=OuterRef("pk")).order_by()


@dataclass(frozen=True)
class Lack:
    """Something that visits may lack."""

    label: str
    condition: Q


def first(rows: QuerySet, key: str) -> Subquery:
    """The key of the first row of another query's row, null where there is none.

    Asked whether there is any, PostgreSQL reads the rows of all years for the visits of one.
    """
    return Subquery(rows.values(key)[:1])


LACKS = {
    "lead": Lack("ไม่มีหัวหน้าคณะ", Q(IsNull(first(_at_visit.filter(role=Role.LEAD), "visit"), True))),
    "position": Lack("มีผู้ที่ไม่ระบุตำแหน่ง", Q(Exists(_at_visit.filter(position="")))),
    "summary": Lack("ไม่มีสรุปผลการตรวจเยี่ยม", Q(summary="")),
    "dimension": Lack(
        "มีข้อสั่งการที่ไม่ระบุมิติ",
        Q(IsNull(first(_directives.filter(IsNull(first(_dimensions, "directive"), True)), "visit"), False)),
    ),
}


def lacking(visits: VisitQuerySet, code: str) -> VisitQuerySet:
    """The visits that took place and lack one thing."""
    return visits.counted().filter(LACKS[code].condition)


def without_own_visit(kind: Kind, on: date, seen: Callable[[Any], Any]) -> UnitQuerySet:
    """Units of a kind that exist on a day and have no visit that took place themselves; `seen` leaves what somebody sees."""
    return seen(Unit.objects.existing_on(on).filter(kind=kind)).filter(~Exists(taken_place_at_unit(seen)))


def unvisited_units(user: User, kind: Kind, on: date) -> list[int]:
    """Keys of those of `without_own_visit` whose families were not visited either; three queries."""

    def seen(rows: Any) -> Any:
        return rows.visible_to(user)

    keys = list(without_own_visit(kind, on, seen).values_list("pk", flat=True))
    visited = set(
        Unit.objects.order_by().filter(Exists(taken_place_at_unit(seen))).values_list("pk", flat=True)
    )
    known = families(keys)
    return [key for key in keys if not known[key] & visited]


def taken_place_at_unit(seen: Callable[[Any], Any]) -> VisitQuerySet:
    """Visits that took place at the unit of another query. One is enough; there are 400 times as many visits as units."""
    return seen(Visit.objects.order_by()).counted().filter(unit=OuterRef("pk"))

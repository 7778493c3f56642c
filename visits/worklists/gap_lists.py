"""Visits that lack something a report needs, and units where nobody has been."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from officials.models import User
from units.models import Kind, Unit
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


LACKS = {
    "lead": Lack("ไม่มีหัวหน้าคณะ", Q(~Exists(_at_visit.filter(role=Role.LEAD)))),
    "position": Lack("มีผู้ที่ไม่ระบุตำแหน่ง", Q(Exists(_at_visit.filter(position="")))),
    "summary": Lack("ไม่มีสรุปผลการตรวจเยี่ยม", Q(summary="")),
    "dimension": Lack("มีข้อสั่งการที่ไม่ระบุมิติ", Q(Exists(_directives.filter(~Exists(_dimensions))))),
}


def lacking(visits: VisitQuerySet, code: str) -> VisitQuerySet:
    """The visits that took place and lack one thing."""
    return visits.counted().filter(LACKS[code].condition)


def unvisited_units(user: User, kind: Kind, on: date) -> list[Unit]:
    """Units of a kind that exist on a day and have no visit that took place, nor any unit of their families; three queries."""
    units = list(
        Unit.objects.visible_to(user).existing_on(on).filter(kind=kind).select_related("province", "parent")
    )
    # A visit of each unit is enough; there are 400 times as many visits as units.
    at_unit = Visit.objects.visible_to(user).counted().order_by().filter(unit=OuterRef("pk"))
    visited = set(Unit.objects.order_by().filter(Exists(at_unit)).values_list("pk", flat=True))
    known = families(unit.pk for unit in units)
    return [unit for unit in units if not known[unit.pk] & visited]

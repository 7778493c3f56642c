"""Whole groups of units that an order can go to at once: who they are is a rule, not a list."""

from dataclasses import dataclass

from django.db.models import Count, Q

from units.models import Kind, Region, Unit


@dataclass(frozen=True)
class Group:
    """`name` is what stays on each row as `via`; `count` is shown before any row is made."""

    key: str
    name: str
    count: int

    @property
    def label(self):
        return f"{self.name} ({self.count} หน่วยงาน)"


OFFICES = Kind.PROVINCIAL_OFFICE


def groups(user, on):
    """The groups that have members on a day, in three queries."""
    units = Unit.objects.visible_to(user).existing_on(on)
    found = [
        Group("offices", "สอจ. ทุกจังหวัด", units.filter(kind=OFFICES).count()),
        Group("centres", "ศูนย์ส่งเสริมอุตสาหกรรมภาคทุกแห่ง", units.filter(kind=Kind.REGIONAL_CENTRE).count()),
        *_by_region(units),
        *_by_centre(units),
    ]
    return [group for group in found if group.count]


def _by_region(units):
    counts = units.filter(kind=OFFICES).order_by().values_list("province__region").annotate(Count("pk"))
    return [Group(f"region:{code}", f"สอจ. ใน{Region(code).label}", count) for code, count in counts if code]


def _by_centre(units):
    office = Q(responsibilities__province__units__kind=OFFICES)
    centres = units.filter(kind=Kind.REGIONAL_CENTRE).annotate(
        offices=Count("responsibilities__province__units", filter=office, distinct=True)
    )
    return [Group(f"centre:{row.pk}", f"สอจ. ในพื้นที่ {row.label}", row.offices) for row in centres]


def members(key, user, on):
    """The units of a group on a day; none for an unknown key."""
    units = Unit.objects.visible_to(user).existing_on(on)
    rule, _, value = key.partition(":")
    if rule == "offices":
        return units.filter(kind=OFFICES)
    if rule == "centres":
        return units.filter(kind=Kind.REGIONAL_CENTRE)
    if rule == "region":
        return units.filter(kind=OFFICES, province__region=value)
    if rule == "centre" and value.isdecimal():
        return units.filter(kind=OFFICES, province__responsibilities__unit=int(value))
    return units.none()

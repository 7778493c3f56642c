"""Visits as entries of a feed, and a mark that changes whenever one of them would read differently."""

import hashlib

from django.db.models import Max, OuterRef, Subquery

from config.thai.dates import thai_date
from visits.calendar.ical import Entry
from visits.models import Attendance, Role, Status, Visit

PIECE = 500
SIGNS = {Status.TENTATIVE: "(ร่างกำหนดการ) ", Status.POSTPONED: "(เลื่อน) ", Status.CANCELLED: "(ยกเลิก) "}
# What an entry is made of, and what tells that one of it changed: the versions count every save.
OWN = ["version", "title", "status", "place", "starts_on", "ends_on", "start_time", "end_time"]
READ = [
    *OWN,
    *(f"unit__{name}" for name in ("name", "short_name")),
    *(f"province__{name}" for name in ("code", "name", "latitude", "longitude")),
]
VERSIONS = ["pk", "version", "unit__version", "province__version", "moved_to_on"]


def mark(visits, user, *more):
    """An ETag: of the rows of visits and leads that the feed is made of."""
    found = hashlib.sha256(repr(more).encode())
    rows = visits.with_moves(user).order_by("pk").values_list(*VERSIONS)
    for row in rows.iterator(chunk_size=5000):
        found.update(repr(row).encode())
    for row in leads_of(visits).order_by("pk").values_list("pk", "version").iterator(chunk_size=5000):
        found.update(repr(row).encode())
    return f'"{found.hexdigest()[:32]}"'


def leads_of(visits):
    return Attendance.objects.filter(role=Role.LEAD, visit__in=visits.order_by().values("pk"))


def entries(visits, user, address_of):
    """Entries in the order of days; `address_of` makes a full address out of a path."""
    rows = with_changes(visits).select_related("unit", "province").only(*READ)
    rows = rows.with_lead().with_moves(user).in_order()
    for visit in rows.iterator(chunk_size=PIECE):
        yield entry(visit, address_of)


def with_changes(visits):
    """When each was last saved, out of its history."""
    saved = Visit.history.model.objects.filter(id=OuterRef("pk")).order_by().values("id")
    return visits.annotate(changed_at=Subquery(saved.annotate(last=Max("history_date")).values("last")))


def entry(visit, address_of):
    return Entry(
        uid=f"visit-{visit.pk}@field-visits",
        title=f"{SIGNS.get(visit.status, '')}{visit.unit.label}{_led(visit)}",
        status=visit.status,
        starts_on=visit.starts_on,
        ends_on=visit.ends_on,
        start_time=visit.start_time,
        end_time=visit.end_time,
        url=address_of(visit.get_absolute_url()),
        location=_location(visit),
        point=_point(visit.province),
        description=_description(visit),
        sequence=visit.version,
        changed_at=visit.changed_at,
    )


def _led(visit):
    return "".join(f" – {lead.name or lead.position}" for lead in visit.leads)


def _location(visit):
    parts = [visit.place, visit.unit.name, visit.province.title if visit.province else ""]
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _point(province):
    """The seat of the province: near enough for a map on a telephone."""
    if province is None or province.latitude is None or province.longitude is None:
        return None
    return province.latitude, province.longitude


def _description(visit):
    lines = [visit.title, f"สถานะ: {visit.get_status_display()}"]
    lines += [f"หัวหน้าคณะ: {lead.name} {lead.position}".strip() for lead in visit.leads]
    if visit.moved_to_on:
        lines.append(f"เลื่อนไปวันที่ {thai_date(visit.moved_to_on)}")
    return "\n".join(filter(None, lines))

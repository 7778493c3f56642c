"""Who goes along: several people added at once, the party of another stop copied, the next stop prepared."""

from collections.abc import Iterable
from typing import Any

from officials.models import Official
from visits.models import Attendance, Role, Trip, Visit


def join(visit: Visit, officials: Iterable[Official], role: str) -> list[Official]:
    """Adds people in the order given, with name and position of the visit's day; returns those who were there."""
    present = set(visit.attendances.values_list("official", flat=True))
    # Hosts are numbered apart from lead, companions and guests.
    rows = visit.attendances.hosts() if role == Role.HOST else visit.attendances.party()
    order, already_present = max(rows.values_list("order", flat=True), default=0) + 1, []
    for official in officials:
        if official.pk in present:
            already_present.append(official)
            continue
        present.add(official.pk)
        row = Attendance(visit=visit, official=official, role=role, order=order)
        row.freeze()
        row.save()
        order += 1
    return already_present


def party_of(visit: Visit) -> list[Attendance]:
    """Lead and companions as unsaved rows: what is copied to another stop."""
    rows = visit.attendances.select_related("official").filter(role__in=[Role.LEAD, Role.COMPANION])
    return [
        Attendance(
            official=row.official,
            role=row.role,
            name=row.name,
            position=row.position,
            is_unconfirmed=row.is_unconfirmed,
            appointment_id=row.appointment_id,
            order=row.order,
            on_behalf_of=row.on_behalf_of,
        )
        for row in rows
    ]


def copy_party(source: Visit, visit: Visit) -> None:
    """Copies those who are not there yet; on another day the position of that day is proposed anew."""
    present = set(visit.attendances.exclude(official=None).values_list("official", flat=True))
    has_lead = visit.attendances.filter(role=Role.LEAD).exists()
    for row in party_of(source):
        if row.official_id in present:
            continue
        row.visit = visit
        row.role = Role.COMPANION if has_lead and row.role == Role.LEAD else row.role
        if source.starts_on != visit.starts_on and row.official:
            row.name = row.position = ""
        row.freeze()
        row.save()


def next_stop(visit: Visit) -> dict[str, Any]:
    """Field values of the stop that follows on the same day of the same journey."""
    same_day = Visit.objects.filter(trip=visit.trip, starts_on=visit.starts_on) if visit.trip else [visit]
    return {
        "trip": visit.trip,
        "starts_on": visit.starts_on,
        "sequence": max(stop.sequence for stop in same_day) + 1,
        "status": visit.status,
        "others_party": visit.others_party,
    }


def trip_of(visit: Visit) -> Trip:
    """The journey of a visit; created where a second stop first asks for one."""
    if not visit.trip:
        place = visit.province.title if visit.province else visit.unit.name
        visit.trip = Trip.objects.create(title=f"ลงพื้นที่{place} {visit.days}")
        visit.save(update_fields=["trip"])
    return visit.trip

"""Who goes along: several people added at once, the party of another stop copied, the next stop prepared."""

from visits.models import Attendance, Role, Trip, Visit


def next_order(visit, role):
    """Hosts are numbered apart from lead, companions and guests."""
    rows = visit.attendances.hosts() if role == Role.HOST else visit.attendances.party()
    return max(rows.values_list("order", flat=True), default=0) + 1


def join(visit, officials, role):
    """Adds those not yet there, higher posts first, with name and position of the visit's day."""
    there = set(visit.attendances.values_list("official", flat=True))
    new = [official for official in officials if official.pk not in there]
    new.sort(key=lambda official: official.position_on(visit.starts_on).rank)
    for order, official in enumerate(new, start=next_order(visit, role)):
        row = Attendance(visit=visit, official=official, role=role, order=order)
        row.freeze()
        row.save()


def party_of(visit):
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


def copy_party(source, visit):
    """Copies those not yet there; on another day the position of that day is proposed anew."""
    there = set(visit.attendances.exclude(official=None).values_list("official", flat=True))
    led = visit.attendances.filter(role=Role.LEAD).exists()
    for row in party_of(source):
        if row.official_id in there:
            continue
        row.visit = visit
        row.role = Role.COMPANION if led and row.role == Role.LEAD else row.role
        if source.starts_on != visit.starts_on and row.official:
            row.name = row.position = ""
        row.freeze()
        row.save()


def next_stop(visit):
    """Field values of the stop that follows on the same day of the same journey."""
    same_day = Visit.objects.filter(trip=visit.trip, starts_on=visit.starts_on) if visit.trip else [visit]
    return {
        "trip": visit.trip,
        "starts_on": visit.starts_on,
        "sequence": max(stop.sequence for stop in same_day) + 1,
        "status": visit.status,
        "others_party": visit.others_party,
    }


def joined_in_trip(visit):
    """The journey of a visit; made where a second stop first asks for one."""
    if not visit.trip:
        place = visit.province.title if visit.province else visit.unit.name
        visit.trip = Trip.objects.create(title=f"ลงพื้นที่{place} {visit.days}")
        visit.save(update_fields=["trip"])
    return visit.trip

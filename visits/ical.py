"""iCalendar out of plain values: written event by event, so that a feed of any length streams. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vUri

BANGKOK = ZoneInfo("Asia/Bangkok")
PRODUCT = "-//Ministry of Industry//Field visits//TH"
# A time without an end: as long as a visit usually takes.
USUAL_LENGTH = timedelta(hours=1)
# How often a program should ask again; many ask seldomer, whatever is said here.
READ_AGAIN = timedelta(hours=1)
STATUSES = {"tentative": "TENTATIVE", "postponed": "CANCELLED", "cancelled": "CANCELLED"}


@dataclass(frozen=True)
class Entry:
    """One visit as a calendar on a telephone shows it."""

    uid: str
    title: str
    status: str
    starts_on: date
    ends_on: date
    url: str
    start_time: time | None = None
    end_time: time | None = None
    location: str = ""
    point: tuple[float, float] | None = None
    description: str = ""
    sequence: int = 0
    changed_at: datetime | None = None


def written(name, entries):
    """The file in pieces of bytes: head with the zone, events, foot."""
    head, foot = _frame(name)
    yield head
    for entry in entries:
        yield event(entry).to_ical()
    yield foot


def event(entry):
    found = Event()
    found.add("uid", entry.uid)
    found.add("dtstamp", _stamp(entry))
    found.add("summary", entry.title)
    _add_days(found, entry)
    found.add("status", STATUSES.get(entry.status, "CONFIRMED"))
    found.add("sequence", entry.sequence)
    found.add("url", vUri(entry.url))
    _add_known(found, entry)
    return found


def _add_days(found, entry):
    if entry.start_time is None:
        found.add("dtstart", entry.starts_on)
        found.add("dtend", entry.ends_on + timedelta(days=1))
        found.add("transp", "TRANSPARENT")
        return
    start = datetime.combine(entry.starts_on, entry.start_time, BANGKOK)
    found.add("dtstart", start)
    found.add("dtend", _end(entry, start))


def _end(entry, start):
    """After the start always: some readers drop an event without length."""
    if entry.end_time:
        end = datetime.combine(entry.ends_on, entry.end_time, BANGKOK)
    else:
        end = datetime.combine(entry.ends_on, entry.start_time, BANGKOK) + USUAL_LENGTH
    return end if end > start else start + USUAL_LENGTH


def _add_known(found, entry):
    if entry.changed_at:
        found.add("last-modified", entry.changed_at.astimezone(UTC))
    if entry.location:
        found.add("location", entry.location)
    if entry.point:
        found.add("geo", entry.point)
    if entry.description:
        found.add("description", entry.description)


def _stamp(entry):
    """Without a method the stamp tells when the event last changed; a constant where nobody knows."""
    known = entry.changed_at or datetime.combine(entry.starts_on, time(), BANGKOK)
    return known.astimezone(UTC)


def _frame(name):
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", BANGKOK.key)
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(READ_AGAIN))
    calendar.add_component(_zone())
    foot = b"END:VCALENDAR\r\n"
    return calendar.to_ical().removesuffix(foot), foot


def _zone():
    """Thailand has kept seven hours ahead since 1920."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1920, 4, 1))  # noqa: DTZ001 - a zone's own start is local
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone = Timezone()
    zone.add("tzid", BANGKOK.key)
    zone.add_component(standard)
    return zone

"""iCalendar out of plain values, written in pieces, so that a feed of any length streams. Pure.

The frame is icalendar's; events are written here, for a feed of 20,000 in a tenth of the time (decision 0011).
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, TimezoneStandard, vDuration

BANGKOK = ZoneInfo("Asia/Bangkok")
PRODUCT = "-//Ministry of Industry//Field visits//TH"
# A time without an end: as long as a visit usually takes.
USUAL_LENGTH = timedelta(hours=1)
# How often a program should ask again; many ask seldomer, whatever is said here.
READ_AGAIN = timedelta(hours=1)
STATUSES = {"tentative": "TENTATIVE", "postponed": "CANCELLED", "cancelled": "CANCELLED"}
PIECE = 100
LONGEST_LINE = 75
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# What would end a line for one reader or another, and has no meaning in a sentence.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
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
    entries = iter(entries)
    while piece := list(islice(entries, PIECE)):
        yield b"".join(map(event, piece))
    yield foot


def event(entry):
    lines = ["BEGIN:VEVENT", *_properties(entry), "END:VEVENT"]
    return b"".join(map(folded, lines))


def _properties(entry):
    yield f"UID:{text(entry.uid)}"
    yield f"DTSTAMP:{_utc(_stamp(entry))}"
    yield f"SUMMARY:{text(entry.title)}"
    yield from _days(entry) if entry.start_time is None else _hours(entry)
    yield f"STATUS:{STATUSES.get(entry.status, 'CONFIRMED')}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"URL:{entry.url}"
    if entry.changed_at:
        yield f"LAST-MODIFIED:{_utc(entry.changed_at)}"
    if entry.location:
        yield f"LOCATION:{text(entry.location)}"
    if entry.point:
        yield "GEO:{:.6f};{:.6f}".format(*entry.point)
    if entry.description:
        yield f"DESCRIPTION:{text(entry.description)}"


def _days(entry):
    """The end is the day after the last."""
    yield f"DTSTART;VALUE=DATE:{entry.starts_on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.ends_on + timedelta(days=1):%Y%m%d}"
    yield "TRANSP:TRANSPARENT"


def _hours(entry):
    start = datetime.combine(entry.starts_on, entry.start_time)
    yield f"DTSTART;TZID={BANGKOK.key}:{start:%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID={BANGKOK.key}:{_end(entry, start):%Y%m%dT%H%M%S}"


def _end(entry, start):
    """After the start always: some readers drop an event without length."""
    end = datetime.combine(entry.ends_on, entry.end_time or entry.start_time)
    if not entry.end_time:
        end += USUAL_LENGTH
    return end if end > start else start + USUAL_LENGTH


def _stamp(entry):
    """Without a method the stamp tells when the event last changed; a constant where nobody knows."""
    return entry.changed_at or datetime.combine(entry.starts_on, time(), BANGKOK)


def _utc(moment):
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def text(words):
    return CONTROLS.sub("", words.replace("\r\n", "\n")).translate(ESCAPES)


def folded(line):
    """Lines of at most 75 bytes, further ones beginning with a space; no character is cut."""
    rest, parts, room = line.encode(), [], LONGEST_LINE
    while len(rest) > room:
        cut = room
        while rest[cut] & 0xC0 == 0x80:
            cut -= 1
        parts.append(rest[:cut])
        rest, room = rest[cut:], LONGEST_LINE - 1
    return b"\r\n ".join([*parts, rest]) + b"\r\n"


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

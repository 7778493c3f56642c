"""Calendar files (RFC 5545) out of plain values; icalendar writes them. Needs no database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Event

BANGKOK = ZoneInfo("Asia/Bangkok")
PRODUCT = "-//Ministry of Industry//Field visits//TH"
# A time without an end: as long as a visit usually takes.
USUAL_LENGTH = timedelta(hours=1)
# How often a program should ask again; many ask seldomer, whatever is said here.
READ_AGAIN = timedelta(hours=1)
STATUSES = {"tentative": "TENTATIVE", "postponed": "CANCELLED", "cancelled": "CANCELLED"}
# What would end a line for one reader or another, and has no meaning in a sentence.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class FeedEntry:
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


def calendar_file(name: str, entries: Iterable[FeedEntry], description: str = "") -> bytes:
    """The whole file: name and description of the calendar, the time zone, one event for each entry."""
    from icalendar import Calendar, Timezone, vDuration  # loaded with the first file: pages do without

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    if description:
        calendar.add("x-wr-caldesc", description)
    calendar.add("x-wr-timezone", BANGKOK.key)
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(READ_AGAIN))
    calendar.add_component(Timezone.from_tzid(BANGKOK.key))
    for entry in entries:
        calendar.add_component(event_of(entry))
    return calendar.to_ical()


def event_of(entry: FeedEntry) -> "Event":
    """One entry as an event of the file."""
    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    # Without a method the stamp tells when the event last changed; a constant where nobody knows.
    event.add("dtstamp", entry.changed_at or datetime.combine(entry.starts_on, time(), BANGKOK))
    event.add("summary", _text(entry.title))
    if entry.start_time is None:
        event.add("dtstart", entry.starts_on)
        # The end is the day after the last.
        event.add("dtend", entry.ends_on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        start = datetime.combine(entry.starts_on, entry.start_time, BANGKOK)
        event.add("dtstart", start)
        end = datetime.combine(entry.ends_on, entry.end_time or entry.start_time, BANGKOK)
        if not entry.end_time:
            end += USUAL_LENGTH
        # After the start always: some readers drop an event without length.
        event.add("dtend", end if end > start else start + USUAL_LENGTH)
    event.add("status", STATUSES.get(entry.status, "CONFIRMED"))
    event.add("sequence", entry.sequence)
    event.add("url", entry.url)
    if entry.changed_at:
        event.add("last-modified", entry.changed_at)
    if entry.location:
        event.add("location", _text(entry.location))
    if entry.point:
        event.add("geo", entry.point)
    if entry.description:
        event.add("description", _text(entry.description))
    return event


def _text(words: str) -> str:
    return CONTROLS.sub("", words.replace("\r\n", "\n"))

"""Calendar files read by two parsers that know nothing of each other."""

import icalendar
import vobject
from icalendar.parser import Contentline, Contentlines


def events(content):
    """Of icalendar at its strictest: every line by the letter of the standard, no property left unread."""
    for line in Contentlines.from_ical(content):
        if line:
            Contentline(line, strict=True).parts()
    calendar = icalendar.Calendar.from_ical(content)
    assert [fault for part in calendar.walk() for fault in part.errors] == []
    return calendar.walk("VEVENT")


NAMES = ["uid", "summary", "status", "sequence", "url", "location", "description", "transp"]


def event_facts(event):
    """What stands in an event, by the names of its properties."""
    plain = {name: str(event[name]) for name in NAMES if name in event}
    return plain | {name: event.decoded(name) for name in ("dtstart", "dtend")}


def facts_by_vobject(content):
    """The same of every event, read by vobject."""
    return [
        _facts_of_vobject(event) for event in getattr(vobject.readOne(content.decode()), "vevent_list", [])
    ]


def _facts_of_vobject(event):
    names = [*NAMES, "dtstart", "dtend"]
    return {name: event.contents[name][0].value for name in names if name in event.contents}

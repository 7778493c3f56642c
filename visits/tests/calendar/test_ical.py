"""The calendar file: read back by the strict parser of the library that writes it, and by a second one."""

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as some

from visits.calendar.ical import BANGKOK, FeedEntry, calendar_file
from visits.tests.calendar.calendar_files import event_facts, events, facts_by_vobject

DAY = date(2023, 1, 28)


def an_entry(**fields):
    values = {"uid": "visit-1@field-visits", "title": "ศภ.1", "status": "done", "starts_on": DAY}
    return FeedEntry(**{**values, "ends_on": DAY, "url": "https://example.go.th/visits/1/", **fields})


def one_file(*entries):
    return calendar_file("การตรวจเยี่ยม", entries)


def test_a_day_without_a_time_is_a_whole_day_that_ends_on_the_next():
    [event] = events(one_file(an_entry(ends_on=DAY + timedelta(days=2))))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (DAY, date(2023, 1, 31))


def test_a_time_is_in_bangkok_and_without_an_end_takes_an_hour():
    [event] = events(one_file(an_entry(start_time=time(9))))
    assert event["dtstart"].params["TZID"] == "Asia/Bangkok"
    assert event.decoded("dtend") == datetime(2023, 1, 28, 10, tzinfo=BANGKOK)


def test_plans_are_tentative_and_what_was_called_off_is_cancelled():
    statuses = ["tentative", "confirmed", "done", "postponed", "cancelled"]
    found = events(one_file(*(an_entry(status=status) for status in statuses)))
    written = [str(event["status"]) for event in found]
    assert written == ["TENTATIVE", "CONFIRMED", "CONFIRMED", "CANCELLED", "CANCELLED"]


def test_no_line_is_longer_than_75_bytes_and_none_cuts_a_character():
    content = one_file(an_entry(title="น้ำตาลทรายขาวบริสุทธิ์" * 30, description="ก" * 999 + "\nข;,\\"))
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]
    [event] = events(content)
    assert event["summary"] == "น้ำตาลทรายขาวบริสุทธิ์" * 30
    assert event["description"] == "ก" * 999 + "\nข;,\\"


def test_the_zone_is_told_place_and_change_where_known():
    changed = datetime(2023, 2, 1, 3, 4, 5, tzinfo=UTC)
    entry = an_entry(point=(18.79, 98.98), location="เชียงใหม่", sequence=4, changed_at=changed)
    calendar = icalendar.Calendar.from_ical(one_file(entry))
    [zone] = calendar.walk("VTIMEZONE")
    [event] = calendar.walk("VEVENT")
    assert str(zone["tzid"]) == "Asia/Bangkok"
    assert event["geo"].to_ical() == "18.79;98.98"
    assert (event["sequence"], event.decoded("last-modified"), event.decoded("dtstamp")) == (
        4,
        changed,
        changed,
    )


def test_a_second_parser_reads_the_same_events():
    entries = [
        an_entry(title="หนึ่ง; สอง, สาม", location="ห้อง\\ประชุม", description="บรรทัดแรก\nบรรทัดหลัง"),
        an_entry(title="น้ำ" * 40, start_time=time(9), end_time=time(10, 30), status="cancelled"),
    ]
    content = one_file(*entries)
    assert facts_by_vobject(content) == [event_facts(event) for event in events(content)]


# Letters of every length in bytes, marks of the format itself, and what ends a line for one reader or another.
AWKWARD = some.text(alphabet="ก ำ้aé€😀;,:\\\"'=\n\r\t\v\x00\x1c\x85\u2028", max_size=200)


@pytest.mark.generated
@given(AWKWARD, AWKWARD, some.times(), some.integers(0, 40))
def test_any_words_come_back_as_they_were(title, place, clock, days):
    entry = an_entry(title=title, location=place, start_time=clock, ends_on=DAY + timedelta(days=days))
    [event] = events(one_file(entry))
    assert str(event["summary"]) == readable(title)
    assert str(event.get("location", "")) == readable(place)
    assert event.decoded("dtend") > event.decoded("dtstart")


def readable(words):
    return "".join(one for one in words.replace("\r\n", "\n") if one.isprintable() or one in "\n\t")


def test_no_entries_are_a_calendar_all_the_same():
    assert events(one_file()) == []

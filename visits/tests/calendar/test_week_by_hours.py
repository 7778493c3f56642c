"""The week as a grid of hours: what has hours stands at them, all else above; a list by day for all who see no grid."""

from dataclasses import dataclass
from datetime import date, time, timedelta

import pytest

from config.tests.cast import a_visit
from config.tests.html import elements, texts
from visits.calendar.grid import Span
from visits.calendar.hours import days_by_hour, shown_hours

pytestmark = pytest.mark.one_database
MONDAY = date(2023, 1, 23)
WEEK = Span(MONDAY, MONDAY + timedelta(days=6))


@dataclass
class Stop:
    start_time: time | None = None
    end_time: time | None = None
    starts_on: date = MONDAY
    ends_on: date = MONDAY


def blocks(*stops, most=12):
    monday = days_by_hour(WEEK, stops, {}, most)[0]
    return [(block.first, block.last, len(block.entries)) for block in monday.blocks], len(monday.whole)


def test_a_visit_stands_from_the_hour_it_begins_to_the_hour_in_which_it_ends():
    assert blocks(Stop(time(9), time(10, 30)), Stop(time(13, 30), time(15))) == ([(9, 11, 1), (13, 15, 1)], 0)


def test_without_an_end_it_lasts_an_hour_as_in_the_feed():
    assert blocks(Stop(time(9, 30)), Stop(time(23, 30))) == ([(9, 10, 1), (23, 24, 1)], 0)


def test_what_meets_stands_together():
    assert blocks(Stop(time(9), time(12)), Stop(time(10)), Stop(time(11, 30), time(14)), Stop(time(14))) == (
        [(9, 14, 3), (14, 15, 1)],
        0,
    )


def test_without_hours_or_over_several_days_it_stands_above():
    long = Stop(time(9), time(16), ends_on=MONDAY + timedelta(days=1))
    assert blocks(Stop(), long) == ([], 2)


def test_the_hours_of_an_office_are_shown_and_those_beyond_where_a_visit_needs_them():
    days = days_by_hour(WEEK, [], {}, 12)
    assert (shown_hours(days), {day.classes for day in days}) == (range(8, 17), {"empty"})
    early_and_late = [Stop(time(6, 30)), Stop(time(18), time(20, 15))]
    assert shown_hours(days_by_hour(WEEK, early_and_late, {}, 12)) == range(6, 21)


def test_no_more_than_are_asked_for_and_how_many_more():
    monday = days_by_hour(WEEK, [Stop(time(9)), Stop(time(11)), Stop()], {}, 2)[0]
    assert (len(monday.blocks), len(monday.whole), monday.more) == (2, 0, 1)


@pytest.mark.django_db
def test_the_page_is_a_list_by_day_with_places_on_the_grid(as_clerk, centre1, centre6, nattapol):
    visit = a_visit(centre1, "28/01/2566", nattapol, start_time=time(9), end_time=time(11, 30))
    whole = a_visit(centre6, "28/01/2566", status="cancelled", status_reason="ฝนตกหนัก")
    page = as_clerk.get("/calendar/week/2023-01-28/")
    assert texts(page, "h2")[6].split() == ["เสาร์", "28", "ม.ค.", "2566", "+"]
    [(_, words)] = elements(page, "div", **{"class": "block day-7 from-9 to-12"})
    assert words == "● 09.00-11.30 น. ณัฐพล ศภ.1 (ร่าง)"
    assert texts(page, "div", **{"class": "whole day-7"}) == ["✕ ศภ.6"]
    entries = [attrs["href"] for attrs, _ in elements(page, "a", class_="entry")]
    assert entries == [f"/visits/{whole.pk}/", f"/visits/{visit.pk}/"]
    assert len(elements(page, "div", **{"class": "hour from-8"})) == 1

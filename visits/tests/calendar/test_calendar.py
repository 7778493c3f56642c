from dataclasses import dataclass
from datetime import date

import pytest

from visits.calendar.grid import Day, Month, Span, grid, heat, week_of_days


@dataclass
class Planned:
    starts_on: date
    ends_on: date


def on(first, last=None):
    return Planned(first, last or first)


def days_with(weeks, entry):
    return [day.date for week in weeks for day in week if entry in entries(day)]


def entries(day):
    return [*(bar.entry for bar in day.bars if bar), *day.singles]


def test_a_year_of_either_era_is_read_as_the_same_month():
    assert Month.read(2566, 1) == Month.read(2023, 1) == Month(2023, 1)


@pytest.mark.parametrize(
    ("year", "number"), [(2023, 0), (2023, 13), (2566, 13), (1, 1), (9999, 1), (1956, 12), (2158, 1)]
)
def test_a_month_that_no_visit_can_have_is_none(year, number):
    assert Month.read(year, number) is None


def test_months_follow_each_other_over_the_turn_of_the_year():
    assert Month(2023, 1).shifted(-1) == Month(2022, 12)
    assert Month(2022, 12).shifted(1) == Month(2023, 1)


def test_before_the_first_and_after_the_last_month_there_is_none():
    assert Month(1957, 1).shifted(-1) is None
    assert Month(2157, 12).shifted(1) is None


def test_the_grid_is_whole_weeks_from_sunday_to_saturday():
    weeks = grid(Month(2023, 1), [])
    assert weeks[0][0].date == date(2023, 1, 1)
    assert weeks[-1][-1].date == date(2023, 2, 4)
    assert [day.date.day for day in weeks[-1] if not day.in_month] == [1, 2, 3, 4]


def test_a_visit_of_several_days_stands_in_each_of_them():
    visit = on(date(2023, 1, 27), date(2023, 1, 29))
    assert days_with(grid(Month(2023, 1), [visit]), visit) == [date(2023, 1, day) for day in (27, 28, 29)]


def test_a_visit_longer_than_the_month_stands_in_every_day_of_the_grid():
    visit = on(date(2022, 1, 1), date(2024, 1, 1))
    assert len(days_with(grid(Month(2023, 1), [visit]), visit)) == 35


def test_a_holiday_stands_in_its_day():
    weeks = grid(Month(2023, 1), [], {date(2023, 1, 2): "ชดเชยวันสิ้นปี"})
    assert [day.holiday for day in weeks[0]] == [None, "ชดเชยวันสิ้นปี", *[None] * 5]


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (3, 3), (4, 4), (5, 3), (300, 3)])
def test_three_visits_are_shown_and_a_fourth_rather_than_a_line_about_it(count, shown):
    day = Day(date(2023, 1, 1), True, singles=[on(date(2023, 1, 1))] * count)
    assert (len(day.shown), day.more) == (shown, count - shown)


MONDAY_TO_SUNDAY = Span(date(2023, 1, 2), date(2023, 1, 8)).days


def bars(entries):
    """The lengths of the bars in each day of a week, height by height; None where a place is kept free."""
    week = week_of_days(MONDAY_TO_SUNDAY, entries)
    return [[bar and bar.length for bar in day.bars] for day in week]


def test_a_visit_of_several_days_is_one_bar_as_long_as_its_days_within_the_week():
    assert bars([on(date(2023, 1, 6), date(2023, 1, 12))]) == [[], [], [], [], [3], [0], [0]]


def test_bars_run_level_and_leave_a_place_free_above_them():
    first, second = on(date(2023, 1, 2), date(2023, 1, 4)), on(date(2023, 1, 4), date(2023, 1, 5))
    assert bars([first, second]) == [[3], [0], [0, 2], [None, 0], [], [], []]


def test_a_bar_takes_the_place_that_an_earlier_one_left():
    first, second = on(date(2023, 1, 2), date(2023, 1, 3)), on(date(2023, 1, 4), date(2023, 1, 5))
    assert bars([first, second]) == [[2], [0], [2], [0], [], [], []]


def test_what_finds_no_place_as_a_bar_stands_in_each_of_its_days():
    four = [on(date(2023, 1, 2), date(2023, 1, 3)) for _ in range(4)]
    monday = week_of_days(MONDAY_TO_SUNDAY, four)[0]
    assert (len(monday.bars), len(monday.shown), monday.more) == (3, 1, 0)


def test_bars_and_single_visits_share_the_room_of_a_day():
    week = [on(date(2023, 1, 1), date(2023, 1, 9)), *[on(date(2023, 1, 4))] * 5]
    wednesday = week_of_days(MONDAY_TO_SUNDAY, week)[2]
    assert (len(wednesday.bars), len(wednesday.shown), wednesday.more) == (1, 2, 3)


def test_a_week_begins_on_the_day_the_reader_wants():
    assert Span.week_of(date(2023, 1, 1)).first == date(2023, 1, 1)
    assert Span.week_of(date(2023, 1, 1), first_weekday=0).first == date(2022, 12, 26)


def test_the_first_and_last_week_stay_within_the_calendar():
    assert Span.week_of(date(1957, 1, 1)).days[0] == date(1957, 1, 1)
    assert Span.week_of(date(2157, 12, 31)).days[-1] == date(2157, 12, 31)


def test_a_day_of_the_year_is_the_darker_the_more_visits_it_has():
    rows = [
        on(date(2023, 1, day))
        for day, count in ((1, 1), (2, 2), (3, 4), (4, 7), (5, 50))
        for _ in range(count)
    ]
    [(_, weeks)] = heat([Month(2023, 1)], rows)
    assert [day.shade for day in weeks[0]] == [1, 2, 3, 4, 4, 0, 0]

"""Periods told from today: they move with the clock, and every page understands them alike."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from config.tests.cast import a_visit
from config.tests.html import links, texts
from visits.calendar.feed import feed_filter, first_day
from visits.filters.periods import Period, days_of_period
from visits.filters.visit_filter import VisitFilter
from visits.models import SavedFilter, Status

TODAY = date(2026, 11, 29)


@pytest.fixture
def day(monkeypatch):
    def stand(year, month, number):
        monkeypatch.setattr(timezone, "now", lambda: datetime(year, month, number, 5, tzinfo=UTC))

    stand(2026, 11, 29)
    return stand


@pytest.fixture
def visits(centre1, day):
    days = [
        date(2026, 9, 30),
        date(2026, 10, 1),
        date(2026, 11, 1),
        TODAY,
        date(2026, 12, 29),
        date(2027, 9, 30),
    ]
    return {
        each: a_visit(centre1, each, status=Status.DONE if each <= TODAY else Status.CONFIRMED)
        for each in days
    }


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period.MONTH, date(2026, 11, 1), date(2026, 11, 30)),
        (Period.NEXT_DAYS, TODAY, date(2026, 12, 29)),
        (Period.FISCAL_YEAR, date(2026, 10, 1), date(2027, 9, 30)),
        (Period.YEAR_TO_DATE, date(2026, 10, 1), TODAY),
    ],
)
def test_a_period_is_told_from_today(period, first, last):
    assert days_of_period(period, TODAY) == (first, last)


def test_a_month_ends_on_its_last_day_whatever_its_length():
    ends = {days_of_period(Period.MONTH, date(2026, month, 28))[1].day for month in range(1, 13)}
    assert ends == {28, 30, 31}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("month", [date(2026, 11, 1), TODAY]),
        ("next-30", [TODAY, date(2026, 12, 29)]),
        ("fiscal-year", [date(2026, 10, 1), date(2026, 11, 1), TODAY, date(2026, 12, 29), date(2027, 9, 30)]),
        ("year-to-date", [date(2026, 10, 1), date(2026, 11, 1), TODAY]),
    ],
)
def test_register_and_filter_give_the_visits_of_the_period(visits, as_executive, executive, period, found):
    asked = VisitFilter(f"period={period}", user=executive)
    assert [visit.starts_on for visit in asked.visits.order_by("starts_on")] == found
    shown = links(as_executive.get("/reports/register/", {"period": period}))
    assert {f"/visits/{visits[each].pk}/" for each in found} == {
        one for one in shown if one.startswith("/visits/")
    }


@pytest.mark.django_db
def test_a_saved_filter_stays_true_when_time_goes_on(visits, executive, day):
    saved = SavedFilter.objects.create(owner=executive, name="เดือนนี้", query="period=month")
    assert VisitFilter(saved.query, user=executive).visits.count() == 2
    day(2026, 12, 1)
    assert [visit.starts_on for visit in VisitFilter(saved.query, user=executive).visits] == [
        date(2026, 12, 29)
    ]


@pytest.mark.django_db
def test_the_words_of_a_period_say_its_days(executive, day):
    [words] = VisitFilter("period=month", user=executive).in_words
    assert words == "ช่วงเวลา: เดือนนี้ (1-30 พฤศจิกายน 2569)"


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["yesterday", "MONTH", "month\x00", "ก" * 300, "month&period=next-30"])
def test_another_value_gives_no_rows_and_a_sentence(visits, as_executive, value):
    response = as_executive.get(f"/reports/register/?period={value}")
    assert response.status_code == 200
    assert [one for one in links(response) if one.startswith("/visits/")] == []
    assert [text for text in texts(response, "li") if text.startswith("ช่วงเวลา: ")] != []
    assert as_executive.get(f"/reports/register/report.csv?period={value}").status_code == 400


@pytest.mark.django_db
def test_the_matrix_and_the_annual_summary_show_the_year_in_which_the_period_begins(as_executive, day):
    for report in ("centres", "annual"):
        response = as_executive.get(f"/reports/{report}/", {"period": "month"})
        assert "ปีงบประมาณ พ.ศ. 2570" in texts(response, "h1")[0]


@pytest.mark.django_db
def test_a_feed_begins_where_its_period_does(executive, day):
    assert first_day(feed_filter("period=fiscal-year", executive)) == date(2026, 10, 1)
    assert first_day(feed_filter("", executive)) == TODAY - timedelta(days=400)


@pytest.mark.django_db
def test_the_register_of_directives_shows_six_fields_and_folds_the_others(as_clerk):
    fields = as_clerk.get("/directives/").context["filter"]
    shown = [field.name for field in (*fields.first_fields, *fields.option_fields) if field.name != "exact"]
    assert shown[:4] == ["q", "fiscal_year", "province", "unit"]
    assert {"state", "mine"} <= set(shown)
    assert {"due", "round", "giver", "as_at", "period"} <= {field.name for field in fields.other_fields}
    assert not fields.has_other_values
    assert as_clerk.get("/directives/", {"due": "soon"}).context["filter"].has_other_values

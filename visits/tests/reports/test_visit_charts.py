"""Visits over time: by month beside the year before, or by fiscal year; the same visits as the figures beside the chart."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.tests.cast import a_visit
from config.tests.html import texts
from config.thai.dates import fiscal_year
from visits.filters.visit_filter import VisitFilter
from visits.reports.register import RegisterReport
from visits.reports.visit_charts import TimeAxis, visits_over_time

pytestmark = pytest.mark.django_db


def over_time(query, user):
    return visits_over_time(VisitFilter(query, user=user))


def test_a_fiscal_year_stands_beside_the_year_before(executive, office_lampang):
    for day in ("01/10/2565", "28/01/2566", "30/09/2566", "05/01/2565"):
        a_visit(office_lampang, day)
    a_visit(office_lampang, "29/01/2566", status="confirmed")
    chart = over_time("fiscal_year=2566", executive)
    assert chart.labels == (
        "ต.ค.",
        "พ.ย.",
        "ธ.ค.",
        "ม.ค.",
        "ก.พ.",
        "มี.ค.",
        "เม.ย.",
        "พ.ค.",
        "มิ.ย.",
        "ก.ค.",
        "ส.ค.",
        "ก.ย.",
    )
    this, before = chart.series
    assert (this.name, this.values) == ("ปีงบประมาณ พ.ศ. 2566", (1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1))
    assert (before.name, before.values) == ("ปีงบประมาณ พ.ศ. 2565", (0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0))


def test_the_year_before_has_the_same_filter(executive, office_lampang, centre1):
    a_visit(office_lampang, "28/01/2566")
    a_visit(office_lampang, "28/01/2565")
    a_visit(centre1, "28/01/2565")
    chart = over_time("fiscal_year=2566&province=TH-52", executive)
    assert [sum(series.values) for series in chart.series] == [1, 1]


def test_without_a_time_the_fiscal_years_are_shown(executive, office_lampang):
    for day in ("28/01/2564", "28/01/2566", "28/10/2566"):
        a_visit(office_lampang, day)
    chart = over_time("", executive)
    assert (chart.labels, chart.series[0].values) == (
        ("พ.ศ. 2564", "พ.ศ. 2565", "พ.ศ. 2566", "พ.ศ. 2567"),
        (1, 0, 1, 1),
    )


def test_days_from_and_to_are_months_with_their_year(executive, office_lampang):
    a_visit(office_lampang, "30/01/2566", ends_on=date(2023, 2, 2))
    a_visit(office_lampang, "10/02/2565")
    chart = over_time("from=01/02/2566&to=31/03/2566", executive)
    assert chart.labels == ("ก.พ. 2566", "มี.ค. 2566")
    # What began before the first day and was still going on counts in the first month.
    assert [series.values for series in chart.series] == [(1, 0), (1, 0)]


def test_the_same_time_a_year_before_ends_with_its_month():
    assert TimeAxis(date(2023, 2, 1), date(2024, 2, 29)).a_year_before() == TimeAxis(
        date(2022, 2, 1), date(2023, 2, 28)
    )
    assert TimeAxis(date(2024, 2, 29), date(2025, 2, 28)).a_year_before() == TimeAxis(
        date(2023, 2, 28), date(2024, 2, 29)
    )


def test_page_print_and_pdf_show_it_above_the_register(as_executive, office_lampang):
    a_visit(office_lampang, "28/01/2566")
    for address in ("/reports/register/", "/reports/register/print/"):
        response = as_executive.get(f"{address}?fiscal_year=2566")
        assert texts(response, "figcaption") == ["การตรวจเยี่ยมที่ดำเนินการแล้ว รายเดือนเทียบกับปีก่อน (แห่ง)"]
    assert texts(as_executive.get("/reports/register/?fiscal_year=2560"), "figcaption") == []


def test_only_the_first_page_has_it(as_executive, office_lampang, monkeypatch):
    monkeypatch.setattr(RegisterReport, "per_page", 1)
    a_visit(office_lampang, "28/01/2566")
    a_visit(office_lampang, "29/01/2566")
    assert len(texts(as_executive.get("/reports/register/"), "figcaption")) == 1
    assert texts(as_executive.get("/reports/register/?page=2"), "figcaption") == []


def test_a_chart_asks_no_more_of_many_visits(executive, office_lampang):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            over_time("fiscal_year=2566", executive)
        return len(captured)

    a_visit(office_lampang, "28/01/2566")
    first = queries()
    for day in range(1, 4):
        a_visit(office_lampang, f"0{day}/02/2566")
    assert queries() == first == 2


def test_a_period_told_from_today_is_shown_by_its_months(executive, office_lampang):
    today = timezone.localdate()
    a_visit(office_lampang, today)
    chart = over_time("period=fiscal-year", executive)
    assert len(chart.labels) == 12
    assert chart.series[0].name == f"ปีงบประมาณ พ.ศ. {fiscal_year(today)}"
    assert sum(over_time("period=month", executive).series[0].values) == 1

"""The same filter gives the same figures in chart, map, table and workbook."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from config.tests.cast import a_directive, a_visit, attend
from units.models import Unit
from visits.models import Role
from visits.reports import REPORTS
from visits.reports.workbook import CHARTS, write_workbook

pytestmark = pytest.mark.django_db
QUERY = "fiscal_year=2566&region=north"


@pytest.fixture
def year(office_lampang, centre1, nattapol, nattiya):
    """Visits in the north and elsewhere, in the year and the one before, planned and done, with people and directives."""
    for day in ("03/10/2565", "28/01/2566", "28/01/2566", "30/09/2566", "05/01/2565"):
        visit = a_visit(office_lampang, day, lead=nattapol)
        attend(visit, nattiya)
        a_directive(
            visit, to=[office_lampang], due_on="2023-03-01", dimensions=["business"], follow_up="report"
        )
    a_visit(centre1, "10/02/2566", lead=nattiya)
    a_visit(office_lampang, "11/02/2566", status="confirmed")


def report(name, user, query=QUERY):
    return REPORTS[name](query, user)


def book_of(made):
    target = BytesIO()
    write_workbook(made, target)
    return load_workbook(target)


def test_the_visits_of_a_filter_are_as_many_in_chart_map_table_and_workbook(year, executive):
    register, on_map = report("register", executive), report("map", executive)
    [chart] = register.charts
    done = [row for row in register.rows() if row.status == "done"]
    assert len(done) == 5
    assert sum(chart.series[0].values) == len(done)
    assert sum(row.visits for row in on_map.rows()) == len(done)
    book = book_of(register)
    lines = [row for row in book["ข้อมูล"].iter_rows(min_row=2, values_only=True) if "ดำเนินการแล้ว" in row]
    assert len(lines) == len(done)
    figures = list(book[CHARTS].iter_rows(min_row=3, max_row=14, max_col=3, values_only=True))
    assert figures == [
        (label, *values)
        for label, *values in zip(chart.labels, *(one.values for one in chart.series), strict=True)
    ]
    assert [one.ser[0].val.numRef.f for one in book[CHARTS]._charts] == [f"'{CHARTS}'!$B$3:$B$14"]


def test_a_map_and_its_chart_of_a_province_lead_to_the_same_register(year, executive):
    for row in report("map", executive).rows():
        if row.visits:
            register = report("register", executive, row.address.partition("?")[2])
            assert sum(register.charts[0].series[0].values) == row.visits


def test_the_coverage_of_the_chart_is_that_of_the_matrix(year, executive):
    matrix = report("centres", executive, "fiscal_year=2566&rows=provincial_office")
    seen, missing = matrix.charts[0].series
    offices = [row for row in matrix.rows() if hasattr(row, "visits")]
    assert (seen.values[1], missing.values[1]) == (
        sum(1 for row in offices if row.count),
        sum(1 for row in offices if not row.count),
    )


def test_the_last_point_of_the_states_is_what_the_report_counts(year, executive):
    made = report("progress", executive)
    over_time, _ = made.charts
    counts = made.register.counts
    assert [series.values[-1] for series in over_time.series] == [
        counts["followed"],
        counts["done"],
        counts["late"],
    ]
    assert counts["late"] == 4


def test_the_dimensions_of_the_chart_are_those_of_the_table(year, executive):
    made = report("dimensions", executive)
    by_month, by_kind = made.charts
    sums = [made.sum_row.counts[key] for key, _ in made.heads]
    assert [sum(series.values) for series in by_month.series] == sums
    assert [sum(series.values) for series in by_kind.series] == sums


def test_units_and_people_of_the_chart_stand_in_the_table_with_the_same_figures(year, executive):
    units = report("units", executive)
    table = {row.unit.name: row.visits for row in units.rows()}
    [chart] = units.charts
    assert [(label, table[label]) for label in chart.labels] == list(
        zip(chart.labels, chart.series[0].values, strict=True)
    )
    assert Unit.objects.filter(name__in=chart.labels).count() == len(chart.labels) == 2
    # Not the title of the annual chart, which counts each unit by itself.
    assert chart.title == "หน่วยงานที่ได้รับการตรวจเยี่ยมมากที่สุด รวมหน่วยงานในสังกัด"
    people = report("officials", executive)
    led, other = people.charts[0].series
    figures = [(row.roles[Role.LEAD], row.places - row.roles[Role.LEAD]) for row in people.rows()]
    assert figures == list(zip(led.values, other.values, strict=True)) == [(4, 0), (1, 4)]

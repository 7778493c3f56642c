"""SQL that is built once for days alone reads what is read without it, whichever days are asked for."""

from datetime import date

import pytest
from django.utils import timezone

from config.tests.cast import a_directive, a_finding, a_visit
from visits.filters.visit_filter import VisitFilter
from visits.models import DirectiveProgramme, Programme
from visits.reports import REPORTS
from visits.reports.columns import plain

pytestmark = pytest.mark.django_db
QUERIES = (
    *(
        "",
        "from=2023-01-01&to=2023-01-31",
        "from=2023-02-01&to=2023-02-28",
        "from=2023-01-29",
        "to=2022-12-31",
    ),
    *(
        "fiscal_year=2566",
        "fiscal_year=2565",
        "fiscal_year=2566&from=2023-02-01",
        "from=2023-01-28&to=2023-01-28",
    ),
)
NAMES = ("centres", "dimensions", "programmes", "problems", "progress", "directives")


@pytest.fixture
def years(office_lampang, centre1, nattapol):
    """Visits in two years, with directives that are late, problems and a programme."""
    programme = Programme.objects.create(name="ชุมชนดีพร้อม")
    for day in ("03/10/2564", "28/01/2566", "10/02/2566", "30/09/2566"):
        for place in (office_lampang, centre1):
            visit = a_visit(place, day, lead=nattapol)
            directive = a_directive(
                visit, to=[place], due_on="2023-03-01", dimensions=["business"], follow_up="report"
            )
            DirectiveProgramme.objects.create(directive=directive, programme=programme)
            a_finding(visit, kind="problem", topic="budget", text="ขาดงบประมาณ")


def shown(name, query, user):
    report = REPORTS[name](query, user)
    rows = [[plain(column.value(row)) for column in report.columns_for("page")] for row in report.rows()]
    return rows, report.totals, report.count, report.shown_charts


@pytest.mark.parametrize("name", NAMES)
def test_a_report_of_days_alone_says_what_it_says_with_sql_of_its_own(years, executive, monkeypatch, name):
    of_days = [shown(name, query, executive) for query in QUERIES]
    monkeypatch.setattr(VisitFilter, "days_alone", None)
    assert of_days == [shown(name, query, executive) for query in QUERIES]


def test_only_one_who_sees_everything_and_asks_for_nothing_else_asks_for_days_alone(executive, officer):
    asked = "from=2023-01-01&to=&fiscal_year=2566&page=2"
    days = {"fiscal_year": 2566, "from": date(2023, 1, 1)}
    assert VisitFilter(asked, user=executive).days_alone == days
    assert VisitFilter(asked, user=officer).days_alone is None
    for more in ("&status=done", "&q=x", "&unknown=1", "&from=2023-01-02", "&to=x"):
        assert VisitFilter(asked + more, user=executive).days_alone is None


def test_what_is_late_is_so_today_whenever_the_sql_was_built(years, executive, monkeypatch):
    for day, late in ((date(2023, 2, 28), 0), (date(2023, 3, 2), 8), (date(2023, 3, 1), 0)):
        monkeypatch.setattr(timezone, "localdate", lambda *_, day=day: day)
        assert REPORTS["directives"]("", executive).late == late

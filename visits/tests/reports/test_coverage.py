"""How much of the country a fiscal year has seen, and what is missing."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from config.tests.cast import a_visit, client_of
from config.tests.html import texts
from units.models import Kind
from visits.models import RecordState, Status
from visits.reports.centres import CentresReport
from visits.reports.coverage import coverage
from visits.reports.unit_families import OWN_AREA
from visits.reports.units import UnitsReport
from visits.tests import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return rows.reader()


@pytest.fixture
def country(user):
    """Two provinces with an office each, and one centre."""
    north, south = rows.province("ลำปาง", "TH-52"), rows.province("ระนอง", "TH-85", "south")
    centre = rows.unit("ศูนย์ภาคที่ 1", Kind.REGIONAL_CENTRE, short_name="ศภ.1", province=north)
    offices = [rows.unit(f"สอจ.{place.name}", province=place) for place in (north, south)]
    return centre, *offices


def line(user, year=2567):
    return " · ".join(map(str, coverage(user, year)))


def test_an_empty_year_names_all_that_is_missing(user, country):
    parts = coverage(user, 2567)
    assert " · ".join(map(str, parts)) == "ศภ. 0/1 · สอจ. 0/2 · จังหวัด 0/2"
    assert [[one.name for one in part.missing] for part in parts] == [
        ["ศภ.1"],
        ["สอจ.ระนอง", "สอจ.ลำปาง"],
        ["ระนอง", "ลำปาง"],
    ]


def test_a_visit_counts_for_its_unit_and_its_province(user, country):
    rows.visit(country[0])
    rows.visit(country[0], date(2024, 5, 1))
    assert line(user) == "ศภ. 1/1 · สอจ. 0/2 · จังหวัด 1/2"


def test_only_what_took_place_in_the_year_counts(user, country):
    rows.visit(country[0], date(2023, 9, 30))
    rows.visit(country[1], status=Status.CONFIRMED)
    rows.visit(country[2], status=Status.CANCELLED, status_reason="ฝนตก")
    assert line(user) == "ศภ. 0/1 · สอจ. 0/2 · จังหวัด 0/2"


def test_a_sub_unit_counts_for_the_centre(user, country):
    rows.visit(rows.unit("ศูนย์บริการ", Kind.FACILITY, parent=country[0]))
    assert line(user) == "ศภ. 1/1 · สอจ. 0/2 · จังหวัด 0/2"


def test_a_unit_that_is_no_more_is_not_missing(user, country):
    rows.unit("ศูนย์เก่า", Kind.REGIONAL_CENTRE, closed_on=date(2023, 9, 30))
    renamed = rows.unit("ศูนย์ที่เปลี่ยนชื่อ", Kind.REGIONAL_CENTRE, successor=country[0], closed_on=date(2024, 1, 1))
    rows.visit(renamed, date(2023, 12, 1))
    assert line(user).startswith("ศภ. 1/1 ")


def test_a_missing_name_leads_to_its_visits(user, country):
    centre, office, province = (part.missing[0] for part in coverage(user, 2567))
    assert centre.address == f"/reports/register/?unit={country[0].pk}"
    assert office.address == f"/reports/register/?unit={country[2].pk}"
    assert province.address == "/reports/register/?province=TH-85"


def test_without_an_account_nothing_is_told(country):
    assert line(AnonymousUser()) == "ศภ. 0/0 · สอจ. 0/0 · จังหวัด 0/0"


def test_the_questions_do_not_grow_with_the_country(user, country, django_assert_num_queries):
    with django_assert_num_queries(5):
        coverage(user, 2567)
    rows.visit(rows.unit("สอจ.ใหม่", province=rows.province("แพร่", "TH-54")))
    with django_assert_num_queries(5):
        coverage(user, 2567)


def test_an_officer_is_shown_the_own_area_alone_and_what_is_counted(officer, clerk, centre1, centre6):
    a_visit(centre6, "28/01/2566", record_state=RecordState.FINAL)
    figures = {figure.label: figure for figure in coverage(officer, 2566)}
    assert [place.name for place in figures["ศภ."].missing] == ["ศภ.1"]
    assert OWN_AREA in texts(client_of(officer).get("/"), "p")
    assert OWN_AREA not in texts(client_of(clerk).get("/"), "p")


def test_lists_of_units_not_visited_name_none_of_which_an_officer_would_not_know(
    officer, clerk, centre1, centre6
):
    a_visit(centre6, "28/01/2566", record_state=RecordState.FINAL)
    for user, names in ((officer, "ศภ.1"), (clerk, "ศภ.1")):
        matrix = CentresReport("fiscal_year=2566", user)
        assert matrix.totals[-1].endswith(f"ได้แก่ {names}")
        assert (OWN_AREA in matrix.notes) == (user == officer)
    units = UnitsReport("kind=regional_centre", officer)
    assert [row.unit for row in units.rows()] == [centre1]
    assert OWN_AREA in units.notes

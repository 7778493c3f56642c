"""On the pages about directives a word is looked for in the directive; on the others in the visit."""

import pytest

from config.tests.cast import a_directive, a_visit, unit
from visits.filters.visit_filter import VisitFilter
from visits.models import DirectiveAbout
from visits.reports.annual_figures import DirectivesOfVisits
from visits.reports.directives import DirectivesReport
from visits.reports.rounds import RoundsReport

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(centre1, nattapol, office_lampang):
    """Three directives of one visit: about rice, to an office, and of neither."""
    visit = a_visit(centre1, "28/01/2566", title="ติดตามงานข้าว")
    rice = a_directive(visit, "เร่งส่งเสริมข้าวอินทรีย์", number="ข.7/2566", number_year=2566, number_seq=7)
    office = a_directive(visit, "สำรวจโรงงาน", to=[office_lampang], given_by=nattapol)
    other = a_directive(visit, "จัดทำแผน")
    DirectiveAbout.objects.create(directive=other, unit=unit("PIO-TH-50"))
    return rice, office, other


def found(report):
    return set(report.selected_directives.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ข้าว", {0}),
        ("เร่ง ข้าว", {0}),
        ("ข.๗/๒๕๖๖", {0}),
        ("ลำปาง", {1}),
        ("ณัฐพล", {1}),
        ("พลเอก", set()),
        ("เชียงใหม่", {2}),
        ("ข้าว ลำปาง", set()),
    ],
)
def test_every_word_stands_in_the_directive_its_giver_or_its_units(given, executive, query, expected):
    assert found(DirectivesReport({"q": query}, executive)) == {given[place].pk for place in expected}


def test_the_unit_of_the_visit_finds_all_its_directives(given, executive, centre1):
    assert found(DirectivesReport({"q": centre1.short_name}, executive)) == {row.pk for row in given}


def test_words_of_the_visit_or_of_another_directive_find_none(given, executive):
    assert found(DirectivesReport({"q": "ติดตามงาน"}, executive)) == set()


def test_the_register_of_visits_and_the_summary_of_a_year_look_in_the_visit(given, executive):
    assert VisitFilter({"q": "ติดตามงาน"}, user=executive).visits.count() == 1
    assert found(DirectivesOfVisits({"q": "ติดตามงาน"}, executive)) == {row.pk for row in given}


def test_words_and_other_parameters_narrow_together(given, executive):
    assert found(DirectivesReport({"q": "ลำปาง", "province": "TH-50"}, executive)) == {given[1].pk}
    assert found(DirectivesReport({"q": "ลำปาง", "province": "TH-90"}, executive)) == set()
    assert found(DirectivesReport({"q": "ลำปาง", "order": "policy"}, executive)) == set()


def test_the_totals_count_the_visits_of_what_was_found(given, executive, office_lampang):
    a_directive(a_visit(office_lampang, "29/01/2566"), "อื่น")
    [*_, journeys] = DirectivesReport({"q": "ข้าว"}, executive).totals
    assert journeys == "จากการตรวจเยี่ยมที่ดำเนินการแล้ว 1 ครั้ง 1 แห่ง"


def test_what_is_searched_stands_on_the_page(given, as_executive):
    page = as_executive.get("/directives/?q=ข้าว").content.decode()
    assert f"คำค้น: {DirectivesReport.filter_class.searched}" in page
    assert f"คำค้น: {VisitFilter.searched}" in as_executive.get("/reports/register/").content.decode()


def test_the_round_of_a_unit_is_found_by_the_words_of_its_directives(given, executive):
    assert set(RoundsReport({"q": "ข้าว"}, executive).directives.values_list("pk", flat=True)) == {given[0].pk}

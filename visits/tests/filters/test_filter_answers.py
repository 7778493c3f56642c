"""Which visits each parameter of the filter asks for."""

from datetime import date
from types import SimpleNamespace

import pytest

from units.models import Kind, Responsibility
from visits.filters.visit_filter import VisitFilter
from visits.models import Activity, Dimension, Directive, Policy, Programme, Role, Status
from visits.tests import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """Two offices in two regions; the first lies in the area of a centre and was renamed."""
    lampang = rows.province("ลำปาง", "TH-52", "north", "ภาคเหนือตอนบน 1")
    ranong = rows.province("ระนอง", "TH-85", "south", "ภาคใต้ฝั่งอันดามัน")
    centre = rows.unit("ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1", Kind.REGIONAL_CENTRE)
    Responsibility.objects.create(unit=centre, province=lampang)
    office = rows.unit("สำนักงานอุตสาหกรรมจังหวัดลำปาง", province=lampang)
    far = rows.unit("สำนักงานอุตสาหกรรมจังหวัดระนอง", province=ranong)
    boss, deputy = rows.person("สมชาย"), rows.person("สมหญิง", prefix="นาง")
    near_visit = rows.visit(office, lead=boss)
    rows.attend(near_visit, deputy)
    far_visit = rows.visit(far, date(2024, 10, 1), lead=deputy)
    return SimpleNamespace(**locals(), user=rows.reader())


def found(cast, query):
    visit_filter = VisitFilter(query, user=cast.user)
    assert visit_filter.problems == {}
    return set(visit_filter.visits)


def test_no_question_means_every_visit(cast):
    assert found(cast, "") == {cast.near_visit, cast.far_visit}


def test_empty_values_of_a_sent_form_ask_nothing(cast):
    assert found(cast, "q=&unit=&province=&from=&kind=&fiscal_year=&official=") == {
        cast.near_visit,
        cast.far_visit,
    }


def test_a_person_is_found_in_every_role(cast):
    assert found(cast, f"official={cast.deputy.pk}") == {cast.near_visit, cast.far_visit}


def test_the_role_is_asked_on_the_row_of_the_person(cast):
    assert found(cast, f"official={cast.deputy.pk}&role=lead") == {cast.far_visit}


def test_several_people_mean_any_of_them(cast):
    query = f"official={cast.boss.pk}&official={cast.deputy.pk}&role=lead"
    assert found(cast, query) == {cast.near_visit, cast.far_visit}


def test_a_role_alone_asks_for_anyone_in_it(cast):
    assert found(cast, "role=companion") == {cast.near_visit}


def test_a_unit_includes_what_is_below_it_and_what_became_it(cast):
    old = rows.unit("สำนักงานอุตสาหกรรมเดิม", province=cast.lampang, successor=cast.office)
    below = rows.unit("ศูนย์บริการ", Kind.FACILITY, parent=cast.office)
    more = {rows.visit(old, date(2010, 1, 1)), rows.visit(below)}
    assert found(cast, f"unit={cast.office.pk}") == {cast.near_visit, *more}
    assert found(cast, f"unit={cast.office.pk}&exact=1") == {cast.near_visit}


def test_the_area_of_a_centre_is_its_provinces(cast):
    assert found(cast, f"centre={cast.centre.pk}") == {cast.near_visit}


def test_the_day_before_october_belongs_to_the_fiscal_year_that_ends(cast):
    assert found(cast, "fiscal_year=2567") == {cast.near_visit}
    assert found(cast, "fiscal_year=๒๕๖๘") == {cast.far_visit}


def test_a_range_takes_every_visit_with_a_day_in_it(cast):
    long = rows.visit(cast.office, date(2023, 12, 30), ends_on=date(2024, 1, 2))
    assert found(cast, "from=01/01/2567&to=2024-02-28") == {long, cast.near_visit}


@pytest.mark.parametrize(
    "query",
    [
        "q=ลําปาง",
        "q=สมชาย ลำปาง",
        "kind=provincial_office&region=north",
        "province=TH-52",
        "cluster=ภาคเหนือตอนบน 1",
        "status=done&to=01/03/2567",
    ],
)
def test_plain_parameters_find_the_visit_at_lampang(cast, query):
    assert found(cast, query) == {cast.near_visit}


def test_kind_is_the_kind_of_the_visited_unit(cast):
    at_centre = rows.visit(cast.centre, status=Status.CONFIRMED)
    assert found(cast, "kind=regional_centre") == {at_centre}
    assert found(cast, "status=confirmed") == {at_centre}


def test_a_trip_has_its_stops(cast):
    trip = rows.trip()
    stop = rows.visit(cast.far, trip=trip)
    assert found(cast, f"trip={trip.pk}") == {stop}


def test_dimension_and_programme_are_those_of_directives(cast):
    policy = Policy.objects.create(code="MIND", name="MIND")
    dimension = Dimension.objects.create(policy=policy, code="income", name="การกระจายรายได้สู่ชุมชน")
    programme = Programme.objects.create(name="i-Single Form")
    directive = Directive.objects.create(visit=cast.near_visit, text="ให้ใช้ระบบ")
    directive.dimensions.add(dimension)
    directive.programmes.add(programme)
    assert found(cast, "dimension=income") == {cast.near_visit}
    assert found(cast, f"programme={programme.pk}") == {cast.near_visit}


def test_an_activity_is_one_of_many(cast):
    for code in ("visit", "meeting"):
        cast.far_visit.activities.add(Activity.objects.create(code=code, name=code))
    assert found(cast, "activity=meeting") == {cast.far_visit}


def test_a_visit_is_found_once_however_many_rows_match(cast):
    rows.attend(cast.near_visit, None, Role.HOST, position="ผู้อำนวยการ")
    rows.attend(cast.near_visit, None, Role.HOST, position="ผู้อำนวยการศูนย์")
    visit_filter = VisitFilter("q=ผู้อำนวยการ&role=host", user=cast.user)
    assert list(visit_filter.visits) == [cast.near_visit]

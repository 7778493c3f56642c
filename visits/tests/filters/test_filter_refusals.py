"""What the filter cannot read gives no rows and a Thai sentence, never a failure and never everything."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from visits.filters.filter_fields import FiscalYearField, PageNumberField
from visits.filters.visit_filter import VisitFilter
from visits.tests import rows

pytestmark = pytest.mark.django_db
NAMES = list(VisitFilter.base_filters)


@pytest.fixture(scope="module")
def user(module_rows):
    rows.visit(rows.unit("หน่วยงานหนึ่ง"))
    return rows.reader()


KEYS = [
    "abc",
    "-1",
    "0",
    "1.5",
    "1_0",
    "9" * 17,
    "9" * 40,
    "1\0",
    "%00",
    "[1]",
    "1,2",
    "None",
    " 1",
    "१",
    "null",
]


@pytest.mark.parametrize("name", ["official", "unit", "centre", "trip", "programme"])
@pytest.mark.parametrize("value", KEYS)
def test_a_key_that_is_none_finds_nothing(user, name, value):
    visit_filter = VisitFilter({name: value}, user=user)
    assert list(visit_filter.visits) == []
    assert list(visit_filter.problems) == [name]


@pytest.mark.parametrize(
    "name", ["role", "exact", "kind", "province", "region", "cluster", "status", "dimension"]
)
@pytest.mark.parametrize("value", ["x", "0", "\0", "' OR 1=1 --", "ก" * 5000])
def test_a_value_outside_the_list_finds_nothing(user, name, value):
    visit_filter = VisitFilter({name: value}, user=user)
    assert list(visit_filter.visits) == []
    assert list(visit_filter.problems) == [name]


@pytest.mark.parametrize("year", ["2024", "2499", "2702", "67", "256", "25678", "-2567", "2567.0", "สองพัน"])
def test_a_fiscal_year_is_a_buddhist_year_that_a_visit_can_have(user, year):
    assert VisitFilter({"fiscal_year": year}, user=user).problems == {"fiscal_year": FiscalYearField.refusal}


def test_a_day_that_is_none_is_refused_with_the_sentence_of_the_calendar(user):
    visit_filter = VisitFilter("from=28/1/66&to=31/04/2566", user=user)
    assert visit_filter.problems == {
        "from": "กรุณาใส่ปี พ.ศ. เป็นตัวเลข 4 หลัก เช่น 28/01/2566",
        "to": "ไม่มีวันที่ 31 เมษายน 2566 ในปฏิทิน กรุณาตรวจสอบวันที่",
    }


def test_a_range_that_ends_before_it_begins_is_refused(user):
    visit_filter = VisitFilter("from=02/01/2567&to=01/01/2567", user=user)
    assert visit_filter.problems == {"to": "วันที่ 1 ม.ค. 2567 อยู่ก่อนวันที่เริ่ม 2 ม.ค. 2567"}


def test_an_unknown_name_is_refused_by_name(user):
    visit_filter = VisitFilter("offical=1", user=user)
    assert list(visit_filter.visits) == []
    assert visit_filter.sentences == ["“offical”: ระบบไม่รู้จักตัวกรองนี้ กรุณาตรวจสอบที่อยู่"]


def test_page_and_sort_and_declared_options_are_no_filter(user):
    visit_filter = VisitFilter("page=2&sort=unit&names=all", user=user, options=["names"])
    assert visit_filter.problems == {}
    assert visit_filter.visits.count() == 1


def test_an_option_declared_with_a_field_is_read_by_it(user):
    options = {"page": PageNumberField(label="หน้า", required=False)}
    assert VisitFilter("page=๒", user=user, options=options).value("page") == 2
    assert VisitFilter("page=0", user=user, options=options).sentences == ["หน้า: ต้องเป็นจำนวนเต็มตั้งแต่ 1 ขึ้นไป"]


def test_two_values_where_one_is_meant_are_refused(user):
    assert VisitFilter("kind=bank&kind=branch", user=user).problems == {"kind": "ระบุได้เพียงค่าเดียว"}
    assert VisitFilter("kind=&kind=branch", user=user).problems == {}


def test_exact_without_a_unit_is_refused(user):
    assert VisitFilter("exact=1", user=user).problems == {"exact": "กรุณาระบุหน่วยงานด้วย"}


def test_a_unit_without_provinces_is_no_centre(user):
    unit = rows.unit("ธนาคาร")
    assert VisitFilter({"centre": unit.pk}, user=user).problems == {"centre": "ธนาคาร ไม่มีจังหวัดในความรับผิดชอบ"}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("|", "คำค้นนี้ไม่มีตัวอักษรหรือตัวเลขที่ค้นหาได้"),
        ("ก" * 201, "คำค้นยาวเกินไป กรุณาใส่ไม่เกิน 200 ตัวอักษร"),
        ("ก ข ค ง จ ฉ ช ซ ญ ด ต", "กรุณาใส่คำค้นไม่เกิน 10 คำ"),
    ],
)
def test_words_that_cannot_be_searched_are_refused(user, query, sentence):
    assert VisitFilter({"q": query}, user=user).problems == {"q": sentence}


def test_nobody_sees_anything_without_an_account(user):
    assert list(VisitFilter("", user=AnonymousUser()).visits) == []


def test_the_first_and_the_last_fiscal_year_can_be_asked_for(user):
    assert VisitFilter("fiscal_year=2500", user=user).problems == {}
    rows.visit(rows.unit("หน่วยงานอนาคต"), date(2157, 9, 30))
    assert VisitFilter("fiscal_year=2700", user=user).visits.count() == 1


@pytest.mark.generated
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.dictionaries(st.sampled_from([*NAMES, "x"]), st.text(max_size=30), max_size=4))
def test_no_text_whatever_makes_the_filter_fail(user, data):
    visit_filter = VisitFilter(data, user=user)
    assert len(visit_filter.visits) <= 1
    assert bool(visit_filter.sentences) == (not visit_filter.is_valid)
    visit_filter.in_words  # noqa: B018 - said without failing

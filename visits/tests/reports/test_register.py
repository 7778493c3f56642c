"""ทะเบียนการตรวจเยี่ยม: its rows, order, totals and pages."""

from datetime import date, time
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from visits.models import Activity, RecordState, Role, Status
from visits.reports.columns import plain
from visits.reports.register import RegisterReport
from visits.tests import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    lampang, chiang_mai = rows.province("ลำปาง", "TH-52"), rows.province("เชียงใหม่", "TH-50")
    office = rows.unit("สำนักงานอุตสาหกรรมจังหวัดลำปาง", province=lampang)
    other = rows.unit("สำนักงานอุตสาหกรรมจังหวัดเชียงใหม่", province=chiang_mai)
    return SimpleNamespace(**locals(), boss=rows.person("สมชาย"), user=rows.reader())


@pytest.fixture
def page(cast, client):
    client.force_login(cast.user)
    return lambda query="": client.get(f"/reports/register/{query}")


def lines(cast, query=""):
    report = RegisterReport(query, cast.user)
    columns = report.columns_for("page")
    return [[plain(column.value(row)) for column in columns] for row in report.rows()]


def units(cast, query):
    return [line.unit for line in RegisterReport(query, cast.user).rows()]


def test_a_line_says_when_where_who_and_what(cast):
    visit = rows.visit(cast.office, start_time=time(9), end_time=time(11, 30))
    rows.attend(visit, cast.boss, Role.LEAD, position="ปลัดกระทรวงอุตสาหกรรม")
    visit.activities.add(Activity.objects.create(code="visit", name="ตรวจเยี่ยม"))
    assert lines(cast) == [
        [
            "",
            "28 ก.พ. 2567\n09.00-11.30 น.",
            "สำนักงานอุตสาหกรรมจังหวัดลำปาง",
            "ลำปาง",
            "นายสมชาย ใจดี\nปลัดกระทรวงอุตสาหกรรม",
            "ตรวจเยี่ยม",
            "ดำเนินการแล้ว",
            " (ร่าง)",
        ]
    ]


def test_the_title_stands_where_no_activity_is_recorded(cast):
    rows.visit(cast.office, title="เปิดศูนย์บริการ")
    assert lines(cast)[0][5] == "เปิดศูนย์บริการ"


def test_a_certified_record_bears_no_mark(cast):
    rows.visit(cast.office, record_state=RecordState.FINAL, number="ต.1/2567", number_year=2567, number_seq=1)
    line = lines(cast)[0]
    assert (line[0], line[-1]) == ("ต.1/2567", "รับรองแล้ว")


def test_the_name_is_that_of_the_day_not_of_the_register(cast):
    rows.attend(rows.visit(cast.office), cast.boss, Role.LEAD, name="ดาบตำรวจสมชาย ใจดี")
    assert lines(cast)[0][4] == "ดาบตำรวจสมชาย ใจดี"


def test_newest_first_unless_asked_otherwise(cast):
    rows.visit(cast.office, date(2024, 1, 1))
    rows.visit(cast.other, date(2024, 2, 1))
    lampang, chiang_mai = cast.office.name, cast.other.name
    assert units(cast, "") == [chiang_mai, lampang]
    assert units(cast, "sort=starts_on") == [lampang, chiang_mai]
    assert units(cast, "sort=unit") == [chiang_mai, lampang]
    assert units(cast, "sort=province") == [chiang_mai, lampang]


def test_stops_of_one_day_keep_their_order(cast):
    rows.visit(cast.office, start_time=None, sequence=2)
    rows.visit(cast.other, start_time=time(9), sequence=1)
    assert units(cast, "sort=starts_on") == [cast.other.name, cast.office.name]


def test_totals_count_journeys_and_places_that_took_place(cast):
    journey = rows.trip()
    for unit in (cast.office, cast.other):
        rows.visit(unit, trip=journey)
    rows.visit(cast.office, date(2024, 5, 1))
    rows.visit(cast.office, date(2027, 5, 1), status=Status.CONFIRMED)
    rows.visit(cast.office, date(2024, 6, 1), status=Status.CANCELLED, status_reason="ฝนตก")
    report = RegisterReport("", cast.user)
    assert report.totals == ["ดำเนินการแล้ว 2 ครั้ง 3 แห่ง", "ตามแผน 1 แห่ง", "เลื่อนหรือยกเลิก 1 แห่ง"]
    assert report.count == 5


def test_an_unknown_order_is_refused(page):
    response = page("?sort=secret")
    assert response.status_code == 200
    assert response.context["filter"].sentences == ["เรียงตาม: ไม่มีค่านี้ในรายการ กรุณาเลือกใหม่"]
    assert "rows" not in response.context


def test_a_page_shows_a_hundred_rows_and_keeps_the_filter(cast, page):
    for _ in range(101):
        rows.visit(cast.office)
    response = page("?province=TH-52&sort=unit")
    assert response.context["rows"].count("<tr") == 100
    assert response.context["pager"] == [
        (1, "?province=TH-52&sort=unit&page=1", True),
        (2, "?province=TH-52&sort=unit&page=2", False),
    ]
    assert page("?page=2").context["rows"].count("<tr") == 1


def test_a_page_beyond_the_last_says_so(cast, page):
    rows.visit(cast.office)
    response = page("?page=7")
    assert "ไม่มีหน้าที่ 7 รายงานนี้มี 1 หน้า" in response.text
    assert "rows" not in response.context


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "1.5"])
def test_a_page_number_that_is_none_is_refused(page, number):
    assert page(f"?page={number}").context["filter"].sentences == ["หน้า: ต้องเป็นจำนวนเต็มตั้งแต่ 1 ขึ้นไป"]


def test_text_of_a_record_is_never_markup(cast, page):
    rows.visit(cast.office, title="<script>alert(1)</script>")
    assert "<script>alert" not in page().text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page().text


def test_three_rows_cost_as_many_questions_as_one(cast, page):
    def number_of_queries():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page()
        return len(queries)

    rows.visit(cast.office, lead=cast.boss)
    page()
    one = number_of_queries()
    for day in (1, 2):
        rows.attend(rows.visit(cast.other, date(2024, 3, day), trip=rows.trip()), rows.person("สมศรี"))
    assert number_of_queries() == one

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.tests.cast import a_directive, a_visit
from config.tests.html import elements, heading, links, texts
from visits.models import CalendarSetting, Holiday, SavedFilter, Status, WeekStart

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def entries(response):
    return texts(response, "a", class_="entry")


def test_the_month_is_named_in_the_buddhist_era(as_executive):
    assert heading(as_executive.get("/calendar/2023/01/")) == "ปฏิทินการตรวจเยี่ยม มกราคม พ.ศ. 2566"


def test_a_year_of_the_buddhist_era_leads_to_the_month_and_keeps_the_filter(as_executive):
    response = as_executive.get("/calendar/2566/01/?province=TH-50")
    assert (response.status_code, response.url) == (301, "/calendar/2023/01/?province=TH-50")


@pytest.mark.parametrize(
    "month", ["2023/13", "2566/13", "2023/0", "1/1", "9999/1", "2023/99999999999999999999"]
)
def test_a_month_that_does_not_exist_is_a_thai_404(as_executive, month):
    response = as_executive.get(f"/calendar/{month}/")
    assert response.status_code == 404
    assert heading(response) == "ไม่พบหน้าที่ต้องการ"


def test_a_visit_is_a_link_with_its_status_time_and_unit(as_executive, centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", nattapol, start_time="09:00")
    response = as_executive.get("/calendar/2023/01/")
    [(attrs, text)] = elements(response, "a", class_="entry")
    assert attrs["href"] == f"/visits/{visit.pk}/"
    assert attrs["title"] == ("ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 · 09.00 น. · นายณัฐพล รังสิตพล · ดำเนินการแล้ว")
    assert text == "● 09.00 น. ณัฐพล ศภ.1 (ร่าง)"


def test_every_status_has_a_mark_of_its_own(as_executive, centre1):
    for day, status in enumerate(Status, start=1):
        a_visit(centre1, date(2023, 1, day), status=status, status_reason="ติดภารกิจ")
    marks = [text[0] for text in entries(as_executive.get("/calendar/2023/01/"))]
    assert len(set(marks)) == len(Status)


def test_days_of_the_neighbouring_months_show_their_visits_too(as_executive, centre1):
    a_visit(centre1, "01/02/2566")
    response = as_executive.get("/calendar/2023/01/")
    assert len(entries(response)) == 1
    assert texts(response, "strong")[-1] == "0 แห่ง"


def test_a_visit_of_several_days_is_a_bar_with_its_words_once_a_week(as_executive, centre1):
    a_visit(centre1, "27/01/2566", ends_on=date(2023, 1, 30), status=Status.CONFIRMED)
    response = as_executive.get("/calendar/2023/01/")
    assert [attrs["class"] for attrs, _ in elements(response, "a", class_="entry")] == [
        "entry bar over-2 status-confirmed",
        "entry on status-confirmed",
        "entry bar over-2 status-confirmed",
        "entry on status-confirmed",
    ]


def test_a_postponed_visit_says_where_it_went_and_the_new_one_whence_it_came(as_executive, centre1):
    new = a_visit(centre1, "30/01/2566")
    a_visit(centre1, "28/01/2566", status=Status.POSTPONED, status_reason="ติดภารกิจ", moved_to=new)
    assert entries(as_executive.get("/calendar/2023/01/")) == [
        "→ ศภ.1 เลื่อนไป 30 ม.ค. 2566",
        "● ศภ.1 (ร่าง) เลื่อนมาจาก 28 ม.ค. 2566",
    ]


def test_more_visits_than_fit_are_opened_on_the_page_of_their_day(as_executive, centre1, lampang):
    for _ in range(6):
        a_visit(centre1, "28/01/2566", province=lampang)
    response = as_executive.get("/calendar/2023/01/?province=TH-52")
    assert len(entries(response)) == 3
    assert elements(response, "a", class_="more") == [
        ({"class": "more", "href": "/calendar/day/2023-01-28/?province=TH-52"}, "อีก 3 รายการ")
    ]


def test_the_filter_chooses_the_visits_and_goes_along_from_month_to_month(as_executive, centre1, centre6):
    a_visit(centre1, "28/01/2566")
    a_visit(centre6, "28/01/2566")
    response = as_executive.get("/calendar/2023/01/?province=TH-50")
    assert len(entries(response)) == 1
    assert links(response, rel="prev") == ["/calendar/2022/12/?province=TH-50"]
    assert links(response, rel="next") == ["/calendar/2023/02/?province=TH-50"]


def test_a_wrong_filter_shows_nothing_and_says_why(as_executive, centre1):
    a_visit(centre1, "28/01/2566")
    response = as_executive.get("/calendar/2023/01/?province=nowhere")
    assert response.status_code == 200
    assert entries(response) == []
    assert "จังหวัด: ไม่มีค่านี้ในรายการ กรุณาเลือกใหม่" in texts(response, "li")


def test_a_holiday_is_named_in_its_day(as_executive):
    Holiday.objects.create(date=date(2023, 1, 2), name="ชดเชยวันสิ้นปี")
    response = as_executive.get("/calendar/2023/01/")
    assert texts(response, "span", class_="holiday") == ["ชดเชยวันสิ้นปี"]
    assert len(texts(response, "td", class_="off")) == 1


def test_those_who_enter_data_add_a_visit_on_a_day(as_clerk, as_executive):
    adding = links(as_clerk.get("/calendar/2023/01/"), class_="add")
    assert adding[27] == "/admin/visits/visit/add/?starts_on=2023-01-28"
    form = as_clerk.get(adding[27])
    [(day, _)] = elements(form, "input", name="starts_on")
    assert day["value"] == "28/01/2566"
    assert links(as_executive.get("/calendar/2023/01/"), class_="add") == []


def test_the_whole_filter_is_a_link_away_and_keeps_what_is_asked(as_executive):
    response = as_executive.get("/calendar/2023/01/?status=done")
    assert [attrs["name"] for attrs, _ in elements(response, "select")] == ["region", "status", "colour"]
    [full] = [link for link in links(response) if "more=1" in link]
    names = [attrs["name"] for attrs, _ in elements(as_executive.get(f"/calendar/2023/01/{full}"), "select")]
    assert {"fiscal_year", "province", "kind", "programme"} <= set(names)


def test_what_clashes_bears_a_mark_that_says_why(as_executive, centre1, centre6, nattapol):
    a_visit(centre1, "28/01/2566", nattapol, start_time="09:00", end_time="11:00")
    a_visit(centre6, "28/01/2566", nattapol, start_time="10:00")
    found = elements(as_executive.get("/calendar/2023/01/"), "a", class_="entry")
    assert [text for _, text in found] == ["● ⚠ 09.00 น. ณัฐพล ศภ.1 (ร่าง)", "● ⚠ 10.00 น. ณัฐพล ศภ.6 (ร่าง)"]
    assert found[0][0]["title"].endswith("· บุคคลอยู่สองแห่ง")


def test_the_week_begins_on_the_day_that_the_reader_chose(as_executive, executive):
    CalendarSetting.objects.create(user=executive, week_start=WeekStart.MONDAY)
    response = as_executive.get("/calendar/2023/01/")
    assert texts(response, "th")[0] == "จันทร์"
    assert texts(response, "span", class_="day")[0] == "26 ธ.ค."


def test_the_calendar_opens_with_the_filter_that_is_the_start_page(as_executive, executive):
    north = SavedFilter.objects.create(owner=executive, name="ภาคเหนือ", query="region=north")
    CalendarSetting.objects.create(user=executive, start_page=north)
    response = as_executive.get("/calendar/", follow=True)
    assert texts(response, "summary")[-1] == "ตัวกรอง: ภาค: ภาคเหนือ"
    [everything] = [attrs["href"] for attrs, text in elements(response, "a") if text == "ล้างตัวกรอง"]
    assert texts(as_executive.get(everything, follow=True), "summary")[-1] == "ตัวกรอง"


def test_an_empty_month_says_so(as_executive):
    assert texts(as_executive.get("/calendar/2023/01/"), "p", class_="none") == ["ไม่มีการตรวจเยี่ยมในเดือนนี้"]


def test_the_calendar_opens_at_the_current_month(as_executive):
    assert len(texts(as_executive.get("/calendar/"), "td", **{"aria-current": "date"})) == 1


@pytest.mark.both_databases
def test_the_number_of_queries_does_not_grow_with_the_visits(as_executive, centre1, nattapol):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            as_executive.get("/calendar/2023/01/")
        return len(captured)

    a_visit(centre1, "01/01/2566", nattapol)
    of_one = queries()
    a_visit(centre1, "02/01/2566", nattapol)
    a_visit(centre1, "03/01/2566", nattapol)
    assert queries() == of_one


@pytest.mark.parametrize(
    ("colour", "keys"),
    [
        ("region", ["ภาคตะวันออกเฉียงเหนือ 1", "ภาคเหนือ 1"]),
        ("lead", ["นายณัฐพล รังสิตพล 1", "ไม่ระบุหัวหน้าคณะ 1"]),
        ("kind", ["ศูนย์ส่งเสริมอุตสาหกรรมภาค 2"]),
        ("dimension", ["ความสำเร็จของธุรกิจ 1", "ไม่ระบุมิติ 1"]),
    ],
)
def test_the_legend_counts_what_the_colours_stand_for(as_executive, centre1, centre6, nattapol, colour, keys):
    a_directive(a_visit(centre1, "28/01/2566", nattapol), dimensions=["business"])
    a_visit(centre6, "29/01/2566")
    response = as_executive.get(f"/calendar/2023/01/?colour={colour}")
    found = [
        text
        for tag in ("a", "span")
        for attrs, text in elements(response, tag)
        if "key" in attrs.get("class", "").split()
    ]
    assert sorted(text.split(maxsplit=1)[1] for text in found) == sorted(keys)

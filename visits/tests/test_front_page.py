from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.tests.cast import a_directive, a_visit, client_of
from config.tests.html import elements, links, texts
from config.thai.dates import fiscal_year, thai_range
from visits.models import Assignment, CalendarSetting, Reading, RecordState, State, Status, WeekStart
from visits.records.sign_off import STEPS, take

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def yesterday(today):
    return today - timedelta(days=1)


def headings(response):
    return texts(response, "h2")


def test_the_week_begins_on_the_day_that_the_reader_chose(as_clerk, clerk, today):
    CalendarSetting.objects.create(user=clerk, week_start=WeekStart.MONDAY)
    monday = today - timedelta(days=today.weekday())
    [heading] = [text for text in headings(as_clerk.get("/")) if text.startswith("การตรวจเยี่ยมสัปดาห์นี้")]
    assert heading.endswith(thai_range(monday, monday + timedelta(days=6)))


def test_visits_of_this_week_are_listed_but_not_those_called_off(as_executive, centre1, centre6, today):
    coming = a_visit(centre1, today, status=Status.CONFIRMED)
    off = a_visit(centre6, today, status=Status.CANCELLED, status_reason="ฝนตกหนัก")
    found = links(as_executive.get("/"))
    assert f"/visits/{coming.pk}/" in found
    assert f"/visits/{off.pk}/" not in found


def test_a_week_without_visits_says_so(as_clerk):
    assert "ไม่มีการตรวจเยี่ยมในสัปดาห์นี้" in texts(as_clerk.get("/"), "p")


def test_a_long_week_ends_with_the_way_to_its_calendar(as_clerk, centre1, centre6, today, monkeypatch):
    monkeypatch.setattr("visits.front_page.MOST_IN_WEEK", 1)
    first = a_visit(centre1, today, status=Status.CONFIRMED)
    page = as_clerk.get("/")
    assert (page.context["this_week"], page.context["week_goes_on"]) == ([first], False)
    a_visit(centre6, today, status=Status.CONFIRMED)
    page = as_clerk.get("/")
    assert (page.context["this_week"], page.context["week_goes_on"]) == ([first], True)
    assert f"/calendar/week/{page.context['first'].isoformat()}/" in links(page)


def test_a_list_says_how_many_more_there_are_as_far_as_they_are_counted(as_clerk, centre1, monkeypatch):
    monkeypatch.setattr("visits.front_page.MOST_COUNTED", 2)
    monkeypatch.setattr("visits.front_page.MOST_LISTED", 1)
    drafts = [a_visit(centre1, day) for day in ("27/01/2566", "28/01/2566")]
    assert as_clerk.get("/").context["drafts"] == {"count": 2, "rows": drafts[1:], "more": 1}
    a_visit(centre1, "26/01/2566")
    assert as_clerk.get("/").context["drafts"] == {
        "count": "มากกว่า 2",
        "rows": drafts[1:],
        "more": "มากกว่า 1",
    }


def test_a_plan_whose_day_has_passed_is_called_to_mind(as_executive, centre1, today, yesterday):
    a_visit(centre1, yesterday, status=Status.CONFIRMED)
    a_visit(centre1, today, status=Status.CONFIRMED)
    assert "กำหนดการที่ผ่านมาแล้วแต่ยังไม่บันทึกผล (1 แห่ง)" in headings(as_executive.get("/"))


def test_unfinished_records_are_shown_to_those_who_enter_data(as_clerk, as_executive, centre1, today):
    a_visit(centre1, "28/01/2566")
    a_visit(centre1, "27/01/2566", record_state=RecordState.SUBMITTED)
    a_visit(centre1, "26/01/2566", record_state=RecordState.FINAL)
    a_visit(centre1, today + timedelta(days=1), status=Status.CONFIRMED)
    assert "ข้อมูลที่ยังไม่รับรอง (2 แห่ง)" in headings(as_clerk.get("/"))
    assert "ข้อมูลที่ยังไม่รับรอง (2 แห่ง)" not in headings(as_executive.get("/"))


def test_more_than_ten_unfinished_records_lead_to_the_whole_list(as_clerk, centre1, today):
    for _ in range(12):
        a_visit(centre1, "28/01/2566")
    address = f"/admin/visits/visit/?record_state__in=draft,submitted&starts_on__lte={today}"
    assert address in links(as_clerk.get("/"))
    assert as_clerk.get(address).context["cl"].result_count == 12


def test_more_than_ten_passed_plans_lead_to_the_whole_list(as_clerk, centre1, today, yesterday):
    for _ in range(12):
        a_visit(centre1, yesterday, status=Status.TENTATIVE)
    a_visit(centre1, yesterday)
    address = f"/admin/visits/visit/?status__in=tentative,confirmed&ends_on__lt={today}"
    assert address in links(as_clerk.get("/"))
    assert as_clerk.get(address).context["cl"].result_count == 12


def test_the_coverage_of_the_fiscal_year_stands_with_the_missing_names(as_executive, centre1, centre6, today):
    a_visit(centre1, today)
    response = as_executive.get("/")
    assert f"ปีงบประมาณ พ.ศ. {fiscal_year(today)} ตรวจเยี่ยมแล้ว" in headings(response)
    assert texts(response, "p", class_="figures")[0].startswith("ศภ. 1/2 ·")
    assert "ศภ. ที่ยังไม่ได้ตรวจเยี่ยม (1)" in texts(response, "summary")
    assert "ศภ.6" in texts(response, "li")


def test_the_front_page_leads_to_everything(as_clerk):
    wanted = {
        "/calendar/",
        "/reports/register/",
        "/reports/centres/",
        "/reports/",
        "/admin/visits/visit/add/",
    }
    assert wanted <= set(links(as_clerk.get("/")))


@pytest.mark.both_databases
def test_the_number_of_queries_does_not_grow_with_the_visits(as_clerk, centre1, nattapol, today, yesterday):
    def add():
        a_visit(centre1, today, nattapol)
        a_visit(centre1, yesterday, nattapol, status=Status.CONFIRMED)
        a_visit(centre1, "28/01/2566", nattapol)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            as_clerk.get("/")
        return len(captured)

    add()
    of_one = queries()
    add()
    add()
    assert queries() == of_one


def test_who_enters_data_begins_at_the_top_and_sees_what_waits(as_clerk, as_executive):
    Reading.objects.create(text="ข่าว", text_hash="0" * 64, title="ข่าว")
    ways = ["/admin/visits/visit/add/", "/press-release/", "/press-releases/"]
    shown = links(as_clerk.get("/"))
    first = shown.index(ways[0], shown.index("/admin/") + 1)
    assert shown[first : first + 3] == ways
    assert "ข่าวที่รอการตรวจ (1)" in texts(as_clerk.get("/"), "a")
    assert ways[0] not in links(as_executive.get("/"))


def test_what_was_sent_back_stands_with_the_remark_and_what_was_taken_back_does_not(
    as_clerk, clerk, reviewer, centre1, centre6, nattapol
):
    back, own = (
        take(STEPS["submit"], a_visit(unit, "28/01/2566", nattapol, purpose="ติดตามงาน"), clerk)
        for unit in (centre1, centre6)
    )
    take(STEPS["return"], back, reviewer, "โปรดเพิ่มผู้ร่วมคณะ")
    take(STEPS["withdraw"], own, clerk)
    response = as_clerk.get("/")
    assert "ส่งกลับให้แก้ไข (1 แห่ง)" in headings(response)
    assert [text for text in texts(response, "li") if text.endswith("โปรดเพิ่มผู้ร่วมคณะ")] != []


def test_the_reviewer_sees_what_waits_the_oldest_day_first(reviewer, as_clerk, clerk, centre1, nattapol):
    for day in ("29/01/2566", "28/01/2566"):
        take(STEPS["submit"], a_visit(centre1, day, nattapol, purpose="ติดตามงาน"), clerk)
    response = client_of(reviewer).get("/")
    assert "รอตรวจสอบและรับรอง (2 แห่ง)" in headings(response)
    assert [row.starts_on.day for row in response.context["waiting"]["rows"]] == [28, 29]
    assert "รอตรวจสอบและรับรอง (2 แห่ง)" not in headings(as_clerk.get("/"))


def test_an_officer_sees_first_what_the_own_unit_has_to_answer(officer, centre1):
    visit = a_visit(
        centre1,
        "28/01/2566",
        record_state=RecordState.FINAL,
        number="ต.1/2566",
        number_year=2566,
        number_seq=1,
    )
    a_directive(visit, "เร่งสำรวจโรงงาน", to=[officer.unit])
    [assignment] = Assignment.objects.all()
    assignment.state = State.NOTIFIED
    assignment.save()
    response = client_of(officer).get("/")
    assert headings(response)[0] == "ข้อสั่งการที่รอหน่วยงานของท่าน"
    assert "เร่งสำรวจโรงงาน" in texts(response, "td")


def test_where_the_fiscal_year_holds_nothing_yet_the_last_one_that_does_stands_beside_it(
    as_executive, centre1
):
    a_visit(centre1, "28/01/2566")
    sentences = [text for text in texts(as_executive.get("/"), "p") if "ปีล่าสุดที่มีคือ" in text]
    assert [sentence.partition(" ศภ.")[0] for sentence in sentences] == [
        "ปีงบประมาณนี้ยังไม่มีการตรวจเยี่ยม ปีล่าสุดที่มีคือ พ.ศ. 2566"
    ]
    a_visit(centre1, timezone.localdate())
    assert [text for text in texts(as_executive.get("/"), "p") if "ปีล่าสุดที่มีคือ" in text] == []


def test_who_reads_sees_the_map_as_one_picture_with_one_link(as_executive, as_clerk, office_lampang):
    a_visit(office_lampang, timezone.localdate())
    year = fiscal_year(timezone.localdate())
    [(link, _)] = elements(as_executive.get("/"), "a", class_="small-map-link")
    assert link["href"] == f"/reports/map/?fiscal_year={year}"
    [picture] = [attributes for attributes, _ in elements(as_executive.get("/"), "svg", class_="small-map")]
    assert picture["aria-label"] == f"แผนที่การตรวจเยี่ยม ปีงบประมาณ พ.ศ. {year} ไปแล้ว 1 จังหวัด"
    assert elements(as_clerk.get("/"), "a", class_="small-map-link") == []

"""What the front page shows only to some: those who read, who audit, who administer, and who keep filters."""

from datetime import timedelta

import pytest
from django.utils import timezone

from config.tests.cast import a_directive, a_visit, client_of
from config.tests.html import elements, links, texts
from officials.models import Use
from officials.models.usage_log import UseKind
from visits.directives.steps import notify, report
from visits.models import Assignment, SavedFilter, State, Status
from visits.records.sign_off import STEPS, take

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture
def today():
    return timezone.localdate()


def headings(response):
    return texts(response, "h2")


def test_who_reads_begins_with_the_next_seven_days(as_executive, as_clerk, centre1, centre6, today):
    near = a_visit(centre1, today + timedelta(days=7), status=Status.CONFIRMED)
    far = a_visit(centre6, today + timedelta(days=8), status=Status.CONFIRMED)
    response = as_executive.get("/")
    assert headings(response)[0] == "เจ็ดวันข้างหน้า"
    assert f"/visits/{near.pk}/" in links(response)
    assert far not in response.context["next_days"]
    assert "/reports/register/?period=next-30" in links(response)
    assert "เจ็ดวันข้างหน้า" not in headings(as_clerk.get("/"))


def test_who_reads_sees_no_day_twice(as_executive, centre1, centre6, today):
    coming = a_visit(centre1, today, status=Status.CONFIRMED)
    past = a_visit(centre6, today - timedelta(days=1), status=Status.DONE)
    response = as_executive.get("/")
    assert [text for text in headings(response) if text.startswith("การตรวจเยี่ยมสัปดาห์นี้")] == []
    assert (list(response.context["next_days"]), list(response.context["latest"])) == ([coming], [past])
    assert [links(response).count(f"/visits/{visit.pk}/") for visit in (coming, past)] == [1, 1]


def test_the_coverage_is_a_picture_with_its_figures_in_words_beside_it(
    as_executive, as_clerk, centre1, centre6, today
):
    a_visit(centre1, today)
    response = as_executive.get("/")
    widths = [attrs["width"] for attrs, _ in elements(response, "rect") if "class" not in attrs]
    assert widths[0] == "50"
    assert texts(response, "p", class_="figures")[0].startswith("ศภ. 1/2")
    assert elements(as_clerk.get("/"), "rect") == []


def test_what_is_late_is_counted_by_unit_the_most_first(as_executive, centre1, centre6, today):
    visit = a_visit(centre1, "28/01/2566", record_state="final")
    for unit, number in ((centre6, 1), (centre1, 2)):
        for _ in range(number):
            a_directive(visit, to=[unit], follow_up="report", due_on=today - timedelta(days=3))
    assert Assignment.objects.overdue(today).count() == 3
    response = as_executive.get("/")
    assert "หน่วยงานที่มีข้อสั่งการเกินกำหนดมากที่สุด" in headings(response)
    rows = [text.split() for text in texts(response, "tr") if text.startswith("ศภ.")]
    assert [row[:2] for row in rows] == [["ศภ.1", "2"], ["ศภ.6", "1"]]
    assert f"/directives/?state=overdue&answerer={centre1.pk}" in links(response)


def test_what_is_new_is_told_since_the_sign_in_before_this_one(
    executive, clerk, reviewer, officer, centre1, centre6, nattapol
):
    client = client_of(executive)
    old = a_visit(centre6, "27/01/2566", nattapol, record_state="final")
    a_directive(old, "เร่งสำรวจ", to=[officer.unit], follow_up="rounds")
    moments = [timezone.now(), timezone.now() + timedelta(hours=2)]
    for moment in moments:
        Use.objects.create(kind=UseKind.SIGN_IN, by=executive, by_name="x", at=moment)
    visit = a_visit(centre1, "28/01/2566", nattapol, purpose="ติดตามงาน")
    take(STEPS["submit"], visit, clerk)
    take(STEPS["certify"], visit, reviewer)
    [assignment] = Assignment.objects.all()
    notify(assignment, by=clerk)
    report(assignment, by=officer, text="สำรวจแล้ว")
    assert Assignment.objects.get().state == State.REPORTED
    told = texts(client.get("/"), "li")
    assert "บันทึกการตรวจเยี่ยมใหม่ 1 แห่ง รับรองแล้ว 1 แห่ง" in told
    assert "หน่วยงานรายงานผลข้อสั่งการ 1 รายการ แล้วเสร็จ 0 รายการ" in told


def test_at_the_first_sign_in_nothing_is_new(as_executive):
    assert [text for text in headings(as_executive.get("/")) if text.startswith("ตั้งแต่ท่านเข้าใช้")] == []


def test_the_auditor_begins_with_what_was_refused_and_taken(auditor, as_executive):
    now = timezone.now()
    for at in (now, now - timedelta(days=2), now - timedelta(days=8)):
        Use.objects.create(kind=UseKind.REFUSED, by_name="somebody", at=at)
    response = client_of(auditor).get("/")
    assert headings(response)[0] == "การใช้งาน 7 วันที่ผ่านมา"
    assert "เข้าสู่ระบบไม่สำเร็จ 2 ครั้ง" in texts(response, "li")
    assert "/trail/uses/?kind=refused" in links(response)
    assert "การใช้งาน 7 วันที่ผ่านมา" not in headings(as_executive.get("/"))


def test_the_administrator_begins_with_what_is_still_to_be_set_up(admin, as_executive):
    response = client_of(admin).get("/")
    assert headings(response)[0] == "ดูแลระบบ"
    assert {"/first-run/", "/status/", "/admin/officials/user/"} <= set(links(response))
    assert "ดูแลระบบ" not in headings(as_executive.get("/"))


def test_the_own_filters_lead_to_their_page_and_those_of_others_do_not_stand_there(executive, clerk):
    SavedFilter.objects.create(owner=executive, name="เหนือเดือนนี้", query="region=north&period=month")
    SavedFilter.objects.create(owner=clerk, name="ของผู้อื่น", query="region=south", is_shared=True)
    response = client_of(executive).get("/")
    assert "/calendar/?region=north&period=month" in links(response)
    assert [text for text in texts(response, "a") if "ของผู้อื่น" in text] == []


def test_filters_are_pinned_to_the_front_page_in_an_order_of_ones_own(executive, clerk):
    client = client_of(executive)
    keys = {
        name: SavedFilter.objects.create(owner=executive, name=name, query=f"q={name}").pk
        for name in ("ก", "ข", "ค")
    }

    def pinned():
        nav = texts(client.get("/"), "ul", class_="pinned")
        return nav[0].split() if nav else []

    def press(name, step):
        return client.post(f"/calendar/filters/{keys[name]}/pin/", {step: ""})

    assert pinned() == []
    for name in ("ค", "ข", "ก"):
        assert press(name, "on").url == "/#filters"
    assert pinned() == ["ค", "ข", "ก", "จัดลำดับ"]
    press("ก", "up")
    press("ค", "up")
    assert pinned() == ["ค", "ก", "ข", "จัดลำดับ"]
    press("ค", "off")
    assert pinned() == ["ก", "ข", "จัดลำดับ"]
    version = SavedFilter.objects.get(name="ก").version
    press("ก", "on")
    assert SavedFilter.objects.get(name="ก").version == version
    assert client_of(clerk).post(f"/calendar/filters/{keys['ก']}/pin/").status_code == 404

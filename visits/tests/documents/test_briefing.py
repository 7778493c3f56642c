"""ข้อมูลประกอบการตรวจเยี่ยม: what one reads before going to a unit or a province."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.tests.cast import (
    a_directive,
    a_finding,
    a_visit,
    an_account,
    attend,
    client_of,
    dimension,
    unit,
)
from config.tests.html import Elements, elements, heading, links, texts
from visits.directives.settling import settle
from visits.documents.briefing import ONLY_SEEN
from visits.models import Assignment, Role
from visits.tests.documents.document_text import pages, squeezed

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
FINAL = {"record_state": "final"}


def before(place):
    return f"/units/{place.pk}/before/"


def cells(response, label):
    """The texts of one table, row by row; an empty list where it is not there."""
    tables = [
        Elements(markup).found
        for markup in response.content.decode().split("<table ")
        if markup.startswith(f'aria-label="{label}"')
    ]
    found = [[" ".join(text.split()) for tag, _, text in table if tag == "td"] for table in tables]
    return found[0] if found else []


@pytest.fixture
def world(centre1, centre6, office_lampang, nattapol):
    """Visits to the centre and in its area, and open orders given to it, there, about it and in its area."""
    dimension("business")
    last = a_visit(centre1, "28/01/2566", **FINAL)
    attend(last, nattapol, Role.LEAD, position="ปลัดกระทรวงอุตสาหกรรม")
    a_finding(last, "งบประมาณไม่เพียงพอ", kind="problem")
    a_finding(last, "ยอดสินเชื่อ", figure="9.15", measure="ล้านบาท", qualifier="กว่า", year_be=2565)
    a_directive(last, "เร่งรัด", to=[centre1], dimensions=["business"], given_by=nattapol)
    a_directive(last, "ประสาน", to=[centre6])
    done = a_directive(last, "เสร็จแล้ว")
    Assignment.objects.create(directive=done, unit=centre1, state="closed")
    settle(done)
    a_directive(last, "ยึดถือไว้", follow_up="none", kind="policy", given_by=nattapol)
    far = a_visit(centre6, "30/01/2566", **FINAL)
    a_directive(far, "ช่วยเหลือ", to=[centre6]).about.add(centre1)
    near = a_visit(office_lampang, "29/01/2566", **FINAL)
    a_directive(near, "สำรวจ", to=[centre6])
    return last


def test_a_unit_sheet_says_who_came_what_was_told_and_what_is_open(as_executive, world, centre1, centre6):
    response = as_executive.get(before(centre1))
    assert heading(response) == "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1"
    assert cells(response, "การตรวจเยี่ยมที่ผ่านมา") == [
        *["28 ม.ค. 2566", "ศภ.1", "นายณัฐพล รังสิตพล ปลัดกระทรวงอุตสาหกรรม", "4"]
    ]
    assert texts(response, "li")[-2:] == [
        "งบประมาณไม่เพียงพอ (ศภ.1 28 ม.ค. 2566)",
        "มอบนโยบาย: ยึดถือไว้ นายณัฐพล รังสิตพล 28 ม.ค. 2566 ที่ ศภ.1",
    ]
    assert cells(response, "ตัวเลขที่รายงาน") == [
        *["ยอดสินเชื่อ (ศภ.1 28 ม.ค. 2566)", "กว่า 9.15", "ล้านบาท", "2565"]
    ]
    assert cells(response, "ข้อสั่งการที่ยังไม่แล้วเสร็จจำแนกตามมิติของนโยบาย (MIND)") == [
        *["ความสำเร็จของธุรกิจ", "1", "0", "0", "0"],
        *["ไม่ระบุ", "0", "1", "1", "1"],
        *["รวม", "1", "1", "1", "1"],
    ]
    order = "เร่งรัด นายณัฐพล รังสิตพล 28 ม.ค. 2566 ที่ ศภ.1"
    assert cells(response, "มอบหมายแก่หน่วยงานนี้") == ["ความสำเร็จของธุรกิจ", order, "ศภ.1: รอแจ้ง"]
    open_there = cells(response, "ให้ไว้ ณ หน่วยงานนี้ แก่หน่วยงานอื่น")
    assert open_there == ["ไม่ระบุ", "ประสาน 28 ม.ค. 2566 ที่ ศภ.1", "ศภ.6: รอแจ้ง"]
    about = cells(response, "เกี่ยวกับหน่วยงานนี้")
    assert about == ["ไม่ระบุ", "ช่วยเหลือ 30 ม.ค. 2566 ที่ ศภ.6", "ศภ.6: รอแจ้ง"]
    in_area = cells(response, "ในพื้นที่ 8 จังหวัดที่รับผิดชอบ")
    assert in_area == ["ไม่ระบุ", "สำรวจ 29 ม.ค. 2566 ที่ สอจ.ลำปาง", "ศภ.6: รอแจ้ง"]


def test_a_province_sheet_tells_of_every_unit_there(as_executive, world, centre1, office_lampang):
    page = as_executive.get("/provinces/TH-52/before/")
    assert heading(page) == "จังหวัดลำปาง"
    assert cells(page, "การตรวจเยี่ยมที่ผ่านมา") == ["29 ม.ค. 2566", "สอจ.ลำปาง", "–", "1"]
    assert cells(page, "ให้ไว้ในจังหวัดนี้")[1] == "สำรวจ 29 ม.ค. 2566 ที่ สอจ.ลำปาง"
    home = as_executive.get("/provinces/TH-50/before/")
    assert cells(home, "เกี่ยวกับหน่วยงานในจังหวัดนี้")[1] == "ช่วยเหลือ 30 ม.ค. 2566 ที่ ศภ.6"
    for number in range(12):
        a_directive(world, f"ข้อ {number}", to=[office_lampang])
    more = as_executive.get("/provinces/TH-52/before/")
    assert (f"/directives/?answerer={office_lampang.pk}", "สอจ.ลำปาง 12 ข้อ") in [
        (found["href"], text) for found, text in elements(more, "a") if "href" in found
    ]


def test_an_officer_reads_only_what_the_own_unit_may_see(world, centre1, centre6):
    a_visit(centre1, "01/02/2566")
    officer = client_of(an_account("officer", unit=centre1))
    own = officer.get(before(centre1))
    assert texts(own, "p", class_="note")[0] == ONLY_SEEN
    assert cells(own, "การตรวจเยี่ยมที่ผ่านมา")[0::4] == ["28 ม.ค. 2566"]
    assert cells(own, "ให้ไว้ ณ หน่วยงานนี้ แก่หน่วยงานอื่น") != []
    assert cells(own, "ในพื้นที่ 8 จังหวัดที่รับผิดชอบ") == []
    other = officer.get(before(centre6))
    assert cells(other, "การตรวจเยี่ยมที่ผ่านมา") == []
    assert cells(other, "มอบหมายแก่หน่วยงานนี้")[1] == "ประสาน 28 ม.ค. 2566 ที่ ศภ.1"


@pytest.fixture
def crowded(world, centre1, centre6, office_lampang, nattapol):
    """More of everything than a sheet has room for, in the longest words."""
    long = "รายงานผลการดำเนินงานตามแผนปฏิบัติการ " * 12
    post = "รองปลัดกระทรวงอุตสาหกรรม รักษาราชการแทนอธิบดีกรมส่งเสริมอุตสาหกรรม และประธานกรรมการกองทุน"
    every = ["business", "community", "environment", "income"]
    for day in range(1, 5):
        visit = a_visit(centre1, f"{day}/03/2566", status="done")
        attend(visit, nattapol, Role.LEAD, position=post)
        a_finding(visit, long, kind="problem")
        a_finding(visit, long)
        a_finding(visit, long, figure=day, measure="ล้านบาท")
        for to in ([centre1], [centre6, office_lampang, unit("PIO-TH-50")]):
            due = {"due_on": "2023-04-01", "due_text": "ภายในไตรมาสที่สองของปีงบประมาณ"}
            a_directive(visit, long, to=to, dimensions=every, given_by=nattapol, **due)
        a_directive(visit, long, follow_up="none", given_by=nattapol)
        far = a_visit(centre6, f"{day}/04/2566")
        a_directive(far, long, to=[centre6], dimensions=every, given_by=nattapol).about.add(centre1)
        a_directive(a_visit(office_lampang, f"{day}/05/2566"), long, to=[centre6], dimensions=every)


@pytest.mark.both_databases
def test_the_newest_of_many_are_found_as_those_of_few_are(
    as_executive, crowded, centre1, office_lampang, monkeypatch
):
    """Many are looked for from the last visit backwards, few by the index of each way. A visit to come may have some too."""
    for days, place in ((1, centre1), (2, office_lampang), (3, centre1), (4, office_lampang)):
        plan = a_visit(place, timezone.localdate() + timedelta(days=days), status="confirmed")
        if days < 3:
            a_directive(plan, f"เตรียมไว้ก่อน {place.short_name}", to=[centre1])
    places = [*map(before, (centre1, office_lampang, unit("DIPROM"))), "/provinces/TH-52/before/"]
    clients = [as_executive, client_of(an_account("officer", unit=centre1))]

    def shown():
        read = [client.get(address).content.decode() for client in clients for address in places]
        return [page.split('class="printed"')[0].split('<article class="blocks">')[1] for page in read]

    of_few = shown()
    assert all("เตรียมไว้ก่อน" in page for page in of_few[:2])
    monkeypatch.setattr("visits.documents.briefing_data.FEW", 0)
    assert shown() == of_few


@pytest.mark.usefixtures("standing_clock")
def test_it_stays_on_two_sheets_and_leads_on_to_the_rest(as_executive, crowded, centre1):
    pytest.importorskip("weasyprint", reason="needs Pango", exc_type=OSError)
    page = as_executive.get(before(centre1))
    left = [text for _, text in elements(page, "a") if text.startswith("และอีก")]
    assert left == ["และอีก 3 แห่ง", "และอีก 3 ข้อ", *["และอีก 4 ข้อ"] * 3, "และอีก 2 ข้อ"]
    printed = as_executive.get(f"{before(centre1)}print/")
    [sheet] = [text for tag, _, text in Elements(printed.content.decode()).found if tag == "main"]
    paper = pages(as_executive.get(f"{before(centre1)}report.pdf").content)
    assert len(paper) == 2
    heads = ["".join(head.split()) for head in texts(printed, "thead")]
    assert squeezed("".join(paper), heads) == squeezed(sheet, heads)


@pytest.mark.both_databases
def test_the_number_of_queries_does_not_grow(as_executive, world, centre1, nattapol):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            as_executive.get(before(centre1))
        return len(captured)

    of_one = queries()
    for day in (1, 2):
        visit = a_visit(centre1, f"{day}/02/2566", nattapol)
        a_finding(visit, kind="problem")
        a_directive(visit, to=[centre1], dimensions=["business"])
    assert queries() == of_one


def test_it_is_found_where_one_looks(as_executive, as_clerk, centre1, nattapol):
    plan = a_visit(centre1, timezone.localdate(), nattapol, status="confirmed")
    here = before(centre1)
    for address in (
        *["/before/", plan.get_absolute_url(), f"/reports/units/?unit={centre1.pk}"],
        *[f"/calendar/day/{plan.starts_on.isoformat()}/", "/calendar/agenda/"],
    ):
        assert links(as_executive.get(address)).count(here) == 1, address
    assert links(as_clerk.get(f"/admin/units/unit/{centre1.pk}/change/")).count(here) == 1
    assert "/before/" in links(as_executive.get("/reports/"))
    done = a_visit(centre1, "28/01/2566")
    assert here not in links(as_executive.get(done.get_absolute_url()))


def test_a_unit_or_a_province_is_chosen_and_a_wrong_one_refused(as_executive, centre1):
    chosen = as_executive.get(f"/before/?unit={centre1.pk}")
    assert (chosen.status_code, chosen["Location"]) == (302, before(centre1))
    assert as_executive.get("/before/?province=TH-50")["Location"] == "/provinces/TH-50/before/"
    refused = as_executive.get("/before/?province=TH-999")
    assert texts(refused, "li")[-1] == "จังหวัด: ไม่มีค่านี้ในรายการ กรุณาเลือกใหม่"
    for code in ("TH-999", "%00"):
        assert as_executive.get(f"/provinces/{code}/before/").status_code == 404

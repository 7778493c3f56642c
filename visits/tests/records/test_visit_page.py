from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.tests.cast import a_directive, a_finding, a_visit, attend, unit
from config.tests.html import elements, heading, links, texts
from visits.models import Assignment, PressRelease, PressReleaseVisit, RecordState, Role, Trip

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture
def visit(centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", title="ตรวจเยี่ยมศูนย์ภาคที่ 1", start_time="09:00")
    attend(visit, nattapol, Role.LEAD, position="ปลัดกระทรวงอุตสาหกรรม")
    return visit


def page(client, visit):
    return client.get(f"/visits/{visit.pk}/")


def rows(response):
    """The cells of every table of people."""
    return [text for _, text in elements(response, "td")]


def facts(response):
    return dict(zip(texts(response, "dt"), texts(response, "dd"), strict=True))


def test_the_page_says_what_where_and_when(as_executive, visit):
    response = page(as_executive, visit)
    assert heading(response) == "ตรวจเยี่ยมศูนย์ภาคที่ 1"
    assert facts(response) == {
        "วันเวลา": "วันเสาร์ที่ 28 มกราคม 2566 เวลา 09.00 น.",
        "หน่วยงาน": "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1",
        "จังหวัด": "เชียงใหม่",
    }


def test_a_visit_of_several_days_shows_them_as_a_range(as_executive, centre1):
    visit = a_visit(centre1, "28/01/2566", ends_on="2023-02-02", start_time="09:00", end_time="15:30")
    assert facts(page(as_executive, visit))["วันเวลา"] == "28 มกราคม - 2 กุมภาพันธ์ 2566 เวลา 09.00-15.30 น."


def test_status_state_of_the_record_number_and_internal_use_stand_at_the_top(as_executive, centre1):
    visit = a_visit(centre1, "28/01/2566", record_state=RecordState.FINAL, is_internal=True)
    response = page(as_executive, visit)
    assert texts(response, "span", class_="mark") == ["● ดำเนินการแล้ว", "ข้อมูลรับรองแล้ว", "ใช้ภายในหน่วยงาน"]
    assert texts(response, "span", class_="number") == [f"เลขทะเบียน {visit.number}"]


def test_people_stand_in_typed_order_with_the_position_of_the_day(as_executive, visit, nattiya):
    attend(visit, nattiya)
    attend(visit, None, position="อุตสาหกรรมจังหวัดเชียงใหม่", role=Role.HOST)
    assert rows(page(as_executive, visit)) == [
        *["1", "นายณัฐพล รังสิตพล", "ปลัดกระทรวงอุตสาหกรรม", "หัวหน้าคณะ"],
        *[
            "2",
            "นางสาวณัฏฐิญา เนตยสุภา",
            "รองอธิบดีกรมส่งเสริมอุตสาหกรรม รักษาราชการแทนรองปลัดกระทรวงอุตสาหกรรม",
            "ผู้ร่วมคณะ",
        ],
        *["1", "ไม่ทราบชื่อ", "อุตสาหกรรมจังหวัดเชียงใหม่"],
    ]


def test_a_later_change_of_the_register_changes_nothing_on_the_page(as_executive, visit, nattapol):
    a_finding(visit, reported_by=nattapol)
    before = rows(page(as_executive, visit)), texts(page(as_executive, visit), "li")
    nattapol.last_name = "เปลี่ยนแล้ว"
    nattapol.save()
    assert (rows(page(as_executive, visit)), texts(page(as_executive, visit), "li")) == before


def test_an_unconfirmed_position_is_marked(as_executive, visit, nattiya):
    attend(visit, nattiya, position="อธิบดีกรมส่งเสริมอุตสาหกรรม", is_unconfirmed=True)
    assert texts(page(as_executive, visit), "span", class_="unconfirmed") == ["ยังไม่ยืนยัน"]


def test_figures_stand_in_a_table_and_words_in_a_list(as_executive, visit):
    a_finding(visit, "ให้บริการเพิ่มขึ้น", topic="outputs")
    a_finding(visit, "วงเงินโครงการ", figure=Decimal("9.15"), measure="ล้านบาท", topic="budget")
    a_finding(
        visit, "ผู้เข้าร่วม", figure=Decimal("2180"), measure="คน", qualifier="กว่า", year_be=2566, topic="plan"
    )
    response = page(as_executive, visit)
    assert "ให้บริการเพิ่มขึ้น [ผลผลิต]" in texts(response, "li")
    assert rows(response)[-8:] == [
        *["วงเงินโครงการ [งบประมาณ]", "9.15", "ล้านบาท", ""],
        *["ผู้เข้าร่วม [แผนงานประจำปี]", "กว่า 2,180", "คน", "2566"],
    ]


def test_a_directive_shows_giver_addressee_units_dimensions_and_follow_up(
    as_executive, visit, nattapol, office_lampang
):
    a_directive(
        visit,
        "ให้เร่งรัดสินเชื่อ",
        to=[office_lampang],
        dimensions=["business"],
        given_by=nattapol,
        addressed_to="อุตสาหกรรมจังหวัดทุกท่าน",
        due_text="ในปีถัดไป",
    )
    shown = facts(page(as_executive, visit))
    assert shown["ผู้สั่งการ"] == "นายณัฐพล รังสิตพล ปลัดกระทรวงอุตสาหกรรม"
    assert shown["ผู้รับตามคำกล่าว"] == "อุตสาหกรรมจังหวัดทุกท่าน"
    assert shown["หน่วยงานรับผิดชอบ"] == "สอจ.ลำปาง รอแจ้ง"
    assert shown["มิติ"] == "ความสำเร็จของธุรกิจ (เจ้าหน้าที่จัดกลุ่ม)"
    assert shown["การติดตาม"] == "รายงานทุกรอบ (ในปีถัดไป)"


def test_a_directive_without_dimension_or_unit_says_so(as_executive, visit):
    a_directive(visit)
    shown = facts(page(as_executive, visit))
    assert (shown["มิติ"], shown["หน่วยงานรับผิดชอบ"]) == ("ไม่ระบุ", "ยังไม่กำหนด")


def test_a_whole_group_of_units_is_folded_with_its_states(as_executive, visit):
    directive = a_directive(visit)
    for number in (50, 51, 52, 53, 54, 55, 56, 57, 58):
        office = unit(f"PIO-TH-{number}")
        state = "closed" if number == 50 else "pending"
        Assignment.objects.create(directive=directive, unit=office, via="สอจ. ทุกจังหวัด", state=state)
    response = page(as_executive, visit)
    assert "สอจ. ทุกจังหวัด (9 หน่วยงาน) รอแจ้ง 8 หน่วยงาน · แล้วเสร็จ 1 หน่วยงาน" in texts(response, "summary")
    assert "สอจ.ลำปาง รอแจ้ง" in texts(response, "li")


def test_the_other_stops_of_the_trip_are_one_click_away(as_executive, visit, centre6):
    trip = Trip.objects.create(title="ลงพื้นที่ภาคเหนือ")
    visit.trip = trip
    visit.save()
    other = a_visit(centre6, "29/01/2566", trip=trip)
    assert {f"/trips/{trip.pk}/", f"/visits/{other.pk}/"} <= set(links(page(as_executive, visit)))


def test_a_press_release_is_linked_without_telling_where_one_comes_from(as_executive, visit):
    release = PressRelease.objects.create(title="ข่าว", url="https://www.example.go.th/1")
    PressReleaseVisit.objects.create(visit=visit, press_release=release)
    assert links(page(as_executive, visit), rel="noopener noreferrer") == ["https://www.example.go.th/1"]


def test_only_those_who_enter_data_are_led_to_the_form(as_executive, as_clerk, visit):
    form = f"/admin/visits/visit/{visit.pk}/change/"
    assert form in links(page(as_clerk, visit))
    assert form not in links(page(as_executive, visit))


def test_html_in_what_was_typed_stays_text(as_executive, centre1):
    visit = a_visit(centre1, "28/01/2566", title="<script>alert(1)</script>", summary="<b>x</b>")
    response = page(as_executive, visit)
    assert heading(response) == "<script>alert(1)</script>"
    assert "<b>x</b>" not in response.content.decode()


@pytest.mark.both_databases
def test_the_number_of_queries_does_not_grow_with_the_record(
    as_executive, visit, nattapol, office_lampang, office_chiang_mai
):
    def fill():
        attend(visit, None, position="อุตสาหกรรมจังหวัดลำปาง")
        a_finding(visit, unit=office_lampang, reported_by=nattapol)
        a_directive(visit, to=[office_lampang, office_chiang_mai], dimensions=["business", "income"])

    def queries():
        with CaptureQueriesContext(connection) as captured:
            page(as_executive, visit)
        return len(captured)

    fill()
    of_one = queries()
    fill()
    fill()
    assert queries() == of_one

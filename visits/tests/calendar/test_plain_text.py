"""Text to paste into a chat: of today, tomorrow, this week as filtered, and of one visit."""

from datetime import timedelta

import pytest
from django.utils import timezone

from config.tests.cast import a_directive, a_visit, attend
from config.tests.html import texts
from config.thai.dates import thai_date
from visits.models import Role, Status

pytestmark = pytest.mark.django_db


def text_on(response):
    """The lines of the field to copy from, as they are."""
    markup = response.content.decode()
    return markup.partition("readonly>")[2].partition("</textarea>")[0].split("\n")


@pytest.fixture
def today():
    return timezone.localdate()


def test_todays_visits_say_when_where_who_leads_and_what_is_not_settled(
    as_executive, centre1, centre6, nattapol, today
):
    a_visit(centre1, today, nattapol, start_time="09:00", end_time="11:30", status=Status.CONFIRMED)
    a_visit(centre6, today, status=Status.TENTATIVE, is_internal=True)
    assert text_on(as_executive.get("/calendar/text/")) == [
        f"กำหนดการตรวจเยี่ยม {thai_date(today, month='full', weekday=True)}",
        "",
        "1. 09.00-11.30 น. ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 จังหวัดเชียงใหม่",
        "   นายณัฐพล รังสิตพล ปลัดกระทรวงอุตสาหกรรม",
        "2. ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 6 จังหวัดนครราชสีมา",
        "   (ร่างกำหนดการ, ใช้ภายในหน่วยงาน)",
        "",
        "รวม 2 แห่ง",
    ]


def test_tomorrow_has_its_own_text_with_the_filter_of_the_calendar(as_executive, centre1, centre6, today):
    tomorrow = today + timedelta(days=1)
    for unit in (centre1, centre6):
        a_visit(unit, tomorrow)
    assert text_on(as_executive.get("/calendar/text/?days=tomorrow&province=TH-50"))[1:] == [
        "จังหวัด: เชียงใหม่",
        "",
        "1. ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 จังหวัดเชียงใหม่",
        "",
        "รวม 1 แห่ง",
    ]


def test_the_week_is_listed_day_by_day(as_executive, centre1, today):
    a_visit(centre1, today - timedelta(days=7), ends_on=today + timedelta(days=7))
    lines = text_on(as_executive.get("/calendar/text/?days=week"))
    assert sum(line.startswith("▪ วัน") for line in lines) == 7
    assert lines[-1] == "รวม 1 แห่ง"


def test_a_day_without_visits_says_so(as_executive):
    assert text_on(as_executive.get("/calendar/text/"))[-1] == "ไม่มีการตรวจเยี่ยม"


def test_a_wrong_filter_gives_a_sentence_and_no_text(as_executive):
    response = as_executive.get("/calendar/text/?days=never")
    assert texts(response, "li")[-1] == "ช่วงเวลา: ไม่มีค่านี้ในรายการ กรุณาเลือกใหม่"
    assert texts(response, "textarea") == []


def test_a_visit_is_told_by_who_where_and_what_was_ordered(
    as_executive, centre1, office_lampang, nattapol, nattiya
):
    visit = a_visit(centre1, "28/01/2566", nattapol, start_time="09:00", others_hosts="เจ้าหน้าที่ศูนย์ฯ")
    attend(visit, nattiya, Role.COMPANION)
    a_directive(visit, "ให้เร่งรัดการเบิกจ่าย", to=[office_lampang])
    a_directive(visit, "เรื่องภายใน", is_internal=True)
    response = as_executive.get(f"/visits/{visit.pk}/text/")
    assert text_on(response) == [
        "สรุปการตรวจเยี่ยม",
        "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1",
        "วันเสาร์ที่ 28 มกราคม 2566 เวลา 09.00 น.",
        "จังหวัดเชียงใหม่",
        "",
        "คณะ",
        *(f"- {row.name} {row.position}" for row in visit.attendances.order_by("order")),
        "",
        "ผู้ให้การต้อนรับ",
        "- เจ้าหน้าที่ศูนย์ฯ",
        "",
        "ข้อสั่งการและข้อแนะนำ",
        "1. ข้อสั่งการ (มอบหมาย): ให้เร่งรัดการเบิกจ่าย",
        "   หน่วยงานรับผิดชอบ: สอจ.ลำปาง",
        "",
        f"http://testserver/visits/{visit.pk}/",
    ]
    assert texts(response, "p", class_="quiet") == ["ไม่รวมข้อสั่งการที่ใช้ภายในหน่วยงาน"]

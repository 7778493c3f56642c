"""Two people edit one visit: the second is told who saved what, and loses nothing typed."""

import pytest

from config.tests.cast import a_visit, attend, client_of
from config.tests.forms import form_values
from visits.tests.admin.page import change, faults, opened, person

pytestmark = pytest.mark.django_db

KEPT = "ข้อมูลที่ท่านพิมพ์ไว้ยังอยู่ครบในหน้านี้และยังไม่ได้บันทึก โปรดตรวจสอบ แล้วกดบันทึกอีกครั้งหากต้องการใช้ข้อมูลของท่าน"


@pytest.fixture
def visit(centre1, nattapol, nattiya):
    visit = a_visit(centre1, "28/01/2566", nattapol, title="ตรวจเยี่ยมศูนย์ภาค")
    attend(visit, nattiya)
    return visit


@pytest.fixture
def overtaken(as_clerk, reviewer, visit, office_chiang_mai):
    """The clerk opened the page; then the reviewer took a person out and wrote a summary; then the clerk saves."""
    mine = opened(as_clerk, change(visit))
    theirs = opened(client_of(reviewer), change(visit)) | {
        "summary": "สรุปของผู้ตรวจสอบ",
        "attendances-1-DELETE": "on",
    }
    assert faults(client_of(reviewer).post(change(visit), theirs)) == []
    mine |= {"summary": "สรุปของผู้บันทึก", "attendances-1-position": "ตำแหน่งที่พิมพ์ไว้"}
    person(mine, None, "host", position="ผู้อำนวยการศูนย์")
    return as_clerk.post(change(visit), mine)


def test_the_second_is_told_who_saved_what(overtaken):
    overtaken_by, typed_note = faults(overtaken)
    assert typed_note == KEPT
    assert overtaken_by.startswith("วิชัย รอบคอบ บันทึกรายการนี้ไปก่อนแล้ว เมื่อ ")
    assert overtaken_by.split(" น.")[1] == (
        ": สรุปผลการตรวจเยี่ยม; ลบผู้ร่วมลงพื้นที่ “นางสาวณัฏฐิญา เนตยสุภา "
        "รองอธิบดีกรมส่งเสริมอุตสาหกรรม รักษาราชการแทนรองปลัดกระทรวงอุตสาหกรรม”"
    )


def test_nothing_is_overwritten_unasked(overtaken, visit):
    visit.refresh_from_db()
    assert (visit.summary, visit.attendances.count()) == ("สรุปของผู้ตรวจสอบ", 1)


def test_all_that_was_typed_is_still_there_and_can_be_saved(overtaken, as_clerk, visit):
    again = form_values(overtaken)
    assert faults(as_clerk.post(change(visit), again)) == []
    visit.refresh_from_db()
    assert visit.summary == "สรุปของผู้บันทึก"
    assert list(visit.attendances.values_list("official__code", "role", "position")) == [
        ("nattapol", "lead", "ปลัดกระทรวงอุตสาหกรรม"),
        ("nattiya", "companion", "ตำแหน่งที่พิมพ์ไว้"),
        (None, "host", "ผู้อำนวยการศูนย์"),
    ]


def test_whom_both_add_is_refused_at_the_row_and_not_by_the_database(
    as_clerk, reviewer, centre1, nattapol, nattiya
):
    visit = a_visit(centre1, "28/01/2566", title="ตรวจเยี่ยมศูนย์ภาค")
    attend(visit, nattiya)
    mine, theirs = opened(as_clerk, change(visit)), opened(client_of(reviewer), change(visit))
    person(theirs, nattapol, "lead")
    assert faults(client_of(reviewer).post(change(visit), theirs)) == []
    person(mine, nattapol, "lead")
    again = form_values(as_clerk.post(change(visit), mine))
    assert faults(as_clerk.post(change(visit), again)) == [
        "นายณัฐพล รังสิตพล มีรายชื่ออยู่แล้ว",
        "การตรวจเยี่ยมหนึ่งมีหัวหน้าคณะได้คนเดียว",
    ]
    assert visit.attendances.count() == 2

"""Whatever is typed: a Thai sentence at the field, nothing lost, never a server error."""

import re

import pytest

from config.tests.cast import a_visit, client_of, official, post, unit
from config.tests.forms import form_values
from units.models import Unit
from visits.models import Visit
from visits.tests.admin.page import ADD, change, directive, faults, new_visit, opened, person

pytestmark = pytest.mark.django_db

ODD_TEXTS = [
    "ก" * 5000,
    "<script>alert(1)</script>",
    "😀" * 40,
    "นํ้า\u200bท่วม\x00\x07  มาก",
    "\u202eกลับหัว",
    "' OR 1=1 --",
    "{{ 7*7 }} %s %(x)s",
]
# Words, which may be stored, and moments, which keep a page from being stored: no database is asked to.
TYPED = [
    ("title", "place", "purpose", "summary", "others_party", "status_reason"),
    pytest.param(("starts_on", "ends_on", "start_time"), marks=pytest.mark.one_database),
]


@pytest.mark.parametrize("text", ODD_TEXTS)
@pytest.mark.parametrize("fields", TYPED)
def test_odd_text_is_stored_or_refused_and_never_breaks_the_page(as_clerk, centre1, nattapol, text, fields):
    data = new_visit(as_clerk, centre1) | dict.fromkeys(fields, text)
    person(data, nattapol, "lead", name=text, position=text, order="1")
    directive(data, text, subject=text, due_text=text, addressed_to=text)
    assert as_clerk.post(ADD, data).status_code in (200, 302)


@pytest.mark.parametrize("key", ["", "0", "-1", "999999", "9" * 30, "9" * 5000, "abc", "1 OR 1", "๑", "²"])
def test_a_choice_that_is_none_is_refused(as_clerk, centre1, key):
    data = new_visit(as_clerk, centre1) | {
        "unit": key,
        "trip": key,
        "add_people": [key],
        "add_role": key or "x",
    }
    person(data, official("nattapol"))
    data["attendances-0-official"], data["attendances-0-role"] = key, key
    directive(data, "ให้ดำเนินการ", for_units=[key], for_group=key, in_dimensions=[key], kind=key)
    response = as_clerk.post(ADD, data)
    assert response.status_code == 200
    assert Visit.objects.count() == 0


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"starts_on": "28/1/67"}, "พิมพ์ปีให้ครบสี่หลัก เช่น 28/01/2567"),
        ({"starts_on": "29/02/2566"}, None),
        ({"starts_on": ""}, None),
        ({"ends_on": "27/02/2567"}, "วันสุดท้ายต้องไม่ก่อนวันแรกของการตรวจเยี่ยม"),
        ({"start_time": "25.00"}, None),
        ({"start_time": "10.00", "end_time": "09.00"}, "เวลาสิ้นสุดต้องไม่ก่อนเวลาเริ่ม"),
        ({"end_time": "09.00"}, "ระบุเวลาสิ้นสุดแล้วต้องระบุเวลาเริ่มด้วย"),
        ({"status": "cancelled"}, "ยกเลิกต้องระบุเหตุผล"),
        ({"title": "ก" * 251}, None),
    ],
)
def test_a_wrong_value_is_refused_at_its_field_and_stays_there(as_clerk, centre1, values, sentence):
    response = as_clerk.post(ADD, new_visit(as_clerk, centre1) | values)
    sentences = faults(response)
    assert len(sentences) == 1
    assert sentence is None or sentences == [sentence] or "สี่หลัก" in sentence
    again = form_values(response)
    assert {name: again.get(name, [""])[-1] for name in values} == values
    assert Visit.objects.count() == 0


@pytest.mark.one_database
def test_what_is_wrong_in_a_folded_part_is_seen(as_clerk, centre1):
    data = new_visit(as_clerk, centre1, ends_on="27/02/2567")
    directive(data, "ให้ดำเนินการ", order="มาก")
    page = as_clerk.post(ADD, data).content.decode()
    folded = "".join(re.findall(r"<details>.*?</details>", page, re.S))
    assert ('name="ends_on"' in page, 'name="ends_on"' in folded) == (True, False)
    assert ('name="directives-0-order"' in page, 'name="directives-0-order"' in folded) == (True, False)
    assert 'name="ends_on"' in "".join(
        re.findall(r"<details>.*?</details>", as_clerk.get(ADD).content.decode(), re.S)
    )


MISCOUNTED = "จำนวนแถวที่ส่งมาไม่ตรงกับแถวที่มีในหน้านี้ ระบบจึงนับให้ใหม่"
UNREADABLE = "อ่านไม่ได้ว่าหน้านี้เปิดไว้เมื่อใด"
TYPED_IS_KEPT = "ข้อมูลที่ท่านพิมพ์ไว้ยังอยู่ครบในหน้านี้และยังไม่ได้บันทึก โปรดตรวจสอบ แล้วกดบันทึกอีกครั้งหากต้องการใช้ข้อมูลของท่าน"


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"attendances-TOTAL_FORMS": "-1", "directives-INITIAL_FORMS": "๑"}, MISCOUNTED),
        ({"attendances-INITIAL_FORMS": "9" * 30, "findings-TOTAL_FORMS": "x"}, MISCOUNTED),
        ({"opened_at": "nan", "seen_version": "x"}, UNREADABLE),
        ({"seen_version": ""}, UNREADABLE),
    ],
)
def test_what_a_page_fills_in_itself_is_mended_and_nothing_typed_is_lost(
    as_clerk, centre1, nattapol, wrong, sentence
):
    visit = a_visit(centre1, "28/02/2567", nattapol, title="ตรวจเยี่ยม")
    data = opened(as_clerk, change(visit)) | {"summary": "รับฟังผลการดำเนินงาน"}
    person(data, None, position="ผู้แทนชุมชน")
    directive(data, "ให้ดำเนินการ")
    response = as_clerk.post(change(visit), data | wrong)
    assert faults(response) == [sentence, TYPED_IS_KEPT]
    assert faults(as_clerk.post(change(visit), form_values(response))) == []
    visit.refresh_from_db()
    saved = visit.summary, visit.attendances.count(), visit.directives.count()
    assert saved == ("รับฟังผลการดำเนินงาน", 2, 1)


def test_a_row_that_was_tampered_with_comes_back_with_a_sentence(as_clerk, centre1, nattapol):
    visit = a_visit(centre1, "28/02/2567", nattapol, title="ตรวจเยี่ยม")
    wrong = opened(as_clerk, change(visit)) | {"attendances-0-id": "9" * 30}
    assert len(faults(as_clerk.post(change(visit), wrong))) == 1


@pytest.mark.parametrize(
    "address",
    [
        "visits/visit/?starts_on__year=0",
        f"visits/visit/?starts_on__year={'9' * 30}",
        f"units/unit/?province={'9' * 30}",
    ],
)
def test_a_list_asked_for_what_no_database_holds_is_refused(as_clerk, address):
    assert as_clerk.get(f"/admin/{address}").headers["Location"].endswith("/?e=1")


def test_a_role_that_no_database_holds_is_refused_at_its_field(admin, executive):
    address, as_admin = f"/admin/officials/user/{executive.pk}/change/", client_of(admin)
    response = as_admin.post(address, form_values(as_admin.get(address)) | {"groups": ["9" * 30]})
    assert faults(response) == [f"“{'9' * 30}” ไม่ใช่ค่าที่ใช้ได้"]


def test_150_attendees_are_no_bad_request(as_clerk, centre1):
    data = new_visit(as_clerk, centre1)
    for number in range(150):
        person(data, None, position=f"ผู้แทนหน่วยงานที่ {number + 1}")
    assert faults(as_clerk.post(ADD, data)) == []
    assert Visit.objects.get().attendances.count() == 150


def test_a_directive_due_before_its_visit_is_refused(as_clerk, centre1):
    visit = a_visit(centre1, "28/02/2567", title="ตรวจเยี่ยม")
    data = opened(as_clerk, change(visit))
    directive(data, "ให้ดำเนินการ", due_on="27/02/2567")
    assert faults(as_clerk.post(change(visit), data)) == ["กำหนดแล้วเสร็จต้องไม่ก่อนวันที่สั่งการ (28 ก.พ. 2567)"]


def test_a_unit_cannot_become_its_own_ancestor(as_clerk, diprom, centre1):
    address = f"/admin/units/unit/{diprom.pk}/change/"
    data = opened(as_clerk, address) | {"parent": centre1.pk}
    assert faults(as_clerk.post(address, data)) == ["เลือกหน่วยงานนี้ไม่ได้ เพราะจะวนกลับมาที่หน่วยงานเดิมเป็นวง"]
    assert Unit.objects.get(pk=diprom.pk).parent == unit("IND")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "sentence"),
    [
        ("01/10/2566", "30/09/2566", "วันสิ้นสุดต้องไม่ก่อนวันเริ่มดำรงตำแหน่ง"),
        ("01/10/2565", "", "ช่วงเวลาซ้อนกับที่บันทึกไว้แล้ว ตั้งแต่ 1 ต.ค. 2565 ถึง 30 ก.ย. 2567"),
        ("30/09/2567", "", "ช่วงเวลาซ้อนกับที่บันทึกไว้แล้ว ตั้งแต่ 1 ต.ค. 2565 ถึง 30 ก.ย. 2567"),
    ],
)
def test_an_appointment_that_ends_too_early_or_overlaps_is_refused(
    as_clerk, nattiya, starts_on, ends_on, sentence
):
    held = nattiya.appointments.create(
        post=post("ind-assistant-permanent-secretary"), starts_on="2022-10-01", ends_on="2024-09-30"
    )
    address = "/admin/officials/appointment/add/"
    data = opened(as_clerk, address) | {
        "official": nattiya.pk,
        "post": held.post_id,
        "kind": "substantive",
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    assert faults(as_clerk.post(address, data)) == [sentence]

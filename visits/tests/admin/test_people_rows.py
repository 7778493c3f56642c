"""Rows of people are checked together and saved so that the database never objects half-way."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Permission

from config.tests.cast import a_visit, an_account, attend, client_of, official
from config.tests.pages import text_of
from visits.models import Role
from visits.tests.admin.page import ADD, change, faults, new_visit, opened, person

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture
def visit(centre1, nattapol, nattiya):
    visit = a_visit(centre1, "28/01/2566", nattapol)
    attend(visit, nattiya)
    return visit


def people(visit):
    return list(visit.attendances.values_list("official__code", "role", "position"))


def test_the_lead_passes_to_another_person(as_clerk, visit):
    data = opened(as_clerk, change(visit))
    data["attendances-0-role"], data["attendances-1-role"] = "companion", "lead"
    assert faults(as_clerk.post(change(visit), data)) == []
    assert [row[:2] for row in people(visit)] == [("nattapol", Role.COMPANION), ("nattiya", Role.LEAD)]


def test_two_people_exchange_their_rows_and_take_their_positions_along(as_clerk, visit, nattapol, nattiya):
    data = opened(as_clerk, change(visit))
    data["attendances-0-official"], data["attendances-1-official"] = nattiya.pk, nattapol.pk
    assert faults(as_clerk.post(change(visit), data)) == []
    acting = "รองอธิบดีกรมส่งเสริมอุตสาหกรรม รักษาราชการแทนรองปลัดกระทรวงอุตสาหกรรม"
    assert people(visit) == [
        ("nattiya", Role.LEAD, acting),
        ("nattapol", Role.COMPANION, "ปลัดกระทรวงอุตสาหกรรม"),
    ]


def test_the_lead_leaves_and_another_takes_the_place_in_one_go(as_clerk, visit):
    data = opened(as_clerk, change(visit))
    data["attendances-0-DELETE"], data["attendances-1-role"] = "on", "lead"
    assert faults(as_clerk.post(change(visit), data)) == []
    assert [row[:2] for row in people(visit)] == [("nattiya", Role.LEAD)]


def test_two_leads_are_refused_beside_the_second(as_clerk, visit):
    data = opened(as_clerk, change(visit))
    data["attendances-1-role"] = "lead"
    assert faults(as_clerk.post(change(visit), data)) == ["การตรวจเยี่ยมหนึ่งมีหัวหน้าคณะได้คนเดียว"]


def test_a_person_twice_is_refused_beside_the_second(as_clerk, visit, nattiya):
    data = opened(as_clerk, change(visit))
    person(data, nattiya)
    assert faults(as_clerk.post(change(visit), data)) == ["นางสาวณัฏฐิญา เนตยสุภา มีรายชื่ออยู่แล้ว"]


def test_a_row_without_person_and_position_is_refused(as_clerk, visit):
    data = opened(as_clerk, change(visit))
    person(data, None, name="ใครคนหนึ่ง")
    assert faults(as_clerk.post(change(visit), data)) == ["เลือกบุคคล หรือเมื่อทราบเพียงตำแหน่งให้พิมพ์ตำแหน่ง"]


def test_somebody_who_had_left_is_refused_on_a_later_day(as_clerk, centre1):
    retired = official("bainoi")
    retired.left_on = date(2023, 9, 30)
    retired.save()
    data = new_visit(as_clerk, centre1, on="28/02/2567")
    person(data, retired, "lead")
    assert faults(as_clerk.post(ADD, data)) == [
        "นายใบน้อย สุวรรณชาตรี ปฏิบัติหน้าที่ถึง 30 ก.ย. 2566 จึงไม่อยู่ในวันที่ตรวจเยี่ยม"
    ]


@pytest.mark.parametrize("role", ["companion", "guest", "host"])
def test_somebody_who_had_left_may_be_there_as_adviser_guest_or_host_with_a_tick(
    as_clerk, centre1, nattapol, role
):
    retired = official("bainoi")
    retired.left_on = date(2023, 9, 30)
    retired.save()
    data = new_visit(as_clerk, centre1, on="28/02/2567")
    person(data, nattapol, "lead")
    person(data, retired, role)
    warned = as_clerk.post(ADD, data)
    sentence = "นายใบน้อย สุวรรณชาตรี ปฏิบัติหน้าที่ถึง 30 ก.ย. 2566 ก่อนวันที่ตรวจเยี่ยม"
    assert sentence in text_of(warned)
    ticks = re.findall(r'name="accept_doubt" value="([^"]+)"', warned.text)
    assert as_clerk.post(ADD, data | {"accept_doubt": ticks}).status_code == 302


def test_a_unit_that_had_closed_is_refused_on_a_later_day(as_clerk, centre1):
    centre1.closed_on = date(2023, 9, 30)
    centre1.save()
    assert faults(as_clerk.post(ADD, new_visit(as_clerk, centre1))) == [
        "หน่วยงานนี้ไม่มีอยู่ในวันที่ 28 ก.พ. 2567 (ถึง 30 ก.ย. 2566)"
    ]


def test_a_frozen_position_survives_a_later_promotion(as_clerk, visit, nattiya):
    before = people(visit)
    nattiya.appointments.filter(kind="acting").first().delete()
    nattiya.last_name = "นามสกุลใหม่"
    nattiya.save()
    assert faults(as_clerk.post(change(visit), opened(as_clerk, change(visit)))) == []
    assert people(visit) == before
    assert visit.attendances.last().name == "นางสาวณัฏฐิญา เนตยสุภา"


def test_saving_without_a_change_writes_no_rows_history(as_clerk, visit):
    as_clerk.post(change(visit), opened(as_clerk, change(visit)))
    assert [row.history.count() for row in visit.attendances.all()] == [1, 1]


def test_whom_a_person_stands_in_for_is_typed_in_the_row_and_leaves_with_the_person(
    as_clerk, visit, nattapol, nattiya
):
    data = opened(as_clerk, change(visit)) | {"attendances-1-on_behalf_of": "ปลัดกระทรวงมหาดไทย"}
    assert faults(as_clerk.post(change(visit), data)) == []
    stored = visit.attendances.values_list("on_behalf_of", flat=True)
    assert list(stored) == ["", "ปลัดกระทรวงมหาดไทย"]
    data = opened(as_clerk, change(visit))
    data["attendances-1-official"] = official("surapol").pk
    assert faults(as_clerk.post(change(visit), data)) == []
    assert list(visit.attendances.values_list("on_behalf_of", flat=True)) == ["", ""]


def test_whoever_may_only_add_people_is_not_shown_those_there_are(visit):
    account = an_account("auditor", is_staff=True)
    rights = ["view_everything", "view_visit", "change_visit", "add_attendance"]
    account.groups.get().permissions.set(Permission.objects.filter(codename__in=rights))
    data = opened(client_of(account), change(visit))
    assert data["attendances-TOTAL_FORMS"] == ["0"]

"""Doubts are warnings that the clerk accepts by a tick; kept with who accepted, asked again when their subject changes."""

import pytest

from config.tests.cast import a_directive, a_visit, unit
from visits.models import Acceptance, Holiday, Trip, Visit
from visits.tests.admin.page import ADD, change, directive, doubts, faults, new_visit, opened, person

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def warnings_on(response):
    return list(doubts(response).values())


def test_a_person_elsewhere_that_day_is_asked(as_clerk, centre1, centre6, nattapol):
    a_visit(centre6, "28/02/2567", nattapol)
    data = new_visit(as_clerk, centre1)
    person(data, nattapol, "lead")
    assert warnings_on(as_clerk.post(ADD, data)) == [
        "นายณัฐพล รังสิตพล อยู่ที่ ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 6 ในวันเดียวกัน (28 ก.พ. 2567)"
    ]


def test_another_stop_of_the_same_journey_is_no_doubt(as_clerk, centre1, office_chiang_mai, nattapol):
    trip = Trip.objects.create(title="ลงพื้นที่เชียงใหม่")
    a_visit(office_chiang_mai, "28/02/2567", nattapol, trip=trip)
    data = new_visit(as_clerk, centre1, trip=trip.pk)
    person(data, nattapol, "lead")
    assert faults(as_clerk.post(ADD, data)) == []


def test_times_that_do_not_meet_are_no_doubt(as_clerk, centre1, centre6, nattapol):
    a_visit(centre6, "28/02/2567", nattapol, start_time="09:00", end_time="10:00")
    data = new_visit(as_clerk, centre1, start_time="16.00")
    person(data, nattapol, "lead")
    assert faults(as_clerk.post(ADD, data)) == []


def test_a_second_party_at_the_unit_a_holiday_and_repeated_words_are_asked(as_clerk, centre1, nattapol):
    earlier = a_visit(centre1, "28/02/2567", start_time=None)
    a_directive(earlier, "ให้เร่งรัดการเบิกจ่าย", given_by=nattapol)
    Holiday.objects.create(date=earlier.starts_on, name="วันหยุดพิเศษ")
    data = new_visit(as_clerk, centre1)
    directive(data, "ให้เร่งรัดการเบิกจ่าย")
    assert warnings_on(as_clerk.post(ADD, data)) == [
        f"มีการตรวจเยี่ยมหน่วยงานนี้ในวันเดียวกันอยู่แล้ว: {earlier}",
        "28 ก.พ. 2567 เป็นวันหยุดราชการ (วันหยุดพิเศษ)",
        f"ข้อสั่งการนี้เคยให้ไว้แล้ว 28 ก.พ. 2567 ที่ {centre1}: ให้เร่งรัดการเบิกจ่าย",
    ]


def test_a_plan_whose_day_has_passed_is_asked(as_clerk, centre1):
    data = new_visit(as_clerk, centre1, status="confirmed")
    assert warnings_on(as_clerk.post(ADD, data)) == ["วันที่ตรวจเยี่ยมผ่านไปแล้ว แต่สถานะยังเป็น “ยืนยันแล้ว”"]


def test_a_ticked_doubt_is_kept_with_who_accepted_it_and_not_asked_again(as_clerk, clerk, centre1):
    data = new_visit(as_clerk, centre1, status="confirmed")
    data["accept_doubt"] = list(doubts(as_clerk.post(ADD, data)))
    assert faults(as_clerk.post(ADD, data)) == []
    assert list(Acceptance.objects.values_list("code", "by", "by_name")) == [
        ("passed_plan", clerk.pk, "สมหญิง ใจดี")
    ]
    visit = Visit.objects.get()
    assert faults(as_clerk.post(change(visit), opened(as_clerk, change(visit)))) == []


def test_an_accepted_doubt_is_asked_anew_when_its_subject_changes(as_clerk, centre1):
    data = new_visit(as_clerk, centre1, status="confirmed")
    data["accept_doubt"] = list(doubts(as_clerk.post(ADD, data)))
    as_clerk.post(ADD, data)
    visit = Visit.objects.get()
    moved = opened(as_clerk, change(visit)) | {"starts_on": "29/02/2567"}
    assert warnings_on(as_clerk.post(change(visit), moved)) == ["วันที่ตรวจเยี่ยมผ่านไปแล้ว แต่สถานะยังเป็น “ยืนยันแล้ว”"]


def test_nothing_is_saved_before_a_doubt_is_accepted(as_clerk, centre1):
    unit("DIPROM-C06")
    as_clerk.post(ADD, new_visit(as_clerk, centre1, status="confirmed"))
    assert Visit.objects.count() == 0

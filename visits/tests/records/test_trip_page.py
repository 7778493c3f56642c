import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.tests.cast import a_directive, a_finding, a_visit, attend
from config.tests.html import heading, texts
from visits.models import Role, Status, Trip

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture
def trip(centre1, office_lampang, nattapol, nattiya):
    """Two stops: the chief leads the first, the deputy was at both and leads the second."""
    trip = Trip.objects.create(title="ลงพื้นที่ภาคเหนือตอนบน", purpose="ติดตามงาน")
    first = a_visit(office_lampang, "27/01/2566", trip=trip)
    second = a_visit(centre1, "28/01/2566", trip=trip, others_party="คณะเดิม (ไม่ระบุรายชื่อ)")
    attend(first, nattapol, Role.LEAD, position="ปลัดกระทรวงอุตสาหกรรม")
    attend(first, nattiya, position="รองอธิบดี")
    attend(second, nattiya, Role.LEAD, position="รองอธิบดี")
    return trip


def page(client, trip, tail=""):
    return client.get(f"/trips/{trip.pk}/{tail}")


def test_the_stops_stand_in_order_under_the_name_of_the_trip(as_executive, trip):
    response = page(as_executive, trip)
    assert heading(response) == "ลงพื้นที่ภาคเหนือตอนบน"
    assert [text for text in texts(response, "h2") if text.startswith("จุดที่")] == [
        "จุดที่ 1 สำนักงานอุตสาหกรรมจังหวัดลำปาง",
        "จุดที่ 2 ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1",
    ]


def test_days_and_places_are_derived_from_the_visits(as_executive, trip):
    response = page(as_executive, trip)
    assert texts(response, "dd")[:2] == ["27-28 มกราคม 2566", "2 แห่ง"]


def test_only_what_was_done_gives_days_places_and_party(as_executive, trip, centre1, nattapol):
    off = {"trip": trip, "status_reason": "ติดภารกิจ"}
    a_visit(centre1, "25/01/2566", nattapol, status=Status.CANCELLED, **off)
    a_visit(centre1, "30/01/2566", nattapol, status=Status.POSTPONED, **off)
    a_visit(centre1, "31/01/2566", nattapol, trip=trip, status=Status.TENTATIVE)
    response = page(as_executive, trip)
    assert texts(response, "dd")[:2] == [
        "27-28 มกราคม 2566",
        "2 แห่ง · มีกำหนด 1 แห่ง · เลื่อน 1 แห่ง · ยกเลิก 1 แห่ง",
    ]
    assert texts(response, "td")[3::4] == [
        "หัวหน้าคณะ (จุดที่ 2) · หัวหน้าคณะ (มีกำหนด จุดที่ 5)",
        "ผู้ร่วมคณะ (จุดที่ 2) · หัวหน้าคณะ (จุดที่ 3)",
    ]


def test_the_party_is_one_list_with_the_stops_of_each(as_executive, trip):
    assert texts(page(as_executive, trip), "td") == [
        *["1", "นายณัฐพล รังสิตพล", "ปลัดกระทรวงอุตสาหกรรม", "หัวหน้าคณะ (จุดที่ 1)"],
        *["2", "นางสาวณัฏฐิญา เนตยสุภา", "รองอธิบดี", "ผู้ร่วมคณะ (จุดที่ 1) · หัวหน้าคณะ (จุดที่ 2)"],
    ]


def test_who_was_at_every_stop_in_one_role_is_told_by_the_role_alone(as_executive, trip, nattapol):
    attend(trip.visits.latest("starts_on"), nattapol, position="ปลัดกระทรวงอุตสาหกรรม", role=Role.GUEST)
    for row in nattapol.attendances.all():
        row.role = Role.GUEST
        row.save()
    assert texts(page(as_executive, trip), "td")[:4] == [
        "1",
        "นายณัฐพล รังสิตพล",
        "ปลัดกระทรวงอุตสาหกรรม",
        "ผู้เข้าร่วม",
    ]


def test_one_person_under_two_positions_stands_in_two_lines(as_executive, trip, nattiya):
    row = nattiya.attendances.get(role=Role.LEAD)
    row.position = "อธิบดี"
    row.save()
    names = texts(page(as_executive, trip), "td")[1::4]
    assert names == ["นายณัฐพล รังสิตพล", "นางสาวณัฏฐิญา เนตยสุภา", "นางสาวณัฏฐิญา เนตยสุภา"]


def test_those_without_a_name_stay_with_their_stop(as_executive, trip):
    assert "คณะเดิม (ไม่ระบุรายชื่อ)" in texts(page(as_executive, trip), "p")


def test_a_trip_without_visits_says_so(as_executive, db):
    trip = Trip.objects.create(title="ลงพื้นที่ภาคใต้")
    assert "ยังไม่มีการตรวจเยี่ยมในการลงพื้นที่ครั้งนี้" in texts(page(as_executive, trip), "p")


@pytest.mark.both_databases
@pytest.mark.parametrize("tail", ["", "print/"])
def test_the_number_of_queries_does_not_grow_with_the_stops(
    as_executive, centre6, office_lampang, nattapol, tail
):
    trip = Trip.objects.create(title="ลงพื้นที่")

    def add_stop():
        visit = a_visit(centre6, "28/01/2566", nattapol, trip=trip)
        a_finding(visit, unit=office_lampang, reported_by=nattapol)
        a_directive(visit, to=[office_lampang], dimensions=["income"])

    def queries():
        with CaptureQueriesContext(connection) as captured:
            page(as_executive, trip, tail)
        return len(captured)

    add_stop()
    of_one = queries()
    add_stop()
    add_stop()
    assert queries() == of_one

import pytest

from config.tests.cast import a_directive, a_visit, client_of, post
from officials.models import Appointment, Official
from units.models import Kind, Unit

pytestmark = pytest.mark.django_db


def offered(client, what, query):
    return [row["text"] for row in client.get(f"/lookup/{what}/", {"q": query}).json()]


def test_a_unit_is_found_by_its_short_name_and_told_by_its_full_one(as_executive, centre1):
    found = as_executive.get("/lookup/units/", {"q": "ศภ.1"}).json()
    assert found == [{"id": centre1.pk, "text": "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 (ศภ.1) · เชียงใหม่"}]


def test_a_closed_unit_is_offered_with_its_last_day(as_executive, chiang_mai):
    Unit.objects.create(name="ศูนย์เดิม", kind=Kind.OTHER, province=chiang_mai, closed_on="2022-09-30")
    assert offered(as_executive, "units", "ศูนย์เดิม") == ["ศูนย์เดิม · เชียงใหม่ (ถึง 30 ก.ย. 2565)"]


@pytest.mark.parametrize("query", ["ณัฐพล รังสิตพล", "นายณัฐพล", " ณัฐ  พล "])
def test_an_official_is_found_however_the_name_is_typed(as_executive, nattapol, query):
    assert offered(as_executive, "officials", query) == ["นายณัฐพล รังสิตพล · ปลัดกระทรวงอุตสาหกรรม"]


def test_two_people_of_one_name_are_told_apart_by_their_position(as_executive, nattapol):
    other = Official.objects.create(prefix="นาย", first_name="ณัฐพล", last_name="รังสิตพล", left_on="2024-09-30")
    Appointment.objects.create(
        official=other, post=post("diprom-director-general"), stated_first="2024-01-01"
    )
    assert offered(as_executive, "officials", "ณัฐพล") == [
        "นายณัฐพล รังสิตพล · ปลัดกระทรวงอุตสาหกรรม",
        f"นายณัฐพล รังสิตพล · {post('diprom-director-general').title} · (ถึง 30 ก.ย. 2567)",
    ]


def test_no_more_than_twenty_are_offered(as_executive):
    Official.objects.bulk_create(Official(first_name=f"สมชาย{number}") for number in range(30))
    assert len(offered(as_executive, "officials", "สมชาย")) == 20


def like(client, text, **parameters):
    return client.get("/lookup/directives/", {"q": text} | parameters).json()


def subjects(client, text, **parameters):
    return [row["subject"] for row in like(client, text, **parameters)]


def test_an_order_that_reads_like_one_given_already_is_told_while_it_is_typed(
    as_clerk, officer, centre1, centre6, nattapol
):
    visit = a_visit(centre6, "28/01/2566", nattapol, record_state="final")
    given = a_directive(
        visit,
        "ให้เร่งรัดการเบิกจ่ายงบประมาณ ปี 2566 ให้เป็นไปตามแผน",
        [centre6],
        given_by=nattapol,
        subject="งบประมาณ",
    )
    a_directive(visit, "ให้จัดทำฐานข้อมูลสถานประกอบการให้เป็นปัจจุบัน", given_by=nattapol)
    typed = "ขอให้เร่งรัด การเบิกจ่ายงบประมาณปี ๒๕๖๖"
    assert like(as_clerk, typed) == [
        {
            "id": given.pk,
            "address": f"/directives/{given.pk}/",
            "number": given.number or "รับรองแล้ว",
            "day": "28 ม.ค. 2566",
            "giver": "นายณัฐพล รังสิตพล",
            "subject": "งบประมาณ",
            "state": "รอแจ้ง",
        }
    ]
    assert subjects(as_clerk, typed, but=given.pk) == []
    assert subjects(as_clerk, "เร่งรัด") == []
    assert subjects(as_clerk, "ให้ส่งเสริมการใช้พลังงานสะอาดในกระบวนการผลิต") == []
    assert subjects(client_of(officer), typed) == []


def test_of_many_like_orders_the_five_closest_are_told(as_clerk, centre1):
    visit = a_visit(centre1, "28/01/2566")
    for number in range(1, 6):
        a_directive(visit, "ให้ตรวจกำกับโรงงานที่มีความเสี่ยง", subject=f"ข้อ {number}")
    a_directive(visit, "ให้ตรวจกำกับโรงงานในนิคมอุตสาหกรรมใหม่", subject="ใกล้เคียง")
    typed = "ให้ตรวจกำกับโรงงานที่มีความเสี่ยงด้านสิ่งแวดล้อม"
    assert subjects(as_clerk, typed, but="9" * 30) == [f"ข้อ {number}" for number in (5, 4, 3, 2, 1)]


@pytest.mark.parametrize("what", ["units", "officials", "directives"])
@pytest.mark.parametrize("query", ["ไม่มีชื่อนี้", "%", "'", "ก " * 5000, "\x00"])
def test_whatever_is_typed_is_answered(as_executive, nattapol, what, query):
    assert as_executive.get(f"/lookup/{what}/", {"q": query}).status_code == 200


@pytest.mark.parametrize("what", ["units", "officials", "directives"])
def test_a_stranger_is_asked_to_sign_in(client, what):
    assert client.get(f"/lookup/{what}/").url.startswith("/admin/login/")

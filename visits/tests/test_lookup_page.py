import pytest

from config.tests.cast import post
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


@pytest.mark.parametrize("what", ["units", "officials"])
@pytest.mark.parametrize("query", ["ไม่มีชื่อนี้", "%", "'", "ก " * 5000, "\x00"])
def test_whatever_is_typed_is_answered(as_executive, nattapol, what, query):
    assert as_executive.get(f"/lookup/{what}/", {"q": query}).status_code == 200


@pytest.mark.parametrize("what", ["units", "officials"])
def test_a_stranger_is_asked_to_sign_in(client, what):
    assert client.get(f"/lookup/{what}/").url.startswith("/admin/login/")

"""All that is held about one person stands on one page and in one file, for those who answer that person."""

import pytest

from config.forms.changes import changes_since
from config.tests.cast import a_directive, a_finding, a_visit, client_of
from config.tests.html import texts
from officials.models import OfficialAlias
from officials.models.usage_log import Use

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(nattiya, centre1, clerk):
    """She led, ordered, reported; one who enters data bears her name; drafts and internal rows count too."""
    visit = a_visit(centre1, "28/01/2566", nattiya, is_internal=True)
    a_directive(visit, "ให้เร่งรัด", given_by=nattiya, given_as="รองอธิบดี")
    a_finding(visit, "ผลิตได้ตามเป้า", reported_by=nattiya)
    OfficialAlias.objects.create(official=nattiya, alias="คุณหนู")
    clerk.official = nattiya
    clerk.email = "clerk@example.go.th"
    clerk.save()
    client_of(clerk)
    return nattiya


def test_every_kind_of_what_is_held_is_there(admin, known):
    page = client_of(admin).get(f"/officials/{known.pk}/data/")
    assert texts(page, "h2") == [
        "ทะเบียนบุคคล 3 รายการ",
        f"ชื่อเรียกอื่น {known.aliases.count()} รายการ",
        f"การดำรงตำแหน่ง {known.appointments.count()} รายการ",
        "การเข้าร่วมตรวจเยี่ยม 1 รายการ",
        "ข้อสั่งการที่ให้ไว้ 1 รายการ",
        "ข้อมูลที่รายงานต่อคณะ 1 รายการ",
        "บัญชีผู้ใช้ 1 รายการ",
        "การใช้งานของบัญชี 1 รายการ",
        f"ประวัติการแก้ไขในทำเนียบ {len(changes_since(known))} รายการ",
    ]
    assert "ผู้บันทึกข้อมูล · clerk@example.go.th · ใช้งานอยู่" in texts(page, "td")


def test_the_file_holds_the_same_and_each_look_is_logged(auditor, known):
    client = client_of(auditor)
    text = client.get(f"/officials/{known.pk}/data/data.csv").getvalue().decode("utf-8-sig")
    assert "การเข้าร่วมตรวจเยี่ยม,28 ม.ค. 2566,ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1" in text
    looks = Use.objects.filter(by=auditor, kind="person").values_list("what", flat=True)
    assert list(looks) == [known.name]

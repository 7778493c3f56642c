"""A folder of press releases becomes drafts: what is certain is taken, all else waits; nothing comes in twice."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from visits.models import NameAsWritten, PressRelease, Reading, Visit
from visits.tests.press_releases.test_press_release_page import TEXT


@pytest.fixture
def folder(tmp_path, nattapol, centre1, office_chiang_mai):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.txt").write_text("ขอเชิญผู้ประกอบการสมัครเข้าร่วมโครงการได้ตั้งแต่บัดนี้", "utf-8")
    (tmp_path / "c.txt").write_text("", "utf-8")
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.4")
    return tmp_path


def run(folder, clerk):
    out = StringIO()
    call_command("import_press_releases", folder, by=clerk.username, stdout=out, stderr=StringIO())
    return out.getvalue().splitlines()


def test_a_text_with_an_unknown_name_waits_and_is_said_in_the_log(folder, clerk):
    assert run(folder, clerk) == [
        "a.txt: ไม่พบในทำเนียบ: กาญจนา ใจงาม",
        "b.txt: ไม่พบว่าข้อความนี้กล่าวถึงการลงพื้นที่หรือการตรวจเยี่ยม",
        "c.txt: ไม่มีข้อความให้อ่าน โปรดวางข้อความข่าวหรือเลือกไฟล์",
        "d.pdf: เปิดไฟล์ PDF นี้ไม่ได้ ไฟล์อาจเสียหรือมีรหัสผ่าน โปรดคัดลอกข้อความข่าวมาวางแทน",
        "อ่าน 4 ฉบับ เป็นการตรวจเยี่ยม 0 แห่ง บันทึกไว้แล้ว 0 ฉบับ รอการตรวจทั้งหมด 1 ฉบับ",
    ]
    assert Visit.objects.count() == 0
    states = dict(Reading.objects.values_list("file_name", "state"))
    assert states == {"a.txt": "waiting", "b.txt": "no_visit"}


def test_a_text_whose_names_are_all_known_becomes_drafts_of_the_account(folder, clerk):
    NameAsWritten.objects.create(kind="person", key="กาญจนาใจงาม", name="กาญจนา ใจงาม")
    assert run(folder, clerk)[-1] == "อ่าน 4 ฉบับ เป็นการตรวจเยี่ยม 2 แห่ง บันทึกไว้แล้ว 0 ฉบับ รอการตรวจทั้งหมด 0 ฉบับ"
    first, second = Visit.objects.in_order()
    assert list(first.attendances.order_by("pk").values_list("name", "official__code")) == [
        ("นายณัฐพล รังสิตพล", "nattapol"),
        ("นางสาวกาญจนา ใจงาม", None),
    ]
    assert {first.history.get(history_type="+").history_user, second.history.latest().history_user} == {clerk}


def test_a_second_run_brings_nothing_in_twice(folder, clerk):
    NameAsWritten.objects.create(kind="person", key="กาญจนาใจงาม", name="กาญจนา ใจงาม")
    run(folder, clerk)
    assert run(folder, clerk)[-1] == "อ่าน 4 ฉบับ เป็นการตรวจเยี่ยม 0 แห่ง บันทึกไว้แล้ว 1 ฉบับ รอการตรวจทั้งหมด 0 ฉบับ"
    assert (Visit.objects.count(), PressRelease.objects.count()) == (2, 1)


def test_an_account_that_may_enter_nothing_imports_nothing(folder, executive):
    with pytest.raises(CommandError, match="ไม่มีสิทธิบันทึกการตรวจเยี่ยม"):
        call_command("import_press_releases", folder, by=executive.username)

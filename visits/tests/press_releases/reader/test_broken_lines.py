"""Lines that a page broke in the midst of a sentence are read as one, lines of their own are not."""

import pytest

from visits.press_releases.reader import read

LEAD = "วันที่ 9 สิงหาคม 2566 นายแก้ว มณีศรี รองปลัดกระทรวงอุตสาหกรรม"
COMES = "และเจ้าหน้าที่ของกรม ลงพื้นที่ตรวจเยี่ยมโรงสีข้าวรุ่งเรือง จังหวัดสุรินทร์"
MAN = ("companion", "มั่น ทองดี", "รองอธิบดีกรมการข้าว")


def people_of(text):
    return {(person.role, f"{person.first} {person.last}", person.position) for person in read(text).people}


@pytest.mark.parametrize(
    ("text", "companion"),
    [
        pytest.param(
            f"{LEAD} พร้อมด้วย\nนายมั่น ทองดี รองอธิบดีกรมการข้าว {COMES}", MAN, id="behind an introduction"
        ),
        pytest.param(f"{LEAD} พร้อมด้วย นายมั่น ทองดี\nรองอธิบดีกรมการข้าว {COMES}", MAN, id="between name and post"),
        pytest.param(
            f"{LEAD} พร้อมด้วย นายมั่น ทองดี ผู้อำนวยการกองข้าวเปลือก\nและข้าวสาร {COMES}",
            ("companion", "มั่น ทองดี", "ผู้อำนวยการกองข้าวเปลือก และข้าวสาร"),
            id="within a post",
        ),
    ],
)
def test_a_list_of_people_runs_on_over_a_broken_line(text, companion):
    assert people_of(text) == {("lead", "แก้ว มณีศรี", "รองปลัดกระทรวงอุตสาหกรรม"), companion}


def test_a_verb_is_joined_with_its_object_on_the_next_line():
    text = (
        f"{LEAD} พร้อมด้วย นายมั่น ทองดี รองอธิบดีกรมการข้าว เข้าร่วม\n"
        "การประชุมใหญ่สามัญ โดยมี พลโทสมาน ชัยดี รัฐมนตรีว่าการกระทรวงพลังงาน เป็นประธาน\n"
        "กล่าวเปิดการประชุม ณ สมาคมโรงสีข้าวไทย จังหวัดสุรินทร์"
    )
    proposal = read(text)
    assert {(person.role, person.first) for person in proposal.people} == {
        ("lead", "สมาน"),
        ("companion", "แก้ว"),
        ("companion", "มั่น"),
    }
    assert [stop.unit.value for stop in proposal.stops] == ["สมาคมโรงสีข้าวไทย"]


def test_what_is_quoted_stays_where_it_stands_in_the_original():
    text = f"{LEAD} พร้อมด้วย\nนายมั่น ทองดี รองอธิบดีกรมการข้าว {COMES}"
    person = read(text).people[1]
    assert text[person.start : person.end] == "นายมั่น ทองดี รองอธิบดีกรมการข้าว"


def test_a_paragraph_that_begins_with_a_day_of_its_own_is_none_of_the_sentence_before():
    text = (
        f"{LEAD} ลงพื้นที่ตรวจเยี่ยมโรงสีข้าวรุ่งเรือง จังหวัดสุรินทร์ โดยมีเจ้าของโรงสีให้การต้อนรับ\n"
        "และวันที่ 10 สิงหาคม 2566 ได้เดินทางต่อไปเยี่ยมชมวิทยาลัยเทคนิคบ้านนา จังหวัดสุรินทร์"
    )
    assert [stop.unit.value for stop in read(text).stops] == ["โรงสีข้าวรุ่งเรือง", "วิทยาลัยเทคนิคบ้านนา"]

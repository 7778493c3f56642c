"""What stands above the text of a page: stamps and buttons are none of it, a summary may name the place."""

from datetime import date

import pytest

from visits.press_releases.reader import read

VISIT = "เมื่อวันที่ 9 สิงหาคม 2566 นายแก้ว มณีศรี รองปลัดกระทรวงอุตสาหกรรม "


def units_of(text):
    return [stop.unit.value for stop in read(text).stops]


@pytest.mark.parametrize("furniture", ["11 สิงหาคม 2566 13:18", "สั่งพิมพ์หน้านี้", "image", "1 min read"])
def test_a_stamp_or_a_button_is_no_headline(furniture):
    proposal = read(f"{furniture}\nรองปลัดฯ เยี่ยมโรงสี\n{VISIT}ลงพื้นที่เยี่ยมโรงสีรุ่งเรือง")
    assert proposal.headline.value == "รองปลัดฯ เยี่ยมโรงสี"
    assert proposal.starts_on.value == date(2023, 8, 9)


def test_a_stamp_with_an_hour_tells_the_day_of_publication():
    assert read(f"11 สิงหาคม 2566 13:18\n{VISIT}ลงพื้นที่เยี่ยมโรงสีรุ่งเรือง").published_on.value == date(2023, 8, 11)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        pytest.param(
            f"รองปลัดฯ นิเทศงาน\nรองปลัดฯ พบปะผู้ประกอบการไทย ณ สำนักงานการค้าในต่างแดน\n{VISIT}และคณะ นิเทศงานและให้กำลังใจเจ้าหน้าที่",
            ["สำนักงานการค้าในต่างแดน"],
            id="named only in the summary",
        ),
        pytest.param(
            f"11 สิงหาคม 2566 13:18\nรองปลัดฯ ตรวจราชการ จังหวัดเลย\n{VISIT}ลงพื้นที่ตรวจราชการรอบที่ 2 เพื่อรับทราบผลงาน",
            ["จังหวัดเลย"],
            id="area of the headline below a stamp",
        ),
        pytest.param(
            "รองปลัดฯ ดูแผนของนิคมฯบางนา\nนายแก้ว มณีศรี รองปลัดกระทรวงอุตสาหกรรม จะลงพื้นที่นิคมอุตสาหกรรมบางนา จังหวัดเลย",
            ["นิคมอุตสาหกรรมบางนา"],
            id="a plan gives the whole name",
        ),
        pytest.param(
            f"{VISIT}ลงพื้นที่ตรวจกำกับเหมือง บริษัท ศิลาแดง จำกัด ตำบลบ้านนา อำเภอเมือง จังหวัดเลย ประกอบกิจการเหมืองหินแกรนิต และบริษัท ศิลาขาว จำกัด จังหวัดเลย",
            ["บริษัท ศิลาแดง จำกัด", "บริษัท ศิลาขาว จำกัด"],
            id="a second firm behind what is said of the first",
        ),
        pytest.param(
            f"{VISIT}ลงพื้นที่สำนักงานอุตสาหกรรม จ.เลย และบริษัท ศิลาแดง จำกัด",
            ["สำนักงานอุตสาหกรรม จ.เลย", "บริษัท ศิลาแดง จำกัด"],
            id="an office with its province in short",
        ),
        pytest.param(
            f"{VISIT}เข้าร่วมประชุม ณ ศาลากลางจังหวัดเลย และลงพื้นที่พบปะประชาชนตำบลบ้านนา อำเภอเมือง จังหวัดเลย",
            ["ศาลากลางจังหวัดเลย", "ตำบลบ้านนา"],
            id="the people of an area",
        ),
        pytest.param(
            f"{VISIT}ลงพื้นที่ตรวจเยี่ยมกิจกรรมของผู้ประกอบการชุมชนภาคใต้ในพื้นที่จังหวัดตรัง",
            ["จังหวัดตรัง"],
            id="the communities of a region are none",
        ),
    ],
)
def test_places_are_found_beside_the_leading_paragraph(text, units):
    assert units_of(text) == units


def test_who_presides_at_a_firm_was_there_though_no_day_is_written():
    text = "นายแก้ว มณีศรี รองปลัดกระทรวงอุตสาหกรรม เปิดเผยภายหลังเป็นประธานการทำลายสินค้าไม่ได้มาตรฐาน ณ บริษัท ศิลาแดง จำกัด จังหวัดเลย"
    proposal = read(text)
    assert proposal.is_visit
    assert [stop.unit.value for stop in proposal.stops] == ["บริษัท ศิลาแดง จำกัด"]


def test_who_comes_along_with_the_party_of_another_does_not_lead():
    people = read(f"{VISIT}ร่วมลงพื้นที่ตรวจราชการกับคณะของพลเอกสมาน ชัยดี รองนายกรัฐมนตรี ณ จังหวัดเลย").people
    assert {(person.role, person.first) for person in people} == {("lead", "สมาน"), ("companion", "แก้ว")}

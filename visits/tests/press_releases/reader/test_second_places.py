"""Places named in pairs, kinds of place before the owner, posts in Latin letters and posts glued to a name."""

import pytest

from visits.press_releases.reader import read

VISIT = "เมื่อวันที่ 9 สิงหาคม 2566 นายแก้ว มณีศรี รองปลัดกระทรวงอุตสาหกรรม "


def units_of(text):
    return [stop.unit.value for stop in read(text).stops]


@pytest.mark.parametrize(
    ("deed", "units"),
    [
        pytest.param(
            "ลงพื้นที่ติดตามสถานการณ์ลำไย โดยมีนางดาว ใจเย็น ปลัดจังหวัดเลย เข้าร่วม ณ เทศบาลตำบลนาดี อำเภอเมือง จังหวัดเลย และเยี่ยมชมจุดรับซื้อลำไย ณ สหกรณ์การเกษตรนาดี จำกัด",
            ["เทศบาลตำบลนาดี", "สหกรณ์การเกษตรนาดี จำกัด"],
            id="the first stop before the verb of the second",
        ),
        pytest.param(
            'เป็นประธานเปิดการอบรม 2 รุ่น คือ รุ่นที่ 1 "การย้อมคราม" ณ วัดนาดี อำเภอเมือง และรุ่นที่ 2 "การสานกระบุง" ณ โรงเรียนบ้านดอน จังหวัดเลย',
            ["วัดนาดี", "โรงเรียนบ้านดอน"],
            id="two courses at two places",
        ),
        pytest.param(
            "ลงพื้นที่ตรวจติดตามการดำเนินงานของสถานประกอบการที่จะขอรับตราสัญลักษณ์ ของบริษัท ศิลาแดง จำกัด จังหวัดเลย",
            ["บริษัท ศิลาแดง จำกัด"],
            id="a kind of place that will do something, then the firm",
        ),
        pytest.param(
            "เยี่ยมชมวัดนาดี จังหวัดเลย จากนั้นลงพื้นที่ตรวจเยี่ยมการดำเนินงานของล้งลำไยบริษัทแดงผลไม้ อำเภอเมือง จังหวัดเลย",
            ["วัดนาดี", "ล้งลำไยบริษัทแดงผลไม้"],
            id="a packing house",
        ),
        pytest.param(
            "ตรวจราชการ ณ วัดนาดี จังหวัดเลย\nทั้งนี้ รองปลัดฯ แก้ว ได้ลงพื้นที่ตรวจเยี่ยม บริษัท ศิลาแดง จำกัด ตำบลนาดี และกลุ่มทอเสื่อบ้านดอน ตำบลนาดี",
            ["วัดนาดี", "บริษัท ศิลาแดง จำกัด", "กลุ่มทอเสื่อบ้านดอน"],
            id="a later paragraph without a word of order",
        ),
        pytest.param(
            "เปิดงาน ณ วัดนาดี จังหวัดเลย\nนอกจากนี้ รองปลัดฯ ได้เยี่ยมชมอ่างเก็บน้ำห้วยทราย จังหวัดเลย แหล่งเก็บน้ำสำหรับไร่นาของราษฎรทุกหมู่บ้านและที่เพาะพันธุ์ปลาน้ำจืดนานาพันธุ์ทั้งฤดูแล้งและฤดูฝนของทุกปี และเยี่ยมชมศูนย์เรียนรู้บ้านดอน",
            ["วัดนาดี", "อ่างเก็บน้ำห้วยทราย", "ศูนย์เรียนรู้บ้านดอน"],
            id="a further stop far behind the first of a paragraph",
        ),
        pytest.param(
            "ตรวจราชการ ณ วัดนาดี จังหวัดเลย\nทั้งนี้ ขอให้ทุกคนร่วมงานและเยี่ยมชมตลาดบ้านดอน",
            ["วัดนาดี"],
            id="an invitation is no stop",
        ),
    ],
)
def test_places(deed, units):
    assert units_of(VISIT + deed) == units


def test_kinds_of_place_in_a_row_are_none():
    text = f"{VISIT}มอบนโยบายให้ช่วยกันดูแลเขตทาง สถานี โรงงาน และบ้านพัก"
    assert units_of(text) == []


def test_a_post_in_latin_letters_ends_the_name():
    text = (
        f"{VISIT}เยี่ยมชมบริษัท ศิลาแดง จำกัด โดยมี Mr. Taro Yamano Managing Director และนายเมฆ ใจดี Head of Plant Solution "
        "และผู้บริหาร ให้การต้อนรับ"
    )
    hosts = [(p.first, p.last, p.position) for p in read(text).people if p.role == "host"]
    assert hosts == [("Taro", "Yamano", "Managing Director"), ("เมฆ", "ใจดี", "Head of Plant Solution")]


def test_a_latin_surname_of_two_words_stays_whole():
    text = f"{VISIT}เยี่ยมชมบริษัท ศิลาแดง จำกัด โดยมี Mr. Jan van Dirk และ Mr. Ken De Boer ให้การต้อนรับ"
    assert "De Boer" in [person.last for person in read(text).people]


@pytest.mark.parametrize("field", ["เกษตรและสหกรณ์", "เกษตร", "อุตสาหกรรม"])
def test_a_provincial_officer_glued_to_a_name(field):
    text = f"{VISIT}เยี่ยมชมวัดนาดี โดยมีนายเมฆ มีสิทธิ์ชัย{field}จังหวัดเลย และคณะ ร่วมลงพื้นที่"
    companions = [(p.last, p.position) for p in read(text).people if p.role == "companion"]
    assert companions == [("มีสิทธิ์ชัย", f"{field}จังหวัดเลย")]

import random

import pytest

from visits.press_releases.reader import read


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "ไม่มีข้อความให้อ่าน"),
        (" \n\u200b\n", "ไม่มีข้อความให้อ่าน"),
        ("The minister visited a factory in the province on 3 March 2023.", "ข้อความไม่ใช่ภาษาไทย จึงอ่านไม่ได้"),
        (
            "กรมอุตุนิยมวิทยาพยากรณ์ว่า วันที่ 3 มีนาคม 2566 ภาคเหนือมีอากาศร้อนและมีฝนฟ้าคะนองร้อยละ 20 ของพื้นที่",
            "ไม่พบว่าข้อความนี้กล่าวถึงการลงพื้นที่หรือการตรวจเยี่ยม",
        ),
        (
            "เด็กชายคนหนึ่งเดินทางไปตลาดกับแม่ทุกเช้า เขาชอบดูปลาในตุ่มและฟังเสียงแม่ค้า",
            "ไม่พบว่าข้อความนี้กล่าวถึงการลงพื้นที่หรือการตรวจเยี่ยม",
        ),
    ],
)
def test_a_text_about_no_visit_says_why(text, reason):
    proposal = read(text)
    assert (proposal.is_visit, proposal.unclear, proposal.people, proposal.stops) == (
        False,
        (reason,),
        (),
        (),
    )


def test_a_novel_is_read_to_the_limit_and_says_so():
    paragraph = "วันที่ 3 มีนาคม 2566 นายแก้ว มณีศรี ปลัดกระทรวงพลังงาน ตรวจเยี่ยมโรงไฟฟ้าบางนา แล้วเดินทางกลับ\n"
    proposal = read(paragraph * 20_000)
    assert "ข้อความยาวเกินไป อ่านเฉพาะ 60,000 อักขระแรก" in proposal.unclear
    assert proposal.lead.last == "มณีศรี"


@pytest.mark.parametrize("seed", range(5))
def test_rubbish_never_raises(seed):
    chance = random.Random(seed)  # noqa: S311
    pieces = [
        "นาย",
        "นาง",
        "ดร.",
        "(",
        ")",
        "ปลัด",
        "โดยมี",
        "ณ",
        "ให้การต้อนรับ",
        "ลงพื้นที่",
        "31",
        "กุมภาพันธ์",
        "2566",
        "เวลา",
        "25.99",
        "น.",
        "จังหวัด",
        "ํ",
        "า",
        "\x00",
        "�",
        "เ",
    ]
    text = "".join(chance.choice(pieces) + chance.choice(["", " ", "\n"]) for _ in range(3_000))
    assert read(text).as_label()["lead"] is None or read(text).is_visit


@pytest.mark.parametrize("text", [None, 7, b"\xff\xfe\x00"])
def test_what_is_no_text_is_no_visit(text):
    assert not read(text).is_visit

import pytest

from visits.press_releases.reader import read
from visits.tests.press_releases.reader.reading import text_and_label

OPENING = "วันที่ 7 เมษายน 2566 นายแก้ว มณีศรี ปลัดกระทรวงพลังงาน ตรวจเยี่ยมโรงไฟฟ้าบางนา\n"


def directives_of(text):
    return [(directive.kind, directive.by, directive.to) for directive in read(OPENING + text).directives]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ปลัดกระทรวงพลังงาน ได้มอบหมายให้กองแผนงาน จัดทำแผนสำรองไฟฟ้า",
            [("directive", "ปลัดกระทรวงพลังงาน", ("กองแผนงาน",))],
        ),
        (
            "ทั้งนี้ ได้มอบนโยบายให้ สอจ.ตาก ดูแลชุมชนรอบโรงไฟฟ้า",
            [("policy", "ปลัดกระทรวงพลังงาน", ("สอจ.ตาก",))],
        ),
        (
            "ขณะที่ รองปลัดฯ สายใจ ได้ให้ข้อแนะนำว่าหน่วยงานต้องทำแผนร่วมกัน",
            [("recommendation", "รองปลัดฯ สายใจ", ())],
        ),
        (
            "ด้านประธานหอการค้าจังหวัดตาก ได้เสนอแนะให้เปิดพื้นที่ให้เยาวชนเรียนรู้",
            [("suggestion", "ประธานหอการค้าจังหวัดตาก", ())],
        ),
        (
            "ปลัดกระทรวงพลังงาน ได้ชื่นชมเจ้าหน้าที่ทุกคนที่ทำงานหนัก",
            [("commendation", "ปลัดกระทรวงพลังงาน", ("เจ้าหน้าที่ทุกคนที่ทำงานหนัก",))],
        ),
        ("ปลัดกระทรวงพลังงาน กล่าวว่า โรงไฟฟ้ามีกำลังผลิตเพียงพอ", []),
    ],
)
def test_wording_tells_a_directive_from_advice_and_praise(text, expected):
    assert directives_of(text) == expected


def test_sending_somebody_on_the_visit_is_no_directive():
    text, _ = text_and_label("governor_sends_deputy")
    assert read(text).directives == ()


def test_a_figure_keeps_measure_and_rounding():
    figures = read(OPENING + "มีโรงงานกว่า 1,250 แห่ง เงินลงทุนรวม 9.15 ล้านบาท คืบหน้าร้อยละ 97 ตั้งแต่ปี 2565").figures
    found = [(figure.qualifier, figure.amount, figure.measure) for figure in figures]
    assert found == [("กว่า", "1250", "แห่ง"), ("", "9.15", "ล้านบาท"), ("", "97", "ร้อยละ")]

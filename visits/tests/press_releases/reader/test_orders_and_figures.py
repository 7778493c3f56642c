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


def figures_of(text):
    return [(figure.amount, figure.measure) for figure in read(OPENING + text).figures]


@pytest.mark.parametrize(
    "text",
    [
        "ประชุมร่วมกับศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 6 ตำบลบ้านเกาะ อำเภอเมือง",
        "โดยศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 3 โรงงานต้นแบบ",
        "ประชุมร่วมกับ DIPROM CENTER 7 จังหวัดอุบลราชธานี",
        "เยี่ยมกลุ่มจักสานบ้านไผ่ หมู่ที่ 5 ตำบลบ้านไผ่ และหมู่ 9 ตำบลป่าแดด",
        "บ้านเลขที่ 88 อำเภอแม่ริม และ 12 อำเภอสันทราย",
        "ตามมาตรา 39 โรงงานต้องหยุดประกอบกิจการ",
        "อบรมรุ่นที่ 2 หลักสูตรการจัดการ และระยะที่ 4 โครงการต่อเนื่อง",
        "ตามแนวทาง 1 ตำบล 1 ผลิตภัณฑ์ และ 1 อำเภอ 1 โรงงาน",
        "ในปี 2564 โรงงานหยุดดำเนินการ และเมื่อวันที่ 5 มีนาคม 2565 โรงงานเปิดใหม่",
    ],
)
def test_a_number_in_a_name_a_row_a_slogan_or_a_day_is_no_figure(text):
    assert figures_of(text) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("รับผิดชอบในเขต 8 จังหวัดภาคเหนือ", [("8", "จังหวัด")]),
        ("ช่วยเหลือ 3 ตำบลใกล้เคียง ใน 2 อำเภอ", [("3", "ตำบล"), ("2", "อำเภอ")]),
        ("มีพื้นที่ 1,250 ไร่ ราคาอยู่ที่ 35 บาท", [("1250", "ไร่"), ("35", "บาท")]),
        ("ครอบคลุม 1 จังหวัด 1 อำเภอ 3 ตำบล", [("1", "จังหวัด"), ("1", "อำเภอ"), ("3", "ตำบล")]),
        ("ภาคที่ 6 มีโรงงาน 40 โรงงาน", [("40", "โรงงาน")]),
        ("มี Data Center 3 แห่ง", [("3", "แห่ง")]),
    ],
)
def test_a_number_that_counts_stays_a_figure(text, figures):
    assert figures_of(text) == figures

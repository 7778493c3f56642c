"""News of a field visit is told apart from meetings at home, seminars and announcements."""

import pytest

from visits.press_releases.reader import read
from visits.tests.press_releases.reader.mixture import texts


def test_of_two_hundred_texts_visits_are_recognised_and_others_are_not_taken_for_them():
    results = [(read(text).is_visit, is_visit) for text, is_visit in texts()]
    recognised = sum(taken for taken, is_visit in results if is_visit)
    taken_wrongly = sum(taken for taken, is_visit in results if not is_visit)
    assert (len(results), recognised >= 95, taken_wrongly <= 10) == (200, True, True)


@pytest.mark.parametrize(
    "text",
    [
        "เมื่อวันที่ 3 พฤษภาคม 2567 นายวิทย์ กล้าหาญ อธิบดีกรมโรงงานอุตสาหกรรม เข้าตรวจสอบเหตุเพลิงไหม้โรงงานสารเคมี อ.บ้านค่าย จ.ระยอง",
        "วันที่ 8 มกราคม 2567 นายสมพร ดีเลิศ ผู้ตรวจราชการกระทรวงอุตสาหกรรม พร้อมด้วยเจ้าหน้าที่กรมโรงงานอุตสาหกรรม เข้าร่วมประชุม ณ ศาลากลางจังหวัดยะลา",
        "วันที่ 8 มกราคม 2567 นางอรุณี ใจดี รองปลัดกระทรวงอุตสาหกรรม พร้อมคณะเข้าพบผู้ว่าราชการจังหวัดยะลา ณ ศาลากลางจังหวัดยะลา",
        "นายวิทย์ กล้าหาญ รัฐมนตรีว่าการกระทรวงอุตสาหกรรม เปิดเผยภายหลังการตรวจราชการจังหวัดสงขลา เมื่อวันที่ 9 สิงหาคม 2567 ว่า จะเร่งแก้ปัญหา",
        "วันที่ 4 เมษายน 2567 นางอรุณี ใจดี ผู้อำนวยการศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 8 ให้การต้อนรับ นายวิทย์ กล้าหาญ อธิบดีกรมส่งเสริมอุตสาหกรรม ในโอกาสลงพื้นที่ติดตามผลงาน",
        "วันที่ 9 สิงหาคม 2566 นายแก้ว มณีศรี ปลัดกระทรวงอุตสาหกรรม ตรวจเยี่ยมและมอบนโยบายกรมโรงงานอุตสาหกรรม โดยมีอธิบดีให้การต้อนรับ ณ กรมโรงงานอุตสาหกรรม ถนนพระรามที่ 6",
    ],
)
def test_a_journey_in_other_words_is_a_visit(text):
    assert read(text).is_visit


@pytest.mark.parametrize(
    "text",
    [
        "นางอรุณี ใจดี โฆษกกระทรวงอุตสาหกรรม เผยว่า กระทรวงได้กำชับให้อุตสาหกรรมจังหวัดทั่วประเทศลงพื้นที่เฝ้าระวังน้ำท่วม ตั้งแต่วันที่ 1 ตุลาคม 2567",
        "วันที่ 5 กุมภาพันธ์ 2567 นายสมพร ดีเลิศ ปลัดกระทรวงอุตสาหกรรม หารือกับผู้แทนการค้า ณ ห้องรับรองชั้น 2 สำนักงานปลัดกระทรวงอุตสาหกรรม",
        "วันที่ 22 พฤษภาคม 2567 นายสมพร ดีเลิศ รองปลัดกระทรวงอุตสาหกรรม เป็นประธานการประชุมติดตามงบประมาณ ผ่านระบบ Zoom Meeting",
        "วันที่ 6 มีนาคม 2567 นายวิทย์ กล้าหาญ อธิบดีกรมส่งเสริมอุตสาหกรรม รับรางวัลองค์กรโปร่งใส ณ โรงแรมสายน้ำ แกรนด์",
    ],
)
def test_work_at_home_a_hall_or_an_instruction_is_none(text):
    assert not read(text).is_visit


def test_what_seems_to_be_no_visit_is_still_read_for_the_clerk_who_knows_better():
    proposal = read("วันที่ 6 มีนาคม 2567 นายวิทย์ กล้าหาญ อธิบดีกรมส่งเสริมอุตสาหกรรม เป็นประธานการประชุม ณ โรงแรมสายน้ำ")
    assert (proposal.is_visit, proposal.lead.last) == (False, "กล้าหาญ")
    assert proposal.unclear[0] == "ข่าวนี้ดูเหมือนไม่ใช่การลงพื้นที่ เช่น ประชุมในที่ตั้ง สัมมนา หรือแถลงข่าว"

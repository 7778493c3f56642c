"""A clerk works off fifty press releases with thirty unknown names; every click is counted."""

import pytest
from playwright.sync_api import expect

from units.models import Unit
from visits.models import Reading, Visit

NEW_UNITS = ["บริษัท ใบไม้ จำกัด", "บริษัท รากแก้ว จำกัด", "วิสาหกิจชุมชนบ้านสวน", "โรงสีรุ่งเรือง", "บริษัท น้ำใส จำกัด"]
FIRST_NAMES = [
    "กานดา",
    "ขจร",
    "คำนึง",
    "จรูญ",
    "ฉลวย",
    "ชูศรี",
    "ดวงใจ",
    "ถนอม",
    "ทัศนีย์",
    "นงนุช",
    "บุญมี",
    "ปราโมทย์",
    "ผกา",
    "พยุง",
    "ฟองจันทร์",
    "มาลี",
    "ยุพิน",
    "รำพึง",
    "ลำดวน",
    "วิไล",
    "ศรีนวล",
    "สมบัติ",
    "หนูพิน",
    "อำไพ",
    "เอื้อง",
]


def a_text(number):
    place = NEW_UNITS[number % 5] if number % 2 else "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1"
    host = FIRST_NAMES[number % len(FIRST_NAMES)]
    return (
        f"ปลัดฯ ลงพื้นที่ครั้งที่ {number + 1}\n"
        f"วันที่ {number % 25 + 1} {'มกราคม' if number < 25 else 'มีนาคม'} 2567 เวลา 09.{number % 6}0 น. นายณัฐพล รังสิตพล ปลัดกระทรวงอุตสาหกรรม "
        f"ลงพื้นที่ตรวจเยี่ยม{place} โดยมีนาง{host} มั่นคงดี กรรมการ ให้การต้อนรับ"
    )


@pytest.mark.scan  # fifty texts are worked off in a browser
@pytest.mark.django_db(transaction=True)
def test_fifty_texts_with_thirty_unknown_names(
    page, sign_in, clerk, nattapol, centre1, tmp_path, accessibility_faults
):
    files = []
    for number in range(50):
        path = tmp_path / f"{number + 1:02}.txt"
        path.write_text(a_text(number), encoding="utf-8")
        files.append(path)
    clicks = 0

    def click(target):
        nonlocal clicks
        clicks += 1
        target.click()

    sign_in(page, clerk)
    page.goto("/")
    click(page.get_by_role("link", name="ข่าวที่รอการตรวจ"))
    clicks += 2  # the file box and the button of its dialogue
    page.locator("[name=files]").set_input_files(files)
    click(page.get_by_role("button", name="อ่านไฟล์ทั้งหมด"))
    expect(page.locator(".messagelist")).to_contain_text("อ่านข่าว 50 ไฟล์: รอชื่อในทำเนียบ 50")
    assert accessibility_faults(page) == []
    click(page.get_by_role("link", name="ชื่อที่ไม่พบในทำเนียบ (30)"))
    assert accessibility_faults(page) == []
    for name in NEW_UNITS:
        clicks += 2  # open the list, choose
        page.get_by_label(name, exact=True).select_option("new")
    click(page.get_by_label("ชื่อบุคคลที่ยังไม่ตอบทั้งหมดในหน้านี้: ใช้ตามข่าว"))
    click(page.get_by_role("button", name="บันทึกคำตอบและจับคู่ข่าวใหม่"))
    expect(page.locator(".messagelist")).to_contain_text("ตอบแล้ว 30 ชื่อ จับคู่ข่าวใหม่")
    # A slow machine matches the last ones in further steps, which the page asks for.
    if Reading.objects.counts()["taken"] < 50:
        click(page.get_by_role("link", name="กลับไปข่าวที่รอการตรวจ"))
    while Reading.objects.counts()["taken"] < 50:
        click(page.get_by_role("button", name="จับคู่ต่อ"))
        expect(page.locator(".messagelist")).to_contain_text("จับคู่ข่าวใหม่")
    assert (Visit.objects.count(), Reading.objects.counts()["taken"]) == (50, 50)
    assert Unit.objects.filter(name__in=NEW_UNITS).count() == 5
    assert clicks <= 3 * 50

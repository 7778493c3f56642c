"""A file that takes a while says so on its button until it is there; printing it is the browser's own work."""

import pytest
from pypdfium2 import PdfDocument, raw

from config.tests.cast import a_visit

pytestmark = pytest.mark.django_db(transaction=True)


def across_the_foot(sheet):
    """Text that lies partly below the sheet's margin of 18 mm: tips of the marks of the next page."""
    boxes = [one.get_bounds() for one in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])]
    return [box for box in boxes if box[1] < 51 < box[3]]


def test_a_file_is_handed_over_or_printed_with_each_mark_on_its_page(page, sign_in, executive, centre1):
    visit = a_visit(centre1, "28/01/2566", purpose="พื้นที่ทั้งสิ้น " * 500)
    sign_in(page, executive)
    page.goto(f"/visits/{visit.pk}/print/")
    page.route("**/report.docx*", lambda route: page.wait_for_timeout(300) or route.continue_())
    button = page.get_by_role("button", name="Word")
    with page.expect_download() as handed_over:
        button.click()
        busy = page.locator("[aria-busy=true]").text_content()
    assert busy == "กำลังจัดทำ Word …"
    assert handed_over.value.suggested_filename == "รายงานผลการตรวจเยี่ยม ศภ.1 28-01-2566.docx"
    page.get_by_role("button", name="Word", exact=True).wait_for()
    printed = PdfDocument(page.pdf(prefer_css_page_size=True))
    assert [across_the_foot(sheet) for sheet in printed] == [[]] * len(printed)


def test_a_file_that_cannot_be_made_shows_why(page, sign_in, executive, centre1):
    visit = a_visit(centre1, "28/01/2566", is_internal=True)
    sign_in(page, executive)
    page.goto(f"/visits/{visit.pk}/print/")
    page.get_by_label("ฉบับ").select_option("public")
    page.get_by_role("button", name="Word").click()
    page.get_by_text("รายการนี้กำหนดให้ใช้ภายในหน่วยงาน จึงไม่มีฉบับเผยแพร่").wait_for()

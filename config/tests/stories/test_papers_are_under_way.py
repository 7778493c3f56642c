"""A file that takes a while says so on its button until it is there."""

import pytest

from config.tests.cast import a_visit

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_button_says_that_its_file_is_being_made_and_hands_it_over(page, sign_in, executive, centre1):
    visit = a_visit(centre1, "28/01/2566")
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


def test_a_file_that_cannot_be_made_shows_why(page, sign_in, executive, centre1):
    visit = a_visit(centre1, "28/01/2566", is_internal=True)
    sign_in(page, executive)
    page.goto(f"/visits/{visit.pk}/print/")
    page.get_by_label("ฉบับ").select_option("public")
    page.get_by_role("button", name="Word").click()
    page.get_by_text("รายการนี้กำหนดให้ใช้ภายในหน่วยงาน จึงไม่มีฉบับเผยแพร่").wait_for()

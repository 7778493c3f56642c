"""A new user without the manual: a visit entered, found, printed, in the calendar and on the map, each click counted.

The README tells the same way. And what waits for a unit is answered without a mouse.
"""

from contextlib import closing

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdfium2 import PdfDocument

from config.tests.cast import a_directive, a_visit
from config.tests.stories.test_entering_a_journey import choose
from config.thai.dates import thai_date
from visits.directives.steps import notify
from visits.manual.chapters import ROLE_CHAPTERS
from visits.models import Assignment, State, Visit

pytestmark = pytest.mark.django_db(transaction=True)

MOST_CLICKS = 40
# Also those that a key makes; a page of its own begins with the sum of those before.
COUNT_CLICKS = """
addEventListener("click", event => event.isTrusted
    && sessionStorage.setItem("clicks", 1 + Number(sessionStorage.getItem("clicks"))), true)
"""


@pytest.mark.scan
def test_a_new_user_reaches_all_of_it_in_few_clicks(page, sign_in, clerk, centre1):
    today = timezone.localdate()
    page.add_init_script(COUNT_CLICKS)
    sign_in(page, clerk)
    page.goto("/")
    page.locator("#content").get_by_role("link", name="บันทึกการตรวจเยี่ยม", exact=True).click()
    choose(page, "id_unit", "ศภ.1")
    page.locator("#id_starts_on").click()
    page.keyboard.type(thai_date(today))
    page.select_option("#id_status", "done")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    visit = Visit.objects.get()

    page.locator(".menu").get_by_role("link", name="ทะเบียนการตรวจเยี่ยม").click()
    page.get_by_label("คำค้น").click()
    page.keyboard.type("ศภ.1")
    page.get_by_role("button", name="แสดงผล").click()
    page.locator(f'a[href="/visits/{visit.pk}/"]').first.click()
    page.get_by_role("link", name="พิมพ์").click()
    expect(page.locator("main.sheet")).to_contain_text("ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ ๑")
    page.get_by_role("link", name="กลับ").click()

    page.locator(".menu").get_by_role("link", name="ปฏิทิน", exact=True).click()
    page.locator("#go-day").click()
    page.keyboard.type(thai_date(today))
    page.get_by_role("button", name="ไป", exact=True).click()
    expect(page.locator(f'a.entry[href="/visits/{visit.pk}/"]').first).to_be_visible()

    page.locator(".menu").get_by_role("link", name="รายงาน", exact=True).click()
    page.get_by_role("link", name="แผนที่การตรวจเยี่ยมรายจังหวัด").first.click()
    expect(page.locator("table")).to_contain_text("เชียงใหม่")
    clicks = int(page.evaluate('sessionStorage.getItem("clicks")'))
    assert 10 < clicks <= MOST_CLICKS


@pytest.mark.scan
def test_a_unit_acknowledges_by_keyboard_alone(page, sign_in, officer, clerk, nattapol):
    visit = a_visit(officer.unit, "28/01/2566", nattapol, record_state="final")
    a_directive(visit, "เร่งสำรวจโรงงาน", to=[officer.unit], follow_up="report")
    notify(Assignment.objects.get(), by=clerk)
    sign_in(page, officer)
    page.goto("/directives/mine/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "รับทราบ":
            break
    page.keyboard.press("Enter")
    expect(page.locator(".part .mark").first).to_have_text("รับทราบแล้ว")
    assert Assignment.objects.get().state == State.ACKNOWLEDGED


@pytest.mark.scan
def test_the_page_of_each_role_is_one_sheet_of_paper(page, sign_in, clerk):
    sign_in(page, clerk)
    sheets = {}
    for chapter in ROLE_CHAPTERS:
        page.goto(chapter.address)
        with closing(PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))) as paper:
            sheets[chapter.slug] = len(paper)
    assert sheets == dict.fromkeys(sheets, 1)

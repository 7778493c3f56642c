"""A clerk pastes a press release, corrects two fields beside the text, and the visit stands in the register."""

import pytest
from playwright.sync_api import expect

from visits.models import PressRelease, Visit
from visits.tests.press_releases.test_press_release_page import TEXT


@pytest.mark.django_db(transaction=True)
def test_from_the_text_to_the_register(
    page, sign_in, clerk, nattapol, centre1, office_chiang_mai, accessibility_faults
):
    sign_in(page, clerk)
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="บันทึกจากข่าว").click()
    page.get_by_label("วางข้อความข่าวที่นี่").fill(TEXT)
    page.get_by_role("button", name="อ่านข่าว").click()
    page.locator(".halves").wait_for()
    assert accessibility_faults(page) == []
    page.locator("[name=people-0-position]").focus()
    expect(page.locator("mark.lit").first).to_have_text("ปลัดกระทรวงอุตสาหกรรม")
    page.locator("[name=people-1-official]").select_option("new")
    page.locator("[name=stops-0-start_time]").fill("10.00")
    page.get_by_role("button", name="บันทึกเป็นร่าง").click()
    page.locator(".messagelist .success").wait_for()
    visit = Visit.objects.in_order().first()
    assert (visit.unit, str(visit.start_time), visit.press_releases.get()) == (
        centre1,
        "10:00:00",
        PressRelease.objects.get(),
    )
    page.goto(page.url.split("/visits/")[0] + "/reports/register/?q=กาญจนา")
    expect(page.get_by_role("link", name="ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1").first).to_be_visible()

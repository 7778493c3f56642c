"""The pickers of the admin, driven in a browser on the form of a holiday and of a visit."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def admin_page(page, admin_user, sign_in):
    sign_in(page, admin_user)
    return page


@pytest.fixture
def day(admin_page):
    admin_page.goto("/admin/visits/holiday/add/")
    return admin_page.locator("#id_date")


def open_calendar(admin_page):
    admin_page.locator("#calendarlink0").click()
    return admin_page.locator("#calendarbox0")


def test_the_picker_opens_on_the_day_that_was_typed_and_writes_in_the_buddhist_era(admin_page, day):
    for typed in ("๒๘/๐๑/๒๕๖๖", "28/01/2023", "28/01/2566"):
        day.fill(typed)
        calendar = open_calendar(admin_page)
        expect(calendar.locator("caption")).to_have_text("มกราคม 2566")
        expect(calendar.locator(".selected")).to_have_text("28")
        admin_page.keyboard.press("Escape")
    open_calendar(admin_page).locator(".calendarnav-previous").click()
    expect(calendar.locator("caption")).to_have_text("ธันวาคม 2565")
    admin_page.keyboard.press("Escape")
    day.fill("28/02/2567")
    open_calendar(admin_page).get_by_role("link", name="29", exact=True).click()
    expect(day).to_have_value("29/02/2567")


def test_today_is_written_in_the_buddhist_era(admin_page, day):
    admin_page.clock.set_fixed_time("2026-11-21T05:00:00Z")
    admin_page.locator(".field-date .datetimeshortcuts a").first.click()
    expect(day).to_have_value("21/11/2569")


def test_a_time_is_picked_from_office_hours(admin_page):
    admin_page.goto("/admin/visits/visit/add/")
    start = admin_page.locator("#id_start_time")
    start.locator("xpath=..").locator("[id^=clocklink]").click()
    admin_page.locator(".clockbox:visible").get_by_text("13.00 น.").click()
    expect(start).to_have_value("13.00")


def test_the_plus_beside_a_look_up_opens_a_window_whose_row_is_chosen(admin_page):
    admin_page.goto("/admin/visits/visit/add/")
    with admin_page.expect_popup() as opened:
        admin_page.locator(".field-trip .add-related").click()
    opened.value.locator("#id_title").fill("การลงพื้นที่จังหวัดลำปาง")
    with opened.value.expect_event("close"):
        opened.value.locator("[name=_save]").click()
    expect(admin_page.locator("#id_trip option:checked")).to_have_text("การลงพื้นที่จังหวัดลำปาง")

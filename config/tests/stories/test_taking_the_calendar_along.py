"""A reader gives a filter a name and takes the calendar along on a telephone."""

import pytest
from playwright.sync_api import expect

from config.tests.cast import a_visit
from visits.tests.calendar.calendar_files import events

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_filter_is_kept_and_the_calendar_subscribed_to(page, sign_in, executive, centre1, centre6):
    for at in (centre1, centre6):
        a_visit(at, "28/01/2566")
    sign_in(page, executive)
    page.goto("/calendar/2023/01/?province=TH-50&colour=region")
    page.get_by_role("link", name="บันทึกตัวกรองนี้").click()
    page.get_by_label("ชื่อตัวกรอง").fill("เชียงใหม่")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    link = page.get_by_role("link", name="เชียงใหม่", exact=True)
    expect(link).to_have_attribute("href", "/calendar/?province=TH-50&colour=region")
    page.locator("p.preferences").get_by_role("link", name="ปฏิทินในโทรศัพท์").click()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="คัดลอก").click()
    expect(page.get_by_role("button", name="คัดลอกแล้ว")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    # Of the last 400 days unless a day is given.
    [event] = events(page.request.get(f"{address}&since=2023-01-01").body())
    assert str(event["summary"]) == "ศภ.1"

"""Arrows go from day to day, n adds a visit there, / opens the filter; without scripts the links do the same."""

import re

import pytest
from playwright.sync_api import expect

from config.tests.cast import PASSWORD, a_visit

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_calendar_is_walked_by_keys(page, sign_in, clerk, centre1):
    a_visit(centre1, "28/01/2566")
    sign_in(page, clerk.username, PASSWORD)
    page.goto("/calendar/2023/01/")
    first, ninth = (
        page.locator("td", has=page.locator(".day", has_text=re.compile(f"^{day}$"))) for day in (1, 9)
    )
    first.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(ninth).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("คำค้น")).to_be_focused()
    page.keyboard.press("n")
    expect(page.get_by_label("คำค้น")).to_have_value("n")
    ninth.focus()
    page.keyboard.press("n")
    page.wait_for_url("**/admin/visits/visit/add/?starts_on=2023-01-09")
    expect(page.locator("#id_starts_on")).to_have_value("09/01/2566")


def test_a_full_day_is_opened_and_a_visit_read_without_scripts(scriptless, sign_in, executive, centre1):
    for _ in range(6):
        a_visit(centre1, "28/01/2566")
    sign_in(scriptless, executive.username, PASSWORD)
    scriptless.goto("/calendar/2023/01/")
    scriptless.get_by_role("link", name="อีก 3 รายการ").click()
    scriptless.get_by_role("link", name="ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1").last.click()
    expect(scriptless.get_by_role("heading", level=1)).to_have_text("ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1")

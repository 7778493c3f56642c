"""Somebody is called away while typing: the form is there again after the next sign-in."""

import pytest
from playwright.sync_api import expect

from config.tests.cast import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

# The window has not been used for so many minutes, and is looked at again.
LEFT_ALONE = """minutes => {
  localStorage.setItem("last-use", Date.now() - minutes * 60000);
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_form_survives_the_end_of_its_session(page, type_sign_in, clerk, centre1, clock):
    type_sign_in(page, "clerk", PASSWORD)
    page.goto("/admin/visits/visit/add/")
    page.locator("#id_summary").fill("รับฟังผลการดำเนินงาน")
    page.locator("#id_starts_on").fill("28/02/2567")
    page.evaluate(LEFT_ALONE, 26)
    page.get_by_role("button", name="ทำงานต่อ").click()
    expect(page.get_by_role("button", name="ทำงานต่อ")).to_be_hidden()
    clock(minutes=32)
    page.evaluate(LEFT_ALONE, 32)
    expect(page.get_by_text("การเข้าสู่ระบบสิ้นสุดแล้ว")).to_be_visible()
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.locator("#id_username").fill("clerk")
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(page.get_by_text("นำข้อมูลที่พิมพ์ไว้กลับมาแล้ว")).to_be_visible()
    expect(page.locator("#id_summary")).to_have_value("รับฟังผลการดำเนินงาน")
    expect(page.locator("#id_starts_on")).to_have_value("28/02/2567")

"""One record passes through the hands of all six roles, each at its own desk."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from config.tests.browser import DESKTOP, PHONE, opened
from config.tests.cast import a_directive, a_visit
from officials.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def computer(chromium, live, request, sign_in):
    """Signs an account in at a computer of its own."""
    with ExitStack() as open_pages:

        def open_page(account, viewport=DESKTOP):
            page = open_pages.enter_context(opened(chromium, live, request, viewport=viewport))
            sign_in(page, account)
            return page

        yield open_page


@pytest.fixture
def draft(centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", nattapol, summary="รับฟังผลการดำเนินงาน")
    a_directive(visit, "ให้เร่งรัดการจดทะเบียน", to=[centre1], given_by=nattapol)
    return visit


def hand_in(page):
    page.goto("/calendar/2023/01/")
    page.get_by_role("link", name="ศภ.1").click()
    page.get_by_role("button", name="เสนอตรวจสอบ").click()
    expect(page.get_by_role("button", name="ดึงกลับ")).to_be_visible()


def certify_and_notify(page, unit):
    page.goto("/sign-off/")
    page.get_by_role("link", name=unit.name).click()
    page.get_by_role("button", name="รับรองข้อมูล").click()
    expect(page.get_by_role("link", name="เปิดแก้ไข")).to_be_visible()
    page.goto("/directives/")
    page.get_by_role("link", name="ให้เร่งรัดการจดทะเบียน").first.click()
    page.get_by_role("link", name="แจ้งทุกหน่วยงานที่รอแจ้ง").click()
    page.get_by_role("button", name="แจ้งข้อสั่งการ 1 หน่วยงาน").click()
    expect(page.locator(".part .mark").first).to_have_text("แจ้งแล้ว")


def acknowledge(phone):
    phone.goto("/directives/mine/")
    expect(phone.locator("html")).to_have_js_property("scrollWidth", PHONE["width"])
    phone.get_by_role("button", name="รับทราบ").click()
    expect(phone.locator(".part .mark").first).to_have_text("รับทราบแล้ว")


def read_and_print(page):
    page.goto("/calendar/2023/01/")
    page.get_by_role("link", name="ศภ.1").click()
    expect(page.get_by_role("link", name="แก้ไข", exact=True)).to_have_count(0)
    page.get_by_role("link", name="พิมพ์").click()
    expect(page.get_by_text("รับรองข้อมูลโดย")).to_be_visible()


def look_at_the_trail(page, reviewer):
    page.goto("/trail/")
    page.get_by_label("ผู้บันทึก").fill(reviewer.last_name)
    page.get_by_role("button", name="แสดง").click()
    expect(page.locator("tbody tr", has_text="รับรองแล้ว").first).to_contain_text(reviewer.get_full_name())


def open_an_account(page):
    page.goto("/admin/officials/user/add/")
    page.fill("#id_username", "somsak")
    page.fill("#id_password1", "Naikong-2566")
    page.fill("#id_password2", "Naikong-2566")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.locator(".messagelist .success").wait_for()


def test_each_role_does_its_part_of_one_record(
    computer, clerk, reviewer, officer, executive, auditor, admin, draft
):
    hand_in(computer(clerk))
    certify_and_notify(computer(reviewer), draft.unit)
    acknowledge(computer(officer, PHONE))
    read_and_print(computer(executive))
    look_at_the_trail(computer(auditor), reviewer)
    open_an_account(computer(admin))
    assert User.objects.filter(username="somsak", is_active=True).exists()

"""The calendar in a browser: walked by keys, opened without scripts, printed on one page."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from pypdfium2 import PdfDocument

from config.tests.cast import a_visit
from visits.models import Visit

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_calendar_is_walked_by_keys(page, sign_in, clerk, centre1):
    a_visit(centre1, "28/01/2566")
    sign_in(page, clerk)
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
    page.goto("/calendar/week/2023-01-09/")
    page.get_by_role("heading", name="อาทิตย์").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="จันทร์")).to_be_focused()
    page.keyboard.press("n")
    page.wait_for_url("**/admin/visits/visit/add/?starts_on=2023-01-09")
    expect(page.locator("#id_starts_on")).to_have_value("09/01/2566")


@pytest.mark.parametrize(
    "address",
    ["/calendar/2023/07/", "/calendar/week/2023-07-10/", "/calendar/wall/2023/07/?span=quarter&paper=a3"],
)
def test_the_busiest_month_prints_on_one_page(page, sign_in, executive, centre1, office_lampang, address):
    first = date(2023, 7, 1)
    days = [first + timedelta(days=number % 31) for number in range(200)]
    Visit.objects.bulk_create(
        Visit(
            unit=(centre1, office_lampang)[number % 2],
            starts_on=day,
            ends_on=day + timedelta(days=number % 9 // 7),
        )
        for number, day in enumerate(days)
    )
    sign_in(page, executive)
    page.goto(address)
    assert len(PdfDocument(page.pdf(prefer_css_page_size=True))) == 1


def test_a_full_day_is_opened_and_a_visit_read_without_scripts(scriptless, sign_in, executive, centre1):
    for _ in range(6):
        a_visit(centre1, "28/01/2566")
    sign_in(scriptless, executive)
    scriptless.goto("/calendar/2023/01/")
    scriptless.get_by_role("link", name="อีก 3 รายการ").click()
    scriptless.get_by_role("link", name="ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1").last.click()
    expect(scriptless.get_by_role("heading", level=1)).to_have_text("ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1")

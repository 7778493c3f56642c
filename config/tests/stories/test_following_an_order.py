"""An order goes its whole way between the office and a unit, and what was printed on the way prints the same later."""

from datetime import timedelta

import pytest
from django.db.models import F, QuerySet
from django.utils import timezone
from playwright.sync_api import expect

from config.tests.browser import PHONE
from config.tests.camera import photograph
from config.tests.cast import a_directive, a_visit
from visits.models import Assignment, Directive, Progress
from visits.tests import signing_off

pytestmark = pytest.mark.django_db(transaction=True)

PHOTOGRAPH = {"name": "camera.jpg", "mimeType": "image/jpeg", "buffer": photograph()}


@pytest.fixture
def order(centre1, nattapol, clerk):
    """On a record that waits to be certified."""
    visit = a_visit(centre1, "28/01/2566", nattapol, summary="รับฟังผลการดำเนินงาน")
    made = a_directive(visit, "ให้เร่งรัดการจดทะเบียน", to=[centre1], given_by=nattapol, follow_up="report")
    signing_off.submit(visit, clerk)
    return made


def certify_and_notify(page, order):
    page.goto(f"/visits/{order.visit_id}/sign-off/certify/")
    page.get_by_role("button", name="รับรองข้อมูล").click()
    page.wait_for_url(f"**{order.visit.get_absolute_url()}")
    page.goto(order.get_absolute_url())
    page.get_by_role("link", name="แจ้งทุกหน่วยงานที่รอแจ้ง").click()
    page.get_by_role("button", name="แจ้งข้อสั่งการ 1 หน่วยงาน").click()
    expect(page.locator(".part .mark").first).to_have_text("แจ้งแล้ว")


def report(phone, text):
    phone.goto("/directives/mine/")
    phone.get_by_role("link", name="รายงานผล").click()
    phone.get_by_label("ผลการดำเนินการ").fill(text)
    phone.get_by_label("ถ่ายภาพ").set_input_files(PHOTOGRAPH)
    phone.get_by_role("button", name="รายงานผล").click()
    expect(phone.locator(".part .mark").first).to_have_text("รายงานผลแล้ว (รอพิจารณา)")


def take(page, order, label, reason):
    page.goto(order.get_absolute_url())
    page.get_by_role("link", name=label, exact=True).click()
    page.get_by_role("textbox").first.fill(reason)
    page.get_by_role("button", name=label, exact=True).click()
    page.wait_for_url(f"**{order.get_absolute_url()}")


def a_week_passes():
    """All that was recorded so far was recorded a week earlier."""
    week = timedelta(days=7)
    for rows, moment in (
        (QuerySet(Progress), "recorded_at"),
        (Directive.history.all(), "history_date"),
        (Assignment.history.all(), "history_date"),
    ):
        rows.update(**{moment: F(moment) - week})


def printed(page, query=""):
    page.goto(f"/reports/directives/print/{query}")
    return page.locator("table.report").inner_text()


def test_an_order_is_told_acknowledged_reported_sent_back_reported_again_and_closed(
    page, phone, sign_in, order, reviewer, officer, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    sign_in(page, reviewer)
    sign_in(phone, officer)
    certify_and_notify(page, order)
    phone.goto("/directives/mine/")
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    phone.get_by_role("button", name="รับทราบ").click()
    expect(phone.locator(".part .mark").first).to_have_text("รับทราบแล้ว")
    last_week, on_paper = timezone.localdate() - timedelta(days=7), printed(page)
    a_week_passes()
    report(phone, "จดทะเบียนแล้ว")
    take(page, order, "ส่งกลับ", "ขอจำนวนราย")
    phone.goto("/directives/mine/")
    expect(phone.get_by_text("ขอจำนวนราย")).to_be_visible()
    report(phone, "จดทะเบียนแล้ว 12 ราย")
    take(page, order, "บันทึกแล้วเสร็จ", "ครบถ้วน")
    expect(page.locator(".part .mark").first).to_have_text("แล้วเสร็จ")
    expect(page.locator(".evidence img")).to_have_count(2)
    assert printed(page) != on_paper
    assert printed(page, f"?as_at={last_week.isoformat()}") == on_paper

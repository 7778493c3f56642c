"""What the administrator of an empty site is led through, done or to do."""

import pytest
from django.utils import timezone

from config.tests.cast import client_of, unit
from config.tests.html import links, texts
from visits.manual.first_run import open_tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_admin(admin):
    return client_of(admin)


def states(response):
    return {
        text.partition(" ")[0]: "✓" in text
        for text in texts(response, "li")
        if "ทำแล้ว" in text or "ยังไม่ได้ทำ" in text
    }


def test_on_an_empty_site_everything_is_to_do_and_leads_to_its_page(as_admin):
    response = as_admin.get("/first-run/")
    assert states(response) == dict.fromkeys(
        ["หน่วยงาน", "บุคคลและตำแหน่ง", "บัญชีผู้ใช้", "วันหยุดราชการ", "เครื่องส่งอีเมล", "การสำรองข้อมูล"], False
    )
    assert "ยังเหลือ 6 เรื่อง" in texts(response, "p")
    assert {"/admin/units/unit/", "/admin/officials/user/", "/admin/visits/holiday/"} <= set(links(response))


def test_what_has_been_done_is_ticked(
    as_admin, settings, clerk, reviewer, officer, executive, auditor, nattapol
):
    settings.EMAIL_HOST = "mail.example.go.th"
    unit("DIPROM-C01")
    done = {name for name, is_done in states(as_admin.get("/first-run/")).items() if is_done}
    assert done == {"หน่วยงาน", "บุคคลและตำแหน่ง", "บัญชีผู้ใช้", "เครื่องส่งอีเมล"}


def test_missing_roles_are_named(as_admin, clerk):
    [task] = [text for text in texts(as_admin.get("/first-run/"), "li") if text.startswith("บัญชีผู้ใช้")]
    assert "ผู้ตรวจสอบและรับรองข้อมูล" in task
    assert "ผู้บันทึกข้อมูล" not in task.partition("ยังไม่มีบัญชีของ")[2]


def test_only_the_administrator_sees_it(as_executive):
    assert as_executive.get("/first-run/").status_code == 403


def test_the_front_page_counts_the_same_tasks(as_admin):
    left = len(open_tasks(timezone.localdate()))
    assert f"เริ่มต้นระบบ ยังเหลือ {left} เรื่อง" in texts(as_admin.get("/"), "a")

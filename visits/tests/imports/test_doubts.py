"""What a row is short of is said beside it, and nothing is cut off or guessed in silence."""

import pytest
from django.core.management import call_command

from config.tests.cast import official, unit
from visits.imports.check_run import check
from visits.imports.intake import start_import, take_slice
from visits.models import Role, Visit
from visits.tests.imports import files

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
HEAD = ["วันที่", "หน่วยงาน", "หัวหน้าคณะ", "เรื่อง"]


@pytest.fixture(autouse=True)
def register(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    unit("PIO-TH-51")


@pytest.fixture
def planned(clerk):
    def plan(*rows, head=HEAD, kind="visits"):
        source = start_import(kind, "table.xlsx", files.workbook([head, *rows]), clerk)
        check(source, clerk)
        return source, list(source.rows.values_list("outcome", "reason"))

    return plan


def test_a_unit_that_was_not_there_on_the_day_is_said_with_its_bounds(planned):
    nan = unit("PIO-TH-55")
    nan.opened_on = "2011-03-23"
    nan.save()
    _, rows = planned(["1/1/2550", "สอจ.น่าน", "นายเอก ทดลอง", "ติดตามงาน"])
    assert rows == [
        ("doubtful", f"{nan.name} ไม่มีอยู่ในวันที่ 1 ม.ค. 2550 (ตั้งแต่ 23 มี.ค. 2554)"),
    ]


def test_a_person_without_a_post_on_the_day_comes_in_without_a_position_and_it_is_said(planned, clerk):
    official("nattapol")
    source, rows = planned(["1/1/2520", "สอจ.ลำพูน", "นายณัฐพล รังสิตพล", "ติดตามงาน"])
    assert rows == [("new", "นายณัฐพล รังสิตพล ไม่มีตำแหน่งในทำเนียบ ณ วันที่ 1 ม.ค. 2520 จึงเว้นตำแหน่งไว้")]
    take_slice(source, clerk)
    [lead] = Visit.objects.get().attendances.all()
    assert (lead.role, lead.official.code, lead.position) == (Role.LEAD, "nattapol", "")


def test_what_is_too_long_is_not_cut_off(planned):
    _, rows = planned(["1/1/2566", "สอจ.ลำพูน", f"นายเอก {'ก' * 300}", "ติดตามงาน"])
    assert rows == [("doubtful", f"ชื่อหรือตำแหน่งของบุคคลยาวผิดปกติ: “นายเอก {'ก' * 33}…”")]


def test_html_in_cells_stays_text(planned, as_clerk):
    source, _ = planned(["1/1/2566", "สอจ.ลำพูน", "นายเอก ทดลอง", "<script>alert(1)</script>"])
    page = as_clerk.get(source.get_absolute_url()).content.decode()
    assert (page.count("<script>alert"), page.count("&lt;script&gt;alert(1)&lt;/script&gt;")) == (0, 1)


def test_rows_of_one_unit_day_and_lead_are_each_a_visit_where_their_purposes_differ(planned, clerk):
    rows = [
        ["1/1/2566", "สอจ.ลำพูน", "นายเอก ทดลอง", purpose] for purpose in ("ติดตามงาน", "เยี่ยมชม", "ติดตามงาน")
    ]
    source, outcomes = planned(*rows)
    assert [outcome for outcome, _ in outcomes] == ["new", "new", "known"]
    take_slice(source, clerk)
    assert list(Visit.objects.order_by("sequence").values_list("sequence", "purpose")) == [
        (1, "ติดตามงาน"),
        (2, "เยี่ยมชม"),
    ]
    _, again = planned(*rows)
    assert [outcome for outcome, _ in again] == ["known"] * 3


def test_ticks_say_what_was_done_and_which_activities(planned, clerk):
    call_command("load_reference", verbosity=0)
    head = [*HEAD[:2], "ประชุม", "เยี่ยมชม", "ดำเนินการแล้ว", "ยังไม่ดำเนินการ"]
    source, _ = planned(
        ["1/1/2566", "สอจ.ลำพูน", "/", None, "/", None],
        ["2/1/2566", "สอจ.ลำพูน", "/", "/", None, "/"],
        head=head,
    )
    take_slice(source, clerk)
    rows = [
        (visit.status, sorted(visit.activities.values_list("code", flat=True)))
        for visit in Visit.objects.order_by("starts_on")
    ]
    assert rows == [("done", ["meeting"]), ("tentative", ["meeting", "tour"])]

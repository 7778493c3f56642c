"""A table comes in on pages that need no script: file, columns, check, take in; doubts are answered once; all is undone."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from config.tests.cast import unit
from config.thai.dates import thai_date
from units.models import Unit
from visits.imports import intake, views
from visits.imports.undoing import undo_slice
from visits.models import ColumnMapping, Import, ImportState, Visit
from visits.models.workflow import Refused
from visits.tests.imports import files

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def register(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    for code in ("PIO-TH-50", "PIO-TH-51", "PIO-TH-54", "DIPROM-C04"):
        unit(code)


def send(client, content, kind="visits", name="table.xlsx"):
    return client.post(
        "/imports/new/", {"kind": kind, "file": SimpleUploadedFile(name, content)}, follow=True
    )


def columns_of(page, **changes):
    """The form of the columns as the page shows it."""
    values = {bound.html_name: bound.value() for bound in page.context["form"]}
    return {name: value for name, value in values.items() if value} | {"action": "columns"} | changes


def checked(client, content, **changes):
    page = send(client, content)
    source = Import.objects.latest("pk")
    client.post(source.get_absolute_url(), columns_of(page, **changes))
    source.refresh_from_db()
    return source


def errors(page):
    return [str(error) for bound in page.context["form"] for error in bound.errors]


def answers_to(page, action="answer", **given):
    """The form of names as the page shows it, with answers by name."""
    form = page.context["answers"]
    return {"action": action} | {row["answer"].html_name: given.get(row["name"], "") for row in form.rows()}


def sentences(page):
    return [str(message) for message in page.context["messages"]]


def test_a_table_comes_in_by_four_steps(as_clerk):
    source = checked(as_clerk, files.heading_of_two_rows())
    assert (source.state, source.counts()["waiting"], Visit.objects.count()) == (ImportState.CHECKED, 2, 0)
    page = as_clerk.post(source.get_absolute_url(), {"action": "take"}, follow=True)
    assert sentences(page) == ["นำเข้าแล้ว 2 แถว"]
    source.refresh_from_db()
    assert (source.state, bool(source.file), Visit.objects.count()) == (ImportState.TAKEN, False, 2)
    assert Visit.objects.earliest("pk").history.latest().history_user_name == "สมหญิง ใจดี"


def test_an_answer_given_once_serves_all_rows(as_clerk):
    rows = [["วันที่", "หน่วยงาน"], ["28/01/2566", "โรงงานทดลอง"], ["29/01/2566", "โรงงานทดลอง"]]
    source = checked(as_clerk, files.workbook(rows))
    assert source.counts()["doubtful"] == 2
    page = as_clerk.get(source.get_absolute_url())
    as_clerk.post(source.get_absolute_url(), answers_to(page, โรงงานทดลอง="new"))
    as_clerk.post(source.get_absolute_url(), {"action": "take"})
    factory = Unit.objects.get(name="โรงงานทดลอง")
    assert (factory.kind, factory.visits.count()) == ("enterprise", 2)


def test_the_era_of_short_years_is_asked_once(as_clerk):
    page = send(as_clerk, files.sheet_a_province())
    source = Import.objects.get()
    refused = as_clerk.post(source.get_absolute_url(), columns_of(page))
    assert list(refused.context["form"].errors) == ["two_digit_years"]
    as_clerk.post(source.get_absolute_url(), columns_of(page, two_digit_years="be"))
    assert source.counts()["new"] == 2


def test_columns_kept_under_a_name_serve_the_next_file_of_that_form(as_clerk):
    head = ["วันที่", "หน่วยงาน", "อื่น ๆ"]
    content = files.workbook([head, ["28/01/2566", "สอจ.ลำพูน", "ติดตามงาน"]])
    checked(as_clerk, content, **{"column-0-2": "purpose", "mapping_name": "ของเรา"})
    assert ColumnMapping.objects.get().codes == ["day", "unit", "purpose"]
    page = send(as_clerk, files.workbook([head, ["30/01/2566", "สอจ.แพร่", "ติดตาม"]]))
    assert page.context["form"]["column-0-2"].value() == "purpose"


def test_columns_that_lack_what_is_needed_are_said(as_clerk):
    page = send(as_clerk, files.workbook([["วันที่", "หน่วยงาน"], ["28/01/2566", "สอจ.ลำพูน"]]))
    source = Import.objects.get()
    answer = as_clerk.post(source.get_absolute_url(), columns_of(page, **{"column-0-0": ""}))
    assert answer.context["sentences"] == ("ยังไม่ได้เลือกคอลัมน์สำหรับ “วันที่”",)
    source.refresh_from_db()
    assert source.state == ImportState.COLUMNS


def test_what_does_not_come_in_is_handed_back_mended_and_comes_in(as_clerk):
    source = checked(as_clerk, files.heading_of_two_rows())
    as_clerk.post(source.get_absolute_url(), {"action": "take"})
    book = load_workbook(io.BytesIO(as_clerk.get(f"{source.get_absolute_url()}leftovers.xlsx").content))
    sheet = book.active
    reasons = [row[-1].value.split(" ")[0] for row in sheet.iter_rows(min_row=2)]
    assert reasons == ["ไม่มีวันที่", "ไม่พบหน่วยงาน"]
    sheet["A2"], sheet["B3"] = "28/02/2567", "สอจ.แพร่"
    mended = checked(as_clerk, files.saved(book))
    as_clerk.post(mended.get_absolute_url(), {"action": "take"})
    assert (mended.counts()["taken"], Visit.objects.count()) == (2, 4)


def test_an_interrupted_import_says_how_far_it_came_and_goes_on(as_clerk, monkeypatch):
    rows = [["วันที่", "หน่วยงาน"], *([f"{day}/01/2566", "สอจ.ลำพูน"] for day in range(1, 8))]
    source = checked(as_clerk, files.workbook(rows))
    monkeypatch.setattr("visits.imports.intake.SLICE", 3)
    monkeypatch.setattr(views, "SECONDS_AT_ONCE", 0.0001)
    page = as_clerk.post(source.get_absolute_url(), {"action": "take"}, follow=True)
    assert (page.context["counts"]["taken"], page.context["source"].state) == (3, "taking")
    for _ in range(2):
        as_clerk.post(source.get_absolute_url(), {"action": "take"})
    source.refresh_from_db()
    assert (source.counts()["taken"], source.state) == (7, "taken")


def test_a_file_that_was_sent_by_mistake_is_thrown_away_with_its_rows(as_clerk, settings):
    source = checked(as_clerk, files.heading_of_two_rows())
    path = source.file.path
    page = as_clerk.post(source.get_absolute_url(), {"action": "discard"}, follow=True)
    assert sentences(page) == ["ทิ้งไฟล์ table.xlsx แล้ว ไม่มีข้อมูลใดถูกบันทึก"]
    assert (Import.objects.count(), Path(path).exists()) == (0, False)
    source = checked(as_clerk, files.heading_of_two_rows())
    as_clerk.post(source.get_absolute_url(), {"action": "take"})
    as_clerk.post(source.get_absolute_url(), {"action": "discard"})
    assert (Import.objects.count(), Visit.objects.count()) == (1, 2)


def test_the_same_file_is_not_taken_twice(before_dawn, as_clerk):
    content = files.heading_of_two_rows()
    source = checked(as_clerk, content)
    as_clerk.post(source.get_absolute_url(), {"action": "take"})
    page = send(as_clerk, content)
    assert errors(page) == [
        f"ไฟล์นี้นำเข้าไปแล้วเมื่อ {thai_date(before_dawn)} (table.xlsx) หากต้องการนำเข้าใหม่ ให้ยกเลิกการนำเข้าครั้งนั้นก่อน"
    ]
    assert Import.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", "สวัสดี".encode(), b"\x00\x01"])
def test_a_file_that_is_no_table_comes_back_with_a_sentence(as_clerk, content):
    page = send(as_clerk, content)
    assert (page.status_code, len(errors(page)), Import.objects.count()) == (200, 1, 0)


@pytest.mark.parametrize("kind", ["visits", "directives", "units", "officials", "appointments", "holidays"])
def test_the_empty_table_of_a_kind_is_known_again(as_clerk, kind):
    page = send(as_clerk, as_clerk.get(f"/imports/templates/{kind}.xlsx").content, kind)
    assert errors(page) == [intake.NO_ROWS]


def test_there_is_no_empty_table_of_an_unknown_kind(as_clerk):
    assert as_clerk.get("/imports/templates/unknown.xlsx").status_code == 404


def test_who_may_not_enter_data_may_not_import(as_executive):
    assert as_executive.get("/imports/").status_code == 403


def test_a_file_that_is_gone_is_said_at_every_step(as_clerk):
    source = checked(as_clerk, files.heading_of_two_rows())
    page = source.get_absolute_url()
    Path(source.file.path).unlink()
    gone = ["ไม่พบไฟล์ต้นฉบับในระบบจัดเก็บ กรุณาส่งไฟล์ใหม่"]
    assert sentences(as_clerk.get(f"{page}?columns", follow=True)) == gone
    assert sentences(as_clerk.post(page, {"action": "check"}, follow=True)) == gone
    assert sentences(as_clerk.post(page, {"action": "ends"}, follow=True))[1:] == gone


def test_what_is_not_there_to_be_done_is_refused_in_a_sentence(as_clerk):
    source = checked(as_clerk, files.heading_of_two_rows())
    page = source.get_absolute_url()
    assert sentences(as_clerk.get(f"{page}?outcome=strange")) == ["ไม่มีผลการตรวจนี้ให้เลือก"]
    assert sentences(as_clerk.post(page, {"action": "undo"}, follow=True)) == ["การนำเข้านี้ยังไม่มีอะไรให้ยกเลิก"]
    as_clerk.post(page, {"action": "take"}, follow=True)
    assert sentences(as_clerk.post(page, {"action": "take"}, follow=True)) == [
        "การนำเข้านี้ยังไม่ได้ตรวจ หรือนำเข้าเสร็จแล้ว"
    ]


def test_what_was_taken_in_is_undone_on_its_page(as_clerk):
    source = checked(as_clerk, files.heading_of_two_rows())
    page = source.get_absolute_url()
    as_clerk.post(page, {"action": "take"}, follow=True)
    answer = as_clerk.post(page, {"action": "undo"}, follow=True)
    assert sentences(answer) == ["ยกเลิกการนำเข้าแล้ว ข้อมูลที่เกิดจากไฟล์นี้ถูกลบทั้งหมด"]
    assert (answer.context["source"].state, Visit.objects.count()) == (ImportState.UNDONE, 0)
    source.refresh_from_db()
    with pytest.raises(Refused, match=r"^การนำเข้านี้ยกเลิกครบแล้ว หรือยังไม่ได้เริ่มยกเลิก$"):
        undo_slice(source, source.created_by)


@pytest.mark.both_databases
@pytest.mark.parametrize("rows", [1, 3])
def test_list_and_rows_ask_a_constant_number_of_queries(as_clerk, django_assert_num_queries, rows):
    for day in range(1, rows + 1):
        lines = [[f"{day}/01/2566", f"ไม่มี {number}"] for number in range(rows)]
        source = checked(as_clerk, files.workbook([["วันที่", "หน่วยงาน"], *lines]))
    with django_assert_num_queries(QUERIES["list"]):
        as_clerk.get("/imports/")
    with django_assert_num_queries(QUERIES["rows"]):
        as_clerk.get(source.get_absolute_url())


QUERIES = {"list": 6, "rows": 15}

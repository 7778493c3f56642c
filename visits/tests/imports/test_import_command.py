"""`import_table` brings tables of every shape in, row by row, and ends with the counts."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from config.tests.cast import unit
from officials.models import Appointment, Official
from visits.models import Directive, Import, ImportRow, Role, Visit
from visits.tests.imports import files

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def register(clerk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    for code in ("PIO-TH-50", "PIO-TH-51", "PIO-TH-54", "PIO-TH-55", "DIPROM-C04"):
        unit(code)


@pytest.fixture
def run(tmp_path, capsys):
    def call(kind, content, name="table.xlsx", **options):
        path = tmp_path / name
        path.write_bytes(content)
        call_command("import_table", kind, str(path), by="clerk", **options)
        return capsys.readouterr().out.strip().split("\n")

    return call


def counts(**given):
    names = ("rows", "new", "known", "changed", "doubtful", "refused")
    return " ".join(f"{name} {given.get(name, 0)}" for name in names)


def as_rows():
    visits = Visit.objects.order_by("starts_on", "pk").prefetch_related("attendances").select_related("unit")
    return [
        (
            visit.starts_on,
            visit.unit.code,
            [row.name for row in visit.attendances.all() if row.role == Role.LEAD],
            [row.name for row in visit.attendances.all() if row.role == Role.COMPANION],
            visit.purpose,
        )
        for visit in visits
    ]


def test_a_heading_of_two_rows_comes_in_and_what_cannot_is_said(run):
    lines = run("visits", files.heading_of_two_rows())
    party = ["นางโท ทดลอง", "นายตรี ณ ทดลอง"]
    assert as_rows() == [
        (date(2023, 10, 3), "PIO-TH-50", ["นายเอก ทดลอง"], party, "ติดตามงาน"),
        (date(2023, 10, 12), "PIO-TH-51", ["นางสาวจัตวา ทดลอง"], [], "มอบแนวทาง"),
    ]
    no_day = "ไม่มีวันที่ 31 กุมภาพันธ์ 2567 ในปฏิทิน กรุณาตรวจสอบวันที่ (ในแฟ้ม: 31/02/2567)"
    assert lines == [
        f"Sheet แถวที่ 9 รับไม่ได้: {no_day}",
        "Sheet แถวที่ 10 ต้องตรวจสอบ: ไม่พบหน่วยงาน “สำนักงานที่ไม่มีจริง” ในทำเนียบ",
        counts(rows=4, new=2, doubtful=1, refused=1),
    ]


def test_a_sheet_a_province_comes_in_once_the_era_is_answered(run):
    assert run("visits", files.sheet_a_province())[-1] == counts(rows=2, refused=2)
    assert run("visits", files.sheet_a_province(), two_digit_years="be") == [counts(rows=2, new=2)]
    party = ["นางโท ทดลอง", "ว่าที่ ร.ต.ตรี ทดลอง"]
    assert as_rows() == [
        (date(2023, 1, 10), code, ["นายเอก ทดลอง"], party, "ติดตามงาน") for code in ("PIO-TH-51", "PIO-TH-54")
    ]


def test_csv_in_the_old_encoding_comes_in(run):
    run("visits", files.windows_874(), "table.csv")
    assert as_rows() == [
        (date(2022, 2, 1), "DIPROM-C04", ["นางสาวจัตวา ทดลอง"], ["ดร.เบญจ ทดลอง"], "เยี่ยมชมกิจการ")
    ]
    assert Visit.objects.get().others_party == "คณะ (ไม่ระบุรายชื่อ)"


def test_a_web_page_called_a_workbook_comes_in(run):
    run("visits", files.html_called_workbook(), "table.xls")
    assert as_rows() == [(date(2021, 5, 4), "PIO-TH-51", ["นายเอก ทดลอง"], [], "ติดตามงาน")]


def test_directives_come_in_with_units_dimensions_and_due_days(run):
    call_command("load_reference", verbosity=0)
    assert run("directives", files.directives())[-1] == counts(rows=2, new=2)
    rows = [
        (
            directive.visit.starts_on,
            directive.text,
            directive.given_name,
            sorted(link.dimension.code for link in directive.dimension_links.all()),
            [(row.unit.code, row.role) for row in directive.assignments.order_by("pk")],
            directive.due_on,
            directive.due_text,
        )
        for directive in Directive.objects.order_by("pk")
    ]
    units = [("PIO-TH-51", "lead"), ("PIO-TH-54", "support")]
    dimensions = ["business", "environment"]
    words = "ภายใน 15 วันทำการ"
    assert rows == [
        (date(2023, 3, 1), "ให้จัดทำแผน", "นายเอก ทดลอง", dimensions, units, date(2023, 3, 23), words),
        (date(2023, 3, 2), "ให้รายงานผล", "นางโท ทดลอง", [], [("DIPROM-C04", "lead")], date(2023, 4, 11), ""),
    ]
    assert run("directives", files.directives())[-1] == counts(rows=2, known=2)


def test_people_and_posts_come_in_and_nothing_private_is_kept(run):
    assert run("appointments", files.personnel())[-1] == counts(rows=3, new=2, known=1)
    rows = Appointment.objects.order_by("pk").values_list(
        "official__prefix", "official__first_name", "post__title", "post__unit__code", "starts_on", "order_no"
    )
    assert list(rows) == [
        ("นาย", "เอก", "อุตสาหกรรมจังหวัดลำพูน", "PIO-TH-51", date(2024, 10, 1), "301/2567"),
        ("นาง", "โท", "อุตสาหกรรมจังหวัดแพร่", "PIO-TH-54", date(2024, 10, 1), "302/2567"),
    ]
    columns = {code for row in ImportRow.objects.all() for code in row.values}
    assert columns == {"number", "prefix", "first_name", "last_name", "post", "unit", "from", "order_no"}


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("units", [["ชื่อหน่วยงาน", "ประเภท"], ["บริษัท ทดลอง จำกัด", ""]]),
        ("officials", [["ที่", "ชื่อ-สกุล"], [1, "นายเอก ทดลอง"]]),
        ("holidays", [["วันที่", "วันหยุด"], ["28/07/2571", "วันเฉลิมพระชนมพรรษา"]]),
    ],
)
def test_registers_come_in_and_are_known_the_second_time(run, kind, rows):
    content = files.workbook(rows)
    assert run(kind, content)[-1] == counts(rows=1, new=1)
    assert run(kind, content)[-1] == counts(rows=1, known=1)


def test_the_same_visit_is_not_taken_twice_and_what_it_lacked_is_filled_in(run):
    head = ["วันที่", "หน่วยงาน", "หัวหน้าคณะ", "เรื่อง"]
    run("visits", files.workbook([head, ["28/01/2566", "สอจ.ลำพูน", "นายเอก ทดลอง", ""]]))
    again = files.workbook([head, ["28 ม.ค. 2566", "สำนักงานอุตสาหกรรมจังหวัดลำพูน", "เอก ทดลอง", "ติดตามงาน"]])
    assert run("visits", again)[-1] == counts(rows=1, changed=1)
    assert run("visits", again)[-1] == counts(rows=1, known=1)
    assert as_rows() == [(date(2023, 1, 28), "PIO-TH-51", ["นายเอก ทดลอง"], [], "ติดตามงาน")]


def test_a_dry_run_leaves_nothing(run):
    assert run("visits", files.windows_874(), "table.csv", dry_run=True) == [counts(rows=1, new=1)]
    assert (Visit.objects.count(), Import.objects.count(), ImportRow.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"by": "nobody"}, "ไม่มีบัญชี nobody"),
        ({"sheet": ["ไม่มี"]}, "ไม่พบตารางในแผ่นงาน ไม่มี"),
        ({"mapping": "ไม่มี"}, "ไม่มีรูปแบบคอลัมน์ชื่อ ไม่มี"),
        ({"kind": "visits"}, "ไม่พบหัวตาราง"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_nothing(tmp_path, changes, sentence):
    path = tmp_path / "table.xlsx"
    path.write_bytes(files.workbook([["ชื่อ-สกุล", "ที่"], ["นายเอก ทดลอง", 1]]))
    options = {"by": "clerk", "kind": "officials"} | changes
    with pytest.raises(CommandError, match=sentence):
        call_command("import_table", options.pop("kind"), str(path), **options)
    assert (Official.objects.count(), Import.objects.count()) == (0, 0)


def test_a_reader_may_not_import(tmp_path, executive):
    path = tmp_path / "table.xlsx"
    path.write_bytes(files.personnel())
    with pytest.raises(CommandError, match="ไม่มีสิทธิ์"):
        call_command("import_table", "appointments", str(path), by=executive.username)

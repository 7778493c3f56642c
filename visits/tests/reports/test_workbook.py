"""What stands in a cell of a file is what was recorded: never a formula, never a broken file."""

from csv import reader
from datetime import date
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from visits.reports.base import Report
from visits.reports.columns import ReportColumn
from visits.reports.workbook import BE_DAY, csv_lines, write_workbook
from visits.tests import rows

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def made():
    """A report of one column whose rows are the values given."""
    user = rows.reader()

    class Values(Report):
        id, title, about, order = "values", "ค่า & อื่น ๆ", "ค่า", 1
        columns = (ReportColumn("ค่า", lambda row: row, 20),)

        def __init__(self, *values):
            super().__init__("", user)
            self.values = values

        count = property(lambda self: len(self.values))

        def rows(self, first=0, last=None):
            return self.values[first:last]

    return Values


def book_of(report):
    target = BytesIO()
    write_workbook(report, target)
    return load_workbook(target)


def cells(report):
    return [row[0] for row in book_of(report)["ข้อมูล"].iter_rows(min_row=2)]


def lines(report):
    return [row[0] for row in reader(StringIO("".join(csv_lines(report)).removeprefix("\ufeff")))][1:]


DANGEROUS = ["=1+1", "+66 2 430 6860", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", ' =HYPERLINK("x")']


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_like_a_formula_stays_a_text(made, text):
    cell = cells(made(text))[0]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert lines(made(text)) == [f"'{text}"]


def test_after_a_text_like_a_formula_the_next_is_plain(made):
    assert [cell.quotePrefix for cell in cells(made("=1", "ลำปาง"))] == [True, False]


def test_a_day_is_a_real_day_that_shows_the_buddhist_era(made):
    cell = cells(made(date(2023, 1, 28)))[0]
    assert (cell.value.date(), cell.number_format) == (date(2023, 1, 28), BE_DAY)
    assert lines(made(date(2023, 1, 28))) == ["28 ม.ค. 2566"]


def test_characters_that_break_a_workbook_are_left_out(made):
    assert [cell.value for cell in cells(made("ลำ\x00ปา\x0bง\ufffe\x1f"))] == ["ลำปาง"]
    assert lines(made("ลำ\x00ปาง")) == ["ลำปาง"]


def test_several_values_of_a_cell_stand_one_a_line(made):
    assert cells(made(["นายสมชาย", "นางสมหญิง"]))[0].value == "นายสมชาย\nนางสมหญิง"
    assert lines(made(["นายสมชาย", "นางสมหญิง"])) == ["นายสมชาย; นางสมหญิง"]


def test_a_text_longer_than_a_cell_holds_says_that_it_goes_on(made):
    assert cells(made("ก" * 40_000))[0].value == "ก" * 32_766 + "…"


def test_a_number_stays_a_number_and_nothing_stays_empty(made):
    assert [cell.value for cell in cells(made(0, None, ""))][:1] == [0]
    assert lines(made(0, None, "ก")) == ["0", "", "ก"]


def test_the_sheet_is_ready_to_read_and_print(made):
    sheet = book_of(made("ก", "ข"))["ข้อมูล"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:A3", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert sheet.column_dimensions["A"].width == 20
    assert sheet.oddHeader.center.text == "ค่า && อื่น ๆ"


def test_the_second_sheet_says_what_was_asked_and_when(made):
    report = made("ก")
    book = book_of(report)
    assert book.sheetnames == ["ข้อมูล", "ตัวกรองและหลักเกณฑ์"]
    assert list(book["ตัวกรองและหลักเกณฑ์"].iter_rows(values_only=True)) == [
        ("รายงาน", "ค่า & อื่น ๆ"),
        ("ตัวกรอง", "ไม่ได้กำหนด (แสดงทั้งหมด)"),
        ("ที่มา", report.as_of),
    ]


def test_the_csv_begins_with_its_head_behind_the_mark_of_utf8(made):
    assert next(csv_lines(made("ก"))) == "\ufeffค่า\r\n"


def test_a_file_name_has_no_sign_that_windows_forbids(made):
    report = made()
    report.title = 'รายงาน <1/2>: "ลำปาง"? *|\\\n'
    assert report.file_name.rpartition(" ")[0] == "รายงาน 1 2 ลำปาง"

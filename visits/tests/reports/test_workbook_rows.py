"""Rows of a worksheet read back as what was put in."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from visits.reports.base import Report
from visits.reports.columns import ReportColumn
from visits.reports.workbook import text_of_cell, write_workbook
from visits.tests import rows

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture
def read_back():
    """The workbook of a report with three columns whose rows are the given lists."""
    user = rows.reader()

    def book(*values):
        class Table(Report):
            id, title, about, order = "table", "ตาราง", "ตาราง", 1
            columns = tuple(ReportColumn(f"{n}", lambda row, n=n: row[n], 20) for n in range(3))
            count = len(values)

            def rows(self, first=0, last=None):
                return [[*row, "", ""][:3] for row in values]

        target = BytesIO()
        write_workbook(Table("", user), target)
        return load_workbook(target)

    return book


def test_signs_of_xml_and_outer_blanks_stay(read_back):
    texts = ["<b>&amp; \"'</b>", "</sheetData>", " ริม "]
    sheet = read_back(texts)["ข้อมูล"]
    assert [cell.value for cell in sheet[2]] == texts


def test_what_looks_like_an_escape_of_the_format_stays_and_a_carriage_return_is_an_end_of_line(read_back):
    sheet = read_back(["_x0041_", "ก\rข", "ก\r\nข"])["ข้อมูล"]
    assert [unescape(cell.value) for cell in sheet[2]] == ["_x0041_", "ก\nข", "ก\nข"]


def test_what_looks_like_formatted_text_is_text(read_back):
    sheet = read_back(["<r><t>ก</t></r>", "<r>&</r>"])["ข้อมูล"]
    assert [cell.value for cell in sheet[2]][:2] == ["<r><t>ก</t></r> ", "<r>&</r> "]


@pytest.mark.generated
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=some.lists(some.text(max_size=60), min_size=1, max_size=4))
def test_any_words_make_a_workbook_that_can_be_read(read_back, words):
    for text, [cell, *_] in zip(
        words, read_back(*([one] for one in words))["ข้อมูล"].iter_rows(min_row=2), strict=False
    ):
        assert unescape(cell.value or "").strip() == text_of_cell(text).strip()


def test_an_empty_text_leaves_its_place_and_the_next_stands_in_its_own(read_back):
    sheet = read_back(["", 0, date(2023, 1, 28)], ["", "", "ค"])["ข้อมูล"]
    assert [cell.value for cell in sheet[2]][:2] == [None, 0]
    assert (sheet["C2"].is_date, sheet["C3"].value) == (True, "ค")


def test_the_second_sheet_gets_none_of_the_rows(read_back):
    book = read_back(["หนึ่ง"])
    assert list(book["ข้อมูล"].values)[1:] == [("หนึ่ง", None, None)]
    assert [row[0] for row in book["ตัวกรองและหลักเกณฑ์"].values] == ["รายงาน", "ตัวกรอง", "ที่มา"]


def test_a_row_is_as_tall_as_the_cell_with_most_lines(read_back):
    sheet = read_back(["หนึ่ง", "ก\nข\nค"], ["หนึ่ง", ""], ["ก" * 41, "=1"], ["ก\n" * 100])["ข้อมูล"]
    assert [sheet.row_dimensions[row].height for row in (2, 3, 4, 5)] == [45, None, 45, 405]
    assert [bool(sheet[place].alignment.wrap_text) for place in ("A2", "B2", "A4")] == [False, True, True]

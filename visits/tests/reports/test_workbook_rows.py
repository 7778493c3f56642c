"""Rows written as XML read back as what was put in."""

from datetime import date
from io import BytesIO
from tempfile import TemporaryFile

from openpyxl import Workbook, load_workbook

from visits.reports.workbook import Styles
from visits.reports.workbook_rows import save_with_rows, write_rows


def read_back(*rows):
    book, target = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet("ก")
    with TemporaryFile() as file:
        sheet.append(["หัว"])
        widths = [20] * max(map(len, rows))
        assert write_rows(file, rows, Styles(sheet), widths) == len(rows) + 1
        book.create_sheet("ข").append(["แผ่นที่สอง"])
        file.seek(0)
        save_with_rows(book, file, target)
    return load_workbook(target)


def test_signs_of_xml_carriage_returns_and_outer_blanks_stay():
    texts = ["<b>&amp; \"'</b>", "</sheetData>", " ริม ", "ก\rข"]
    sheet = read_back(texts)["ก"]
    assert [cell.value for cell in sheet[2]] == texts


def test_an_empty_text_leaves_its_place_and_the_next_stands_in_its_own():
    sheet = read_back(["", 0, date(2023, 1, 28)], ["", "", "ค"])["ก"]
    assert [cell.value for cell in sheet[2]][:2] == [None, 0]
    assert (sheet["C2"].is_date, sheet["C3"].value) == (True, "ค")


def test_the_second_sheet_gets_none_of_the_rows():
    book = read_back(["หนึ่ง"])
    assert [list(sheet.values) for sheet in book] == [[("หัว",), ("หนึ่ง",)], [("แผ่นที่สอง",)]]


def test_a_row_is_as_tall_as_the_cell_with_most_lines():
    sheet = read_back(["หนึ่ง", "ก\nข\nค"], ["หนึ่ง", ""], ["ก" * 41, "=1"])["ก"]
    assert [sheet.row_dimensions[row].height for row in (2, 3, 4)] == [45, None, 45]
    assert [bool(sheet[place].alignment.wrap_text) for place in ("A2", "B2", "A4")] == [False, True, True]

"""A file is read by what is in it; what cannot be read is refused in a sentence."""

import io
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook

from visits.imports import archive_guard, reading
from visits.imports.reading import UnreadableTable, read_sheets
from visits.imports.tables import find_tables, mapped
from visits.imports.targets import TARGETS, gaps
from visits.imports.workbooks import template_workbook
from visits.tests.imports import files


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16", b""), ("cp874", b"")]
)
def test_csv_is_read_in_the_encodings_of_thai_offices(encoding, mark):
    [sheet] = read_sheets("a.csv", mark + "วันที่,หน่วยงาน\n28/01/2566,ศภ.1\n".encode(encoding))
    assert sheet.rows == [["วันที่", "หน่วยงาน"], ["28/01/2566", "ศภ.1"]]


def test_a_heading_of_two_rows_is_one_and_its_repetition_no_record():
    [sheet] = read_sheets("a.xlsx", files.heading_of_two_rows())
    [table] = find_tables(TARGETS["visits"], sheet)
    assert table.codes == ["number", "day", "unit", "lead", "party", "purpose"]
    assert [record.row for record in table.records()] == [4, 5, 9, 10]


def test_a_record_over_several_rows_is_one():
    sheets = read_sheets("b.xlsx", files.sheet_a_province())
    tables = [find_tables(TARGETS["visits"], sheet) for sheet in sheets]
    assert [[len(table.records()) for table in found] for found in tables] == [[1], [1], []]
    [table] = tables[0]
    values = mapped(table.records()[0], table.codes)
    assert values["people"] == ["นายเอก ทดลอง", "นางโท ทดลอง", "ว่าที่ ร.ต.ตรี ทดลอง"]
    assert values["purpose"] == ["ติดตามงาน", "ณ สอจ.ลำพูน"]


def test_what_must_not_be_kept_is_mapped_to_nothing():
    [sheet] = read_sheets("f.xlsx", files.personnel())
    [table] = find_tables(TARGETS["appointments"], sheet)
    assert [heading for heading, code in zip(table.headings, table.codes, strict=True) if not code] == [
        "เงินเดือน",
        "รหัสข้าราชการ",
    ]


def test_a_list_of_people_is_known_by_posts_and_units_that_it_does_not_keep():
    rows = [["ชื่อ-สกุล", "ตำแหน่ง", "สังกัด"], ["นายเอก ทดลอง", "นักวิชาการ", "กองทดลอง"]]
    [sheet] = read_sheets("x.xlsx", files.workbook(rows))
    [table] = find_tables(TARGETS["officials"], sheet)
    [empty] = read_sheets("empty.xlsx", template_workbook("officials"))
    assert table.codes == ["full_name", "post", "unit"]
    assert empty.rows == [["คำนำหน้า", "ชื่อ", "นามสกุล", "ชื่อ-สกุล"]]


def test_columns_that_are_missing_or_chosen_twice_are_said():
    assert gaps("visits", TARGETS["visits"], ["unit", "lead", "lead"]) == [
        "ยังไม่ได้เลือกคอลัมน์สำหรับ “วันที่”",
        "เลือก “หัวหน้าคณะ” ให้มากกว่าหนึ่งคอลัมน์",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", reading.NOTHING),
        (b" \n\x00", reading.NOTHING),
        (b"PK\x03\x04 cut short", reading.UNREADABLE_FILE),
        (b"\xd0\xcf\x11\xe0 cut short", reading.UNREADABLE_FILE),
        (b"a,b\n1,\x00", reading.UNREADABLE_FILE),
    ],
)
def test_a_file_that_is_no_table_is_refused(content, sentence):
    with pytest.raises(UnreadableTable) as refused:
        read_sheets("x.xlsx", content)
    assert str(refused.value) == sentence


def test_an_archive_that_unfolds_to_too_much_is_not_opened(monkeypatch):
    monkeypatch.setattr(archive_guard, "LARGEST_UNFOLDED", 999_999)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 1_000_000)
    with pytest.raises(UnreadableTable) as refused:
        read_sheets("x.xlsx", bomb.getvalue())
    assert str(refused.value) == reading.UNFOLDS


@pytest.mark.parametrize("content", [b"a\n" * 5, files.workbook([["a"]] * 5)], ids=["csv", "workbook"])
def test_a_table_of_too_many_rows_is_refused(monkeypatch, content):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    with pytest.raises(UnreadableTable) as refused:
        read_sheets("x", content)
    assert str(refused.value) == reading.TOO_MANY_ROWS


def test_a_sheet_without_a_known_heading_has_no_table():
    [sheet] = read_sheets("x.xlsx", files.workbook([["สวัสดี", "ชาวโลก"], ["ก", "ข"]]))
    assert find_tables(TARGETS["visits"], sheet) == []


def test_cells_of_a_workbook_are_values_and_not_their_looks():
    moment = datetime(2023, 1, 28, 9, 30)  # noqa: DTZ001 - a cell knows no zone
    row = [date(2023, 1, 28), moment, timedelta(hours=9, minutes=30), timedelta(hours=30), True, 1.5, " ก "]
    [sheet] = read_sheets("x.xlsx", files.workbook([row, [None] * 7]))
    assert sheet.rows == [[date(2023, 1, 28), moment, time(9, 30), "1 day, 6:00:00", True, 1.5, "ก"]]


def test_a_web_page_fills_the_place_of_merged_cells():
    page = (
        "<table><tr><td rowspan=2>ก</td><td colspan=2>ข<br>ค</td></tr><tr><td>ง</td><td rowspan=x>จ</td></tr>"
        "<tr><td>ฉ</td><td rowspan=2>ช</td></tr><tr><td>ซ</td></tr></table>"
    )
    [sheet] = read_sheets("x.xls", page.encode())
    assert sheet.rows == [["ก", "ข\nค", ""], ["", "ง", "จ"], ["ฉ", "ช"], ["ซ", ""]]
    assert sheet.merged == [(0, 0, 1, 0), (0, 1, 0, 2), (2, 1, 3, 1)]


def test_bytes_that_are_neither_unicode_nor_thai_are_guessed():
    text = "Größe;Straße;Müller;Übung\n" * 20
    [sheet] = read_sheets("x.csv", text.encode("cp1252"))
    assert sheet.rows[0] == ["Größe", "Straße", "Müller", "Übung"]


def many_sheets():
    book = Workbook()
    for _ in range(reading.MOST_SHEETS):
        book.create_sheet()
    return files.saved(book)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (many_sheets(), reading.TOO_MANY_SHEETS),
        (b"<table><tr><td>1</td></tr></table>" * (reading.MOST_SHEETS + 1), reading.TOO_MANY_SHEETS),
        (b"<table>" + b"<tr><td>1</td></tr>" * (reading.MOST_ROWS + 2) + b"</table>", reading.TOO_MANY_ROWS),
        (b"<html><p>no table</p></html>", reading.NOTHING),
        (b'a,"b\n' + b"x" * 140_000, reading.UNREADABLE_FILE),
    ],
    ids=["sheets", "tables", "rows", "no table", "endless cell"],
)
def test_what_is_too_much_or_too_little_is_refused_in_its_own_sentence(content, sentence):
    with pytest.raises(UnreadableTable) as refused:
        read_sheets("x", content)
    assert str(refused.value) == sentence


def test_rows_over_several_sheets_are_counted_together(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    book = Workbook()
    for sheet in (book.active, book.create_sheet()):
        for _ in range(2):
            sheet.append(["ก"])
    with pytest.raises(UnreadableTable) as refused:
        read_sheets("x.xlsx", files.saved(book))
    assert str(refused.value) == reading.TOO_MANY_ROWS

"""Reports as files for Excel: a workbook with real dates and a second sheet that says what was asked, and csv."""

import csv
import re
from datetime import date
from tempfile import TemporaryFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from config.thai.dates import thai_date
from visits.reports.cells import plain

# Excel shows the day in the Buddhist era: 28 ม.ค. 2566.
BE_DAY = "[$-107041E]d mmm yyyy;@"
# XML 1.0 knows no other characters below the blank, no half characters and no non-characters.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# What Excel takes for a formula at the beginning of a cell, also behind blanks that it swallows.
LIKE_A_FORMULA = re.compile(r"[\t\r\n ]*[=+\-@]")
LONGEST_CELL = 32_767
BOM = "\ufeff"
TOP = Alignment(vertical="top", wrap_text=True)
BOLD = Font(bold=True)
SHADE = PatternFill("solid", fgColor="E4EEEA")


def clean(text):
    text = FORBIDDEN.sub("", text)
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


# Workbook


def workbook(report):
    """An open temporary file with the workbook, at its beginning; rows never stand in memory all at once."""
    book = Workbook(write_only=True)
    _fill(book.create_sheet("ข้อมูล"), report)
    _explain(book.create_sheet("ตัวกรองและหลักเกณฑ์"), report)
    book.properties.title, book.properties.creator = report.heading, str(report.user)
    target = TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(target)
    target.seek(0)
    return target


def _fill(sheet, report):
    columns = report.columns_for("file")
    _set_up(sheet, report, columns)
    sheet.append([_head(sheet, column.title) for column in columns])
    last = 1
    for last, row in enumerate(report.rows(), start=2):  # noqa: B007 - asked for after the loop
        sheet.append([_cell(sheet, plain(column.value(row))) for column in columns])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.print_title_rows = "1:1"


def _set_up(sheet, report, columns):
    """A4, as wide as one page, the head on every page; before the first row, as write-only sheets demand."""
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = report.orientation
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.oddHeader.center.text = _no_codes(report.heading)
    sheet.oddFooter.left.text = _no_codes(report.as_of)
    sheet.oddFooter.right.text = "หน้า &P จาก &N"


def _no_codes(text):
    """Behind an ampersand Excel reads a code."""
    return clean(text).replace("&", "&&")[:250]


def _head(sheet, title):
    cell = _cell(sheet, title)
    cell.font, cell.fill, cell.alignment = BOLD, SHADE, TOP
    return cell


def _cell(sheet, value):
    if isinstance(value, str):
        return _text(sheet, clean(value))
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, date):
        cell.number_format = BE_DAY
    return cell


def _text(sheet, text):
    if not text:
        return None
    cell = WriteOnlyCell(sheet, text)
    if LIKE_A_FORMULA.match(text):
        # The mark keeps it a text also after somebody has edited the cell.
        cell.data_type, cell.quotePrefix = "s", True
    if "\n" in text:
        cell.alignment = TOP
    return cell


def _explain(sheet, report):
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 110
    for label, sentences in explanations(report):
        for index, sentence in enumerate(sentences):
            sheet.append([_cell(sheet, "" if index else label), _cell(sheet, sentence)])


def explanations(report):
    return [
        ("รายงาน", [report.heading]),
        ("ตัวกรอง", report.asked),
        ("ยอดรวม", report.totals),
        ("หลักเกณฑ์", report.notes),
        ("ที่มา", [report.as_of]),
    ]


# csv


class _Echo:
    """A file that gives back what is written, line by line."""

    def write(self, line):
        return line


def csv_lines(report):
    """The lines of the file as they come; Excel knows UTF-8 by the mark at the beginning."""
    columns = report.columns_for("file")
    write = csv.writer(_Echo()).writerow
    yield BOM + write([column.title for column in columns])
    for row in report.rows():
        yield write([_csv_text(column.value(row)) for column in columns])


def _csv_text(value):
    value = plain(value, between="; ")
    if isinstance(value, date):
        return thai_date(value)
    text = clean(str(value))
    return f"'{text}" if LIKE_A_FORMULA.match(text) else text

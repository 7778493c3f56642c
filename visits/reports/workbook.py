"""Reports as files for Excel: a workbook with real dates and a second sheet that says what was asked, and csv."""

import csv
import re
from datetime import date
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from tempfile import TemporaryFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from config.thai.dates import thai_date
from visits.reports.columns import plain
from visits.reports.workbook_rows import height, lines_of, save_with_rows, write_rows

# Excel shows the day in the Buddhist era: 28 ม.ค. 2566.
BE_DAY = "[$-107041E]d mmm yyyy;@"
# XML 1.0 knows no other characters below the blank, no half characters and no non-characters.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# What Excel takes for a formula at the beginning of a cell, also behind blanks that it swallows.
LIKE_A_FORMULA = re.compile(r"[\t\r\n ]*[=+\-@]")
# A text that begins with none of these is never like a formula.
FIRST_SIGNS = frozenset("=+-@\t\r\n ")
LONGEST_CELL = 32_767
LINES_AT_ONCE = 200
# Two lines, in points.
HEAD = 30
# Width of a sentence on the second sheet, in letters.
EXPLAINED = 110
BOM = "\ufeff"
TOP, WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
# A day at the right of its cell runs into the text of the next.
LEFT = Alignment(vertical="top", horizontal="left")
BOLD = Font(bold=True)
SHADE = PatternFill("solid", fgColor="E4EEEA")


def clean(text):
    text = FORBIDDEN.sub("", text)
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


# Workbook


def write_workbook(report, target):
    """Writes into an open file; the rows never stand in memory all at once."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("ข้อมูล")
    with TemporaryFile() as rows:
        widths = [column.width for column in report.columns_for("file")]
        _fill(sheet, report, write_rows(rows, _file_rows(report), Styles(sheet), widths))
        _explain(book.create_sheet("ตัวกรองและหลักเกณฑ์"), report)
        book.properties.title, book.properties.creator = report.heading, str(report.user)
        rows.seek(0)
        save_with_rows(book, rows, target)


def _fill(sheet, report, last):
    columns = report.columns_for("file")
    _set_up(sheet, report, columns)
    sheet.row_dimensions[1].height = HEAD
    sheet.append([_head(sheet, column.title) for column in columns])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.print_title_rows = "1:1"


def _file_rows(report):
    values = [column.value for column in report.columns_for("file")]
    for row in report.rows():
        yield _clean_row([plain(value(row)) for value in values])


def _clean_row(values):
    """A look at the whole row tells whether there is anything to do; in nearly all rows there is not."""
    whole = "".join([value for value in values if isinstance(value, str)])
    if len(whole) <= LONGEST_CELL and whole.replace("\n", "").isprintable():
        return values
    return [clean(value) if isinstance(value, str) else value for value in values]


class Styles:
    """The numbers under which the book keeps the looks of its cells."""

    def __init__(self, sheet):
        writer = Writer(sheet)
        cells = (writer.day, writer.lines, writer.text, writer.top)
        self.day, self.lines, self.text, self.top = (cell.style_id for cell in cells)

    def of(self, text, is_long):
        if text[0] in FIRST_SIGNS and LIKE_A_FORMULA.match(text):
            return self.text
        return self.lines if is_long else self.top


def _set_up(sheet, report, columns):
    """A4, as wide as one page, the head on every page; before the first row, as write-only sheets demand."""
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    _on_a4(sheet, report.orientation)
    sheet.oddHeader.center.text = _no_codes(report.heading)
    sheet.oddFooter.left.text = _no_codes(report.as_of)
    sheet.oddFooter.right.text = "หน้า &P จาก &N"


def _on_a4(sheet, orientation):
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = orientation
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0


def _no_codes(text):
    """Behind an ampersand Excel reads a code."""
    return clean(text).replace("&", "&&")[:250]


def _head(sheet, title):
    cell = WriteOnlyCell(sheet, title)
    cell.font, cell.fill, cell.alignment = BOLD, SHADE, WRAPPED
    return cell


class Writer:
    """The cells of one column. A styled cell is made once and filled anew: a style costs more than a value."""

    def __init__(self, sheet):
        self.day, self.lines, self.text, self.top = (WriteOnlyCell(sheet) for _ in range(4))
        self.day.number_format = BE_DAY
        self.lines.alignment = WRAPPED
        self.day.alignment, self.top.alignment, self.text.alignment = LEFT, TOP, WRAPPED
        # The mark keeps it a text also after somebody has edited the cell.
        self.text.quotePrefix = True

    def cell(self, value):
        if isinstance(value, str):
            return self._of_text(clean(value))
        return _filled(self.day, value) if isinstance(value, date) else value

    def _of_text(self, text):
        if LIKE_A_FORMULA.match(text):
            cell = _filled(self.text, text)
            cell.data_type = "s"
            return cell
        return _filled(self.lines, text) if text else None


def _filled(cell, value):
    cell.value = value
    return cell


def _explain(sheet, report):
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, EXPLAINED
    _on_a4(sheet, "landscape")
    label_writer, sentence_writer = Writer(sheet), Writer(sheet)
    for number, (label, sentence) in enumerate(_labelled(explanations(report)), start=1):
        sheet.row_dimensions[number].height = height(lines_of(sentence, EXPLAINED))
        sheet.append([label_writer.cell(label), sentence_writer.cell(sentence)])


def _labelled(explained):
    """Each sentence in a row of its own; the label stands beside the first."""
    for label, sentences in explained:
        for index, sentence in enumerate(sentences):
            yield "" if index else label, sentence


def explanations(report):
    return [
        ("รายงาน", [report.heading]),
        ("ตัวกรอง", report.asked),
        ("ยอดรวม", [*report.totals, *([] if report.count else [report.nothing])]),
        ("หลักเกณฑ์", report.notes),
        ("ที่มา", [report.as_of]),
    ]


# csv


class _Echo:
    """A file that gives back what is written, line by line."""

    def write(self, line):
        return line


class _Lines:
    """Lines as `csv` writes them, with nothing in them that Excel would run."""

    def __init__(self):
        self._by_sign = csv.writer(_Echo()).writerow

    def of(self, texts):
        """A look at the whole row tells whether there is anything to do; in nearly all rows there is not."""
        whole = "".join(texts)
        if not (len(whole) <= LONGEST_CELL and whole.isprintable() and _is_tame(texts)):
            return self._by_sign(
                [f"'{text}" if LIKE_A_FORMULA.match(text) else text for text in map(clean, texts)]
            )
        if '"' in whole or not whole:
            return self._by_sign(texts)
        # The writer looks at every letter by itself: a fifth of the time of the file.
        return ",".join([f'"{text}"' if "," in text else text for text in texts]) + "\r\n"


_first_sign = itemgetter(slice(1))


def _is_tame(texts):
    return FIRST_SIGNS.isdisjoint(map(_first_sign, texts))


def csv_of(head, lines):
    """Any lines of texts as a file."""
    line = _Lines().of
    yield BOM + line(head)
    for texts in lines:
        yield line(texts)


def write_csv(report, target):
    """Writes into an open file, as `write_workbook` does."""
    target.writelines(line.encode() for line in csv_lines(report))


def csv_lines(report):
    """The lines of the file as they come; Excel knows UTF-8 by the mark at the beginning."""
    columns = report.columns_for("file")
    values = [column.value for column in columns]
    line = _Lines().of
    yield BOM + line([column.title for column in columns])
    rows = iter(report.rows())
    # A line by itself would be a packet of its own on the net.
    while lines := [line(_csv_texts(values, row)) for row in islice(rows, LINES_AT_ONCE)]:
        yield "".join(lines)


def _csv_texts(values, row):
    """Nearly all values are texts, which a call each would make twice as slow."""
    asked = [value(row) for value in values]
    return [one if one.__class__ is str else _csv_text(one) for one in asked]


def _csv_text(value):
    if value.__class__ is list:
        return plain(value, between="; ")
    return _day(value) if isinstance(value, date) else str(plain(value))


_day = lru_cache(maxsize=4096)(thai_date)

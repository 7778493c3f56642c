"""A file of tables as sheets of plain values. Pure: knows neither the register nor the database.

Workbooks are read by python-calamine, csv in any encoding that Thai offices use, and HTML tables that call themselves
workbooks. A value is a text, number, truth, day or time of day; an empty cell is an empty text.
"""

import csv
import io
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from lxml import html
from lxml.etree import strip_elements
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from visits.imports.archive_guard import MOST_COLUMNS, MOST_ROWS, TooFar, look_into
from visits.imports.late_vowels import late_in

LARGEST = 25 * 1024 * 1024
MOST_SHEETS = 60
# By this name a compound file holds a workbook that was saved with a password; the reader only says that it knows no such file.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Value = str | int | float | bool | date | time

TOO_LARGE = "ไฟล์ใหญ่เกินไป กรุณาแบ่งเป็นไฟล์ละไม่เกิน 25 MB"
UNFOLDS = "ไฟล์นี้คลายออกแล้วใหญ่ผิดปกติ จึงไม่เปิดอ่าน กรุณาบันทึกใหม่จากโปรแกรมตารางคำนวณ"
HAS_PASSWORD = "ไฟล์นี้มีรหัสผ่าน กรุณาเปิดด้วยโปรแกรมตารางคำนวณ ยกเลิกรหัสผ่าน แล้วบันทึกใหม่"  # nosec B105 # noqa: S105 - a sentence
UNREADABLE_FILE = (
    "อ่านไฟล์นี้ไม่ได้ รับไฟล์ .xlsx .xls .ods .csv และตาราง HTML กรุณาตรวจสอบว่าไฟล์ไม่เสียและไม่มีรหัสผ่าน แล้วบันทึกใหม่"
)
IS_PDF = "ไฟล์นี้เป็น PDF กรุณาคัดลอกตารางไปวางในโปรแกรมตารางคำนวณ บันทึกเป็น .xlsx แล้วส่งใหม่"
NOTHING = "ไฟล์นี้ไม่มีข้อมูล"
TOO_MANY_ROWS = f"ตารางยาวเกินไป กรุณาแบ่งเป็นไฟล์ละไม่เกิน {MOST_ROWS:,} แถว"
TOO_FAR = (
    "ตารางใหญ่เกินไป มีข้อมูลอยู่ที่เซลล์ {place} "
    f"รับได้ไม่เกิน {MOST_ROWS:,} แถวและ {MOST_COLUMNS} คอลัมน์ กรุณาลบข้อมูลที่อยู่นอกตารางหรือแบ่งไฟล์"
)
NO_RESULT = "เซลล์ {place} มีสูตรที่ยังไม่มีผลคำนวณ กรุณาเปิดด้วยโปรแกรมตารางคำนวณแล้วบันทึกใหม่ หรือวางเป็นค่า"
TOO_MANY_SHEETS = f"ไฟล์นี้มีแผ่นงานมากเกินไป กรุณาแบ่งเป็นไฟล์ละไม่เกิน {MOST_SHEETS} แผ่น"


class UnreadableTable(Exception):
    """A file that cannot be read as a table; the text says in Thai why and what to do."""


@dataclass
class Sheet:
    """One sheet: `rows[i]` stands in row `first_row + i` of the file, counted as Excel shows it.

    `merged` holds (first row, first column, last row, last column) of merged cells, as indexes into `rows`.
    """

    name: str
    rows: list[list[Value]]
    first_row: int = 1
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def read_sheets(name: str, data: bytes) -> list[Sheet]:
    """The sheets of a file that hold anything; raises UnreadableTable. The content decides, not the file's ending."""
    if len(data) > LARGEST:
        raise UnreadableTable(TOO_LARGE)
    if not data.strip(b"\0 \r\n\t"):
        raise UnreadableTable(NOTHING)
    if data.startswith(b"%PDF"):
        raise UnreadableTable(IS_PDF)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        sheets = _read_workbook(data)
    else:
        text = decoded(data)
        sheets = _read_html(text) if _is_html(text) else [_read_csv(name, text)]
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise UnreadableTable(NOTHING)
    if sum(len(sheet.rows) for sheet in sheets) > MOST_ROWS:
        raise UnreadableTable(TOO_MANY_ROWS)
    for sheet in sheets:
        late = late_in("\n".join(cell for row in sheet.rows for cell in row if isinstance(cell, str)))
        for row in sheet.rows if late else ():
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    for form, word in late.items():
                        cell = cell.replace(form, word)
                    row[column] = cell
    return sheets


def _read_workbook(data: bytes) -> list[Sheet]:
    if ENCRYPTED in data:
        raise UnreadableTable(HAS_PASSWORD)
    if data.startswith(b"PK"):
        try:
            without_result = look_into(data)
        except TooFar as error:
            raise UnreadableTable(TOO_FAR.format(place=error) if error.args else UNFOLDS) from error
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
            raise UnreadableTable(UNREADABLE_FILE) from error
        if without_result:
            raise UnreadableTable(NO_RESULT.format(place=without_result))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if len(book.sheet_names) > MOST_SHEETS:
            raise UnreadableTable(TOO_MANY_SHEETS)
        return [_read_worksheet(book, index, name) for index, name in enumerate(book.sheet_names)]
    except PasswordError as error:
        raise UnreadableTable(HAS_PASSWORD) from error
    except UnreadableTable:
        raise
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableTable(UNREADABLE_FILE) from error
    except BaseException as error:
        # What the reader's Rust code did not foresee is no Exception in Python.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableTable(UNREADABLE_FILE) from error


def _read_worksheet(book: CalamineWorkbook, index: int, name: str) -> Sheet:
    sheet = book.get_sheet_by_index(index)
    if sheet.height > MOST_ROWS:
        raise UnreadableTable(TOO_MANY_ROWS)
    rows = [[_plain(value) for value in row[:MOST_COLUMNS]] for row in sheet.to_python(skip_empty_area=False)]
    while rows and not any(value != "" for value in rows[-1]):
        rows.pop()
    ranges = [(*first, *last) for first, last in sheet.merged_cell_ranges or [] if first[0] < len(rows)]
    return Sheet(name, rows, merged=ranges[:MOST_ROWS])


def _plain(value: object) -> Value:
    if isinstance(value, datetime):
        return value.date() if (value.hour, value.minute) == (0, 0) else value
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return time(minutes // 60, minutes % 60) if 0 <= minutes < 24 * 60 else str(value)
    if isinstance(value, str):
        return value.strip()
    return value if isinstance(value, int | float | bool | date | time) else str(value)


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8 or UTF-16 (with or without its mark), or Windows-874; raises UnreadableTable."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        thai = data.decode("cp874")
    except UnicodeDecodeError:
        thai = ""
    # Nearly every byte above 127 is a Thai letter in Windows-874, so that what decodes and is Thai is that.
    if sum("ก" <= letter <= "๛" for letter in thai) > len(thai) / 20:
        return thai
    from charset_normalizer import from_bytes

    guessed = from_bytes(data).best()
    if guessed is None:
        raise UnreadableTable(UNREADABLE_FILE)
    return str(guessed)


def _read_csv(name: str, text: str) -> Sheet:
    sample = text[:20_000]
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(sample, delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    if "\0" in text:
        raise UnreadableTable(UNREADABLE_FILE)
    rows: list[list[Value]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter):
            rows.append([cell.strip() for cell in row[:MOST_COLUMNS]])
            if len(rows) > MOST_ROWS:
                raise UnreadableTable(TOO_MANY_ROWS)
    except csv.Error as error:
        raise UnreadableTable(UNREADABLE_FILE) from error
    return Sheet(name, rows)


def _is_html(text: str) -> bool:
    start = text.lstrip("\ufeff \r\n\t")[:2000].lower()
    return start.startswith("<") and ("<html" in start or "<table" in start or "<!doctype html" in start)


def _read_html(text: str) -> list[Sheet]:
    tree = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    strip_elements(tree, "script", "style", with_tail=False)
    sheets = []
    for number, table in enumerate(tree.iter("table"), 1):
        if number > MOST_SHEETS:
            raise UnreadableTable(TOO_MANY_SHEETS)
        rows: list[list[Value]] = []
        merged = []
        taken: dict[tuple[int, int], str] = {}
        for row_index, row in enumerate(table.iter("tr")):
            if row_index > MOST_ROWS:
                raise UnreadableTable(TOO_MANY_ROWS)
            cells: list[Value] = []
            for cell in row.iterchildren("td", "th"):
                while (row_index, len(cells)) in taken:
                    cells.append(taken.pop((row_index, len(cells))))
                for line_break in cell.iter("br"):
                    line_break.tail = f"\n{line_break.tail or ''}"
                width, height = _span(cell, "colspan"), _span(cell, "rowspan")
                column = len(cells)
                if width > 1 or height > 1:
                    merged.append((row_index, column, row_index + height - 1, column + width - 1))
                cells += ["".join(map(str, cell.itertext())).strip(), *[""] * (width - 1)]
                taken |= {
                    (below, beside): ""
                    for below in range(row_index + 1, row_index + height)
                    for beside in range(column, column + width)
                }
            while (row_index, len(cells)) in taken:
                cells.append(taken.pop((row_index, len(cells))))
            rows.append(cells[:MOST_COLUMNS])
        sheets.append(Sheet(f"ตารางที่ {number}", rows, merged=merged))
    return sheets


def _span(cell: html.HtmlElement, name: str) -> int:
    text = cell.get(name, "1")
    return min(max(int(text), 1), MOST_COLUMNS) if text.isascii() and text.isdigit() else 1

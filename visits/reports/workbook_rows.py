"""The rows of a worksheet as XML. openpyxl makes the book around them: over 300,000 cells it would take three times as long."""

from datetime import date
from functools import lru_cache
from html import escape
from io import BytesIO
from shutil import copyfileobj
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

FIRST_SHEET = "xl/worksheets/sheet1.xml"
END_OF_ROWS = b"</sheetData>"
# In points; a row can be no taller than the other.
LINE, TALLEST = 15, 405


def write_rows(target, rows, styles, widths, first=2):
    """Lists of days, numbers and clean texts; `widths` are those of the columns; gives the number of the last row."""
    number = first - 1
    for number, values in enumerate(rows, start=first):
        target.write(_row(number, values, styles, widths).encode())
    return number


def _row(number, values, styles, widths):
    lines = [
        lines_of(value, width) if value.__class__ is str else 1
        for value, width in zip(values, widths, strict=True)
    ]
    cells = [
        _cell(f"{letter}{number}", value, styles, count > 1)
        for letter, value, count in zip(_letters(len(values)), values, lines, strict=True)
        if value != ""
    ]
    return f'<row r="{number}"{_tall(max(lines, default=1))}>{"".join(cells)}</row>'


def lines_of(text, width):
    """How many it takes in a column of so many letters; vowels and tone marks are counted, for words are not cut."""
    if "\n" not in text:
        return -(-len(text) // width)
    return sum([-(-len(line) // width) or 1 for line in text.split("\n")])


def _tall(lines):
    """Said where a cell has several lines: Excel would find it out, LibreOffice lets them run over the next row."""
    return f' ht="{height(lines)}"' if lines > 1 else ""


def height(lines):
    return min(lines * LINE, TALLEST)


def _cell(place, value, styles, is_long):
    if isinstance(value, str):
        return _text(place, value, styles.of(value, is_long))
    if isinstance(value, date):
        return f'<c r="{place}" s="{styles.day}"><v>{to_excel(value)}</v></c>'
    return f'<c r="{place}" s="{styles.top}"><v>{value:d}</v></c>'


def _text(place, text, style):
    written = escape(text, quote=False).replace("\r", "&#13;")
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'


@lru_cache
def _letters(count):
    return [get_column_letter(index) for index in range(1, count + 1)]


def save_with_rows(book, rows, target):
    """The book as openpyxl saves it, with more rows behind those of its first sheet."""
    frame = BytesIO()
    book.save(frame)
    with ZipFile(frame) as source, ZipFile(target, "w", ZIP_DEFLATED) as whole:
        for name in source.namelist():
            with whole.open(name, "w") as out:
                _copy(source.read(name), rows if name == FIRST_SHEET else None, out)


def _copy(part, rows, out):
    head, end, tail = part.partition(END_OF_ROWS) if rows else (part, b"", b"")
    out.write(head)
    if rows:
        copyfileobj(rows, out, 1 << 20)
    out.write(end + tail)

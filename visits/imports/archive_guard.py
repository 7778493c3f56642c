"""Looks into a workbook's archive before it is opened as a table: how far its cells reach, and formulas without a result. Pure.

The reader of workbooks lays all cells between the first and the last side by side; one stray value in the last cell of a
sheet would take all memory and end the process.
"""

import io
import re
import zipfile
from collections.abc import Iterator

# A workbook that unfolds to more is refused before it is read.
LARGEST_UNFOLDED = 200 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200

_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>])([^>]*?)(/?)>")
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="([0-9]+)"')
_PLACE = re.compile(rb'\br="([A-Za-z]{1,3})([0-9]{1,7})"')
_WITHOUT_RESULT = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ODS = re.compile(rb"<table:(table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*?)(/?)>")
_ODS_TABLE = re.compile(rb"<table:table[\s>]")
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="([0-9]{1,9})"')


class TooFar(ValueError):
    """A value lies outside of what is read; the text says where, as the program shows it."""


def parts_of(data: bytes) -> Iterator[bytes]:
    """The parts that can hold cells; raises BadZipFile, or TooFar without a place where they unfold to too much."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [entry for entry in archive.infolist() if entry.filename.lower().endswith((".xml", ".bin"))]
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNFOLDED:
            raise TooFar
        for entry in entries:
            yield archive.read(entry)


def look_into(data: bytes) -> str:
    """The place of a formula without a result, empty where all have one; raises BadZipFile, zlib's error, or TooFar."""
    without_result = ""
    for part in parts_of(data):
        if b"table:table-cell" in part:
            look_at_ods(part)
        else:
            look_at_xlsx(part)
            if not without_result and (found := _WITHOUT_RESULT.search(part)):
                without_result = found[1].decode()
    return without_result


def look_at_xlsx(part: bytes) -> None:
    """Raises TooFar where a cell with a value lies too far out."""
    has_cells_without_place = False
    for found in _CELL.finditer(part):
        if found[2]:
            continue
        place = _PLACE.search(found[1])
        if not place:
            has_cells_without_place = True
            continue
        column = 0
        for letter in place[1].upper():
            column = column * 26 + letter - 64
        if column > MOST_COLUMNS or int(place[2]) > MOST_ROWS:
            raise TooFar((place[1] + place[2]).decode())
    if has_cells_without_place:
        for row in _ROW.finditer(part):
            if int(row[1]) > MOST_ROWS:
                raise TooFar(f"แถวที่ {int(row[1])}")


def look_at_ods(part: bytes) -> None:
    """Raises TooFar where a cell with a value lies too far out; empty cells and rows are written once and counted."""
    for table in _ODS_TABLE.split(part):
        row, repeated_rows, column = 0, 0, 0
        for found in _ODS.finditer(table):
            times = int((_REPEATED.search(found[2]) or [b"", b"1"])[1])
            if found[1] == b"table-row":
                row, repeated_rows, column = row + repeated_rows, times, 0
                continue
            column += times
            has_value = b"office:value" in found[2] or b"office:string-value" in found[2] or not found[3]
            if has_value and (column > MOST_COLUMNS or row + repeated_rows > MOST_ROWS):
                raise TooFar(f"แถวที่ {row + 1}")

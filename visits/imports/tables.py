"""Finds the table in a sheet: its heading of one or two rows, and its records, each over one or several rows. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from config.thai.text import arabic_digits
from visits.imports.reading import Sheet, Value
from visits.imports.targets import NUMBER, folded, guess, guess_all

# A heading stands among the first rows, below titles.
DEEPEST_HEADING = 30
# Lines that sum up or sign below a table.
_FOOT = re.compile(r"^(รวม|รวมทั้งสิ้น|ยอดรวม|ผู้จัดทำ|ผู้รายงาน|หมายเหตุ\s*:|ที่มา)")
_RUNNING_NUMBER = re.compile(r"[(\[]?[0-9]{1,6}(\.0+)?[.)\]]?")


@dataclass
class Record:
    """One record: where it begins (sheet, row as Excel shows it) and the lines of each column, an empty column left out."""

    sheet: str
    row: int
    cells: dict[int, list[Value]] = field(default_factory=dict)

    def first(self, column: int) -> Value:
        return self.cells.get(column, [""])[0]


@dataclass
class ImportTable:
    """The table of a sheet: `headings` by column, and its records in their order."""

    sheet: str
    headings: list[str]
    records: list[Record]

    @property
    def form(self) -> str:
        """What tables of the same form share, so that a mapping made for one serves the other."""
        return "|".join(map(folded, self.headings)).rstrip("|")

    @property
    def used(self) -> list[int]:
        """The columns that have a heading or hold anything."""
        filled = {column for record in self.records for column in record.cells}
        return [index for index, heading in enumerate(self.headings) if heading or index in filled]


def find_table(kind: str, sheet: Sheet) -> ImportTable | None:
    """The table of a kind in a sheet, None where no row looks like its heading."""
    top, score = _heading_row(kind, sheet)
    if score < 2:
        return None
    depth = _heading_depth(kind, sheet, top)
    headings = _headings(sheet, top, depth)
    codes = guess_all(kind, headings)
    records = list(_records(sheet, top, depth, headings, codes))
    return ImportTable(sheet.name, headings, records)


def _heading_row(kind: str, sheet: Sheet) -> tuple[int, int]:
    """Index of the row in which most cells are known headings, and how many are."""
    best = (0, 0)
    for index, row in enumerate(sheet.rows[:DEEPEST_HEADING]):
        score = len({code for cell in row if isinstance(cell, str) if (code := guess(kind, cell))})
        if score > best[1]:
            best = (index, score)
    return best


def _heading_depth(kind: str, sheet: Sheet, top: int) -> int:
    """2 where the row below carries headings too: below merged cells, or in words that are headings themselves."""
    below = sheet.rows[top + 1] if top + 1 < len(sheet.rows) else []
    texts = [cell for cell in below if cell != ""]
    if not texts or not all(isinstance(cell, str) and len(cell) < 60 for cell in texts):
        return 1
    over_two_rows = any(first <= top < last and first == top for first, _, last, _ in sheet.merged)
    known = sum(bool(guess(kind, str(cell))) for cell in texts)
    is_number = any(_RUNNING_NUMBER.fullmatch(arabic_digits(str(cell))) for cell in texts)
    beneath_group = any(
        first == last == top
        and right > left
        and any(below[column : column + 1] != [""] for column in range(left, right + 1))
        for first, left, last, right in sheet.merged
    )
    return 2 if not is_number and (over_two_rows or beneath_group or known == len(texts)) else 1


def _above(sheet: Sheet, top: int, column: int) -> str:
    """The heading above a column in the upper row, through a merged cell."""
    row = sheet.rows[top]
    for first, left, _, right in sheet.merged:
        if first == top and left <= column <= right:
            return str(row[left]) if left < len(row) else ""
    return str(row[column]) if column < len(row) else ""


def _headings(sheet: Sheet, top: int, depth: int) -> list[str]:
    upper = sheet.rows[top]
    lower = sheet.rows[top + 1] if depth == 2 else []
    width = max(len(upper), len(lower))
    headings = []
    for column in range(width):
        parent = _above(sheet, top, column)
        child = str(lower[column]) if column < len(lower) else ""
        if depth == 2 and child and not parent and column:
            # A group without merged cells: its name stands above its first column only.
            parent = next(
                (str(upper[i]) for i in range(min(column, len(upper)) - 1, -1, -1) if upper[i] != ""), ""
            )
        headings.append(" ".join(" ".join(filter(None, [parent, child])).split()))
    return headings


def _records(sheet: Sheet, top: int, depth: int, headings: list[str], codes: list[str]) -> Iterator[Record]:
    number = codes.index(NUMBER) if NUMBER in codes else None
    day = next((index for index, code in enumerate(codes) if code in ("day",)), None)
    head_rows = [_letters(sheet.rows[top + offset]) for offset in range(depth)]
    titles = {folded(str(cell)) for row in sheet.rows[:top] for cell in row if cell != ""}
    filled_below = {
        (row, column): sheet.rows[first][left]
        for first, left, last, right in sheet.merged
        for row in range(first + 1, last + 1)
        for column in range(left, right + 1)
        if left == right and column != number and first >= top + depth
    }
    current: Record | None = None
    for index in range(top + depth, len(sheet.rows)):
        row = list(sheet.rows[index])
        cells = [(column, value) for column, value in enumerate(row) if value != ""]
        if not cells or _letters(row) in head_rows or _is_title(cells, titles):
            continue
        texts = [str(value) for _, value in cells]
        if len(cells) <= 2 and _FOOT.match(texts[0]):
            continue
        if _continues(row, number, day, current):
            for column, value in cells:
                current.cells.setdefault(column, []).append(value)  # type: ignore[union-attr] # _continues says so
            continue
        if current:
            yield current
        current = Record(sheet.name, sheet.first_row + index, {column: [value] for column, value in cells})
        for (merged_row, column), value in filled_below.items():
            if merged_row == index and value != "" and column not in current.cells:
                current.cells[column] = [value]
    if current:
        yield current


def _letters(row: list[Value]) -> tuple[str, ...]:
    return tuple(filter(None, (folded(str(value)) for value in row)))


def _is_title(cells: list[tuple[int, Value]], titles: set[str]) -> bool:
    """A title repeated in mid-sheet, perhaps with (ต่อ) behind it."""
    if len(cells) > 1:
        return False
    text = folded(str(cells[0][1])).removesuffix("ต่อ")
    return text in titles


def _continues(row: list[Value], number: int | None, day: int | None, current: Record | None) -> bool:
    """Whether a row only goes on with the record above: it has neither number nor day of its own."""
    if current is None or (number is None and day is None):
        return False

    def is_empty(column: int | None) -> bool:
        return column is None or column >= len(row) or row[column] == ""

    if number is not None:
        return is_empty(number) and is_empty(day)
    # Without running numbers only a row with very little in it is a continuation, not one that lacks its day.
    return is_empty(day) and sum(value != "" for value in row) <= 2


def mapped(record: Record, codes: list[str]) -> dict[str, list[Value]]:
    """The lines of each target; what is mapped to nothing is not there any more."""
    return {
        code: record.cells[column] for column, code in enumerate(codes) if code and column in record.cells
    }

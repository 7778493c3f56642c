"""Finds the tables in a sheet: their headings of one or two rows, and their records, each over one or several rows. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from config.thai.text import arabic_digits
from visits.imports.cell_values import is_ticked
from visits.imports.feet import Foot, begins_foot
from visits.imports.reading import Sheet, Value
from visits.imports.targets import NUMBER, Target, folded, guess, guess_all, guess_tick

# A heading stands among the first rows, below titles.
DEEPEST_HEADING = 30
# A row in mid-sheet with so many words of headings begins another table.
WORDS_OF_A_HEADING = 3
# What stands in one of these columns begins a record below a merged day.
KEYS = {"unit", "text", "name", "full_name", "first_name"}
# A line of these may itself begin with a total.
TEXTS = {"purpose", "summary", "text", "note"}
_RUNNING_NUMBER = re.compile(r"[(\[]?[0-9]{1,6}(\.0+)?[.)\]]?")


@dataclass
class Record:
    """One record: where it begins (sheet, row as Excel shows it) and the lines of each column, an empty column left out."""

    sheet: str
    row: int
    cells: dict[int, list[Value]] = field(default_factory=dict)


@dataclass
class ImportTable:
    """A table of a sheet: its heading stands in `depth` rows from `top`, its records go to the row before `end`."""

    sheet: Sheet
    top: int
    depth: int
    end: int
    headings: list[str]
    codes: list[str]

    @property
    def form(self) -> str:
        """What tables of the same form share, so that a mapping made for one serves the other."""
        return "|".join(map(folded, self.headings)).rstrip("|")

    def records(self, codes: Sequence[str] | None = None) -> list[Record]:
        """The records in their order; `codes` say which columns hold running number and day, as guessed if not given.

        A row goes on with the record above where it has neither number nor day of its own; without running numbers
        only where it adds a line or two to columns that have one, for else it is a record that lacks its day, or shares
        a merged one. Totals, notes and signatures are left out, with what stands close below these at the end; what
        else stands behind a total, or behind a blank row at the end, is a record of its own, so that somebody is asked.
        """
        codes = codes or self.codes
        number = codes.index(NUMBER) if NUMBER in codes else None
        day = codes.index("day") if "day" in codes else None
        rows = self.sheet.rows
        keys = {column for column, code in enumerate(codes) if code in KEYS}
        texts = {column for column, code in enumerate(codes) if code in TEXTS}
        heads = [_letters(rows[self.top + offset]) for offset in range(self.depth)]
        titles = {folded(str(cell)) for row in rows[: self.top] for cell in row if cell != ""}
        wide: set[tuple[int, int]] = set()
        filled: dict[int, list[tuple[int, Value]]] = {}
        for first, left, last, right in self.sheet.merged:
            wide |= {(first, left)} if right - left >= 2 else set()
            if first >= self.top + self.depth and left != number and left < len(rows[first]):
                for row in range(first + 1, min(last + 1, self.end)):
                    filled.setdefault(row, []).append((left, rows[first][left]))
        places = range(self.top + self.depth, self.end)
        lowest = max((index for index in places if _begins(rows[index], number, day)), default=0)
        records: list[Record] = []
        foot = Foot()
        for index in places:
            cells = [(column, value) for column, value in enumerate(rows[index]) if value != ""]
            if not cells:
                foot.blank()
                continue
            if _letters(rows[index]) in heads:
                foot = Foot()
                continue
            column, value = cells[0]
            is_wide = len(cells) == 1 and (index, column) in wide
            # A title again, perhaps with (ต่อ) behind it.
            if len(cells) == 1 and folded(str(value)).removesuffix("ต่อ") in titles:
                continue
            stands_apart = is_wide or column in (number, day) or number is day is None
            if foot.takes([value for _, value in cells], stands_apart, column in texts):
                continue
            # A line across the table ("เดือนตุลาคม 2566").
            is_across = column == number and not _RUNNING_NUMBER.fullmatch(arabic_digits(str(value)))
            if is_wide or (len(cells) == 1 and is_across):
                continue
            own = dict(cells)
            has_none = number not in own and day not in own and not (number is None and day is None)
            if has_none and foot.is_open and index > lowest and len(cells) <= 2:
                continue
            if number is None and has_none and records:
                shares_day = any(column == day for column, _ in filled.get(index, []))
                has_none = len(cells) <= 2 and own.keys() <= records[-1].cells.keys()
                has_none = has_none and not (shares_day and own.keys() & keys)
            is_apart = foot.is_above or (foot.is_after_blank and index > lowest)
            if records and has_none and not is_apart:
                for column, value in cells:
                    records[-1].cells.setdefault(column, []).append(value)
                continue
            foot = Foot()
            record = Record(
                self.sheet.name,
                self.sheet.first_row + index,
                {column: [value] for column, value in cells},
            )
            for column, value in filled.get(index, []):
                if value != "":
                    record.cells.setdefault(column, [value])
            records.append(record)
        return records


def find_tables(targets: Iterable[Target], sheet: Sheet) -> list[ImportTable]:
    """The tables of a kind in a sheet, one below the other; none where no row looks like a heading."""
    targets = list(targets)
    top, best = 0, 1
    for index, row in enumerate(sheet.rows[:DEEPEST_HEADING]):
        known = {
            code for cell in row if isinstance(cell, str) and len(cell) < 80 if (code := guess(targets, cell))
        }
        if len(known) > best and best < WORDS_OF_A_HEADING:
            top, best = index, len(known)
    if best < 2:
        return []
    words = {word for target in targets if not target.is_tick for word in target.words}
    tops = [top]
    heads = [_letters(row) for row in sheet.rows[top : top + 2]]
    for index in range(top + 2, len(sheet.rows)):
        row = sheet.rows[index]
        known_words = sum(isinstance(cell, str) and cell in words for cell in row)
        if known_words >= WORDS_OF_A_HEADING and _letters(row) not in heads:
            tops.append(index)
            heads += [_letters(row) for row in sheet.rows[index : index + 2]]
    ends = [*tops[1:], len(sheet.rows)]
    return [_table(targets, sheet, first, end) for first, end in zip(tops, ends, strict=True)]


def _table(targets: list[Target], sheet: Sheet, top: int, end: int) -> ImportTable:
    depth = _heading_depth(targets, sheet, top)
    headings = _headings(sheet, top, depth)
    ticked = set()
    for column in range(len(headings)):
        values = [
            row[column] for row in sheet.rows[top + depth : end] if column < len(row) and row[column] != ""
        ]
        # The heading may come again in mid-sheet.
        ticks = [value for value in values if is_ticked([value])]
        if (
            "/" in ticks
            and len(ticks) > len(values) / 2
            and not guess(targets, headings[column]).startswith(NUMBER)
        ):
            ticked.add(column)
    return ImportTable(sheet, top, depth, end, headings, guess_all(targets, headings, ticked))


def _heading_depth(targets: list[Target], sheet: Sheet, top: int) -> int:
    """2 where the row below carries headings too: below merged cells, or in words that are headings themselves."""
    below = sheet.rows[top + 1] if top + 1 < len(sheet.rows) else []
    texts = [cell for cell in below if cell != ""]
    if not texts or not all(isinstance(cell, str) and len(cell) < 60 for cell in texts):
        return 1
    over_two_rows = any(first == top < last for first, _, last, _ in sheet.merged)
    known = sum(bool(guess(targets, str(cell)) or guess_tick(targets, str(cell))) for cell in texts)
    is_number = any(_RUNNING_NUMBER.fullmatch(arabic_digits(str(cell))) for cell in texts)
    beneath_group = any(
        first == last == top
        and right > left
        and any(below[column : column + 1] != [""] for column in range(left, right + 1))
        for first, left, last, right in sheet.merged
    )
    return 2 if not is_number and (over_two_rows or beneath_group or known == len(texts)) else 1


def _headings(sheet: Sheet, top: int, depth: int) -> list[str]:
    """One text a column: what stands above, through merged cells, and what stands below it."""
    upper = list(sheet.rows[top])
    lower = sheet.rows[top + 1] if depth == 2 else []
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    group = list(upper)
    for first, left, _, right in sheet.merged:
        if first == top and left < width:
            group[left : right + 1] = [upper[left]] * (min(right, width - 1) - left + 1)
    headings = []
    for column in range(width):
        child = str(lower[column]) if column < len(lower) else ""
        parent = str(group[column])
        if child and not parent:
            # A group without merged cells: its name stands above its first column only.
            parent = str(next((cell for cell in reversed(upper[:column]) if cell != ""), ""))
        headings.append(" ".join(f"{parent} {child}".split()))
    return headings


def _begins(row: list[Value], number: int | None, day: int | None) -> bool:
    """Whether a row has a running number, or a day, of its own."""
    own = {column: value for column, value in enumerate(row) if value != "" and column in (number, day)}
    if number in own and _RUNNING_NUMBER.fullmatch(arabic_digits(str(own[number]))):
        return True
    return day in own and any(map(str.isdigit, str(own[day]))) and not begins_foot([own[day]])


def _letters(row: list[Value]) -> tuple[str, ...]:
    return tuple(filter(None, (folded(str(value)) for value in row)))


def mapped(record: Record, codes: Sequence[str]) -> dict[str, list[Value]]:
    """The lines of each target; what is mapped to nothing is not there any more."""
    return {
        code: record.cells[column] for column, code in enumerate(codes) if code and column in record.cells
    }

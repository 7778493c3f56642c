"""How much fits on a page that must not grow: texts are measured before they are set."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from math import ceil
from typing import TypeVar

from config.thai.width import FILLED, MM_IN_A_POINT, width_of
from visits.documents.blocks import Row, TableColumn, Text

# Of a dense page, as in document.css: points, and millimetres of the text and around that of a cell.
SIZE, WIDTH, AROUND = 9.2, 175, 3
# Of a report and of a memo.
TEXT_SIZE, REPORT_WIDTH, MEMO_WIDTH = 10.5, 165, 160
# Words are printed somewhat wider than measured where they stand out.
BOLD = 1.08
INDENT = 10
# What the borders of a row of a table take, in lines.
BORDERS = 0.25

Measured = TypeVar("Measured")


def line_count(text: Text, width: float, size: float = SIZE) -> int:
    """Lines of a text of `size` points in a column of so many millimetres; as words are not cut, few are full."""
    length = width_of("".join(map(str, text))) * size * MM_IN_A_POINT
    return max(1, ceil(length / (width * FILLED)))


def item_height(text: Text) -> float:
    """Lines that an item of a list takes."""
    return line_count(text, WIDTH - INDENT)


def row_height(columns: Sequence[TableColumn]) -> Callable[[Row], float]:
    """A function that gives the lines that a row of a table with these columns takes."""
    widths = [WIDTH * column.share / 100 - AROUND for column in columns]

    def height(cells: Row) -> float:
        heights = [
            sum(line_count(text, width) for text in cell) for cell, width in zip(cells, widths, strict=True)
        ]
        return max(heights) + BORDERS

    return height


def fitted_columns(columns: Sequence[TableColumn], rows: Iterable[Row]) -> tuple[TableColumn, ...]:
    """The columns of a report's table no wider than their longest line; what they leave, the widest one takes."""
    rows = list(rows)
    widest = max(range(len(columns)), key=lambda place: columns[place].share)
    shares = [column.share for column in columns]
    for place, column in enumerate(columns):
        if place == widest or column.kind == "number":
            continue
        lines = ["".join(map(str, text)) for row in rows for text in row[place]]
        longest = max((width_of(line) for line in lines), default=0)
        needed = max(longest, width_of(column.title) * BOLD) * TEXT_SIZE * MM_IN_A_POINT + AROUND
        shares[place] = min(column.share, ceil(100 * needed / REPORT_WIDTH))
    shares[widest] = 100 - sum(share for place, share in enumerate(shares) if place != widest)
    return tuple(replace(column, share=share) for column, share in zip(columns, shares, strict=True))


class PageSpace:
    """Lines of a document of fixed length: what one part leaves over, the next may take."""

    def __init__(self) -> None:
        self.spare: float = 0

    def take(
        self, rows: Iterable[Measured], height: Callable[[Measured], float], most: float
    ) -> list[Measured]:
        """The first rows that fit into `most` lines and the spare ones; one at least."""
        left = most + self.spare
        taken: list[Measured] = []
        for row in rows:
            needed = height(row)
            if taken and needed > left:
                break
            left -= needed
            taken.append(row)
        self.spare = max(0, left)
        return taken

"""How much fits on a page that must not grow: texts are measured before they are set."""

from collections.abc import Callable, Iterable, Sequence
from math import ceil
from typing import TypeVar

from config.thai.width import FILLED, MM_IN_A_POINT, width_of
from visits.documents.blocks import Row, TableColumn, Text

# Of a dense page, as in document.css: points, and millimetres of the text and around that of a cell.
SIZE, WIDTH, AROUND = 9.2, 175, 3
INDENT = 10
# What the borders of a row of a table take, in lines.
BORDERS = 0.25

Measured = TypeVar("Measured")


def line_count(text: Text, width: float) -> int:
    """Lines of a text in a column of so many millimetres; words are not cut, so a line is seldom full."""
    length = width_of("".join(map(str, text))) * SIZE * MM_IN_A_POINT
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


class PageSpace:
    """Lines of a document of fixed length: what one part leaves over, the next may take."""

    def __init__(self) -> None:
        self.spare: float = 0

    def take(
        self, rows: Iterable[Measured], height: Callable[[Measured], float], most: float
    ) -> list[Measured]:
        """The first rows that fit into `most` lines and the spare ones; one at least."""
        left, taken = most + self.spare, []
        for row in rows:
            needed = height(row)
            if taken and needed > left:
                break
            left -= needed
            taken.append(row)
        self.spare = max(0, left)
        return taken

"""The calendar on one sheet of paper: in how large a type all of it fits, and where not, how much of it. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from config.thai.width import FILLED, MM_IN_A_POINT, width_of

LINE_HEIGHT = 1.3
BLANK = 0.25
# In points, and as classes of the style sheet; below the last nobody reads anything from a wall.
SIZES = (12, 11, 10, 9, 8, 7, 6)
# Above and below the text of a box, and left and right of it, borders included; in millimetres.
PADDING, MARGIN = 0.9, 2.6


@dataclass(frozen=True)
class PaperSize:
    """Inside the margins and below the heading, in millimetres."""

    width: float
    height: float


PAPERS = {"a4": PaperSize(277, 164), "a3": PaperSize(396, 247)}
# The page of a month, printed by the browser: its heading and legend take more.
PRINTED = PaperSize(277, 155)
PRINTED_SIZES = (9, 8, 7, 6)
PRINTED_HEAD = 10
# What the notice of a demonstration takes, with its border and the space below it.
NOTICE = 12


def words_of(text: str, room: float) -> list[tuple[str, bool]]:
    """The words between blanks, each with whether a line can hold it; `room` as `Fitted` says it."""
    return [(word, width_of(word) <= room) for word in text.split(" ")]


def below(paper: PaperSize, words: str, size: float, notice: str) -> PaperSize:
    """What is left of the paper below its heading, in points, of which one line is reckoned with, and a notice."""
    line = size * MM_IN_A_POINT * 1.4
    lines = ceil(width_of(words) * size * MM_IN_A_POINT / (paper.width * FILLED))
    above = NOTICE if notice else 0
    return PaperSize(paper.width, max(paper.height / 2, paper.height - above - max(0, lines - 1) * line))


@dataclass
class DayBox:
    """A day on the sheet: the texts that fit, and how many do not."""

    day: Any
    texts: list[str]
    more: int = 0

    @property
    def lines(self) -> list[str]:
        """What the box shows, the number of what does not fit last."""
        return [*self.texts, f"อีก {self.more} รายการ"] if self.more else self.texts

    def cut(self, most: int) -> "DayBox":
        """The box with so many texts at most."""
        return DayBox(self.day, self.texts[:most], max(0, len(self.texts) - most))


# Stacks of rows of boxes; None is a day of another month.
Columns = list[list[list[DayBox | None]]]


@dataclass
class Fitted:
    """The size of type, and columns of rows: the height a row should take in millimetres, and its boxes.

    `room` is the width of a word that one line of a box can hold, in units of the size.
    """

    size: int
    columns: list[list[tuple[int, list[DayBox | None]]]]
    room: float


class Measure:
    """How high the boxes of a sheet become; every text is measured once."""

    def __init__(self, paper: PaperSize, across: int, *, head: float, inline: bool = False) -> None:
        self.paper, self.head, self.inline = paper, head, inline
        self.width = (paper.width / across - MARGIN) * FILLED / MM_IN_A_POINT
        self.widths: dict[str, list[float]] = {}

    def lines(self, text: str, size: float) -> int:
        """How many lines a text takes in a box."""
        widths = self.widths.get(text)
        if widths is None:
            widths = self.widths[text] = [width_of(word) for word in text.split(" ")]
        # Where no word is torn that a line can hold, there may be more lines than the letters alone would take.
        room, lines, used = self.width / FILLED / size, 1, 0.0
        for width in widths:
            if used and used + width > room and width <= self.width / size:
                lines, used = lines + 1, 0
            used += width + BLANK
            more, used = divmod(used - BLANK, room)
            lines, used = lines + int(more), used + BLANK
        return max(ceil((sum(widths) + BLANK * len(widths)) * size / self.width), lines)

    def height(self, texts: Sequence[str], size: float) -> float:
        """Of a box in millimetres: each text on lines of its own, or all in one run that begins beside the number of the day."""
        if not self.inline:
            lines = sum(self.lines(text, size) for text in texts)
        else:
            lines = self.lines("00 พฤ " + " · ".join(texts), size) if texts else 1
        return (self.head + lines) * size * MM_IN_A_POINT * LINE_HEIGHT + PADDING

    def heights(self, columns: Columns, size: float) -> list[list[float]]:
        """Of the rows; `columns` are lists of rows that do not stand beside those of another column."""
        return [
            [max((self.height(box.lines, size) for box in row if box), default=PADDING) for row in rows]
            for rows in columns
        ]

    def fits(self, columns: Columns, size: float) -> bool:
        """Whether all rows fit the paper."""
        return all(sum(heights) <= self.paper.height for heights in self.heights(columns, size))


def fit(
    columns: Sequence[Sequence[Sequence[Any]]],
    texts_of: Callable[[Any], list[str]],
    paper: PaperSize,
    *,
    across: int,
    head: float = 1.0,
    inline: bool = False,
    sizes: Sequence[int] = SIZES,
) -> Fitted:
    """The largest type in which everything fits; else the smallest, with as many to a day as fit.

    `columns` are stacks of rows of days, `across` how many days share the width of the paper.
    """
    measure = Measure(paper, across, head=head, inline=inline)
    boxes: Columns = [
        [[DayBox(day, texts_of(day)) if day else None for day in row] for row in rows] for rows in columns
    ]
    size = next((size for size in sizes if measure.fits(boxes, size)), None)
    if size is None:
        size, whole = sizes[-1], boxes
        most = max(len(box.texts) for rows in whole for row in rows for box in row if box)
        while most and not measure.fits(boxes, size):
            most -= 1
            boxes = [[[box and box.cut(most) for box in row] for row in rows] for rows in whole]
    heights = [filled(rows, paper.height) for rows in measure.heights(boxes, size)]
    return Fitted(
        size,
        [list(zip(millimetres, rows, strict=True)) for millimetres, rows in zip(heights, boxes, strict=True)],
        measure.width / size,
    )


def filled(heights: Sequence[float], height: float) -> list[int]:
    """Whole millimetres for each row, so that low rows grow alike until the paper is full."""
    levels = range(1, int(height))
    least = max((level for level in levels if sum(max(level, one) for one in heights) <= height), default=1)
    return [max(least, int(one)) for one in heights]

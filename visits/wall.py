"""The calendar on one sheet of paper: in how large a type all of it fits, and where not, how much of it. Pure."""

from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path

from PIL import ImageFont

FONT = Path(__file__).parent.parent / "config" / "fonts" / "SarabunMOI-Regular.ttf"
MM_IN_A_POINT = 0.3528
LINE_HEIGHT = 1.3
# Words are not cut, so a line is seldom full.
FILLED = 0.86
# In points, and as classes of the style sheet; below the last nobody reads anything from a wall.
SIZES = (12, 11, 10, 9, 8, 7, 6)
# Above and below the text of a box, and left and right of it, borders included; in millimetres.
PADDING, MARGIN = 0.9, 2.6
MEASURED = 100


@dataclass(frozen=True)
class Paper:
    """Inside the margins and below the heading, in millimetres."""

    width: float
    height: float


PAPERS = {"a4": Paper(277, 164), "a3": Paper(396, 247)}
# The page of a month, printed by the browser: its heading and legend take more.
PRINTED = Paper(277, 155)


@cache
def _face():
    return ImageFont.truetype(str(FONT), MEASURED)


def width_of(text):
    """In units of the size of type; what stands above or below a letter has no width."""
    return _face().getlength(text) / MEASURED


@dataclass
class Box:
    """A day on the sheet: the texts that fit, and how many do not."""

    day: object
    texts: list
    more: int = 0


@dataclass
class Fitted:
    """The size of type, and columns of rows: the height a row should take in millimetres, and its boxes."""

    size: int
    columns: list


class Measure:
    """How high the boxes of a sheet become; every text is measured once."""

    def __init__(self, paper, columns, texts_of, *, head, inline=False):
        self.paper, self.texts_of, self.head, self.inline = paper, texts_of, head, inline
        self.width = paper.width / columns - MARGIN
        self.widths = {}

    def lines(self, text, size):
        if text not in self.widths:
            self.widths[text] = width_of(text)
        return max(1, ceil(self.widths[text] * size * MM_IN_A_POINT / (self.width * FILLED)))

    def height(self, day, size, most=None):
        line = size * MM_IN_A_POINT * LINE_HEIGHT
        return (self.head + self._text_lines(self._shown(day, most), size)) * line + PADDING

    def _shown(self, day, most):
        texts = self.texts_of(day)
        if most is None or len(texts) <= most:
            return texts
        return [*texts[:most], more_words(len(texts) - most)]

    def _text_lines(self, texts, size):
        """Each text on lines of its own; or all of a day in one run that begins beside its number."""
        if not self.inline:
            return sum(self.lines(text, size) for text in texts)
        return self.lines("00 พฤ " + " · ".join(texts), size) if texts else 1

    def heights(self, columns, size, most=None):
        """Of the rows; `columns` are lists of rows that do not stand beside those of another column."""
        return [
            [max((self.height(day, size, most) for day in row if day), default=PADDING) for row in rows]
            for rows in columns
        ]


def more_words(count):
    return f"อีก {count} รายการ"


def fit(columns, texts_of, paper, *, across, head=1.0, inline=False):
    """The largest type in which everything fits; else the smallest, with as many to a day as fit.

    `columns` are stacks of rows of days, `across` how many days share the width of the paper.
    """
    measure = Measure(paper, across, texts_of, head=head, inline=inline)
    for size in SIZES:
        heights = measure.heights(columns, size)
        if all(sum(of_rows) <= paper.height for of_rows in heights):
            return Fitted(size, _rows(columns, texts_of, None, paper.height, heights))
    most = max(len(texts_of(day)) for rows in columns for row in rows for day in row if day)
    while most and any(sum(one) > paper.height for one in measure.heights(columns, SIZES[-1], most)):
        most -= 1
    heights = measure.heights(columns, SIZES[-1], most)
    return Fitted(SIZES[-1], _rows(columns, texts_of, most, paper.height, heights))


def _rows(columns, texts_of, most, room, heights):
    return [
        [
            (height, [_box(day, texts_of, most) if day else None for day in row])
            for row, height in zip(rows, filled(of_rows, room), strict=True)
        ]
        for rows, of_rows in zip(columns, heights, strict=True)
    ]


def _box(day, texts_of, most):
    texts = texts_of(day)
    shown = texts if most is None else texts[:most]
    return Box(day, shown, len(texts) - len(shown))


def filled(heights, room):
    """Whole millimetres for each row, so that low rows grow alike until the paper is full."""
    least = max(
        (level for level in range(1, int(room)) if sum(max(level, one) for one in heights) <= room), default=1
    )
    return [max(least, int(one)) for one in heights]

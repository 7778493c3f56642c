"""Charts that are declared as plain figures and drawn as SVG: digits stand in the drawing, Thai words in the HTML around it.

WeasyPrint tears Thai in a drawing. In grey the series are told apart by lightness and hatching, lines by dashes and marks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, log10
from zlib import crc32

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from config.thai.text import thai_digits
from visits.documents.pdf import make_picture

BARS, STACKED, LINE, DOTS = "bars", "stacked", "line", "dots"
# In the units of the drawing; left of the first category stand the digits of the scale.
WIDTH, HEIGHT, LEFT, TOP, FOOT = 600, 240, 50, 22, 8
LYING = 200
# Fill, hatching over it (as the data of a path in a tile of 8 by 8, and its colour), dashes and mark of each series in turn.
LOOKS = (
    ("#173a32", "", "", "", "circle"),
    ("#a9d3c5", "", "", "9 5", "square"),
    ("#ffffff", "M0 8L8 0", "#173a32", "2 4", "triangle"),
    ("#5f9c8a", "M0 0L8 8M0 8L8 0", "#ffffff", "12 4 2 4", "diamond"),
    ("#e9e4d8", "M0 4H8", "#6b5a2e", "5 3", "circle"),
    ("#6d7f79", "", "", "1 3", "square"),
)
MARKS = {
    "circle": "M-4.5 0A4.5 4.5 0 1 1 4.5 0A4.5 4.5 0 1 1-4.5 0z",
    "square": "M-4.5-4.5H4.5V4.5H-4.5z",
    "triangle": "M0-5.5L5.5 4.5H-5.5z",
    "diamond": "M0-6L6 0L0 6L-6 0z",
}
# More words than these would touch each other under a drawing.
MOST_LABELS = 13
# Widths of a digit in two sizes; where neither finds room above the bars, the table has the figures.
DIGITS = ((13, 7.4), (10, 5.8))
MOST_DOTS = 12


@dataclass(frozen=True, slots=True)
class Series:
    """A row of figures with its name; None where there is nothing to show, as in months to come."""

    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True)
class Chart:
    """Figures by category: `kind` says how they are drawn, `unit` what is counted, `head` what the categories are.

    A chart that is `lying` has a bar beside each of its labels, which may be long; the others have their labels below.
    """

    title: str
    kind: str
    unit: str
    head: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    lying: bool = False
    # Of a lying chart: every bar is as wide as the others, and its parts are shares of it.
    as_shares: bool = False
    note: str = ""
    # The digit in which numbers are written: a document in Thai digits has another.
    zero: str = "0"

    @property
    def is_empty(self) -> bool:
        """Whether every figure is nothing."""
        return not any(value for series in self.series for value in series.values)

    @property
    def sums(self) -> list[int]:
        """The sum of each category over the series."""
        columns = zip(*(series.values for series in self.series), strict=True)
        return [sum(value or 0 for value in column) for column in columns]

    @property
    def largest(self) -> int:
        """The largest figure, of stacked bars the largest sum; at least 1."""
        figures = [value or 0 for series in self.series for value in series.values]
        return max([*(self.sums if self.kind == STACKED else figures), 1])

    @property
    def description(self) -> str:
        """What a screen reader says of the drawing."""
        return f"{self.title} ({self.unit}) ค่าทุกค่าอยู่ในตารางของแผนภูมินี้"

    @property
    def key(self) -> str:
        """A name for the hatchings of this drawing, which no other on the page has."""
        return f"c{crc32(self.title.encode()):x}"

    def number(self, value: int | None) -> str:
        """A figure as it is read; a dash where there is nothing."""
        text = "–" if value is None else f"{value:,}"
        return thai_digits(text) if self.zero != "0" else text

    @property
    def lines(self) -> list[tuple[str, list[str]]]:
        """The table: each category with its figures, one a series."""
        return [
            (label, [self.number(series.values[index]) for series in self.series])
            for index, label in enumerate(self.labels)
        ]

    @property
    def shown_labels(self) -> list[str]:
        """The words below the drawing; of very many some only."""
        step = -(-len(self.labels) // MOST_LABELS)
        return [label if index % step == 0 else "" for index, label in enumerate(self.labels)]

    @property
    def legend(self) -> list[tuple[SafeString, str]]:
        """The look of each series as a small drawing, and its name; none where there is one series."""
        if len(self.series) < 2:
            return []
        box = '<svg class="swatch" viewBox="0 0 26 14" width="26" height="14" aria-hidden="true">{}{}</svg>'
        swatches = []
        for index, series in enumerate(self.series):
            if self.kind == LINE:
                line = format_html('<path d="M0 7H26" {}/>', stroke_of(index))
                swatch = format_html(box, line, mark_at(13, 7, index))
            else:
                swatch = format_html(
                    box, self.hatchings("-legend"), self.box(0.5, 0.5, 25, 13, index, "-legend")
                )
            swatches.append((swatch, series.name))
        return swatches

    @property
    def dot(self) -> int:
        """What one dot stands for."""
        return ceil(self.largest / MOST_DOTS)

    # The drawing

    @property
    def svg(self) -> SafeString:
        """The drawing of a chart that stands."""
        steps = steps_of(self.dot * MOST_DOTS if self.kind == DOTS else self.largest)
        scale = (HEIGHT - TOP - FOOT) / steps[-1]
        draw = {LINE: self.drawn_lines, DOTS: self.drawn_dots}.get(self.kind, self.drawn_bars)
        levels = [(f"{HEIGHT - FOOT - step * scale:.1f}", self.number(step)) for step in steps]
        grid = format_html_join(
            "",
            '<path d="M50 {0}H600" stroke="#bbb" stroke-width="1"/>'
            '<text class="tick" x="44" y="{0}" dy="4.5" text-anchor="end">{1}</text>',
            levels,
        )
        return format_html(
            '<svg viewBox="0 0 {} {}" role="img" aria-label="{}" font-size="13" fill="#222">{}{}{}</svg>',
            WIDTH,
            HEIGHT,
            self.description,
            self.hatchings(),
            grid,
            format_html_join("", "{}", ((part,) for part in draw(scale))),
        )

    def hatchings(self, suffix: str = "") -> SafeString:
        """The definitions of the hatchings that `box` names."""
        patterns = (
            f'<pattern id="{self.key}{suffix}-{index}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<path d="{path}" stroke="{colour}" stroke-width="1.2" fill="none"/></pattern>'
            for index, (_, path, colour, *_) in enumerate(LOOKS[: len(self.series)])
            if path
        )
        return SafeString(f"<defs>{''.join(patterns)}</defs>")  # nosec B703 - our own signs

    def box(
        self, x: float, y: float, width: float, height: float, index: int, suffix: str = ""
    ) -> SafeString:
        """A rectangle in the look of a series."""
        colour, path, *_ = LOOKS[index % len(LOOKS)]
        place = f'x="{round(x, 1)}" y="{round(y, 1)}" width="{round(width, 1)}" height="{round(height, 1)}"'
        over = f"url(#{self.key}{suffix}-{index % len(LOOKS)})"
        hatched = f'<rect {place} fill="{over}"/>' if path else ""
        return SafeString(f'<rect {place} fill="{colour}" stroke="#222" stroke-width=".8"/>{hatched}')  # nosec B703 - numbers and our own signs

    def drawn_bars(self, scale: float) -> Iterator[SafeString]:
        """Bars beside each other, or upon each other, with their figures above them where there is room."""
        room, count = (WIDTH - LEFT) / len(self.labels), len(self.series)
        across = 1 if self.kind == STACKED else count
        width = min(room * 0.8 / across, 60)
        digits, free = len(self.number(self.largest)), room if across == 1 else width
        size = next((size for size, letter in DIGITS if digits * letter <= free), 0)
        for place in range(len(self.labels)):
            start, level = LEFT + room * (place + 0.5) - width * across / 2, float(HEIGHT - FOOT)
            for index, series in enumerate(self.series):
                value = series.values[place]
                height = (value or 0) * scale
                x = start if self.kind == STACKED else start + width * index
                if value:
                    yield self.box(x, level - height, width, height, index)
                if self.kind == STACKED:
                    level -= height
                elif value and size:
                    yield self.figure(x + width / 2, level - height - 5, value, size)
            if self.kind == STACKED and self.sums[place] and size:
                yield self.figure(start + width / 2, level - 5, self.sums[place], size)

    def drawn_lines(self, scale: float) -> Iterator[SafeString]:
        """A line with marks for each series, broken where nothing is known; the last figure stands above its mark."""
        room = (WIDTH - LEFT) / len(self.labels)
        levels: list[float] = []
        for index, series in enumerate(self.series):
            points = [
                (LEFT + room * (place + 0.5), HEIGHT - FOOT - value * scale, value)
                for place, value in enumerate(series.values)
                if value is not None
            ]
            path = "".join(
                f"{'L' if number else 'M'}{x:.1f} {y:.1f}" for number, (x, y, _) in enumerate(points)
            )
            yield format_html('<path d="{}" {}/>', path, stroke_of(index))
            yield from (mark_at(x, y, index) for x, y, _ in points)
            for x, y, value in points[-1:]:
                # Where two lines end in one place, one figure says it.
                if all(abs(y - level) >= 13 for level in levels):
                    yield self.figure(x, y - 9, value)
                levels.append(y)

    def drawn_dots(self, scale: float) -> Iterator[SafeString]:
        """Columns of dots, each dot for the same number; what is left over is a dot too."""
        room = (WIDTH - LEFT) / len(self.labels)
        step = self.dot * scale
        radius = min(room * 0.35, step / 2 - 0.8)
        for place, value in enumerate(self.series[0].values):
            x = LEFT + room * (place + 0.5)
            dots = -(-(value or 0) // self.dot)
            for number in range(dots):
                y = HEIGHT - FOOT - step * (number + 0.5)
                sizes = [round(size, 1) for size in (x, y, radius)]
                yield format_html('<circle cx="{}" cy="{}" r="{}" fill="#173a32"/>', *sizes)
            if value:
                yield self.figure(x, HEIGHT - FOOT - step * dots - 4, value)

    def figure(self, x: float, y: float, value: int, size: int = 13) -> SafeString:
        """A figure in the drawing."""
        text = '<text class="value" x="{}" y="{}" font-size="{}" text-anchor="middle">{}</text>'
        return format_html(text, round(x, 1), round(y, 1), size, self.number(value))

    @property
    def names(self) -> list[str]:
        """The names of the series."""
        return [series.name for series in self.series]

    def png(self) -> bytes:
        """A picture of it for Word, with its words but without its table; raises `NoPango`."""
        return make_picture(render_to_string("visits/reports/chart_picture.html", {"chart": self}))

    @property
    def has_folded_table(self) -> bool:
        """Whether its figures stand in a table of their own: they do not find room beside the bars."""
        return not self.lying or len(self.series) > 2

    @property
    def row_heads(self) -> list[str]:
        """Of a chart that lies: the titles of the figures beside its bars."""
        return ["รวม"] if self.has_folded_table else self.names

    @property
    def rows(self) -> list[tuple[str, SafeString, list[str]]]:
        """Of a chart that lies: each label with its bar and its figures, of many series with their sum."""
        rows = []
        box = (
            '<svg class="bar" viewBox="0 0 {} 16" width="{}" height="16" preserveAspectRatio="none" '
            'aria-hidden="true">{}{}</svg>'
        )
        for index, (label, figures) in enumerate(self.lines):
            left, boxes = 0.0, []
            scale = LYING / max(self.sums[index] if self.as_shares else self.largest, 1)
            for number, series in enumerate(self.series):
                width = (series.values[index] or 0) * scale
                if width:
                    boxes.append(self.box(left, 1, width, 14, number, f"-{index}"))
                left += width
            drawing = format_html(
                box,
                LYING,
                LYING,
                self.hatchings(f"-{index}"),
                format_html_join("", "{}", ((one,) for one in boxes)),
            )
            shown = [self.number(self.sums[index])] if self.has_folded_table else figures
            rows.append((label, drawing, shown))
        return rows


def steps_of(largest: int) -> list[int]:
    """Round numbers from 0 to at least the largest figure, at most six: the scale of a chart."""
    rough = largest / 5
    size = 10 ** max(0, int(log10(max(rough, 1))))
    step = next(size * part for part in (1, 2, 5, 10) if size * part >= rough)
    return [step * number for number in range(ceil(largest / step) + 1)]


def stroke_of(index: int) -> SafeString:
    """The attributes of the line of a series."""
    dashes = LOOKS[index % len(LOOKS)][3]
    return format_html(
        'fill="none" stroke="#173a32" stroke-width="2.4" stroke-dasharray="{}"', dashes or "none"
    )


def mark_at(x: float, y: float, index: int) -> SafeString:
    """The mark of a series on its line: filled in the first, hollow in the others."""
    look = LOOKS[index % len(LOOKS)]
    mark = '<path transform="translate({} {})" d="{}" fill="{}" stroke="#173a32" stroke-width="1.6"/>'
    return format_html(mark, round(x, 1), round(y, 1), MARKS[look[4]], "#173a32" if index == 0 else "#fff")

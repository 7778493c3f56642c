"""What stands in one cell of a report, said once for page and paper (HTML) and once for files (plain values)."""

from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from config.thai.dates import thai_date
from config.thai.words import held


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that may lead somewhere and may bear a mark (ร่าง, แผน).

    `whole` keeps each word of it on one line, as a name must be: Thai may break anywhere else.
    """

    text: str
    address: str = ""
    mark: str = ""
    whole: bool = False

    def __str__(self):
        return f"{self.text} ({self.mark})" if self.mark else self.text

    def __html__(self):
        return self.html()

    def html(self, links=True):
        text = escape(self.text)
        text = " ".join(map(_unbroken, text.split(" "))) if self.whole and text else held(text)
        if self.address and links:
            text = f'<a href="{escape(self.address)}">{text}</a>'
        return f'{text} <span class="mark">{self._shown_mark(links)}</span>' if self.mark else text

    def _shown_mark(self, on_screen):
        """A frame is drawn around it on the screen; behind a text paper has brackets, as files do."""
        return escape(self.mark if on_screen or not self.text else f"({self.mark})")


# A longer word may break after all: no column could hold it.
LONGEST_UNBROKEN = 30


# From light to dark, so that print in grey tells them apart.
SHADES = ("#ffffff", "#d3dcd8", "#a3b3ac", "#5f7a70", "#173a32")
BAR_HEIGHT = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A text with a picture of its parts below; `whole` is what the full width stands for, else all parts together."""

    text: str
    parts: tuple
    whole: int | None = None

    def __str__(self):
        return self.text

    def html(self):
        box = f'viewBox="0 0 100 {BAR_HEIGHT}" width="100" height="{BAR_HEIGHT}" preserveAspectRatio="none"'
        return f'{escape(self.text)}<svg class="bar" {box} aria-hidden="true">{"".join(self._boxes())}</svg>'

    def _boxes(self):
        whole, left = self.whole or sum(self.parts), 0
        for part, shade in zip(self.parts, SHADES, strict=True):
            if part:
                width = 100 * part / whole
                yield f'<rect x="{left:.2f}" y="0" width="{width:.2f}" height="{BAR_HEIGHT}" fill="{shade}" stroke="#444" stroke-width=".5" vector-effect="non-scaling-stroke"/>'
                left += width


def _unbroken(word):
    return f"<span>{word}</span>" if len(word) <= LONGEST_UNBROKEN else word


@dataclass(frozen=True, slots=True)
class Column:
    """`value` takes a row and gives a text, a number, a day, a `Piece` or a list of these, one a line.

    `width` is in characters. `only` is "paper" (page and print) or "file" where a column does not stand in both.
    """

    title: str
    value: object
    width: int = 16
    kind: str = "text"
    only: str = ""
    heads_row: bool = False


def plain(value, between="\n"):
    """As a file holds it: days and numbers stay what they are."""
    if isinstance(value, list):
        return _joined(value, between)
    return "" if value is None else value if isinstance(value, (date, int)) else str(value)


def _joined(values, between):
    try:
        return between.join(values)
    except TypeError:  # not all of them texts, as they nearly always are
        return between.join([str(plain(one)) for one in values])


def inner_html(value, links=True):
    return mark_safe(_html(value, links))  # nosec B308 B703 # noqa: S308 - each part is escaped


def _html(value, links):
    if isinstance(value, str):
        return held(escape(value))
    if isinstance(value, list):
        return "<br>".join([_html(one, links) for one in value])
    if isinstance(value, Piece):
        return value.html(links)
    if isinstance(value, Bar):
        return value.html()
    if isinstance(value, date):
        return thai_date(value)
    if isinstance(value, int):
        return f"{value:,}"
    return "" if value is None else held(escape(str(value)))


def rows_html(columns, rows, links=True):
    """`<tr>…</tr>` of all rows, on paper without links; here, because a template takes longer over a thousand names than the database."""
    frames = [_frame(column) for column in columns]
    return mark_safe("\n".join([_row_html(frames, row, links) for row in rows]))  # nosec B308 B703 # noqa: S308 - each part is escaped


def _row_html(frames, row, links):
    cells = "".join([f"{start}{_html(value(row), links)}{end}" for value, start, end in frames])
    return f'<tr class="{escape(getattr(row, "row_class", ""))}">{cells}</tr>'


def _frame(column):
    """What stands before and behind each value; the title again, for a narrow screen makes a card of a row."""
    tag, more = ("th", ' scope="row"') if column.heads_row else ("td", "")
    attributes = format_html(' class="{}" data-title="{}"', column.kind, column.title)
    return column.value, f"<{tag}{more}{attributes}>", f"</{tag}>"

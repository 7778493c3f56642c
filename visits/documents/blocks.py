"""What a document is made of: plain values, rendered as HTML (page and PDF) by templates and as Word by `word.py`.

A `Text` is a tuple of runs: plain strings, `PersonName`s, `Strong` words and `Link`s.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Protocol, TypeVar

from config.thai.text import printable, thai_digits


class PersonName(str):
    """A person's name as printed: neither the first nor the last name breaks over a line."""


class Strong(str):
    """Words printed in bold."""


class Address(str):
    """An address on this site; no reader sees it, so its digits are never changed."""


@dataclass(frozen=True)
class Link:
    """Words within a text that lead to `address` on the screen; in print the words alone."""

    text: str
    address: Address

    def __str__(self) -> str:
        return self.text


Text = tuple[str | Link, ...]
# The lines of a cell of a table.
Cell = tuple[Text, ...]
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; `level` is 2 for a section, 3 and 4 below."""

    text: str
    level: int = 2
    template = "visits/documents/_heading.html"


@dataclass(frozen=True)
class Paragraph:
    """`style` is "" or one of: opening, closing (indented), lead-in, centre, annex, note, cover, printed.

    A lead-in is never the last thing on a page; what is closing or printed is never the first.
    """

    text: Text
    style: str = ""
    template = "visits/documents/_paragraph.html"


@dataclass(frozen=True)
class BulletList:
    """A list with a dash before each item."""

    items: tuple[Text, ...]
    template = "visits/documents/_bullet_list.html"


@dataclass(frozen=True)
class Facts:
    """Pairs of a label and a text."""

    pairs: tuple[tuple[str, Text], ...]
    template = "visits/documents/_facts.html"


@dataclass(frozen=True)
class TableColumn:
    """`share` is the part of the table's width in percent; `kind` is text or number."""

    title: str
    share: int
    kind: str = "text"


@dataclass(frozen=True)
class Table:
    """`label` names the table for those who do not see it."""

    label: str
    columns: tuple[TableColumn, ...]
    rows: tuple[Row, ...]
    template = "visits/documents/_table.html"

    @property
    def marked_rows(self) -> list[tuple[bool, list[tuple[TableColumn, Cell]]]]:
        """Whether each row is long, and its cells, each with its column."""
        return [(is_long(row), list(zip(self.columns, row, strict=True))) for row in self.rows]


# A row of fewer characters stands on one page; a longer one may continue on the next.
LONG_ROW = 1200


def is_long(row: Row) -> bool:
    """Whether a row of a table is too long to be kept on one page."""
    return sum(len(str(run)) for lines in row for text in lines for run in text) >= LONG_ROW


@dataclass(frozen=True)
class Photograph:
    """A picture at `address`, prepared under the stored name `file`; with `problem`, the sentence that stands in its place."""

    address: Address
    file: str
    caption: str
    problem: str = ""


@dataclass(frozen=True)
class PhotographPage:
    """One page of photographs, two below each other or four in a square."""

    pictures: tuple[Photograph, ...]
    per_page: int
    template = "visits/documents/_photographs.html"


@dataclass(frozen=True)
class Signature:
    """`name` is empty where nobody is named yet; `lines` are the substantive post and the post acted in."""

    name: str
    lines: tuple[str, ...] = ()
    template = "visits/documents/_signature.html"


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a new page."""

    template = "visits/documents/_page_break.html"


class Drawing(Protocol):
    """A chart: its words, its figures by category, and the picture of it as PNG."""

    title: str
    unit: str
    head: str
    note: str

    @property
    def description(self) -> str: ...
    @property
    def names(self) -> list[str]: ...
    @property
    def lines(self) -> list[tuple[str, list[str]]]: ...
    def png(self) -> bytes: ...


@dataclass(frozen=True)
class Figure:
    """A chart: a drawing on page and PDF, a picture in Word, always with its figures in a table."""

    chart: Any
    template = "visits/documents/_figure.html"

    @property
    def table(self) -> Table:
        """The figures of the chart."""
        chart: Drawing = self.chart
        share = min(28, 80 // len(chart.names))
        figures_of = (TableColumn(name, share, "number") for name in chart.names)
        columns = (TableColumn(chart.head, 100 - share * len(chart.names)), *figures_of)
        rows = tuple(tuple(((text,),) for text in (label, *figures)) for label, figures in chart.lines)
        return Table(chart.title, columns, rows)


Block = Heading | Paragraph | BulletList | Facts | Table | Figure | PhotographPage | Signature | PageBreak


@dataclass(frozen=True)
class DocumentSection:
    """A titled part of a document; its blocks may be sections again."""

    title: str
    blocks: "tuple[Block | DocumentSection, ...]"

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it, nor in its sections."""
        return all(isinstance(block, DocumentSection) and block.is_empty for block in self.blocks)


def numbered(sections: Iterable[DocumentSection], before: str = "", level: int = 2) -> Iterator[Block]:
    """All that stands in the sections that are not empty, below headings numbered 1., 2., 2.1, 2.2 ..."""
    for number, section in enumerate((one for one in sections if not one.is_empty), start=1):
        full = f"{before}{number}"
        yield Heading(f"{full}. {section.title}" if level == 2 else f"{full} {section.title}", level)
        inner = [block for block in section.blocks if isinstance(block, DocumentSection)]
        yield from (block for block in section.blocks if not isinstance(block, DocumentSection))
        yield from numbered(inner, f"{full}.", level + 1)


Rewritable = TypeVar("Rewritable")

# Digits of a foreign word, an address or a mailbox stay with it.
TOKEN = re.compile(r"[0-9@:/._%+#?=&~-]*[A-Za-z][A-Za-z0-9@:/._%+#?=&~-]*|[0-9]+")


def thai_digits_in(text: str) -> str:
    """The text with its numbers in Thai digits; foreign words and addresses keep theirs."""
    return TOKEN.sub(lambda match: match[0] if not match[0].isdecimal() else thai_digits(match[0]), text)


def in_thai_digits(block: Rewritable) -> Rewritable:
    """The same block, or document, with every text in Thai digits."""
    return _rewritten(block, lambda text: type(text)(thai_digits_in(text)), lambda link: None)


def without_unprintable(block: Rewritable) -> Rewritable:
    """The same block, or document, without the characters that no XML may hold."""
    return _rewritten(block, lambda text: type(text)(printable(text)), lambda link: None)


def without_links(block: Rewritable) -> Rewritable:
    """The same block, or document, with the words of its links as plain text."""
    return _rewritten(block, lambda text: text, lambda link: link.text)


def _rewritten(block: Any, text: Callable[[str], str], link: Callable[[Link], str | None]) -> Any:
    """`text` rewrites every string but addresses; `link` replaces a link, or leaves it with None."""
    if isinstance(block, Address):
        return block
    if isinstance(block, str):
        return text(block)
    if isinstance(block, Link) and (words := link(block)) is not None:
        return words
    if isinstance(block, (tuple, list)):
        return type(block)(_rewritten(item, text, link) for item in block)
    if is_dataclass(block) and not isinstance(block, type):
        changed = {field.name: _rewritten(getattr(block, field.name), text, link) for field in fields(block)}
        return replace(block, **changed)
    return block

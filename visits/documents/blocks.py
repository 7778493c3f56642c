"""What a sheet is made of: plain values, drawn as HTML (page and PDF) by templates and as Word by `word.py`.

A text is a tuple of runs: plain strings, `Name`s and `Strong` words.
"""

import re
from dataclasses import dataclass, fields, is_dataclass, replace

from config.thai.text import thai_digits


class Name(str):
    """A person's name as printed: neither the first nor the last name breaks over a line."""


class Strong(str):
    """Words that stand out."""


class Address(str):
    """Where a picture lies; never read by a person, so its digits stay."""


@dataclass(frozen=True)
class Link:
    """Words within a text that lead somewhere; on paper the words alone."""

    text: str
    address: Address

    def __str__(self):
        return self.text

    def __len__(self):
        return len(self.text)


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2
    template = "visits/documents/_heading.html"


@dataclass(frozen=True)
class Paragraph:
    """`style` is "" or one of: opening, closing (indented), lead-in, centre, note, cover, printed.

    A lead-in is never the last thing on a page; what is closing or printed is never the first.
    """

    text: tuple
    style: str = ""
    template = "visits/documents/_paragraph.html"


@dataclass(frozen=True)
class Listed:
    items: tuple
    template = "visits/documents/_listed.html"


@dataclass(frozen=True)
class Facts:
    """Pairs of a label and a text."""

    pairs: tuple
    template = "visits/documents/_facts.html"


@dataclass(frozen=True)
class Column:
    """`share` is the part of the table's width in percent."""

    title: str
    share: int
    kind: str = "text"


@dataclass(frozen=True)
class Table:
    """Each cell is a tuple of texts, one a line."""

    label: str
    columns: tuple
    rows: tuple
    template = "visits/documents/_table.html"

    @property
    def marked_rows(self):
        """Whether the row is long, and its cells, each with its column."""
        return [(is_long(row), list(zip(self.columns, row, strict=True))) for row in self.rows]


# A row of fewer characters stands on one page; a longer one may go over to the next.
LONG_ROW = 1200


def is_long(row):
    return sum(len(str(run)) for lines in row for text in lines for run in text) >= LONG_ROW


@dataclass(frozen=True)
class Photograph:
    """A picture ready for paper, or, with `problem`, the sentence that stands in its place."""

    address: Address
    file: object
    caption: str
    problem: str = ""


@dataclass(frozen=True)
class Photographs:
    """One page of photographs, two below each other or four in a square."""

    pictures: tuple
    per_page: int
    template = "visits/documents/_photographs.html"


@dataclass(frozen=True)
class Signature:
    """`name` is empty where nobody is named yet; `lines` are the own post and the post acted in."""

    name: str
    lines: tuple = ()
    template = "visits/documents/_signature.html"


@dataclass(frozen=True)
class PageBreak:
    template = "visits/documents/_page_break.html"


@dataclass(frozen=True)
class Section:
    title: str
    blocks: tuple


def numbered(sections, before="", level=2):
    """Sections in sections as one run of headings and blocks: 1., 2., 2.1, 2.2 ..."""
    for number, section in enumerate(sections, start=1):
        full = f"{before}{number}"
        yield Heading(f"{full}. {section.title}" if level == 2 else f"{full} {section.title}", level)
        inner = [block for block in section.blocks if isinstance(block, Section)]
        yield from (block for block in section.blocks if not isinstance(block, Section))
        yield from numbered(inner, f"{full}.", level + 1)


# Digits of a foreign word, an address or a mailbox stay with it.
_TOKEN = re.compile(r"[0-9@:/._%+#?=&~-]*[A-Za-z][A-Za-z0-9@:/._%+#?=&~-]*|[0-9]+")


def thai_digits_in(text):
    return _TOKEN.sub(lambda found: found[0] if not found[0].isdecimal() else thai_digits(found[0]), text)


def in_thai_digits(block):
    """The same block with every text in Thai digits."""
    return _rewritten(block, lambda text: type(text)(thai_digits_in(text)))


def without_links(block):
    """The same block for paper."""
    return _rewritten(block, lambda text: text, lambda link: link.text)


def _rewritten(block, text, link=None):
    if isinstance(block, Address):
        return block
    if isinstance(block, str):
        return text(block)
    if link and isinstance(block, Link):
        return link(block)
    if isinstance(block, (tuple, list)):
        return type(block)(_rewritten(one, text, link) for one in block)
    if is_dataclass(block):
        changed = {one.name: _rewritten(getattr(block, one.name), text, link) for one in fields(block)}
        return replace(block, **changed)
    return block

"""csv for Excel: marked as UTF-8, without formulas. Workbooks use the same rules for the text of a cell."""

import csv
import re
from collections.abc import Iterable, Iterator
from types import SimpleNamespace

BOM = "\ufeff"
# XML 1.0 knows no other characters below the blank, no half characters and no non-characters.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# What Excel reads as a formula at the beginning of a cell, also after blanks, which it ignores.
LIKE_A_FORMULA = re.compile(r"[\t\r\n ]*[=+\-@]")
# A text that begins with none of these is never like a formula.
FIRST_SIGNS = frozenset("=+-@\t\r\n ")
LONGEST_CELL = 32_767


def clean(text: str) -> str:
    """The text without characters that a workbook cannot hold, cut to what a cell of Excel holds (counted in UTF-16)."""
    if not text.isprintable():
        text = FORBIDDEN.sub("", text)
    if len(text) <= LONGEST_CELL // 2 or len(units := text.encode("utf-16-le")) <= 2 * LONGEST_CELL:
        return text
    return units[: 2 * (LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"


def is_like_a_formula(text: str) -> bool:
    """Whether Excel would run the text of a cell as a formula."""
    return text[:1] in FIRST_SIGNS and LIKE_A_FORMULA.match(text) is not None


def csv_of(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of a csv file with its head, marked as UTF-8 for Excel, with nothing in them that Excel would run."""
    # A file that gives back each line that is written into it.
    write = csv.writer(SimpleNamespace(write=str)).writerow
    yield BOM + write(head)
    for texts in rows:
        yield write([f"'{text}" if is_like_a_formula(text) else text for text in map(clean, texts)])

"""How wide each column of a list is in the PDF: given beforehand, for to find it out takes longer than to draw the page."""

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

from config.thai.dates import thai_date
from config.thai.width import MM_IN_A_POINT, width_of
from config.thai.words import held, parts, words_held_in_pdf
from visits.reports.base import Report
from visits.reports.columns import LONGEST_UNBROKEN, LinkedText, ReportColumn, plain

# In millimetres: A4 between its margins, and one letter of 9.2 pt with what a cell has around it.
PAGE_WIDTHS = {"landscape": 273, "portrait": 165}
LETTER, AROUND = 1.95, 2.6
SYLLABLE = 5
# What bold letters add.
TYPE, BOLD = 9.2 * MM_IN_A_POINT, 1.06
UNBROKEN = {"day", "nowrap", "number"}
# The title of a number may break between its words, which are printed bold; it takes no more lines than these.
WORD, LINES_OF_TITLE = 7, 3


def style(report: Report, columns: Sequence[ReportColumn], rows: Sequence[Sequence[Any]]) -> str:
    """A sheet of rules for the columns of a list, of which `rows` are the values; a matrix, and a list that is too wide, finds its own widths."""
    if report.shape != "list":
        return ""
    needed = [needed_by(column, [values[place] for values in rows]) for place, column in enumerate(columns)]
    spare = PAGE_WIDTHS[report.orientation] - sum(needed)
    if spare < 0:
        return ""
    flexible = [0 if column.kind in UNBROKEN else column.width for column in columns]
    shares = [spare * width / (sum(flexible) or 1) for width in flexible]
    rules = (
        f"col:nth-child({number}) {{ width: {width + share:.1f}mm }}"
        for number, (width, share) in enumerate(zip(needed, shares, strict=True), start=1)
    )
    return ".report { table-layout: fixed } " + " ".join(rules)


def needed_by(column: ReportColumn, values: Sequence[Any]) -> float:
    """Millimetres for the longest part of a column, its title too, that may not break."""
    return AROUND + max(LETTER * longest_part(column, values), widest_word(column.title))


@cache
def widest_word(title: str) -> float:
    """Millimetres of the widest word of a bold title that is held together."""
    held_words = [part for word in title.split(" ") for part in parts(word) if held(part) != part]
    return max((width_of(word) * BOLD * TYPE for word in held_words), default=0)


def longest_part(column: ReportColumn, values: Sequence[Any]) -> int:
    """Letters of the longest part of a column, its title too, that may not break."""
    if column.kind == "number":
        longest = max(WORD, -(-_length(column.title) // LINES_OF_TITLE), SYLLABLE)
    else:
        longest = max(_length(column.title) if column.kind in UNBROKEN else 0, SYLLABLE)
    words: set[str] = set()
    for value in values:
        for part in value if isinstance(value, list) else [value]:
            if column.kind in UNBROKEN:
                words.update((thai_date(part) if hasattr(part, "strftime") else str(plain(part))).split("\n"))
            elif isinstance(part, LinkedText) and part.unbroken:
                words.update(word for word in part.text.split(" ") if len(word) <= LONGEST_UNBROKEN)
            elif isinstance(part, str):
                words.update(words_held_in_pdf(part))
    return max(longest, *map(_length, words), 0)


def _length(text: str) -> int:
    """Vowels and tone marks above and below take no space."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text)

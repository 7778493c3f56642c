"""How wide each column of a list is in the PDF: said beforehand, for to find it out takes longer than to draw the page."""

import unicodedata

from config.thai.dates import thai_date
from visits.reports.columns import LONGEST_UNBROKEN, Piece, plain

# In millimetres: A4 between its margins, and one letter of 9.2 pt with what a cell has around it.
PAPER = {"landscape": 273, "portrait": 165}
LETTER, AROUND = 1.95, 2.6
SYLLABLE = 5
UNBROKEN = {"day", "nowrap", "number"}
# The title of a number may break between its words, which are printed bold; it takes no more lines than these.
WHOLE_TITLE = {"day", "nowrap"}
WORD, LINES_OF_TITLE = 7, 3


def style(report, columns, rows):
    """A sheet of rules for the columns of a list; a matrix, and a list that is too wide, finds its own widths."""
    if report.shape != "list":
        return ""
    needed = [AROUND + LETTER * _longest(column, rows) for column in columns]
    spare = PAPER[report.orientation] - sum(needed)
    if spare < 0:
        return ""
    flexible = [0 if column.kind in UNBROKEN else column.width for column in columns]
    shares = [spare * width / (sum(flexible) or 1) for width in flexible]
    rules = (
        f"col:nth-child({number}) {{ width: {width + share:.1f}mm }}"
        for number, (width, share) in enumerate(zip(needed, shares, strict=True), start=1)
    )
    return ".report { table-layout: fixed } " + " ".join(rules)


def _longest(column, rows):
    """Letters of the longest piece of a column, its title too, that may not break."""
    pieces = [_length(piece) for row in rows for piece in _pieces(column, row)]
    return max(_of_title(column), *pieces, SYLLABLE)


def _of_title(column):
    if column.kind == "number":
        return max(WORD, -(-_length(column.title) // LINES_OF_TITLE))
    return _length(column.title) if column.kind in WHOLE_TITLE else SYLLABLE


def _pieces(column, row):
    value = column.value(row)
    for one in value if isinstance(value, list) else [value]:
        if column.kind in UNBROKEN:
            yield from str(_shown(one)).split("\n")
        elif isinstance(one, Piece) and one.whole:
            yield from (word for word in one.text.split(" ") if len(word) <= LONGEST_UNBROKEN)


def _shown(value):
    return thai_date(value) if hasattr(value, "strftime") else plain(value)


def _length(text):
    """Vowels and tone marks above and below take no room."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text)

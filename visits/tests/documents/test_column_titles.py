"""The titles of a document's columns lie within their columns on paper, where a word that is held together cannot break."""

import pytest

from config.thai.width import MM_IN_A_POINT, width_of
from config.thai.words import held, held_in_pdf
from visits.documents import briefing, directives, visit_report
from visits.documents.blocks import TableColumn
from visits.letters import document
from visits.reports import annual_document

# Between the margins, the size of type, what bold letters add, and the space beside them in a cell.
PAGE_MM, TYPE_MM, BOLD, BESIDE_MM = 160, 10.5 * MM_IN_A_POINT, 1.06, 2.4
MODULES = (annual_document, briefing, directives, document, visit_report)
COLUMNS = sorted(
    {
        (column.share, column.title)
        for module in MODULES
        for value in vars(module).values()
        if isinstance(value, tuple)
        for column in value
        if isinstance(column, TableColumn)
    }
)


@pytest.mark.parametrize(("share", "title"), COLUMNS)
def test_what_no_line_of_a_title_can_break_is_no_wider_than_its_column(share, title):
    pieces = [piece for piece in title.split(" ") if "<span" in held_in_pdf(held(piece))]
    widths = [width_of(piece) * BOLD * TYPE_MM + BESIDE_MM for piece in pieces]
    assert [width for width in widths if width > PAGE_MM * share / 100] == []

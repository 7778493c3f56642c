"""Workbooks that go out of an import: the empty table of a kind, and the rows that did not come in."""

from collections.abc import Iterable
from io import BytesIO

from config.csv import clean
from visits.imports.cell_values import text_of
from visits.imports.targets import KINDS, NUMBER, TARGETS
from visits.imports.ticks import targets_of
from visits.models import Import
from visits.models.table_import import LEFT_OVER

WHY = "สาเหตุที่ยังไม่นำเข้า"
WHERE = "แถวในไฟล์เดิม"


def template_workbook(kind: str) -> bytes:
    """An empty table whose headings are all known, to be filled in and sent."""
    headings = [target.words[0] for target in TARGETS[kind] if target.is_stored]
    return _workbook(KINDS[kind], headings, [])


def leftovers_workbook(source: Import) -> bytes:
    """The rows in doubt and refused, in columns that are known again when the mended file is sent, each with the reason."""
    rows = list(source.rows.filter(is_taken=False, outcome__in=LEFT_OVER).order_by("order"))
    codes = [code for code in targets_of(source.kind) if any(code.code in row.values for row in rows)]
    used = [target for target in codes if target.code != NUMBER]
    lines = (
        [
            *(text_of(row.values.get(target.code, [])) for target in used),
            str(row),
            row.reason or row.get_outcome_display(),
        ]
        for row in rows
    )
    return _workbook(KINDS[source.kind], [*(target.words[0] for target in used), WHERE, WHY], lines)


def _workbook(title: str, headings: list[str], lines: Iterable[list[str]]) -> bytes:
    target = BytesIO()
    from xlsxwriter import Workbook  # loaded with the first file: pages do without

    book = Workbook(
        target, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet(title[:31])
    bold, wrapped = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    for number, line in enumerate(lines, 1):
        for column, text in enumerate(line):
            sheet.write_string(number, column, clean(text), wrapped)
    sheet.set_column(0, max(len(headings) - 1, 0), 24)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()

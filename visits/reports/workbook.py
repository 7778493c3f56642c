"""Reports as files for Excel: a workbook with real dates and a second sheet that says what was asked, and csv."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from config.csv import clean, csv_of, is_like_a_formula
from config.thai.dates import thai_date
from visits.reports.base import Report
from visits.reports.charts import LINE as LINES
from visits.reports.charts import LOOKS, STACKED, Chart
from visits.reports.columns import plain

# Excel shows the day in the Buddhist era: 28 ม.ค. 2566.
BE_DAY = "[$-107041E]d mmm yyyy;@"
# In points; a row can be no taller than the last.
LINE, HEAD, TALLEST = 15, 30, 405
# Excel counts the width of a column in letters of seven pixels.
LETTER = 7
# Widths on the second sheet, in letters: of labels and of sentences.
LABEL, SENTENCE = 22, 110
A4 = 9
CHARTS = "แผนภูมิ"
# Rows that the picture of a chart covers.
ROWS_OF_A_CHART = 18
# Excel shows no longer head or foot of a page.
LONGEST_HEADER = 255


def text_of_cell(text: str) -> str:
    """Cleaned, with line feeds alone between its lines; XlsxWriter would take one between <r> and </r> for formatted text."""
    text = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def lines_of(text: str, width: int) -> int:
    """The number of lines of a text in a column of so many letters; vowels and tone marks count, for words are not cut."""
    if "\n" not in text:
        return -(-len(text) // width)
    return sum(-(-len(line) // width) or 1 for line in text.split("\n"))


def write_workbook(report: Report, target: IO[bytes]) -> None:
    """Writes the report as .xlsx into an open file; its rows never stand in memory all at once."""
    with Workbook(target, {"constant_memory": True}) as book:
        book.set_properties({"title": report.heading, "author": str(report.user)})
        write_rows(book, report)
        if report.filter.is_valid and report.count:
            write_charts(book, report.shown_charts)
        write_explanations(book, report)


def write_rows(book: Workbook, report: Report) -> None:
    """The first sheet: a head that stays in sight, and the rows."""
    columns = report.columns_for("file")
    sheet = book.add_worksheet("ข้อมูล")
    _set_up_page(sheet, report.orientation)
    sheet.set_header(f"&C{_without_codes(report.heading)}")
    sheet.set_footer(f"&L{_without_codes(report.as_of)}&Rหน้า &P จาก &N")
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    head = book.add_format({"bold": True, "bg_color": "#E4EEEA", "valign": "top", "text_wrap": True})
    sheet.set_row(0, HEAD)
    for index, column in enumerate(columns):
        sheet.set_column_pixels(index, index, LETTER * column.width)
        sheet.write_string(0, index, column.title, head)
    cells = CellWriter(book, sheet, [column.width for column in columns])
    values = [column.value for column in columns]
    number = 0
    for number, row in enumerate(report.rows(), start=1):
        cells.write_row(number, [plain(value(row)) for value in values])
    sheet.autofilter(0, 0, number, len(columns) - 1)


class CellWriter:
    """Writes rows of plain values into a sheet whose columns have the given widths, in letters."""

    def __init__(self, book: Workbook, sheet: Worksheet, widths: list[int]) -> None:
        self.sheet, self.widths = sheet, widths
        self.top = book.add_format({"valign": "top"})
        self.wrapped = book.add_format({"valign": "top", "text_wrap": True})
        # The mark keeps it a text also after somebody has edited the cell.
        self.quoted = book.add_format({"valign": "top", "text_wrap": True, "quote_prefix": True})
        # A day at the right of its cell runs into the text of the next.
        self.day = book.add_format({"valign": "top", "align": "left", "num_format": BE_DAY})

    def write_row(self, number: int, values: Sequence[str | int | date]) -> None:
        """Writes texts, whole numbers and days; the row is as tall as its cell with most lines."""
        tallest = 1
        for index, value in enumerate(values):
            if isinstance(value, str):
                if value:
                    text = text_of_cell(value)
                    lines = lines_of(text, self.widths[index])
                    tallest = max(tallest, lines)
                    shown = self.wrapped if lines > 1 else self.top
                    self.sheet.write_string(
                        number, index, text, self.quoted if is_like_a_formula(text) else shown
                    )
            elif isinstance(value, date):
                self.sheet.write_datetime(number, index, value, self.day)
            else:
                self.sheet.write_number(number, index, value, self.top)
        if tallest > 1:
            # Excel would find it out, LibreOffice lets the text run over the next row.
            self.sheet.set_row(number, min(tallest * LINE, TALLEST))


def write_charts(book: Workbook, charts: Sequence[Chart]) -> None:
    """The sheet of charts: the figures of each with a native chart over them beside; no sheet where there are none."""
    if not charts:
        return
    sheet = book.add_worksheet(CHARTS)
    _set_up_page(sheet, "landscape")
    sheet.set_column_pixels(0, 0, LETTER * LABEL)
    width = 1 + max(len(chart.series) for chart in charts)
    cells = CellWriter(book, sheet, [SENTENCE] * width)
    first = 0
    for chart in charts:
        heads = [chart.head, *(series.name for series in chart.series)]
        cells.write_row(first, [f"{chart.title} ({chart.unit})"])
        cells.write_row(first + 1, heads)
        for number, label in enumerate(chart.labels, start=first + 2):
            values = [series.values[number - first - 2] for series in chart.series]
            cells.write_row(number, [label, *("" if value is None else value for value in values)])
        sheet.insert_chart(first, width + 1, native_chart(book, chart, first + 1))
        first += max(len(chart.labels) + 4, ROWS_OF_A_CHART)


def native_chart(book: Workbook, chart: Chart, head: int) -> Any:
    """A chart of Excel's own over the figures that stand below the row `head` of the sheet of charts."""
    kind = "line" if chart.kind == LINES else "column"
    subtype = ("percent_stacked" if chart.as_shares else "stacked") if chart.kind == STACKED else None
    kind = "bar" if chart.lying else kind
    drawn = book.add_chart({"type": kind, **({"subtype": subtype} if subtype else {})})
    last = head + len(chart.labels)
    for number in range(len(chart.series)):
        colour, hatching, ink, dashes, mark = LOOKS[number % len(LOOKS)]
        look: dict[str, Any] = {"border": {"color": "#222222"}, "fill": {"color": colour}}
        if kind == "line":
            look = {"line": {"color": "#173A32", "width": 2, "dash_type": "dash" if dashes else "solid"}}
            look["marker"] = {"type": mark, "size": 6}
        elif hatching:
            look["pattern"] = {"pattern": "wide_upward_diagonal", "fg_color": ink, "bg_color": colour}
        drawn.add_series(
            {
                "name": [CHARTS, head, number + 1],
                "categories": [CHARTS, head + 1, 0, last, 0],
                "values": [CHARTS, head + 1, number + 1, last, number + 1],
                **look,
            }
        )
    drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
    drawn.set_legend({"position": "bottom", "none": len(chart.series) == 1})
    if chart.lying:
        # From top to bottom as in the list beside it.
        drawn.set_y_axis({"reverse": True})
    drawn.set_size({"width": 640, "height": 330})
    return drawn


def write_explanations(book: Workbook, report: Report) -> None:
    """The second sheet: each sentence in a row of its own; the label stands beside the first."""
    sheet = book.add_worksheet("ตัวกรองและหลักเกณฑ์")
    _set_up_page(sheet, "landscape")
    sheet.set_column_pixels(0, 0, LETTER * LABEL)
    sheet.set_column_pixels(1, 1, LETTER * SENTENCE)
    cells = CellWriter(book, sheet, [LABEL, SENTENCE])
    explanations = [
        ("รายงาน", [report.heading]),
        ("ตัวกรอง", report.conditions),
        ("ยอดรวม", [*report.totals, *([] if report.count else [report.nothing])]),
        ("หลักเกณฑ์", report.notes),
        ("ที่มา", [report.as_of]),
    ]
    labelled = [
        ["" if index else label, sentence]
        for label, sentences in explanations
        for index, sentence in enumerate(sentences)
    ]
    for number, row in enumerate(labelled):
        cells.write_row(number, row)


def _set_up_page(sheet: Worksheet, orientation: str) -> None:
    """A4, as wide as one page."""
    sheet.set_paper(A4)
    if orientation == "landscape":
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _without_codes(text: str) -> str:
    """The text as a head or foot of a page shows it: behind a single ampersand Excel reads a code."""
    room = LONGEST_HEADER - len("&L&Rหน้า &P จาก &N")
    text = clean(text)[:room]
    while len(text) + text.count("&") > room:
        text = text[:-1]
    return text.replace("&", "&&")


def write_csv(report: Report, target: IO[bytes]) -> None:
    """Writes the report as csv into an open file."""
    target.writelines(line.encode() for line in csv_lines(report))


def csv_lines(report: Report) -> Iterator[str]:
    """The report as lines of a csv file: days in the Buddhist era, several values of a cell between semicolons."""
    columns = report.columns_for("file")
    values = [column.value for column in columns]
    # A file of thousands of rows has few different days.
    in_words = lru_cache(maxsize=4096)(thai_date)

    def text_of(value: Any) -> str:
        if isinstance(value, str):
            return value
        return in_words(value) if isinstance(value, date) else str(plain(value, between="; "))

    rows = ([text_of(value(row)) for value in values] for row in report.rows())
    return csv_of([column.title for column in columns], rows)

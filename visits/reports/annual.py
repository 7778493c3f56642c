"""สรุปผลการลงพื้นที่และการดำเนินการตามข้อสั่งการ: the summary of a fiscal year as page, document and files."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from visits.documents.blocks import (
    Block,
    Figure,
    Heading,
    Paragraph,
    Signature,
    Table,
    in_thai_digits,
    without_links,
)
from visits.documents.document import Document
from visits.filters.filter_fields import LayoutField
from visits.reports.annual_document import annual_document
from visits.reports.annual_figures import AnnualFigures
from visits.reports.charts import Chart
from visits.reports.columns import ReportColumn

DIGITS = [("", "เลขอารบิก"), ("thai", "เลขไทย")]


class AnnualLine(NamedTuple):
    """One figure in a file: under which heading, of which row, the title of its column, and its value."""

    heading: str
    item: str
    title: str
    value: int | str


def lines_of(blocks: Iterable[Block]) -> Iterator[AnnualLine]:
    """Every figure of the document; the directives stand in the register's file."""
    heading = ""
    for block in blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table) and any(column.kind == "number" for column in block.columns):
            for row in block.rows:
                first, *others = ("\n".join("".join(map(str, line)) for line in cell) for cell in row)
                for column, text in zip(block.columns[1:], others, strict=True):
                    digits = text.replace(",", "")
                    value = int(digits) if digits.isdecimal() else text
                    yield AnnualLine(heading, first, column.title, value)


class AnnualReport(AnnualFigures):
    id = "annual"
    title = "สรุปผลการลงพื้นที่และการดำเนินการตามข้อสั่งการ"
    order = 110
    about = "ทั้งปีงบประมาณในฉบับเดียว: การลงพื้นที่ ความครอบคลุม ข้อสั่งการและสถานะ ณ สิ้นปี เรื่องที่ยกมาและยกไป และปัญหาอุปสรรค"
    orientation = "portrait"
    per_page = 1000
    is_document = True

    columns = (
        ReportColumn("หัวข้อ", lambda row: row.heading, 40, heads_row=True, name="section"),
        ReportColumn("รายการ", lambda row: row.item, 50, name="item"),
        ReportColumn("ข้อมูล", lambda row: row.title, 30, name="label"),
        ReportColumn("ค่า", lambda row: row.value, 60, name="value", schema={"type": ["integer", "string"]}),
    )
    options = {"digits": LayoutField(label="ตัวเลขในฉบับพิมพ์", choices=DIGITS, required=False)}

    @property
    def charts(self) -> list[Chart]:
        """Those of the document."""
        return [block.chart for block in self.document.blocks if isinstance(block, Figure)]

    def read_rows(self) -> Iterable[AnnualLine]:
        return lines_of(self.document.blocks)

    @cached_property
    def document(self) -> Document:
        """As the screen shows it."""
        return annual_document(self)

    @property
    def print_document(self) -> Document:
        """As it is printed: without links, with a place to sign, in the digits asked for."""
        in_thai = self.filter.value("digits") == "thai"
        above = (Paragraph((line,), "note") for line in self.totals)
        blocks = (
            *above,
            *without_links(self.document.blocks),
            Signature(""),
            Paragraph((self.as_of,), "printed"),
        )
        signed = Document(self.document.title, self.document.head, blocks, in_thai=in_thai)
        return in_thai_digits(signed) if in_thai else signed

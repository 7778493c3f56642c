"""สรุปผลการลงพื้นที่และการดำเนินการตามข้อสั่งการ: the summary of a fiscal year as page, document and files."""

from collections.abc import Iterable
from functools import cached_property

from django import forms

from visits.documents.document import Document
from visits.filters.filter_fields import LayoutField
from visits.reports.annual_document import annual_document, annual_print, lines_of
from visits.reports.annual_figures import AnnualFigures
from visits.reports.columns import ReportColumn

DIGITS = [("", "เลขอารบิก"), ("thai", "เลขไทย")]


class AnnualReport(AnnualFigures):
    id = "annual"
    title = "สรุปผลการลงพื้นที่และการดำเนินการตามข้อสั่งการ"
    order = 110
    about = "ทั้งปีงบประมาณในฉบับเดียว: การลงพื้นที่ ความครอบคลุม ข้อสั่งการและสถานะ ณ สิ้นปี เรื่องที่ยกมาและยกไป และปัญหาอุปสรรค"
    orientation = "portrait"
    per_page = 1000
    is_document = True

    columns = (
        ReportColumn("หัวข้อ", lambda row: row[0], 40, heads_row=True),
        ReportColumn("รายการ", lambda row: row[1], 50),
        ReportColumn("ข้อมูล", lambda row: row[2], 30),
        ReportColumn("ค่า", lambda row: row[3], 60),
    )

    def options(self) -> dict[str, forms.Field]:
        return {"digits": LayoutField(label="ตัวเลขในฉบับพิมพ์", choices=DIGITS, required=False)}

    def read_rows(self) -> Iterable[tuple[str, str, str, int | str]]:
        return lines_of(self.document.blocks)

    @cached_property
    def document(self) -> Document:
        """As the screen shows it."""
        return annual_document(self)

    @property
    def print_document(self) -> Document:
        """As it is printed, in the digits asked for."""
        return annual_print(self, in_thai=self.filter.value("digits") == "thai")

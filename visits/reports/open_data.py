"""Open data: certified visits that are not internal as csv for anybody, with a dictionary of its columns in Thai and English.

Which columns it has and why is in docs/decisions/0048-open-data.md.
"""

from collections.abc import Iterator
from datetime import date
from typing import IO, Any, NamedTuple

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from config.concurrency import Busy
from config.csv import csv_of
from config.thai.dates import fiscal_year
from officials.models import User
from officials.models.account import SignedInRequest
from officials.sign_in.bearer import open_to_keys
from visits.documents.responses import busy_response
from visits.filters.visit_filter import VisitFilter
from visits.models import RecordState, Visit
from visits.models.visit_queryset import VisitQuerySet
from visits.reports.base import Report
from visits.reports.columns import KEY, ReportColumn, Schema, data_column
from visits.reports.register import RegisterReport
from visits.reports.views import refusal, written_file

CSV = "text/csv; charset=utf-8"
# English descriptions by the name of the column, in the order of the file.
OPEN_COLUMNS = {
    "visit": "Key of the visit, never used for another one",
    "number": "Register number of the visit within its fiscal year",
    "fiscal_year": "Thai fiscal year (Buddhist era) of the first day: 1 October to 30 September, named after the year in which it ends",
    "starts_on": "First day of the visit",
    "ends_on": "Last day of the visit",
    "unit": "Name of the unit visited, as of the register of units",
    "unit_code": "Stable code of the unit",
    "province": "Name of the province",
    "province_code": "Code of the province (ISO 3166-2:TH)",
    "lead": "Name of the official who led the visit, as of that day",
    "lead_position": "Position of that official, as of that day",
    "activities": "What was done, several values between semicolons",
    "trip": "Key of the journey to which the visit belongs",
    "status": "Whether the visit took place",
}


class OpenVisitFilter(VisitFilter):
    """The filter over what may be published of what the user may see."""

    _form_class = None

    @staticmethod
    def visits_for(user: User) -> VisitQuerySet:
        """Certified visits that are not internal."""
        return Visit.objects.visible_to(user).filter(record_state=RecordState.FINAL, is_internal=False)


class OpenDataReport(RegisterReport):
    """The register without what is not public; no report of the list of reports."""

    id = ""
    title = "ข้อมูลเปิด การตรวจเยี่ยม"
    filter_class = OpenVisitFilter

    def columns_for(self, place: str) -> list[ReportColumn]:
        """The columns of the file, in their order."""
        year = data_column("fiscal_year", "ปีงบประมาณ", lambda row: fiscal_year(row.starts_on), KEY)
        columns = {column.name: column for column in (*super().columns_for("data"), year)}
        return [columns[name] for name in OPEN_COLUMNS]


class DictionaryLine(NamedTuple):
    """A column of the file in words."""

    name: str
    title: str
    english: str
    type: str
    values: str


def dictionary(report: OpenDataReport) -> list[DictionaryLine]:
    """A line for each column."""
    lines = []
    for column in report.columns_for("data"):
        schema = column.schema_of_value
        english = OPEN_COLUMNS[column.name]
        lines.append(
            DictionaryLine(column.name, column.title, english, type_of(schema), schema.get("description", ""))
        )
    return lines


def type_of(schema: Schema) -> str:
    """The type of a cell in one word."""
    kinds = schema.get("type", "string")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return "date" if schema.get("format") == "date" else "integer" if "integer" in kinds else "text"


def open_lines(report: Report) -> Iterator[str]:
    """The lines of the file: English names, days in ISO 8601, several values between semicolons."""
    columns = report.columns_for("data")
    values = [column.data or column.value for column in columns]

    def text_of(value: Any) -> str:
        if isinstance(value, list):
            return "; ".join(value)
        return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)

    rows = ([text_of(value(row)) for value in values] for row in report.rows())
    return csv_of([column.name for column in columns], rows)


def write_open_data(report: Report, target: IO[bytes]) -> None:
    """Writes the file, of which never more than a line stands in memory."""
    target.writelines(line.encode() for line in open_lines(report))


@open_to_keys
@require_safe
def open_data(request: SignedInRequest) -> HttpResponseBase:
    """The visits as csv; 400 with sentences for a wrong filter."""
    report = OpenDataReport(request.GET, request.user)
    if not report.filter.is_valid:
        return refusal(report)
    request.usage_details = [report.heading, *report.filter.in_words]
    try:
        file = written_file(report, write_open_data)
    except Busy:
        return busy_response(request)
    return FileResponse(file, as_attachment=True, filename="field-visits.csv", content_type=CSV)


@open_to_keys
@require_safe
def data_dictionary(request: SignedInRequest) -> HttpResponse:
    """The dictionary as csv."""
    lines = dictionary(OpenDataReport("", request.user))
    head = ["column", "คำอธิบาย", "description", "type", "values"]
    response = HttpResponse("".join(csv_of(head, lines)), content_type=CSV)
    response["Content-Disposition"] = 'attachment; filename="field-visits-dictionary.csv"'
    return response

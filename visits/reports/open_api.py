"""What programs may ask: an OpenAPI 3.1 description out of the declarations of filters and columns, and a page that says the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.forms import Field
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config import __version__
from officials.models import User
from officials.models.account import SignedInRequest
from officials.sign_in.bearer import open_to_keys
from visits.filters.filter_fields import FilterDayField, FiscalYearField, OneOfField, RowField
from visits.filters.visit_filter import VisitFilter
from visits.reports import REPORTS
from visits.reports.base import Report
from visits.reports.columns import ReportColumn, Schema
from visits.reports.json_data import schema_of_report
from visits.reports.open_data import OpenDataReport, dictionary

# Lists longer than this stand in the description alone.
MOST_SHOWN = 12
# A program that reads a whole report has no use for the number of a page.
NOT_FOR_PROGRAMS = {"page"}
PROBLEM: Schema = {
    "type": "object",
    "properties": {
        "status": {"type": "integer"},
        "title": {"type": "string", "description": "ประโยคภาษาไทยที่บอกว่าผิดตรงไหน"},
        "errors": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["status", "title", "errors"],
}
REFUSALS = {
    "400": "ตัวกรองไม่ถูกต้อง หรือมีตัวกรองที่ระบบไม่รู้จัก",
    "401": "กุญแจไม่ถูกต้อง หมดอายุ หรือถูกยกเลิก",
    "403": "กุญแจใช้อ่านที่อยู่นี้ไม่ได้",
    "429": "รับแฟ้มถี่เกินไป หรือใช้กุญแจที่ไม่ถูกต้องหลายครั้งเกินไป ให้รอตามหัวข้อ Retry-After",
    "503": "มีผู้รับแฟ้มอยู่หลายราย หรือระบบหยุดชั่วคราว ให้รอตามหัวข้อ Retry-After",
}


@dataclass(frozen=True)
class ApiParameter:
    """One name of a query string; `values` are the codes that it takes, with their Thai words."""

    name: str
    label: str
    kind: str
    values: tuple[tuple[str, str], ...] = ()
    is_repeated: bool = False

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """The values that the page names."""
        return self.values[:MOST_SHOWN]

    @property
    def more(self) -> int:
        """How many values the page leaves out."""
        return len(self.values) - len(self.shown)

    @property
    def description(self) -> dict[str, Any]:
        """As OpenAPI describes a parameter."""
        schema: Schema = {"type": "string"}
        if self.values:
            words = ", ".join(f"{code} = {label}" for code, label in self.values)
            schema = {"type": "string", "enum": [code for code, _ in self.values], "description": words}
        if self.is_repeated:
            schema = {"type": "array", "items": schema}
        about = f"{self.label} ({self.kind})" if self.kind else self.label
        return {"name": self.name, "in": "query", "required": False, "description": about, "schema": schema}


def parameter_of(name: str, field: Field) -> ApiParameter:
    """What a field of a filter understands."""
    if isinstance(field, OneOfField):
        choices: Any = field.choices
        values = tuple((str(code), str(label)) for code, label in choices if code not in ("", None))
        return ApiParameter(name, str(field.label), "", values)
    kind = ""
    if isinstance(field, RowField):
        kind = "รหัสตัวเลขของรายการ"
    elif isinstance(field, FilterDayField):
        kind = "วันที่ เช่น 2023-01-28 หรือ 28/01/2566"
    elif isinstance(field, FiscalYearField):
        kind = "ปี พ.ศ. 4 หลัก"
    return ApiParameter(name, str(field.label), kind, is_repeated=getattr(field, "many", False))


@dataclass(frozen=True)
class ApiReport:
    """A report as programs see it: what it takes besides the common filter, and the fields of each kind of row."""

    report: type[Report]
    parameters: tuple[ApiParameter, ...]
    kinds: tuple[tuple[ReportColumn, ...], ...]

    @property
    def schema(self) -> Schema:
        """The JSON Schema of the whole answer."""
        return schema_of_report(self.report.id, self.kinds)

    def operation(self, ending: str, content: dict[str, Any], common: Iterable[str]) -> dict[str, Any]:
        """As OpenAPI describes the reading of one file."""
        refused = {code: {"$ref": f"#/components/responses/Problem{code}"} for code in REFUSALS}
        return {
            "get": {
                "operationId": f"{self.report.id}_{ending}",
                "summary": self.report.title,
                "description": self.report.about,
                "parameters": [
                    *({"$ref": f"#/components/parameters/{name}"} for name in common),
                    *(parameter.description for parameter in self.parameters),
                ],
                "responses": {"200": {"description": self.report.title, "content": content}, **refused},
            }
        }


def common_parameters(user: User) -> list[ApiParameter]:
    """What every report takes."""
    fields = VisitFilter("", user=user).form.fields
    return [parameter_of(name, field) for name, field in fields.items()]


def api_reports(user: User, common: Iterable[ApiParameter]) -> list[ApiReport]:
    """Every report."""
    known = {parameter.name for parameter in common} | NOT_FOR_PROGRAMS
    described = []
    for kind in REPORTS.values():
        fields = kind("", user).filter.form.fields
        own = tuple(parameter_of(name, field) for name, field in fields.items() if name not in known)
        kinds = tuple(
            tuple(column for column in columns if column.name) for columns in kind.kinds_of_row(user)
        )
        described.append(ApiReport(kind, own, kinds))
    return described


def description(user: User, address: str) -> dict[str, Any]:
    """The whole OpenAPI document of a site at `address`."""
    common = common_parameters(user)
    names = [parameter.name for parameter in common]
    text: dict[str, Any] = {"text/csv": {"schema": {"type": "string"}}}
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Problem": PROBLEM}
    for report in api_reports(user, common):
        key, base = report.report.id, f"/reports/{report.report.id}/report"
        schemas[key] = report.schema
        data = {"application/json": {"schema": {"$ref": f"#/components/schemas/{key}"}}}
        paths[f"{base}.json"] = report.operation("json", data, names)
        paths[f"{base}.csv"] = report.operation("csv", text, names)
    published = ApiReport(OpenDataReport, (), ())
    paths["/reports/open-data.csv"] = published.operation("open_data", text, names)
    paths["/reports/open-data-dictionary.csv"] = published.operation("open_data_dictionary", text, [])
    refused = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ระบบติดตามการตรวจเยี่ยม กระทรวงอุตสาหกรรม",
            "version": __version__,
            "description": "ข้อมูลรายงานสำหรับโปรแกรม อ่านได้อย่างเดียว ตามสิทธิ์ของเจ้าของกุญแจ",
        },
        "servers": [{"url": address.rstrip("/")}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "กุญแจเข้าถึงข้อมูล"}},
            "parameters": {parameter.name: parameter.description for parameter in common},
            "schemas": schemas,
            "responses": {
                f"Problem{code}": {"description": words, "content": refused}
                for code, words in REFUSALS.items()
            },
        },
    }


@open_to_keys
@require_safe
def openapi(request: SignedInRequest) -> JsonResponse:
    """The description as JSON."""
    content = description(request.user, request.build_absolute_uri("/"))
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def page(request: SignedInRequest) -> HttpResponse:
    """The same for people."""
    common = common_parameters(request.user)
    context = {
        "title": "ข้อมูลสำหรับโปรแกรม",
        "here": here(request),
        "common": common,
        "reports": api_reports(request.user, common),
        "dictionary": dictionary(OpenDataReport("", request.user)),
        "refusals": REFUSALS.items(),
    }
    return render(request, "visits/reports/api.html", context)


def here(request: HttpRequest) -> str:
    """The address of the site without the last slash."""
    return request.build_absolute_uri("/").rstrip("/")

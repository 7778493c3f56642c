"""Reports as page, print and files; which reports there are stands in `visits.reports`."""

from collections.abc import Callable, Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from config.concurrency import Busy, turn
from config.problem_details import problem_response
from officials.models.account import SignedInRequest
from officials.sign_in.bearer import open_to_keys
from visits.documents.responses import (
    RETRY_SECONDS,
    SLIDES,
    WORKBOOK,
    busy_response,
    file_response,
    pdf_response,
    word_response,
)
from visits.reports import REPORTS, column_widths
from visits.reports.base import Report
from visits.reports.brief import BriefReport
from visits.reports.columns import cell_html, rows_html
from visits.reports.json_data import write_json

# More lines than anybody prints; a browser would take minutes over them.
MOST_PRINTED = 2000
# As many lines as a PDF is made of in some seconds; beyond them the workbook serves better.
MOST_IN_PDF = 500


@require_safe
def reports(request: SignedInRequest) -> HttpResponse:
    """The list of reports."""
    return render(request, "visits/reports/list.html", {"title": "รายงาน", "reports": REPORTS.values()})


@require_safe
def page(request: SignedInRequest, report_id: str) -> HttpResponse:
    """One page of a report on the screen."""
    report = report_of(request, report_id)
    context: dict[str, Any] = {"title": report.heading, "report": report, "filter": report.filter}
    if report.filter.is_valid and not report.is_beyond:
        if report.is_document:
            context["document"] = report.document
        else:
            first = (report.page - 1) * report.per_page
            context |= table(report, report.rows(first, first + report.per_page))
            if report.page == 1 and context["rows"]:
                context["charts"] = report.shown_charts
        context["pager"] = pager(report)
    return render(request, "visits/reports/page.html", context)


@require_safe
def printed(request: SignedInRequest, report_id: str) -> HttpResponse:
    """The whole report for the printer."""
    report = report_of(request, report_id)
    return render(request, template_of(report), print_context(report, MOST_PRINTED))


@require_safe
def pdf(request: SignedInRequest, report_id: str) -> HttpResponseBase:
    """The whole report as PDF; 400 with a page where it has too many lines."""
    report = report_of(request, report_id)
    if not report.filter.is_valid:
        return refusal(report)
    context = print_context(report, MOST_IN_PDF)
    if context["too_many"]:
        return render(request, "visits/reports/too_many.html", context, status=400)
    html = render_to_string(template_of(report), context)
    return pdf_response(request, html, f"{report.file_name}.pdf", style=context.get("widths", ""))


@require_safe
def word(request: SignedInRequest, report_id: str) -> HttpResponseBase:
    """A report that is a document as Word; 404 for the others."""
    report = report_of(request, report_id)
    if not report.is_document:
        raise Http404("รายงานนี้ไม่มีฉบับ Word")
    if not report.filter.is_valid:
        return refusal(report)
    return word_response(request, report.print_document, f"{report.file_name}.docx")


@require_safe
def slides(request: SignedInRequest, report_id: str) -> HttpResponseBase:
    """The brief as slides; 404 for the other reports."""
    from visits.reports.slides import make_slides  # with python-pptx, which pages do without

    report = report_of(request, report_id)
    if not isinstance(report, BriefReport):
        raise Http404("รายงานนี้ไม่มีภาพนิ่ง")
    if not report.filter.is_valid:
        return refusal(report)
    try:
        with turn():
            content = make_slides(report)
    except Busy:
        return busy_response(request)
    return file_response(content, SLIDES, f"{report.file_name}.pptx")


@require_safe
def xlsx(request: SignedInRequest, report_id: str) -> HttpResponseBase:
    """The whole report as a workbook."""
    from visits.reports.workbook import write_workbook  # with XlsxWriter, which pages do without

    return file_of(request, report_of(request, report_id), write_workbook, "xlsx", WORKBOOK)


@open_to_keys
@require_safe
def comma_separated(request: SignedInRequest, report_id: str) -> HttpResponseBase:
    """The whole report as csv."""
    from visits.reports.workbook import write_csv

    return file_of(request, report_of(request, report_id), write_csv, "csv", "text/csv; charset=utf-8")


@open_to_keys
@require_safe
def data(request: SignedInRequest, report_id: str) -> HttpResponseBase:
    """The whole report as JSON for programs; what is wrong is answered in JSON too."""
    if report_id not in REPORTS:
        return problem_response(404, "ไม่มีรายงานนี้")
    report = report_of(request, report_id)
    if not report.filter.is_valid:
        return problem_response(400, "ตัวกรองไม่ถูกต้อง", report.filter.sentences)
    try:
        file = written_file(report, write_json)
    except Busy:
        return problem_response(503, "ขณะนี้มีผู้รับแฟ้มอยู่หลายราย กรุณาลองใหม่", retry_after=RETRY_SECONDS)
    return FileResponse(file, filename=f"{report.file_name}.json", content_type="application/json")


def report_of(request: SignedInRequest, report_id: str) -> Report:
    """The report that is asked for; raises `Http404` for an unknown id. What was asked goes into the usage log."""
    if report_id not in REPORTS:
        raise Http404("ไม่มีรายงานนี้")
    report = REPORTS[report_id](request.GET, request.user)
    request.usage_details = [report.heading, *report.filter.in_words] if report.filter.is_valid else ()
    return report


def template_of(report: Report) -> str:
    """The template of print and PDF."""
    return "visits/documents/document.html" if report.is_document else "visits/reports/print.html"


def print_context(report: Report, most: int) -> dict[str, Any]:
    """What the print template needs; no rows where the filter is wrong or there are more than `most`."""
    context: dict[str, Any] = {"title": report.heading, "report": report, "most": f"{most:,}"}
    if report.is_document:
        back = reverse("report", args=[report.id]) + report.filter.query()
        context |= {"back": back, "sentences": report.filter.sentences}
    if not report.filter.is_valid:
        return context
    context |= {"too_many": report.count > most, "count": f"{report.count:,}"}
    if context["too_many"]:
        return context
    if report.is_document:
        return context | {"document": report.print_document}
    rows = list(report.rows())
    columns = report.columns_for("page")
    # Read once, for the widths and for what is shown.
    values = [[column.value(row) for column in columns] for row in rows]
    widths = column_widths.style(report, columns, values)
    charts = report.shown_charts if rows else []
    return context | table(report, rows, links=False, known=values) | {"widths": widths, "charts": charts}


def table(
    report: Report, rows: Iterable[Any], links: bool = True, known: Sequence[Sequence[Any]] | None = None
) -> dict[str, Any]:
    """Columns, rows and footer as the templates show them; `known` are the values of the rows in print."""
    columns, footer = report.columns_for("page"), report.footer
    return {
        "columns": [column for column in columns if not (links and column.is_folded)],
        "rows": rows_html(columns, rows, links, known),
        "has_folded": links and any(column.is_folded for column in columns),
        "footer": footer
        and [(column, cell_html(value)) for column, value in zip(columns, footer, strict=True)],
    }


def pager(report: Report) -> list[tuple[int, str, bool]]:
    """The numbers around the page, with the address of each and whether it is this one; empty where one page holds all."""
    if report.pages == 1:
        return []
    near = range(max(1, report.page - 2), min(report.pages, report.page + 2) + 1)
    numbers = sorted({1, *near, report.pages})
    return [(number, report.filter.query(page=number), number == report.page) for number in numbers]


def file_of(
    request: SignedInRequest,
    report: Report,
    write: Callable[[Report, IO[bytes]], None],
    ending: str,
    content_type: str,
) -> HttpResponseBase:
    """Written at once, however slowly it is fetched: a file on its way needs neither turn nor database."""
    if not report.filter.is_valid:
        return refusal(report)
    try:
        file = written_file(report, write)
    except Busy:
        return busy_response(request)
    name = f"{report.file_name}.{ending}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)


def written_file(report: Report, write: Callable[[Report, IO[bytes]], None]) -> IO[bytes]:
    """The whole file, on the disk; raises `Busy` where too many are being made."""
    with turn():
        file = TemporaryFile()  # noqa: SIM115 - the response closes it
        write(report, file)
        file.seek(0)
    return file


def refusal(report: Report) -> HttpResponse:
    """A file cannot show a sentence beside its rows, so there is none."""
    text = "\n".join(["จัดทำแฟ้มไม่ได้ เพราะตัวกรองไม่ถูกต้อง", *report.filter.sentences])
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")

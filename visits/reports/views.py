"""Reports as page, print and files; which reports there are stands in `visits.reports`."""

from tempfile import TemporaryFile

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from config.concurrency import Busy, turn
from visits.documents.responses import busy_response, pdf_response, word_response
from visits.reports import REPORTS, column_widths
from visits.reports.columns import inner_html, rows_html
from visits.reports.workbook import write_csv, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# More lines than anybody prints; a browser would take minutes over them.
MOST_PRINTED = 2000
# As many lines as a PDF is made of in some seconds; beyond them the workbook serves better.
MOST_IN_PDF = 500


@require_safe
def reports(request):
    return render(request, "visits/reports/list.html", {"title": "รายงาน", "reports": REPORTS.values()})


@require_safe
def page(request, report_id):
    report = ask(request, report_id)
    context = {"title": report.heading, "report": report, "filter": report.filter}
    if report.filter.is_valid and not report.is_beyond:
        context |= (
            {"document": report.document} if report.is_document else table(report, report.rows_of_page())
        )
        context["pager"] = pager(report)
    return render(request, "visits/reports/page.html", context)


@require_safe
def printed(request, report_id):
    report = ask(request, report_id)
    return render(request, template_of(report), sheet(report, MOST_PRINTED))


@require_safe
def pdf(request, report_id):
    report = ask(request, report_id)
    if not report.filter.is_valid:
        return refusal(report)
    context = sheet(report, MOST_IN_PDF)
    if context["too_many"]:
        return render(request, "visits/reports/too_many.html", context, status=400)
    html = render_to_string(template_of(report), context)
    return pdf_response(request, html, f"{report.file_name}.pdf", style=context.get("widths", ""))


def template_of(report):
    return "visits/documents/document.html" if report.is_document else "visits/reports/print.html"


@require_safe
def word(request, report_id):
    report = ask(request, report_id)
    if not report.is_document:
        raise Http404("รายงานนี้ไม่มีฉบับ Word")
    if not report.filter.is_valid:
        return refusal(report)
    return word_response(request, report.print_document, f"{report.file_name}.docx")


def sheet(report, most):
    """What the print template needs; no rows where the filter is wrong or there are more than `most`."""
    context = {"title": report.heading, "report": report, "most": f"{most:,}"}
    if report.is_document:
        context |= {"back": back_to(report), "sentences": report.filter.sentences}
    if report.filter.is_valid:
        context |= {"too_many": report.count > most, "count": f"{report.count:,}"}
        context |= {} if context["too_many"] else on_paper(report)
    return context


def back_to(report):
    return reverse("report", args=[report.id]) + report.filter.query()


def on_paper(report):
    if report.is_document:
        return {"document": report.print_document}
    rows = list(report.rows())
    return table(report, rows, links=False) | {
        "widths": column_widths.style(report, report.columns_for("paper"), rows)
    }


@require_safe
def xlsx(request, report_id):
    return file_of(request, ask(request, report_id), write_workbook, "xlsx", XLSX)


@require_safe
def comma_separated(request, report_id):
    return file_of(request, ask(request, report_id), write_csv, "csv", "text/csv; charset=utf-8")


def file_of(request, report, write, ending, content_type):
    """Written at once, however slowly it is fetched: a file on its way needs neither turn nor database."""
    if not report.filter.is_valid:
        return refusal(report)
    try:
        with turn():
            file = written(report, write)
    except Busy:
        return busy_response(request)
    return FileResponse(
        file, as_attachment=True, filename=f"{report.file_name}.{ending}", content_type=content_type
    )


def written(report, write):
    """An open file, which the response closes."""
    file = TemporaryFile()  # noqa: SIM115
    write(report, file)
    file.seek(0)
    return file


def ask(request, report_id):
    if report_id not in REPORTS:
        raise Http404("ไม่มีรายงานนี้")
    report = REPORTS[report_id](request.GET, request.user)
    request.asked_in_words = [report.heading, *report.filter.in_words] if report.filter.is_valid else ()
    return report


def refusal(report):
    """A file cannot show a sentence beside its rows, so there is none."""
    text = "\n".join(["จัดทำแฟ้มไม่ได้ เพราะตัวกรองไม่ถูกต้อง", *report.filter.sentences])
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")


def table(report, rows, links=True):
    columns = report.columns_for("paper")
    footer = report.footer
    return {
        "columns": columns,
        "rows": rows_html(columns, rows, links),
        "footer": footer
        and [(column, inner_html(value)) for column, value in zip(columns, footer, strict=True)],
    }


def pager(report):
    """The numbers around the page, with the address of each; empty where one page holds all."""
    if report.pages == 1:
        return []
    near = range(max(1, report.page - 2), min(report.pages, report.page + 2) + 1)
    numbers = sorted({1, *near, report.pages})
    return [(number, report.filter.query(page=number), number == report.page) for number in numbers]

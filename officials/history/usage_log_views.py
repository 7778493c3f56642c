"""The auditor's second page: who signed in, exported, printed or viewed contact data."""

from datetime import timedelta

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.csv import csv_of
from config.downloads import saved_as
from config.thai.dates import thai_date, thai_time
from config.thai.forms import ThaiDateField
from officials.history.audit_trail import start_of
from officials.history.audit_trail_views import MOST_LINES, MOST_PAGES, PER_PAGE, auditors_only, refusal
from officials.models.usage_log import Use, UseKind

HEAD = ["เมื่อ", "ผู้ใช้", "การใช้งาน", "รายละเอียด", "ที่อยู่เครือข่าย", "ที่อยู่หน้า"]


class UsesForm(forms.Form):
    """The filter of the log of uses, read from the address."""

    person = forms.CharField(label="ผู้ใช้", max_length=100, required=False)
    first = ThaiDateField(label="ตั้งแต่วันที่", required=False)
    last = ThaiDateField(label="ถึงวันที่", required=False)
    kind = forms.ChoiceField(label="การใช้งาน", choices=[("", "ทั้งหมด"), *UseKind.choices], required=False)
    page = forms.IntegerField(
        label="หน้า", min_value=1, max_value=MOST_PAGES, required=False, widget=forms.HiddenInput
    )

    @property
    def uses(self) -> QuerySet[Use]:
        """The lines of the log that a valid form chooses, newest first."""
        data, rows = self.cleaned_data, Use.objects.order_by("-at", "-pk")
        if data["person"]:
            rows = rows.filter(by_name__contains=data["person"])
        if data["kind"]:
            rows = rows.filter(kind=data["kind"])
        if data["first"]:
            rows = rows.filter(at__gte=start_of(data["first"]))
        if data["last"]:
            rows = rows.filter(at__lt=start_of(data["last"] + timedelta(days=1)))
        return rows


@require_safe
@auditors_only
def page(request: HttpRequest) -> HttpResponse:
    """The log of uses, 50 lines a page; a filter that cannot be read gives none. Looks one line ahead for a next page."""
    form = UsesForm(request.GET)
    number = (form.is_valid() and form.cleaned_data["page"]) or 1
    start = (number - 1) * PER_PAGE
    uses = list(form.uses[start : start + PER_PAGE + 1]) if form.is_valid() else []
    context = {
        "title": "บันทึกการใช้งาน",
        "form": form,
        "uses": uses[:PER_PAGE],
        "number": number,
        "earlier": number + 1 if len(uses) > PER_PAGE and number < MOST_PAGES else None,
        "is_last": number == MOST_PAGES,
    }
    return render(request, "officials/history/usage_log.html", context)


@require_safe
@auditors_only
def file(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV, at most 5,000 lines."""
    form = UsesForm(request.GET)
    if not form.is_valid():
        return refusal(form)
    lines = (line(use) for use in form.uses[:MOST_LINES])
    response = StreamingHttpResponse(csv_of(HEAD, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = saved_as("บันทึกการใช้งาน.csv")
    return response


def line(use: Use) -> list[str]:
    """The columns of one use as text."""
    here = timezone.localtime(use.at)
    when = f"{thai_date(here)} {thai_time(here)}"
    return [when, use.by_name, use.get_kind_display(), use.what, use.address or "", use.path]

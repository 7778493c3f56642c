"""The auditor's page: who changed what and when, over all records; and the same as a file."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.csv import csv_of
from config.downloads import saved_as
from config.forms.changes import Change
from config.thai.dates import thai_date, thai_time
from config.thai.forms import ThaiDateField
from config.thai.text import sort_key
from officials.history.audit_trail import Trail, kinds

PER_PAGE, MOST_PAGES, MOST_LINES = 50, 20, 5000
HEAD = ["เมื่อ", "ผู้บันทึก", "การเปลี่ยนแปลง", "ค่าเดิมและค่าใหม่", "เหตุผล"]
auditors_only = permission_required("officials.view_trail", raise_exception=True)


def kind_choices() -> list[tuple[str, str]]:
    """Label and Thai name of every model with a history, after a choice for all."""
    named = [(label, str(model._meta.verbose_name)) for label, model in kinds().items()]
    return [("", "ทั้งหมด"), *sorted(named, key=lambda one: sort_key(one[1]))]


class TrailForm(forms.Form):
    """The filter of the trail, read from the address."""

    person = forms.CharField(label="ผู้บันทึก", max_length=100, required=False)
    first = ThaiDateField(label="ตั้งแต่วันที่", required=False)
    last = ThaiDateField(label="ถึงวันที่", required=False)
    kind = forms.ChoiceField(label="ข้อมูล", choices=kind_choices, required=False)
    record = forms.RegexField(r"^[a-z]+\.[a-z]+:[0-9]{1,18}$", required=False, widget=forms.HiddenInput)
    page = forms.IntegerField(
        label="หน้า", min_value=1, max_value=MOST_PAGES, required=False, widget=forms.HiddenInput
    )

    @property
    def trail(self) -> Trail:
        """The `Trail` of a valid form."""
        data = self.cleaned_data
        return Trail(data["person"], data["first"], data["last"], data["kind"], data["record"])

    def clean_record(self) -> tuple[str, int] | tuple[()]:
        """(kind, key) of the record to which the trail is narrowed; raises ValidationError for an unknown kind."""
        kind, _, key = self.cleaned_data["record"].partition(":")
        if kind and kind not in kinds():
            raise forms.ValidationError("ไม่รู้จักรายการนี้")
        return (kind, int(key)) if kind else ()


@require_safe
@auditors_only
def page(request: HttpRequest) -> HttpResponse:
    """The trail, 50 changes a page; a filter that cannot be read gives none. Looks one change ahead for a next page."""
    form = TrailForm(request.GET)
    number = (form.is_valid() and form.cleaned_data["page"]) or 1
    changes = form.trail.changes((number - 1) * PER_PAGE, PER_PAGE + 1) if form.is_valid() else []
    context = {
        "title": "ประวัติการแก้ไขทั้งระบบ",
        "form": form,
        "changes": changes[:PER_PAGE],
        "number": number,
        "earlier": number + 1 if len(changes) > PER_PAGE and number < MOST_PAGES else None,
        "is_last": number == MOST_PAGES,
    }
    return render(request, "officials/history/audit_trail.html", context)


@require_safe
@auditors_only
def file(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV, at most 5,000 lines; with values of deleted rows only where the filter names one record."""
    form = TrailForm(request.GET)
    if not form.is_valid():
        return refusal(form)
    changes = form.trail.changes(0, MOST_LINES)
    lines = (line(change, with_lost=bool(form.trail.record)) for change in changes)
    response = StreamingHttpResponse(csv_of(HEAD, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = saved_as("ประวัติการแก้ไข.csv")
    return response


def refusal(form: forms.Form) -> HttpResponse:
    """400 with one sentence for each wrong field, for files."""
    sentences = [f"{form[name].label}: {' '.join(map(str, texts))}" for name, texts in form.errors.items()]
    return HttpResponse("\n".join(sentences), status=400, content_type="text/plain; charset=utf-8")


def line(change: Change, *, with_lost: bool) -> list[str]:
    """The columns of one change as text."""
    here = timezone.localtime(change.when)
    details = [f"{label}: {old} → {new}" for label, old, new in change.details]
    details += [f"{label}: {value}" for label, value in change.lost] if with_lost else []
    when = f"{thai_date(here)} {thai_time(here)}"
    return [when, change.who, f"{change.verb}{change.label}", "; ".join(details), change.reason]

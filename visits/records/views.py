"""Pages of one visit and one trip, the steps of sign-off, what waits for the reviewer, and clashing visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from config.kept_statements import KeptRows
from officials.models.account import SignedInRequest
from visits.attachments.duplicates import mark_duplicates
from visits.filters.filter_fields import PageNumberField
from visits.filters.visit_filter import VisitFilter
from visits.models import Attachment, RecordState, Trip, Visit
from visits.models.workflow import Refused
from visits.records import sign_off
from visits.records.clashes import KINDS, ClashList, ClashRows, clashes
from visits.records.reading import OF_TRIP, TripRead, VisitRead, for_reading, one_for_reading

PER_PAGE = 50
# Clashes where no days are asked for: from a month ago to a quarter ahead; never more than a year at once.
BEFORE, AHEAD, MOST = timedelta(days=30), timedelta(days=90), timedelta(days=366)

STOPS = KeptRows(
    Visit.objects.select_related("unit").in_order().only("starts_on", "ends_on", "start_time", "unit__name"),
    "trip",
)


@require_safe
def visit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page of one visit."""
    return render(request, "visits/records/visit.html", visit_page(request, pk))


@require_safe
def trip(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page of one trip."""
    return render(request, "visits/records/trip.html", trip_page(request, pk))


def visit_page(request: SignedInRequest, pk: int) -> dict[str, Any]:
    """What the page of a visit shows: the record, where it stands, the steps open to the reader, what it lacks."""
    user = request.user
    row = one_for_reading(pk, user)
    mark_duplicates(row.attachments.all(), user)
    stops: Any = []
    if row.trip_id:
        stops = STOPS.seen_by(user, [row.trip_id])
    may_edit = user.is_staff and user.has_perm("visits.change_visit") and sign_off.may_edit(user, row)
    return {
        "title": row.title or row.unit.name,
        "reading": VisitRead(row),
        "visit": row,
        "stops": stops,
        "may_edit": may_edit,
        "gaps": sign_off.gaps(row) if may_edit else [],
        "steps": sign_off.open_steps(user, row),
        "last_step": sign_off.last_steps([row]).get(row.pk),
    }


def trip_page(request: SignedInRequest, pk: int) -> dict[str, Any]:
    """What the page of a trip shows."""
    user = request.user
    row = get_object_or_404(Trip.objects.visible_to(user), pk=pk)
    visits = for_reading(OF_TRIP.seen_by(user, [pk]), user)
    files = list(Attachment.objects.visible_to(user).filter(trip=row))
    mark_duplicates([*files, *(file for visit in visits for file in visit.attachments.all())], user)
    return {
        "title": row.title,
        "reading": TripRead(row, visits, files),
        "trip": row,
        "may_edit": user.is_staff
        and user.has_perm("visits.change_trip")
        and (user.has_perm(sign_off.CERTIFY) or not any(visit.is_final for visit in visits)),
    }


class SignOffForm(forms.Form):
    """The remark of a step where it asks for one, the version of the record as the page was opened, and a tick.

    The tick accepts `own_record`, the sentence that who certifies has entered the record too; without it there is none.
    """

    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    accept_own = forms.BooleanField(error_messages={"required": "โปรดทำเครื่องหมายยอมรับ แล้วกดรับรองอีกครั้ง"})

    def __init__(self, step: sign_off.SignOffStep, *args: Any, own_record: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if own_record:
            self.fields["accept_own"].label = f"{own_record} ยืนยันการรับรอง โดยระบบจะระบุไว้ในข้อมูลและรายงาน"
        else:
            del self.fields["accept_own"]
        if step.asks:
            self.fields["text"].label = step.asks
            self.fields["text"].error_messages["required"] = f"โปรดระบุ{step.asks}"
        else:
            del self.fields["text"]


@require_http_methods(["GET", "HEAD", "POST"])
def sign_off_step(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    """The page of one step of sign-off."""
    row = get_object_or_404(Visit.objects.visible_to(request.user).with_unit(), pk=pk)
    step = sign_off.STEPS.get(code)
    if not step:
        raise Http404
    if not request.user.has_perm(step.permission):
        raise PermissionDenied
    is_certifying = step.after == RecordState.FINAL and settings.CERTIFY_OWN_RECORDS
    own_record = sign_off.own_record_note(row, request.user) if is_certifying else ""
    form = SignOffForm(
        step,
        *([request.POST] if request.method == "POST" else []),
        own_record=own_record,
        initial={"seen": row.version},
    )
    sentences: Sequence[str] = ()
    if form.is_valid():
        text = form.cleaned_data.get("text", "")
        try:
            sign_off.take(step, row, request.user, text, form.cleaned_data["seen"])
        except Refused as refused:
            row.refresh_from_db()
            form = SignOffForm(step, own_record=own_record, initial={"text": text, "seen": row.version})
            sentences = refused.sentences
        else:
            messages.success(request, f"{step.label}แล้ว")
            return redirect(row)
    is_open = step in sign_off.open_steps(request.user, row)
    page = {
        "title": f"{step.label}: {row.title or row.unit.name}",
        "visit": row,
        "step": step,
        "is_open": is_open,
        "form": form,
        "sentences": sentences,
        "gaps": sign_off.gaps(row) if is_open and step.code in ("submit", "certify") else [],
        "last_step": sign_off.last_steps([row]).get(row.pk),
    }
    return render(request, "visits/records/sign_off.html", page)


@dataclass(frozen=True)
class WaitingVisit:
    """A visit that waits, and the step by which it was submitted."""

    visit: Visit
    submitted: sign_off.TakenStep | None


@require_safe
@permission_required(sign_off.CERTIFY, raise_exception=True)
def waiting(request: SignedInRequest) -> HttpResponse:
    """The visits that wait to be certified."""
    rows = Visit.objects.visible_to(request.user).waiting().with_unit().with_lead()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    steps = sign_off.last_steps(page.object_list)
    context = {
        "title": "ข้อมูลที่รอตรวจสอบ",
        "page": page,
        "rows": [WaitingVisit(row, steps.get(row.pk)) for row in page.object_list],
    }
    return render(request, "visits/records/waiting.html", context)


@require_safe
def clashes_page(request: SignedInRequest) -> HttpResponse:
    """Visits of the calendar that cannot both be, by the rules of the warnings at entry."""
    page_number = PageNumberField(label="หน้า", required=False)
    visit_filter = VisitFilter(request.GET, user=request.user, options={"page": page_number})
    today = timezone.localdate()
    first, last, is_cut = span_of(visit_filter, today)
    found: Any = clashes_for(visit_filter, first, last, today) if visit_filter.is_valid else []
    page = Paginator(found, PER_PAGE).get_page(visit_filter.value("page") or 1)
    rows = ClashRows(page.object_list, request.user)
    context = {
        "title": "กำหนดการซ้อนและข้อควรตรวจสอบ",
        "first": first,
        "last": last,
        "is_cut": is_cut,
        "filter": visit_filter,
        "page": page,
        "groups": [(KINDS[kind], list(group)) for kind, group in groupby(rows, lambda row: row.kind)],
    }
    return render(request, "visits/records/clashes.html", context)


def clashes_for(visit_filter: VisitFilter, first: date, last: date, today: date) -> ClashList:
    """Clashes with at least one visit that the filter finds, and every plan of it whose day has passed."""
    keys = set(visit_filter.visits.between(first, last).order_by().values_list("pk", flat=True))
    pairs = clashes(Visit.objects.visible_to(visit_filter.user), first, last)
    plans = visit_filter.visits.overdue_plans(today).in_order()
    return ClashList([pair for pair in pairs if not keys.isdisjoint(pair.visits)], plans)


def span_of(visit_filter: VisitFilter, today: date) -> tuple[date, date, bool]:
    """First and last day to be looked at, and whether that is less than the filter wants."""
    first, last = visit_filter.days_asked
    if first is None and last is None:
        return today - BEFORE, today + AHEAD, False
    if first is None:
        first = last - MOST if last else today
    last = last or first + MOST
    return first, min(last, first + MOST), last > first + MOST

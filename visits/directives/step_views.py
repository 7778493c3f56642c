"""The forms of the steps of a directive: of one assignment, and of the whole directive."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from officials.models.account import SignedInRequest
from visits.directives import actions, steps
from visits.directives.forms import (
    AmendForm,
    AssignForm,
    CirculationForm,
    FillGroupForm,
    GroupForm,
    NotifyAllForm,
    RecordForm,
    ResolutionForm,
)
from visits.directives.unit_groups import group_of_name, missing_units
from visits.directives.views import visible_assignment
from visits.models import (
    Assignment,
    Directive,
    DirectiveKind,
    State,
    Verb,
)
from visits.models.workflow import Refused

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def step(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """The form of one step of one assignment."""
    assignment = visible_assignment(request, pk)
    if verb not in Verb.values or Verb(verb) not in steps.STEPS:
        raise Http404
    declared = steps.STEPS[Verb(verb)]
    if not request.user.has_perm(declared.permission):
        raise PermissionDenied
    newest = steps.newest_progress(assignment)
    back = None
    if request.GET.get("from") == "mine":
        # To the place in the list of the own unit from which the step was taken: the next one waits below.
        page = request.GET.get("page", "")
        query = f"?page={page}" if page.isdecimal() else ""
        back = f"{reverse('own_directives')}{query}#part-{assignment.pk}"
    return form_page(
        request,
        declared.form,
        assignment,
        label=declared.label,
        take=lambda values: declared.take(assignment, by=request.user, **values),
        is_open=lambda: declared in steps.open_steps(request.user, assignment),
        initial={"seen": newest.pk if newest else 0},
        note=" ".join(actions.internal_notes([assignment.directive])) if verb == Verb.NOTIFY else "",
        back=back,
    )


@require_http_methods(METHODS)
def notify_everybody(request: SignedInRequest, pk: int) -> HttpResponse:
    """Notifies every unit that has not been notified yet."""
    row = office_only(request, pk)
    pending = row.assignments.filter(state=State.PENDING).select_related("unit")
    names = [assignment.unit.label for assignment in pending]
    return form_page(
        request,
        NotifyAllForm,
        row,
        label=f"แจ้งข้อสั่งการ {len(names)} หน่วยงาน",
        take=lambda values: actions.notify_all(pending, by=request.user, **values),
        is_open=lambda: bool(names),
        names=names,
        note=" ".join(actions.internal_notes([row])),
    )


@require_http_methods(METHODS)
def amend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Changes the wording of a directive that is certified or was notified."""
    row = office_only(request, pk)
    wording = {name: getattr(row, name) for name in AmendForm.base_fields if name != "reason"}
    return form_page(
        request,
        AmendForm,
        row,
        label="แก้ไขเพิ่มเติม",
        take=lambda values: actions.amend(row, by=request.user, **values),
        is_open=lambda: actions.may_amend(row),
        initial=wording,
    )


@require_http_methods(METHODS)
def circulate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Records the day on which a certified directive was circulated."""
    row = office_only(request, pk)
    return form_page(
        request,
        CirculationForm,
        row,
        label="บันทึกการเวียนแจ้ง",
        take=lambda values: actions.record_circulation(row, by=request.user, **values),
        is_open=lambda: row.visit.is_final,
        initial={"circulated_on": row.circulated_on},
    )


@require_http_methods(METHODS)
def consider(request: SignedInRequest, pk: int) -> HttpResponse:
    """Records what the office decided on a certified suggestion."""
    row = office_only(request, pk)
    return form_page(
        request,
        ResolutionForm,
        row,
        label="บันทึกผลการพิจารณา",
        take=lambda values: actions.record_resolution(row, by=request.user, **values),
        is_open=lambda: row.visit.is_final and row.kind == DirectiveKind.SUGGESTION,
        initial={"resolution": row.resolution},
    )


@require_http_methods(METHODS)
def assign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Makes one more unit or a whole group responsible."""
    row = office_only(request, pk)
    return form_page(
        request,
        AssignForm,
        row,
        label="เพิ่มหน่วยงานรับผิดชอบ",
        take=lambda values: actions.assign(row, by=request.user, **values),
    )


@require_http_methods(METHODS)
def fill_group(request: SignedInRequest, pk: int) -> HttpResponse:
    """Adds the units of a group that are missing."""
    row = office_only(request, pk)
    via = request.GET.get("via", "")
    group = group_of_name(via, request.user)
    units = list(missing_units(row, group, request.user, timezone.localdate())) if group else []
    return form_page(
        request,
        FillGroupForm,
        row,
        label=f"เพิ่มหน่วยงานที่ยังขาด {len(units)} หน่วยงาน",
        take=lambda values: actions.assign(row, units, by=request.user, via=via, **values),
        is_open=lambda: bool(units),
        names=[unit.label for unit in units],
    )


@require_http_methods(METHODS)
def undo_group(request: SignedInRequest, pk: int) -> HttpResponse:
    """Takes a group back, and says which units stay."""
    row = office_only(request, pk)
    names = row.assignments.values_list("via", flat=True)
    via = next((name for name in names if name == request.GET.get("via")), "")
    rows = row.assignments.filter(via=via).exclude(via="").select_related("unit")
    going = [assignment.unit.label for assignment in rows.untouched()]
    staying = [assignment.unit.label for assignment in rows if assignment.unit.label not in going]
    note = f"คงไว้ {len(staying)} หน่วยงาน เพราะแจ้งหรือดำเนินการแล้ว: {', '.join(staying)}" if staying else ""
    return form_page(
        request,
        GroupForm,
        row,
        label=f"ยกเลิกการมอบหมาย{via} {len(going)} หน่วยงาน",
        take=lambda _: actions.unassign(row, via, by=request.user),
        is_open=lambda: bool(going),
        names=going,
        note=note,
    )


def office_only(request: SignedInRequest, pk: int) -> Directive:
    """The directive of that key; 403 for those who do not act for the office."""
    rows = Directive.objects.visible_to(request.user).select_related("visit")
    row = get_object_or_404(rows, pk=pk)
    if not steps.is_office(request.user):
        raise PermissionDenied
    return row


def form_page(
    request: SignedInRequest,
    form_class: type[RecordForm],
    record: Assignment | Directive,
    *,
    label: str,
    take: Callable[[dict[str, Any]], Any],
    is_open: Callable[[], bool] = lambda: True,
    initial: dict[str, Any] | None = None,
    names: Sequence[str] = (),
    note: str = "",
    back: str | None = None,
) -> HttpResponse:
    """Shows the form, takes the step, and says beside the form why it could not be taken; nothing typed is lost."""
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_class(*data, user=request.user, record=record, initial=initial)
    row = record.directive if isinstance(record, Assignment) else record
    sentences: Sequence[str] = ()
    if data and form.is_valid():
        try:
            take(form.cleaned_data)
        except Refused as refused:
            sentences = refused.sentences
            record.refresh_from_db()
            if isinstance(record, Assignment):
                # Read and decided anew: the next attempt starts from what stands on the page now.
                newest = steps.newest_progress(record)
                posted = request.POST.copy()
                posted["seen"] = str(newest.pk if newest else 0)
                form = form_class(posted, user=request.user, record=record)
        else:
            messages.success(request, f"{label}แล้ว")
            for sentence in form.notes:
                messages.warning(request, sentence)
            return redirect(back or row)
    page = {
        "title": label,
        "directive": row,
        "assignment": record if isinstance(record, Assignment) else None,
        "form": form,
        "label": label,
        "is_open": is_open(),
        "sentences": sentences,
        "names": names,
        "note": note,
        "files_lost": bool(request.FILES),
        "back": back or row.get_absolute_url(),
    }
    return render(request, "visits/directives/step.html", page)

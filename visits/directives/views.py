"""Pages of one directive with its whole life, the forms of its steps, and the list of the user's own unit."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from config.forms.autocomplete import LONGEST_KEY
from officials.models import User
from officials.models.account import SignedInRequest
from units.models import Unit
from visits.attachments.duplicates import mark_duplicates
from visits.directives import steps
from visits.directives.as_of import end_of, word_as_then
from visits.directives.forms import AmendForm, AssignForm, FillGroupForm, GroupForm, NotifyAllForm, RecordForm
from visits.directives.similar import similar_as_json, similar_directives
from visits.directives.unit_groups import group_of_name, missing_units
from visits.filters.filter_fields import FilterDayField
from visits.models import (
    AWAITED,
    FOLLOWED_UP,
    Amendment,
    Assignment,
    Attachment,
    Directive,
    DirectiveDimension,
    DirectiveRelation,
    Finding,
    Progress,
    State,
    Verb,
    Visit,
)
from visits.models.progress import ProgressQuerySet
from visits.models.workflow import Refused

METHODS = ["GET", "HEAD", "POST"]
# A directive that every round asks about grows for years: its page shows the last steps of each unit.
LATEST = 8
PER_PAGE = 50
PER_OWN_PAGE = 20
# As much of a directive as an address holds in Thai; what follows no longer tells two directives apart.
LONGEST_WORDING = 300


class AssignmentOnPage:
    """One unit's assignment as it stood then: state, due day, its last steps, and what the reader may do now."""

    def __init__(self, row: Any, user: User, moment: datetime | None) -> None:
        # With what `for_reading` annotates.
        self.row, self.unit = row, row.unit
        self.state, self.due_on = State(row.state_then), row.due_then
        self.progress = row.newest[:LATEST][::-1]
        self.newest_key = row.newest[0].pk if row.newest else 0
        self.has_more = len(row.newest) > LATEST
        self.steps = [] if moment else steps.open_steps(user, row)

    @property
    def is_late(self) -> bool:
        """True where its due day has passed and the unit's next step is awaited."""
        is_awaited = self.state in AWAITED and self.row.directive.follow_up in FOLLOWED_UP
        return bool(is_awaited and self.due_on and self.due_on < timezone.localdate())

    @property
    def successor(self) -> Unit | None:
        """The unit that took over, where this one has been closed meanwhile."""
        closed = self.unit.closed_on and self.unit.closed_on <= timezone.localdate()
        return self.unit.successor if closed else None


@dataclass(frozen=True)
class GroupOnPage:
    """A group that the directive went to: how many units, how many are missing, how many can be taken back."""

    name: str
    count: int
    missing: int
    untouched: int


@require_safe
def directive(request: SignedInRequest, pk: int) -> HttpResponse:
    """One directive with its assignments, as of now or of the end of a past day (`?as_at=`)."""
    day_text = request.GET.get("as_at", "")
    moment, sentence = past_moment(day_text)
    row = get_object_or_404(for_reading(request.user, moment), pk=pk)
    is_entered = moment is None or Directive.objects.made_by(moment).filter(pk=pk).exists()
    if moment:
        word_as_then([row], moment)
    rows = list(row.assignments.all())
    assignments = [AssignmentOnPage(assignment, request.user, moment) for assignment in rows]
    files = [file for shown in assignments for step in shown.progress for file in step.attachments.all()]
    mark_duplicates(files, request.user)
    is_office = not moment and steps.is_office(request.user)
    page = {
        "title": str(row) if is_entered else "ข้อสั่งการ",
        "directive": row,
        "assignments": assignments,
        "moment": moment,
        "is_entered": is_entered,
        "sentence": sentence,
        "asked_day": day_text,
        "related": related(row, request.user),
        "actions": []
        if moment
        else steps.open_actions(request.user, row, [assignment.state for assignment in rows]),
        "groups": list(groups_of(row, rows, request.user)) if is_office else [],
        "may_read_visit": request.user.sees_everything
        or Visit.objects.visible_to(request.user).filter(pk=row.visit_id).exists(),
    }
    return render(request, "visits/directives/directive.html", page)


def past_moment(text: str) -> tuple[datetime | None, str]:
    """The end of the day typed and an empty sentence, or None and what is wrong; today and later is now, None."""
    try:
        day = FilterDayField(required=False).clean(text)
    except ValidationError as wrong:
        return None, " ".join(wrong.messages)
    return end_of(day), ""


def for_reading(user: User, moment: datetime | None = None) -> QuerySet[Directive]:
    """Directives with all that a page shows of one, as far as the user may see it."""
    steps = progress_for(user, moment or timezone.now()).order_by("-recorded_at", "-pk")[: LATEST + 1]
    assignments = (
        Assignment.objects.visible_to(user).as_of(moment).select_related("unit__successor", "letter")
    )
    amendments = Amendment.objects.visible_to(user).filter(recorded_at__lte=moment or timezone.now())
    rows = Directive.objects.visible_to(user).select_related("visit__unit", "visit__province")
    return rows.prefetch_related(
        Prefetch(
            "assignments",
            assignments.order_by("role", "unit__sort_key").prefetch_related(
                Prefetch("progress", steps, "newest")
            ),
        ),
        Prefetch("amendments", amendments),
        Prefetch("findings", Finding.objects.visible_to(user)),
        Prefetch("dimension_links", DirectiveDimension.objects.select_related("dimension")),
        "programmes",
        "about",
    )


def progress_for(user: User, moment: datetime) -> ProgressQuerySet:
    """The steps recorded by a moment that the user may see, with their files."""
    files = Prefetch("attachments", Attachment.objects.visible_to(user))
    return Progress.objects.visible_to(user).as_at(moment).prefetch_related(files)


def related(row: Directive, user: User) -> list[tuple[str, Directive]]:
    """Pairs of how another directive belongs to this one, and that directive."""
    visible = Directive.objects.visible_to(user).order_by()
    links = DirectiveRelation.objects.select_related("earlier", "directive")
    earlier = links.filter(directive=row, earlier__in=visible)
    later = links.filter(earlier=row, directive__in=visible)
    return [
        *((link.get_kind_display(), link.earlier) for link in earlier),
        *((f"มีข้อสั่งการ{link.get_kind_display()}ข้อนี้", link.directive) for link in later),
    ]


def groups_of(row: Directive, rows: Sequence[Assignment], user: User) -> Iterator[GroupOnPage]:
    """The groups that the directive went to."""
    counts = Counter(assignment.via for assignment in rows if assignment.via)
    if not counts:
        return
    in_groups = row.assignments.exclude(via="").untouched()
    untouched = Counter(in_groups.values_list("via", flat=True))
    for name, count in counts.items():
        group = group_of_name(name, user)
        missing = missing_units(row, group, user, timezone.localdate()).count() if group else 0
        yield GroupOnPage(name, count, missing, untouched.get(name, 0))


@require_safe
def life(request: SignedInRequest, pk: int) -> HttpResponse:
    """All steps of one assignment, those of older rounds too."""
    assignment = visible_assignment(request, pk)
    steps = progress_for(request.user, timezone.now()).filter(assignment=assignment)
    page = Paginator(steps.order_by("-recorded_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    mark_duplicates([file for progress in page for file in progress.attachments.all()], request.user)
    context = {"title": f"ขั้นตอนทั้งหมดของ{assignment.unit.name}", "assignment": assignment, "page": page}
    return render(request, "visits/directives/life.html", context)


def visible_assignment(request: SignedInRequest, pk: int) -> Assignment:
    """The assignment of that key; 404 where the user may not see one."""
    rows = Assignment.objects.visible_to(request.user).select_related("unit", "directive__visit")
    return get_object_or_404(rows, pk=pk)


@require_GET
def similar(request: SignedInRequest) -> JsonResponse:
    """Directives given already that read like `q`, which is being typed; `but` is the key of that one once saved."""
    key = request.GET.get("but", "")
    exclude = int(key) if key.isdecimal() and len(key) <= LONGEST_KEY else None
    rows = similar_directives(request.user, request.GET.get("q", "")[:LONGEST_WORDING], exclude)
    return JsonResponse([similar_as_json(row) for row in rows], safe=False)


@dataclass(frozen=True)
class OwnAssignment:
    """An assignment of the user's own unit: the steps open to the user, and what it was returned for."""

    row: Assignment
    steps: list[steps.Step]
    is_late: bool
    returned_for: str


@require_safe
def own_directives(request: SignedInRequest) -> HttpResponse:
    """What the user's unit has still to answer, made for a telephone."""
    user, today = request.user, timezone.localdate()
    rows = in_order(Assignment.objects.of_own_unit(user).to_answer_or_answered(), user)
    page = Paginator(rows, PER_OWN_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "ข้อสั่งการถึงหน่วยงานของฉัน",
        "page": page,
        "assignments": [
            OwnAssignment(
                row,
                steps.steps_from(row.state, user),
                row.state in AWAITED and row.effective_due_on is not None and row.effective_due_on < today,
                row.sent_back[-1].reason if row.state == State.RETURNED and row.sent_back else "",
            )
            for row in page.object_list
        ],
        "number": f"{page.paginator.count:,}",
        "own_unit": user.unit,
    }
    return render(request, "visits/directives/own_directives.html", context)


def in_order(assignments: QuerySet[Assignment], user: User) -> QuerySet[Assignment]:
    """By due day, reported ones last; with `sent_back`, the returns, and `newest_key`, the key of the last step."""
    sent_back = Progress.objects.visible_to(user).filter(verb=Verb.SEND_BACK).order_by("recorded_at", "pk")
    newest = Progress.objects.filter(assignment=OuterRef("pk")).order_by("-recorded_at", "-pk")
    waits_for_office = Case(When(Q(state=State.REPORTED), then=1), default=0)
    rows = assignments.select_related("unit", "directive__visit__unit")
    rows = rows.annotate(newest_key=Subquery(newest.values("pk")[:1]))
    rows = rows.prefetch_related(Prefetch("progress", sent_back, to_attr="sent_back"))
    return rows.order_by(waits_for_office, F("effective_due_on").asc(nulls_last=True), "pk")


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
    return form_page(
        request,
        declared.form,
        assignment,
        label=declared.label,
        take=lambda values: declared.take(assignment, by=request.user, **values),
        is_open=lambda: declared in steps.open_steps(request.user, assignment),
        initial={"seen": newest.pk if newest else 0},
        back=own_list(request, assignment),
    )


def own_list(request: SignedInRequest, assignment: Assignment) -> str | None:
    """The place in the list of the own unit from which the step was taken, or None: the next one waits below."""
    if request.GET.get("from") != "mine":
        return None
    page = request.GET.get("page", "")
    query = f"?page={page}" if page.isdecimal() else ""
    return f"{reverse('own_orders')}{query}#part-{assignment.pk}"


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
        take=lambda values: steps.notify_all(pending, by=request.user, **values),
        is_open=lambda: bool(names),
        names=names,
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
        take=lambda values: steps.amend(row, by=request.user, **values),
        is_open=lambda: steps.may_amend(row),
        initial=wording,
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
        take=lambda values: steps.assign(row, by=request.user, **values),
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
        take=lambda values: steps.assign(row, units, by=request.user, via=via, **values),
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
        take=lambda _: steps.unassign(row, via, by=request.user),
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
                form.data = posted
        else:
            messages.success(request, f"{label}แล้ว")
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

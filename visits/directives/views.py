"""Pages of one directive with its whole life, and the list of directives to the user's own unit."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from config.forms.keys import key_of
from config.kept_statements import KeptRows
from config.occurring import KeptPrefetch, prefetch_occurring
from officials.models import User
from officials.models.account import SignedInRequest
from units.models import Unit, UnitSuccession
from visits.attachments.duplicates import mark_duplicates
from visits.directives import own_keys, steps
from visits.directives.actions import internal_notes, open_actions
from visits.directives.as_of import end_of, word_as_then
from visits.directives.holiday_years import HolidayYears
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
    DirectiveKind,
    DirectiveRelation,
    Finding,
    Programme,
    Progress,
    State,
    Verb,
    Visit,
)
from visits.models.progress import ProgressQuerySet

# A directive that every round asks about grows for years: its page shows the last steps of each unit.
LATEST = 8
PER_PAGE = 50
# As much of a directive as an address holds in Thai; what follows no longer tells two directives apart.
LONGEST_WORDING = 300

ONE = KeptRows(Directive.objects.select_related("visit__unit", "visit__province").order_by(), "pk")
BESIDE_ASSIGNMENT = "unit", "letter", "continued_by"
OF_NOW = (
    KeptPrefetch(
        "assignments",
        Assignment.objects.as_of().select_related(*BESIDE_ASSIGNMENT).order_by("role", "unit__sort_key"),
        is_usual=True,
    ),
    KeptPrefetch("amendments", Amendment.objects.all()),
)
OF_ANY_DAY = (
    KeptPrefetch("findings", Finding.objects.all()),
    KeptPrefetch("related_links", DirectiveRelation.objects.select_related("earlier")),
    KeptPrefetch("later_links", DirectiveRelation.objects.select_related("directive")),
)
OF_DIRECTIVE = (
    KeptPrefetch("dimension_links", DirectiveDimension.objects.select_related("dimension")),
    KeptPrefetch("programmes", Programme.objects.all()),
    KeptPrefetch("about", Unit.objects.all()),
)

# The key of the last step stands in the form of the next one.
OWN = KeptRows(
    Assignment.objects.order_by()
    .select_related("unit", "directive__visit__unit")
    .annotate(
        newest_key=Subquery(
            Progress.objects.filter(assignment=OuterRef("pk"))
            .order_by("-recorded_at", "-pk")
            .values("pk")[:1]
        )
    )
    .only(
        *("state", "effective_due_on", "unit__name", "unit__short_name"),
        *("directive__number", "directive__subject", "directive__text", "directive__due_text"),
        *("directive__given_name", "directive__follow_up", "directive__visit__starts_on"),
        *("directive__visit__unit__name", "directive__visit__unit__short_name"),
    ),
    "pk",
)
# By assignment, the last one last.
SENT_BACK = KeptRows(
    Progress.objects.filter(verb=Verb.SEND_BACK)
    .order_by("recorded_at", "pk")
    .values_list("assignment", "reason"),
    "assignment",
)


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
    def successors(self) -> str:
        """The unit that carries it on, or the units that took over where this one has been closed meanwhile."""
        if self.row.continued_by:
            return str(self.row.continued_by)
        closed = self.unit.closed_on and self.unit.closed_on <= timezone.localdate()
        return self.unit.successor_names if closed else ""


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
    # Today and later is now: no moment.
    moment, sentence = None, ""
    try:
        moment = end_of(FilterDayField(required=False).clean(day_text))
    except ValidationError as wrong:
        sentence = " ".join(wrong.messages)
    rows = ONE.seen_by(request.user, [pk])
    if not rows:
        raise Http404
    [row] = rows
    for_reading(row, request.user, moment)
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
        "today": timezone.localdate(),
        "directive": row,
        "is_binding": DirectiveKind(row.kind).is_binding,
        "assignments": assignments,
        "moment": moment,
        "is_entered": is_entered,
        "sentence": sentence,
        "day_text": day_text,
        "due_note": HolidayYears().note_on(row),
        "related": related(row),
        "actions": [] if moment else open_actions(request.user, row, [one.state for one in rows]),
        "internal_notes": internal_notes([row]) if is_office and rows else [],
        "groups": list(groups_of(row, rows, request.user)) if is_office else [],
        "may_read_visit": request.user.sees_everything
        or Visit.objects.visible_to(request.user).filter(pk=row.visit_id).exists(),
    }
    return render(request, "visits/directives/directive.html", page)


def for_reading(row: Directive, user: User, moment: datetime | None = None) -> None:
    """Fetches all that a page shows of a directive, as far as the user may see it."""
    then: list[Prefetch | KeptPrefetch] = [lookup.seen_by(user) for lookup in OF_NOW]
    if moment:
        assignments = Assignment.objects.visible_to(user).as_of(moment).select_related(*BESIDE_ASSIGNMENT)
        amendments = Amendment.objects.visible_to(user).filter(recorded_at__lte=moment)
        then = [
            Prefetch("assignments", assignments.order_by("role", "unit__sort_key")),
            Prefetch("amendments", amendments),
        ]
    prefetch_occurring([row], *then, *(lookup.seen_by(user) for lookup in OF_ANY_DAY), *OF_DIRECTIVE)
    rows = list(row.assignments.all())
    steps = progress_for(user, moment or timezone.now()).order_by("-recorded_at", "-pk")[: LATEST + 1]
    prefetch_occurring(rows, Prefetch("progress", steps, "newest"))
    successions = UnitSuccession.objects.select_related("successor")
    prefetch_occurring([assignment.unit for assignment in rows], Prefetch("successions", successions))


def progress_for(user: User, moment: datetime) -> ProgressQuerySet:
    """The steps recorded by a moment that the user may see, with their files."""
    files = Prefetch("attachments", Attachment.objects.visible_to(user))
    return Progress.objects.visible_to(user).as_at(moment).prefetch_related(files)


def related(row: Directive) -> list[tuple[str, Directive]]:
    """Pairs of how another directive belongs to this one, and that directive."""
    return [
        *((link.get_kind_display(), link.earlier) for link in row.related_links.all()),
        *((f"มีข้อสั่งการ{link.get_kind_display()}ข้อนี้", link.directive) for link in row.later_links.all()),
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
    exclude = key_of(request.GET.get("but", ""))
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
    """What the user's unit has still to answer, by due day, what was reported last; made for a telephone."""
    user, today = request.user, timezone.localdate()
    keys: Any = own_keys.OwnKeys.of(tuple(user.family), user.sees_everything)
    page = Paginator(keys, own_keys.PER_PAGE).get_page(request.GET.get("page"))
    rows = OWN.in_order(page.object_list)
    # Whoever sees the assignment of the own unit sees its steps too.
    returned = [row.pk for row in rows if row.state == State.RETURNED]
    returned_for = dict(SENT_BACK.read(returned))
    context = {
        "title": "ข้อสั่งการถึงหน่วยงานของฉัน",
        "today": today,
        "page": page,
        "assignments": [
            OwnAssignment(
                row,
                steps.steps_from(row.state, user),
                row.state in AWAITED and row.effective_due_on is not None and row.effective_due_on < today,
                returned_for.get(row.pk, ""),
            )
            for row in rows
        ],
        "number": f"{page.paginator.count:,}",
        "own_unit": user.unit,
    }
    return render(request, "visits/directives/own_directives.html", context)

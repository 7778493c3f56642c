"""Orders and what becomes of them: one order with its whole life, and the forms of the steps."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from config.kept_forms import brings_back
from visits.attachments.duplicates import mark_duplicates
from visits.directives import steps
from visits.directives.forms import FORMS, AmendForm, AssignForm, GroupForm, NotifyForm
from visits.directives.unit_groups import missing, of_name
from visits.filters.fields import FilterDayField
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
)
from visits.models.workflow import Refused
from visits.reports.directives import end_of, word_as_then

ANSWERS = ["GET", "HEAD", "POST"]
# An order that every round asks about grows for years: its page shows the last steps of each unit.
LATEST = 8
PER_PAGE = 50


@require_safe
def directive(request, pk):
    moment, sentence = past_moment(request.GET.get("as_at", ""))
    found = get_object_or_404(for_reading(request.user, moment), pk=pk)
    if moment:
        word_as_then([found], moment)
    rows = list(found.assignments.all())
    parts = [Part(row, request.user, moment) for row in rows]
    is_office = not moment and steps.is_office(request.user)
    mark_duplicates(
        [file for part in parts for told in part.told for file in told.attachments.all()], request.user
    )
    page = {
        "title": str(found),
        "directive": found,
        "parts": parts,
        "moment": moment,
        "sentence": sentence,
        "asked_day": request.GET.get("as_at", ""),
        "related": related(found, request.user),
        "is_office": is_office,
        "groups": list(given_groups(found, rows, request.user)) if is_office else [],
        "pending": not moment and any(row.state == State.PENDING for row in rows),
    }
    return render(request, "visits/directives/directive.html", page)


def past_moment(text):
    """The end of the day that was typed, or what is wrong with it; today and later is now."""
    try:
        day = FilterDayField(required=False).clean(text)
    except ValidationError as wrong:
        return None, " ".join(wrong.messages)
    return end_of(day), ""


def for_reading(user, moment=None):
    """With all that a page of one order tells, as far as the user may see it."""

    def seen(name, rows):
        return Prefetch(name, rows.visible_to(user))

    told = told_by(user, moment or timezone.now()).order_by("-recorded_at", "-pk")[: LATEST + 1]
    parts = Assignment.objects.as_of(moment).select_related("unit__successor", "letter")
    amendments = Amendment.objects.filter(recorded_at__lte=moment or timezone.now())
    rows = Directive.objects.visible_to(user).select_related("visit__unit", "visit__province")
    return rows.prefetch_related(
        seen(
            "assignments",
            parts.order_by("role", "unit__sort_key").prefetch_related(Prefetch("progress", told, "newest")),
        ),
        seen("amendments", amendments),
        seen("findings", Finding.objects.all()),
        Prefetch("dimension_links", DirectiveDimension.objects.select_related("dimension")),
        "programmes",
        "about",
    )


def told_by(user, moment):
    """The steps of units' parts with their files."""
    files = Prefetch("attachments", Attachment.objects.visible_to(user))
    return Progress.objects.visible_to(user).as_at(moment).prefetch_related(files)


def related(found, user):
    """Pairs of how another order belongs to this one, and that order."""
    seen = Directive.objects.visible_to(user).order_by()
    links = DirectiveRelation.objects.select_related("earlier", "directive")
    earlier = links.filter(directive=found, earlier__in=seen)
    later = links.filter(earlier=found, directive__in=seen)
    return [
        *((link.get_kind_display(), link.earlier) for link in earlier),
        *((f"มีข้อสั่งการ{link.get_kind_display()}ข้อนี้", link.directive) for link in later),
    ]


class Part:
    """A unit's part on the page: how it stood then, what was told last, and the steps that the reader may take now."""

    def __init__(self, row, user, moment):
        self.row, self.unit = row, row.unit
        self.state = State(row.state_then)
        self.due_on = row.due_then
        self.told = row.newest[:LATEST][::-1]
        self.has_more = len(row.newest) > LATEST
        self.steps = [] if moment else steps.open_steps(user, row)

    @property
    def is_late(self):
        waits = self.state in AWAITED and self.row.directive.follow_up in FOLLOWED_UP
        return bool(waits and self.due_on and self.due_on < timezone.localdate())

    @property
    def heir(self):
        """The unit that took over, where this one has been closed meanwhile."""
        closed = self.unit.closed_on and self.unit.closed_on <= timezone.localdate()
        return self.unit.successor if closed else None


@require_safe
def life(request, pk):
    """All steps of one unit's part, those of older rounds too."""
    rows = Assignment.objects.visible_to(request.user).select_related("unit", "directive__visit")
    part = get_object_or_404(rows, pk=pk)
    told = told_by(request.user, timezone.now()).filter(assignment=part).order_by("-recorded_at", "-pk")
    sheet = Paginator(told, PER_PAGE).get_page(request.GET.get("page"))
    mark_duplicates([file for one in sheet for file in one.attachments.all()], request.user)
    page = {"title": f"ขั้นตอนทั้งหมดของ{part.unit.name}", "part": part, "sheet": sheet}
    return render(request, "visits/directives/life.html", page)


@brings_back
@require_http_methods(ANSWERS)
def step(request, pk, verb):
    """One verb on one unit's part."""
    rows = Assignment.objects.visible_to(request.user).select_related("unit", "directive__visit")
    part = get_object_or_404(rows, pk=pk)
    if verb not in FORMS:
        raise Http404
    found = steps.STEPS[verb]
    if not request.user.has_perm(found.permission):
        raise PermissionDenied
    take = getattr(steps, verb)
    return form_page(
        request,
        FORMS[verb],
        part,
        label=found.label,
        take=lambda told: take(part, by=request.user, **told),
        is_open=found in steps.open_steps(request.user, part),
        back=own_list(request, part),
    )


def own_list(request, part):
    """The list of the own unit's orders where the step was taken from there: the next one waits below."""
    if request.GET.get("from") != "mine":
        return None
    page = request.GET.get("page", "")
    query = f"?page={page}" if page.isdecimal() else ""
    return f"{reverse('own_orders')}{query}#part-{part.pk}"


@brings_back
@require_http_methods(ANSWERS)
def notify_everybody(request, pk):
    """Every unit that has not been told yet."""
    found = office_only(request, pk)
    pending = found.assignments.filter(state=State.PENDING).select_related("unit")
    names = [row.unit.label for row in pending]
    return form_page(
        request,
        NotifyForm,
        found,
        label=f"แจ้งข้อสั่งการ {len(names)} หน่วยงาน",
        take=lambda told: steps.notify_all(pending, by=request.user, **told),
        is_open=bool(names),
        names=names,
    )


@brings_back
@require_http_methods(ANSWERS)
def amend(request, pk):
    found = office_only(request, pk)
    wording = {name: getattr(found, name) for name in AmendForm.base_fields if name != "reason"}
    return form_page(
        request,
        AmendForm,
        found,
        label="แก้ไขเพิ่มเติม",
        take=lambda told: steps.amend(found, by=request.user, **told),
        is_open=found.visit.is_final,
        initial=wording,
    )


@brings_back
@require_http_methods(ANSWERS)
def assign(request, pk):
    found = office_only(request, pk)
    return form_page(
        request,
        AssignForm,
        found,
        label="เพิ่มหน่วยงานรับผิดชอบ",
        take=lambda told: steps.assign(found, by=request.user, **told),
        is_open=True,
    )


@brings_back
@require_http_methods(ANSWERS)
def fill_group(request, pk):
    """Adds the units of a group that are missing, be it that they opened since or were taken away."""
    found = office_only(request, pk)
    group = of_name(request.GET.get("via", ""), request.user)
    units = list(missing(found, group, request.user, timezone.localdate())) if group else []
    return form_page(
        request,
        GroupForm,
        found,
        label=f"เพิ่มหน่วยงานที่ยังขาด {len(units)} หน่วยงาน",
        take=lambda _: steps.assign(found, units, by=request.user, via=group.name),
        is_open=bool(units),
        names=[unit.label for unit in units],
    )


@brings_back
@require_http_methods(ANSWERS)
def undo_group(request, pk):
    """Takes a group back at once, and says which units stay."""
    found = office_only(request, pk)
    given = found.assignments.values_list("via", flat=True)
    via = next((one for one in given if one == request.GET.get("via")), "")
    rows = found.assignments.filter(via=via).exclude(via="").select_related("unit")
    going = [row.unit.label for row in rows.untouched()]
    staying = [row.unit.label for row in rows if row.unit.label not in going]
    return form_page(
        request,
        GroupForm,
        found,
        label=f"ยกเลิกการมอบหมาย{via} {len(going)} หน่วยงาน",
        take=lambda _: steps.unassign(found, via, by=request.user),
        is_open=bool(going),
        names=going,
        note=f"คงไว้ {len(staying)} หน่วยงาน เพราะแจ้งหรือดำเนินการแล้ว: {', '.join(staying)}" if staying else "",
    )


def given_groups(found, rows, user):
    """Each group that the order went to: how many parts, how many units are missing, how many may be taken back."""
    today = timezone.localdate()
    counts = Counter(row.via for row in rows if row.via)
    untouched = (
        Counter(found.assignments.exclude(via="").untouched().values_list("via", flat=True)) if counts else {}
    )
    for name, count in counts.items():
        group = of_name(name, user)
        lacks = missing(found, group, user, today).count() if group else 0
        yield {"name": name, "count": count, "missing": lacks, "untouched": untouched.get(name, 0)}


def office_only(request, pk):
    found = get_object_or_404(Directive.objects.visible_to(request.user).select_related("visit"), pk=pk)
    if not steps.is_office(request.user):
        raise PermissionDenied
    return found


def form_page(
    request, form_class, record, *, label, take, is_open, initial=None, names=(), note="", back=None
):
    """Asks, takes the step, and says beside the form why it could not be taken; nothing typed is lost."""
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_class(*data, user=request.user, record=record, initial=initial)
    sentences = ()
    if data and form.is_valid():
        try:
            take(form.cleaned_data)
        except Refused as refused:
            sentences = refused.sentences
            record.refresh_from_db()
        else:
            messages.success(request, f"{label}แล้ว")
            return redirect(back or directive_of(record))
    page = {
        "title": label,
        "directive": directive_of(record),
        "part": record if isinstance(record, Assignment) else None,
        "form": form,
        "label": label,
        "is_open": is_open,
        "sentences": sentences,
        "names": names,
        "note": note,
        "files_lost": bool(request.FILES),
        "back": back or directive_of(record).get_absolute_url(),
    }
    return render(request, "visits/directives/step.html", page)


def directive_of(record):
    return record.directive if isinstance(record, Assignment) else record

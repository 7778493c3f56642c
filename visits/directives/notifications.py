"""What became of directives and concerns a person: of a unit what the office did, of the office what units reported."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from config.thai.dates import thai_date
from officials.models import User
from units.models import Unit
from visits.directives import steps
from visits.directives.reminders import ReminderItem
from visits.models import Progress, ReminderKind, State, Verb
from visits.models.progress import ProgressQuerySet

# What could not be mailed for so long is old news; it stays on the page of the directive.
LOOKED_BACK = timedelta(days=30)
BY_OFFICE = [verb for verb in Verb if verb not in (Verb.ACKNOWLEDGE, Verb.REPORT)]


def notification_items(user: User, now: datetime) -> Iterator[ReminderItem]:
    """One item for each step that somebody else took since the account exists, sent before or not."""
    since = max(now - LOOKED_BACK, user.date_joined)
    rows = Progress.objects.visible_to(user).filter(recorded_at__gt=since).exclude(by=user)
    kind = ReminderKind.REPORT
    if steps.is_office(user):
        rows = rows.filter(verb=Verb.REPORT, for_unit=False)
    elif user.unit_id and user.has_perm(steps.UNIT):
        own = Q(assignment__continued_by=None) | Q(assignment__continued_by__in=user.family)
        rows, kind = of_concern_to_units(rows).filter(own), ReminderKind.CHANGE
    else:
        return
    rows = rows.select_related("assignment__directive", "assignment__unit").order_by("recorded_at", "pk")
    for progress in rows:
        directive = progress.assignment.directive
        yield ReminderItem(kind, f"{progress.pk}", sentence(progress), directive.get_absolute_url())


def of_concern_to_units(rows: ProgressQuerySet) -> ProgressQuerySet:
    """Steps of the office on what the unit was notified of, and on what was handed to it instead of another unit."""
    handed_over = Q(verb=Verb.REASSIGN, state=State.PENDING)
    notices = Progress.objects.filter(assignment=OuterRef("assignment"), verb=Verb.NOTIFY).order_by()
    was_notified = ~Q(state=State.PENDING) & Exists(notices)
    return rows.filter(handed_over | was_notified, verb__in=BY_OFFICE)


def sentence(progress: Progress) -> str:
    """What happened to which directive, of which unit, and why where a reason was given."""
    assignment = progress.assignment
    what = Verb(progress.verb).label
    if progress.verb == Verb.REASSIGN:
        is_taken_away = progress.state == State.WITHDRAWN
        what = "ถอนจากหน่วยงาน เพราะเปลี่ยนหน่วยงานรับผิดชอบ" if is_taken_away else "มอบหมายแทนหน่วยงานเดิม รอแจ้ง"
    elif progress.verb == Verb.EXTEND and assignment.effective_due_on:
        what = f"{what} กำหนดใหม่ {thai_date(assignment.effective_due_on)}"
    why = f" เหตุผล: {' '.join(progress.reason.split())}" if progress.reason else ""
    return f"{what}: {assignment.directive} ({assignment.unit}){why}"


def without_address(user: User, now: datetime) -> ProgressQuerySet:
    """Steps that concern units of which no account has an address, the newest first, as far as the user sees them."""
    accounts = User.objects.filter(is_active=True, groups__permissions__codename="add_progress")
    accounts = accounts.exclude(email="").exclude(groups__permissions__codename="change_assignment")
    units = set(accounts.exclude(unit=None).order_by().values_list("unit", flat=True))
    rows = of_concern_to_units(Progress.objects.visible_to(user).filter(recorded_at__gt=now - LOOKED_BACK))
    reached = Unit.objects.families_of(units).order_by()
    own = Q(assignment__continued_by=None, assignment__unit__in=reached)
    rows = rows.exclude(own | Q(assignment__continued_by__in=reached)).order_by("-recorded_at", "-pk")
    return rows.select_related("assignment__directive", "assignment__unit")

"""What a person should be reminded of on a day.

Every rule asks how things stand, not what day it is: a day on which nothing ran is made good by the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from config.thai.dates import thai_date
from officials.models import User
from units.models import Unit
from visits.directives import steps
from visits.directives.due_dates import latest_working_days
from visits.models import (
    AWAITED,
    Assignment,
    Directive,
    FollowUp,
    FollowUpRound,
    Progress,
    ReminderKind,
    ReminderSetting,
    RoundDirective,
    State,
    Verb,
)
from visits.models.assignment import AssignmentQuerySet

SOON = 7
STAGES = {15: ReminderKind.OVERDUE_15, 7: ReminderKind.OVERDUE_7, 1: ReminderKind.OVERDUE_1}


@dataclass(frozen=True)
class ReminderItem:
    """One thing to be reminded of; `about` tells it from others for ever, also when its day is moved."""

    kind: ReminderKind
    about: str
    text: str
    path: str


def items_for(user: User, today: date) -> list[ReminderItem]:
    """All that stands today, sent before or not, of what the user wishes to be sent."""
    setting = ReminderSetting.objects.of(user)
    items: list[ReminderItem] = []
    if steps.is_office(user):
        items = list(weekly_digest(user, today))
    elif user.unit_id and user.has_perm(steps.UNIT):
        family = Unit.objects.family_of(user.unit_id).order_by()
        rows = Assignment.objects.visible_to(user).answered_from(family).exclude(state=State.PENDING)
        rows = rows.select_related("directive", "unit").order_by("effective_due_on", "pk")
        soon = (
            item_of(ReminderKind.DUE_SOON, row, f"ครบกำหนด {thai_date(row.effective_due_on)}")
            for row in rows.due_soon(today, SOON)
        )
        items = [*overdue(rows, today), *soon, *rounds(rows, today)]
    return [item for item in items if setting.wants(item.kind)]


def overdue(assignments: AssignmentQuerySet, today: date) -> Iterator[ReminderItem]:
    """One item for each overdue assignment, of the furthest stage alone: missed days are not made up three times."""
    days = latest_working_days(today, max(STAGES))
    for assignment in assignments.overdue(today):
        due_on = assignment.effective_due_on
        count = next((count for count in STAGES if due_on < days[count - 1]), None)
        if count:
            since = f"เกินกำหนดมาแล้วไม่น้อยกว่า {count} วันทำการ (กำหนด {thai_date(due_on)})"
            yield item_of(STAGES[count], assignment, since)


def item_of(kind: ReminderKind, assignment: Assignment, when: str) -> ReminderItem:
    """The item about one assignment and its due day."""
    return ReminderItem(
        kind,
        f"{assignment.pk}:{assignment.effective_due_on}",
        f"{when}: {assignment.directive} ({assignment.unit})",
        assignment.directive.get_absolute_url(),
    )


def rounds(assignments: AssignmentQuerySet, today: date) -> Iterator[ReminderItem]:
    """Open rounds in which the user's unit has still to report: that they opened, and that they end within a week."""
    for follow_up_round in FollowUpRound.objects.open().filter(opens_on__lte=today, due_on__gte=today):
        in_round = RoundDirective.objects.filter(round=follow_up_round, directive=OuterRef("directive"))
        reports = Progress.objects.filter(
            assignment=OuterRef("pk"), verb=Verb.REPORT, recorded_at__date__gte=follow_up_round.opens_on
        )
        waiting = assignments.filter(
            Exists(in_round), state__in=AWAITED, directive__follow_up=FollowUp.ROUNDS
        )
        count = waiting.exclude(Exists(reports), state=State.IN_PROGRESS).count()
        if not count:
            continue
        last, path = thai_date(follow_up_round.due_on), f"/directives/?round={follow_up_round.pk}&mine=1"
        yield ReminderItem(
            ReminderKind.ROUND_OPENS,
            f"{follow_up_round.pk}",
            f"เปิด{follow_up_round} แล้ว ขอให้รายงานภายใน {last} จำนวน {count} เรื่อง",
            path,
        )
        if follow_up_round.due_on <= today + timedelta(days=SOON):
            yield ReminderItem(
                ReminderKind.ROUND_ENDS,
                f"{follow_up_round.pk}:{follow_up_round.due_on}",
                f"{follow_up_round} จะสิ้นสุด {last} ยังไม่รายงาน {count} เรื่อง",
                path,
            )


def weekly_digest(user: User, today: date) -> Iterator[ReminderItem]:
    """For the office, once a calendar week from its Monday on; nothing where nothing waits."""
    year, week, _ = today.isocalendar()
    assignments = Assignment.objects.visible_to(user)
    counts = {
        "เกินกำหนด": assignments.overdue(today).count(),
        "ครบกำหนดใน 7 วัน": assignments.due_soon(today, SOON).count(),
        "รายงานแล้ว รอพิจารณา": assignments.open().filter(state=State.REPORTED).count(),
        "ยังไม่มีหน่วยงานรับผิดชอบ": Directive.objects.visible_to(user).unassigned().count(),
    }
    lines = [f"{what} {count:,} รายการ" for what, count in counts.items() if count]
    if lines:
        yield ReminderItem(
            ReminderKind.DIGEST, f"{year}-{week}", f"สรุปการติดตามข้อสั่งการ: {' · '.join(lines)}", "/directives/"
        )


def as_text(items: list[ReminderItem], today: date, address: str) -> str:
    """Plain text to paste into a chat: one line an item, each with its address."""
    lines = [f"การติดตามข้อสั่งการ ณ วันที่ {thai_date(today)}"]
    lines += [f"{number}. {item.text}\n{address}{item.path}" for number, item in enumerate(items, 1)]
    return "\n".join(lines)

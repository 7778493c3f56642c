"""What a person should be reminded of on a day; what was told already is told again by nobody.

Every rule asks how things stand, not what day it is: a day on which nothing ran is made good by the next.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef

from config.thai.dates import thai_date
from units.models import Unit
from visits.directives import steps
from visits.directives.working_days import latest_working_days
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

SOON = 7
STAGES = {15: ReminderKind.OVERDUE_15, 7: ReminderKind.OVERDUE_7, 1: ReminderKind.OVERDUE_1}


@dataclass(frozen=True)
class Item:
    """`about` tells one thing from another for ever, also when its day is moved."""

    kind: str
    about: str
    text: str
    path: str


def items_for(user, today):
    """All that stands today, told or not, of what the user wishes to hear."""
    setting = ReminderSetting.objects.of(user)
    return [item for item in _all_items(user, today) if setting.wants(item.kind)]


def _all_items(user, today):
    if steps.is_office(user):
        yield from digest(user, today)
    elif user.unit_id and user.has_perm(steps.UNIT):
        parts = _own_parts(user)
        yield from overdue(parts, today)
        yield from due_soon(parts, today)
        yield from rounds(parts, today)


def _own_parts(user):
    home = Unit.objects.family_of(user.unit_id).order_by()
    rows = Assignment.objects.visible_to(user).filter(unit__in=home)
    told = rows.exclude(state=State.PENDING)
    return told.select_related("directive", "unit").order_by("effective_due_on", "pk")


def due_soon(parts, today):
    for part in parts.due_soon(today, SOON):
        yield _of_part(ReminderKind.DUE_SOON, part, f"ครบกำหนด {thai_date(part.effective_due_on)}")


def overdue(parts, today):
    """The furthest stage alone: after missed days nobody hears of one thing three times."""
    days = latest_working_days(today, max(STAGES))
    for part in parts.overdue(today):
        count = next((count for count in STAGES if part.effective_due_on < days[count - 1]), None)
        if count:
            since = f"เกินกำหนดมาแล้วไม่น้อยกว่า {count} วันทำการ (กำหนด {thai_date(part.effective_due_on)})"
            yield _of_part(STAGES[count], part, since)


def _of_part(kind, part, when):
    return Item(
        kind,
        f"{part.pk}:{part.effective_due_on}",
        f"{when}: {part.directive} ({part.unit})",
        part.directive.get_absolute_url(),
    )


def rounds(parts, today):
    """Open rounds in which the own unit still has to answer."""
    for one in FollowUpRound.objects.open().filter(opens_on__lte=today, due_on__gte=today):
        waiting = _unanswered(parts, one).count()
        if not waiting:
            continue
        last = thai_date(one.due_on)
        yield Item(
            ReminderKind.ROUND_OPENS,
            f"{one.pk}",
            f"เปิด{one} แล้ว ขอให้รายงานภายใน {last} จำนวน {waiting} เรื่อง",
            f"/directives/?round={one.pk}&mine=1",
        )
        if one.due_on <= today + timedelta(days=SOON):
            yield Item(
                ReminderKind.ROUND_ENDS,
                f"{one.pk}:{one.due_on}",
                f"{one} จะสิ้นสุด {last} ยังไม่รายงาน {waiting} เรื่อง",
                f"/directives/?round={one.pk}&mine=1",
            )


def _unanswered(parts, one):
    asked = RoundDirective.objects.filter(round=one, directive=OuterRef("directive"))
    answers = Progress.objects.filter(
        assignment=OuterRef("pk"), verb=Verb.REPORT, recorded_at__date__gte=one.opens_on
    )
    rows = parts.filter(Exists(asked), state__in=AWAITED, directive__follow_up=FollowUp.ROUNDS)
    return rows.exclude(Exists(answers), state=State.IN_PROGRESS)


def digest(user, today):
    """Once a calendar week, from its Monday on; nothing where nothing waits."""
    year, week, _ = today.isocalendar()
    parts, orders = Assignment.objects.visible_to(user), Directive.objects.visible_to(user)
    counts = {
        "เกินกำหนด": parts.overdue(today).count(),
        "ครบกำหนดใน 7 วัน": parts.due_soon(today, SOON).count(),
        "รายงานแล้ว รอพิจารณา": parts.open().filter(state=State.REPORTED).count(),
        "ยังไม่มีหน่วยงานรับผิดชอบ": orders.unassigned().count(),
    }
    told = [f"{what} {count:,} รายการ" for what, count in counts.items() if count]
    if told:
        yield Item(
            ReminderKind.DIGEST, f"{year}-{week}", f"สรุปการติดตามข้อสั่งการ: {' · '.join(told)}", "/directives/"
        )


def as_text(items, today, address):
    """To paste into a chat: one line a thing, each with its address."""
    lines = [f"การติดตามข้อสั่งการ ณ วันที่ {thai_date(today)}"]
    lines += [f"{number}. {item.text}\n{address}{item.path}" for number, item in enumerate(items, 1)]
    return "\n".join(lines)

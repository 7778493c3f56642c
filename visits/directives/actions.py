"""What the office does with a whole directive: notifies, makes units responsible, takes a group back, amends the wording.

What its page offers of this is declared once, in `ACTIONS`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from config.tracking import author_name, written_by
from officials.models import User
from units.models import Unit
from visits.directives.settling import settle
from visits.directives.step_days import impossible_circulation
from visits.directives.steps import (
    is_office,
    locked_directive,
    notify,
    refuse_before_visit,
    refuse_passed_due_day,
    require,
    write,
)
from visits.models import (
    AMENDED_FIELDS,
    OPEN_STATES,
    Amendment,
    Assignment,
    AssignmentRole,
    Directive,
    DirectiveKind,
    Letter,
    Progress,
    State,
    Verb,
)
from visits.models.workflow import Refused

# What an amendment may change: the wording that it keeps, and the person who gave the directive.
WORDING = [*AMENDED_FIELDS, "given_by"]


@dataclass(frozen=True)
class DirectiveAction:
    """Something that the office does with a whole directive, as a link on its page."""

    label: str
    url_name: str
    # The address names the directive behind the question mark, not in its path.
    in_query: bool = False
    needs_certified: bool = False
    needs_wording: bool = False
    needs_pending: bool = False
    needs_suggestion: bool = False

    def address(self, directive: Directive) -> str:
        """The page on which it is done with this directive."""
        if self.in_query:
            return f"{reverse(self.url_name)}?directive={directive.pk}"
        return reverse(self.url_name, args=[directive.pk])


ACTIONS = (
    DirectiveAction("แจ้งทุกหน่วยงานที่รอแจ้ง", "directive_notify", needs_certified=True, needs_pending=True),
    DirectiveAction("จัดทำหนังสือแจ้ง", "letter_new", in_query=True, needs_certified=True, needs_pending=True),
    DirectiveAction("เพิ่มหน่วยงาน", "directive_assign"),
    DirectiveAction("แก้ไขเพิ่มเติม", "directive_amend", needs_wording=True),
    DirectiveAction("บันทึกการเวียนแจ้ง", "directive_circulate", needs_certified=True),
    DirectiveAction("บันทึกผลการพิจารณา", "directive_consider", needs_certified=True, needs_suggestion=True),
)


def open_actions(user: User, directive: Directive, states: Iterable[str]) -> list[tuple[str, str]]:
    """Label and address of what the office may do with the directive now; `states` are those of its assignments."""
    if not is_office(user):
        return []
    is_pending = State.PENDING in states
    return [
        (action.label, action.address(directive))
        for action in ACTIONS
        if (directive.visit.is_final or not action.needs_certified)
        and (is_pending or not action.needs_pending)
        and (not action.needs_wording or may_amend(directive))
        and (not action.needs_suggestion or directive.kind == DirectiveKind.SUGGESTION)
    ]


@contextmanager
def locked_for_office(directive: Directive, by: User) -> Iterator[Directive]:
    """The locked directive in a transaction of its own, settled at the end; `PermissionDenied` for other accounts."""
    if not is_office(by):
        raise PermissionDenied
    with transaction.atomic(), written_by(by):
        row = locked_directive(directive.pk)
        yield row
        settle(row)


def notify_all(
    assignments: Iterable[Assignment], *, by: User, letter: Letter | None = None, on: date | None = None
) -> list[Progress]:
    """Notifies all of them or none."""
    with transaction.atomic():
        return [notify(row, by=by, letter=letter, on=on) for row in assignments]


def internal_notes(directives: Iterable[Directive]) -> list[str]:
    """For each internal directive once: that its units, even when notified, do not see it here."""
    internal = {row.pk: row for row in directives if row.is_internal}
    return [
        f"ข้อสั่งการ{f' {row.number} ' if row.number else 'นี้'}ใช้ภายในหน่วยงาน หน่วยงานรับผิดชอบจึงไม่เห็น"
        "และไม่ได้รับการแจ้งเตือนในระบบ แม้บันทึกการแจ้งแล้ว"
        for row in internal.values()
    ]


def assign(
    directive: Directive,
    units: Iterable[Unit],
    *,
    by: User,
    role: str = AssignmentRole.SUPPORT,
    via: str = "",
    due_on: date | None = None,
) -> list[Assignment]:
    """Makes units responsible, also after certification; those that are already stay. Returns the new assignments.

    `due_on` must be given where the directive's own day, or that of its open round, has passed. Raises `Refused` where none is
    new, and where several would lead.
    """
    with locked_for_office(directive, by) as directive:
        if due_on:
            refuse_before_visit(directive, due_on)
        if directive.visit.is_final:
            refuse_passed_due_day(directive, due_on)
        assigned = set(directive.assignments.values_list("unit", flat=True))
        rows = [
            Assignment(directive=directive, unit=unit, role=role, via=via, due_on=due_on)
            for unit in units
            if unit.pk not in assigned
        ]
        if not rows:
            raise Refused("หน่วยงานที่เลือกได้รับมอบหมายข้อสั่งการนี้อยู่แล้ว")
        if role == AssignmentRole.LEAD and (len(rows) > 1 or directive.assignments.leading().exists()):
            raise Refused("หน่วยงานรับผิดชอบหลักมีได้หน่วยงานเดียว")
        Assignment.objects.bulk_create(rows)
    return rows


def unassign(directive: Directive, via: str, *, by: User) -> int:
    """Takes a whole group back, except for units with which something was done. Returns how many were removed."""
    with locked_for_office(directive, by) as directive:
        rows = directive.assignments.filter(via=via).exclude(via="").untouched()
        count = len(rows)
        if not count:
            raise Refused("ยกเลิกไม่ได้ เพราะทุกหน่วยงานในกลุ่มนี้แจ้งหรือดำเนินการแล้ว หรือยกเลิกไปก่อนแล้ว")
        rows.delete()
    return count


def amend(directive: Directive, *, by: User, reason: str, **changes: Any) -> Amendment:
    """แก้ไขเพิ่มเติม ครั้งที่ …: the only way to new wording once certified or notified; keeps the wording before."""
    if unknown := set(changes) - set(WORDING):
        raise TypeError(f"an amendment does not change {sorted(unknown)}")
    with locked_for_office(directive, by) as directive:
        require(reason, "เหตุผล")
        if not may_amend(directive):
            raise Refused("ข้อมูลการตรวจเยี่ยมยังไม่รับรอง แก้ไขข้อสั่งการได้โดยตรง")
        if all(getattr(directive, name) == value for name, value in changes.items()):
            raise Refused("ยังไม่ได้แก้ไขข้อความ กำหนดเวลา หรือผู้สั่งการ")
        if changes.get("due_on") and changes["due_on"] != directive.due_on:
            refuse_before_visit(directive, changes["due_on"])
        last = directive.amendments.aggregate(last=Max("sequence"))["last"] or 0
        amendment = Amendment.objects.create(
            directive=directive,
            sequence=last + 1,
            reason=reason,
            by=by,
            by_name=author_name(by),
            **{name: getattr(directive, name) for name in AMENDED_FIELDS},
        )
        for name, value in changes.items():
            setattr(directive, name, value)
        directive.save(update_fields=[*changes])
        for row in directive.assignments.filter(state__in=OPEN_STATES):
            write(row, Verb.AMEND, by, text=str(amendment), reason=reason)
    return amendment


def record_circulation(directive: Directive, *, by: User, circulated_on: date | None) -> None:
    """Keeps the day on which a certified directive was circulated; None takes a wrong one back (design.md, rule 8)."""
    with locked_for_office(directive, by) as directive:
        refuse_uncertified(directive)
        if circulated_on and (sentence := impossible_circulation(directive, circulated_on)):
            raise Refused(sentence)
        directive.circulated_on = circulated_on
        directive.save(update_fields=["circulated_on"])


def record_resolution(directive: Directive, *, by: User, resolution: str) -> None:
    """Keeps what the office decided on a certified suggestion from outside; blank where it has yet to decide."""
    with locked_for_office(directive, by) as directive:
        refuse_uncertified(directive)
        if directive.kind != DirectiveKind.SUGGESTION:
            raise Refused("บันทึกผลการพิจารณาได้เฉพาะข้อเสนอแนะจากหน่วยงานภายนอก")
        directive.resolution = resolution
        directive.save(update_fields=["resolution"])


def refuse_uncertified(directive: Directive) -> None:
    """Raises `Refused` where the record can still be edited as a whole."""
    if not directive.visit.is_final:
        raise Refused("ข้อมูลการตรวจเยี่ยมยังไม่รับรอง แก้ไขข้อสั่งการได้โดยตรง")


def may_amend(directive: Directive) -> bool:
    """True once the wording stands: the record is certified, or a unit was notified before it was opened again."""
    return directive.visit.is_final or directive.assignments.notified().exists()

"""What may be done with an order: each verb is one step, taken by somebody, written as Progress, undone by none.

A step that cannot be taken now raises `Refused` with a Thai sentence. The directive's row is locked first, so that of
two people who take a step at once the second one finds what the first has done.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from config.thai.dates import thai_date, thai_time
from config.tracking import author_name, written_by
from units.models import Unit
from visits.directives.settling import settle
from visits.models import (
    AMENDED_FIELDS,
    FOLLOWED_UP,
    OPEN_STATES,
    Amendment,
    Assignment,
    AssignmentRole,
    Attachment,
    AttachmentKind,
    Directive,
    Progress,
    State,
    Verb,
)
from visits.models.workflow import Refused

OFFICE = "visits.change_assignment"
UNIT = "visits.add_progress"

STARTED = [State.NOTIFIED, State.ACKNOWLEDGED, State.IN_PROGRESS, State.RETURNED, State.REPORTED]
ANSWERED = [State.IN_PROGRESS, State.RETURNED, State.REPORTED]
WORDING = [*AMENDED_FIELDS, "given_by"]


@dataclass(frozen=True)
class Step:
    """From which states a verb leads on, and what a person needs for it."""

    verb: str
    label: str
    before: tuple
    permission: str = OFFICE


STEPS = {
    step.verb: step
    for step in (
        Step(Verb.NOTIFY, "แจ้งข้อสั่งการ", (State.PENDING,)),
        Step(Verb.ACKNOWLEDGE, "รับทราบ", (State.NOTIFIED,), UNIT),
        Step(Verb.REPORT, "รายงานผล", tuple(STARTED), UNIT),
        Step(Verb.CLOSE, "บันทึกแล้วเสร็จ", tuple(ANSWERED)),
        Step(Verb.END, "ยุติการติดตาม", tuple(OPEN_STATES)),
        Step(Verb.SEND_BACK, "ส่งกลับ", (State.REPORTED,)),
        Step(Verb.REASSIGN, "เปลี่ยนหน่วยงานรับผิดชอบ", tuple(OPEN_STATES)),
        Step(Verb.EXTEND, "ขยายระยะเวลา", tuple(OPEN_STATES)),
    )
}


def is_office(user):
    """The office does every step, also in the name of a unit that has no account."""
    return user.has_perm(OFFICE)


def open_steps(user, assignment):
    """The steps that the user may take now on this unit's part."""
    if not _answers_for(user, assignment.unit_id):
        return []
    has_day = assignment.directive.follow_up in FOLLOWED_UP
    return [step for step in steps_from(assignment.state, user) if has_day or step.verb != Verb.EXTEND]


def steps_from(state, user):
    """The steps that follow a state, of those that the user's role takes."""
    return [step for step in STEPS.values() if state in step.before and user.has_perm(step.permission)]


def assign(directive, units, *, by, role=AssignmentRole.SUPPORT, via=""):
    """Makes units responsible, also after certification; those that are already stay as they are. Returns the new rows."""
    if not is_office(by):
        raise PermissionDenied
    with transaction.atomic(), written_by(by):
        directive = _locked(directive.pk)
        there = set(directive.assignments.values_list("unit", flat=True))
        rows = [
            Assignment(directive=directive, unit=one, role=role, via=via)
            for one in units
            if one.pk not in there
        ]
        Assignment.objects.bulk_create(rows)
        settle(directive)
    return rows


def unassign(directive, via, *, by):
    """Takes a whole group back at once; parts with which something was done stay. Returns how many went."""
    if not is_office(by):
        raise PermissionDenied
    with transaction.atomic(), written_by(by):
        directive = _locked(directive.pk)
        rows = directive.assignments.filter(via=via).exclude(via="").untouched()
        gone = len(rows)
        if not gone:
            raise Refused("ยกเลิกไม่ได้ เพราะทุกหน่วยงานในกลุ่มนี้แจ้งหรือดำเนินการแล้ว หรือยกเลิกไปก่อนแล้ว")
        rows.delete()
        settle(directive)
    return gone


def notify(assignment, *, by, letter=None, on=None):
    """Tells the unit, by a letter (whose date is then the day of notice) or without one."""
    with _taking(Verb.NOTIFY, assignment, by) as step:
        if not step.row.directive.visit.is_final:
            raise Refused("แจ้งข้อสั่งการได้เมื่อรับรองข้อมูลการตรวจเยี่ยมแล้ว")
        if letter:
            step.row.letter, on = letter, letter.dated_on or on
        return step.lead_to(State.NOTIFIED, reported_on=on, letter_no=letter.number if letter else "")


def notify_all(assignments, *, by, letter=None, on=None):
    """All or none; returns the Progress rows."""
    with transaction.atomic():
        return [notify(row, by=by, letter=letter, on=on) for row in assignments]


def acknowledge(assignment, *, by, on=None):
    with _taking(Verb.ACKNOWLEDGE, assignment, by) as step:
        return step.lead_to(State.ACKNOWLEDGED, reported_on=on)


def report(assignment, *, by, text, final=True, letter_no="", signer="", reported_on=None, files=()):
    """`final=False` keeps it in progress; `files` are checked uploads."""
    with _taking(Verb.REPORT, assignment, by) as step:
        _ask(text, "ผลการดำเนินการ")
        if not final and step.row.state == State.REPORTED:
            raise Refused("หน่วยงานนี้รายงานผลครบถ้วนแล้ว และอยู่ระหว่างรอพิจารณา")
        told = step.lead_to(
            State.REPORTED if final else State.IN_PROGRESS,
            text=text,
            letter_no=letter_no,
            signer=signer,
            reported_on=reported_on,
        )
        for order, file in enumerate(files, 1):
            Attachment.objects.create(progress=told, file=file, kind=AttachmentKind.EVIDENCE, order=order)
        return told


def close(assignment, *, by, reason=""):
    """แล้วเสร็จ; somebody must have reported, on an important order with a file."""
    with _taking(Verb.CLOSE, assignment, by) as step:
        reports = step.row.progress.filter(verb=Verb.REPORT)
        if not reports.exists():
            raise Refused("บันทึกแล้วเสร็จไม่ได้ เพราะยังไม่มีการรายงานผล")
        if step.row.directive.is_important and not reports.filter(attachments__isnull=False).exists():
            raise Refused("เรื่องสำคัญต้องมีหลักฐานการดำเนินการแนบมากับรายงานอย่างน้อยหนึ่งไฟล์")
        return step.lead_to(State.CLOSED, reason=reason)


def end(assignment, *, by, reason, impossible=False):
    """ยุติเรื่อง, or ไม่สามารถดำเนินการได้, as the office decides."""
    with _taking(Verb.END, assignment, by) as step:
        _ask(reason, "เหตุผล")
        return step.lead_to(State.IMPOSSIBLE if impossible else State.ENDED, reason=reason)


def send_back(assignment, *, by, reason):
    with _taking(Verb.SEND_BACK, assignment, by) as step:
        _ask(reason, "เรื่องที่ต้องดำเนินการเพิ่มเติม")
        return step.lead_to(State.RETURNED, reason=reason)


def reassign(assignment, *, by, to, reason):
    """The row is withdrawn; the other unit begins anew in the same role. Returns the other unit's row."""
    with _taking(Verb.REASSIGN, assignment, by) as step:
        _ask(reason, "เหตุผล")
        there = step.directive.assignments.filter(unit=to).first()
        if there and there.state != State.WITHDRAWN:
            raise Refused(f"{to} รับผิดชอบข้อสั่งการนี้อยู่แล้ว")
        if to.closed_on and to.closed_on <= timezone.localdate():
            heir = f" โปรดเลือก{to.successor}" if to.successor_id else ""
            raise Refused(f"{to} {to.life}{heir}")
        step.lead_to(State.WITHDRAWN, reason=reason)
        return _begin(there or Assignment(directive=step.directive, unit=to), step, reason)


def _begin(row, step, reason):
    row.role, row.via, row.due_on, row.state = step.row.role, "", step.row.due_on, State.PENDING
    row.save()
    _write(row, Verb.REASSIGN, step.by, reason=reason)
    settle(step.directive)
    row.refresh_from_db()
    return row


def extend(assignment, *, by, due_on, reason):
    """A later day for one unit; the directive's own day stays."""
    with _taking(Verb.EXTEND, assignment, by) as step:
        _ask(reason, "เหตุผล")
        if step.directive.follow_up not in FOLLOWED_UP:
            raise Refused("ข้อสั่งการนี้ให้ถือปฏิบัติ จึงไม่มีกำหนดเวลาให้ขยาย")
        before = step.row.effective_due_on
        if before and due_on <= before:
            raise Refused(f"กำหนดใหม่ต้องหลังกำหนดเดิม ({thai_date(before)})")
        _refuse_before_visit(step.directive, due_on)
        step.row.due_on = due_on
        return step.lead_to(step.row.state, reason=reason)


def amend(directive, *, by, reason, **changes):
    """แก้ไขเพิ่มเติม ครั้งที่ …: the only way to new wording after certification; keeps the wording before."""
    if not is_office(by):
        raise PermissionDenied
    with transaction.atomic(), written_by(by):
        directive = _locked(directive.pk)
        _ask(reason, "เหตุผล")
        if not directive.visit.is_final:
            raise Refused("ข้อมูลการตรวจเยี่ยมยังไม่รับรอง แก้ไขข้อสั่งการได้โดยตรง")
        _refuse_without_change(directive, changes)
        amendment = _keep_wording(directive, by, reason)
        _reword(directive, changes)
        for row in directive.assignments.filter(state__in=OPEN_STATES):
            _write(row, Verb.AMEND, by, text=str(amendment), reason=reason)
        settle(directive)
    return amendment


def _refuse_without_change(directive, changes):
    if unknown := set(changes) - set(WORDING):
        raise TypeError(f"an amendment does not change {sorted(unknown)}")
    if all(getattr(directive, name) == value for name, value in changes.items()):
        raise Refused("ยังไม่ได้แก้ไขข้อความ กำหนดเวลา หรือผู้สั่งการ")
    if changes.get("due_on"):
        _refuse_before_visit(directive, changes["due_on"])


def _keep_wording(directive, by, reason):
    last = directive.amendments.aggregate(last=Max("sequence"))["last"] or 0
    return Amendment.objects.create(
        directive=directive,
        sequence=last + 1,
        reason=reason,
        by=by,
        by_name=author_name(by),
        **{name: getattr(directive, name) for name in AMENDED_FIELDS},
    )


def _reword(directive, changes):
    for name, value in changes.items():
        setattr(directive, name, value)
    directive.save(update_fields=[*changes])


@dataclass
class _Taken:
    """A step under way: the locked rows, and who takes it."""

    verb: str
    directive: Directive
    row: Assignment
    by: object

    def lead_to(self, state, **said):
        self.row.state = state
        self.row.save()
        told = _write(self.row, self.verb, self.by, **said)
        settle(self.directive)
        return told


@contextmanager
def _taking(verb, assignment, by):
    """One transaction around a step: locks, refuses what is not allowed or does not follow."""
    step = STEPS[verb]
    with transaction.atomic(), written_by(by):
        directive = _locked(assignment.directive_id)
        row = directive.assignments.select_related("unit").get(pk=assignment.pk)
        row.directive = directive
        if not (by.has_perm(step.permission) and _answers_for(by, row.unit_id)):
            raise PermissionDenied
        if row.state not in step.before:
            raise Refused(f"{step.label}ไม่ได้ เพราะ{_how_it_stands(row)}")
        yield _Taken(verb, directive, row, by)


def _locked(key):
    return Directive.objects.select_for_update(of=("self",)).select_related("visit").get(pk=key)


def _answers_for(user, unit_key):
    """The office answers for every unit, an officer for the own one, its sub-units and what it was called before."""
    if is_office(user):
        return True
    return user.unit_id is not None and Unit.objects.family_of(user.unit_id).filter(pk=unit_key).exists()


def _how_it_stands(row):
    stands = f"{row.unit} มีสถานะ “{row.get_state_display()}”"
    last = row.progress.order_by("-recorded_at", "-pk").first()
    if not last:
        return stands
    moment = timezone.localtime(last.recorded_at)
    return f"{stands} ({last.by_name} บันทึกเมื่อ {thai_date(moment)} เวลา {thai_time(moment)})"


def _write(row, verb, by, **said):
    stands_in = verb in (Verb.ACKNOWLEDGE, Verb.REPORT) and is_office(by)
    return Progress.objects.create(
        assignment=row, verb=verb, state=row.state, by=by, by_name=author_name(by), for_unit=stands_in, **said
    )


def _ask(text, what):
    if not text.strip():
        raise Refused(f"โปรดระบุ{what}")


def _refuse_before_visit(directive, day):
    if day < directive.visit.starts_on:
        raise Refused(f"กำหนดแล้วเสร็จต้องไม่ก่อนวันที่สั่งการ ({thai_date(directive.visit.starts_on)})")

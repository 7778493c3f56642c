"""The steps of a unit's assignment: who may take which from which state, what is filled in, and what each writes.

A step is declared once, by `@step` above the function that takes it. Each is written as a
`Progress` that nobody changes afterwards. A step that cannot be taken now raises `Refused` with Thai sentences; the
directive's row is locked first, so that the second of two people sees what the first has done.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from config.thai.dates import thai_date, thai_time
from config.tracking import author_name, written_by
from officials.models import User
from units.models import Unit
from visits.directives.forms import (
    AcknowledgeForm,
    CloseForm,
    EndForm,
    ExtendForm,
    NotifyForm,
    ReassignForm,
    ReportForm,
    ResumeForm,
    SendBackForm,
    StepForm,
)
from visits.directives.settling import due_day_if_assigned, settle
from visits.directives.step_days import refuse_impossible_day
from visits.models import (
    FOLLOWED_UP,
    OPEN_STATES,
    Assignment,
    Attachment,
    AttachmentKind,
    Directive,
    Letter,
    Progress,
    State,
    Verb,
)
from visits.models.workflow import Refused

OFFICE = "visits.change_assignment"
UNIT = "visits.add_progress"
REVIEWER = "visits.certify_visit"

STARTED = (State.NOTIFIED, State.ACKNOWLEDGED, State.IN_PROGRESS, State.RETURNED, State.REPORTED)


@dataclass(frozen=True)
class Step:
    """One step of an assignment, as declared by `@step`."""

    verb: Verb
    label: str
    starts_from: tuple[State, ...]
    form: type[StepForm]
    # Called with an `OngoingStep` and the values of the form.
    carry_out: Callable[..., Any]
    permission: str = OFFICE
    # Offered only where a result is asked for, because it is about the day until which.
    needs_follow_up: bool = False

    @property
    def is_one_click(self) -> bool:
        """True where there is nothing to fill in, so that a button takes the step without a page of its own."""
        return not self.form.base_fields.keys() - {"seen"}

    def take(self, assignment: Assignment, *, by: User, seen: int | None = None, **values: Any) -> Any:
        """Locks directive and assignment, and carries the step out in one transaction with its checks.

        `seen` is the key of the newest progress on the page where the step was begun, 0 where there was none. Raises
        `Refused` where the step does not follow or was overtaken, `PermissionDenied` where the account may not take it.
        """
        with transaction.atomic(), written_by(by):
            directive = locked_directive(assignment.directive_id)
            row = directive.assignments.select_related("unit").get(pk=assignment.pk)
            row.directive = directive
            if not (by.has_perm(self.permission) and speaks_for(by, row.carrier_id)):
                raise PermissionDenied
            newest = newest_progress(row)
            if row.state not in self.starts_from or (
                seen is not None and seen != (newest.pk if newest else 0)
            ):
                stands = f"{row.unit} มีสถานะ “{row.get_state_display()}”"
                if newest:
                    moment = timezone.localtime(newest.recorded_at)
                    stands += f" ({newest.by_name} บันทึกเมื่อ {thai_date(moment)} เวลา {thai_time(moment)})"
                raise Refused(f"{self.label}ไม่ได้ เพราะ{stands}")
            return self.carry_out(OngoingStep(self, directive, row, by), **values)


STEPS: dict[Verb, Step] = {}


@dataclass
class OngoingStep:
    """A step under way: the locked rows, and the account that takes it."""

    step: Step
    directive: Directive
    assignment: Assignment
    by: User

    def lead_to(self, state: State, **values: Any) -> Progress:
        """Saves the assignment in its new state, settles the directive and returns the `Progress`."""
        self.assignment.state = state
        self.assignment.save()
        progress = write(self.assignment, self.step.verb, self.by, **values)
        settle(self.directive)
        return progress


def step(
    verb: Verb,
    label: str,
    *,
    starts_from: Sequence[State],
    form: type[StepForm],
    permission: str = OFFICE,
    needs_follow_up: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declares a step; the decorated function, which receives an `OngoingStep`, becomes its `Step.take`."""

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        STEPS[verb] = Step(verb, label, tuple(starts_from), form, function, permission, needs_follow_up)
        return STEPS[verb].take

    return declare


def newest_progress(assignment: Assignment) -> Progress | None:
    """The last step taken on the assignment, or None."""
    return assignment.progress.order_by("-recorded_at", "-pk").first()


def locked_directive(key: int) -> Directive:
    """The directive with its visit, locked until the end of the transaction."""
    return Directive.objects.select_for_update(of=("self",)).select_related("visit").get(pk=key)


def is_office(user: User) -> bool:
    """True for those who take every step, also in the name of a unit that has no account."""
    return user.has_perm(OFFICE)


def speaks_for(user: User, unit_key: int) -> bool:
    """True for the office, and for officers of the unit, of one above it or of its successor."""
    if is_office(user):
        return True
    return user.unit_id is not None and Unit.objects.family_of(user.unit_id).filter(pk=unit_key).exists()


def open_steps(user: User, assignment: Assignment) -> list[Step]:
    """The steps that the user may take on this assignment now."""
    if not speaks_for(user, assignment.carrier_id):
        return []
    has_due_day = assignment.directive.follow_up in FOLLOWED_UP
    return [step for step in steps_from(assignment.state, user) if has_due_day or not step.needs_follow_up]


def steps_from(state: str, user: User) -> list[Step]:
    """The steps that start from a state, of those that the user's role takes."""
    return [step for step in STEPS.values() if state in step.starts_from and user.has_perm(step.permission)]


@step(Verb.NOTIFY, "แจ้งข้อสั่งการ", starts_from=[State.PENDING], form=NotifyForm)
def notify(change: OngoingStep, *, letter: Letter | None = None, on: date | None = None) -> Progress:
    """Notifies the unit, by a letter (whose date is then the day of notice) or without one."""
    if not change.directive.visit.is_final:
        raise Refused("แจ้งข้อสั่งการได้เมื่อรับรองข้อมูลการตรวจเยี่ยมแล้ว")
    if letter:
        change.assignment.letter, on = letter, letter.dated_on or on
    refuse_impossible_day(change.directive, on, "วันที่แจ้ง")
    return change.lead_to(State.NOTIFIED, reported_on=on, letter_no=letter.number if letter else "")


@step(Verb.ACKNOWLEDGE, "รับทราบ", starts_from=[State.NOTIFIED], form=AcknowledgeForm, permission=UNIT)
def acknowledge(change: OngoingStep, *, on: date | None = None) -> Progress:
    """Records that the unit has read the directive."""
    refuse_impossible_day(change.directive, on, "วันที่รับทราบ")
    return change.lead_to(State.ACKNOWLEDGED, reported_on=on)


@step(Verb.REPORT, "รายงานผล", starts_from=STARTED, form=ReportForm, permission=UNIT)
def report(
    change: OngoingStep,
    *,
    text: str,
    final: bool = True,
    letter_no: str = "",
    signer: str = "",
    reported_on: date | None = None,
    files: Sequence[File] = (),
) -> Progress:
    """Records a result with its evidence; `final=False` leaves it in progress. `files` are checked uploads."""
    require(text, "ผลการดำเนินการ")
    refuse_impossible_day(change.directive, reported_on, "วันที่รายงาน")
    if not final and change.assignment.state == State.REPORTED:
        raise Refused("หน่วยงานนี้รายงานผลครบถ้วนแล้ว และอยู่ระหว่างรอพิจารณา")
    progress = change.lead_to(
        State.REPORTED if final else State.IN_PROGRESS,
        text=text,
        letter_no=letter_no,
        signer=signer,
        reported_on=reported_on,
    )
    for order, file in enumerate(files, 1):
        Attachment.objects.create(progress=progress, file=file, kind=AttachmentKind.EVIDENCE, order=order)
    return progress


@step(Verb.CLOSE, "บันทึกแล้วเสร็จ", starts_from=[State.IN_PROGRESS, State.REPORTED], form=CloseForm)
def close(change: OngoingStep, *, reason: str = "") -> Progress:
    """Closes what was reported on; an important directive needs a report with a file."""
    reports = change.assignment.progress.filter(verb=Verb.REPORT)
    if not reports.exists():
        raise Refused("บันทึกแล้วเสร็จไม่ได้ เพราะยังไม่มีการรายงานผล")
    if change.directive.is_important and not reports.filter(attachments__isnull=False).exists():
        raise Refused("เรื่องสำคัญต้องมีหลักฐานการดำเนินการแนบมากับรายงานอย่างน้อยหนึ่งไฟล์")
    return change.lead_to(State.CLOSED, reason=reason)


@step(Verb.END, "ยุติการติดตาม", starts_from=OPEN_STATES, form=EndForm)
def end(change: OngoingStep, *, reason: str, impossible: bool = False) -> Progress:
    """Ends the follow-up as ยุติเรื่อง or ไม่สามารถดำเนินการได้, which the office decides."""
    require(reason, "เหตุผล")
    return change.lead_to(State.IMPOSSIBLE if impossible else State.ENDED, reason=reason)


@step(Verb.SEND_BACK, "ส่งกลับ", starts_from=[State.REPORTED], form=SendBackForm)
def send_back(change: OngoingStep, *, reason: str) -> Progress:
    """Returns a report to the unit, which has more to do."""
    require(reason, "เรื่องที่ต้องดำเนินการเพิ่มเติม")
    return change.lead_to(State.RETURNED, reason=reason)


@step(
    Verb.RESUME,
    "เปิดเรื่องใหม่",
    starts_from=[State.CLOSED, State.ENDED, State.IMPOSSIBLE],
    form=ResumeForm,
    permission=REVIEWER,
)
def resume(change: OngoingStep, *, reason: str) -> Progress:
    """Takes back a closing: the assignment returns to the state that it had before it was done."""
    require(reason, "เหตุผล")
    earlier = change.assignment.progress.filter(state__in=OPEN_STATES).order_by("-recorded_at", "-pk").first()
    return change.lead_to(State(earlier.state) if earlier else State.PENDING, reason=reason)


@step(Verb.REASSIGN, "เปลี่ยนหน่วยงานรับผิดชอบ", starts_from=OPEN_STATES, form=ReassignForm)
def reassign(change: OngoingStep, *, to: Unit, reason: str, due_on: date | None = None) -> Assignment:
    """Withdraws the assignment and begins anew with another unit in the same role; returns that unit's assignment.

    `due_on` must be given where the day that the other unit would get has passed.
    """
    require(reason, "เหตุผล")
    row = change.directive.assignments.filter(unit=to).first()
    if row and row.state != State.WITHDRAWN:
        raise Refused(f"{to} รับผิดชอบข้อสั่งการนี้อยู่แล้ว")
    if to.closed_on and to.closed_on <= timezone.localdate():
        successor = f" โปรดเลือก{to.successor_names}" if to.successor_id else ""
        raise Refused(f"{to} {to.life}{successor}")
    if due_on:
        refuse_before_visit(change.directive, due_on)
    due_on = due_on or change.assignment.due_on
    refuse_passed_due_day(change.directive, due_on)
    change.lead_to(State.WITHDRAWN, reason=reason)
    row = row or Assignment(directive=change.directive, unit=to)
    row.role, row.via, row.due_on, row.state = change.assignment.role, "", due_on, State.PENDING
    row.save()
    write(row, Verb.REASSIGN, change.by, reason=reason)
    settle(change.directive)
    row.refresh_from_db()
    return row


@step(Verb.EXTEND, "ขยายระยะเวลา", starts_from=OPEN_STATES, form=ExtendForm, needs_follow_up=True)
def extend(change: OngoingStep, *, due_on: date, reason: str) -> Progress:
    """Gives one unit a later day; the directive's own day stays."""
    require(reason, "เหตุผล")
    if change.directive.follow_up not in FOLLOWED_UP:
        raise Refused("ข้อสั่งการนี้ให้ถือปฏิบัติ จึงไม่มีกำหนดเวลาให้ขยาย")
    before = change.assignment.effective_due_on
    if before and due_on <= before:
        raise Refused(f"กำหนดใหม่ต้องหลังกำหนดเดิม ({thai_date(before)})")
    refuse_before_visit(change.directive, due_on)
    change.assignment.due_on = due_on
    return change.lead_to(State(change.assignment.state), reason=reason)


def write(assignment: Assignment, verb: Verb, by: User, **values: Any) -> Progress:
    """Adds one `Progress` with the state that the assignment has now."""
    for_unit = verb in (Verb.ACKNOWLEDGE, Verb.REPORT) and is_office(by)
    return Progress.objects.create(
        assignment=assignment,
        verb=verb,
        state=assignment.state,
        by=by,
        by_name=author_name(by),
        for_unit=for_unit,
        **values,
    )


def require(text: str, what: str) -> None:
    """Raises `Refused` where a text that must be given is blank."""
    if not text.strip():
        raise Refused(f"โปรดระบุ{what}")


def refuse_before_visit(directive: Directive, day: date) -> None:
    """Raises `Refused` for a due day before the day on which the directive was given."""
    if day < directive.visit.starts_on:
        raise Refused(f"กำหนดแล้วเสร็จต้องไม่ก่อนวันที่สั่งการ ({thai_date(directive.visit.starts_on)})")


def refuse_passed_due_day(directive: Directive, due_on: date | None) -> None:
    """Raises `Refused` where a unit that is assigned now would be overdue before it is notified."""
    due_day = due_day_if_assigned(directive, due_on)
    if due_day and due_day < timezone.localdate():
        raise Refused(f"กำหนดแล้วเสร็จ ({thai_date(due_day)}) ผ่านไปแล้ว โปรดระบุกำหนดใหม่ของหน่วยงานนี้")

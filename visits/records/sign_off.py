"""How a record is certified: ร่าง -> รอตรวจสอบ -> รับรองแล้ว, and the ways back; each verb is one step."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from config.thai.dates import fiscal_year, thai_date, thai_time
from config.tracking import written_by
from visits.models import Directive, RecordState, Role, Trip, Visit, number_all
from visits.models.workflow import Refused
from visits.records.completeness import gaps

CERTIFY = "visits.certify_visit"
NUMBER = ["number_year", "number_seq", "number"]


@dataclass(frozen=True)
class Step:
    """`asks` is what must be written along with it."""

    code: str
    label: str
    before: str
    after: str
    permission: str
    asks: str = ""


STEPS = {
    step.code: step
    for step in (
        Step("submit", "เสนอตรวจสอบ", RecordState.DRAFT, RecordState.SUBMITTED, "visits.change_visit"),
        Step("withdraw", "ดึงกลับ", RecordState.SUBMITTED, RecordState.DRAFT, "visits.change_visit"),
        Step("certify", "รับรองข้อมูล", RecordState.SUBMITTED, RecordState.FINAL, CERTIFY),
        Step("return", "ส่งกลับแก้ไข", RecordState.SUBMITTED, RecordState.DRAFT, CERTIFY, asks="เรื่องที่ต้องแก้ไข"),
        Step("reopen", "เปิดแก้ไข", RecordState.FINAL, RecordState.DRAFT, CERTIFY, asks="เหตุผลที่เปิดแก้ไข"),
    )
}


def submit(visit, by, seen=None):
    return take(STEPS["submit"], visit, by, seen=seen)


def withdraw(visit, by, seen=None):
    return take(STEPS["withdraw"], visit, by, seen=seen)


def return_for_correction(visit, by, remark, seen=None):
    return take(STEPS["return"], visit, by, remark, seen)


def certify(visit, by, seen=None):
    return take(STEPS["certify"], visit, by, seen=seen)


def reopen(visit, by, reason, seen=None):
    return take(STEPS["reopen"], visit, by, reason, seen)


def take(step, visit, by, text="", seen=None):
    """Takes the step and returns the visit as it is then; `seen` is the version that the person had before the eyes.

    The row is locked first: of two people who take a step at once, the second finds the first one's work.
    """
    if not by.has_perm(step.permission):
        raise PermissionDenied
    with transaction.atomic(), written_by(by):
        visit = Visit.objects.select_for_update().get(pk=visit.pk)
        _refuse_out_of_turn(step, visit, seen)
        if step.asks and not text.strip():
            raise Refused(f"โปรดระบุ{step.asks}")
        if step.after == RecordState.FINAL:
            _seal(visit)
        visit.record_state = step.after
        visit._change_reason = text.strip() or None
        visit.save()
    return visit


def _refuse_out_of_turn(step, visit, seen):
    if visit.record_state != step.before:
        last = last_steps([visit]).get(visit.pk)
        raise Refused(
            f"{step.label}ไม่ได้ เพราะ{last.sentence}" if last else f"{step.label}ไม่ได้ เพราะรายการนี้เป็นร่าง"
        )
    if seen is not None and visit.version != seen:
        who = visit.history.latest().history_user_name
        raise Refused(f"{who} แก้ไขรายการนี้หลังจากที่ท่านเปิดหน้านี้ โปรดอ่านข้อมูลปัจจุบัน แล้วกด{step.label}อีกครั้ง")


def _seal(visit):
    """Complete, worded and numbered: what a certified record is."""
    if missing := gaps(visit):
        raise Refused("รับรองข้อมูลไม่ได้ เพราะข้อมูลยังไม่ครบถ้วน", missing=missing)
    _freeze_people(visit)
    _number_trip(visit)
    visit.take_number(fiscal_year(visit.starts_on))
    _number_directives(visit)


def _freeze_people(visit):
    people = list(visit.attendances.select_related("official"))
    for row in people:
        said = row.name, row.position
        row.freeze()
        if (row.name, row.position) != said:
            row.save()
    lead = next(row for row in people if row.role == Role.LEAD)
    visit.title = visit.title or visit.proposed_title(lead)


def _number_trip(visit):
    """With its first certified visit, in the fiscal year in which the journey begins."""
    if not visit.trip_id:
        return
    trip = Trip.objects.select_for_update().get(pk=visit.trip_id)
    if not trip.number:
        trip.take_number(fiscal_year(trip.visits.earliest("starts_on").starts_on))
        trip.save(update_fields=NUMBER)


def _number_directives(visit):
    rows = list(visit.directives.all())
    for row in rows:
        row.visit = visit
        row.freeze()
    number_all([(fiscal_year(visit.starts_on), row) for row in rows if not row.number])
    Directive.objects.bulk_update(rows, [*NUMBER, "subject", "given_name", "given_as"])


def may_edit(user, visit):
    """A certified record is read-only; one that waits is edited by those who check it."""
    return not visit.is_final and (visit.record_state == RecordState.DRAFT or user.has_perm(CERTIFY))


def open_steps(user, visit):
    """The steps that the user may take now."""
    return [
        step
        for step in STEPS.values()
        if step.before == visit.record_state and user.has_perm(step.permission)
    ]


@dataclass(frozen=True)
class Taken:
    """A step that was taken; read from history, which nobody can change."""

    label: str
    who: str
    when: datetime
    text: str

    @property
    def sentence(self):
        return f"{self.who} {self.label}รายการนี้แล้ว เมื่อ {self.moment}"

    @property
    def moment(self):
        here = timezone.localtime(self.when)
        return f"{thai_date(here)} เวลา {thai_time(here)}"


def last_steps(visits):
    """The newest step of each visit by key, in one query; a draft that never left the desk has none."""
    rows = Visit.history.filter(id__in=[visit.pk for visit in visits])
    rows = rows.order_by("id", "-history_date", "-history_id")
    names = "id", "record_state", "history_user_name", "history_date", "history_change_reason"
    return {
        key: taken
        for key, trace in groupby(rows.values_list(*names), key=lambda row: row[0])
        if (taken := _newest(list(trace)))
    }


def _newest(trace):
    """`trace` is the newest first; a record may have been certified when it was loaded."""
    earlier = [*(state for _, state, *_ in trace[1:]), RecordState.DRAFT]
    for (_, state, who, when, text), before in zip(trace, earlier, strict=True):
        if state != before:
            return Taken(_label(before, state, text), who, when, text or "")
    return None


def _label(before, after, text):
    """Of two ways back from รอตรวจสอบ, the one with a remark is the reviewer's."""
    labels = [step.label for step in STEPS.values() if (step.before, step.after) == (before, after)]
    if len(labels) > 1:
        return STEPS["return"].label if text else STEPS["withdraw"].label
    return labels[0] if labels else STEPS["certify"].label

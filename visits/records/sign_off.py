"""How a record is certified (ร่าง -> รอตรวจสอบ -> รับรองแล้ว, and the ways back), and what it lacks before that."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import Signal
from django.urls import reverse
from django.utils import timezone

from config.kept_statements import KeptRows
from config.thai.dates import fiscal_year, thai_date, thai_range, thai_time
from config.tracking import written_by
from officials.models import User
from visits.models import Directive, RecordState, Role, Trip, Visit, number_all
from visits.models.workflow import Refused

CERTIFY = "visits.certify_visit"
# Sent with the `visit` within the transaction of its certification.
certified = Signal()
NUMBER = ["number_year", "number_seq", "number"]


@dataclass(frozen=True)
class SignOffStep:
    """A step of the record; `asks` names what must be written along with it, empty where nothing."""

    code: str
    label: str
    before: str
    after: str
    permission: str
    asks: str = ""


STEPS = {
    step.code: step
    for step in (
        SignOffStep("submit", "เสนอตรวจสอบ", RecordState.DRAFT, RecordState.SUBMITTED, "visits.change_visit"),
        SignOffStep("withdraw", "ดึงกลับ", RecordState.SUBMITTED, RecordState.DRAFT, "visits.change_visit"),
        SignOffStep("certify", "รับรองข้อมูล", RecordState.SUBMITTED, RecordState.FINAL, CERTIFY),
        SignOffStep(
            "return", "ส่งกลับแก้ไข", RecordState.SUBMITTED, RecordState.DRAFT, CERTIFY, asks="เรื่องที่ต้องแก้ไข"
        ),
        SignOffStep("reopen", "เปิดแก้ไข", RecordState.FINAL, RecordState.DRAFT, CERTIFY, asks="เหตุผลที่เปิดแก้ไข"),
    )
}


@dataclass(frozen=True)
class Gap:
    """Something that a record lacks, and the place on its page where it is filled in."""

    sentence: str
    address: str


def gaps(visit: Visit) -> list[Gap]:
    """What a record lacks before it can be certified, in the order of its page."""
    people = list(visit.attendances.all())
    missing = []
    if not (visit.summary or visit.purpose or visit.findings.all()):
        sentence = "ยังไม่มีวัตถุประสงค์ สรุปผลการตรวจเยี่ยม หรือสรุปผลการรับฟังอย่างใดอย่างหนึ่ง"
        missing.append((sentence, "id_purpose"))
    if not any(row.role == Role.LEAD for row in people):
        missing.append(("ยังไม่มีหัวหน้าคณะในรายชื่อผู้ร่วมลงพื้นที่", "attendances-group"))
    if not any(row.position for row in people):
        missing.append(("ยังไม่มีผู้ใดในรายชื่อผู้ร่วมลงพื้นที่ที่ระบุตำแหน่ง", "attendances-group"))
    for place, row in enumerate(visit.directives.all()):
        if not (row.given_by_id or row.given_name or row.given_as):
            missing.append((f"ข้อสั่งการข้อที่ {place + 1} “{row}” ยังไม่ระบุผู้สั่งการ", f"directives-{place}"))
    page = reverse("admin:visits_visit_change", args=[visit.pk]) if missing else ""
    return [Gap(sentence, f"{page}#{place}") for sentence, place in missing]


def take(step: SignOffStep, visit: Visit, by: User, text: str = "", seen: int | None = None) -> Visit:
    """Takes the step and returns the visit as it is then; `seen` is the version on the page where it was begun.

    The row is locked first: of two people who take a step at once, the second sees what the first has done. Raises
    `PermissionDenied`, or `Refused` with Thai sentences.
    """
    if not by.has_perm(step.permission):
        raise PermissionDenied
    with transaction.atomic(), written_by(by):
        visit = Visit.objects.select_for_update().get(pk=visit.pk)
        if visit.record_state != step.before:
            last = last_steps([visit]).get(visit.pk)
            raise Refused(f"{step.label}ไม่ได้ เพราะ{last.sentence if last else 'รายการนี้เป็นร่าง'}")
        if seen is not None and visit.version != seen:
            who = visit.history.latest().history_user_name
            raise Refused(f"{who} แก้ไขรายการนี้หลังจากที่ท่านเปิดหน้านี้ โปรดอ่านข้อมูลปัจจุบัน แล้วกด{step.label}อีกครั้ง")
        if step.asks and not text.strip():
            raise Refused(f"โปรดระบุ{step.asks}")
        visit.certification_note = ""
        if step.after == RecordState.FINAL:
            own = own_record_note(visit, by)
            if own and not settings.CERTIFY_OWN_RECORDS:
                raise Refused(f"{own} ระบบนี้ตั้งไว้ให้ผู้อื่นเป็นผู้รับรอง")
            seal(visit)
            visit.certification_note = " · ".join(filter(None, [own, deputy_note(by)]))
        visit.record_state = step.after
        # django-simple-history reads the reason of a change there.
        visit._change_reason = text.strip() or None
        visit.save()
        if visit.is_final:
            certified.send(sender=Visit, visit=visit)
    return visit


def own_record_note(visit: Visit, by: User) -> str:
    """A sentence where who certifies has entered or submitted the record too (rule 23 of the domain); else empty."""
    state = ""
    versions = Visit.history.filter(id=visit.pk).order_by("history_date", "history_id")
    for user, kind, after in versions.values_list("history_user", "history_type", "record_state"):
        submitted = after == RecordState.SUBMITTED != state
        if user == by.pk and (kind == "+" or submitted):
            return f"ผู้รับรองเป็นผู้บันทึกหรือเสนอข้อมูลนี้เอง ({by})"
        state = after
    return ""


def deputy_note(by: User) -> str:
    """A sentence that names in whose place somebody certifies; empty for those whose role lets them."""
    if by.certifies_by_role:
        return ""
    row = by.deputising.in_force_on(timezone.localdate()).select_related("reviewer").first()
    return f"รับรองแทน {row.reviewer} ({thai_range(row.starts_on, row.ends_on, month='short')})" if row else ""


def seal(visit: Visit) -> None:
    """Freezes names, positions and title, and numbers visit, trip and directives; raises `Refused` where incomplete.

    The trip is numbered with its first certified visit, in the fiscal year in which the journey begins (rule 6).
    """
    if missing := gaps(visit):
        raise Refused("รับรองข้อมูลไม่ได้ เพราะข้อมูลยังไม่ครบถ้วน", missing=missing)
    people = list(visit.attendances.select_related("official"))
    for row in people:
        before = row.name, row.position
        row.freeze()
        if (row.name, row.position) != before:
            row.save()
    lead = next(row for row in people if row.role == Role.LEAD)
    visit.title = visit.title or visit.proposed_title(lead)
    if visit.trip_id:
        trip = Trip.objects.select_for_update().get(pk=visit.trip_id)
        if not trip.number:
            trip.take_number(fiscal_year(trip.visits.earliest("starts_on").starts_on))
            trip.save(update_fields=NUMBER)
    year = fiscal_year(visit.starts_on)
    visit.take_number(year)
    directives = list(visit.directives.all())
    for directive in directives:
        directive.visit = visit
        directive.freeze()
    number_all([(year, directive) for directive in directives if not directive.number])
    Directive.objects.bulk_update(directives, [*NUMBER, "subject", "given_name", "given_as"])


def may_edit(user: User, visit: Visit) -> bool:
    """False for a certified record; one that waits is edited by those who certify."""
    return not visit.is_final and (visit.record_state == RecordState.DRAFT or user.has_perm(CERTIFY))


def open_steps(user: User, visit: Visit) -> list[SignOffStep]:
    """The steps that the user may take now."""
    return [
        step
        for step in STEPS.values()
        if step.before == visit.record_state and user.has_perm(step.permission)
    ]


@dataclass(frozen=True)
class TakenStep:
    """A step that was taken; read from history, which nobody can change."""

    label: str
    who: str
    when: datetime
    text: str

    @property
    def sentence(self) -> str:
        """ "สมชาย ใจดี เสนอตรวจสอบรายการนี้แล้ว เมื่อ …"."""
        return f"{self.who} {self.label}รายการนี้แล้ว เมื่อ {self.moment}"

    @property
    def moment(self) -> str:
        """Day and time as read."""
        local = timezone.localtime(self.when)
        return f"{thai_date(local)} เวลา {thai_time(local)}"


VERSIONS = KeptRows(
    Visit.history.order_by("id", "-history_date", "-history_id").values_list(
        "id", "record_state", "history_user_name", "history_date", "history_change_reason"
    ),
    "id",
)


def last_steps(visits: Iterable[Visit]) -> dict[int, TakenStep]:
    """The newest step of each visit by key, in one query; a draft that was never submitted has none."""
    steps = {}
    for key, group in groupby(VERSIONS.read([visit.pk for visit in visits]), key=lambda row: row[0]):
        versions = list(group)
        # A record may have been certified when it was loaded: before its first version it counts as a draft.
        earlier = [*(state for _, state, *_ in versions[1:]), RecordState.DRAFT]
        for (_, state, who, when, text), before in zip(versions, earlier, strict=True):
            if state != before:
                steps[key] = TakenStep(step_label(before, state, text), who, when, text or "")
                break
    return steps


def step_label(before: str, after: str, text: str | None) -> str:
    """The label of the step between two states; of the two ways back from รอตรวจสอบ the reviewer's has a remark."""
    labels = [step.label for step in STEPS.values() if (step.before, step.after) == (before, after)]
    if len(labels) > 1:
        return STEPS["return"].label if text else STEPS["withdraw"].label
    return labels[0] if labels else STEPS["certify"].label

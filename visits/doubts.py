"""Doubts about a visit that the clerk may accept by a tick: the one place that knows what is doubtful."""

import hashlib
from dataclasses import dataclass

from django.db.models import Q

from config.thai.dates import thai_date
from config.thai.text import fold
from officials.history import author_name
from visits.models import CALLED_OFF, PLANNED, Acceptance, Attendance, Directive, Holiday, Visit


@dataclass(frozen=True)
class Doubt:
    """`subject` is what the doubt rests on: when it changes, the doubt is asked anew."""

    code: str
    subject: str
    message: str

    @property
    def digest(self):
        return hashlib.sha256(self.subject.encode()).hexdigest()

    @property
    def key(self):
        return f"{self.code}:{self.digest[:16]}"


def doubts_about(visit, officials, texts, today):
    """All doubts about a visit with unsaved values; `officials` are keys, `texts` the wordings of its directives."""
    found = []
    if visit.status not in CALLED_OFF:
        found += [*elsewhere(visit, officials), *same_unit(visit), *holidays(visit)]
    return [*found, *passed_plan(visit, today), *said_before(visit, texts)]


def clashes(visit):
    """Other visits that take place on a day of this one."""
    others = Visit.objects.between(visit.starts_on, visit.ends_on).exclude(status__in=CALLED_OFF)
    return others.exclude(pk=visit.pk)


def overlap(visit, other):
    """Whether one person cannot have been at both: by the clock where known, else where provinces differ."""
    if other.trip_id and other.trip_id == visit.trip_id and not (visit.start_time and other.start_time):
        return False
    if visit.start_time and other.start_time:
        return (_from(visit) < _until(other) and _from(other) < _until(visit)) or _from(visit) == _from(other)
    return other.province_id != visit.province_id


def _from(visit):
    return visit.start_time


def _until(visit):
    return visit.end_time or visit.start_time


def elsewhere(visit, officials):
    rows = Attendance.objects.filter(official__in=officials, visit__in=clashes(visit)).exclude(
        visit__unit=visit.unit_id
    )
    for row in rows.select_related("visit__unit", "visit__province"):
        if overlap(visit, row.visit):
            yield Doubt(
                "elsewhere",
                f"{row.official_id}|{row.visit_id}|{visit.starts_on}|{visit.ends_on}|{visit.start_time}|{row.visit.start_time}",
                f"{row.name} อยู่ที่ {row.visit.unit} ในวันเดียวกัน ({row.visit.days})",
            )


def same_unit(visit):
    for other in clashes(visit).filter(unit=visit.unit_id):
        yield Doubt(
            "same_unit",
            f"{other.pk}|{visit.starts_on}|{visit.ends_on}",
            f"มีการตรวจเยี่ยมหน่วยงานนี้ในวันเดียวกันอยู่แล้ว: {other}",
        )


def holidays(visit):
    for day in Holiday.objects.days_off().between(visit.starts_on, visit.ends_on):
        yield Doubt("holiday", f"{day.date}", f"{thai_date(day.date)} เป็นวันหยุดราชการ ({day.name})")


def passed_plan(visit, today):
    if visit.status in PLANNED and visit.ends_on < today:
        yield Doubt(
            "passed_plan",
            f"{visit.status}|{visit.ends_on}",
            f"วันที่ตรวจเยี่ยมผ่านไปแล้ว แต่สถานะยังเป็น “{visit.get_status_display()}”",
        )


def said_before(visit, texts):
    """The same words were already given as a directive elsewhere."""
    folded = {fold(text): text for text in texts if text.strip()}
    same = Q(pk=None)
    for text in texts:
        same |= Q(text=text.strip())
    for directive in (
        Directive.objects.filter(same).exclude(visit=visit.pk).select_related("visit__unit")[:20]
    ):
        if fold(directive.text) in folded:
            yield Doubt(
                "said_before",
                f"{directive.pk}|{fold(directive.text)}",
                f"ข้อสั่งการนี้เคยให้ไว้แล้ว {directive.visit.days} ที่ {directive.visit.unit}: {directive}",
            )


def open_doubts(visit, doubts, accepted_keys=()):
    """Those neither ticked now nor accepted earlier."""
    earlier = (
        set(Acceptance.objects.filter(visit=visit.pk).values_list("code", "subject")) if visit.pk else set()
    )
    return [
        doubt
        for doubt in doubts
        if doubt.key not in accepted_keys and (doubt.code, doubt.digest) not in earlier
    ]


def accept(visit, doubts, by):
    """Keeps who accepted which doubt, once for each."""
    for doubt in doubts:
        Acceptance.objects.get_or_create(
            visit=visit,
            code=doubt.code,
            subject=doubt.digest,
            defaults={"message": doubt.message, "by": by, "by_name": author_name(by)},
        )

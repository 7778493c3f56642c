"""Doubts about a visit that the clerk may accept by a tick; which visits clash, `visits.clashes` knows."""

import hashlib
from dataclasses import dataclass

from django.db.models import Q

from config.thai.dates import thai_date
from config.thai.text import fold
from config.tracking import author_name
from visits.models import Acceptance, Attendance, Directive, Holiday, Visit
from visits.records.clashes import ELSEWHERE, Stay, at_both, is_passed, takes_place

MOMENTS = ("starts_on", "ends_on", "start_time", "end_time")


@dataclass(frozen=True)
class Doubt:
    """`subject` is what the doubt rests on: when it changes, the doubt is asked anew."""

    code: str
    subject: str
    message: str

    @property
    def digest(self):
        return digest(self.subject)

    @property
    def key(self):
        return f"{self.code}:{self.digest[:16]}"


def digest(subject):
    return hashlib.sha256(subject.encode()).hexdigest()


def doubts_about(visit, officials, texts, today, user):
    """All doubts about a visit with unsaved values; `officials` are keys, `texts` the wordings of its directives."""
    found = []
    if takes_place(visit):
        found += [*elsewhere(visit, officials, user), *same_unit(visit, user), *holidays(visit)]
    return [*found, *passed_plan(visit, today), *said_before(visit, texts)]


def others_at_that_time(visit, user):
    """Other visits that take place on a day of this one, as far as the user may see them."""
    rows = Visit.objects.visible_to(user).taking_place().between(visit.starts_on, visit.ends_on)
    return rows.exclude(pk=visit.pk)


def elsewhere(visit, officials, user):
    here = Stay.of(visit)
    rows = Attendance.objects.filter(official__in=officials, visit__in=others_at_that_time(visit, user))
    for row in rows.select_related("visit__unit", "visit__province"):
        if kind := at_both(here, Stay.of(row.visit)):
            when = "เวลาเดียวกัน" if kind == ELSEWHERE else "วันเดียวกัน"
            yield Doubt(
                "elsewhere",
                subject_of_elsewhere(row.official_id, visit, row.visit),
                f"{row.name} อยู่ที่ {row.visit.unit} ใน{when} ({row.visit.days})",
            )


def subject_of_elsewhere(official, visit, other):
    moments = [getattr(one, name) for one in (visit, other) for name in MOMENTS]
    return "|".join(map(str, [official, other.pk, *moments]))


def same_unit(visit, user):
    for other in others_at_that_time(visit, user).filter(unit=visit.unit_id):
        yield Doubt(
            "same_unit",
            subject_of_same_unit(visit, other),
            f"มีการตรวจเยี่ยมหน่วยงานนี้ในวันเดียวกันอยู่แล้ว: {other}",
        )


def subject_of_same_unit(visit, other):
    return f"{other.pk}|{visit.starts_on}|{visit.ends_on}"


def holidays(visit):
    for day in Holiday.objects.days_off().between(visit.starts_on, visit.ends_on):
        yield Doubt("holiday", f"{day.date}", f"{thai_date(day.date)} เป็นวันหยุดราชการ ({day.name})")


def passed_plan(visit, today):
    if is_passed(visit, today):
        yield Doubt(
            "passed_plan",
            subject_of_passed_plan(visit),
            f"วันที่ตรวจเยี่ยมผ่านไปแล้ว แต่สถานะยังเป็น “{visit.get_status_display()}”",
        )


def subject_of_passed_plan(visit):
    return f"{visit.status}|{visit.ends_on}"


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

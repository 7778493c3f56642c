"""Warnings about a visit at its entry, which the clerk may accept by a tick (design.md, rule 13)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from config.thai.dates import thai_date
from config.thai.text import fold
from config.tracking import author_name
from officials.models import Official, User
from visits.models import CALLED_OFF, Acceptance, Attendance, Directive, Holiday, Visit
from visits.models.visit_queryset import VisitQuerySet
from visits.records.clashes import (
    ELSEWHERE,
    Stay,
    at_both,
    digest,
    is_passed,
    subject_of_elsewhere,
    subject_of_passed_plan,
    subject_of_same_unit,
)


@dataclass(frozen=True)
class EntryWarning:
    """One warning; `subject` is what it rests on: when that changes, it is shown anew though it was accepted."""

    code: str
    subject: str
    message: str

    @property
    def digest(self) -> str:
        """What is stored of the subject."""
        return digest(self.subject)

    @property
    def key(self) -> str:
        """The value of its tick."""
        return f"{self.code}:{self.digest[:16]}"


def warnings_about(
    visit: Visit, officials: Collection[int], texts: Collection[str], today: date, user: User
) -> list[EntryWarning]:
    """All warnings about a visit with unsaved values; `officials` are keys, `texts` the wordings of its directives."""
    warnings: list[EntryWarning] = []
    if visit.status not in CALLED_OFF:
        warnings += [*elsewhere(visit, officials, user), *same_unit(visit, user), *holidays(visit)]
    if is_passed(visit, today):
        message = f"วันที่ตรวจเยี่ยมผ่านไปแล้ว แต่สถานะยังเป็น “{visit.get_status_display()}”"
        warnings.append(EntryWarning("passed_plan", subject_of_passed_plan(visit), message))
    return [*warnings, *given_before(visit, texts)]


def retired(officials: Collection[int], day: date) -> Iterator[EntryWarning]:
    """People who had left office by a day; as advisers, guests or hosts they may still be there. `officials` are keys."""
    for official in Official.objects.filter(pk__in=officials, left_on__lt=day):
        yield EntryWarning(
            "retired",
            f"{official.pk}|{official.left_on}|{day}",
            f"{official} ปฏิบัติหน้าที่ถึง {thai_date(official.left_on)} ก่อนวันที่ตรวจเยี่ยม",
        )


def others_at_that_time(visit: Visit, user: User) -> VisitQuerySet:
    """Other visits that take place on a day of this one, as far as the user may see them."""
    rows = Visit.objects.visible_to(user).taking_place().between(visit.starts_on, visit.ends_on)
    if visit.code and not visit.pk:
        # Its form was stored by an earlier sending.
        rows = rows.exclude(code=visit.code)
    return rows.exclude(pk=visit.pk)


def elsewhere(visit: Visit, officials: Collection[int], user: User) -> Iterator[EntryWarning]:
    """People who are recorded at another place at that time."""
    stay = Stay.of(visit)
    rows = Attendance.objects.filter(official__in=officials, visit__in=others_at_that_time(visit, user))
    for row in rows.select_related("visit__unit", "visit__province"):
        if kind := at_both(stay, Stay.of(row.visit)):
            when = "เวลาเดียวกัน" if kind == ELSEWHERE else "วันเดียวกัน"
            yield EntryWarning(
                "elsewhere",
                subject_of_elsewhere(row.official_id, visit, row.visit),
                f"{row.name} อยู่ที่ {row.visit.unit} ใน{when} ({row.visit.days})",
            )


def same_unit(visit: Visit, user: User) -> Iterator[EntryWarning]:
    """Other visits to that unit on that day."""
    for other in others_at_that_time(visit, user).filter(unit=visit.unit_id):
        yield EntryWarning(
            "same_unit",
            subject_of_same_unit(visit, other),
            f"มีการตรวจเยี่ยมหน่วยงานนี้ในวันเดียวกันอยู่แล้ว: {other}",
        )


def holidays(visit: Visit) -> Iterator[EntryWarning]:
    """Public holidays among the days of the visit."""
    for day in Holiday.objects.days_off().between(visit.starts_on, visit.ends_on).by_day().values():
        yield EntryWarning("holiday", f"{day.date}", f"{thai_date(day.date)} เป็นวันหยุดราชการ ({day.name})")


def given_before(visit: Visit, texts: Collection[str]) -> Iterator[EntryWarning]:
    """Directives of other visits with the same words; at most twenty are looked at."""
    folded = {fold(text) for text in texts if text.strip()}
    same = Q(pk=None)
    for text in texts:
        same |= Q(text=text.strip())
    rows = Directive.objects.filter(same).exclude(visit=visit.pk).select_related("visit__unit")
    for directive in rows[:20]:
        if fold(directive.text) in folded:
            yield EntryWarning(
                "said_before",
                f"{directive.pk}|{fold(directive.text)}",
                f"ข้อสั่งการนี้เคยให้ไว้แล้ว {directive.visit.days} ที่ {directive.visit.unit}: {directive}",
            )


def open_warnings(
    visit: Visit, warnings: Iterable[EntryWarning], ticked: Collection[str] = ()
) -> list[EntryWarning]:
    """Those neither ticked now nor accepted earlier."""
    earlier = set()
    if visit.pk:
        earlier = set(Acceptance.objects.filter(visit=visit.pk).values_list("code", "subject"))
    return [
        warning
        for warning in warnings
        if warning.key not in ticked and (warning.code, warning.digest) not in earlier
    ]


def accept(visit: Visit, warnings: Iterable[EntryWarning], by: User) -> None:
    """Stores who accepted which warning, once for each."""
    for warning in warnings:
        Acceptance.objects.get_or_create(
            visit=visit,
            code=warning.code,
            subject=warning.digest,
            defaults={"message": warning.message, "by": by, "by_name": author_name(by)},
        )

"""รายชื่อที่ยังไม่ผูกกับทำเนียบ: attendances without a person, of those names that the register knows by now."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from config.thai.text import fold
from config.tracking import written_by
from officials.models import Official, User
from officials.models.names import name_spellings
from visits.matching.register_names import RegisterNames, fit_of_post
from visits.models import Attendance, Visit
from visits.models.attendance import AttendanceQuerySet
from visits.records import sign_off

MAY_TIE = "visits.change_attendance"


@dataclass(frozen=True)
class Untied:
    """An attendance, who it may be (the likeliest first), and whether the user may tie it."""

    attendance: Attendance
    candidates: list[Official]
    may_tie: bool


def untied(people: AttendanceQuerySet) -> AttendanceQuerySet:
    """Those with a name, but without a person of the register."""
    return people.filter(official=None).exclude(name="")


def nameable(user: User) -> dict[int, set[int]]:
    """Keys of attendances without a person, each with the keys of those who bear its name, by day of the visit."""
    rows = untied(Attendance.objects.visible_to(user))
    people = list(rows.order_by("visit__starts_on", "visit", "order", "pk").values_list("pk", "name"))
    names = RegisterNames(user).people_names if people else {}
    found = {}
    for pk, name in people:
        keys = {key for spelling in name_spellings(fold(name)) for key in names.get(spelling, ())}
        if keys:
            found[pk] = keys
    return found


def with_candidates(found: Mapping[int, set[int]], user: User) -> list[Untied]:
    """Some of what `nameable` found as rows of a page; the same queries for one row as for fifty."""
    rows = Attendance.objects.select_related("visit__unit").in_bulk(found)
    people = (
        Official.objects.visible_to(user)
        .filter(pk__in={key for keys in found.values() for key in keys})
        .with_appointments()
        .in_bulk()
    )
    return [
        Untied(
            rows[pk],
            sorted(
                (people[key] for key in keys if key in people),
                key=lambda one: (-fit_of_post(one, rows[pk].position, rows[pk].visit.starts_on), one.pk),
            ),
            may_tie(rows[pk].visit, user),
        )
        for pk, keys in found.items()
    ]


def may_tie(visit: Visit, user: User) -> bool:
    """Who may edit the record; in a certified one those who certify, because only the key is written."""
    return user.has_perm(MAY_TIE) and (sign_off.may_edit(user, visit) or user.has_perm(sign_off.CERTIFY))


def tie(chosen: Mapping[int, int], *, by: User) -> tuple[int, list[Attendance]]:
    """Ties attendances to people by key; name and position stay as they are written.

    Returns how many were tied, and those left because the person stands at that visit already.
    """
    if not by.has_perm(MAY_TIE):
        raise PermissionDenied
    count, left = 0, []
    with transaction.atomic(), written_by(by):
        rows = Attendance.objects.visible_to(by).select_for_update(of=("self",)).select_related("visit")
        rows = rows.filter(pk__in=chosen, official=None).order_by("pk")
        people = Official.objects.visible_to(by).in_bulk(set(chosen.values()))
        for row in rows:
            if chosen[row.pk] not in people or not may_tie(row.visit, by):
                continue
            if row.visit.attendances.filter(official=chosen[row.pk]).exists():
                left.append(row)
                continue
            row.official_id = chosen[row.pk]
            row.save(update_fields=["official"])
            count += 1
    return count, left

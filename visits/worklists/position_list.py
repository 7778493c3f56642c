"""ตำแหน่งไม่ตรงกับทำเนียบ: people whose stored position is another than the register's on the day of their visit."""

from collections.abc import Collection, Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from config.tracking import written_by
from officials.models import User
from visits.models import Acceptance, Attendance, Visit
from visits.models.visit_queryset import VisitQuerySet
from visits.records import sign_off
from visits.records.clashes import digest
from visits.records.position_check import Disagreement, disagreements, with_appointments

MAY_CORRECT = "visits.change_attendance"


def positions_to_check(visits: VisitQuerySet, user: User) -> list[Disagreement]:
    """The disagreements in these visits that nobody accepted, by day; four queries, however many people there are."""
    people = Attendance.objects.visible_to(user).filter(visit__in=visits.order_by(), official__isnull=False)
    stated = people.exclude(position="").select_related("official", "visit__unit")
    rows = list(stated.order_by("visit__starts_on", "visit", "order", "pk"))
    officials = {row.official_id: row.official for row in rows}
    with_appointments(officials.values())
    for row in rows:
        row.official = officials[row.official_id]
    accepted = set(
        Acceptance.objects.filter(code="position", visit__in=visits.order_by()).values_list(
            "visit", "subject"
        )
    )
    return [
        disagreement
        for row in rows
        for disagreement in disagreements([row], row.visit.starts_on)
        if (row.visit_id, digest(disagreement.subject)) not in accepted
    ]


def correct(keys: Collection[int], *, by: User) -> int:
    """Gives attendances the register's position of their day; returns how many were changed.

    Those of records that the user may not edit stay, so that a certified record is reopened first.
    """
    if not by.has_perm(MAY_CORRECT):
        raise PermissionDenied
    with transaction.atomic(), written_by(by):
        chosen = Attendance.objects.visible_to(by).filter(pk__in=keys)
        locked = Visit.objects.select_for_update().filter(pk__in=chosen.order_by().values("visit"))
        visits = {visit.pk: visit for visit in locked.order_by("pk")}
        # Read when nobody else writes them any more: the whole row is saved.
        rows = chosen.filter(visit__in=visits).select_related("official").order_by("pk")
        return sum(take_from_register(row, visits[row.visit_id], by) for row in rows)


def take_from_register(row: Attendance, visit: Visit, by: User) -> bool:
    """Whether the position of one row was replaced."""
    if not row.official_id or not sign_off.may_edit(by, visit):
        return False
    before, row.visit, row.position = row.position, visit, ""
    row.freeze()
    if row.position in ("", before):
        return False
    row.save()
    return True


def may_correct(rows: Iterable[Disagreement], user: User) -> set[int]:
    """The keys of attendances whose record the user may edit."""
    if not user.has_perm(MAY_CORRECT):
        return set()
    return {row.attendance.pk for row in rows if sign_off.may_edit(user, row.attendance.visit)}

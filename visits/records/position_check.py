"""Positions of the day: what the register proposes, where a record no longer agrees with it, and the look-up at entry.

Name and position are stored with the attendance as of the visit's day (design.md, rule 1). Where the day, the person or
the register is corrected afterwards, the stored line may be that of another day; it is then offered anew, never changed
silently.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone

from config.forms.keys import is_key
from config.forms.model_admin import AdminMixin
from config.thai.dates import BadDate, parse_date, thai_date
from officials.models import Appointment, Official
from visits.directives.unit_groups import group_choices
from visits.models import Attendance

MOST_PRESENT = 150


@dataclass(frozen=True)
class Disagreement:
    """An attendance whose stored position is another than the register's on the visit's day."""

    attendance: Attendance
    official: Official
    day: date
    proposed: str

    @property
    def subject(self) -> str:
        """What the acceptance of the warning rests on."""
        row = self.attendance
        return f"{row.official_id}|{self.day}|{row.position}|{self.proposed}"

    @property
    def message(self) -> str:
        """One sentence with both lines."""
        row = self.attendance
        return (
            f"{row.name or self.official.name}: ตำแหน่งที่บันทึกไว้ “{row.position}” "
            f"ไม่ตรงกับทำเนียบ ณ {thai_date(self.day)} “{self.proposed}”"
        )


def disagreements(rows: Iterable[Attendance], day: date) -> list[Disagreement]:
    """Those of unsaved or saved rows whose position the register no longer gives on that day; two queries.

    Rows without a person or a position, and days on which the register knows nothing, agree with everything.
    """
    pairs = [(row, row.official) for row in rows if row.official and row.position]
    with_appointments([official for _, official in pairs])
    found = []
    for row, official in pairs:
        proposed = official.position_on(day).line
        if proposed and proposed != row.position:
            found.append(Disagreement(row, official, day, proposed))
    return found


def with_appointments(officials: Iterable[Official]) -> None:
    """Prefetches what `Official.position_on` reads; two queries for all."""
    appointments = Appointment.objects.with_posts()
    prefetch_related_objects(list(officials), Prefetch("appointments", queryset=appointments))


def look_up(request: HttpRequest, officials: QuerySet[Official]) -> JsonResponse:
    """Name and position that the register proposes for `?official=` on the day `?on=`, while a form is filled in."""
    key = request.GET.get("official", "")
    row = officials.filter(pk=int(key)).first() if is_key(key) else None
    if row is None:
        raise Http404
    try:
        day = parse_date(request.GET.get("on", ""))
    except BadDate as error:
        return JsonResponse({"error": str(error)}, status=400)
    proposed = row.position_on(day)
    answer: dict[str, Any] = {
        "name": row.name_on(day),
        "position": proposed.line,
        "is_unconfirmed": bool(proposed.line) and not proposed.confirmed,
    }
    return JsonResponse(answer)


def units_of_present(request: HttpRequest, officials: QuerySet[Official]) -> JsonResponse:
    """The units of the posts that people (`?official=`, repeated) bore on the day `?on=`, each once."""
    keys = [int(key) for key in request.GET.getlist("official") if is_key(key)]
    try:
        day = parse_date(request.GET.get("on", ""))
    except BadDate as error:
        return JsonResponse({"error": str(error)}, status=400)
    present = list(officials.filter(pk__in=keys[:MOST_PRESENT]))
    with_appointments(present)
    units = {}
    for official in present:
        held = set(official.position_on(day).keys)
        for appointment in official.appointments.all():
            if appointment.pk in held and appointment.post.unit:
                units[appointment.post.unit_id] = appointment.post.unit
    return JsonResponse({"units": [{"id": key, "text": unit.label} for key, unit in units.items()]})


def groups_offered(request: Any) -> JsonResponse:
    """The groups of units to which a directive can go on the day `?on=` (today where it is empty), with their keys."""
    try:
        day = parse_date(request.GET["on"]) if request.GET.get("on") else timezone.localdate()
    except BadDate as error:
        return JsonResponse({"error": str(error)}, status=400)
    choices = group_choices(request.user, day)
    return JsonResponse({"groups": [{"id": choice.group.key, "text": str(choice)} for choice in choices]})


class PositionsOnPage(AdminMixin):
    """Mixin of the visit's admin: the addresses at which its form looks up positions and units of the day."""

    def get_urls(self) -> list[URLPattern]:
        """The admin's addresses, `position/` and `units/`."""
        view = self.admin_site.admin_view(self.position_view)
        units = self.admin_site.admin_view(self.units_view)
        return [
            path("position/", view, name="visits_visit_position"),
            path("units/", units, name="visits_visit_units"),
            *super().get_urls(),
        ]

    def units_view(self, request: HttpRequest) -> JsonResponse:
        """The units of the people present, or the groups of units."""
        if "groups" in request.GET:
            return groups_offered(request)
        return units_of_present(request, Official.objects.visible_to(request.user))

    def position_view(self, request: HttpRequest) -> JsonResponse:
        """Name and position of an official on a day."""
        return look_up(request, Official.objects.visible_to(request.user))

"""Writes what a row was planned to become; the caller holds the transaction."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Model
from django.utils import timezone

from config.thai.text import fold
from officials.models import Appointment, Official, Post
from units.models import Unit
from visits.directives.due_dates import working_day_after
from visits.directives.settling import settle
from visits.imports.cell_values import PersonCell
from visits.imports.checking import Plan, same_person
from visits.models import (
    Assignment,
    AssignmentRole,
    Attendance,
    Dimension,
    Directive,
    DirectiveDimension,
    DirectiveKind,
    FollowUp,
    Holiday,
    Role,
    Status,
    Visit,
)

# The kinds that are followed up round by round (design rule 5).
FOLLOWED_UP_KINDS = (DirectiveKind.DIRECTIVE, DirectiveKind.REQUEST)
UNKNOWN_PLACE = "นำเข้าจากทะเบียนข้อสั่งการ ยังไม่ทราบจุดตรวจเยี่ยม"


def save_visit(plan: Plan) -> list[Model]:
    """A draft visit with its people, or what an earlier draft lacks."""
    data = plan.data
    if "visit" in data:
        visit = Visit.objects.get(pk=data["visit"])
        for name, value in data["fills"].items():
            setattr(visit, name, value)
        visit.save()
        has_lead = visit.attendances.filter(role=Role.LEAD).exists()
        return _save_people(
            visit,
            [
                (role if role != Role.LEAD or not has_lead else Role.COMPANION, person)
                for role, person in data["missing"]
            ],
        )
    unit = Unit.objects.get(pk=data["unit"])
    visit = Visit(
        unit=unit,
        province_id=data["province"] or unit.province_id,
        status=Status.DONE if data["ends_on"] < timezone.localdate() else Status.TENTATIVE,
        sequence=_next_sequence(data["starts_on"], data["lead"]),
        **{
            name: data[name]
            for name in (
                "starts_on",
                "ends_on",
                "start_time",
                "end_time",
                "purpose",
                "summary",
                "place",
                "others_party",
                "others_hosts",
            )
        },
    )
    visit.clean()
    visit.save()
    people = _save_people(visit, data["people"])
    lead = next((row for row in people if row.role == Role.LEAD), None)
    visit.title = visit.proposed_title(lead)
    visit.save(update_fields=["title"])
    return [visit]


def _next_sequence(day: date, lead: str) -> int:
    """Behind the stops that the same lead already has on that day."""
    rows = Attendance.objects.filter(visit__starts_on=day, role=Role.LEAD).values_list(
        "name", "visit__sequence"
    )
    taken = [sequence for name, sequence in rows if same_person(fold(name), lead)]
    return max(taken, default=0) + 1


def _save_people(visit: Visit, people: list[tuple[str, Any]]) -> list[Attendance]:
    orders: dict[bool, int] = {}
    for is_host in (True, False):
        rows = (
            visit.attendances.filter(role=Role.HOST) if is_host else visit.attendances.exclude(role=Role.HOST)
        )
        orders[is_host] = rows.aggregate(last=Max("order"))["last"] or 0
    saved: list[Attendance] = []
    for role, person in people:
        if person.official and any(row.official_id == person.official for row in saved):
            continue
        is_host = role == Role.HOST
        orders[is_host] += 1
        attendance = Attendance(
            visit=visit,
            official_id=person.official,
            role=role,
            name=person.cell.name[:250],
            position=person.cell.position[:400],
            order=orders[is_host],
        )
        attendance.freeze()
        attendance.save()
        saved.append(attendance)
    return saved


def save_directive(plan: Plan) -> list[Model]:
    """A directive with its units, at its visit or at a new draft of one."""
    data = plan.data
    created: list[Model] = []
    giver = data["giver"]
    if "visit" in data:
        visit = Visit.objects.get(pk=data["visit"])
    else:
        place = data["visited"] or data["lead"][0]
        visit = Visit.objects.filter(
            unit_id=place, starts_on=data["day"], purpose=UNKNOWN_PLACE
        ).first() or Visit(unit_id=place)
        if not visit.pk:
            visit.starts_on = visit.ends_on = data["day"]
            visit.purpose = UNKNOWN_PLACE
            visit.status = Status.DONE if data["day"] < timezone.localdate() else Status.TENTATIVE
            visit.clean()
            visit.save()
            people = [(Role.LEAD, giver)] if giver else []
            lead = next(iter(_save_people(visit, people)), None)
            visit.title = visit.proposed_title(lead)
            visit.save(update_fields=["title"])
            created.append(visit)
    due_on, due_text = data["due_on"], data["due_text"]
    if data["due_days"]:
        count, are_working_days = data["due_days"]
        due_on = (
            working_day_after(data["day"], count) if are_working_days else data["day"] + timedelta(days=count)
        )
    directive = Directive(
        visit=visit,
        kind=data["kind"],
        subject=data["subject"],
        text=data["text"],
        order=(visit.directives.aggregate(last=Max("order"))["last"] or 0) + 1,
        given_by_id=giver.official if giver else None,
        given_name=giver.cell.name[:250] if giver else "",
        given_as=data["given_as"] or (giver.cell.position[:400] if giver else ""),
        due_on=due_on,
        due_text=due_text,
        follow_up=FollowUp.ROUNDS if data["kind"] in FOLLOWED_UP_KINDS else FollowUp.NONE,
    )
    directive.freeze()
    directive.save()
    for dimension in Dimension.objects.filter(code__in=data["dimensions"]).order_by("policy__starts_on"):
        if not directive.dimension_links.filter(dimension__code=dimension.code).exists():
            DirectiveDimension.objects.create(directive=directive, dimension=dimension, stated=False)
    roles = [AssignmentRole.LEAD, *[AssignmentRole.SUPPORT] * len(data["lead"])]
    for unit, role in zip(data["lead"], roles, strict=False):
        Assignment.objects.create(directive=directive, unit_id=unit, role=role)
    for unit in data["support"]:
        Assignment.objects.create(directive=directive, unit_id=unit, role=AssignmentRole.SUPPORT)
    settle(directive)
    return [*created, directive]


def save_unit(plan: Plan) -> list[Model]:
    """A new unit of the register."""
    return [Unit.objects.create(**plan.data, source="นำเข้าจากตาราง")]


def _official(person: PersonCell) -> Official:
    return Official.objects.create(
        prefix=person.prefix,
        academic_title=person.academic_title,
        first_name=person.first_name,
        last_name=person.last_name,
    )


def save_official(plan: Plan) -> list[Model]:
    """A new person of the register."""
    return [_official(plan.data["person"])]


def save_appointment(plan: Plan) -> list[Model]:
    """An appointment, with the person and the post where the register lacks them."""
    data = plan.data
    created: list[Model] = []
    person = data["person"]
    if person.official:
        official = Official.objects.get(pk=person.official)
    else:
        known = Official.objects.filter(first_name=person.cell.first_name, last_name=person.cell.last_name)
        official = known.first() or _official(person.cell)
        if not known:
            created.append(official)
    title = fold(data["title"])
    post = next((post for post in Post.objects.filter(unit=data["unit"]) if fold(post.title) == title), None)
    if not post:
        post = Post.objects.create(title=data["title"], unit_id=data["unit"])
        created.append(post)
    appointment = Appointment.objects.create(
        official=official,
        post=post,
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
        order_no=data["order_no"],
        source="นำเข้าจากตาราง",
    )
    return [*created, appointment]


def save_holiday(plan: Plan) -> list[Model]:
    """A holiday."""
    return [Holiday.objects.create(**plan.data, source="นำเข้าจากตาราง")]


SAVERS: dict[str, Callable[[Plan], list[Model]]] = {
    "visits": save_visit,
    "directives": save_directive,
    "units": save_unit,
    "officials": save_official,
    "appointments": save_appointment,
    "holidays": save_holiday,
}

"""Writes what rows were planned to become, a slice at once; the caller holds the transaction.

A saver gives for each plan the records that came of it, and raises where one of them cannot be written: the caller then
tries row by row. Visits and directives are written in bulk, so that their queries do not grow with the rows of a slice.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Max, Model
from django.utils import timezone

from config.thai.text import fold
from officials.models import Appointment, Official, Post
from units.models import Unit
from visits.directives.due_dates import working_day_after
from visits.directives.settling import settle
from visits.imports.cell_values import PersonCell
from visits.imports.checking import PersonPlan, Plan, same_person
from visits.imports.directive_checking import UNKNOWN_PLACE
from visits.imports.journeys import join_trips
from visits.models import (
    Activity,
    Assignment,
    AssignmentRole,
    Attendance,
    Dimension,
    Directive,
    DirectiveDimension,
    Holiday,
    Role,
    Status,
    Visit,
    VisitActivity,
    follow_up_of,
)

COPIED = (
    *("unit", "starts_on", "ends_on", "start_time", "end_time", "purpose", "summary", "place"),
    *("others_party", "others_hosts"),
)
# What an import may fill in on a draft that lacks it, and empties again where it is undone.
FILLED_IN = ("purpose", "summary", "place", "start_time", "end_time", "trip")


def save_visits(plans: Sequence[Plan]) -> list[list[Model]]:
    """Draft visits with their people and activities; what earlier drafts lack."""
    register = officials_of(person for plan in plans for _, person in plan.data["people"])
    units = Unit.objects.in_bulk({plan.data["unit"] for plan in plans})
    filled = Visit.objects.prefetch_related("attendances").in_bulk(
        plan.data["visit"] for plan in plans if "visit" in plan.data
    )
    leads = defaultdict(list)
    of_those_days = Attendance.objects.filter(
        role=Role.LEAD, visit__starts_on__in={plan.data["starts_on"] for plan in plans}
    )
    for day, name, sequence in of_those_days.values_list("visit__starts_on", "name", "visit__sequence"):
        leads[day].append((fold(name), sequence))
    today = timezone.localdate()
    visits: list[Visit] = []
    people: list[list[Attendance]] = []
    changed: list[Visit] = []
    for plan in plans:
        data = plan.data
        if "visit" in data:
            visit = filled[data["visit"]]
            for name, value in data["fills"].items():
                setattr(visit, name, value)
            if data["fills"]:
                visit.clean()
                changed.append(visit)
            people.append(attendances_of(visit, data["missing"], register, list(visit.attendances.all())))
            visits.append(visit)
            continue
        day, lead = data["starts_on"], data["lead"]
        so_far = [sequence for name, sequence in leads[day] if same_person(name, lead)]
        visit = Visit(
            code=plan.code or None,
            province_id=data["province"],
            status=data["status"] or (Status.DONE if data["ends_on"] < today else Status.TENTATIVE),
            sequence=data["sequence"] or max(so_far, default=0) + 1,
            **{name: data[name] for name in COPIED if name != "unit"},
        )
        visit.unit = units[data["unit"]]
        leads[day].append((lead, visit.sequence))
        visit.clean()
        attendances = attendances_of(visit, data["people"], register, [])
        visit.title = data["title"] or visit.proposed_title(
            next((row for row in attendances if row.role == Role.LEAD), None)
        )
        visits.append(visit)
        people.append(attendances)
    without_trip = {id(visit) for visit in visits if not visit.trip_id}
    trips = join_trips(plans, visits)
    for visit, plan in zip(visits, plans, strict=True):
        has_joined = "visit" in plan.data and visit.trip_id and id(visit) in without_trip
        plan.data["joined"] = {"trip_id": visit.trip_id} if has_joined else {}
        changed += [visit] if has_joined and visit not in changed else []
    new = [visit for visit, plan in zip(visits, plans, strict=True) if "visit" not in plan.data]
    Visit.objects.bulk_create(new)
    Visit.objects.bulk_update(changed, FILLED_IN)
    for visit, rows in zip(visits, people, strict=True):
        for row in rows:
            row.visit = visit
    Attendance.objects.bulk_create([row for rows in people for row in rows])
    activities = {activity.code: activity for activity in Activity.objects.all()}
    links = [
        [VisitActivity(visit=visit, activity=activities[code]) for code in plan.data["activities"]]
        for visit, plan in zip(visits, plans, strict=True)
        if "visit" not in plan.data
    ]
    VisitActivity.objects.bulk_create([link for rows in links for link in rows])
    of_new = {id(visit): rows for visit, rows in zip(new, links, strict=True)}
    return [
        [*filter(None, [trip, visit if id(visit) in of_new else None]), *rows, *of_new.get(id(visit), [])]
        for trip, visit, rows in zip(trips, visits, people, strict=True)
    ]


def officials_of(people: Any) -> dict[int, Official]:
    """The people of plans who stand in the register, with their posts, by key."""
    keys = {person.official for person in people if person.official}
    return Official.objects.filter(pk__in=keys).with_appointments().in_bulk()


def attendances_of(
    visit: Visit,
    people: list[tuple[str, PersonPlan]],
    register: dict[int, Official],
    recorded: list[Attendance],
) -> list[Attendance]:
    """Unsaved attendances behind those recorded already, with name and position of the day; nobody twice, one lead."""
    hosts = max((row.order for row in recorded if row.role == Role.HOST), default=0)
    party = max((row.order for row in recorded if row.role != Role.HOST), default=0)
    has_lead = any(row.role == Role.LEAD for row in recorded)
    known = {row.official_id for row in recorded if row.official_id}
    rows = []
    for role, person in people:
        if person.official in known:
            continue
        if person.official:
            known.add(person.official)
        if role == Role.HOST:
            order = hosts = hosts + 1
        else:
            order = party = party + 1
        row = Attendance(
            visit=visit,
            official=register[person.official] if person.official else None,
            role=Role.COMPANION if role == Role.LEAD and has_lead else role,
            name=person.cell.name[:250],
            position=person.cell.position[:400],
            order=order,
        )
        row.freeze()
        rows.append(row)
    return rows


def save_directives(plans: Sequence[Plan]) -> list[list[Model]]:
    """Directives with their units and dimensions, at their visits or at new drafts of visits."""
    register = officials_of(plan.data["giver"] for plan in plans if plan.data["giver"])
    visits, created = visits_of_directives(plans, register)
    orders = dict(
        Directive.objects.filter(visit__in=[visit.pk for visit in visits])
        .order_by()
        .values_list("visit")
        .annotate(Max("order"))
    )
    dimensions = {
        f"{dimension.policy.code}:{dimension.code}": dimension
        for dimension in Dimension.objects.select_related("policy")
    }
    directives = []
    for plan, visit in zip(plans, visits, strict=True):
        data, giver = plan.data, plan.data["giver"]
        due_on = data["due_on"]
        if data["due_days"]:
            count, are_working_days = data["due_days"]
            due_on = (
                working_day_after(data["day"], count)
                if are_working_days
                else data["day"] + timedelta(days=count)
            )
        orders[visit.pk] = orders.get(visit.pk, 0) + 1
        directive = Directive(
            code=plan.code or None,
            visit=visit,
            kind=data["kind"],
            subject=data["subject"],
            text=data["text"],
            order=orders[visit.pk],
            given_by=register[giver.official] if giver and giver.official else None,
            given_name=giver.cell.name[:250] if giver else "",
            given_as=data["given_as"] or (giver.cell.position[:400] if giver else ""),
            due_on=due_on,
            due_text=data["due_text"],
            follow_up=follow_up_of(data["kind"]),
        )
        directive.clean()
        directive.freeze()
        directives.append(directive)
    Directive.objects.bulk_create(directives)
    links: list[DirectiveDimension] = []
    assignments: list[Assignment] = []
    for plan, directive, records in zip(plans, directives, created, strict=True):
        data = plan.data
        own_links = [
            DirectiveDimension(directive=directive, dimension=dimensions[code]) for code in data["dimensions"]
        ]
        own = [
            Assignment(
                directive=directive,
                unit_id=unit,
                role=AssignmentRole.SUPPORT if place else AssignmentRole.LEAD,
            )
            for place, unit in enumerate(data["lead"])
        ]
        own += [
            Assignment(directive=directive, unit_id=unit, role=AssignmentRole.SUPPORT)
            for unit in data["support"]
        ]
        links += own_links
        assignments += own
        records += [directive, *own_links, *own]
    DirectiveDimension.objects.bulk_create(links)
    Assignment.objects.bulk_create(assignments)
    settle(*directives)
    return created


def visits_of_directives(
    plans: Sequence[Plan], register: dict[int, Official]
) -> tuple[list[Visit], list[list[Model]]]:
    """The visit of each directive, and for each what had to be made: a draft at the unit, one for a unit and day."""
    known = Visit.objects.prefetch_related("attendances").in_bulk(
        plan.data["visit"] for plan in plans if "visit" in plan.data
    )
    drafts = {
        (visit.unit_id, visit.starts_on): visit
        for visit in Visit.objects.filter(
            purpose=UNKNOWN_PLACE, starts_on__in={plan.data["day"] for plan in plans}
        ).prefetch_related("attendances")
    }
    units = Unit.objects.in_bulk(
        {(plan.data["visited"] or [*plan.data["lead"], None][0]) for plan in plans} - {None}
    )
    visits: list[Visit] = []
    created: list[list[Model]] = []
    for plan in plans:
        data, records = plan.data, list[Model]()
        created.append(records)
        if "visit" in data:
            visits.append(known[data["visit"]])
            continue
        place = data["visited"] or data["lead"][0]
        visit = drafts.get((place, data["day"]))
        if visit is None:
            giver = data["giver"]
            visit = Visit(
                code=plan.code or None,
                unit=units[place],
                starts_on=data["day"],
                purpose=UNKNOWN_PLACE,
                status=Status.DONE if data["day"] < timezone.localdate() else Status.TENTATIVE,
            )
            visit.clean()
            people = attendances_of(visit, [(Role.LEAD, giver)] if giver else [], register, [])
            visit.title = visit.proposed_title(next(iter(people), None))
            records += [visit, *people]
            drafts[place, data["day"]] = visit
        visits.append(visit)
    new = [record for records in created for record in records]
    Visit.objects.bulk_create([record for record in new if isinstance(record, Visit)])
    attendances = [record for record in new if isinstance(record, Attendance)]
    for row in attendances:
        row.visit_id = row.visit.pk
    Attendance.objects.bulk_create(attendances)
    return visits, created


def save_units(plans: Sequence[Plan]) -> list[list[Model]]:
    """New units of the register."""
    return [[Unit.objects.create(**plan.data, source=plan.origin)] for plan in plans]


def new_official(person: PersonCell, origin: str) -> Official:
    """A person of the register from a name as written."""
    return Official.objects.create(
        prefix=person.prefix[:40],
        academic_title=person.academic_title[:40],
        first_name=person.first_name[:120],
        last_name=person.last_name[:120],
        note=origin,
    )


def save_officials(plans: Sequence[Plan]) -> list[list[Model]]:
    """New people of the register."""
    return [[new_official(plan.data["person"], plan.origin)] for plan in plans]


def save_appointments(plans: Sequence[Plan]) -> list[list[Model]]:
    """Appointments, with people and posts where the register lacks them."""
    posts = {
        (post.unit_id, fold(post.title)): post
        for post in Post.objects.filter(unit__in={plan.data["unit"] for plan in plans})
    }
    new_people: dict[str, Official] = {}
    created: list[list[Model]] = []
    ending = {key for plan in plans for key in plan.data.get("ends", [])}
    earlier = Appointment.objects.select_for_update().order_by("pk").in_bulk(ending)
    for plan in plans:
        data, records = plan.data, list[Model]()
        cell, key = data["person"].cell, data["person"].official
        name = fold(f"{cell.first_name}{cell.last_name}")
        if key is None and name not in new_people:
            # An earlier row of the same file may have brought the person in, in another post.
            known = Official.objects.filter(first_name=cell.first_name, last_name=cell.last_name).first()
            new_people[name] = known or new_official(cell, plan.origin)
            records += [] if known else [new_people[name]]
        post = posts.get((data["unit"], fold(data["title"])))
        if post is None:
            post = Post.objects.create(title=data["title"], unit_id=data["unit"])
            posts[data["unit"], fold(data["title"])] = post
            records.append(post)
        appointment = Appointment(
            official_id=key or new_people[name].pk,
            post=post,
            kind=data["kind"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            order_no=data["order_no"],
            source=plan.origin,
        )
        plan.data["changed"] = []
        for row in (earlier[key] for key in data.get("ends", []) if key in earlier):
            eve = data["starts_on"] - timedelta(days=1)
            if row.ends_on is None or row.ends_on > eve:
                before = row.ends_on.isoformat() if row.ends_on else None
                row.ends_on = eve
                row.save()
                change = {"ends_on": [before, eve.isoformat()]}
                plan.data["changed"].append([row._meta.label, row.pk, change])
        appointment.clean()
        appointment.save()
        created.append([*records, appointment])
    return created


def save_holidays(plans: Sequence[Plan]) -> list[list[Model]]:
    """A holiday for each day of a row; a day that an earlier row of the slice has made stays as it is."""
    created: list[list[Model]] = []
    for plan in plans:
        made = [
            Holiday.objects.get_or_create(date=day, name=plan.data["name"], defaults={"source": plan.origin})
            for day in plan.data["dates"]
        ]
        created.append([holiday for holiday, is_new in made if is_new])
    return created


SAVERS: dict[str, Callable[[Sequence[Plan]], list[list[Model]]]] = {
    "visits": save_visits,
    "directives": save_directives,
    "units": save_units,
    "officials": save_officials,
    "appointments": save_appointments,
    "holidays": save_holidays,
}

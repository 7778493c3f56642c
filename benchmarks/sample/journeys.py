"""Journeys of one to three days with one to six stops, the people at each stop, and what became of the plan."""

from datetime import time, timedelta

from benchmarks.sample import words
from config.thai.dates import fiscal_year_bounds
from visits.models import Attendance, RecordState, Role, Status, Trip, Visit

YEARS = range(2560, 2571)
HOURS = [time(hour, minute) for hour in range(8, 17) for minute in (0, 30)][1:]


def make_journey(dice, places, staff, today):
    """A trip, its visits and their attendances, unsaved."""
    first, province = some_day(dice), places.province(dice)
    stops = places.stops(dice, province, dice.choices([1, 2, 3, 4, 5, 6], [20, 28, 24, 15, 8, 5])[0])
    # The lead, then companions, higher posts first.
    lead = dice.choice(staff.leaders)
    companions = dice.sample(staff.all, dice.randint(2, 6))
    party = [lead, *(one for one in companions if one is not lead)]
    trip = Trip(title=f"การลงพื้นที่{stops[0].province.title}", purpose=dice.choice(words.PURPOSES))
    visits, day, sequence = [], first, 1
    for unit in stops:
        visits.append(make_visit(dice, trip, unit, day, sequence, party[0].on(day).post.title, today))
        sequence += 1
        if sequence > 2 and dice.random() < 0.5:
            day, sequence = visits[-1].ends_on + timedelta(days=1), 1
    people = [row for visit in visits for row in make_attendances(dice, visit, party, staff)]
    return trip, visits, people


def some_day(dice):
    """A day of the fiscal years, seldom at a weekend."""
    first, last = fiscal_year_bounds(YEARS[0])[0], fiscal_year_bounds(YEARS[-1])[1]
    day = first + timedelta(days=dice.randrange((last - first).days - 8))
    return day if day.weekday() < 5 or dice.random() < 0.3 else day + timedelta(days=2)


def make_visit(dice, trip, unit, day, sequence, leader, today):
    visit = Visit(
        trip=trip,
        unit=unit,
        province=unit.province,
        sequence=sequence,
        starts_on=day,
        ends_on=day + timedelta(days=dice.choices([0, 1, 2], [96, 3, 1])[0]),
        title=f"{leader}ตรวจเยี่ยม{unit.name}"[:250],
        purpose=dice.choice(words.PURPOSES),
        summary=f"{dice.choice(words.REPORTS)} {dice.choice(words.TASKS)}",
    )
    if dice.random() < 0.6:
        visit.start_time = dice.choice(HOURS)
        later = [hour for hour in HOURS if hour > visit.start_time]
        visit.end_time = dice.choice(later) if later and dice.random() < 0.5 else None
    set_states(dice, visit, today)
    return visit


def set_states(dice, visit, today):
    """A visit of a day gone by took place, was moved or called off; few plans lie forgotten. Old records are nearly all certified."""
    past = visit.ends_on < today
    chances = [1, 1, 92, 3, 3] if past else [48, 46, 0, 3, 3]
    visit.status = dice.choices(list(Status), chances)[0]
    if visit.status in (Status.POSTPONED, Status.CANCELLED):
        visit.status_reason = dice.choice(words.REASONS)
    old = visit.ends_on < today - timedelta(days=60)
    chances = [5, 4, 91] if old else [40, 25, 35] if past else [80, 20, 0]
    visit.record_state = dice.choices(list(RecordState), chances)[0]


def make_attendances(dice, visit, party, staff):
    """The party in its order, some guests, and hosts of the unit; nobody twice."""
    present = {id(career): (career, Role.COMPANION) for career in party}
    present[id(party[0])] = (party[0], Role.LEAD)
    for career in dice.sample(staff.all, dice.choice([0, 0, 1, 2, 3])):
        present.setdefault(id(career), (career, Role.GUEST))
    at_home = staff.at.get(visit.unit_id) or staff.all
    for career in dice.sample(at_home, min(len(at_home), dice.randint(1, 3))):
        present.setdefault(id(career), (career, Role.HOST))
    return [
        make_attendance(visit, career, role, order)
        for order, (career, role) in enumerate(present.values(), 1)
    ]


def make_attendance(visit, career, role, order):
    held = career.on(visit.starts_on)
    return Attendance(
        visit=visit,
        official=career.official,
        role=role,
        name=career.official.name,
        position=held.post.title,
        appointment=held,
        order=order,
    )

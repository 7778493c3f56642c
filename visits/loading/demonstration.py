"""A living office for demonstrations: invented people, visits of three fiscal years up to two months ahead, their follow-up.

Every surname begins with สมมุติ. What happened in the past is written with its own moment, also in the history,
so that reports of past days and the directives over time can be shown.
"""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any

from django.db import models
from django.utils import timezone

from config.thai.dates import fiscal_year, fiscal_year_bounds
from officials.models import Appointment, Official, Post
from units.models import Kind, Unit
from visits.directives.settling import settle
from visits.loading.fixture_rows import Row, read
from visits.models import (
    Activity,
    Assignment,
    AssignmentRole,
    Attendance,
    Dimension,
    Directive,
    DirectiveDimension,
    DirectiveKind,
    DirectiveProgramme,
    Finding,
    FindingKind,
    FollowUp,
    FollowUpRound,
    Programme,
    Progress,
    RecordState,
    Role,
    RoundDirective,
    State,
    Status,
    Topic,
    Trip,
    Verb,
    Visit,
    VisitActivity,
    number_all,
)

AUTHOR = "ระบบ (ข้อมูลสมมุติ)"
CODE = "demonstration"
YEARS_BEFORE, DAYS_AHEAD = 2, 60
# How often units of a kind are visited, and who is left out in the newest year, so that the coverage has gaps.
WEIGHTS = {Kind.REGIONAL_CENTRE: 9, Kind.PROVINCIAL_OFFICE: 3, Kind.INDUSTRIAL_ESTATE: 2, Kind.BRANCH: 1}
NOT_YET_VISITED = {"DIPROM-C04", "DIPROM-C09"}
# The unit of the demonstration's officer was visited so many days ago, has its answers still to give, and is visited again.
OFFICERS_UNIT = "DIPROM-C01"
VISITED_BEFORE, VISITED_AGAIN = timedelta(days=30), timedelta(days=6)
# The steps of an assignment: verb, new state, and within how many days after the step before.
LIFE = (
    (Verb.NOTIFY, State.NOTIFIED, (3, 12)),
    (Verb.ACKNOWLEDGE, State.ACKNOWLEDGED, (1, 6)),
    (Verb.REPORT, State.REPORTED, (10, 75)),
    (Verb.CLOSE, State.CLOSED, (3, 25)),
)


def load_demonstration(today: date, seed: int = 1) -> dict[str, int]:
    """Creates everything; how many rows by label. The same seed and day give the same office. Needs a transaction."""
    return LivingOffice(today, seed).run()


class LivingOffice:
    """One run: people, then visits in the order of their days, then what became of the directives."""

    def __init__(self, today: date, seed: int) -> None:
        self.today = today
        self.dice = random.Random(seed)  # nosec B311 # noqa: S311 - invented data, no secrets
        self.words: Any = read(CODE)
        units = Unit.objects.filter(kind__in=WEIGHTS).exclude(province=None).select_related("province")
        self.units = list(units.order_by("code"))
        self.offices = {unit.province_id: unit for unit in self.units if unit.kind == Kind.PROVINCIAL_OFFICE}
        self.visits: list[Visit] = []
        self.unanswered: list[Visit] = []

    def run(self) -> dict[str, int]:
        """Creates all rows; how many by label."""
        leaders, staff = self.people()
        people = self.journeys(leaders, staff)
        final = [visit for visit in self.visits if visit.record_state == RecordState.FINAL]
        trips = {id(visit.trip): visit.trip for visit in self.visits}
        number_all([(fiscal_year(visit.starts_on), visit) for visit in final])
        Trip.objects.bulk_create(trips.values())
        Visit.objects.bulk_create(self.visits)
        Attendance.objects.bulk_create(people)
        activities = list(Activity.objects.order_by("order"))
        VisitActivity.objects.bulk_create(
            VisitActivity(visit=visit, activity=self.dice.choice(activities)) for visit in self.visits
        )
        held = [visit for visit in self.visits if visit.status == Status.DONE]
        findings = [finding for visit in held for finding in self.findings(visit)]
        Finding.objects.bulk_create(findings)
        directives = self.directives(held, people)
        assignments = self.assignments(directives)
        self.open_round(directives)
        backdate(Visit, {visit.pk: moment(visit.ends_on + timedelta(days=1)) for visit in held})
        return {
            "การลงพื้นที่": len(trips),
            "การตรวจเยี่ยม": len(self.visits),
            "ข้อสั่งการ": len(directives),
            "หน่วยงานรับผิดชอบ": assignments,
        }

    def people(self) -> tuple[list[Appointment], list[Appointment]]:
        """Appointments of eight who lead journeys and twelve who come along."""
        ministry = Unit.objects.get(code="IND-OPS")
        titles = [*self.words["leader_titles"] * 2, *self.words["staff_titles"] * 3]
        known = {post.title: post for post in Post.objects.filter(unit=ministry)}
        for title, rank in titles:
            if title not in known:
                known[title] = Post.objects.create(unit=ministry, title=title, rank=rank)
        officials = []
        for number in range(len(titles)):
            is_man = number % 2 == 0
            first_names = self.words["men" if is_man else "women"]
            officials.append(
                Official(
                    code=f"{CODE}-{number + 1:02}",
                    prefix="นาย" if is_man else "นางสาว",
                    first_name=first_names[number // 2 % len(first_names)],
                    last_name=self.words["surnames"][number % len(self.words["surnames"])],
                )
            )
        Official.objects.bulk_create(officials)
        since = fiscal_year_bounds(fiscal_year(self.today) - YEARS_BEFORE)[0]
        appointments = [
            Appointment(official=official, post=known[title], starts_on=since)
            for official, (title, _) in zip(officials, titles, strict=True)
        ]
        Appointment.objects.bulk_create(appointments)
        return appointments[:8], appointments[8:]

    def journeys(self, leaders: list[Appointment], staff: list[Appointment]) -> list[Attendance]:
        """Fills `visits`, week by week, and returns who was there; all unsaved."""
        people: list[Attendance] = []
        monday = fiscal_year_bounds(fiscal_year(self.today) - YEARS_BEFORE)[0]
        monday -= timedelta(days=monday.weekday())
        while monday <= self.today + timedelta(days=DAYS_AHEAD):
            for _ in range(self.dice.choice([1, 1, 2, 3])):
                day = monday + timedelta(days=self.dice.choice([0, 1, 2, 3, 4, 5]))
                party = [self.dice.choice(leaders), *self.dice.sample(staff, 3)]
                for visit in self.journey(day, party[0].post.title):
                    self.visits.append(visit)
                    people += self.party_at(visit, party)
            monday += timedelta(days=7)
        officers_unit = next(unit for unit in self.units if unit.code == OFFICERS_UNIT)
        for day in (self.today - VISITED_BEFORE, self.today + VISITED_AGAIN):
            party = [leaders[0], *staff[:3]]
            for visit in self.journey(day, party[0].post.title, officers_unit):
                # Units see certified records alone, of visits to come as well.
                visit.status_reason, visit.record_state = "", RecordState.FINAL
                if day < self.today:
                    visit.status = Status.DONE
                    visit.summary = self.words["summaries"][0]
                    self.unanswered.append(visit)
                else:
                    visit.status = Status.CONFIRMED
                self.visits.append(visit)
                people += self.party_at(visit, party)
        return people

    def journey(self, day: date, leader: str, first: Unit | None = None) -> list[Visit]:
        """The visits of one journey: a unit, else one by chance, and up to two more in the same province."""
        dice, words = self.dice, self.words
        is_new = fiscal_year(day) == fiscal_year(self.today)
        units = [unit for unit in self.units if not (is_new and unit.code in NOT_YET_VISITED)]
        first = first or dice.choices(units, [WEIGHTS[Kind(unit.kind)] for unit in units])[0]
        near = [unit for unit in units if unit.province_id == first.province_id and unit != first]
        stops = [first, *dice.sample(near, min(len(near), dice.choice([0, 1, 2])))]
        purpose = dice.choice(words["purposes"])
        trip = Trip(title=f"การลงพื้นที่ {first.label} และหน่วยงานใกล้เคียง (สมมุติ)", purpose=purpose)
        visits = []
        for sequence, unit in enumerate(stops, 1):
            visit = Visit(
                trip=trip,
                unit=unit,
                province=unit.province,
                sequence=sequence,
                starts_on=day,
                ends_on=day,
                start_time=time(8 + 3 * sequence - 2, 30 * dice.randint(0, 1)),
                title=f"{leader}ตรวจเยี่ยม{unit.name}"[:250],
                purpose=purpose,
            )
            self.set_states(visit)
            visits.append(visit)
        return visits

    def set_states(self, visit: Visit) -> None:
        """Past visits mostly took place, older ones are certified; two of the newest plans were forgotten."""
        age = (self.today - visit.ends_on).days
        chance = self.dice.random()
        if chance < 0.05:
            visit.status = self.dice.choice([Status.CANCELLED, Status.POSTPONED])
            visit.status_reason = self.dice.choice(self.words["call_offs"])
        elif age > 0:
            visit.status = Status.CONFIRMED if age < 12 and chance < 0.25 else Status.DONE
        else:
            visit.status = Status.CONFIRMED if chance < 0.65 else Status.TENTATIVE
        if visit.status == Status.DONE:
            visit.summary = self.dice.choice(self.words["summaries"])
            newest = [RecordState.DRAFT, RecordState.SUBMITTED, RecordState.FINAL]
            visit.record_state = RecordState.FINAL if age > 21 else self.dice.choice(newest)

    def party_at(self, visit: Visit, party: Sequence[Appointment]) -> list[Attendance]:
        """The party in its order and the head of the unit, who is known by post only."""
        rows = [
            Attendance(
                visit=visit,
                official=held.official,
                appointment=held,
                role=Role.COMPANION if order else Role.LEAD,
                name=held.official.name,
                position=held.post.title,
                order=order + 1,
            )
            for order, held in enumerate(party)
        ]
        is_office = visit.unit.kind == Kind.PROVINCIAL_OFFICE
        post = ("หัวหน้า" if is_office else "ผู้อำนวยการ") + visit.unit.name
        return [*rows, Attendance(visit=visit, role=Role.HOST, position=post, order=len(rows) + 1)]

    def findings(self, visit: Visit) -> list[Finding]:
        """One to three, unsaved."""
        return [
            Finding(
                visit=visit,
                kind=self.dice.choice(list(FindingKind)),
                topic=self.dice.choice(list(Topic)),
                text=text,
                unit=visit.unit,
                order=order,
            )
            for order, text in enumerate(self.dice.sample(self.words["reports"], self.dice.randint(1, 3)), 1)
        ]

    def directives(self, held: list[Visit], people: list[Attendance]) -> list[Directive]:
        """One to three at each visit that took place, saved, numbered where their visit is certified."""
        dice, words, rows = self.dice, self.words, []
        leads = {id(row.visit): row for row in people if row.role == Role.LEAD}
        for visit in held:
            lead = leads[id(visit)]
            for order in range(1, dice.randint(1, 3) + 1):
                due = visit.ends_on + timedelta(days=dice.randint(30, 90)) if dice.random() < 0.6 else None
                rows.append(
                    Directive(
                        visit=visit,
                        kind=DirectiveKind.DIRECTIVE if order < 3 else DirectiveKind.RECOMMENDATION,
                        subject=dice.choice(words["subjects"]),
                        text=f"ให้{visit.unit.label}{dice.choice(words['tasks'])}",
                        order=order,
                        given_by=lead.official,
                        given_name=lead.name,
                        given_as=lead.position,
                        due_on=due if order < 3 else None,
                        follow_up=FollowUp.NONE
                        if order == 3
                        else FollowUp.REPORT
                        if due
                        else FollowUp.ROUNDS,
                    )
                )
        final = [row for row in rows if row.visit.record_state == RecordState.FINAL]
        number_all([(fiscal_year(row.visit.starts_on), row) for row in final])
        Directive.objects.bulk_create(rows)
        dimensions = list(Dimension.objects.order_by("order"))
        DirectiveDimension.objects.bulk_create(
            DirectiveDimension(directive=row, dimension=dimension, stated=dice.random() < 0.5)
            for row in rows
            for dimension in dice.sample(dimensions, dice.choice([0, 1, 1, 2]))
        )
        programmes = cycle(Programme.objects.order_by("sort_key"))
        DirectiveProgramme.objects.bulk_create(
            DirectiveProgramme(directive=row, programme=next(programmes)) for row in rows[::3]
        )
        backdate(Directive, {row.pk: moment(row.visit.ends_on + timedelta(days=1)) for row in rows})
        return rows

    def assignments(self, directives: list[Directive]) -> int:
        """The unit itself and often the provincial office, each with the steps it has come; how many."""
        rows, steps = [], []
        for directive in directives:
            visit = directive.visit
            units = dict.fromkeys([visit.unit, self.offices.get(visit.province_id, visit.unit)])
            for unit in list(units)[: self.dice.choice([1, 1, 2])]:
                row = Assignment(directive=directive, unit=unit, role=AssignmentRole.SUPPORT)
                row.effective_due_on = directive.due_on
                life = self.life(row) if visit.record_state == RecordState.FINAL else []
                row.state = life[-1][1] if life else State.PENDING
                rows.append(row)
                steps.append(life)
        # Their history is written below with the moments at which each step was taken.
        untracked(Assignment).bulk_create(rows)
        self.save_steps(rows, steps)
        settle(*directives)
        return len(rows)

    def life(self, row: Assignment) -> list[tuple[Verb, State, date]]:
        """The steps taken up to today; some units stop on the way, which is what follow-up is for."""
        day, life = row.directive.visit.ends_on, []
        is_followed = row.directive.follow_up != FollowUp.NONE
        # Told of the first and not yet answered; the others acknowledged.
        is_unanswered = row.directive.visit in self.unanswered
        most = min(row.directive.order, 2) if is_unanswered else len(LIFE) if is_followed else 2
        for verb, state, within in LIFE[:most]:
            day += timedelta(days=self.dice.randint(*within))
            if day > self.today or (self.dice.random() < 0.06 and not is_unanswered):
                break
            life.append((verb, state, day))
        return life

    def save_steps(self, rows: list[Assignment], steps: list[list[tuple[Verb, State, date]]]) -> None:
        """Progress and history, each with its own moment."""
        progress, past = [], []
        columns = [field.attname for field in Assignment._meta.concrete_fields]
        for row, life in zip(rows, steps, strict=True):
            values = {name: getattr(row, name) for name in columns}
            first = moment(row.directive.visit.ends_on + timedelta(days=1))
            past.append(history_row(Assignment, values | {"state": State.PENDING}, first, "+"))
            for verb, state, day in life:
                text = self.dice.choice(self.words["answers"]) if verb == Verb.REPORT else ""
                step = Progress(assignment=row, verb=verb, state=state, text=text, reported_on=day)
                step.by_name = AUTHOR
                progress.append((step, moment(day)))
                past.append(history_row(Assignment, values | {"state": state}, moment(day), "~"))
        saved = Progress.objects.bulk_create([step for step, _ in progress])
        for step, (_, when) in zip(saved, progress, strict=True):
            step.recorded_at = when
        untracked(Progress).bulk_update(saved, ["recorded_at"], batch_size=500)
        untracked(Assignment.history.model).bulk_create(past, batch_size=500)

    def open_round(self, directives: list[Directive]) -> None:
        """A round that asks for the open directives without a day of their own, soon due."""
        follow_up_round = FollowUpRound.objects.create(
            fiscal_year=fiscal_year(self.today),
            sequence=1,
            opens_on=max(self.today - timedelta(days=20), fiscal_year_bounds(fiscal_year(self.today))[0]),
            due_on=self.today + timedelta(days=5),
        )
        waiting = [
            row
            for row in directives
            if row.follow_up == FollowUp.ROUNDS and row.number and row.overall_state != State.CLOSED
        ]
        RoundDirective.objects.bulk_create(
            RoundDirective(round=follow_up_round, directive=row) for row in waiting
        )
        settle(*waiting)


def moment(day: date) -> datetime:
    """Ten in the morning of a day."""
    return timezone.make_aware(datetime.combine(day, time(10)))


def untracked(model: type[Any]) -> models.QuerySet[Any]:
    """All rows of `model`, written without the history that tracking adds at the moment of the write."""
    return models.QuerySet(model)


def history_row(model: type[Any], values: Row, when: datetime, kind: str) -> models.Model:
    """An unsaved row of the history of `model`."""
    return model.history.model(**values, history_date=when, history_type=kind, history_user_name=AUTHOR)


def backdate(model: type[Any], moments: dict[int, datetime]) -> None:
    """Gives the history rows of new records the moment at which they would have been entered."""
    rows = list(model.history.filter(id__in=moments))
    for row in rows:
        row.history_date = moments[row.id]
    untracked(model.history.model).bulk_update(rows, ["history_date"], batch_size=500)

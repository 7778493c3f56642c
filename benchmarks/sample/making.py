"""Creates all records of the sample, a thousand visits at a time."""

import random
from functools import partial

from django.utils import timezone

from benchmarks.sample.directives import FindingsAndDirectives
from benchmarks.sample.journeys import make_journey
from benchmarks.sample.people import make_people
from benchmarks.sample.places import Map, make_places
from benchmarks.sample.writing import without_indexes
from benchmarks.sample.writing import write as write_rows
from config.thai.dates import fiscal_year
from visits.models import (
    Activity,
    Assignment,
    Attendance,
    Dimension,
    Directive,
    DirectiveDimension,
    DirectiveProgramme,
    Finding,
    Programme,
    RecordState,
    Trip,
    Visit,
    VisitActivity,
    number_all,
)

AT_ONCE = 1000
MANY_ROWS = (
    Trip,
    Visit,
    Attendance,
    VisitActivity,
    Finding,
    Directive,
    Assignment,
    DirectiveDimension,
    DirectiveProgramme,
)


def make(count, seed, today=None, people=3000, places=400, history=False):
    """`count` visits and what belongs to them; yields the number made so far. Runs inside one transaction."""
    dice, today = random.Random(seed), today or timezone.localdate()  # nosec B311 # noqa: S311 - invented data, no secrets
    write = partial(write_rows, history=history)
    make_places(dice, write, places)
    maker = Maker(dice, write, today, make_people(dice, write, people))
    made = 0
    histories = [model.history.model for model in MANY_ROWS if history and hasattr(model, "history")]
    with without_indexes([*MANY_ROWS, *histories]):
        while made < count:
            made += maker.make(min(AT_ONCE, count - made))
            yield made


class Maker:
    def __init__(self, dice, write, today, staff):
        self.dice, self.write, self.today, self.staff = dice, write, today, staff
        self.places = Map()
        self.activities = list(Activity.objects.order_by("order"))
        dimensions, programmes = Dimension.objects.order_by("order"), Programme.objects.order_by("code")
        self.contents = FindingsAndDirectives(dice, self.places, list(dimensions), list(programmes), today)

    def make(self, count):
        """Whole journeys, the last one cut short; numbers in order of day within each thousand."""
        visits: list[Visit] = []
        parties: dict[int, list[Attendance]] = {}
        while len(visits) < count:
            _, stops, people = make_journey(self.dice, self.places, self.staff, self.today)
            visits += stops[: count - len(visits)]
            for row in people:
                parties.setdefault(id(row.visit), []).append(row)
        visits.sort(key=lambda visit: (visit.starts_on, visit.sequence))
        self.save_visits(visits)
        self.save_people(visits, parties)
        self.save_findings_and_directives(visits, parties)
        return len(visits)

    def save_visits(self, visits):
        final = [visit for visit in visits if visit.record_state == RecordState.FINAL]
        years = {id(visit.trip): (fiscal_year(visit.starts_on), visit.trip) for visit in reversed(final)}
        number_all(reversed(years.values()))
        number_all((fiscal_year(visit.starts_on), visit) for visit in final)
        self.write(Trip, {id(visit.trip): visit.trip for visit in visits}.values())
        self.write(Visit, visits)

    def save_people(self, visits, parties):
        self.write(Attendance, [row for visit in visits for row in parties[id(visit)]])
        self.write(
            VisitActivity,
            [
                VisitActivity(visit=visit, activity=activity)
                for visit in visits
                for activity in self.dice.sample(self.activities, min(len(self.activities), 2))
            ],
        )

    def save_findings_and_directives(self, visits, parties):
        self.write(Finding, [finding for visit in visits for finding in self.contents.findings(visit)])
        directives = [one for visit in visits for one in self.contents.directives(visit, parties[id(visit)])]
        assignments = [row for directive in directives for row in self.contents.assignments(directive)]
        final = [one for one in directives if one.visit.record_state == RecordState.FINAL]
        number_all((fiscal_year(one.visit.starts_on), one) for one in final)
        self.write(Directive, directives)
        self.write(Assignment, assignments)
        links = [self.contents.words_of(directive) for directive in directives]
        self.write(DirectiveDimension, [link for dimensions, _ in links for link in dimensions])
        self.write(DirectiveProgramme, [link for _, programmes in links for link in programmes])

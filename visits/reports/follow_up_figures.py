"""How far directives have come: their states, those that are late, the days from notice to report; now or on a past day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from statistics import median

from django.db.models import CharField, Count, Min, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from visits.models import (
    DONE_STATES,
    FOLLOWED_UP,
    Assignment,
    Directive,
    FollowUp,
    Progress,
    State,
    Verb,
    overall_state,
)
from visits.models.assignment import AssignmentQuerySet
from visits.models.directive import AWAITED, DirectiveQuerySet
from visits.models.progress import ProgressQuerySet
from visits.reports.by_days import ByDays
from visits.reports.directives import DirectivesReport

# What a picture tells apart, from the least to the most advanced; what was withdrawn is nobody's any more.
STAGES = {
    "ยังไม่แจ้ง": [State.PENDING],
    "แจ้งหรือรับทราบแล้ว": [State.NOTIFIED, State.ACKNOWLEDGED],
    "อยู่ระหว่างดำเนินการ": [State.IN_PROGRESS, State.RETURNED],
    "รายงานแล้ว รอพิจารณา": [State.REPORTED],
    "แล้วเสร็จหรือยุติ": [State.CLOSED, State.ENDED, State.IMPOSSIBLE],
}


@dataclass(frozen=True, slots=True)
class DaysTaken:
    """How many days a unit took from the notice to its first report."""

    unit: int
    directive: int
    days: int


class FollowUpFigures:
    """Figures over the directives of a register, as its user sees them at the moment that it asks for."""

    def __init__(self, register: DirectivesReport) -> None:
        self.register, self.user = register, register.user

    @property
    def directives(self) -> DirectiveQuerySet:
        """Those to be reported on."""
        return self.register.selected_directives.followed_up().order_by()

    @property
    def all_assignments(self) -> AssignmentQuerySet:
        """Their assignments, with state and due day of the moment."""
        rows = self.register.assignments.order_by()
        if self.are_all:
            # Left out, not sought: SQLite then reads one index from end to end, a third of the time.
            others = Directive.objects.filter(follow_up=FollowUp.NONE).order_by()
            return rows.exclude(directive__in=others.values("pk"))
        return rows.filter(directive__in=self.directives.values("pk"))

    @property
    def are_all(self) -> bool:
        """Whether the user sees every directive and the filter leaves none out."""
        return self.register.filter.leaves_all

    @property
    def due_assignments(self) -> AssignmentQuerySet:
        """Of these at least all with a due day: only what is reported on has one, so that its index alone answers."""
        if self.are_all and not self.register.past_moment:
            return self.register.assignments.order_by()
        return self.all_assignments

    @property
    def entries(self) -> ProgressQuerySet:
        """The steps of their assignments."""
        if self.are_all:
            # Joined, so that the databases begin with the steps and not with every assignment.
            return Progress.objects.order_by().filter(assignment__directive__follow_up__in=FOLLOWED_UP)
        return Progress.objects.order_by().filter(assignment__directive__in=self.directives.values("pk"))

    @cached_property
    def assignments(self) -> list[tuple[int, str, date | None]]:
        """Directive, state and due day of every assignment, read once: to ask the past for each figure takes seconds."""
        moment = self.register.past_moment
        if moment and not Assignment.history.filter(history_date__lte=moment).exists():
            # Before anything had been entered, as in the years before the system.
            return []
        return list(self.all_assignments.values_list("directive_id", "state_then", "due_then"))

    @property
    def assignments_by_unit(self) -> AssignmentQuerySet:
        """Unit, state, how many of its assignments are in it and how many of these are overdue."""
        is_late = Q(state_then__in=AWAITED, due_then__lt=self.register.day)
        rows = self.all_assignments.values("unit_id", "state_then")
        counts = rows.annotate(count=Count("*"), late=Count("state", filter=is_late))
        # In order, or the data for programs would name the states in another one each time.
        return counts.order_by("unit_id", "state_then").values_list("unit_id", "state_then", "count", "late")

    def counts_by_unit(self) -> Iterable[tuple[int, str, int, int]]:
        """Unit, state, how many of its assignments are in it and how many of these are overdue; counted by the database, in one look."""
        return COUNTS_BY_UNIT.read(self.register)

    @cached_property
    def late_since(self) -> dict[int, str]:
        """Directive with an overdue assignment -> the day on which the first of these was due, as a text (ISO)."""
        if self.register.past_moment:
            late_then: dict[int, str] = {}
            for key, state, due in self.assignments:
                if due and due < self.register.day and state in AWAITED:
                    late_then[key] = min(due.isoformat(), late_then.get(key, due.isoformat()))
            return late_then
        return dict(self.late_rows)

    @property
    def late_rows(self) -> AssignmentQuerySet:
        """Of now: each directive with an overdue assignment and the day on which the first of these was due."""
        late = self.due_assignments.overdue_then(self.register.day).values_list("directive_id")
        return late.annotate(day=Cast(Min("due_then"), CharField()))

    @cached_property
    def late_by_day(self) -> dict[str, int]:
        """The days of `late_since` -> how many directives are late since then; counted by the database, for they are many."""
        if self.register.past_moment:
            return Counter(self.late_since.values())
        return dict(LATE_BY_DAY.read(self.register))

    @property
    def standing(self) -> DirectiveQuerySet:
        """Of now: those for which somebody is responsible."""
        return self.directives.exclude(overall_state="")

    @cached_property
    def given_on(self) -> list[tuple[int, str]]:
        """Of now: key and day of giving (ISO) of each directive for which somebody is responsible."""
        return list(self.standing.values_list("pk", Cast("visit__starts_on", CharField())))

    @cached_property
    def states(self) -> dict[int, str]:
        """Directive key -> its overall state; without those for which nobody is responsible."""
        if not self.register.past_moment:
            return dict(self.standing.values_list("pk", "overall_state"))
        states = defaultdict(set)
        for directive, state, _ in self.assignments:
            states[directive].add(state)
        overall = cache(overall_state)
        return {key: overall(frozenset(found)) for key, found in states.items()}

    @cached_property
    def late(self) -> set[int]:
        """Keys of the directives with an overdue assignment."""
        if self.register.past_moment:
            return set(self.late_since)
        late = self.due_assignments.overdue_then(self.register.day)
        return set(late.values_list("directive_id", flat=True))

    @cached_property
    def done(self) -> set[int]:
        """Keys of the directives without an open assignment."""
        if not self.register.past_moment:
            return set(self.standing.filter(overall_state__in=DONE_STATES).values_list("pk", flat=True))
        return {key for key, state in self.states.items() if state in DONE_STATES}

    @property
    def notices_and_reports(self) -> QuerySet:
        """The steps that say when a unit was notified and when it reported, as they were entered."""
        entries = self.entries.visible_to(self.user).filter(verb__in=[Verb.NOTIFY, Verb.REPORT])
        if self.register.past_moment:
            entries = entries.as_at(self.register.past_moment)
        return entries.order_by("recorded_at", "pk").values_list(
            *("assignment_id", "assignment__unit_id", "assignment__directive_id"),
            *("verb", "reported_on", "recorded_at"),
        )

    @cached_property
    def days_taken(self) -> list[DaysTaken]:
        """Of each assignment with a notice and a report; days typed in the wrong order say nothing."""
        days: dict[tuple[int, int, int], dict[str, date]] = defaultdict(dict)
        for assignment, unit, directive, verb, typed, recorded in NOTICES_AND_REPORTS.read(self.register):
            days[assignment, unit, directive].setdefault(verb, typed or timezone.localdate(recorded))
        return [
            DaysTaken(unit, directive, (both[Verb.REPORT] - both[Verb.NOTIFY]).days)
            for (_, unit, directive), both in days.items()
            if len(both) == 2 and both[Verb.REPORT] >= both[Verb.NOTIFY]
        ]


COUNTS_BY_UNIT = ByDays(lambda register: FollowUpFigures(register).assignments_by_unit)
NOTICES_AND_REPORTS = ByDays(lambda register: FollowUpFigures(register).notices_and_reports)
# Django cannot group what is grouped already.
LATE_BY_DAY = ByDays(
    lambda register: FollowUpFigures(register).late_rows,
    "SELECT day, COUNT(*) FROM ({}) late GROUP BY day",
)


def median_of(days: Sequence[int]) -> int | str | None:
    """The middle of some numbers of days: a whole number where it is one; None of no days."""
    if not days:
        return None
    middle = median(days)
    return int(middle) if middle == int(middle) else f"{middle:,.1f}"

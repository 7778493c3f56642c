"""How far directives have come: their states, those that are late, the days from notice to report; now or on a past day."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from statistics import median

from django.utils import timezone

from visits.models import DONE_STATES, FOLLOWED_UP, Progress, State, Verb, overall_state

# What a picture tells apart, from the least to the most advanced; what was withdrawn is nobody's any more.
STAGES = {
    "ยังไม่แจ้ง": [State.PENDING],
    "แจ้งหรือรับทราบแล้ว": [State.NOTIFIED, State.ACKNOWLEDGED],
    "อยู่ระหว่างดำเนินการ": [State.IN_PROGRESS, State.RETURNED],
    "รายงานแล้ว รอพิจารณา": [State.REPORTED],
    "แล้วเสร็จหรือยุติ": [State.CLOSED, State.ENDED, State.IMPOSSIBLE],
}


@dataclass(frozen=True, slots=True)
class Waited:
    """How many days a unit took from the notice to its first report."""

    unit: int
    directive: int
    days: int


class Standing:
    """Of the directives of a register (`Directives`), as its reader sees them at the moment that it asks for."""

    def __init__(self, register):
        self.register, self.user = register, register.user

    @property
    def directives(self):
        """Those to be reported on."""
        return self.register.asked_directives.followed_up().order_by()

    @property
    def _parts(self):
        rows = self.register.parts.order_by()
        if self.user.sees_everything and not self.register.filter.narrows_visits:
            return rows.filter(directive__follow_up__in=FOLLOWED_UP)
        return rows.filter(directive__in=self.directives.values("pk"))

    @cached_property
    def parts(self):
        """Directive, unit and state of every unit's part, read once: to ask the past for each figure takes seconds."""
        return list(self._parts.values_list("directive_id", "unit_id", "state_then"))

    @cached_property
    def late_parts(self):
        """Directive and unit of each part that is overdue."""
        return list(self._parts.overdue_then(self.register.day).values_list("directive_id", "unit_id"))

    @cached_property
    def states(self):
        """Directive key -> its overall state; those for which nobody is responsible are not there."""
        found = defaultdict(set)
        for directive, _, state in self.parts:
            found[directive].add(state)
        told = cache(overall_state)
        return {key: told(frozenset(states)) for key, states in found.items()}

    @cached_property
    def late(self):
        """Keys of the directives with a part that is overdue."""
        return {directive for directive, _ in self.late_parts}

    @cached_property
    def done(self):
        """Keys of the directives of which no part is open any more."""
        return {key for key, state in self.states.items() if state in DONE_STATES}

    def states_of_units(self):
        """Unit key -> how many of its parts are in which state."""
        found = defaultdict(Counter)
        for (unit, state), count in Counter((unit, state) for _, unit, state in self.parts).items():
            if state != State.WITHDRAWN:
                found[unit][state] = count
        return found

    def late_of_units(self):
        return Counter(unit for _, unit in self.late_parts)

    # Days

    @cached_property
    def waited(self):
        """Of each part that was told and has answered; days typed in the wrong order say nothing."""
        told = Progress.objects.visible_to(self.user).filter(verb__in=[Verb.NOTIFY, Verb.REPORT])
        if self.register.moment_asked:
            told = told.as_at(self.register.moment_asked)
        rows = told.filter(assignment__directive__in=self.directives.values("pk")).order_by(
            "recorded_at", "pk"
        )
        days = defaultdict(dict)
        for part, unit, directive, verb, typed, recorded in rows.values_list(
            *("assignment_id", "assignment__unit_id", "assignment__directive_id"),
            *("verb", "reported_on", "recorded_at"),
        ):
            days[part, unit, directive].setdefault(verb, typed or timezone.localdate(recorded))
        return [
            Waited(unit, directive, (found[Verb.REPORT] - found[Verb.NOTIFY]).days)
            for (_, unit, directive), found in days.items()
            if len(found) == 2 and found[Verb.REPORT] >= found[Verb.NOTIFY]
        ]


def median_of(days):
    """A whole number where it is one; None of no days."""
    if not days:
        return None
    middle = median(days)
    return int(middle) if middle == int(middle) else f"{middle:,.1f}"

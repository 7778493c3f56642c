"""The units responsible for a directive and how far each has come: single units, and groups under one name."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from config.kept_statements import KeptRows
from visits.models import AWAITED, Assignment, State
from visits.models.assignment import AssignmentQuerySet


@dataclass(slots=True)
class Responsible:
    """A unit, or a group of units that became responsible together; `unit` is None for a group."""

    name: str
    unit: int | None
    states: Counter
    late_since: date | None = None
    # Of the unit; a group has none.
    code: str = ""

    @property
    def label(self) -> str:
        """The name; of a group with the number of its units."""
        return self.name if self.unit else f"{self.name} ({self.states.total()} หน่วยงาน)"

    @property
    def state_labels(self) -> list[str]:
        """The state; of a group how many units are how far."""
        if self.unit:
            return [State(state).label for state in self.states]
        return [f"{state.label} {self.states[state]} หน่วยงาน" for state in State if self.states[state]]


def single_rows(assignments: AssignmentQuerySet) -> QuerySet:
    """Directive, unit with its names and code, state and due day of units that became responsible alone."""
    return (
        assignments.filter(via="")
        .order_by("role", "unit__sort_key")
        .values_list(
            *("directive_id", "unit_id", "unit__short_name", "unit__name", "unit__code"),
            *("state_then", "due_then"),
        )
    )


def group_rows(assignments: AssignmentQuerySet) -> QuerySet:
    """Directive, name of the group, state and due day, and how many of its units are in that state and due on that day."""
    rows = assignments.exclude(via="").order_by("via")
    return rows.values_list("directive_id", "via", "state_then", "due_then").annotate(Count("pk"))


SINGLE_NOW = KeptRows(single_rows(Assignment.objects.as_of()), "directive")
GROUPS_NOW = KeptRows(group_rows(Assignment.objects.as_of()), "directive")


def responsible_units(
    keys: Sequence[int], on: date, assignments: AssignmentQuerySet | None = None
) -> dict[int, list[Responsible]]:
    """Directive key -> its `Responsible`s, single units first; two queries, however many units there are.

    As they are now, or of the rows `assignments`, which are `as_of` a moment; `on` is its day.
    """
    if assignments is None:
        single, groups = SINGLE_NOW.read(keys), GROUPS_NOW.read(keys)
    else:
        rows = assignments.filter(directive__in=keys)
        single, groups = list(single_rows(rows)), list(group_rows(rows))
    by_directive: dict[int, list[Responsible]] = defaultdict(list)
    for key, unit, short, name, code, state, due in single:
        late = due if due and due < on and state in AWAITED else None
        by_directive[key].append(Responsible(short or name, unit, Counter([state]), late, code))
    together: dict[tuple[int, str], Responsible] = {}
    for key, via, state, due, count in groups:
        if (key, via) not in together:
            together[key, via] = Responsible(via, None, Counter())
            by_directive[key].append(together[key, via])
        group = together[key, via]
        group.states[state] += count
        if due and due < on and state in AWAITED:
            group.late_since = min(due, group.late_since or due)
    return by_directive

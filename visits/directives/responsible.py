"""The units responsible for a directive and how far each has come: single units, and groups under one name."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from visits.models import State
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


def responsible_units(assignments: AssignmentQuerySet, on: date) -> dict[int, list[Responsible]]:
    """Directive key -> its `Responsible`s, single units first; three queries, however many units there are.

    `assignments` are rows `as_of` a moment, `on` is its day.
    """
    rows = assignments.order_by("role", "unit__sort_key")
    late: dict[tuple, date] = {}
    overdue = rows.overdue_then(on).order_by()
    for key, via, unit, day in overdue.values_list("directive_id", "via", "unit_id", "due_then"):
        place = (key, via, None if via else unit)
        late[place] = min(day, late.get(place, day))
    by_directive = defaultdict(list)
    single = rows.filter(via="").values_list(
        "directive_id", "unit_id", "unit__short_name", "unit__name", "unit__code", "state_then"
    )
    for key, unit, short, name, code, state in single:
        by_directive[key].append(
            Responsible(short or name, unit, Counter([state]), late.get((key, "", unit)), code)
        )
    groups: dict[tuple[int, str], Counter] = defaultdict(Counter)
    counts = rows.exclude(via="").order_by("via").values_list("directive_id", "via", "state_then")
    for key, via, state, count in counts.annotate(Count("pk")):
        groups[key, via][state] = count
    for (key, via), states in groups.items():
        by_directive[key].append(Responsible(via, None, states, late.get((key, via, None))))
    return by_directive

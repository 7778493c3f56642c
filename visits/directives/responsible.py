"""Who answers for an order, and how far each has come: single units, and groups under the words that were said."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from visits.models import State


@dataclass(slots=True)
class Answer:
    """A unit, or a group of units under the words that were said, responsible for a directive."""

    name: str
    unit: int | None
    states: Counter
    late_since: date | None = None

    @property
    def label(self):
        return self.name if self.unit else f"{self.name} ({self.states.total()} หน่วยงาน)"

    @property
    def words(self):
        """The state; of a group how many units are how far."""
        if self.unit:
            return [State(state).label for state in self.states]
        return [f"{state.label} {self.states[state]}" for state in State if self.states[state]]


def answers(parts, on):
    """Directive key -> its `Answer`s, single units first; three queries, however many units there are."""
    rows = parts.order_by("role", "unit__sort_key")
    late = _late(rows, on)
    found = defaultdict(list)
    single = rows.filter(via="").values_list(
        "directive_id", "unit_id", "unit__short_name", "unit__name", "state_then"
    )
    for key, unit, short, name, state in single:
        found[key].append(Answer(short or name, unit, Counter([state]), late.get((key, "", unit))))
    for (key, via), states in _groups(rows).items():
        found[key].append(Answer(via, None, states, late.get((key, via, None))))
    return found


def _groups(rows):
    counts = rows.exclude(via="").order_by("via").values_list("directive_id", "via", "state_then")
    groups = defaultdict(Counter)
    for key, via, state, count in counts.annotate(Count("pk")):
        groups[key, via][state] = count
    return groups


def _late(rows, on):
    """The first due day that has passed, by directive, group and (outside groups) unit."""
    overdue = rows.overdue_then(on).order_by()
    late = {}
    for key, via, unit, day in overdue.values_list("directive_id", "via", "unit_id", "due_then"):
        place = (key, via, None if via else unit)
        late[place] = min(day, late.get(place, day))
    return late

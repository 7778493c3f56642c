"""What the register of directives comes to, and the register of one outside the office, read once."""

from collections.abc import Iterable
from functools import cached_property

from visits.models import DONE_STATES, FOLLOWED_UP, Status
from visits.models.assignment import AssignmentQuerySet
from visits.models.directive import DirectiveQuerySet
from visits.reports.list_report import NOT_BINDING, journeys_and_places


class UnitDirectives:
    """The directives that one outside the office sees, read once: to find them takes longer than to count them.

    `late` are all assignments that are overdue: fewer than the questions whether each of these directives is.
    """

    def __init__(self, directives: DirectiveQuerySet, late: AssignmentQuerySet) -> None:
        columns = ("pk", "kind", "follow_up", "overall_state", "visit_id", "visit__trip", "visit__status")
        self.rows = list(directives.values_list(*columns, named=True))
        self.late = set(late.order_by().values_list("directive_id", flat=True))

    @cached_property
    def counts(self) -> dict[str, int]:
        """As `DirectivesReport.counts`."""
        counts = counts_of((row.follow_up, row.overall_state, row.kind, 1) for row in self.rows)
        return counts | {"late": sum(row.pk in self.late for row in self.rows)}

    @property
    def journeys_and_places(self) -> str:
        """Of the visits at which these directives were given."""
        trips = {row.visit_id: row.visit__trip for row in self.rows if row.visit__status == Status.DONE}
        journeys = {trip or f"alone {visit}" for visit, trip in trips.items()}
        return journeys_and_places(len(journeys), len(trips))


def counts_of(rows: Iterable[tuple[str, str, str, int]]) -> dict[str, int]:
    """`DirectivesReport.counts` but for the late, of numbers by follow-up, overall state and kind."""
    names = ("number", "followed", "done", *(kind.value for kind in NOT_BINDING))
    counts = dict.fromkeys(names, 0)
    for follow_up, state, kind, number in rows:
        is_followed = follow_up in FOLLOWED_UP and state
        counts["number"] += number
        counts["followed"] += number if is_followed else 0
        counts["done"] += number if is_followed and state in DONE_STATES else 0
        if kind in NOT_BINDING:
            counts[kind] += number
    return counts

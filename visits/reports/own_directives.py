"""The orders of one outside the office, read once: to find them takes longer than to count them."""

from functools import cached_property

from visits.models import DONE_STATES, FOLLOWED_UP, Status
from visits.reports.register import journeys_and_places

READ = ("pk", "follow_up", "overall_state", "visit_id", "visit__trip", "visit__status")


class OwnDirectives:
    """`late` are all units' parts that are overdue: fewer than the questions whether each of these orders is."""

    def __init__(self, directives, late):
        self.rows = list(directives.values_list(*READ, named=True))
        self.late = set(late.order_by().values_list("directive_id", flat=True))

    def keys(self, first, last):
        return [row.pk for row in self.rows[first:last]]

    @cached_property
    def counts(self):
        asked = [row for row in self.rows if row.follow_up in FOLLOWED_UP and row.overall_state]
        return {
            "number": len(self.rows),
            "asked": len(asked),
            "done": sum(row.overall_state in DONE_STATES for row in asked),
            "late": sum(row.pk in self.late for row in self.rows),
        }

    @property
    def journeys_and_places(self):
        trips = {row.visit_id: row.visit__trip for row in self.rows if row.visit__status == Status.DONE}
        journeys = {trip or f"alone {visit}" for visit, trip in trips.items()}
        return journeys_and_places(len(journeys), len(trips))

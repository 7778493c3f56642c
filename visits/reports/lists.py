"""What the reports of people, units, directives and problems share: all rows at once, totals, wording of places."""

from functools import cached_property

from django.db.models import Count, Prefetch, Q

from config.thai.dates import thai_range
from visits.models import Directive, DirectiveDimension
from visits.papers.orders import due
from visits.reading import DirectiveRead
from visits.reports.cells import Piece
from visits.reports.register import journeys_and_places
from visits.reports.report import Report


class Listing(Report):
    """A report whose rows are few enough to be made at once; subclasses give `found`."""

    @cached_property
    def _all_rows(self):
        return list(self.found()) if self.filter.is_valid else []

    def found(self):
        raise NotImplementedError

    @property
    def count(self):
        return len(self._all_rows)

    def rows(self, first=0, last=None):
        return self._all_rows[first:last]

    @property
    def journeys_and_places(self):
        """Of the visits that took place, whatever the rows are."""
        counts = (
            self.filter.visits.counted()
            .order_by()
            .aggregate(
                places=Count("pk"),
                trips=Count("trip", distinct=True),
                alone=Count("pk", filter=Q(trip=None)),
            )
        )
        return journeys_and_places(counts["trips"] + counts["alone"], counts["places"])


class OfDirectives(Listing):
    """Rows made of directives: those of the visits asked for, and, where asked for, of one dimension or programme."""

    @property
    def directives(self):
        rows = Directive.objects.visible_to(self.user).filter(visit__in=self.filter.visits.order_by())
        if dimension := self.filter.value("dimension"):
            rows = rows.filter(dimensions__code=dimension)
        if programme := self.filter.value("programme"):
            rows = rows.filter(programmes=programme)
        return rows

    @property
    def told(self):
        """With visit, unit, dimensions and responsible units; the same number of queries for any number."""
        dimensions = DirectiveDimension.objects.select_related("dimension")
        return self.directives.select_related("visit__unit", "visit__province", "given_by").prefetch_related(
            Prefetch("dimension_links", dimensions), "assignments__unit", "programmes"
        )


class Order:
    """A directive as a row tells it."""

    def __init__(self, directive):
        self.directive, self.visit = directive, directive.visit
        self.told = DirectiveRead(directive)

    @property
    def days(self):
        return days_of(self.visit)

    @property
    def subject(self):
        return Piece(
            words_of(self.directive), f"{self.visit.get_absolute_url()}#directive-{self.directive.pk}"
        )

    @property
    def giver(self):
        name = self.directive.given_name
        return [part for part in (name and Piece(name, whole=True), self.directive.given_as) if part]

    @property
    def responsible(self):
        lines = [row.unit.label for row in self.told.single]
        lines += [f"{group.name} ({len(group.rows)} หน่วยงาน)" for group in self.told.groups]
        return lines or self.directive.addressed_to.splitlines() or ["ยังไม่กำหนด"]

    @property
    def states(self):
        lines = [row.get_state_display() for row in self.told.single]
        return lines + [line for group in self.told.groups for line in group.states.split(" · ")]

    @property
    def dimensions(self):
        return [link.dimension.name for link in self.directive.dimension_links.all()] or ["ไม่ระบุ"]

    @property
    def due(self):
        return due(self.directive)


def words_of(row):
    """The subject of a directive, or its first words."""
    return str(row)


def days_of(visit):
    return thai_range(visit.starts_on, visit.ends_on, month="short")


def place_of(visit):
    return Piece(visit.unit.label, visit.get_absolute_url())

"""What the reports of people, units, directives and problems share: all rows at once, totals, wording of places."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Q
from django.utils import timezone

from config.thai.dates import thai_date, thai_range
from visits.directives.responsible import responsible_units
from visits.documents.directives import due_lines
from visits.filters.directive_filter import directives_of
from visits.models import (
    FOLLOWED_UP,
    Assignment,
    Directive,
    DirectiveDimension,
    DirectiveProgramme,
    FollowUp,
    State,
    overall_state,
)
from visits.reports.base import Report
from visits.reports.columns import Piece
from visits.reports.register import journeys_and_places

CHUNK = 500
# What is searched is longer than what is shown.
NOT_TOLD = ("search", "visit__search", "visit__unit__search")


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


class ReadWhenShown(Listing):
    """`found` gives keys in their order; only the rows that are shown are read whole, by `told`."""

    def rows(self, first=0, last=None):
        yield from self._told_in_chunks(self._all_rows[first:last])

    def _told_in_chunks(self, keys):
        for start in range(0, len(keys), CHUNK):
            yield from self.told(keys[start : start + CHUNK])

    def told(self, keys):
        """The rows of some keys."""
        raise NotImplementedError


class AboutDirectives(Listing):
    """About directives: those of the visits asked for, and, where asked for, of one dimension or programme."""

    nothing = "ไม่พบข้อสั่งการตามตัวกรองนี้"

    @property
    def directives(self):
        return directives_of(self.filter)


class OfDirectives(ReadWhenShown, AboutDirectives):
    """A row for each directive."""

    @property
    def moment_asked(self):
        """The past moment that the states are told of; None is now."""
        return None

    @property
    def day(self):
        return timezone.localdate(self.moment_asked)

    @property
    def parts(self):
        """The units' parts with `state_then` and `due_then`; asked only of directives that the reader sees."""
        return Assignment.objects.as_of(self.moment_asked)

    def read(self, keys):
        """Directive key -> `Order`; the same number of queries for any number."""
        keys = set(keys)
        rows = Directive.objects.select_related("visit__unit", "visit__province").defer(*NOT_TOLD)
        parts, about = responsible_units(self.parts.filter(directive__in=keys), self.day), subjects(keys)
        return {pk: Order(one, parts[pk], about[pk]) for pk, one in rows.in_bulk(keys).items()}


@dataclass(slots=True)
class Subjects:
    """The names of what an order is about; dimensions with whether the speaker named them."""

    dimensions: list = field(default_factory=list)
    programmes: list = field(default_factory=list)


def subjects(keys):
    """Directive key -> its `Subjects`; as rows of the models they took a third of the time of a file."""
    found = defaultdict(Subjects)
    links = DirectiveDimension.objects.filter(directive__in=keys).order_by("dimension__order")
    for key, *told in links.values_list("directive_id", "dimension__name", "stated"):
        found[key].dimensions.append(told)
    links = DirectiveProgramme.objects.filter(directive__in=keys).order_by("programme__sort_key")
    for key, short, name in links.values_list("directive_id", "programme__short_name", "programme__name"):
        found[key].programmes.append(short or name)
    return found


class Order:
    """A directive as a row tells it; `answers` are those that the row is about, `overall` is the state of all."""

    def __init__(self, directive, answers, about, overall=None):
        self.directive, self.visit, self.answers, self.about = directive, directive.visit, answers, about
        if overall is None:
            overall = overall_state(state for answer in answers for state in answer.states)
        self.overall = overall

    @property
    def days(self):
        return days_of(self.visit)

    @property
    def subject(self):
        return Piece(str(self.directive), f"/directives/{self.directive.pk}/")

    @property
    def giver(self):
        name = self.directive.given_name
        return [part for part in (name and Piece(name, whole=True), self.directive.given_as) if part]

    @property
    def responsible(self):
        named = [answer.label for answer in self.answers]
        return named or self.directive.addressed_to.splitlines() or ["ยังไม่กำหนด"]

    @property
    def states(self):
        if not self.answers and self.directive.follow_up not in FOLLOWED_UP:
            return [FollowUp.NONE.label]
        return [label for answer in self.answers for label in answer.state_labels]

    @property
    def dimensions(self):
        return [name for name, _ in self.about.dimensions] or ["ไม่ระบุ"]

    @property
    def stated_dimensions(self):
        """Of them, those that the speaker named; the others were grouped by the office."""
        return [name for name, stated in self.about.dimensions if stated]

    @property
    def overall_words(self):
        return State(self.overall).label if self.overall else ""

    @property
    def programmes(self):
        return self.about.programmes

    @property
    def age(self):
        """Days since it was said."""
        return (timezone.localdate() - self.visit.starts_on).days

    @property
    def due(self):
        late = min((answer.late_since for answer in self.answers if answer.late_since), default=None)
        return [
            *due_lines(self.directive),
            *([Piece("", mark=f"เกินกำหนด {thai_date(late)}")] if late else []),
        ]


def days_of(visit):
    return thai_range(visit.starts_on, visit.ends_on, month="short")


def place_of(visit):
    return Piece(visit.unit.label, visit.get_absolute_url())

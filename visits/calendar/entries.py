"""Visits as entries of a calendar, and what a calendar marks them with besides what they say themselves."""

from dataclasses import dataclass, field

from django.db.models import F, FilteredRelation, Q

from officials.models import User
from visits.calendar.grid import Span
from visits.models import Role, Visit
from visits.models.visit_queryset import VisitQuerySet
from visits.records.clashes import ClashMark

# As many colours as can be told apart, each with a letter that tells it on black-and-white paper.
LETTERS = "กขคงจฉชฮ"
SHOWN = (
    *("trip", "sequence", "starts_on", "ends_on", "start_time", "end_time"),
    *("status", "record_state", "moved_to", "is_internal"),
    *("unit__name", "unit__short_name", "unit__kind", "province__code", "province__name", "province__region"),
)


def entries_of(visits: VisitQuerySet, span: Span, user: User) -> list[Visit]:
    """The visits of some days as they happen, each with its lead and its moves.

    In one query without long texts: a page reads hundreds.
    """
    lead = FilteredRelation("attendances", condition=Q(attendances__role=Role.LEAD))
    rows = visits.between(span.first, span.last).select_related("unit", "province").only(*SHOWN)
    rows = rows.annotate(lead=lead).annotate(
        lead_key=F("lead__official"), lead_name=F("lead__name"), lead_position=F("lead__position")
    )
    return list(rows.with_moves(user).in_order())


@dataclass
class Marking:
    """By the key of a visit: with what it clashes, and the number of its colour where entries are coloured."""

    clashes: dict[int, ClashMark] = field(default_factory=dict)
    hues: dict[int, int] = field(default_factory=dict)
    # Whether an entry says when it ends, too: in a week there is room for it.
    with_hours: bool = False

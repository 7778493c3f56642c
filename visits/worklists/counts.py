"""How much each worklist holds, for the page that leads to them."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from config.kept_statements import KeptStatement, counting_each
from officials.models import Appointment, User
from units.models import Kind
from visits.filters.visit_filter import VisitFilter
from visits.models import Attendance, Reading, ReadingName, RecordState, Visit
from visits.models.visit_queryset import VisitQuerySet
from visits.worklists import distinct_pairs, gap_lists, people_list
from visits.worklists.merging import KINDS, MAY_MERGE


def worklist_counts(user: User, visit_filter: VisitFilter, be: int | None) -> dict[str, int]:
    """By name of the list, of kinds of duplicates by `merge_` and the kind; those of visits within the filter.

    `be` is the fiscal year where the filter asks for nothing else. Positions are left out: to compare those of one year with the register takes seconds.
    """
    today = timezone.localdate()
    if be and user.sees_everything:
        statement = counting_fiscal_year(be, today)
    else:
        statement = counting_lists(visit_filter.visits, today, lambda rows: rows.visible_to(user))
    counts = statement.counts()
    # Whose name the register knows, and whose family was visited, is worked out where there is anybody at all.
    if counts["people"]:
        counts["people"] = len(people_list.nameable(user))
    if counts["unvisited"]:
        counts["unvisited"] = len(gap_lists.unvisited_units(user, Kind.PROVINCIAL_OFFICE, today))
    if user.has_perm(MAY_MERGE):
        counts |= {
            f"merge_{code}": len(distinct_pairs.pairs_to_look_at(kind)) for code, kind in KINDS.items()
        }
    return counts


@lru_cache(maxsize=8)
def counting_fiscal_year(be: int, on: date) -> KeptStatement:
    """`counting_lists` for those who see everything, with the visits of a fiscal year."""
    return counting_lists(Visit.objects.in_fiscal_year(be), on, lambda rows: rows)


def counting_lists(visits: VisitQuerySet, on: date, seen: Callable[[Any], Any]) -> KeptStatement:
    """Counts what the lists hold on a day; `visits` are those that may lack something, `seen` leaves what somebody sees.

    Of people those without a person in the register, of units those without a visit of their own.
    """
    of_state = {
        name: seen(Visit.objects.all()).filter(record_state=state).values("pk")
        for name, state in (("drafts", RecordState.DRAFT), ("submitted", RecordState.SUBMITTED))
    }
    rows: dict[str, QuerySet] = {
        **of_state,
        "readings": seen(Reading.objects.all()).undecided().values("pk"),
        "names": seen(ReadingName.objects.all()).by_frequency().values("kind", "key"),
        "people": people_list.untied(seen(Attendance.objects.all())).values("pk"),
        "appointments": seen(Appointment.objects.all()).to_confirm().values("pk"),
        "unvisited": gap_lists.without_own_visit(Kind.PROVINCIAL_OFFICE, on, seen).values("pk"),
        **{f"lacks_{name}": gap_lists.lacking(visits, name).values("pk") for name in gap_lists.LACKS},
    }
    return counting_each(rows)

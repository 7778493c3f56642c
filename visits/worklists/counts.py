"""How much each worklist holds, for the page that leads to them."""

from django.utils import timezone

from officials.models import Appointment, User
from units.models import Kind
from visits.filters.visit_filter import VisitFilter
from visits.models import Reading, ReadingName, RecordState, Visit
from visits.worklists import distinct_pairs, gap_lists, people_list
from visits.worklists.merging import KINDS, MAY_MERGE


def worklist_counts(user: User, visit_filter: VisitFilter) -> dict[str, int]:
    """By name of the list, of kinds of duplicates by `merge_` and the kind; those of visits within the filter.

    Positions are left out: to compare those of one year with the register takes seconds.
    """
    visits = Visit.objects.visible_to(user)
    counted = visit_filter.visits.counted().order_by()
    lacking = {name: counted.filter(lack.condition).count() for name, lack in gap_lists.LACKS.items()}
    counts = {
        "drafts": visits.filter(record_state=RecordState.DRAFT).count(),
        "submitted": visits.filter(record_state=RecordState.SUBMITTED).count(),
        "readings": Reading.objects.visible_to(user).undecided().count(),
        "names": ReadingName.objects.visible_to(user).by_frequency().count(),
        "people": len(people_list.nameable(user)),
        "appointments": Appointment.objects.visible_to(user).to_confirm().count(),
        "unvisited": len(gap_lists.unvisited_units(user, Kind.PROVINCIAL_OFFICE, timezone.localdate())),
        **{f"lacks_{name}": count for name, count in lacking.items()},
    }
    if user.has_perm(MAY_MERGE):
        counts |= {
            f"merge_{code}": len(distinct_pairs.pairs_to_look_at(kind)) for code, kind in KINDS.items()
        }
    return counts

"""Pairs of rows that look alike: those still to be looked at, and those that somebody found to be no duplicates."""

from collections.abc import Collection

from django.db import transaction

from config.tracking import author_name, written_by
from officials.models import User
from units.models import DistinctPair
from visits.matching import likely_duplicates
from visits.matching.likely_duplicates import LikelyDuplicate
from visits.worklists.merging import MergeKind

LONGEST_NAME = 400
PROPOSED = {
    "officials": likely_duplicates.duplicate_officials,
    "units": likely_duplicates.duplicate_units,
    "posts": likely_duplicates.duplicate_posts,
    "programmes": likely_duplicates.duplicate_programmes,
}
Pair = tuple[int, int]


def pairs_to_look_at(kind: MergeKind) -> list[LikelyDuplicate]:
    """Likely duplicates of a kind, the likeliest first, without those that were set aside."""
    distinct = DistinctPair.objects.keys_of(kind.model._meta.label_lower)
    return [
        pair
        for pair in PROPOSED[kind.code]()
        if (min(pair.target, pair.dropped), max(pair.target, pair.dropped)) not in distinct
    ]


def set_aside(kind: MergeKind, pairs: Collection[Pair], reason: str, *, by: User) -> int:
    """Notes that the rows of each pair are two; returns how many pairs were not yet noted. Unknown rows are left out."""
    rows = kind.model.objects.in_bulk({key for pair in pairs for key in pair})
    count = 0
    with transaction.atomic(), written_by(by):
        for first, second in sorted({(min(pair), max(pair)) for pair in pairs}):
            if first == second or first not in rows or second not in rows:
                continue
            _, is_new = DistinctPair.objects.get_or_create(
                model=kind.model._meta.label_lower,
                first=first,
                second=second,
                defaults={
                    "first_name": str(rows[first])[:LONGEST_NAME],
                    "second_name": str(rows[second])[:LONGEST_NAME],
                    "reason": reason,
                    "by_name": author_name(by),
                },
            )
            count += is_new
    return count


def take_back(kind: MergeKind, keys: Collection[int], *, by: User) -> int:
    """Has pairs proposed again; returns how many."""
    with transaction.atomic(), written_by(by):
        rows = DistinctPair.objects.select_for_update().filter(
            model=kind.model._meta.label_lower, pk__in=keys
        )
        pairs = list(rows.order_by("pk"))
        for pair in pairs:
            pair.delete()
    return len(pairs)

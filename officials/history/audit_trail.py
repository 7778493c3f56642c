"""The audit trail: all writes to all records, the newest first, by person, period and kind of record."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from heapq import merge
from itertools import islice
from operator import or_
from typing import Any

from django.db.models import CASCADE, Q, QuerySet
from django.utils import timezone
from simple_history.models import registered_models

from config.forms.changes import Change, References, compare


def kinds() -> dict[str, type[Any]]:
    """Every model with a history, by its label such as `visits.visit`."""
    return {model._meta.label_lower: model for model in registered_models.values()}


@dataclass(frozen=True)
class Trail:
    """The filter of the trail: author, first and last day, kind of record, one record; an empty value does not narrow."""

    person: str = ""
    first: date | None = None
    last: date | None = None
    kind: str = ""
    # (kind, key): one record and the rows that belong to it.
    record: tuple[str, int] | tuple[()] = ()

    def changes(self, start: int, count: int) -> list[Change]:
        """At most `count` changes from position `start` on; two or three queries for each kind that is among them."""
        # Of each kind no more than could be shown: (moment, key of the history row, kind), the newest first.
        labels = [self.kind] if self.kind else kinds()
        newest = [[(*row, label) for row in self._rows(label)[: start + count]] for label in labels]
        chosen = list(islice(merge(*newest, reverse=True), start, start + count))
        by_kind: dict[str, list[int]] = {}
        for _, key, kind in chosen:
            by_kind.setdefault(kind, []).append(key)
        changes: dict[tuple[str, int], Change] = {}
        for kind, keys in by_kind.items():
            history = kinds()[kind].history.model.objects
            # Includes the row before the oldest one, with which that one is compared.
            objects = history.filter(history_id__in=keys).values("id")
            rows = list(history.filter(id__in=objects, history_id__lte=max(keys)))
            changes |= {(kind, one.past.history_id): one for one in compare(rows, References(rows))}
        return [changes[kind, key] for _, key, kind in chosen]

    def _rows(self, label: str) -> QuerySet:
        rows = kinds()[label].history.model.objects.order_by("-history_date", "-history_id")
        if self.record:
            rows = rows.filter(belongs_to(label, *self.record))
        if self.person:
            rows = rows.filter(history_user_name__contains=self.person)
        if self.first:
            rows = rows.filter(history_date__gte=start_of(self.first))
        if self.last:
            rows = rows.filter(history_date__lt=start_of(self.last + timedelta(days=1)))
        return rows.values_list("history_date", "history_id")


def belongs_to(label: str, kind: str, key: int) -> Q:
    """Condition on history rows of model `label`: the record itself or its rows, whether or not they still exist."""
    if label == kind:
        return Q(id=key)
    owners = [
        field.attname
        for field in kinds()[label]._meta.concrete_fields
        if field.remote_field
        and field.remote_field.on_delete is CASCADE
        and field.remote_field.model is kinds()[kind]
    ]
    return reduce(or_, [Q(**{name: key}) for name in owners], Q(pk__in=()))


def start_of(day: date) -> datetime:
    """Midnight at the beginning of a day, Bangkok time."""
    return timezone.make_aware(datetime.combine(day, time.min))

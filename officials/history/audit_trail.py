"""The trail over everything: all writes to all records, the newest first, by person, period and kind of record."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from heapq import merge
from itertools import islice
from operator import or_

from django.db.models import CASCADE, Q
from django.utils import timezone
from simple_history.models import registered_models

from officials.history.changes import Names, changes_of


def kinds():
    """Every model with a history, by its label."""
    return {model._meta.label_lower: model for model in registered_models.values()}


@dataclass(frozen=True)
class Trail:
    """What is asked: all of it, or what one person wrote, between two days, of one kind of record."""

    person: str = ""
    first: date | None = None
    last: date | None = None
    kind: str = ""
    # (kind, key): one record and the rows that go with it.
    record: tuple = ()

    def changes(self, start, count):
        """So many lines from a place on, each as (record, `Change`); a number of queries that the kinds bound."""
        chosen = list(islice(self._keys(start + count), start, None))
        by_model = {}
        for _, key, label in chosen:
            by_model.setdefault(label, []).append(key)
        told = {}
        for label, keys in by_model.items():
            told |= {(label, past.history_id): (past, change) for past, change in _told(label, keys)}
        return [told[label, key] for _, key, label in chosen]

    def _keys(self, most):
        """(moment, key, kind) of the newest lines; of every kind no more than could be shown."""
        labels = [self.kind] if self.kind else kinds()
        traces = [[(*row, label) for row in self._rows(label)[:most]] for label in labels]
        return islice(merge(*traces, reverse=True), most)

    def _rows(self, label):
        rows = kinds()[label].history.model.objects.order_by("-history_date", "-history_id")
        if self.record:
            rows = rows.filter(_of(label, *self.record))
        if self.person:
            rows = rows.filter(history_user_name__contains=self.person)
        if self.first:
            rows = rows.filter(history_date__gte=midnight_of(self.first))
        if self.last:
            rows = rows.filter(history_date__lt=midnight_after(self.last))
        return rows.values_list("history_date", "history_id")


def _of(label, kind, key):
    """Lines of the record itself, or of rows that hang on it and go with it; it may be gone."""
    if label == kind:
        return Q(id=key)
    owners = [
        one.attname
        for one in kinds()[label]._meta.concrete_fields
        if one.remote_field
        and one.remote_field.on_delete is CASCADE
        and one.remote_field.model is kinds()[kind]
    ]
    return reduce(or_, [Q(**{name: key}) for name in owners], Q(pk__in=()))


def midnight_of(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def midnight_after(day):
    return midnight_of(day + timedelta(days=1))


def _told(label, keys):
    """The lines with what they changed, which the line before of the same record tells."""
    trace = kinds()[label].history.model.objects
    records = trace.filter(history_id__in=keys).values("id")
    rows = list(trace.filter(id__in=records, history_id__lte=max(keys)))
    wanted = set(keys)
    pairs = changes_of(rows, Names(rows))
    return [(past, change) for past, change in pairs if past.history_id in wanted]

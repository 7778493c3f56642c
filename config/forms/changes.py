"""What was changed on a record and on the rows that belong to it, in Thai: for history pages and for two editors."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalChanges

from config.thai.dates import thai_date, thai_time

ADDED, EDITED, DELETED = "+", "~", "-"
VERBS = {ADDED: "เพิ่ม", EDITED: "แก้ไข", DELETED: "ลบ"}
# Bookkeeping that means nothing to a reader.
NOT_SHOWN = {"version", "number_year", "number_seq"}
BLANK = "ว่าง"


@dataclass(frozen=True)
class Change:
    """One write, as the history row `past` remembers it; `label` names the row, empty for the record of the page itself.

    `who` is the name of the author as it was then, `when` the moment in UTC, `verb` เพิ่ม, แก้ไข or ลบ, `reason` mostly
    empty, `kind` the label of the model, such as `visits.visit`. `details` holds (field, old value, new value) of an edit,
    `lost` (field, value) of all that a deleted row held; `by_hand` is False where a step of the site set one of the values.
    """

    past: HistoricalChanges
    who: str
    when: datetime
    verb: str
    reason: str
    kind: str
    label: str
    details: tuple[tuple[str, str, str], ...]
    lost: tuple[tuple[str, str], ...]
    by_hand: bool

    @property
    def may_be_reverted(self) -> bool:
        """Whether to offer reverting it: a deleted row, or an edit of typed values."""
        if not getattr(self.past.instance_type, "REVERTED", False):
            return False
        is_edit = self.past.history_type == EDITED and bool(self.details) and self.by_hand
        return is_edit or self.past.history_type == DELETED

    @property
    def what(self) -> str:
        """One line: the fields of the record itself, or which row was added, edited or deleted."""
        if self.label:
            return f"{self.verb}{self.label}"
        return ", ".join(name for name, _, _ in self.details) or self.verb


def changes_since(record: Any, moment: datetime | None = None) -> list[Change]:
    """All writes to `record` and to its rows after `moment` (None: ever), oldest first; one query a kind of row."""
    traces = [list(record.history.all())]
    relation: Any
    for relation in type(record)._meta.related_objects:
        if relation.on_delete is models.CASCADE and hasattr(relation.related_model, "history"):
            traces.append(list(relation.related_model.history.filter(**{relation.field.attname: record.pk})))
    references = References(past for trace in traces for past in trace)
    changes = [
        change
        for number, trace in enumerate(traces)
        for change in compare(trace, references, with_label=number > 0)
        if not moment or change.when > moment
    ]
    telling = [one for one in changes if one.details or one.reason or one.past.history_type != EDITED]
    return sorted(telling, key=lambda change: change.when)


def compare(
    rows: Iterable[HistoricalChanges], references: "References", *, with_label: bool = True
) -> Iterator[Change]:
    """Each history row compared with the one before it of the same object; `rows` are of one model, in any order."""
    in_order = sorted(rows, key=lambda past: (past.id, past.history_date, past.history_id))
    for _, trace in groupby(in_order, key=lambda past: past.id):
        before: HistoricalChanges | None = None
        for past in trace:
            is_edit = before is not None and past.history_type == EDITED
            fields: list[models.Field] = differing(past, before) if is_edit else []
            lost = shown_fields(past) if past.history_type == DELETED else []
            yield Change(
                past=past,
                who=past.history_user_name,
                when=past.history_date,
                verb=VERBS[past.history_type],
                reason=past.history_change_reason or "",
                kind=past.instance_type._meta.label_lower,
                label=references.label_of(past) if with_label else "",
                details=tuple(
                    (str(f.verbose_name), references.text(f, before), references.text(f, past))
                    for f in fields
                ),
                lost=tuple(
                    (str(f.verbose_name), references.text(f, past))
                    for f in lost
                    if getattr(past, f.attname) not in (None, "")
                ),
                by_hand=all(f.editable for f in fields),
            )
            before = past


def differing(past: HistoricalChanges, before: HistoricalChanges) -> list[models.Field]:
    """The fields shown to readers whose values differ between two history rows of one object."""
    return [f for f in shown_fields(past) if getattr(past, f.attname) != getattr(before, f.attname)]


def shown_fields(past: HistoricalChanges) -> list[models.Field]:
    """The tracked fields that history pages show, those set by steps of the site included."""
    return [f for f in past.tracked_fields if f.name not in NOT_SHOWN and not f.primary_key]


class References:
    """What the foreign keys of some history rows point to, looked up in one query for each model."""

    def __init__(self, rows: Iterable[HistoricalChanges]) -> None:
        keys: dict[type[models.Model], set[Any]] = {}
        for past in rows:
            for field in past.tracked_fields:
                if field.remote_field and (key := getattr(past, field.attname)):
                    keys.setdefault(field.remote_field.model, set()).add(key)
        self.rows = {model: model._base_manager.in_bulk(wanted) for model, wanted in keys.items()}

    def target(self, field: Any, past: HistoricalChanges) -> models.Model | None:
        """The row that a foreign key points to; None where it has been deleted."""
        return self.rows.get(field.remote_field.model, {}).get(getattr(past, field.attname))

    def label_of(self, past: HistoricalChanges) -> str:
        """Kind and name of the row, the name as it was then."""
        row = past.instance_type(
            **{field.attname: getattr(past, field.attname) for field in past.tracked_fields}
        )
        for field in past.tracked_fields:
            if field.remote_field and (target := self.target(field, past)):
                setattr(row, field.name, target)
        return f"{past.instance_type._meta.verbose_name} “{row}”"

    def text(self, field: Any, past: HistoricalChanges) -> str:
        """The value of a field in Thai: the name behind a foreign key, the label of a choice, a Buddhist-era date."""
        value = getattr(past, field.attname)
        if field.remote_field and value:
            return str(self.target(field, past) or f"(ลบแล้ว {value})")
        return value_text(dict(field.flatchoices).get(value, value))


def value_text(value: Any) -> str:
    """A plain value in Thai; ว่าง for none."""
    if value in (None, ""):
        return BLANK
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    if isinstance(value, date):
        return thai_date(value)
    return thai_time(value) if isinstance(value, time) else str(value)

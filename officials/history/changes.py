"""What changed on a record and on the rows that hang on it, in Thai words: for history pages and for two editors."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from itertools import groupby

from django.db import models

from config.thai.dates import thai_date, thai_time

VERBS = {"+": "เพิ่ม", "~": "แก้ไข", "-": "ลบ"}
# Kept for the machine; a person is not told of them.
UNTOLD = {"version", "number_year", "number_seq"}


@dataclass(frozen=True)
class Change:
    """One write; `details` are (field label, old value, new value) of an edit."""

    who: str
    when: datetime
    verb: str
    label: str
    reason: str = ""
    details: tuple = field(default=())
    past: object = field(default=None, compare=False)
    by_hand: bool = field(default=True, compare=False)  # no value that only the site's own steps set
    # Of what was deleted, (field label, value) of all that it held; only the trail asks for them.
    lost: tuple = field(default=())

    @property
    def kind(self):
        return self.past.instance_type._meta.label_lower

    @property
    def may_be_taken_back(self):
        """Whether it changed values of a row that may be led back to them."""
        model, verb = self.past.instance_type, self.past.history_type
        if not getattr(model, "REVERTED", False) or (verb == "~" and not (self.details and self.by_hand)):
            return False
        return bool(self.label) or verb == "~"

    @property
    def what(self):
        """In one line: the fields of the record itself, or which row was added, edited or taken out."""
        if self.label:
            return f"{self.verb}{self.label}"
        return ", ".join(name for name, _, _ in self.details) or self.verb


def changes_since(row, moment=None):
    """All writes to `row` and its rows after `moment` (None: ever), oldest first; a fixed number of queries."""
    traces = [list(row.history.all())] + [list(rows) for rows in _rows_of_children(row)]
    names = Names(past for trace in traces for past in trace)
    found = [
        _change(past, before, names, own=number == 0)
        for number, trace in enumerate(traces)
        for past, before in _steps(trace)
        if not moment or past.history_date > moment
    ]
    told = [
        change
        for change in found
        if change.label or change.details or change.reason or change.verb != VERBS["~"]
    ]
    return sorted(told, key=lambda change: change.when)


def changes_of(rows, names):
    """Each history row with what it changed, every record named; `rows` are of one kind of record."""
    told = [(past, _change(past, before, names, own=True)) for past, before in _steps(rows)]
    return [
        (past, replace(change, label=_label(past, names), lost=_lost(past, names))) for past, change in told
    ]


def _lost(past, names):
    if past.history_type != "-":
        return ()
    held = [one for one in told_fields(past) if getattr(past, one.attname) not in (None, "")]
    return tuple((str(one.verbose_name), names.shown(one, past)) for one in held)


def _rows_of_children(row):
    """History of the tracked rows that go with the record, each kind in one query."""
    for relation in type(row)._meta.related_objects:
        if relation.on_delete is models.CASCADE and hasattr(relation.related_model, "history"):
            yield relation.related_model.history.filter(**{relation.field.attname: row.pk})


def _steps(trace):
    """Each history row with the one before it of the same object (None for the first)."""
    trace.sort(key=lambda past: (past.id, past.history_date, past.history_id))
    for _, pasts in groupby(trace, key=lambda past: past.id):
        before = None
        for past in pasts:
            yield past, before
            before = past


def _change(past, before, names, own):
    label = "" if own else _label(past, names)
    fields = differing(past, before) if before and past.history_type == "~" else ()
    details = tuple(
        (str(one.verbose_name), names.shown(one, before), names.shown(one, past)) for one in fields
    )
    if not own and past.history_type == "~" and not details:
        label = ""
    return Change(
        past.history_user_name,
        past.history_date,
        VERBS[past.history_type],
        label,
        past.history_change_reason or "",
        details,
        past,
        all(one.editable for one in fields),
    )


def _label(past, names):
    return f"{past.instance_type._meta.verbose_name} “{names.text_of(past)}”"


def differing(past, before):
    """The fields told to people whose values two history rows of one record do not share."""
    return [one for one in told_fields(past) if getattr(past, one.attname) != getattr(before, one.attname)]


def told_fields(past):
    return [one for one in past.tracked_fields if one.name not in UNTOLD and not one.primary_key]


class Names:
    """What foreign keys of history rows point to, looked up once for each model."""

    def __init__(self, pasts):
        wanted = {}
        for past in pasts:
            for one in past.tracked_fields:
                if one.remote_field and (key := getattr(past, one.attname)):
                    wanted.setdefault(one.remote_field.model, set()).add(key)
        self.rows = {model: model._base_manager.in_bulk(keys) for model, keys in wanted.items()}

    def target(self, one, past):
        return self.rows.get(one.remote_field.model, {}).get(getattr(past, one.attname))

    def text_of(self, past):
        """The row as it was then, in its own words."""
        row = past.instance_type(**{one.attname: getattr(past, one.attname) for one in past.tracked_fields})
        for one in past.tracked_fields:
            if one.remote_field and (target := self.target(one, past)):
                setattr(row, one.name, target)
        return str(row)

    def shown(self, one, past):
        value = getattr(past, one.attname)
        if one.remote_field and value:
            return str(self.target(one, past) or f"(ลบแล้ว {value})")
        return in_words(dict(one.flatchoices).get(value, value))


def in_words(value):
    if value in (None, ""):
        return "ว่าง"
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    if isinstance(value, date):
        return thai_date(value)
    return thai_time(value) if isinstance(value, time) else str(value)

"""What changed on a record and its rows since a moment, in words: for the second of two editors, and for history pages."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models

VERBS = {"+": "เพิ่ม", "~": "แก้ไข", "-": "ลบ"}


@dataclass(frozen=True)
class Change:
    who: str
    when: datetime
    what: str


def changes_since(row, moment):
    """All writes to `row` and to the tracked rows that hang on it, after `moment` (None: ever), oldest first."""
    found = [
        Change(past.history_user_name, past.history_date, _fields(past))
        for past in _after(row.history, moment)
    ]
    for relation in _children(type(row)):
        rows = relation.related_model.history.filter(**{relation.field.attname: row.pk})
        found += [
            Change(past.history_user_name, past.history_date, _child(past)) for past in _after(rows, moment)
        ]
    return sorted((change for change in found if change.what), key=lambda change: change.when)


def _after(history, moment):
    return history.filter(history_date__gt=moment) if moment else history.all()


def _children(model):
    """Tracked models whose rows go with the record."""
    return [
        relation
        for relation in model._meta.related_objects
        if relation.on_delete is models.CASCADE and hasattr(relation.related_model, "history")
    ]


def _fields(past):
    """Labels of the fields that differ from the row before; empty where only the version moved on."""
    if past.history_type != "~":
        return VERBS[past.history_type]
    before = past.prev_record
    if before is None:
        return VERBS["~"]
    names = past.diff_against(before, excluded_fields=["version"]).changed_fields
    return ", ".join(str(past.instance_type._meta.get_field(name).verbose_name) for name in names)


def _child(past):
    label = past.instance_type._meta.verbose_name
    return f"{VERBS[past.history_type]}{label} “{past.instance}”"

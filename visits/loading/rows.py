"""Bringing rows of `fixtures/` in: what is missing is made; what staff edited or deleted stays as they left it."""

import json
from datetime import date, time

from django.conf import settings


def read(name):
    return json.loads((settings.BASE_DIR / "fixtures" / f"{name}.json").read_text(encoding="utf-8"))


def day(text):
    return date.fromisoformat(text) if text else None


def moment(text):
    return time.fromisoformat(text) if text else None


def pick(row, names):
    return {name: row[name] for name in names.split()}


def ever_known(model, *key):
    """Keys of all rows that there are or ever were: what staff deleted does not come back."""
    return set(model.history.values_list(*key))


def make_missing(model, key, rows, same=()):
    """Saves those of the unsaved `rows` whose `key` is new; returns them.

    `same` names fields by which staff may have entered the same thing by hand, without the key.
    """
    known = ever_known(model, *key)
    rows = [row for row in rows if values(row, key) not in known]
    if same:
        typed = set(model.objects.values_list(*same))
        rows = [row for row in rows if values(row, same) not in typed]
    return model.objects.bulk_create(rows)


def values(row, names):
    return tuple(getattr(row, name) for name in names)


def pks(model):
    """code -> key of the rows that are there now."""
    return dict(model.objects.exclude(code=None).values_list("code", "pk"))

"""Rows of `fixtures/` brought into the database: what is missing is created; what staff edited or deleted stays so."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model

from config.tracking import Tracked, ever_known

Row = dict[str, Any]
Record = TypeVar("Record", bound=Tracked)


def read(name: str) -> list[Row]:
    """The rows of `fixtures/<name>.json`."""
    return json.loads((settings.BASE_DIR / "fixtures" / f"{name}.json").read_text(encoding="utf-8"))


def day(text: str | None) -> date | None:
    """An ISO day of a fixture, None where it is empty."""
    return date.fromisoformat(text) if text else None


def moment(text: str | None) -> time | None:
    """An ISO time of day of a fixture, None where it is empty."""
    return time.fromisoformat(text) if text else None


def pick(row: Row, names: str) -> Row:
    """Those values of a row whose names, separated by blanks, are given."""
    return {name: row[name] for name in names.split()}


def create_missing(
    model: type[Record], key: Sequence[str], rows: Iterable[Record], typed_key: Sequence[str] = ()
) -> list[Record]:
    """Saves those of the unsaved `rows` whose `key` was never known, and returns them.

    `typed_key` names fields by which staff may have entered the same thing by hand, without the key.
    """
    known = ever_known(model, *key)
    rows = [row for row in rows if values_of(row, key) not in known]
    if typed_key:
        typed = set(model._default_manager.values_list(*typed_key))
        rows = [row for row in rows if values_of(row, typed_key) not in typed]
    return model._default_manager.bulk_create(rows)


def values_of(row: Model, names: Sequence[str]) -> tuple[Any, ...]:
    """The values of the named fields, as `values_list` gives them."""
    return tuple(getattr(row, name) for name in names)


def keys_by_code(model: type[Model]) -> dict[str, int]:
    """Primary key by `code` of the rows of `model` as they stand now."""
    return dict(model._default_manager.exclude(code=None).values_list("code", "pk"))

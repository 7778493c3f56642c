"""Rows that join a record with what it is about: only what differs is written, so history shows only that."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Manager


def relink(links: Manager, target: str, wanted: Iterable[int], **values: Any) -> None:
    """Makes the related manager `links` point through field `target` to just the keys `wanted`.

    `values` go on the new rows; a value that differs on a row that stays is changed.
    """
    wanted = set(wanted)
    present = {getattr(link, f"{target}_id"): link for link in links.all()}
    for key in present.keys() - wanted:
        present[key].delete()
    for key in sorted(wanted - present.keys()):
        links.create(**{f"{target}_id": key}, **values)
    for key in present.keys() & wanted:
        link = present[key]
        if any(getattr(link, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(link, name, value)
            link.save()

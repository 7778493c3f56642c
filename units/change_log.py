"""What one step over many tables created and changed, so that the step can be taken back whole while nothing rests on it."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractUser

from units.merging import keys_to, rows_of

LONGEST_NAME = 200
MOST_SENTENCES = 5


def stored_value(row: Any, name: str) -> str | None:
    """The value of a field as the log stores it."""
    column = row._meta.get_field(name)
    return column.value_to_string(row) if getattr(row, column.attname) is not None else None


class ChangeLog:
    """Saves rows and keeps what it did: `created` rows, and `changed` columns as label, key, column, value before and after."""

    def __init__(self) -> None:
        self.created: list[Any] = []
        self.changed: list[list[Any]] = []

    def create(self, row: Any) -> Any:
        """Saves a new row and returns it."""
        row.save()
        self.created.append(row)
        return row

    def change(self, row: Any, name: str, value: Any) -> None:
        """Writes one field of a row, where it differs."""
        before = stored_value(row, name)
        setattr(row, name, value)
        if before != stored_value(row, name):
            row.save(update_fields=[name])
            self.note(row, name, before)

    def note(self, row: Any, name: str, before: str | None) -> None:
        """Notes a field that was written, with its `stored_value` before."""
        self.changed.append([row._meta.label_lower, row.pk, name, before, stored_value(row, name)])

    def as_json(self) -> dict[str, list[list[Any]]]:
        """What is stored of it: of created rows label, key, version as it is now, and name."""
        created = []
        for row in self.created:
            version = type(row)._base_manager.values_list("version", flat=True).get(pk=row.pk)
            created.append([row._meta.label_lower, row.pk, version, str(row)[:LONGEST_NAME]])
        return {"created": created, "changed": self.changed}


def obstacles(made: dict[str, list[list[Any]]]) -> list[str]:
    """Why a step cannot be taken back, as Thai sentences: what it created was changed or is used by something else since."""
    own = {(label, key) for label, key, *_ in made["created"]}
    moved = {(label, key, name) for label, key, name, *_ in made["changed"]}
    sentences = []
    for label, key, version, name in made["created"]:
        model: Any = apps.get_model(label)
        row = model._base_manager.filter(pk=key).first()
        if row is None:
            sentences.append(f"{name} ถูกลบหรือรวมเข้ากับรายการอื่นไปแล้ว")
            continue
        if row.version != version:
            sentences.append(f"{model._meta.verbose_name} {name} มีผู้แก้ไขภายหลัง")
        for column in keys_to(model):
            for other in rows_of(column, row).order_by("pk")[: len(own) + len(moved) + 1]:
                place = other._meta.label_lower, other.pk
                if place not in own and (*place, column.name) not in moved:
                    sentences.append(f"{other._meta.verbose_name} {other} ใช้{name}อยู่แล้ว")
                    break
    for label, key, name, _, after in made["changed"]:
        model = apps.get_model(label)
        row = model._base_manager.filter(pk=key).first()
        # An account goes on where it was put since.
        if not issubclass(model, AbstractUser) and (row is None or stored_value(row, name) != after):
            sentences.append(f"{model._meta.verbose_name} {row or key} มีผู้แก้ไขภายหลัง")
    return list(dict.fromkeys(sentences))[:MOST_SENTENCES]


def take_back(made: dict[str, list[list[Any]]], reason: str) -> None:
    """Writes back what was changed, where it still stands as it was left, and deletes what was created."""
    for label, key, name, before, after in reversed(made["changed"]):
        model: Any = apps.get_model(label)
        row = model._base_manager.filter(pk=key).first()
        if row is not None and stored_value(row, name) == after:
            column = model._meta.get_field(name)
            setattr(row, column.attname, column.to_python(before))
            row._change_reason = reason
            row.save(update_fields=[name])
    for label, key, *_ in reversed(made["created"]):
        for row in apps.get_model(label)._base_manager.filter(pk=key):
            row._change_reason = reason
            row.delete()

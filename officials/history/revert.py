"""Reverts one change: the row gets the values it had before, unless somebody has changed them since.

Edits and deletions are reverted here. A row that was added is deleted on the form of its record.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.dispatch import Signal
from simple_history.models import HistoricalChanges

from config.forms.changes import BLANK, DELETED, VERBS, References, differing, shown_fields, value_text

# Sent with `row` for a reverted row and for each record it belongs to: other packages recompute what depends on it.
reverted = Signal()
BY_STEPS = "ข้อมูลนี้เปลี่ยนตามขั้นตอนของระบบหรือเป็นการเพิ่มรายการ จึงคืนค่าเดิมที่นี่ไม่ได้"


class RevertRefused(Exception):
    """`sentences` say in Thai why the change stays."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def owners_of(row: models.Model) -> Iterator[models.Model]:
    """The records that a row belongs to (its foreign keys that cascade), the nearest first."""
    for field in row._meta.concrete_fields:
        if field.remote_field and field.remote_field.on_delete is models.CASCADE:
            owner = field.remote_field.model._base_manager.filter(pk=getattr(row, field.attname)).first()
            if owner:
                yield owner
                yield from owners_of(owner)


class Reversal:
    """What reverting the change in the history row `past` would do, and whether it is possible."""

    def __init__(self, past: HistoricalChanges) -> None:
        self.past, self.model = past, past.instance_type
        self.is_deletion = past.history_type == DELETED
        self.current = self.model._base_manager.filter(pk=past.id).first()
        self.before = past
        if not self.is_deletion:
            earlier = self.model.history.filter(id=past.id, history_id__lt=past.history_id)
            self.before = earlier.order_by("-history_id").first()
        self.fields = []
        if self.before:
            self.fields = shown_fields(past) if self.is_deletion else differing(past, self.before)
        self.references = References(row for row in (past, self.before) if row)

    @property
    def past_row(self) -> models.Model:
        """The unsaved row as the change left it; a deleted row as it last was."""
        return self.model(**{f.attname: getattr(self.past, f.attname) for f in self.past.tracked_fields})

    @property
    def what(self) -> str:
        """The change in one line, with its author."""
        verb, label = VERBS[self.past.history_type], self.references.label_of(self.past)
        return f"{verb}{label} โดย {self.past.history_user_name}"

    @property
    def details(self) -> list[tuple[str, str, str]]:
        """(field, value now, value afterwards) of each field that changes."""
        texts = [(str(f.verbose_name), self.references.text(f, self.before), f) for f in self.fields]
        if self.is_deletion:
            return [(label, "ไม่มี", then) for label, then, _ in texts if then != BLANK]
        return [(label, self.references.text(f, self.past), then) for label, then, f in texts]

    @property
    def obstacles(self) -> list[str]:
        """Thai sentences why it cannot be reverted; empty where it can."""
        is_typed = self.is_deletion or all(field.editable for field in self.fields)
        if not (getattr(self.model, "REVERTED", False) and self.fields and is_typed):
            return [BY_STEPS]
        if self.is_deletion and self.current:
            return ["รายการนี้มีอยู่แล้ว"]
        if not self.is_deletion:
            if self.current is None:
                return ["รายการนี้ถูกลบไปแล้ว"]
            changed = [
                f"{f.verbose_name}ถูกแก้ไขหลังจากนั้นเป็น “{value_text(getattr(self.current, f.name))}”"
                for f in self.fields
                if getattr(self.current, f.attname) != getattr(self.past, f.attname)
            ]
            if changed:
                return changed
        return [
            f"{f.verbose_name}ที่อ้างถึงถูกลบไปแล้ว"
            for f in self.fields
            if f.remote_field
            and getattr(self.before, f.attname)
            and not self.references.target(f, self.before)
        ]

    def apply(self, reason: str) -> models.Model:
        """Saves the row by the rules of its model and returns it; raises `RevertRefused`.

        The version of the records it belongs to moves on, so that forms open elsewhere notice.
        """
        if obstacles := self.obstacles:
            raise RevertRefused(*obstacles)
        row: Any = self.past_row if self.is_deletion else self.current
        for field in self.fields:
            setattr(row, field.attname, getattr(self.before, field.attname))
        row._change_reason = reason
        try:
            with transaction.atomic():
                row.full_clean()
                row.save(force_insert=self.is_deletion)
                reverted.send(self.model, row=row)
                for owner in owners_of(row):
                    owner.save(update_fields=["version"])
                    reverted.send(type(owner), row=owner)
        except ValidationError as error:
            raise RevertRefused(*error.messages) from None
        except IntegrityError:
            raise RevertRefused("ขัดกับข้อมูลที่มีอยู่ จึงคืนค่าเดิมไม่ได้") from None
        return row

"""One change taken back: its row gets the values it had before, unless somebody has changed them since."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from officials.history.changes import VERBS, Names, differing, in_words, told_fields

BY_STEPS = "ข้อมูลนี้เปลี่ยนตามขั้นตอนของระบบ จึงคืนค่าเดิมที่นี่ไม่ได้"
EDITED, ADDED, DELETED = "~", "+", "-"


class Refused(Exception):
    """`sentences` say why the change stays."""

    def __init__(self, *sentences):
        super().__init__(*sentences)
        self.sentences = sentences


def owners_of(row):
    """The records that a row goes with, those first that it hangs on itself."""
    for one in row._meta.concrete_fields:
        if one.remote_field and one.remote_field.on_delete is models.CASCADE:
            owner = one.remote_field.model._base_manager.filter(pk=getattr(row, one.attname)).first()
            if owner:
                yield owner
                yield from owners_of(owner)


def is_row(model):
    return any(
        one.remote_field and one.remote_field.on_delete is models.CASCADE for one in model._meta.fields
    )


def may_be_offered(past):
    """Without a look at the records: whether such a change is ever taken back."""
    if not getattr(past.instance_type, "REVERTED", False):
        return False
    return past.history_type != ADDED or is_row(past.instance_type)


@dataclass
class Reversal:
    past: models.Model

    def __post_init__(self):
        self.model, self.kind = self.past.instance_type, self.past.history_type
        earlier = self.model.history.filter(id=self.past.id, history_id__lt=self.past.history_id)
        self.before = earlier.order_by("-history_id").first()
        self.current = self.model._base_manager.filter(pk=self.past.id).first()
        self.names = Names([one for one in (self.past, self.before) if one])

    @property
    def past_row(self):
        """As the change left it; of a deleted row, as it was last."""
        return self.model(
            **{one.attname: getattr(self.past, one.attname) for one in self.past.tracked_fields}
        )

    @property
    def fields(self):
        """What the change is about: the differing fields of an edit, all fields of a row that came or went."""
        if self.kind == EDITED and self.before:
            return differing(self.past, self.before)
        return told_fields(self.past)

    @property
    def label(self):
        return f"{self.model._meta.verbose_name} “{self.names.text_of(self.past)}”"

    @property
    def what(self):
        return f"{VERBS[self.kind]}{self.label} โดย {self.past.history_user_name}"

    @property
    def row(self):
        """As it will be; of a row that goes, as it is."""
        if self.kind == ADDED:
            return self.current
        row = self.current if self.kind == EDITED else self.past_row
        for one in self.fields if self.kind == EDITED else ():
            setattr(row, one.attname, getattr(self.before, one.attname))
        return row

    @property
    def details(self):
        """(field, now, then) of each field that will change."""
        if self.kind == EDITED and self.before:
            return [
                (str(one.verbose_name), self.names.shown(one, self.past), self.names.shown(one, self.before))
                for one in self.fields
            ]
        shown = [(str(one.verbose_name), self.names.shown(one, self.past)) for one in self.fields]
        told = [(label, value) for label, value in shown if value != in_words(None)]
        if self.kind == ADDED:
            return [(label, value, "นำออก") for label, value in told]
        return [(label, "ไม่มี", value) for label, value in told]

    @property
    def sentences(self):
        """Why it cannot be; empty where it can."""
        if not may_be_offered(self.past) or (self.kind == EDITED and self._is_by_steps()):
            return [BY_STEPS]
        return {EDITED: self._against_edit, ADDED: self._against_removal, DELETED: self._against_return}[
            self.kind
        ]()

    def _is_by_steps(self):
        return not self.before or not self.fields or not all(one.editable for one in self.fields)

    def _against_edit(self):
        if self.current is None:
            return ["รายการนี้ถูกลบไปแล้ว"]
        return self._changed_since() or self._gone(self.before, self.fields)

    def _against_removal(self):
        if self.current is None:
            return ["รายการนี้ถูกลบไปแล้ว"]
        hanging = [
            str(one.related_model._meta.verbose_name)
            for one in self.model._meta.related_objects
            if one.related_model._base_manager.filter(**{one.field.name: self.current}).exists()
        ]
        words = [f"มีข้อมูลอื่นบันทึกไว้กับรายการนี้แล้ว: {', '.join(hanging)}"] if hanging else []
        return self._changed_since() or words

    def _against_return(self):
        if self.current is not None:
            return ["รายการนี้มีอยู่แล้ว"]
        return self._gone(self.past, self.fields)

    def _changed_since(self):
        return [
            f"{one.verbose_name}ถูกแก้ไขหลังจากนั้นเป็น “{in_words(getattr(self.current, one.name))}”"
            for one in self.fields
            if getattr(self.current, one.attname) != getattr(self.past, one.attname)
        ]

    def _gone(self, source, fields):
        return [
            f"{one.verbose_name}ที่อ้างถึงถูกลบไปแล้ว"
            for one in fields
            if one.remote_field and getattr(source, one.attname) and not self.names.target(one, source)
        ]

    def apply(self, reason):
        """Through the model's own rules; the records it goes with tell their open forms that they have moved on."""
        if sentences := self.sentences:
            raise Refused(*sentences)
        row = self.row
        row._change_reason = reason
        try:
            with transaction.atomic():
                self._write(row)
                for owner in owners_of(row):
                    owner.save(update_fields=["version"])
        except ValidationError as error:
            raise Refused(*error.messages) from None
        except (models.ProtectedError, IntegrityError):
            raise Refused("มีข้อมูลอื่นอ้างถึงรายการนี้ หรือขัดกับข้อมูลที่มีอยู่ จึงคืนค่าเดิมไม่ได้") from None
        return row

    def _write(self, row):
        if self.kind == ADDED:
            row.delete()
            return
        row.full_clean()
        row.save(force_insert=self.kind == DELETED)

"""Units renamed, merged, split or moved on a day: the old ones close, the new ones open, and each knows what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models, transaction

from config.thai.dates import thai_date
from config.tracking import written_by
from units.models import Responsibility, Unit, UnitSuccession


class ReorganisationKind(models.TextChoices):
    RENAME = "rename", "เปลี่ยนชื่อ"
    MERGE = "merge", "ยุบรวม"
    SPLIT = "split", "แยก"
    MOVE = "move", "ย้ายสังกัด"


@dataclass
class Reorganisation:
    """From `on` each of `successors` (new ones unsaved) stands in the place of all that are `closing`.

    What goes on in one place, such as sub-units, provinces and accounts, goes on at the first successor.
    """

    on: date
    closing: list[Unit]
    successors: list[Unit]
    source: str = ""

    @property
    def last_day(self) -> date:
        """The last day of the units that close."""
        return self.on - timedelta(days=1)

    @property
    def sentences(self) -> list[str]:
        """What will happen, one Thai sentence each."""
        return [
            *(f"{unit} ดำเนินงานถึง {thai_date(self.last_day)}" for unit in self.closing),
            *(f"ตั้ง{unit} ตั้งแต่ {thai_date(self.on)}" for unit in self.successors if not unit.pk),
            *(f"{unit} ดำเนินงานต่อ" for unit in self.successors if unit.pk),
        ]


def planned(
    kind: str,
    unit: Unit,
    on: date,
    *,
    names: Sequence[tuple[str, str]] = (),
    others: Sequence[Unit] = (),
    target: Unit | None = None,
    parent: Unit | None = None,
    source: str = "",
) -> Reorganisation:
    """What a reorganisation would do; raises ValidationError with a sentence by field.

    `names` are full and short names of new units, `others` close with `unit`, `target` is an existing unit that takes over,
    `parent` the one to which the unit moves.
    """
    closing = [unit, *others] if kind == ReorganisationKind.MERGE else [unit]
    errors: dict[str, str] = {}
    if kind == ReorganisationKind.MOVE:
        names = names or [(unit.name, unit.short_name)]
        if parent is None:
            errors["parent"] = "ระบุหน่วยงานต้นสังกัดใหม่"
        elif parent.pk == unit.parent_id:
            errors["parent"] = "เป็นต้นสังกัดเดิมอยู่แล้ว"
    takes_target = kind in (ReorganisationKind.MERGE, ReorganisationKind.SPLIT)
    count = len(names) + bool(target and takes_target)
    if kind == ReorganisationKind.SPLIT and count < 2:
        errors["names"] = "แยกเป็นสองหน่วยงานขึ้นไป ใส่ชื่อบรรทัดละหนึ่งหน่วยงาน"
    elif kind != ReorganisationKind.SPLIT and count != 1:
        errors["names"] = "ระบุหน่วยงานที่สืบทอดหนึ่งหน่วยงาน"
    if kind == ReorganisationKind.MERGE and len(closing) + bool(target) < 2:
        errors["others"] = "ระบุหน่วยงานที่ยุบรวมกันอย่างน้อยสองหน่วยงาน"
    if target in closing:
        errors["target"] = "หน่วยงานที่รับรวมต้องไม่ใช่หน่วยงานที่ยุบ"
    if target and not target.existed_on(on):
        errors["target"] = f"{target} ไม่มีอยู่ในวันที่ {thai_date(on)}"
    for one in closing:
        if one.closed_on:
            errors["on"] = f"{one} ปิดไปแล้ว {one.life}"
        elif one.opened_on and one.opened_on >= on:
            errors["on"] = f"{one} จัดตั้งเมื่อ {thai_date(one.opened_on)} วันที่ต้องหลังจากนั้น"
    if errors:
        raise ValidationError(errors)
    new = [
        Unit(
            name=name,
            short_name=short_name,
            kind=unit.kind,
            parent=parent if kind == ReorganisationKind.MOVE else unit.parent,
            province=unit.province,
            address=unit.address,
            opened_on=on,
            source=source,
        )
        for name, short_name in names
    ]
    return Reorganisation(on, closing, [*([target] if target and takes_target else []), *new], source=source)


def reorganise(plan: Reorganisation, *, by: AbstractUser) -> list[Unit]:
    """Carries a plan out in one transaction and returns the successors; raises ValidationError where it has become impossible."""
    with transaction.atomic(), written_by(by):
        keys = [unit.pk for unit in plan.closing]
        locked = Unit.objects.select_for_update().order_by("pk").in_bulk(keys)
        closing: list[Any] = [locked[key] for key in keys if key in locked]
        if len(closing) < len(keys) or any(unit.closed_on for unit in closing):
            raise ValidationError("มีผู้เปลี่ยนแปลงหน่วยงานเหล่านี้ไปก่อน กรุณาเปิดหน้านี้ใหม่")
        for successor in plan.successors:
            if not successor.pk:
                successor.full_clean(exclude=["code"])
                successor.save()
        first = plan.successors[0]
        for unit in closing:
            unit.closed_on = plan.last_day
            unit.save()
            for successor in plan.successors:
                UnitSuccession.objects.create(unit=unit, successor=successor, on=plan.on)
            for child in unit.children.exclude(pk__in=[*keys, *(one.pk for one in plan.successors)]):
                child.parent = first
                child.save()
            present = set(first.responsibilities.values_list("province", flat=True))
            for row in unit.responsibilities.exclude(province__in=present):
                Responsibility.objects.create(
                    unit=first, province=row.province, source=row.source, verified=row.verified, note=row.note
                )
            for account in unit.users.all():
                account.unit = first
                account.save(update_fields=["unit"])
    return plan.successors

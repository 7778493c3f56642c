"""Units renamed, merged, split or moved on a day: the old ones close, the new ones open, and each knows what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.thai.dates import thai_date
from config.tracking import author_name, written_by
from units.change_log import ChangeLog, obstacles, stored_value, take_back
from units.models import (
    ReorganisationKind,
    Responsibility,
    Unit,
    UnitAlias,
    UnitReorganisation,
    UnitSuccession,
)

LONGEST_TITLE = 400
# Which successor takes an item over, as its place among them, by the kind and key of the item ("child-12", "province-3",
# "alias-8", "account-2"); None for one that nobody takes over.
Shares = Mapping[str, int | None]


@dataclass
class Reorganisation:
    """From `on` each of `successors` (new ones unsaved) stands in the place of all that are `closing`.

    `shares` says at which successor goes on what goes on in one place, such as sub-units and provinces: else at the first.
    """

    kind: str
    on: date
    closing: list[Unit]
    successors: list[Unit]
    source: str = ""
    shares: Shares = field(default_factory=dict)

    def taker(self, item: str) -> Unit | None:
        """The successor that takes an item of `shares` over."""
        place = self.shares.get(item, 0)
        return None if place is None else self.successors[place]

    @property
    def title(self) -> str:
        """ "แยก กอง ก เป็น กอง ข และ กอง ค"."""
        label = ReorganisationKind(self.kind).label
        return f"{label} {' และ '.join(map(str, self.closing))} เป็น {' และ '.join(map(str, self.successors))}"

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
    if kind == ReorganisationKind.RENAME and [*names] == [(unit.name, unit.short_name)]:
        errors["names"] = "ชื่อใหม่ต้องต่างจากชื่อเดิม"
    elif len({name for name, _ in names}) < len(names):
        errors["names"] = "ชื่อหน่วยงานใหม่ซ้ำกัน"
    for one in new:
        others_of_name = Unit.objects.namesakes(one).exclude(pk__in=[each.pk for each in closing])
        if other := others_of_name.first():
            errors["names"] = f"มีหน่วยงานชื่อนี้อยู่แล้ว: {other}"
    if errors:
        raise ValidationError(errors)
    return Reorganisation(kind, on, closing, [*([target] if target and takes_target else []), *new], source)


def reorganise(plan: Reorganisation, log: ChangeLog, *, by: AbstractUser) -> UnitReorganisation:
    """Carries a plan out in one transaction, as far as it concerns units and accounts; raises ValidationError where it has become impossible.

    `log` takes down what is created and changed; `keep` stores it when all has been done.
    """
    with transaction.atomic(), written_by(by):
        keys = [unit.pk for unit in plan.closing]
        locked = Unit.objects.select_for_update().order_by("pk").in_bulk(keys)
        closing: list[Any] = [locked[key] for key in keys if key in locked]
        if len(closing) < len(keys) or any(unit.closed_on for unit in closing):
            raise ValidationError("มีผู้เปลี่ยนแปลงหน่วยงานเหล่านี้ไปก่อน กรุณาเปิดหน้านี้ใหม่")
        title = plan.title[:LONGEST_TITLE]
        for successor in plan.successors:
            if not successor.pk:
                successor.full_clean(exclude=["code"])
                log.create(successor)
        for unit in closing:
            log.change(unit, "closed_on", plan.last_day)
            before = stored_value(unit, "successor")
            for successor in plan.successors:
                log.create(UnitSuccession(unit=unit, successor=successor, on=plan.on))
            log.note(unit, "successor", before)
            for child in unit.children.exclude(pk__in=[*keys, *(one.pk for one in plan.successors)]):
                log.change(child, "parent", plan.taker(f"child-{child.pk}") or child.parent)
            for row in unit.responsibilities.select_related("province"):
                taker = plan.taker(f"province-{row.pk}")
                if taker and not taker.responsibilities.filter(province=row.province).exists():
                    copied = {name: getattr(row, name) for name in ("province", "source", "verified", "note")}
                    log.create(Responsibility(unit=taker, **copied))
            for alias in unit.aliases.all():
                taker = plan.taker(f"alias-{alias.pk}")
                names = {taker.name, taker.short_name} if taker else set()
                if (
                    taker
                    and alias.alias not in names
                    and not taker.aliases.filter(alias=alias.alias).exists()
                ):
                    log.create(UnitAlias(unit=taker, alias=alias.alias))
            for account in unit.users.all():
                log.change(account, "unit", plan.taker(f"account-{account.pk}") or unit)
        return UnitReorganisation.objects.create(
            unit=closing[0],
            kind=plan.kind,
            on=plan.on,
            title=title,
            source=plan.source,
            by_name=author_name(by),
            made=log.as_json(),
        )


def undo_reorganisation(record: UnitReorganisation, *, by: AbstractUser) -> None:
    """Takes a reorganisation back whole; raises ValidationError where something that it made was changed or is used since."""
    with transaction.atomic(), written_by(by):
        record = UnitReorganisation.objects.select_for_update().get(pk=record.pk)
        if record.undone_at:
            raise ValidationError("ยกเลิกการเปลี่ยนแปลงนี้ไปแล้ว")
        if sentences := obstacles(record.made):
            raise ValidationError([f"ยกเลิกไม่ได้: {sentence}" for sentence in sentences])
        take_back(record.made, f"ยกเลิกการ{record}")
        record.undone_at = timezone.now()
        record.save()

"""Merging of duplicates: every key of the model graph moves from one row to the other, and back where the merge is undone.

The graph is walked, so that a table added later cannot be forgotten. Names as they stand in records are never touched.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Model, Q
from django.utils import timezone
from simple_history.models import HistoricalChanges

from config.tracking import Tracked, author_name, written_by
from units.models import Merge, Unit, UnitAlias

LONGEST_NAME = 400


class MergeRefused(Exception):
    """What stands against a merge or its undoing, as Thai sentences."""

    def __init__(self, *messages: str) -> None:
        super().__init__(*messages)
        self.messages = list(messages)


@dataclass(frozen=True)
class KeyClash:
    """Two rows of one table that cannot both belong to the target row, because a constraint lets it stand there once."""

    of_target: Any
    of_dropped: Any

    @property
    def key(self) -> str:
        """Names the clash in a form."""
        return f"{self.of_dropped._meta.model_name}-{self.of_dropped.pk}"


@dataclass(frozen=True)
class Rules:
    """What a merge does beyond moving keys, by model.

    `aliases` adds the other name to the target row, which is saved afterwards, and returns the rows added; `obstacles` says why two rows are no duplicates;
    of a clash in `to_choose` somebody chooses the row that stays, in `merged_too` the two rows are merged, else the target row's stays.
    """

    aliases: Mapping[type[Model], Callable[[Any, Any], list[Model]]] = field(default_factory=dict)
    obstacles: Mapping[type[Model], Callable[[Any, Any], list[str]]] = field(default_factory=dict)
    to_choose: tuple[type[Model], ...] = ()
    merged_too: tuple[type[Model], ...] = ()


def keys_to(model: type[Model]) -> list[models.ForeignKey]:
    """Every foreign key that points to a model, those of tables behind many-to-many fields included, history left out."""
    relations = [
        one for one in model._meta.get_fields(include_hidden=True) if isinstance(one, models.ManyToOneRel)
    ]
    return [one.field for one in relations if not issubclass(one.field.model, HistoricalChanges)]


def rows_of(key: models.ForeignKey, row: Model) -> models.QuerySet:
    """All rows that point to `row` by `key`."""
    return key.model._base_manager.filter(**{key.name: row.pk})


def clashes(target: Model, dropped: Model) -> list[KeyClash]:
    """Rows of `dropped` that would stand beside one of `target` where a constraint allows a single one."""
    found = []
    for key in keys_to(type(target)):
        constraints = [
            (constraint.fields, constraint.condition)
            for constraint in key.model._meta.constraints
            if isinstance(constraint, models.UniqueConstraint) and key.name in constraint.fields
        ]
        if key.unique:
            constraints.append(((key.name,), None))
        for fields, condition in constraints:
            columns: list[Any] = [key.model._meta.get_field(name) for name in fields if name != key.name]
            others = [column.attname for column in columns]
            where = condition or Q()
            kept_rows = {
                tuple(getattr(row, name) for name in others): row
                for row in rows_of(key, target).filter(where).order_by("pk")
            }
            for row in rows_of(key, dropped).filter(where).order_by("pk"):
                if (beside := kept_rows.get(tuple(getattr(row, name) for name in others))) is not None:
                    found.append(KeyClash(beside, row))
    return found


def merge(
    target: Model, dropped: Model, rules: Rules, choices: Mapping[str, str], *, by: AbstractUser
) -> Merge:
    """Merges `dropped` into `target`; raises MergeRefused.

    `choices` names the row that stays, "target" or "dropped", by the key of each clash in `to_choose`.
    """
    model = type(target)
    with transaction.atomic(), written_by(by):
        locked = model._base_manager.select_for_update().order_by("pk").in_bulk([target.pk, dropped.pk])
        if len(locked) < 2:
            raise MergeRefused("รายการหนึ่งในสองรายการไม่มีอยู่แล้ว อาจมีผู้รวมไปก่อน")
        try:
            with transaction.atomic():
                return _combine(locked[target.pk], locked[dropped.pk], rules, choices, by)
        except (IntegrityError, ValidationError) as error:
            raise MergeRefused("ขัดกับข้อมูลที่มีอยู่ จึงรวมไม่ได้") from error


def _combine(target: Any, dropped: Any, rules: Rules, choices: Mapping[str, str], by: AbstractUser) -> Merge:
    """`merge` of rows that are locked; posts of merged units come here again."""
    model, target_name, dropped_name = type(target), str(target), str(dropped)
    if obstacles := rules.obstacles.get(model, lambda *_: [])(target, dropped):
        raise MergeRefused(*obstacles)
    reason = f"รวม {dropped_name} เข้ากับ {target_name}"
    dropped_key, parts, deleted = dropped.pk, [], []
    for clash in clashes(target, dropped):
        table = type(clash.of_target)
        if table in rules.merged_too:
            parts.append(_combine(clash.of_target, clash.of_dropped, rules, choices, by))
            continue
        choice = choices.get(clash.key, "") if table in rules.to_choose else "target"
        if choice not in ("target", "dropped"):
            raise MergeRefused(f"เลือกว่าจะคงรายการใดไว้ที่ {clash.of_target}")
        deleted.append(_delete(clash.of_dropped if choice == "target" else clash.of_target, reason))
    moved = {}
    for key in keys_to(model):
        rows = list(rows_of(key, dropped))
        if rows:
            moved[f"{key.model._meta.label_lower}.{key.name}"] = [row.pk for row in rows]
            _point(key, rows, target.pk, reason)
    row = _delete(dropped, reason)
    before = {column.attname: getattr(target, column.attname) for column in model._meta.concrete_fields}
    for column in model._meta.concrete_fields:
        # What belongs to one life only, such as its days and what followed it, is not filled in from the other.
        is_text = isinstance(column, models.CharField | models.TextField)
        is_key = isinstance(column, models.ForeignKey) and column.related_model is not model
        if (is_text or is_key) and column.editable and before[column.attname] in (None, ""):
            setattr(target, column.attname, getattr(dropped, column.attname))
    added = rules.aliases.get(model, lambda *_: [])(target, dropped)
    filled = {
        name: [old, getattr(target, name)] for name, old in before.items() if getattr(target, name) != old
    }
    target._change_reason = reason
    target.save()
    record = Merge.objects.create(
        model=model._meta.label_lower,
        target=target.pk,
        dropped=dropped_key,
        target_name=target_name[:LONGEST_NAME],
        dropped_name=dropped_name[:LONGEST_NAME],
        by_name=author_name(by),
        moves={
            "moved": moved,
            "deleted": deleted,
            "row": row,
            "filled": filled,
            "added": [[one._meta.label_lower, one.pk] for one in added],
        },
    )
    for part in parts:
        part.part_of = record
        part.save()
    return record


def _point(key: models.ForeignKey, rows: list[Any], to: int, reason: str) -> None:
    """Writes the key of `rows` and nothing else, with history where the table has one."""
    model = key.model
    for row in rows:
        setattr(row, key.attname, to)
        row._change_reason = reason
    if issubclass(model, Tracked):
        model._default_manager.bulk_update(rows, [key.name], batch_size=500)
    elif hasattr(model, "history"):
        for row in rows:
            row.save(update_fields=[key.name])
    else:
        models.QuerySet(model).filter(pk__in=[row.pk for row in rows]).update(**{key.attname: to})


def _delete(row: Any, reason: str) -> list[Any]:
    """Deletes a row on which nothing rests; returns its model and the key of the history row that keeps it."""
    model, pk, name = type(row), row.pk, str(row)
    if any(rows_of(key, row).exists() for key in keys_to(model)):
        raise MergeRefused(f"ตัด “{name}” ออกไม่ได้ เพราะมีข้อมูลผูกอยู่กับรายการนั้น")
    row._change_reason = reason
    row.delete()
    return [model._meta.label_lower, model.history.filter(**{model._meta.pk.attname: pk}).latest().pk]


def undo(record: Merge, *, by: AbstractUser) -> None:
    """Takes a merge back, with those of its parts; what was changed since stays as it is now. Raises MergeRefused."""
    with transaction.atomic(), written_by(by):
        record = Merge.objects.select_for_update().get(pk=record.pk)
        if record.undone_at:
            raise MergeRefused("ยกเลิกการรวมนี้ไปแล้ว")
        if record.part_of and not record.part_of.undone_at:
            raise MergeRefused(f"ให้ยกเลิกการ{record.part_of} แทน")
        model = apps.get_model(record.model)
        target = model._base_manager.select_for_update().filter(pk=record.target).first()
        if target is None:
            raise MergeRefused(f"{record.target_name} รวมเข้ากับรายการอื่นหรือถูกลบไปแล้ว จึงยกเลิกไม่ได้")
        try:
            with transaction.atomic():
                _take_back(record, target, f"ยกเลิกการ{record}")
        except (IntegrityError, ValidationError) as error:
            raise MergeRefused("ขัดกับข้อมูลที่บันทึกภายหลัง จึงยกเลิกไม่ได้") from error
        record.undone_at = timezone.now()
        record.save()
        for part in record.parts.in_force().order_by("-pk"):
            undo(part, by=by)


def _take_back(record: Merge, target: Any, reason: str) -> None:
    """First the row itself, then the keys that still point to the target row, then the rows that were in the way."""
    for label, pk in record.moves["added"]:
        for row in apps.get_model(label)._default_manager.filter(pk=pk):
            row._change_reason = reason
            row.delete()
    for name, (before, value) in record.moves["filled"].items():
        if getattr(target, name) == value:
            setattr(target, name, before)
    target._change_reason = reason
    target.save()
    _bring_back([record.moves["row"]], reason)
    for column, keys in record.moves["moved"].items():
        label, _, name = column.rpartition(".")
        key = apps.get_model(label)._meta.get_field(name)
        rows = list(rows_of(key, target).filter(pk__in=keys))
        _point(key, rows, record.dropped, reason)
    _bring_back(record.moves["deleted"], reason)


def _bring_back(past: Iterable[list[Any]], reason: str) -> None:
    """Saves rows anew as their history rows keep them."""
    for label, history_key in past:
        row = apps.get_model(label).history.get(pk=history_key).instance
        row._change_reason = reason
        # As it was: what its own `save` would do to other rows was done then.
        models.Model.save(row, force_insert=True)


def joined_names(present: str, more: Iterable[str], own: str, longest: int) -> str:
    """Other names between commas: those present and those of `more` that are new and not the `own` one, as far as they fit."""
    names = [name.strip() for text in (present, *more) for name in text.split(",")]
    joined = ""
    for name in dict.fromkeys(name for name in names if name and name != own):
        longer = f"{joined}, {name}" if joined else name
        joined = longer if len(longer) <= longest else joined
    return joined


def unit_aliases(target: Unit, dropped: Unit) -> list[Model]:
    """Adds names and short name of a merged unit to the aliases of the target; returns those added.

    What became of the merged unit became of the target.
    """
    if not target.successor_id:
        target.successor_id = target.successions.values_list("successor", flat=True).first()
    present = {target.name, target.short_name, *target.aliases.values_list("alias", flat=True)}
    names = [
        name for name in dict.fromkeys([dropped.name, dropped.short_name]) if name and name not in present
    ]
    return [UnitAlias.objects.create(unit=target, alias=name) for name in names]


def unit_obstacles(target: Unit, dropped: Unit) -> list[str]:
    """Units of which one stands below the other, or came after it, are two units."""
    sentences = []
    for one, other in ((target, dropped), (dropped, target)):
        if Unit.objects.tree_of(one.pk).filter(pk=other.pk).exists():
            sentences.append(f"{other} อยู่ในสังกัด{one} จึงไม่ใช่รายการซ้ำ")
        elif Unit.objects.family_of(one.pk).filter(pk=other.pk).exists():
            sentences.append(f"{one} สืบต่อจาก{other} จึงไม่ใช่รายการซ้ำ")
    return sentences

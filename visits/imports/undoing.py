"""Takes an import back whole, or throws it away where it was only checked.

It is taken back while nothing that came of it was certified, worked on or used elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model, ProtectedError, RestrictedError
from django.db.models.deletion import Collector

from config.concurrency import make_way, only_one
from config.tracking import written_by
from officials.models import Appointment, User
from visits.imports.saving import FILLED_IN
from visits.models import RecordState, Trip, Visit
from visits.models.table_import import Import, ImportRow, ImportState
from visits.models.workflow import Refused

UNDONE_AT_ONCE = 50
# What an import fills in on records of others; with appointments it is only their end.
FILLED = "visits.Visit"
# An import of which a part was taken in may have been checked again since.
UNDONE_FROM = (ImportState.TAKEN, ImportState.TAKING, ImportState.CHECKED)
Created = list[list[Any]]


def start_undoing(source: Import) -> None:
    """Marks an import as being undone; raises Refused where something of it is certified, changed or used elsewhere."""
    rows = list(source.rows.filter(is_taken=True).values_list("created", flat=True))
    if source.state not in UNDONE_FROM or not rows:
        raise Refused("การนำเข้านี้ยังไม่มีอะไรให้ยกเลิก")
    if sentence := use_of([entry for created in rows for entry in created]):
        raise Refused(sentence)
    with only_one("imports"), transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=source.pk)
        if locked.state not in UNDONE_FROM:
            raise Refused("มีผู้อื่นกำลังทำการนำเข้านี้อยู่ กรุณาเปิดหน้านี้ใหม่")
        locked.state = ImportState.UNDOING
        locked.save(update_fields=["state"])


def undo_slice(source: Import, user: User) -> int:
    """Takes back the last rows that are still in, all they created and filled in; returns how many are left. Raises Refused.

    From the end, because a later row may rest on what an earlier one created.
    """
    with only_one("imports"), transaction.atomic(), written_by(user):
        locked = Import.objects.select_for_update().get(pk=source.pk)
        if locked.state != ImportState.UNDOING:
            raise Refused("การนำเข้านี้ยกเลิกครบแล้ว หรือยังไม่ได้เริ่มยกเลิก")
        taken = locked.rows.filter(is_taken=True)
        rows = list(taken.order_by("-order")[:UNDONE_AT_ONCE])
        created = [entry for row in rows for entry in reversed(row.created)]
        sentence = use_of(created)
        remains: list[str] = []
        if not sentence:
            changes = [entry for entry in created if len(entry) == 3]
            empty_filled([entry for entry in changes if entry[0] == FILLED])
            open_again([entry for entry in changes if entry[0] != FILLED])
            by_label: dict[str, list[int]] = defaultdict(list)
            for label, key, *filled in created:
                if not filled:
                    by_label[label].append(key)
            trips = by_label.pop(Trip._meta.label, [])
            for label, keys in by_label.items():
                apps.get_model(label)._default_manager.filter(pk__in=keys).delete()
            remains = remove_unused([[Trip._meta.label, key] for key in trips])
            for row in rows:
                row.is_taken, row.created = False, []
            ImportRow.objects.bulk_update(rows, ["is_taken", "created"])
        left = taken.count()
        if not sentence and not left:
            remains += remove_unused(locked.created)
        if sentence or not left or remains:
            if sentence or not left:
                locked.state = ImportState.TAKEN if sentence else ImportState.UNDONE
            locked.remains = "\n".join(filter(None, [locked.remains, *remains]))
            locked.save(update_fields=["state", "remains"])
    source.state, source.remains = locked.state, locked.remains
    if left:
        make_way()
    elif locked.file and not locked.keeps_file:
        locked.file.delete(save=False)
        locked.save(update_fields=["file"])
    if sentence:
        raise Refused(f"หยุดยกเลิกที่เหลือ {left:,} แถว: {sentence}")
    return left


def use_of(created: Created) -> str:
    """The sentence why these records cannot be taken back; empty where they can."""
    keys: dict[str, set[int]] = defaultdict(set)
    for label, key, *changes in created:
        # An appointment that was only ended is not the import's own.
        if label == FILLED or not changes:
            keys[label].add(key)
    # A trip to which others have added a visit stays; that keeps nothing else from going.
    keys.pop(Trip._meta.label, None)
    own = {(label, key) for label, found in keys.items() for key in found}
    visits = Visit.objects.filter(pk__in=keys[FILLED])
    filled = {key for label, key, *fills in created if fills and label == FILLED}
    if certified := visits.exclude(record_state=RecordState.DRAFT).count():
        return f"ยกเลิกทั้งชุดไม่ได้ เพราะเสนอหรือรับรองแล้ว {certified:,} แห่ง"
    if changed := visits.filter(version__gt=0).exclude(pk__in=filled).count():
        return f"ยกเลิกทั้งชุดไม่ได้ เพราะมีผู้แก้ไขหลังนำเข้าแล้ว {changed:,} แห่ง"
    for label, found in keys.items():
        records = apps.get_model(label)._default_manager.filter(
            pk__in=found - (filled if label == FILLED else set())
        )
        if any((record._meta.label, record.pk) not in own for record in hanging_on(list(records))):
            return "ยกเลิกทั้งชุดไม่ได้ เพราะข้อมูลบางรายการถูกใช้ที่อื่นแล้ว"
    return ""


def hanging_on(records: list[Model]) -> Iterable[Model]:
    """What would be deleted with these records, or keeps them from being deleted."""
    if not records:
        return []
    collector = Collector(using=records[0]._state.db or "default", origin=records[0])
    others: set[Model] = set()
    try:
        collector.collect(records)
    except (ProtectedError, RestrictedError) as error:
        others |= set(
            error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
        )
    for instances in collector.data.values():
        others |= set(instances)
    for rows in collector.fast_deletes:
        others |= set(rows)
    return others


def open_again(ended: Created) -> None:
    """Gives appointments that ended with an import their ends of before, where they still end as it had them end."""
    rows = Appointment.objects.select_for_update().order_by("pk").in_bulk(key for _, key, _ in ended)
    for _, key, change in ended:
        before, after = (date.fromisoformat(day) if day else None for day in change["ends_on"])
        if (row := rows.get(key)) and row.ends_on == after:
            row.ends_on = before
            row.save()


def empty_filled(filled: Created) -> None:
    """Empties what an import filled in on visits, where it still stands as it came."""
    visits = Visit.objects.in_bulk(key for _, key, _ in filled)
    changed = []
    for _, key, fills in filled:
        if visit := visits.get(key):
            for name, value in fills.items():
                if str(getattr(visit, name)) == value:
                    setattr(visit, name, None if name.endswith(("_time", "_id")) else "")
            changed.append(visit)
    Visit.objects.bulk_update(changed, FILLED_IN)


def remove_unused(created: Created) -> list[str]:
    """Deletes those of these records that nobody has edited or used since; a Thai sentence for each that stays, why."""
    sentences = []
    for label, key in created:
        record = apps.get_model(label)._default_manager.filter(pk=key).first()
        if record is None:
            continue
        users = [str(other._meta.verbose_name) for other in hanging_on([record]) if other != record]
        if not users and record.version <= 1:
            record.delete()
            continue
        why = f"มี{' และ'.join(dict.fromkeys(users))}ใช้อยู่ {len(users):,} รายการ" if users else "มีผู้แก้ไขแล้ว"
        sentences.append(f"{record._meta.verbose_name} “{record}” ยังอยู่ เพราะ{why}")
    return sentences


def discard(source: Import) -> list[str]:
    """Leaves nothing of an import, its file included; raises Refused where something of it was taken in.

    Gives a sentence for each unit or person made by an answer that is used elsewhere by now and stays.
    """
    with only_one("imports"), transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=source.pk)
        is_untouched = locked.state in (ImportState.COLUMNS, ImportState.CHECKING, ImportState.CHECKED)
        if not is_untouched or locked.rows.filter(is_taken=True).exists():
            raise Refused("ทิ้งไฟล์นี้ไม่ได้ เพราะนำเข้าไปแล้ว ให้ยกเลิกการนำเข้าทั้งชุดแทน")
        locked.rows.all().delete()
        remains = remove_unused(locked.created)
        locked.delete()
    if locked.file:
        locked.file.delete(save=False)
    return remains

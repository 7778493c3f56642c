"""Finds files on the disk that no record names, and deletes them on demand."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandParser
from django.db.models import FileField
from django.utils import timezone

from config.stored_files import PREPARED, StoredFile, stored_files


class Command(BaseCommand):
    help = "หาไฟล์ที่ไม่มีรายการใดใช้ (รวมรายการในประวัติ) เติม --delete เพื่อลบ"

    def add_arguments(self, parser: CommandParser) -> None:
        """`--delete`, and `--hours` for which a file may wait for its record."""
        parser.add_argument("--delete", action="store_true", help="ลบไฟล์ที่พบ")
        parser.add_argument("--hours", type=int, default=24, help="ไม่นับไฟล์ที่ใหม่กว่ากี่ชั่วโมง (ปกติ 24)")

    def handle(self, *args: Any, delete: bool, hours: int, **options: Any) -> None:
        """Lists orphans by path and size, and says how many there are."""
        orphans = list(orphans_before(timezone.now() - timedelta(hours=max(hours, 1))))
        for orphan in orphans:
            self.stdout.write(orphan.name)
            if delete:
                default_storage.delete(orphan.name)
        size = sum(orphan.size for orphan in orphans)
        done = "ลบแล้ว" if delete else "พบ"
        self.stdout.write(f"{done} {len(orphans):,} ไฟล์ {size / 1e6:,.1f} เมกะไบต์")


def orphans_before(moment: datetime) -> Iterator[StoredFile]:
    """Files older than the moment that neither a record nor its history names."""
    names = set(named_files())
    stems = {Path(name).stem for name in names}
    for stored in stored_files():
        if stored.modified_at >= moment or stored.name in names:
            continue
        path = Path(stored.name)
        # Pictures made of a file, for documents and previews, go with it.
        if not (path.parts[0] == PREPARED and path.stem.rpartition("-")[0] in stems):
            yield stored


def named_files() -> Iterator[str]:
    """All names in file fields of records, and in the history of these records, from which they can be brought back."""
    for model in apps.get_models():
        fields = [field.name for field in model._meta.fields if isinstance(field, FileField)]
        tables = [model, *([model.history.model] if fields and hasattr(model, "history") else [])]
        for table in tables:
            for field in fields:
                yield from table._base_manager.exclude(**{field: ""}).values_list(field, flat=True).distinct()

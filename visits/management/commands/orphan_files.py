"""Finds files on the disk that no record names, and deletes them on demand."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db.models import FileField
from django.utils import timezone

# Pictures made of a file, for documents and previews: they go with it.
PREPARED = "prepared"


class Command(BaseCommand):
    help = "หาไฟล์ที่ไม่มีรายการใดใช้ (รวมรายการในประวัติ) เติม --delete เพื่อลบ"

    def add_arguments(self, parser: CommandParser) -> None:
        """`--delete`, and `--hours` for which a file may wait for its record."""
        parser.add_argument("--delete", action="store_true", help="ลบไฟล์ที่พบ")
        parser.add_argument("--hours", type=int, default=24, help="ไม่นับไฟล์ที่ใหม่กว่ากี่ชั่วโมง (ปกติ 24)")

    def handle(self, *args: Any, delete: bool, hours: int, **options: Any) -> None:
        """Lists orphans by path and size, and says how many there are."""
        orphans = list(orphans_before(timezone.now() - timedelta(hours=max(hours, 1))))
        size = sum(path.stat().st_size for path in orphans)
        for path in orphans:
            self.stdout.write(str(path.relative_to(settings.MEDIA_ROOT)))
            if delete:
                path.unlink()
        done = "ลบแล้ว" if delete else "พบ"
        self.stdout.write(f"{done} {len(orphans):,} ไฟล์ {size / 1e6:,.1f} เมกะไบต์")


def orphans_before(moment: datetime) -> Iterator[Path]:
    """Files older than the moment that neither a record nor its history names."""
    names = set(named_files())
    stems = {Path(name).stem for name in names}
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.stat().st_mtime >= moment.timestamp():
            continue
        name = path.relative_to(root).as_posix()
        is_prepared = name.startswith(f"{PREPARED}/") and path.stem.rpartition("-")[0] in stems
        if name not in names and not is_prepared:
            yield path


def named_files() -> Iterator[str]:
    """All names in file fields of records, and in the history of these records, from which they can be brought back."""
    for model in apps.get_models():
        fields = [field.name for field in model._meta.fields if isinstance(field, FileField)]
        tables = [model, *([model.history.model] if fields and hasattr(model, "history") else [])]
        for table in tables:
            for field in fields:
                yield from table._base_manager.exclude(**{field: ""}).values_list(field, flat=True).distinct()

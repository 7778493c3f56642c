"""Backs up database and files together, while the site is in use."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import backups


class Command(BaseCommand):
    help = "สำรองฐานข้อมูลและไฟล์พร้อมกัน ทำได้ขณะมีผู้ใช้งาน เก็บไว้ตามจำนวนที่กำหนด"

    def add_arguments(self, parser: CommandParser) -> None:
        """`--to` another folder than BACKUP_DIR, `--keep` another number than BACKUP_KEEP."""
        parser.add_argument("--to", type=Path, default=settings.BACKUP_DIR)
        parser.add_argument("--keep", type=int, default=settings.BACKUP_KEEP)

    def handle(self, *args: Any, to: Path, keep: int, **options: Any) -> None:
        """Prints the folder of the new back-up."""
        try:
            backup = backups.make(to, keep)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"สำรองข้อมูลแล้ว: {backup}")

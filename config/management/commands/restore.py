"""Puts a back-up into an empty site."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import backups


class Command(BaseCommand):
    help = "นำข้อมูลสำรองกลับมาในระบบที่ยังว่าง (ฐานข้อมูลไม่มีตาราง โฟลเดอร์ไฟล์ว่าง) แล้วสั่ง migrate ต่อ"
    requires_system_checks = []  # there is no table yet

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder of one back-up."""
        parser.add_argument("backup", type=Path)

    def handle(self, *args: Any, backup: Path, **options: Any) -> None:
        """Says how many rows came back, compared with those that were counted when the back-up was made."""
        try:
            manifest = backups.restore(backup)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest["rows"].values())
        self.stdout.write(
            f"นำข้อมูลกลับมาแล้ว {rows:,} แถว ตรงกับข้อมูลสำรองของ {manifest['finished_at']} ให้สั่ง migrate ต่อ"
        )

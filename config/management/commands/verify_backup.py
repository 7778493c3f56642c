"""Checks that a back-up is complete and unchanged."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import backups


class Command(BaseCommand):
    help = "ตรวจว่าข้อมูลสำรองครบและไม่ถูกแก้"

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder of one back-up."""
        parser.add_argument("backup", type=Path)

    def handle(self, *args: Any, backup: Path, **options: Any) -> None:
        """Says when it was made and how many rows it holds."""
        try:
            manifest = backups.verified(backup)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest["rows"].values())
        self.stdout.write(
            f"ข้อมูลสำรองสมบูรณ์: {manifest['finished_at']} {rows:,} แถว {manifest['bytes'] / 1e6:,.1f} เมกะไบต์"
        )

"""Writes what the reader makes of press releases as files, to be measured against labels."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from visits.press_releases.reader import read
from visits.press_releases.text_extraction import decoded


class Command(BaseCommand):
    help = "อ่านข่าวประชาสัมพันธ์ (NAME.txt) ในโฟลเดอร์ แล้วเขียนข้อเสนอ NAME.json ลงโฟลเดอร์ปลายทาง ไม่แตะฐานข้อมูล"
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Two folders."""
        parser.add_argument("folder", type=Path, help="โฟลเดอร์ของไฟล์ .txt")
        parser.add_argument("--out", type=Path, required=True, help="โฟลเดอร์ที่จะเขียนไฟล์ .json")

    def handle(self, *args: Any, folder: Path, out: Path, **options: Any) -> None:
        """Writes a label for each text and counts last."""
        if not folder.is_dir():
            raise CommandError(f"ไม่พบโฟลเดอร์ {folder}")
        out.mkdir(parents=True, exist_ok=True)
        paths, visits = sorted(folder.glob("*.txt")), 0
        for path in paths:
            proposal = read(decoded(path.read_bytes()))
            visits += proposal.is_visit
            label = json.dumps(proposal.as_label(), ensure_ascii=False, indent=1)
            (out / f"{path.stem}.json").write_text(f"{label}\n", encoding="utf-8")
        self.stdout.write(f"อ่านแล้ว {len(paths):,} ฉบับ เป็นการลงพื้นที่ {visits:,} ฉบับ")

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from visits.press_releases.reader import read
from visits.press_releases.text_extraction import decoded


class Command(BaseCommand):
    help = "อ่านข่าวประชาสัมพันธ์ (NAME.txt) ในโฟลเดอร์ แล้วเขียนข้อเสนอ NAME.json ลงโฟลเดอร์ปลายทาง ไม่แตะฐานข้อมูล"
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="โฟลเดอร์ของไฟล์ .txt")
        parser.add_argument("--out", type=Path, required=True, help="โฟลเดอร์ที่จะเขียนไฟล์ .json")

    def handle(self, *args, folder, out, **options):
        if not folder.is_dir():
            raise CommandError(f"ไม่พบโฟลเดอร์ {folder}")
        out.mkdir(parents=True, exist_ok=True)
        names = sorted(folder.glob("*.txt"))
        visits = sum(self._write(path, out) for path in names)
        self.stdout.write(f"อ่านแล้ว {len(names):,} ฉบับ เป็นการลงพื้นที่ {visits:,} ฉบับ")

    def _write(self, path, out):
        proposal = read(decoded(path.read_bytes()))
        target = out / f"{path.stem}.json"
        target.write_text(
            json.dumps(proposal.as_label(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        return proposal.is_visit

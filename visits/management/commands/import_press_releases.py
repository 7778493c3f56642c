from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.tracking import written_by
from officials.models import User
from visits.matching.register_names import RegisterNames
from visits.press_releases.importing import import_text
from visits.press_releases.text_extraction import NoText, text_of_file


class Command(BaseCommand):
    help = "อ่านข่าว (.txt .docx .pdf) ทั้งโฟลเดอร์เป็นร่างการตรวจเยี่ยม หยุดแล้วสั่งใหม่ได้ ข่าวที่บันทึกแล้วไม่บันทึกซ้ำ"

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder and the account."""
        parser.add_argument("folder", type=Path, help="โฟลเดอร์ของข่าว")
        parser.add_argument("--by", required=True, help="ชื่อบัญชีที่เป็นผู้บันทึก")

    def handle(self, *args: Any, folder: Path, by: str, **options: Any) -> None:
        """Writes a line for each doubt and counts last."""
        user = User.objects.filter(username=by, is_active=True).first()
        if not folder.is_dir():
            raise CommandError(f"ไม่พบโฟลเดอร์ {folder}")
        if not (user and user.has_perm("visits.add_visit")):
            raise CommandError(f"บัญชี {by} ไม่มีหรือไม่มีสิทธิบันทึกการตรวจเยี่ยม")
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".txt", ".docx", ".pdf"))
        saved = recorded_before = 0
        with written_by(user):
            register, today = RegisterNames(user), timezone.localdate()
            for number, path in enumerate(paths, 1):
                self.stderr.write(f"\r{number:,}/{len(paths):,}", ending="")
                try:
                    imported = import_text(text_of_file(path.name, path.read_bytes()), register, user, today)
                except NoText as refusal:
                    self.stdout.write(f"{path.name}: {refusal}")
                    continue
                saved += len(imported.visits)
                recorded_before += imported.recorded_before
                for doubt in imported.doubts:
                    self.stdout.write(f"{path.name}: {doubt}")
        self.stderr.write("")
        self.stdout.write(
            f"อ่าน {len(paths):,} ฉบับ เป็นการตรวจเยี่ยม {saved:,} แห่ง บันทึกไว้แล้ว {recorded_before:,} ฉบับ"
        )

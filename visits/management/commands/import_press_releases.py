"""Reads a folder of press releases into drafts, without a browser."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.tracking import written_by
from officials.models import User
from visits.matching.register_names import RegisterNames
from visits.models import Reading, ReadingState
from visits.press_releases.importing import import_text, match_again
from visits.press_releases.text_extraction import READ_ENDINGS, NoText, text_of_file

NO_LIMIT = float("inf")


class Command(BaseCommand):
    help = "อ่านข่าว (.txt .docx .pdf .html) ทั้งโฟลเดอร์เป็นร่างการตรวจเยี่ยม ที่ยังไม่แน่ชัดเก็บไว้ที่หน้าข่าวที่รอการตรวจ หยุดแล้วสั่งใหม่ได้"

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
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in READ_ENDINGS)
        saved = recorded_before = 0
        with written_by(user):
            register, today = RegisterNames(user), timezone.localdate()
            for number, path in enumerate(paths, 1):
                self.stderr.write(f"\r{number:,}/{len(paths):,}", ending="")
                try:
                    text = text_of_file(path.name, path.read_bytes())
                    result = import_text(text, register, user, today, path.name)
                except NoText as refusal:
                    self.stdout.write(f"{path.name}: {refusal}")
                    continue
                saved += len(result.visits)
                recorded_before += result.recorded_before
                for sentence in result.log:
                    self.stdout.write(f"{path.name}: {sentence}")
            saved += sum(
                len(result.visits) for result in match_again(register, user, today, seconds=NO_LIMIT)
            )
        counts = Reading.objects.counts()
        undecided = counts[ReadingState.WAITING] + counts[ReadingState.DOUBTFUL]
        self.stderr.write("")
        self.stdout.write(
            f"อ่าน {len(paths):,} ฉบับ เป็นการตรวจเยี่ยม {saved:,} แห่ง บันทึกไว้แล้ว {recorded_before:,} ฉบับ "
            f"รอการตรวจทั้งหมด {undecided:,} ฉบับ"
        )

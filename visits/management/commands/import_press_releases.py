from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.tracking import written_by
from officials.models import User
from visits.matching.register import Register
from visits.press_releases.importing import import_text
from visits.press_releases.text_extraction import NoText, text_of_file


class Command(BaseCommand):
    help = "อ่านข่าว (.txt .docx .pdf) ทั้งโฟลเดอร์เป็นร่างการตรวจเยี่ยม หยุดแล้วสั่งใหม่ได้ ข่าวที่บันทึกแล้วไม่บันทึกซ้ำ"

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="โฟลเดอร์ของข่าว")
        parser.add_argument("--by", required=True, help="ชื่อบัญชีที่เป็นผู้บันทึก")

    def handle(self, *args, folder, by, **options):
        user = User.objects.filter(username=by, is_active=True).first()
        if not folder.is_dir():
            raise CommandError(f"ไม่พบโฟลเดอร์ {folder}")
        if not (user and user.has_perm("visits.add_visit")):
            raise CommandError(f"บัญชี {by} ไม่มีหรือไม่มีสิทธิบันทึกการตรวจเยี่ยม")
        names = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".txt", ".docx", ".pdf"))
        with written_by(user):
            self._import(names, user)

    def _import(self, names, user):
        register, today = Register(user), timezone.localdate()
        saved = there = 0
        for number, path in enumerate(names, 1):
            self.stderr.write(f"\r{number:,}/{len(names):,}", ending="")
            doubts = []
            try:
                told = import_text(text_of_file(path.name, path.read_bytes()), register, user, today)
                doubts, saved, there = told.doubts, saved + len(told.visits), there + told.was_there
            except NoText as refusal:
                doubts = [str(refusal)]
            for doubt in doubts:
                self.stdout.write(f"{path.name}: {doubt}")
        self.stderr.write("")
        self.stdout.write(f"อ่าน {len(names):,} ฉบับ เป็นการตรวจเยี่ยม {saved:,} แห่ง บันทึกไว้แล้ว {there:,} ฉบับ")

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from officials.models.usage_log import Use


class Command(BaseCommand):
    help = "ลบบันทึกการใช้งานที่เก่ากว่าจำนวนวันที่กำหนด (ประวัติการแก้ไขไม่ถูกลบ)"

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=730, help="เก็บไว้กี่วัน (อย่างน้อย 90)")

    def handle(self, *args, days, **options):
        kept = max(days, 90)
        count = Use.objects.clear(timezone.now() - timedelta(days=kept))
        self.stdout.write(f"ลบบันทึกการใช้งานที่เก่ากว่า {kept} วัน {count} รายการ")

"""Deletes old lines of the usage log, and what django-axes noted of sign-ins in those days."""

from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from officials.models.usage_log import Use


class Command(BaseCommand):
    help = "ลบบันทึกการใช้งานที่เก่ากว่าจำนวนวันที่กำหนด (ประวัติการแก้ไขไม่ถูกลบ)"

    def add_arguments(self, parser: CommandParser) -> None:
        """`--days`: how long lines stay."""
        parser.add_argument("--days", type=int, default=730, help="เก็บไว้กี่วัน (อย่างน้อย 90)")

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        """Deletes what is older than so many days, 90 at least."""
        days = max(days, 90)
        before = timezone.now() - timedelta(days=days)
        count = Use.objects.clear(before)
        for model in (AccessLog, AccessFailureLog, AccessAttempt):
            model.objects.filter(attempt_time__lt=before).delete()
        self.stdout.write(f"ลบบันทึกการใช้งานที่เก่ากว่า {days} วัน {count} รายการ")

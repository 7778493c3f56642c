"""Sends by e-mail what is due and what became of directives; for a timer, once a day."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from visits.directives.reminder_mails import remind_everybody


class Command(BaseCommand):
    help = "ส่งอีเมลแจ้งเตือนการติดตามข้อสั่งการ สั่งวันละครั้ง สั่งซ้ำได้ไม่ส่งซ้ำ เว้นวันได้ วันถัดไปส่งให้ครบ"

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where there is no mail server, or where one did not take every letter."""
        if settings.EMAIL_BACKEND == "django.core.mail.backends.console.EmailBackend":
            raise CommandError("ยังไม่ได้กำหนดเครื่องส่งอีเมล (EMAIL_HOST) จึงยังไม่ส่งและไม่บันทึกว่าส่งแล้ว")
        sent, failed = remind_everybody(timezone.now(), timezone.localdate())
        for address, error in failed:
            self.stderr.write(f"ส่งถึง {address} ไม่ได้: {error}")
        result = f"ส่งแล้ว {sent:,} ฉบับ ไม่สำเร็จ {len(failed):,} ฉบับ"
        if failed:
            raise CommandError(f"{result} การสั่งครั้งถัดไปจะส่งที่เหลืออีก")
        self.stdout.write(result)

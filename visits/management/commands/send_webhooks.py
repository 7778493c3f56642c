"""Sends what waits for webhooks; for a timer, every other minute."""

from typing import Any

from django.core.management.base import BaseCommand

from visits.webhooks.sending import send_due


class Command(BaseCommand):
    help = "ส่งเหตุการณ์ที่รออยู่ไปยังเว็บฮุก สั่งซ้ำหรือสั่งพร้อมกันได้ไม่ส่งซ้ำ"

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many were taken, were not, and were given up."""
        run = send_due()
        self.stdout.write(f"ส่งแล้ว {run.sent:,} ไม่สำเร็จ {run.failed:,} เลิกส่ง {run.given_up:,}")

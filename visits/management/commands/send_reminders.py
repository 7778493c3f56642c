from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from visits.directives.reminders import remind_everybody


class Command(BaseCommand):
    help = "ส่งอีเมลแจ้งเตือนการติดตามข้อสั่งการ สั่งวันละครั้ง สั่งซ้ำได้ไม่ส่งซ้ำ เว้นวันได้ วันถัดไปส่งให้ครบ"

    def handle(self, *args: Any, **options: Any) -> None:
        sent, failed = remind_everybody(timezone.now(), timezone.localdate())
        for address, error in failed:
            self.stderr.write(f"ส่งถึง {address} ไม่ได้: {error}")
        self.stdout.write(f"ส่งแล้ว {sent:,} ฉบับ ไม่สำเร็จ {len(failed):,} ฉบับ")

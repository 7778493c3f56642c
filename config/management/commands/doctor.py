"""Says what is wrong with the site and what to do, in Thai and in English."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.status.conditions import Level, all_conditions

WORDS = {Level.FINE: "ปกติ fine ", Level.CARE: "ควรดู care ", Level.FAULT: "ผิด  FAULT"}


class Command(BaseCommand):
    help = "ตรวจว่าระบบพร้อมใช้งานจริง บอกสิ่งที่ผิดและวิธีแก้ (says what is wrong and what to do)"
    requires_system_checks = []  # they would stop at the first fault

    def handle(self, *args: Any, **options: Any) -> None:
        """A line a point, faults first, each with its advice; ends with 1 where there is a fault."""
        found = all_conditions()
        for condition in found:
            self.stdout.write(f"{WORDS[condition.level]} {condition.thai} ({condition.english})")
            if condition.advice:
                self.stdout.write(f"            → {condition.advice} ({condition.advice_english})")
        if faults := sum(condition.level is Level.FAULT for condition in found):
            raise CommandError(f"ต้องแก้ไข {faults} เรื่อง ({faults} faults)")

"""Brings in the real visits of `fixtures/`, certified; what staff did with them since stays."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from config.tracking import written_by
from units.models import Unit
from visits.loading.examples import load_examples


class Command(BaseCommand):
    help = "นำเข้าตัวอย่างการลงพื้นที่จริง 3 ครั้ง 10 แห่ง เฉพาะรายการที่ยังไม่เคยมี (สั่ง load_reference ก่อน)"

    def handle(self, **options: Any) -> None:
        if not Unit.objects.exists():
            raise CommandError("ยังไม่มีทำเนียบหน่วยงาน ให้สั่ง manage.py load_reference ก่อน")
        with transaction.atomic(), written_by("ระบบ (นำเข้าตัวอย่าง)"):
            created = load_examples()
        new = ", ".join(f"{label} {count}" for label, count in created.items() if count)
        self.stdout.write(f"ตัวอย่าง: เพิ่ม {new}" if new else "ตัวอย่าง: ครบแล้ว ไม่มีรายการใหม่")

"""Fills the database of the demonstration with an invented office; refuses to touch any other."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from config.tracking import written_by
from officials.models import Official, User
from units.models import Unit
from visits.loading.demonstration import AUTHOR, CODE, load_demonstration
from visits.loading.waiting_work import leave_work_waiting


class Command(BaseCommand):
    help = "เติมข้อมูลสมมุติของสำนักงานที่มีงานเต็มปี ลงในฐานข้อมูลสาธิตเท่านั้น (make demo)"

    def handle(self, **options: Any) -> None:
        """Once: what is there already stays as it is."""
        if not settings.INVENTED:
            raise CommandError("ข้อมูลสมมุติลงได้เฉพาะฐานข้อมูลสาธิต ให้ใช้คำสั่ง make demo (INVENTED=1)")
        if not Unit.objects.exists():
            raise CommandError("ยังไม่มีทำเนียบหน่วยงาน ให้สั่ง manage.py load_reference ก่อน")
        if Official.objects.filter(code__startswith=CODE).exists():
            self.stdout.write("ข้อมูลสมมุติ: มีอยู่แล้ว")
            return
        with transaction.atomic(), written_by(AUTHOR):
            created = load_demonstration(timezone.localdate())
            accounts = User.objects.in_bulk(["clerk", "reviewer"], field_name="username")
            if len(accounts) == 2:
                leave_work_waiting(accounts["clerk"], accounts["reviewer"], timezone.localdate())
        self.stdout.write(
            "ข้อมูลสมมุติ: เพิ่ม " + ", ".join(f"{label} {count}" for label, count in created.items())
        )

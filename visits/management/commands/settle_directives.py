"""Recomputes due days and overall states of all directives, for an operator who doubts them."""

from typing import Any

from django.core.management.base import BaseCommand

from visits.directives.settling import settle
from visits.models import Directive


class Command(BaseCommand):
    help = "ตรวจสถานะรวมและกำหนดที่มีผลของข้อสั่งการทุกข้อ และแก้ไขค่าที่ไม่ตรงกับรายการของหน่วยงาน"

    def handle(self, *args: Any, **options: Any) -> None:
        mended = settle(*Directive.objects.iterator(chunk_size=1000))
        self.stdout.write(f"แก้ไข {mended:,} ค่า" if mended else "ถูกต้องทุกข้อ")

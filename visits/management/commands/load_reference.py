"""Brings in the reference data of `fixtures/`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from config.tracking import written_by
from officials import roles
from visits.loading.reference_data import load_reference_data


class Command(BaseCommand):
    help = "นำเข้าข้อมูลอ้างอิง (จังหวัด หน่วยงาน บุคคล ตำแหน่ง นโยบาย วันหยุด) เฉพาะรายการที่ยังไม่มี"

    def handle(self, **options: Any) -> None:
        with transaction.atomic(), written_by("ระบบ (นำเข้าข้อมูลอ้างอิง)"):
            roles.synchronise()
            created = load_reference_data()
        new = ", ".join(f"{label} {count}" for label, count in created.items())
        self.stdout.write(f"ข้อมูลอ้างอิง: เพิ่ม {new}" if new else "ข้อมูลอ้างอิง: ครบแล้ว ไม่มีรายการใหม่")

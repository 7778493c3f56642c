"""Proposes the public holidays of a year, to be confirmed by a person."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction

from config.thai.dates import ERA, thai_date
from config.tracking import written_by
from visits.loading.holiday_proposals import propose_holidays, year_of


class Command(BaseCommand):
    help = "เสนอวันหยุดราชการของปีหนึ่งให้ตรวจและยืนยัน สั่งซ้ำได้ ไม่แก้และไม่เพิ่มในวันที่มีวันหยุดอยู่แล้วหรือเจ้าหน้าที่ลบไปแล้ว"

    def add_arguments(self, parser: CommandParser) -> None:
        """The year, Buddhist or Gregorian."""
        parser.add_argument("year", metavar="YEAR", help="ปี พ.ศ. หรือ ค.ศ. เช่น 2571 หรือ 2028")

    def handle(self, *args: Any, year: str, **options: Any) -> None:
        """Creates what is missing; raises CommandError for a year that is none."""
        try:
            gregorian = year_of(year)
            with transaction.atomic(), written_by("ระบบ (เสนอวันหยุด)"):
                rows = propose_holidays(gregorian)
        except ValueError as error:
            raise CommandError(str(error)) from None
        except IntegrityError:
            raise CommandError("มีผู้บันทึกวันหยุดของปีนี้ในขณะเดียวกัน โปรดสั่งใหม่") from None
        for row in rows:
            self.stdout.write(
                f"{thai_date(row.date)} {row.name}{'' if row.is_day_off else ' (ไม่ใช่วันหยุดราชการ)'}"
            )
        self.stdout.write(
            f"ปี พ.ศ. {gregorian + ERA} (ค.ศ. {gregorian}): เสนอ {len(rows)} รายการ "
            "โปรดตรวจกับมติคณะรัฐมนตรีแล้วยืนยันที่ ข้อมูลอ้างอิง > วันหยุดราชการ (วันพืชมงคลประกาศเป็นรายปี ให้เพิ่มเอง)"
        )

"""Moves the site from the embedded database to PostgreSQL."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import moving


class Command(BaseCommand):
    help = "ย้ายข้อมูลทั้งหมดไปยังฐานข้อมูล PostgreSQL ที่ยังว่าง แล้วตรวจจำนวนแถวและค่าตรวจสอบทุกตาราง (ให้หยุดระบบก่อน)"

    def add_arguments(self, parser: CommandParser) -> None:
        """The address of the new database, as DATABASE_URL has it."""
        parser.add_argument("url", help="postgres://ผู้ใช้:รหัสผ่าน@เครื่อง:พอร์ต/ฐานข้อมูล")

    def handle(self, *args: Any, url: str, **options: Any) -> None:
        """Says how many tables and rows are the same on both sides."""
        try:
            moved = moving.move(url)
        except moving.MoveError as error:
            raise CommandError(str(error)) from error
        rows = sum(table.rows for table in moved.values())
        self.stdout.write(
            f"ย้ายแล้ว {len(moved)} ตาราง {rows:,} แถว ตรงกันทุกตาราง "
            "ให้ใส่ที่อยู่ใหม่เป็น DATABASE_URL ใน .env แล้วเปิดระบบ ไฟล์แนบอยู่ที่เดิม"
        )

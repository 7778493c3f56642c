"""Compares the index of the search texts with the tables, or makes it anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from config import word_index


class Command(BaseCommand):
    help = "ตรวจว่าดัชนีคำค้นตรงกับข้อมูลทุกแถว หรือสร้างใหม่ (SQLite)"

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to make it anew."""
        parser.add_argument("--rebuild", action="store_true", help="สร้างดัชนีคำค้นใหม่ทั้งหมด")

    def handle(self, *args: Any, rebuild: bool, **options: Any) -> None:
        """Names the tables whose index is faulty, and ends with 1 then."""
        if rebuild and connection.vendor == "sqlite":
            models = word_index.indexed_models()
            with transaction.atomic():
                word_index.prepare()
                for model in models:
                    word_index.rebuild(connection, model._meta.db_table)
            self.stdout.write(f"สร้างดัชนีคำค้นใหม่แล้ว {len(models)} ตาราง")
        elif tables := word_index.faulty_tables(connection, thorough=True):
            raise CommandError(
                f"ดัชนีคำค้นไม่ตรงกับข้อมูลในตาราง {', '.join(tables)} ให้สั่ง check_search_index --rebuild"
            )
        else:
            self.stdout.write("ดัชนีคำค้นตรงกับข้อมูลทุกตาราง")

"""Invented visits in any number, for measuring and for trying out."""

from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from benchmarks.sample.making import make
from benchmarks.sample.places import CODE
from config.thai.dates import BadDate, parse_date
from units.models import Unit
from visits.management.commands.prepare import weigh_tables


@contextmanager
def in_place():
    """On SQLite all is written into the file itself, and what is written again stays in memory until then.

    Beside the file (WAL), pages of one long transaction are written many times, each page that is read is looked for among all
    of them, and closing the file carries them over: two thirds of the time for 20,000 visits.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        for before in ("journal_mode=DELETE", "synchronous=OFF", "cache_size=-400000"):
            cursor.execute(f"PRAGMA {before}")
    yield
    with connection.cursor() as cursor:
        for after in ("cache_size=-2000", "synchronous=FULL", "journal_mode=WAL"):
            cursor.execute(f"PRAGMA {after}")


class Command(BaseCommand):
    help = (
        "สร้างข้อมูลจำลองการตรวจเยี่ยมปีงบประมาณ พ.ศ. 2560-2570 ตามหน่วยงานจริง (สั่ง load_reference ก่อน) "
        "เลขสุ่มตั้งต้นและวันเดียวกันให้ข้อมูลชุดเดียวกัน"
    )

    def add_arguments(self, parser):
        parser.add_argument("--visits", type=int, default=20_000, help="จำนวนการตรวจเยี่ยม")
        parser.add_argument("--seed", type=int, default=1, help="เลขสุ่มตั้งต้น")
        parser.add_argument("--today", help="วันที่ถือเป็นวันนี้ เช่น 21/11/2569 (ปกติคือวันนี้)")
        parser.add_argument("--history", action="store_true", help="สร้างประวัติการแก้ไขด้วย ใช้พื้นที่ราวสองเท่า")
        parser.add_argument("--force", action="store_true", help="สร้างแม้ไม่ใช่ระบบสาธิต (DEMO=0)")

    def handle(self, *, visits, seed, today, history, force, verbosity, **options):
        self.refuse(visits, force)
        with in_place(), transaction.atomic():
            for made in make(visits, seed, self.day(today), history=history):
                if verbosity > 1:
                    self.stdout.write(f"สร้างแล้ว {made:,} รายการ")
        weigh_tables()
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            # As PostgreSQL itself does some minutes later: measured before, plans are made of empty tables.
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        self.stdout.write(f"ข้อมูลจำลอง: เพิ่มการตรวจเยี่ยม {visits:,} แห่ง")

    def refuse(self, visits, force):
        if not settings.DEMO and not force:
            raise CommandError("ระบบนี้ไม่ใช่ระบบสาธิต (DEMO=0) จึงไม่สร้างข้อมูลจำลอง หากต้องการจริงให้เติม --force")
        if visits < 1:
            raise CommandError("จำนวนการตรวจเยี่ยมต้องมากกว่า 0")
        if not Unit.objects.exists():
            raise CommandError("ยังไม่มีทำเนียบหน่วยงาน ให้สั่ง manage.py load_reference ก่อน")
        if Unit.objects.filter(code__startswith=CODE).exists():
            raise CommandError("มีข้อมูลจำลองอยู่แล้ว จึงไม่สร้างซ้ำ")

    def day(self, text):
        try:
            return parse_date(text) if text else None
        except BadDate as error:
            raise CommandError(str(error)) from error

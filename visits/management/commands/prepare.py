"""Brings this machine up to date before the site starts: tables, static files, reference data, the demonstration."""

import os
import socket
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config.collected_files import collect_changed_files
from config.concurrency import only_one
from officials.demo_checks import DEMO_PASSWORD
from officials.management.commands.make_demo_accounts import is_allowed
from officials.models import User
from officials.roles import ROLES

DEMONSTRATION = ("load_examples", "make_demo_accounts")
INVENTED = ("make_demo_accounts", "load_demonstration")


class Command(BaseCommand):
    help = "เตรียมฐานข้อมูล ไฟล์ประกอบ และข้อมูลอ้างอิง ก่อนเริ่มระบบ"
    requires_system_checks = []  # they are run by migrate

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options: Any) -> None:
        refuse_a_busy_port(port)
        with only_one("prepare"):
            call_command("migrate", interactive=False, verbosity=0)
            call_command("check", databases=["default"])
            collect_changed_files()
            loaded = () if not is_demonstration() else INVENTED if settings.INVENTED else DEMONSTRATION
            for name in ("load_reference", *loaded):
                call_command(name, stdout=self.stdout)
            weigh_tables()
        self.stdout.write("\n".join(welcome(port)))


def is_demonstration() -> bool:
    """Known passwords stay on the database files that come with the checkout: its own, and that of `make demo`."""
    return is_allowed() and (settings.INVENTED or not os.environ.get("DATABASE_URL"))


def weigh_tables() -> None:
    """SQLite chooses where a search begins by what it knows of the tables, and learns it only when told to.

    A page over 20,000 visits takes up to seven times as long without. Every row is looked at (half a second for so many): after
    400 of each index it took all visits that are done for 400, and read them all to find the newest.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 0")
            cursor.execute("ANALYZE")


def refuse_a_busy_port(port: int) -> None:
    """Raises CommandError where something else listens on the port."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise CommandError(f"ใช้พอร์ต {port} ไม่ได้ ({error}) ให้ระบุพอร์ตอื่น เช่น make run PORT=8001") from error


def welcome(port: int) -> Iterator[str]:
    """The lines that are printed once the site can be opened."""
    yield f"เปิดเว็บเบราว์เซอร์ที่ http://127.0.0.1:{port}/ (บันทึกข้อมูลที่ http://127.0.0.1:{port}/admin/)"
    if is_demonstration():
        yield f"บัญชีทดลอง รหัสผ่าน {DEMO_PASSWORD} ทุกบัญชี"
        yield from (f"  {role.code:<10} {role.name}" for role in ROLES)
    elif not User.objects.exists():
        yield "ยังไม่มีบัญชีผู้ใช้ ให้สร้างด้วย: .venv/bin/python manage.py createsuperuser"
    yield "กด Ctrl-C เพื่อหยุด"

"""Makes the six accounts of the demonstration, one a role; an account that exists stays as it is."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from config.tracking import ever_known, written_by
from officials.demo_checks import DEMO_AUTHOR, DEMO_PASSWORD
from officials.models import User
from officials.roles import ROLES, AccountRole
from units.models import Unit

NAMES = {
    "clerk": ("สมหญิง", "ใจดี"),
    "reviewer": ("วิชัย", "รอบคอบ"),
    "officer": ("กัญญา", "พร้อมช่วย"),
    "executive": ("ประเสริฐ", "นำทาง"),
    "auditor": ("มาลี", "ตรวจตรา"),
    "admin": ("อนันต์", "ดูแลดี"),
}
UNITS = {"officer": "DIPROM-C01"}


def is_allowed() -> bool:
    """Whether demo accounts may exist here: with DEMO=1 on SQLite alone."""
    return settings.DEMO and connection.vendor == "sqlite"


def make_account(role: AccountRole) -> User:
    """The demo account of a role, named like it, with the password that everybody knows."""
    first_name, last_name = NAMES[role.code]
    user = User(
        username=role.code,
        first_name=first_name,
        last_name=last_name,
        is_staff=role.enters_data,
        unit=Unit.objects.filter(code=UNITS.get(role.code)).first(),
    )
    user.set_password(DEMO_PASSWORD)
    user.save()
    user.groups.add(Group.objects.get(name=role.name))
    return user


class Command(BaseCommand):
    help = "สร้างบัญชีสาธิต 6 บัญชี รหัสผ่าน demo-1234 เฉพาะเมื่อ DEMO=1 และใช้ฐานข้อมูล SQLite"

    def handle(self, **options: Any) -> None:
        """Makes what is missing; an account that once existed is not made again."""
        if not is_allowed():
            self.stdout.write("บัญชีสาธิต: ไม่ได้สร้าง เพราะสร้างเฉพาะเมื่อ DEMO=1 และใช้ฐานข้อมูล SQLite เท่านั้น")
            return
        with transaction.atomic(), written_by(DEMO_AUTHOR):
            known = ever_known(User, "username")
            new = [role for role in ROLES if (role.code,) not in known]
            for role in new:
                make_account(role)
        created = ", ".join(role.code for role in new)
        self.stdout.write(f"บัญชีสาธิต: เพิ่ม {created}" if created else "บัญชีสาธิต: ครบแล้ว ไม่มีบัญชีใหม่")

"""Checks that demo accounts, whose password is public, do not stay on a real site."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from officials.models import User

# Password of the accounts that `make_demo_accounts` creates, and the author in their history.
DEMO_PASSWORD = "demo-1234"  # nosec B105 # noqa: S105 - of the demonstration, printed by it
DEMO_AUTHOR = "ระบบ (บัญชีสาธิต)"


@register(Tags.database)
def no_demo_accounts(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """An error that names the active demo accounts with their first password where DEMO is off."""
    if settings.DEMO or not databases:
        return []
    try:
        keys = User.history.filter(history_type="+", history_user_name=DEMO_AUTHOR).values("id")
        accounts = list(User.objects.filter(pk__in=keys, is_active=True).order_by("username"))
    except DatabaseError:  # not migrated yet, or not there
        return []
    names = ", ".join(account.username for account in accounts if account.check_password(DEMO_PASSWORD))
    if not names:
        return []
    return [
        Error(
            f"ฐานข้อมูลนี้มีบัญชีสาธิตที่ยังใช้รหัสผ่านสาธิต: {names} (demo accounts with their public password: {names})",
            hint="เปลี่ยนรหัสผ่านด้วย python manage.py changepassword <ชื่อบัญชี> หรือระงับบัญชี หรือเปิดด้วย DEMO=1",
            id="officials.E001",
        )
    ]


@register(Tags.security, deploy=True)
def no_demonstration_on_a_server(**_: Any) -> list[CheckMessage]:
    """An error of `check --deploy` where DEMO is on."""
    if not settings.DEMO:
        return []
    return [
        Error("DEMO=1 บนเครื่องที่ใช้งานจริง (DEMO=1 on a server)", hint="ตั้ง DEMO=0 ใน .env", id="officials.E002")
    ]

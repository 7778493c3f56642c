"""Removes the second factor of an account whose telephone is lost, when no administrator can sign in to do it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.tracking import written_by
from officials.models import User
from officials.sign_in import second_factor


class Command(BaseCommand):
    help = "ยกเลิกการยืนยันตัวตนสองขั้นของบัญชี เมื่อโทรศัพท์หายและไม่มีผู้ดูแลระบบอื่น"

    def add_arguments(self, parser: CommandParser) -> None:
        """The name of the account, and the reason for its history."""
        parser.add_argument("account")
        parser.add_argument("--reason", required=True)

    def handle(self, account: str, reason: str, **options: Any) -> None:
        """Takes the second factor away; fails where there is no such account."""
        owner = User.objects.filter(username=account).first()
        if owner is None:
            raise CommandError(f"ไม่พบบัญชี {account}")
        with written_by("ผู้ดูแลเครื่อง"):
            second_factor.remove(owner, reason)
        self.stdout.write(f"ยกเลิกการยืนยันตัวตนสองขั้นของ {account} แล้ว")

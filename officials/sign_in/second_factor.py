"""The second factor of an account: a telephone that shows codes, and recovery codes for the day it is lost."""

from base64 import b32encode
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from config.thai.text import arabic_digits
from config.tracking import written_by
from officials.models import User

RECOVERY_CODES = 10
DIGITS = 6
MINUTE = 60
TELEPHONE, RECOVERY = "โทรศัพท์", "รหัสสำรอง"
WRONG = "รหัสไม่ถูกต้อง หมดเวลา หรือใช้ไปแล้ว โปรดใส่รหัสที่แอปแสดงอยู่ในขณะนี้"
OVERTAKEN = "มีการตั้งหรือยกเลิกในอีกหน้าต่างหนึ่งไปก่อนแล้ว โปรดเข้าสู่ระบบใหม่"


class CodeRefused(Exception):
    """A code that is not accepted; `sentence` says why, in Thai."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def new_key() -> str:
    """A random secret for a telephone, as hexadecimal digits."""
    return random_hex(20)


def enrolment_address(account: User, key: str) -> str:
    """The otpauth: address that a telephone reads out of the picture."""
    return TOTPDevice(user=account, key=key).config_url


def spelt_key(key: str) -> str:
    """The key as a person types it into a telephone: Base32 letters in groups of four."""
    letters = b32encode(bytes.fromhex(key)).decode()
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def enrol(account: User, key: str, code: str) -> tuple[int, list[str]]:
    """Replaces any telephone of the account by the one with this key; returns its primary key and new recovery codes.

    Raises `CodeRefused` for a wrong code, and where another window has changed the second factor meanwhile.
    """
    with _locked(account) as current:
        if current.factor != account.factor:
            raise CodeRefused(OVERTAKEN)
        TOTPDevice.objects.filter(user=account).delete()
        telephone = TOTPDevice.objects.create(user=account, key=key, name=TELEPHONE)
        if not telephone.verify_token(_plain(code)):
            raise CodeRefused(WRONG)
        account.note("ตั้งการยืนยันตัวตนสองขั้น")
        return telephone.pk, _new_recovery_codes(account)


def accept_code(account: User, code: str) -> None:
    """Accepts a code of the telephone or a recovery code, each once; raises `CodeRefused`, with a pause after wrong ones."""
    code, refusal = _plain(code), ""
    with _locked(account):
        kind = TOTPDevice if len(code) == DIGITS and code.isdecimal() else StaticDevice
        device: Any = kind.objects.filter(user=account, confirmed=True).first()
        allowed, why = device.verify_is_allowed() if device else (True, {})
        if not allowed:
            seconds = ceil((why["locked_until"] - timezone.now()).total_seconds())
            wait = f"{max(seconds, 1)} วินาที" if seconds <= MINUTE else f"{ceil(seconds / MINUTE)} นาที"
            refusal = f"ใส่รหัสผิดติดต่อกัน {why['failure_count']} ครั้ง โปรดรออีก {wait} แล้วลองใหม่ หรือติดต่อผู้ดูแลระบบ"
        elif not device or not device.verify_token(code):
            refusal = WRONG
        elif kind is StaticDevice:
            with written_by(account):
                account.note(f"ใช้รหัสสำรอง เหลือ {recovery_codes_left(account)} รหัส")
    # Raised only now: the count of wrong codes must not be rolled back with the transaction.
    if refusal:
        raise CodeRefused(refusal)


def renew_recovery_codes(account: User) -> list[str]:
    """Ten new recovery codes; the old ones are no longer valid."""
    with _locked(account):
        account.note("ออกรหัสสำรองชุดใหม่")
        return _new_recovery_codes(account)


def remove(account: User, reason: str) -> None:
    """Removes the second factor; the reason is added to the history of the account."""
    with _locked(account):
        TOTPDevice.objects.filter(user=account).delete()
        StaticDevice.objects.filter(user=account).delete()
        account.note(f"ยกเลิกการยืนยันตัวตนสองขั้น: {reason}")


def recovery_codes_left(account: User) -> int:
    """How many recovery codes have not been used."""
    return StaticToken.objects.filter(device__user=account).count()


@contextmanager
def _locked(account: User) -> Iterator[User]:
    """A transaction with the row of the account locked: no code is accepted twice."""
    with transaction.atomic():
        yield User.objects.select_for_update().get(pk=account.pk)


def _new_recovery_codes(account: User) -> list[str]:
    StaticDevice.objects.filter(user=account).delete()
    device = StaticDevice.objects.create(user=account, name=RECOVERY)
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]} {code[4:]}" for code in codes]


def _plain(code: str) -> str:
    return arabic_digits(code).replace(" ", "").replace("-", "").lower()

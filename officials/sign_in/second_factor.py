"""The second factor of an account: a telephone that shows codes, and codes on paper for the day it is lost."""

from base64 import b32encode
from contextlib import contextmanager
from math import ceil

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
TELEPHONE, PAPER = "โทรศัพท์", "รหัสสำรอง"
WRONG = "รหัสไม่ถูกต้อง หมดเวลา หรือใช้ไปแล้ว โปรดใส่รหัสที่แอปแสดงอยู่ในขณะนี้"

OVERTAKEN = "มีการตั้งหรือยกเลิกในอีกหน้าต่างหนึ่งไปก่อนแล้ว โปรดเข้าสู่ระบบใหม่"


class Refused(Exception):
    """A code that is not accepted; `sentence` says why."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence


def new_key():
    return random_hex(20)


def address_of(account, key):
    """What a telephone reads out of the picture."""
    return TOTPDevice(user=account, key=key).config_url


def spelt(key):
    """The key as a person types it into a telephone, in groups of four."""
    letters = b32encode(bytes.fromhex(key)).decode()
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def enrol(account, key, code):
    """The telephone with this key takes the place of any other; its key, and new codes for the paper."""
    with _alone(account) as now:
        if now.factor != account.factor:
            raise Refused(OVERTAKEN)
        TOTPDevice.objects.filter(user=account).delete()
        telephone = TOTPDevice.objects.create(user=account, key=key, name=TELEPHONE)
        if not telephone.verify_token(_plain(code)):
            raise Refused(WRONG)
        account.note("ตั้งการยืนยันตัวตนสองขั้น")
        return telephone.pk, _new_paper(account)


def accept(account, code):
    """Takes a code from the telephone or off the paper, each good once; throttled after wrong ones."""
    code = _plain(code)
    with _alone(account):
        device = _device(account, code)
        refusal = _asked_to_wait(device) or _asked_again(device, code)
        if not refusal and isinstance(device, StaticDevice):
            with written_by(account):
                account.note(f"ใช้รหัสสำรอง เหลือ {papers_left(account)} รหัส")
    # Said only now: the count of wrong codes must not be rolled back with it.
    if refusal:
        raise Refused(refusal)


def renew_paper(account):
    with _alone(account):
        account.note("ออกรหัสสำรองชุดใหม่")
        return _new_paper(account)


def remove(account, reason):
    with _alone(account):
        TOTPDevice.objects.filter(user=account).delete()
        StaticDevice.objects.filter(user=account).delete()
        account.note(f"ยกเลิกการยืนยันตัวตนสองขั้น: {reason}")


def papers_left(account):
    return StaticToken.objects.filter(device__user=account).count()


@contextmanager
def _alone(account):
    """One at a time for each account: no code is taken twice."""
    with transaction.atomic():
        yield User.objects.select_for_update().get(pk=account.pk)


def _device(account, code):
    """Six digits come from the telephone, anything else off the paper."""
    kind = TOTPDevice if len(code) == DIGITS and code.isdecimal() else StaticDevice
    return kind.objects.filter(user=account, confirmed=True).first()


def _asked_to_wait(device):
    allowed, why = device.verify_is_allowed() if device else (True, None)
    if allowed:
        return None
    seconds = ceil((why["locked_until"] - timezone.now()).total_seconds())
    wait = f"{max(seconds, 1)} วินาที" if seconds <= MINUTE else f"{ceil(seconds / MINUTE)} นาที"
    return f"ใส่รหัสผิดติดต่อกัน {why['failure_count']} ครั้ง โปรดรออีก {wait} แล้วลองใหม่ หรือติดต่อผู้ดูแลระบบ"


def _asked_again(device, code):
    return None if device and device.verify_token(code) else WRONG


def _new_paper(account):
    StaticDevice.objects.filter(user=account).delete()
    paper = StaticDevice.objects.create(user=account, name=PAPER)
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=paper, token=code) for code in codes)
    return [f"{code[:4]} {code[4:]}" for code in codes]


def _plain(code):
    return arabic_digits(code).replace(" ", "").replace("-", "").lower()

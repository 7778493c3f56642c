"""The code of a telephone after the password: who has set it up is asked for it, and nobody comes in without."""

import re
import time
from base64 import b32decode

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from config.tests.cast import PASSWORD, client_of
from config.tests.html import texts
from officials.models import RequiredFactor

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
PAGE, CODE = "/second-factor/", "/admin/login/code/"
WRONG = "รหัสไม่ถูกต้อง หมดเวลา หรือใช้ไปแล้ว โปรดใส่รหัสที่แอปแสดงอยู่ในขณะนี้"


def give_password(account, **data):
    client = Client()
    return client, client.post("/admin/login/", {"username": account.username, "password": PASSWORD} | data)


def enrol(client):
    """Reads the key off the page and gives its code; the recovery codes."""
    [spelt] = texts(client.get(PAGE), "code")
    totp = TOTP(b32decode(spelt.replace(" ", "")))
    totp.time = time.time()
    return texts(client.post(PAGE, {"code": f"{totp.token():06d}"}), "code")


def next_code(account):
    """What the telephone shows after the code that was taken last."""
    device = TOTPDevice.objects.get(user=account)
    totp = TOTP(device.bin_key)
    totp.time = max(time.time(), (device.last_t + 1) * device.step)
    return f"{totp.token():06d}"


def faults(response):
    return re.findall(r'<ul class="errorlist"[^>]*><li>(.*?)</li>', response.content.decode())


def notes(account):
    reasons = account.history.order_by("history_date", "history_id")
    return [reason for reason in reasons.values_list("history_change_reason", flat=True) if reason]


@pytest.fixture
def enrolled(executive):
    """A reader's session in which the telephone was set up, and the recovery codes."""
    client, _ = give_password(executive)
    return client, enrol(client)


def test_a_password_is_half_the_way_and_a_code_is_good_once(executive, enrolled, settings):
    settings.OTP_TOTP_THROTTLE_FACTOR = 60
    client, response = give_password(executive, next="/calendar/?province=TH-50")
    assert response.url == CODE
    assert client.get("/").url == "/admin/login/?next=/"
    code = next_code(executive)
    assert client.post(CODE, {"code": code}).url == "/calendar/?province=TH-50"
    assert client.get("/").status_code == 200

    client, _ = give_password(executive)
    assert faults(client.post(CODE, {"code": code})) == [WRONG]
    [waiting] = faults(client.post(CODE, {"code": next_code(executive)}))
    assert waiting.startswith("ใส่รหัสผิดติดต่อกัน 1 ครั้ง โปรดรออีก ")
    assert [one.failures_since_start for one in AccessAttempt.objects.all()] == [2]
    assert client.get("/").url == "/admin/login/?next=/"


def test_a_recovery_code_stands_in_for_the_telephone_once(executive, enrolled):
    _, papers = enrolled
    assert len(papers) == 10
    client, _ = give_password(executive)
    assert client.post(f"{CODE}?recovery=1", {"code": papers[0].upper()}).url == "/"
    assert client.get("/").status_code == 200
    client, _ = give_password(executive)
    assert faults(client.post(f"{CODE}?recovery=1", {"code": papers[0]})) == [WRONG]
    assert notes(executive)[-2:] == ["ตั้งการยืนยันตัวตนสองขั้น", "ใช้รหัสสำรอง เหลือ 9 รหัส"]


def test_whoever_is_half_way_starts_anew_when_the_password_has_changed(executive, enrolled):
    client, _ = give_password(executive)
    executive.set_password("อีกรหัสหนึ่ง-5678")
    executive.save()
    assert client.post(CODE, {"code": next_code(executive)}).url == "/admin/login/"


def test_setting_it_up_changing_the_telephone_and_taking_it_away(executive, enrolled):
    own, papers = enrolled
    assert own.get("/second-factor/picture.svg").status_code == 404
    assert faults(own.post(PAGE, {"code": "000 000", "remove": "1"})) == [WRONG]
    assert own.post(PAGE, {"code": papers[0], "move": "1"}).url == PAGE
    picture = own.get("/second-factor/picture.svg")
    assert (picture["Content-Type"], b"<svg" in picture.content) == ("image/svg+xml", True)
    newer = enrol(own)
    assert (len(newer), newer == papers, TOTPDevice.objects.count()) == (10, False, 1)

    assert len(texts(own.post(PAGE, {"code": newer[0], "renew": "1"}), "code")) == 10
    assert own.post(PAGE, {"code": next_code(executive), "remove": "1"}).url == PAGE
    assert own.get("/").status_code == 200
    assert give_password(executive)[1].url == "/"


def test_whose_role_asks_for_it_is_led_to_set_it_up_and_keeps_it(executive):
    client, _ = give_password(executive)
    RequiredFactor.objects.create(group=Group.objects.get(name="ผู้บริหาร"))
    assert client.get("/calendar/").url == PAGE
    assert texts(client.get(PAGE), "nav") == [""]
    enrol(client)
    assert client.get("/calendar/").status_code == 200
    client.post(PAGE, {"code": next_code(executive), "remove": "1"})
    assert TOTPDevice.objects.count() == 1


def test_the_administrator_resets_it_for_somebody_else_and_it_ends_every_session(executive, enrolled, admin):
    own, _ = enrolled
    as_admin, address = client_of(admin), f"/admin/officials/user/{executive.pk}/reset-factor/"
    assert faults(as_admin.post(address, {"reason": " "})) == ["กรุณากรอกข้อมูลช่องนี้"]
    assert as_admin.post(address, {"reason": "โทรศัพท์หาย"}).status_code == 302
    last = executive.history.first()
    assert (last.history_user, last.history_change_reason) == (
        admin,
        "ยกเลิกการยืนยันตัวตนสองขั้น: โทรศัพท์หาย",
    )
    assert own.get("/").url == "/admin/login/?next=/"
    assert give_password(executive)[1].url == "/"
    assert as_admin.post(address.replace(str(executive.pk), str(admin.pk))).status_code == 403


def test_the_machine_s_keeper_resets_it_when_no_administrator_can(executive, enrolled):
    call_command("reset_factor", "executive", reason="โทรศัพท์หาย", verbosity=0)
    last = executive.history.first()
    assert last.history_user_name == "ผู้ดูแลเครื่อง"
    assert give_password(executive)[1].url == "/"

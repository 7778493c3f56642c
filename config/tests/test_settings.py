"""A setting that makes no sense stops the start with a sentence that says what to do, in Thai and in English."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

GOOD = {"SECRET_KEY": "k" * 60, "DATABASE_URL": "", "DEBUG": "0", "DEMO": "0"}
REFUSED = "django.core.exceptions.ImproperlyConfigured: "
SECRET_KEY = (
    "SECRET_KEY ยังไม่ได้กำหนดหรือสั้นเกินไป: ใส่ข้อความสุ่มอย่างน้อย 50 ตัวอักษรใน .env หรือสั่ง make run "
    "(SECRET_KEY is missing or short: put 50 random characters into .env, or run `make run`)"
)
FLAG = "DEBUG ไม่ถูกต้อง: ให้ใส่ 1 หรือ 0 (DEBUG is wrong: write 1 or 0)"
HOURS = (
    "SESSION_HOURS ไม่ถูกต้อง: ให้ใส่จำนวนเต็ม 1-168 (SESSION_HOURS is wrong: write a whole number from 1 to 168)"
)
OPENID = (
    "OPENID_ISSUER, OPENID_CLIENT_ID, OPENID_CLIENT_SECRET ต้องใส่ครบทั้งสามค่า และ OPENID_ISSUER ต้องขึ้นต้นด้วย https:// "
    "(all three are needed, and the issuer by https)"
)
MAIL = (
    "EMAIL_USE_TLS และ EMAIL_USE_SSL เปิดพร้อมกันไม่ได้: พอร์ต 587 ใช้ TLS พอร์ต 465 ใช้ SSL "
    "(EMAIL_USE_TLS and EMAIL_USE_SSL exclude each other: TLS for port 587, SSL for port 465)"
)
DATABASE = (
    "DATABASE_URL ไม่ถูกต้อง: ใช้รูปแบบ postgres://ผู้ใช้:รหัสผ่าน@เครื่อง:พอร์ต/ฐานข้อมูล หรือ sqlite:////ที่อยู่ไฟล์ "
    "(DATABASE_URL is wrong: only PostgreSQL and SQLite are supported)"
)


def started(**values):
    """The last line of `manage.py check` run with just these settings."""
    # What measures coverage rides along.
    kept = {name: os.environ[name] for name in os.environ if name == "PATH" or name.startswith("COVERAGE_")}
    environment = kept | GOOD | values
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout + done.stderr).strip().splitlines()[-1].removeprefix(REFUSED)


def test_good_settings_start():
    assert started() == "System check identified no issues (0 silenced)."


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"SECRET_KEY": "short"}, SECRET_KEY),
        ({"DEBUG": "maybe"}, FLAG),
        ({"SESSION_HOURS": "a day"}, HOURS),
        ({"EMAIL_USE_TLS": "1", "EMAIL_USE_SSL": "1"}, MAIL),
        ({"DATABASE_URL": "mysql://a@b/c"}, DATABASE),
        ({"DATABASE_URL": "nonsense"}, DATABASE),
        (
            {"OPENID_ISSUER": "http://login.example", "OPENID_CLIENT_ID": "a", "OPENID_CLIENT_SECRET": "b"},
            OPENID,
        ),
        ({"DATABASE_URL": "postgres://a:b@c:port/d"}, DATABASE),
    ],
)
def test_a_wrong_setting_says_what_to_do(values, sentence):
    assert started(**values) == sentence

"""What `move_database` refuses; that every row arrives is tried by `scans.move_drill`, which takes a minute."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections

from config import moving

pytestmark = pytest.mark.django_db(transaction=True)


def here():
    """The address of the database that the test stands on."""
    one = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{one['NAME']}"
    return f"postgres://{one['USER']}:{one['PASSWORD']}@{one['HOST']}:{one['PORT']}/{one['NAME']}"


def moved(url):
    """The exit code and the one line that `move_database` writes."""
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "manage.py", "move_database", url],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": here()},
        capture_output=True,
        text=True,
        check=False,
    )
    [line] = (done.stdout + done.stderr).strip().splitlines()
    return done.returncode, line.removeprefix("CommandError: ")


@pytest.fixture(autouse=True)
def target():
    """A test's other database is none of the next."""
    yield
    if connections.databases.pop(moving.TARGET, None):
        del connections[moving.TARGET]


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:////tmp/a", "ที่อยู่ฐานข้อมูลปลายทางต้องเป็น postgres://ผู้ใช้:รหัสผ่าน@เครื่อง:พอร์ต/ฐานข้อมูล"),
        ("nonsense", "ที่อยู่ฐานข้อมูลปลายทางต้องเป็น postgres://ผู้ใช้:รหัสผ่าน@เครื่อง:พอร์ต/ฐานข้อมูล"),
        (
            "postgres://a:b@c:port/d",
            "ที่อยู่ฐานข้อมูลปลายทางไม่ถูกต้อง (Port could not be cast to integer value as 'port')",
        ),
    ],
)
def test_an_address_that_is_none_is_a_sentence(url, sentence):
    with pytest.raises(CommandError) as refused:
        call_command("move_database", url)
    assert str(refused.value) == sentence


@pytest.mark.postgresql
def test_a_database_that_is_not_empty_is_left_as_it_is():
    assert moved(here()) == (1, "ฐานข้อมูลปลายทางไม่ว่าง จึงไม่ย้ายข้อมูลไปทับ ให้ใช้ฐานข้อมูลใหม่")


def test_a_server_that_does_not_answer_is_a_sentence():
    code, line = moved("postgres://a@127.0.0.1:1/d")
    beginning, ending = "ย้ายข้อมูลไม่สำเร็จ (connection failed", "ฐานข้อมูลเดิมยังอยู่ครบ"
    assert (code, line.startswith(beginning), line.endswith(ending)) == (1, True, True), line

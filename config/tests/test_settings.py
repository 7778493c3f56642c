"""A setting that makes no sense stops the start with a sentence that says what to do, in Thai and in English."""

import os
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

GOOD = {"SECRET_KEY": "k" * 60, "DATABASE_URL": "", "DEBUG": "0", "DEMO": "0"}
REFUSED = "django.core.exceptions.ImproperlyConfigured: "
FILE = settings.BASE_DIR / "config" / "settings.py"
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


def started(*command, **values):
    """The last line of a command of `manage.py` run with just these settings."""
    # What measures coverage rides along.
    kept = {name: os.environ[name] for name in os.environ if name == "PATH" or name.startswith("COVERAGE_")}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=kept | GOOD | values,
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout + done.stderr).strip().splitlines()[-1].removeprefix(REFUSED)


def test_good_settings_start():
    assert started("check") == "System check identified no issues (0 silenced)."


def test_figures_faults_and_a_replica_may_be_asked_for():
    replica = {
        "DATABASE_URL": "postgres://a@127.0.0.1:1/d",
        "DATABASE_REPLICA_URL": "postgres://a@127.0.0.1:1/e",
    }
    wanted = {"METRICS": "1", "SENTRY_DSN": "http://key@127.0.0.1:1/1", "LOG_FORMAT": "json"} | replica
    read = "from django.conf import settings as s; print('prometheus' in s.MIDDLEWARE[0], s.DATABASE_ROUTERS)"
    assert started("shell", "--no-imports", "-c", read, **wanted) == "True ['config.replica.ReplicaRouter']"


def test_a_command_is_refused_without_a_key():
    assert started("check", "--deploy", SECRET_KEY="") == SECRET_KEY


@pytest.fixture
def run_with(monkeypatch):
    """Reads the settings anew as a program does; gives their SECRET_KEY."""

    def read(*program, **values):
        for name, value in (GOOD | values).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", list(program))
        spec = spec_from_file_location("settings_read_anew", FILE)
        spec.loader.exec_module(module := module_from_spec(spec))
        return module.SECRET_KEY

    return read


@pytest.mark.parametrize(
    "program",
    [
        ("manage.py", "makemigrations", "--check"),
        ("manage.py", "makemessages"),
        ("manage.py", "compilemessages"),
        ("/site/.venv/bin/mypy", "."),
        ("/site/.venv/lib/python3.11/site-packages/mypy/__main__.py", "."),
    ],
)
def test_what_serves_nobody_has_a_key_of_its_own_each_time(run_with, program):
    keys = {run_with(*program, SECRET_KEY="") for _ in range(2)}
    assert [len(key) for key in keys] == [50, 50]
    assert run_with(*program) == GOOD["SECRET_KEY"]


@pytest.mark.parametrize(
    "program",
    [
        ("manage.py", "serve", "makemigrations"),
        ("manage.py", "runserver"),
        ("manage.py", "prepare"),
        ("manage.py", "migrate"),
        ("manage.py", "check", "--deploy"),
        ("manage.py",),
        ("/home/mypy/manage.py", "serve"),
        ("gunicorn", "config.wsgi"),
        ("-c",),
    ],
)
def test_what_serves_or_signs_is_refused_without_a_key(run_with, program):
    with pytest.raises(ImproperlyConfigured) as refused:
        run_with(*program, SECRET_KEY="")
    assert str(refused.value) == SECRET_KEY


def test_a_short_key_is_refused_to_all(run_with):
    with pytest.raises(ImproperlyConfigured) as refused:
        run_with("manage.py", "makemigrations", SECRET_KEY="short")
    assert str(refused.value) == SECRET_KEY


@pytest.mark.filterwarnings("ignore:Engine not recognized")
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
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
def test_a_wrong_setting_says_what_to_do(run_with, values, sentence):
    with pytest.raises(ImproperlyConfigured) as refused:
        run_with("manage.py", "check", **values)
    assert str(refused.value) == sentence

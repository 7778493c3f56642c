"""`make run`: the port is asked for first, and only a demonstration gets examples and known passwords."""

import os
import socket
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.db import connection

from officials.models import User
from visits.models import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def static_files_elsewhere(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path


def prepare(**options):
    output = StringIO()
    call_command("prepare", stdout=output, **options)
    return output.getvalue().splitlines()


def weighed(table):
    """How many rows SQLite takes a table to have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = %s ORDER BY stat", [table])
        return cursor.fetchone()[0].split()[0]


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def test_a_server_gets_reference_data_but_no_examples_and_no_accounts(settings):
    settings.DEMO = False
    lines = prepare(port=free_port())
    assert (User.objects.count(), Visit.objects.count()) == (0, 0)
    assert lines[-2] == "ยังไม่มีบัญชีผู้ใช้ ให้สร้างด้วย: .venv/bin/python manage.py createsuperuser"


def test_a_demonstration_gets_the_ten_visits_and_six_accounts_on_sqlite_only(settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setenv("DATABASE_URL", "")
    prepare(port=free_port())
    prepare(port=free_port())
    expected = (6, 10) if connection.vendor == "sqlite" else (0, 0)
    assert (User.objects.count(), Visit.objects.count()) == expected
    if connection.vendor == "sqlite":
        assert weighed("visits_visit") == "10"


def test_a_named_database_is_no_place_for_known_passwords(settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/field/db.sqlite3")
    prepare(port=free_port())
    assert User.objects.count() == 0


def test_a_taken_port_is_refused_before_anything_is_done():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        with pytest.raises(CommandError, match=f"^ใช้พอร์ต {port} ไม่ได้ .* ให้ระบุพอร์ตอื่น เช่น make run PORT=8001$"):
            prepare(port=port)


@pytest.mark.scan  # two databases are migrated from nothing
@pytest.mark.one_database
def test_two_at_once_on_a_fresh_database_both_end_well(tmp_path):
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/fresh.sqlite3",
        "STATIC_ROOT": str(tmp_path / "static"),
    }
    command = [sys.executable, "manage.py", "prepare", "--port", str(free_port())]
    both = [
        subprocess.Popen(command, cwd=site.BASE_DIR, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
        for _ in range(2)
    ]
    assert [process.wait(timeout=300) for process in both] == [0, 0]

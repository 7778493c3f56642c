"""`/readyz`, the page สถานะระบบ and `doctor` say the same of disk, back-up, migrations, mail and holidays."""

import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from config import backups
from config.status import conditions, health
from config.status.conditions import Level, all_conditions
from config.tests.cast import PASSWORD
from officials.models import User
from visits.models import Holiday, Reminder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def real_site(settings, tmp_path):
    """As on a server, before its first back-up."""
    settings.HTTPS, settings.EMAIL_HOST, settings.BACKUP_DIR = True, "mail.example", tmp_path / "backups"
    settings.BASE_DIR = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def backed_up(settings, hours):
    folder = settings.BACKUP_DIR / "20261129-023000"
    folder.mkdir(parents=True)
    finished = timezone.now() - timedelta(hours=hours)
    (folder / backups.MANIFEST).write_text(f'{{"finished_at": "{finished.isoformat()}", "bytes": 5000000}}')


def levels():
    """The worst level by code."""
    return {one.code: one.level for one in reversed(all_conditions())}


def readyz(client):
    response = client.get("/readyz", headers={"host": "10.0.0.7"})
    return response.status_code, response.content.decode()


def test_without_a_back_up_the_site_is_not_ready_and_says_no_more_than_that(client, settings):
    assert readyz(client) == (503, "not ready: back-up")
    backed_up(settings, hours=3)
    assert readyz(client) == (200, "ready")


def test_a_back_up_older_than_a_night_is_a_fault(settings):
    backed_up(settings, hours=27)
    assert levels()["back-up"] is Level.FAULT


def test_what_can_be_known_of_back_ups_that_cannot_be_read_is_said(settings):
    backed_up(settings, hours=1)
    (settings.BACKUP_DIR / "20261129-023000" / backups.MANIFEST).write_text("no manifest")
    [told] = [one for one in all_conditions() if one.code == "back-up"]
    assert (told.level, told.thai.startswith(f"อ่านข้อมูลสำรองใน {settings.BACKUP_DIR} ไม่ได้")) == (
        Level.FAULT,
        True,
    )


def test_a_demonstration_needs_no_back_up(client, settings):
    settings.DEMO = True
    assert (levels()["back-up"], readyz(client)) == (Level.CARE, (200, "ready"))


def test_settings_of_a_trial_are_told_on_a_real_site(settings):
    assert levels().keys() & {"debugging", "https", "mail"} == set()
    settings.DEBUG, settings.HTTPS, settings.EMAIL_HOST = True, False, ""
    told = {"debugging": Level.FAULT, "https": Level.CARE, "mail": Level.CARE}
    assert {code: level for code, level in levels().items() if code in told} == told


def test_migrations_that_are_pending_are_a_fault(client, settings, monkeypatch):
    backed_up(settings, hours=1)
    monkeypatch.setattr(health.Migrations, "applied", False)
    [newest] = MigrationLoader(connection).graph.leaf_nodes("visits")
    MigrationRecorder(connection).record_unapplied(*newest)
    assert readyz(client) == (503, "not ready: migrations")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of the file of SQLite")
def test_a_database_that_is_only_read_is_looked_after_and_one_that_is_gone_a_fault(
    client, settings, monkeypatch, tmp_path
):
    backed_up(settings, hours=1)
    monkeypatch.setattr(health, "READ_WRITE", "ro")
    assert (levels()["database"], readyz(client)) == (Level.CARE, (200, "ready"))
    monkeypatch.setitem(connection.settings_dict, "NAME", tmp_path / "gone.sqlite3")
    assert readyz(client) == (503, "not ready: database")
    assert levels().keys() == {"database", "disk of files", "back-up"}


def test_a_full_disk_and_an_open_env_are_faults(client, settings, monkeypatch, tmp_path):
    backed_up(settings, hours=1)
    (tmp_path / ".env").touch(mode=0o644)
    monkeypatch.setattr(conditions, "NO_ROOM", 101)
    assert readyz(client) == (503, "not ready: rights of .env, disk of files")


def test_what_was_stopped_half_way_is_told(settings):
    backed_up(settings, hours=1)
    (settings.BACKUP_DIR / f"20261129-030000{backups.HALF}").mkdir()
    assert levels()["failed back-up"] is Level.CARE


def test_letters_that_went_out_and_those_that_did_not(clerk):
    now = timezone.now()
    common = {"user": clerk, "address": "a@b.example", "kind": "digest", "text": "x", "tried_at": now}
    Reminder.objects.create(**common, about="1", sent_at=now)
    Reminder.objects.create(**common, about="2", error="refused")
    assert (levels()["reminders"], levels()["undelivered"]) == (Level.FINE, Level.CARE)


def test_doctor_says_in_both_languages_what_to_do_and_ends_with_1_only_for_faults(settings):
    out = StringIO()
    with pytest.raises(CommandError, match=r"^ต้องแก้ไข 1 เรื่อง \(1 faults\)$"):
        call_command("doctor", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[:2] == [
        "ผิด  FAULT ยังไม่เคยสำรองข้อมูล (there is no back-up yet)",
        (
            "            → สั่ง backup และตรวจตัวตั้งเวลาของการสำรองข้อมูล"
            " (run `backup`, and look at the timer field-visits-backup.timer)"
        ),
    ]
    backed_up(settings, hours=1)
    call_command("doctor", stdout=out)


def test_the_page_tells_the_administrator_alone_and_sends_a_letter_to_the_own_address(client, settings):
    User.objects.create_superuser("head", email="head@example.go.th", password=PASSWORD)
    client.force_login(User.objects.get(username="head"))
    settings.SECURE_SSL_REDIRECT = False
    page = client.get("/status/").content.decode()
    assert [word in page for word in ("ยังไม่เคยสำรองข้อมูล", "ต้องแก้ไข", "Django")] == [True, True, True]
    page = client.post("/status/", follow=True).content.decode()
    assert "ส่งอีเมลถึง head@example.go.th แล้ว" in page
    assert [letter.to for letter in mail.outbox] == [["head@example.go.th"]]


def test_the_page_asks_the_same_whether_there_are_many_holidays_and_letters(
    client, clerk, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        all_conditions()
    now = timezone.now()
    for number in range(3):
        Holiday.objects.create(date=now.date(), name=f"วัน {number}")
        Reminder.objects.create(
            user=clerk, address="a@b.c", kind="digest", about=f"{number}", text="x", tried_at=now
        )
    with django_assert_max_num_queries(6):
        all_conditions()


def test_that_libraries_of_a_pdf_are_missing_is_found_out_each_time_until_they_are_there(monkeypatch):
    import cffi

    monkeypatch.setattr(conditions.PdfLibraries, "found", False)
    with monkeypatch.context() as without:

        def not_there(*_):
            raise OSError("cannot load library 'libgobject-2.0-0'")

        without.setattr(cffi.FFI, "dlopen", not_there)
        assert levels()["pdf"] is Level.CARE
    assert ("pdf" in levels(), conditions.PdfLibraries.found) == (False, True)


READY = """
import sys
import django
django.setup()
from config.status.conditions import programs
print([one.code for one in programs()], sorted({"weasyprint", "fontTools"} & sys.modules.keys()))
"""


@pytest.mark.one_database
def test_weasyprint_is_not_loaded_to_find_out_whether_it_could_be():
    command = [sys.executable, "-c", READY]
    run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - the program above
    assert run.stdout == "[] []\n"

"""A back-up is complete or not there; what comes back is what was, table by table and file by file; nothing is overwritten."""

import fcntl
import io
import json
import os
import re
import subprocess
import sys
import tarfile

import pytest
from django.conf import settings as site
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from config import backups
from config.tests.camera import photograph
from config.tests.cast import a_directive, a_visit
from visits.models import Attachment

pytestmark = pytest.mark.django_db(transaction=True)
COPY = "restored_by_a_test"


@pytest.fixture
def records(settings, tmp_path, centre1):
    """A visit with a directive and two files, one of them waiting for a record that never came."""
    settings.MEDIA_ROOT = tmp_path / "media"
    visit = a_visit(centre1, "28/01/2566")
    a_directive(visit, to=[centre1])
    Attachment.objects.create(visit=visit, file=ContentFile(photograph(), "ภาพ.jpg"))
    waiting = settings.MEDIA_ROOT / "incoming" / "left.jpg"
    waiting.parent.mkdir(exist_ok=True)
    waiting.write_bytes(b"left")


@pytest.fixture
def backup(records, tmp_path):
    call_command("backup", to=tmp_path / "backups", keep=3, verbosity=0)
    [made] = backups.all_in(tmp_path / "backups")
    return made


@pytest.fixture
def elsewhere(tmp_path):
    """The address of an empty database."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/elsewhere.sqlite3"
        return
    one = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {COPY}")
        cursor.execute(f"CREATE DATABASE {COPY} TEMPLATE template0")
    yield f"postgres://{one['USER']}:{one['PASSWORD']}@{one['HOST']}:{one['PORT']}/{COPY}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {COPY} WITH (FORCE)")


def restored(backup, database, media):
    """What `restore` writes, and its exit code, in a site of its own."""
    environment = os.environ | {"DATABASE_URL": database, "MEDIA_ROOT": str(media)}
    command = [sys.executable, "manage.py", "restore", str(backup)]
    done = subprocess.run(  # noqa: S603 - our own words
        command, cwd=site.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr, done.returncode


def content(one):
    """Every row of every table."""
    with one.cursor() as cursor:
        tables = one.introspection.table_names(cursor)
        rows = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {one.ops.quote_name(table)} ORDER BY 1")  # noqa: S608
            rows[table] = cursor.fetchall()
        return rows


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_comes_back_is_what_was_backed_up(backup, elsewhere, tmp_path, settings):
    before = content(connection)
    output, code = restored(backup, elsewhere, tmp_path / "back")
    assert (code, output.startswith("นำข้อมูลกลับมาแล้ว")) == (0, True), output
    copy = connection.copy()
    copy.settings_dict["NAME"] = (
        COPY if connection.vendor == "postgresql" else f"{tmp_path}/elsewhere.sqlite3"
    )
    copy.settings_dict["OPTIONS"].pop("pool", None)
    assert content(copy) == before
    copy.close()
    expected = {
        name: text for name, text in files(settings.MEDIA_ROOT).items() if not name.startswith("incoming/")
    }
    assert files(tmp_path / "back") == expected


def test_a_site_that_is_not_empty_is_not_overwritten(backup, elsewhere, tmp_path, settings):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.jpg").write_bytes(b"")
    output, code = restored(backup, elsewhere, tmp_path / "full")
    assert (code, "ไม่ว่าง จึงไม่นำข้อมูลสำรองมาทับ" in output) == (1, True)
    settings.MEDIA_ROOT = tmp_path / "none"
    with pytest.raises(backups.BackupError, match="ฐานข้อมูลนี้ไม่ว่าง"):
        backups.restore(backup)


def test_a_cut_an_altered_and_a_newer_back_up_are_refused(backup):
    files_of_site = backup / backups.FILES
    whole = files_of_site.read_bytes()
    for spoilt in (whole[:-100], whole[:-1] + b"x"):
        files_of_site.write_bytes(spoilt)
        with pytest.raises(CommandError, match=r"^ข้อมูลสำรองถูกตัดหรือถูกแก้: files.tar"):
            call_command("verify_backup", backup)
    files_of_site.unlink()
    with pytest.raises(CommandError, match=r"^ข้อมูลสำรองไม่ครบ: ไม่พบ files.tar"):
        call_command("verify_backup", backup)
    files_of_site.write_bytes(whole)
    manifest = json.loads((backup / backups.MANIFEST).read_text("utf-8"))
    manifest["migrations"].append("visits.9999_of_next_year")
    (backup / backups.MANIFEST).write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(CommandError, match="รุ่นใหม่กว่า"):
        call_command("restore", backup)


def test_old_back_ups_go_and_what_was_killed_half_way_too(records, tmp_path, clock):
    folder = tmp_path / "backups"
    (folder / "20260101-000000.half").mkdir(parents=True)
    made = []
    for _ in range(3):
        made.append(backups.make(folder, keep=2))
        clock(minutes=1)
    assert backups.all_in(folder) == made[1:]
    assert sorted(path.name for path in folder.iterdir()) == [".lock", *(path.name for path in made[1:])]


def test_a_second_one_at_the_same_time_and_a_folder_that_is_none_are_refused(records, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="กำลังสำรองข้อมูลอยู่แล้ว"):
            call_command("backup", to=folder)
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="เขียนในโฟลเดอร์"):
        call_command("backup", to=tmp_path / "file" / "backups")


@pytest.mark.parametrize("odd", ["../outside.txt", "link"])
def test_an_archive_that_leads_out_of_the_folder_of_files_is_refused(tmp_path, settings, odd):
    settings.MEDIA_ROOT = tmp_path / "media"
    with tarfile.open(tmp_path / backups.FILES, "w") as archive:
        member = tarfile.TarInfo(odd)
        member.type, member.linkname = (
            (tarfile.SYMTYPE, "/etc/passwd") if odd == "link" else (tarfile.REGTYPE, "")
        )
        archive.addfile(member, io.BytesIO())
    (tmp_path / "media").mkdir()
    with (
        tarfile.open(tmp_path / backups.FILES) as archive,
        pytest.raises(tarfile.TarError, match=f"^{re.escape(odd)}: ไม่ใช่ไฟล์ของระบบ$"),
    ):
        backups._unpack(archive)
    assert sorted(path.name for path in tmp_path.rglob("*")) == [backups.FILES, "media"]

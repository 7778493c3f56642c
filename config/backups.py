"""Back-ups: one folder each with the database, the files and a manifest of checksums, complete or not there at all."""

import fcntl
import json
import os
import shutil
import sqlite3
import subprocess  # nosec B404 - runs the tools of PostgreSQL, by list and without a shell
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from config.databases import libpq_parameters
from config.stored_files import PREPARED, WAITING, stored_files

MANIFEST, FILES = "manifest.json", "files.tar"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
HALF = ".half"


@dataclass(frozen=True)
class BackupSummary:
    finished_at: datetime
    bytes: int


class BackupError(Exception):
    """A back-up cannot be made, trusted or restored; the text says why in Thai."""


def make(folder: Path, keep: int) -> Path:
    """Makes a back-up in a new folder within `folder`, then deletes the oldest ones beyond `keep`; returns its path."""
    with _alone(folder):
        for left in folder.glob(f"*{HALF}"):
            shutil.rmtree(left)
        whole = folder / f"{timezone.localtime():%Y%m%d-%H%M%S}"
        half = whole.with_name(whole.name + HALF)
        try:
            half.mkdir(mode=0o700)
            _write(half)
            half.rename(whole)
        except (OSError, sqlite3.Error, tarfile.TarError, subprocess.SubprocessError) as error:
            raise BackupError(f"สำรองข้อมูลไม่สำเร็จ ({error}) ข้อมูลสำรองเดิมยังอยู่ครบ") from error
        finally:
            shutil.rmtree(half, ignore_errors=True)
        for old in all_in(folder)[: -max(keep, 1)]:
            shutil.rmtree(old)
    return whole


def all_in(folder: Path) -> list[Path]:
    """Complete back-ups, the oldest first."""
    return sorted(path.parent for path in folder.glob(f"*/{MANIFEST}") if not path.parent.name.endswith(HALF))


def summary_of(backup: Path) -> BackupSummary:
    """When a back-up was finished and how large it is, as its manifest says; raises OSError, ValueError or KeyError."""
    manifest = json.loads((backup / MANIFEST).read_text("utf-8"))
    return BackupSummary(datetime.fromisoformat(manifest["finished_at"]), manifest["bytes"])


def is_running(folder: Path) -> bool:
    """Whether a back-up is being made in the folder now."""
    try:
        with _alone(folder):
            return False
    except BackupError:
        return True


def verified(backup: Path) -> dict[str, Any]:
    """The manifest of a back-up whose every file is there and unchanged; raises BackupError."""
    try:
        manifest = json.loads((backup / MANIFEST).read_text("utf-8"))
        parts, vendor = manifest["parts"], manifest["vendor"]
        expected = {FILES, DATABASES[vendor]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{backup} ไม่ใช่ข้อมูลสำรองที่สมบูรณ์ ({error})") from error
    if set(parts) != expected:
        raise BackupError(f"{backup} ไม่ใช่ข้อมูลสำรองที่สมบูรณ์ (รายชื่อไฟล์ไม่ครบ)")
    for name, checksum in parts.items():
        if not (backup / name).is_file():
            raise BackupError(f"ข้อมูลสำรองไม่ครบ: ไม่พบ {name}")
        if _checksum(backup / name) != checksum:
            raise BackupError(f"ข้อมูลสำรองถูกตัดหรือถูกแก้: {name} ไม่ตรงกับค่าตรวจสอบ")
    return manifest


def restore(backup: Path) -> dict[str, Any]:
    """Puts a verified back-up into a site without any table and without files; returns its manifest; raises BackupError."""
    manifest = verified(backup)
    if manifest["vendor"] != connection.vendor:
        raise BackupError(f"ข้อมูลสำรองนี้เป็นของ {manifest['vendor']} แต่ระบบนี้ใช้ {connection.vendor}")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    replaced = {
        f"{app}.{name}" for row in MigrationLoader(None).replacements.values() for app, name in row.replaces
    }
    if newer := sorted(set(manifest["migrations"]) - known - replaced):
        raise BackupError(f"ข้อมูลสำรองมาจากระบบรุ่นใหม่กว่า (ไม่รู้จัก {newer[0]}) ให้ติดตั้งรุ่นนั้นก่อน")
    try:
        if next(stored_files(), None):
            raise BackupError("ที่เก็บไฟล์ไม่ว่าง จึงไม่นำข้อมูลสำรองมาทับ")
    except OSError as error:
        raise BackupError(f"อ่านที่เก็บไฟล์ไม่ได้ ({error})") from error
    # Asking would make the file of SQLite.
    exists = connection.vendor != "sqlite" or Path(connection.settings_dict["NAME"]).exists()
    if exists and connection.introspection.table_names():
        raise BackupError("ฐานข้อมูลนี้ไม่ว่าง จึงไม่นำข้อมูลสำรองมาทับ ให้ใช้ฐานข้อมูลใหม่")
    try:
        _load(backup / DATABASES[connection.vendor])
        with tarfile.open(backup / FILES) as archive:
            _unpack(archive)
    except (OSError, sqlite3.Error, tarfile.TarError, subprocess.SubprocessError) as error:
        raise BackupError(f"นำข้อมูลสำรองกลับมาไม่สำเร็จ ({error})") from error
    with connection.cursor() as cursor:
        rows = _rows(cursor, _tables() & set(manifest["rows"]))
    if rows != manifest["rows"]:
        raise BackupError("จำนวนแถวหลังนำกลับไม่ตรงกับข้อมูลสำรอง")
    return manifest


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise BackupError(f"เขียนในโฟลเดอร์ {folder} ไม่ได้ ({error})") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError("กำลังสำรองข้อมูลอยู่แล้ว จึงไม่เริ่มซ้ำ") from None
        yield


def _write(half: Path) -> None:
    """The database first: a file is on the disk before a record names it, so the files hold at least those of the records."""
    rows, migrations = _dump(half / DATABASES[connection.vendor])
    with tarfile.open(half / FILES, "w") as archive:
        for stored in stored_files():
            # Left out is what waits for a record, and what is made again.
            if stored.name.split("/")[0] in (WAITING, PREPARED):
                continue
            member = tarfile.TarInfo(stored.name)
            member.size, member.mtime = stored.size, int(stored.modified_at.timestamp())
            # Somebody may delete a file meanwhile, whose record is then deleted too.
            with suppress(FileNotFoundError), default_storage.open(stored.name) as file:
                archive.addfile(member, file)
    parts = {name: _checksum(half / name) for name in (FILES, DATABASES[connection.vendor])}
    for name in parts:
        os.chmod(half / name, 0o600)
    manifest = {
        "vendor": connection.vendor,
        "finished_at": timezone.now().isoformat(),
        "migrations": migrations,
        "rows": rows,
        "parts": parts,
        "bytes": sum((half / name).stat().st_size for name in parts),
    }
    (half / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
    # On the disk before the folder gets its name: a power cut must not leave a whole name on half a back-up.
    for path in (*half.iterdir(), half):
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def _dump(copy: Path) -> tuple[dict[str, int], list[str]]:
    """Dumps the database; rows by table and applied migrations are those of the very snapshot that is dumped."""
    tables = _tables()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(copy)) as target:
            connection.connection.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            return _rows(target.cursor(), tables), _applied(target.cursor())
    with transaction.atomic(), connection.cursor() as cursor:
        if len(connection.savepoint_ids) == 0:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        [snapshot] = cursor.fetchone()
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={copy}", _address())
        return _rows(cursor, tables), _applied(cursor)


def _tables() -> set[str]:
    """Tables of the site's own models, many-to-many tables included, as far as they exist."""
    return set(connection.introspection.django_table_names(only_existing=True))


def _rows(cursor: Any, tables: set[str]) -> dict[str, int]:
    counts = {}
    for table in sorted(tables):
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # nosec B608 # noqa: S608 - our own names
        counts[table] = cursor.fetchone()[0]
    return counts


def _applied(cursor: Any) -> list[str]:
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
    return [f"{app}.{name}" for app, name in cursor.fetchall()]


def _load(copy: Path) -> None:
    """Puts a dumped database into this site."""
    if connection.vendor == "postgresql":
        options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        _run("pg_restore", *options, "--dbname", _address(), str(copy))
        return
    path = Path(connection.settings_dict["NAME"])
    connection.close()
    for left in ("", "-wal", "-shm"):
        path.with_name(path.name + left).unlink(missing_ok=True)
    with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(path)) as target:
        if source.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupError("ฐานข้อมูลในข้อมูลสำรองเสียหาย")
        source.backup(target)


def _unpack(archive: tarfile.TarFile) -> None:
    """Only files and folders, only within the storage; the Python of Debian 12 (3.11.2) knows no filters that would say so."""
    for member in archive:
        path = PurePosixPath(member.name)
        if path.is_absolute() or ".." in path.parts or not (member.isdir() or member.isfile()):
            raise tarfile.TarError(f"{member.name}: ไม่ใช่ไฟล์ของระบบ")
        source = archive.extractfile(member)
        if source and default_storage.save(member.name, File(source)) != member.name:
            raise tarfile.TarError(f"{member.name}: มีไฟล์ชื่อนี้อยู่แล้ว")


def _parameters() -> dict[str, Any]:
    """How PostgreSQL's own programs reach the database."""
    if settings.DATABASE_DIRECT_URL:
        from psycopg.conninfo import conninfo_to_dict

        return conninfo_to_dict(settings.DATABASE_DIRECT_URL)
    return libpq_parameters(connection.get_connection_params())


def _address() -> str:
    """The same in one line; the password goes by the environment."""
    from psycopg.conninfo import make_conninfo

    return make_conninfo(**{name: value for name, value in _parameters().items() if name != "password"})


def program(name: str) -> str | None:
    """Where a program of PostgreSQL lies, the newest of several; None where it is missing."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(newest[-1]) if newest else shutil.which(name)


def _run(name: str, *arguments: str) -> None:
    if not (found := program(name)):
        raise BackupError(f"ไม่พบโปรแกรม {name} ให้ติดตั้ง postgresql-client")
    environment = os.environ | {"PGPASSWORD": str(_parameters().get("password") or "")}
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)  # nosec B603 # noqa: S603 - PostgreSQL's own programs
    if done.returncode:
        raise subprocess.SubprocessError(" ".join(done.stderr.split())[-500:])


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()

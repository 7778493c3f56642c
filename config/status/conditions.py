"""How the site stands, point by point: one list for `/readyz`, the page of the administrator and `manage.py doctor`.

A package above this one adds its own points by `register`.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from config import backups
from config.databases import REPLICA, or_of_driver
from config.replica import replica_lag
from config.status.health import Migrations, Unavailable, can_write
from config.stored_files import FilesAway, check_storage
from config.thai.dates import thai_date, thai_time

# A back-up of every night may be late by two hours.
OLDEST_BACKUP = timedelta(hours=26)
# Free parts of a disk, in percent.
LITTLE_ROOM, NO_ROOM = 15, 5
THAI_PLACES = {"files": "ไฟล์แนบ", "backups": "ข้อมูลสำรอง", "database": "ฐานข้อมูล"}


class Level(IntEnum):
    """FINE; CARE: somebody should look at it; FAULT: the site does not do all it should, and `/readyz` says 503."""

    FINE, CARE, FAULT = 0, 1, 2


@dataclass(frozen=True)
class SiteCondition:
    """One point: what it is, how it stands, and what to do about it; in Thai, and in English for who runs the server."""

    code: str
    level: Level
    thai: str
    english: str
    advice: str = ""
    advice_english: str = ""


Check = Callable[[], Iterator[SiteCondition]]
CHECKS: list[Check] = []


def register(check: Check) -> Check:
    """Adds points to the list; a decorator."""
    CHECKS.append(check)
    return check


def all_conditions() -> list[SiteCondition]:
    """Every point, the faults first. Where the database does not answer, only what can be known without it."""
    found = list(database())
    if found[0].level is not Level.FAULT:
        for check in CHECKS:
            found.extend(check())
    found.extend(disks())
    found.extend(last_backup())
    return sorted(found, key=lambda one: -one.level)


def database() -> Iterator[SiteCondition]:
    """Whether it answers, can be written, and has the tables of this release."""
    try:
        is_writable = can_write()
        are_migrated = Migrations.are_applied()
    except or_of_driver(Unavailable, DatabaseError, sqlite3.Error):
        yield SiteCondition(
            "database",
            Level.FAULT,
            "ติดต่อฐานข้อมูลไม่ได้",
            "the database does not answer",
            "ตรวจว่า PostgreSQL ทำงาน และค่า DATABASE_URL ถูกต้อง",
            "see whether PostgreSQL runs and DATABASE_URL is right",
        )
        return
    if is_writable:
        yield SiteCondition(
            "database", Level.FINE, "ฐานข้อมูลตอบและบันทึกได้", "the database answers and can be written"
        )
    else:
        yield SiteCondition(
            "database",
            Level.CARE,
            "ฐานข้อมูลอ่านได้อย่างเดียว",
            "the database can only be read",
            "ตรวจสิทธิ์ของไฟล์ เนื้อที่ดิสก์ หรือว่าเครื่องนี้เป็นเครื่องสำรอง",
            "look at the rights of the file, the room on its disk, or whether this server is a standby",
        )
    if not are_migrated:
        yield SiteCondition(
            "migrations",
            Level.FAULT,
            "โครงสร้างฐานข้อมูลยังไม่เป็นรุ่นนี้",
            "migrations are pending",
            "สั่ง migrate",
            "run `migrate`",
        )
    else:
        yield SiteCondition("migrations", Level.FINE, "โครงสร้างฐานข้อมูลเป็นรุ่นนี้", "all migrations are applied")


def disks() -> Iterator[SiteCondition]:
    """How much room is left where files, back-ups and an embedded database lie; one point a disk."""
    places = {"backups": Path(settings.BACKUP_DIR)}
    if isinstance(default_storage, FileSystemStorage):
        places = {"files": Path(default_storage.location)} | places
    if connection.vendor == "sqlite":
        places["database"] = Path(connection.settings_dict["NAME"]).parent
    seen = set()
    for name, place in places.items():
        while not place.exists():
            place = place.parent
        if (disk := place.stat().st_dev) in seen:
            continue
        seen.add(disk)
        room = shutil.disk_usage(place)
        percent = 100 * room.free // room.total
        level = Level.FAULT if percent < NO_ROOM else Level.CARE if percent < LITTLE_ROOM else Level.FINE
        yield SiteCondition(
            f"disk of {name}",
            level,
            f"ดิสก์ของ{THAI_PLACES[name]}ว่าง {filesizeformat(room.free)} ({percent}%)",
            f"{percent} % of the disk of {place} is free",
            "" if level is Level.FINE else "เพิ่มเนื้อที่ หรือย้ายข้อมูลสำรองไปดิสก์อื่น (BACKUP_DIR)",
            "" if level is Level.FINE else "add room, or put the back-ups on another disk (BACKUP_DIR)",
        )


def last_backup() -> Iterator[SiteCondition]:
    """How old and how large the newest back-up is. Back-ups may lie where only another account reads: then that is said."""
    advice, advice_english = (
        "สั่ง backup และตรวจตัวตั้งเวลาของการสำรองข้อมูล",
        ("run `backup`, and look at the timer field-visits-backup.timer"),
    )
    try:
        found = backups.all_in(Path(settings.BACKUP_DIR))
        newest = backups.summary_of(found[-1]) if found else None
    except (OSError, ValueError, KeyError) as error:
        yield SiteCondition(
            "back-up",
            Level.FAULT,
            f"อ่านข้อมูลสำรองใน {settings.BACKUP_DIR} ไม่ได้ ({error})",
            f"the back-ups in {settings.BACKUP_DIR} cannot be read ({error})",
            advice,
            advice_english,
        )
        return
    if newest is None:
        level = Level.CARE if settings.DEMO else Level.FAULT
        yield SiteCondition(
            "back-up", level, "ยังไม่เคยสำรองข้อมูล", "there is no back-up yet", advice, advice_english
        )
        return
    if len(list(Path(settings.BACKUP_DIR).glob(f"*{backups.HALF}"))) and not backups.is_running(
        Path(settings.BACKUP_DIR)
    ):
        yield SiteCondition(
            "failed back-up",
            Level.CARE,
            "การสำรองข้อมูลครั้งล่าสุดหยุดกลางคัน ข้อมูลสำรองก่อนหน้ายังอยู่ครบ",
            "the last back-up was stopped half-way; those before are whole",
            advice,
            advice_english,
        )
    age = timezone.now() - newest.finished_at
    hours = int(age.total_seconds() // 3600)
    is_old = age > OLDEST_BACKUP
    when = timezone.localtime(newest.finished_at)
    yield SiteCondition(
        "back-up",
        Level.FAULT if is_old else Level.FINE,
        f"สำรองข้อมูลล่าสุด {thai_date(when.date())} เวลา {thai_time(when)} ({hours} ชั่วโมงก่อน) ขนาด {filesizeformat(newest.bytes)}",
        f"the last back-up is {hours} hours old and has {newest.bytes / 1e6:.1f} MB",
        advice if is_old else "",
        advice_english if is_old else "",
    )


@register
def settings_of_a_real_site() -> Iterator[SiteCondition]:
    """What must be otherwise once real people work on it."""
    if settings.DEBUG:
        yield SiteCondition(
            "debugging",
            Level.FAULT,
            "DEBUG=1 แสดงรหัสต้นฉบับให้ผู้พบข้อผิดพลาดเห็น",
            "DEBUG=1 shows the source to everybody who meets an error",
            "ตั้ง DEBUG=0",
            "set DEBUG=0",
        )
    if not settings.HTTPS and not settings.DEMO:
        yield SiteCondition(
            "https",
            Level.CARE,
            "HTTPS=0 คุกกี้ของการเข้าสู่ระบบเดินทางโดยไม่เข้ารหัส",
            "HTTPS=0: cookies travel unencrypted",
            "ตั้ง HTTPS=1 หลังพร็อกซีที่ใช้ TLS",
            "set HTTPS=1 behind a proxy that ends TLS",
        )
    if not settings.EMAIL_HOST:
        yield SiteCondition(
            "mail",
            Level.CARE,
            "ยังไม่ได้ตั้งเครื่องส่งอีเมล จึงไม่มีการแจ้งเตือนทางอีเมล",
            "no mail server is set: nobody is reminded by e-mail",
            "ตั้ง EMAIL_HOST แล้วทดลองส่งที่หน้าสถานะระบบ",
            "set EMAIL_HOST, then send a test on the page /status/",
        )
    file = Path(settings.BASE_DIR, ".env")
    if file.exists() and file.stat().st_mode & 0o077:
        yield SiteCondition(
            "rights of .env",
            Level.FAULT,
            f"บัญชีอื่นในเครื่องอ่าน {file} ได้ ซึ่งมีรหัสผ่านและกุญแจของระบบ",
            f"other accounts of this machine may read {file}, which holds passwords and keys",
            f"สั่ง chmod 600 {file}",
            f"chmod 600 {file}",
        )


@register
def bucket() -> Iterator[SiteCondition]:
    """Whether the bucket of the files answers, where they lie in one."""
    if isinstance(default_storage, FileSystemStorage):
        return
    try:
        check_storage()
    except FilesAway as error:
        yield SiteCondition(
            "files",
            Level.FAULT,
            "ที่จัดเก็บไฟล์ (MEDIA_STORAGE) ไม่ตอบ",
            f"the bucket of the files does not answer ({error})",
            "ตรวจชื่อถัง กุญแจ AWS_… ใน .env และเครื่องที่ให้บริการ",
            "look at the name of the bucket, the keys AWS_… in .env and the service itself",
        )
    else:
        yield SiteCondition("files", Level.FINE, "ที่จัดเก็บไฟล์ตอบ", "the bucket of the files answers")


@register
def replica() -> Iterator[SiteCondition]:
    """How far the replica that pages are read from is behind, where there is one."""
    if REPLICA not in settings.DATABASES:
        return
    advice = "ระบบอ่านจากฐานข้อมูลหลักแทนระหว่างนี้ ตรวจเครื่องสำรองและเครือข่าย (DATABASE_REPLICA_URL)"
    advice_english = "pages are read from the primary meanwhile; look at the replica and the network (DATABASE_REPLICA_URL)"
    try:
        lag = replica_lag()
    except or_of_driver(DatabaseError) as error:
        reason = " ".join(str(error).split())[:200]
        yield SiteCondition(
            "replica",
            Level.FAULT,
            "ฐานข้อมูลสำรองสำหรับอ่านไม่ตอบ",
            f"the replica does not answer ({reason})",
            advice,
            advice_english,
        )
        return
    is_late = lag > settings.REPLICA_LAG_SECONDS
    yield SiteCondition(
        "replica",
        Level.FAULT if is_late else Level.FINE,
        f"ฐานข้อมูลสำรองสำหรับอ่านตามหลัง {lag:.0f} วินาที",
        f"the replica is {lag:.1f} seconds behind",
        advice if is_late else "",
        advice_english if is_late else "",
    )


class PdfLibraries:
    """Whether the system has what WeasyPrint renders with; not looked at again once it had."""

    found = False

    @classmethod
    def are_there(cls) -> bool:
        if not cls.found:
            package: Any = find_spec("weasyprint")
            try:
                # Only the module that opens them: all of WeasyPrint takes a second and 20 MB, which no page needs.
                run_path(str(Path(package.origin).parent / "text" / "ffi.py"))
            except OSError:
                return False
            cls.found = True
        return True


@register
def programs() -> Iterator[SiteCondition]:
    """What the site calls that is no part of Python."""
    if not PdfLibraries.are_there():
        yield SiteCondition(
            "pdf",
            Level.CARE,
            "ยังออกรายงาน PDF ไม่ได้ เพราะขาดส่วนประกอบของระบบปฏิบัติการ",
            "PDF cannot be made: three system libraries are missing",
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-droid-fallback",
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-droid-fallback",
        )
    if connection.vendor == "postgresql" and not backups.program("pg_dump"):
        yield SiteCondition(
            "pg_dump",
            Level.FAULT,
            "ไม่พบโปรแกรม pg_dump จึงสำรองข้อมูลไม่ได้",
            "pg_dump is missing: nothing can be backed up",
            "apt-get install postgresql-client",
            "apt-get install postgresql-client",
        )

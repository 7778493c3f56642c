"""Checks of the database; run by `manage.py migrate`, `check --database default` and the start of the site."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

SPEECHLESS = {"C", "POSIX"}
LOCALE = "SELECT datctype FROM pg_database WHERE datname = current_database()"


@register(Tags.database)
def thai_can_be_searched(databases: Sequence[str] | None = None, **_: Any) -> list[Error]:
    """Refuses lc_ctype=C, with which PostgreSQL sees no letters in Thai: trigram indexes stay empty and find nothing."""
    found = {alias: locale_of(connections[alias]) for alias in databases or ()}
    return [
        Error(
            f"ฐานข้อมูล {alias} ใช้ lc_ctype={locale} จึงค้นภาษาไทยไม่ได้ "
            f"(database {alias} has lc_ctype={locale}: Thai text cannot be searched)",
            hint="CREATE DATABASE … LC_CTYPE 'C.UTF-8' TEMPLATE template0",
            id="config.E001",
        )
        for alias, locale in found.items()
        if locale in SPEECHLESS
    ]


def refuse_faulty_database() -> None:
    """Raises ImproperlyConfigured with the errors of the database checks: with these the site does not start.

    A database that cannot be reached is no such error: it may come back.
    """
    try:
        messages = run_checks(tags=[Tags.database], databases=["default"])
    except DatabaseError:
        return
    if errors := [f"{one.msg} [{one.hint}]" for one in messages if one.is_serious()]:
        raise ImproperlyConfigured("\n".join(errors))


def locale_of(connection: BaseDatabaseWrapper) -> str | None:
    """The character locale of a PostgreSQL database; None of any other."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(LOCALE)
        return cursor.fetchone()[0]


@register(Tags.database)
def no_migration_stopped_half_way(databases: Sequence[str] | None = None, **_: Any) -> list[Error]:
    """Refuses a database with some, but not all, of the migrations that a start replaces: it can continue from neither."""
    replaced: dict[str, list[str]] = {}
    for (app, _name), migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items():
        replaced.setdefault(app, []).extend(name for _app, name in migration.replaces)
    errors = []
    for alias in databases or ():
        applied = MigrationRecorder(connections[alias]).applied_migrations()
        for app, names in replaced.items():
            present = [name for name in names if (app, name) in applied]
            if not 0 < len(present) < len(names):
                continue
            errors.append(
                Error(
                    f"ฐานข้อมูล {alias} ปรับโครงสร้างค้างไว้ที่ {app}.{max(present)} จึงใช้กับรุ่นนี้ไม่ได้ "
                    f"(database {alias} stopped half-way at {app}.{max(present)})",
                    hint="ติดตั้งรุ่นก่อนหน้า สั่ง python manage.py migrate ให้ครบ แล้วจึงใช้รุ่นนี้ หรือกู้คืนจากสำรองข้อมูล",
                    id="config.E002",
                )
            )
    return errors

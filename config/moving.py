"""Carries every row of this site's database into an empty PostgreSQL, and proves that all of it arrived.

Rows are carried as they are, history and keys included, below models and signals: `loaddata` would save each row anew,
write history about it and stop at the second history row of an account.
"""

import os
import subprocess  # nosec B404 - runs our own manage.py, by list and without a shell
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import environ
import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Field, GeneratedField, Model

TARGET = "moved_to"
ROWS_AT_A_TIME = 2000


class MoveError(Exception):
    """The database cannot be moved; the text says why in Thai."""


@dataclass(frozen=True)
class TableContents:
    """How many rows a table has, and the sum of their checksums, the same in whatever order they lie."""

    rows: int
    checksum: int


def move(url: str) -> dict[str, TableContents]:
    """Carries all rows into the empty PostgreSQL at `url` in one transaction; returns what lies there now by table.

    Raises MoveError, and leaves the target as empty as it was, where anything fails or differs.
    """
    source, target = connections["default"], connection_to(url)
    executor = MigrationExecutor(source)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise MoveError("ฐานข้อมูลเดิมยังไม่ได้ปรับโครงสร้างเป็นรุ่นนี้ ให้สั่ง migrate ก่อน")
    try:
        if target.introspection.table_names():
            raise MoveError("ฐานข้อมูลปลายทางไม่ว่าง จึงไม่ย้ายข้อมูลไปทับ ให้ใช้ฐานข้อมูลใหม่")
        try:
            create_tables(url)
            return carry_all(source, target)
        except (DatabaseError, psycopg.Error, MoveError):
            # Empty again, as it was found: the next attempt may use it.
            with target.cursor() as cursor:
                for table in target.introspection.table_names(cursor):
                    cursor.execute(f"DROP TABLE IF EXISTS {target.ops.quote_name(table)} CASCADE")
            raise
    except (DatabaseError, psycopg.Error) as error:  # COPY raises the driver's own
        raise MoveError(f"ย้ายข้อมูลไม่สำเร็จ ({' '.join(str(error).split())[:300]}) ฐานข้อมูลเดิมยังอยู่ครบ") from error
    finally:
        target.close()


def carry_all(source: BaseDatabaseWrapper, target: BaseDatabaseWrapper) -> dict[str, TableContents]:
    """Copies all tables at one moment of the source; what `migrate` itself has written makes room."""
    # On SQLite this holds the right to write: nothing can be saved into the old database meanwhile.
    with transaction.atomic(), transaction.atomic(using=TARGET), target.cursor() as cursor:
        if source.vendor == "postgresql":
            with source.cursor() as moment:
                moment.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        names = [target.ops.quote_name(model._meta.db_table) for model in models()]
        cursor.execute(f"TRUNCATE {', '.join(names)}")
        before = {model._meta.db_table: carry(model, target) for model in models()}
        for statement in target.ops.sequence_reset_sql(no_style(), models()):
            cursor.execute(statement)
        after = {model._meta.db_table: contents(model, TARGET) for model in models()}
        if changed := sorted(table for table in before if before[table] != after[table]):
            raise MoveError(f"ข้อมูลหลังย้ายไม่ตรงกับเดิมในตาราง {', '.join(changed)} จึงไม่บันทึกข้อมูลที่ปลายทาง")
    return after


def connection_to(url: str) -> BaseDatabaseWrapper:
    """A connection of its own, without a pool; raises MoveError where the address is none of PostgreSQL."""
    try:
        values = environ.Env.db_url_config(url) if url.startswith(("postgres://", "postgresql://")) else {}
    except ValueError as error:
        raise MoveError(f"ที่อยู่ฐานข้อมูลปลายทางไม่ถูกต้อง ({error})") from error
    if values.get("ENGINE") != "django.db.backends.postgresql":
        raise MoveError("ที่อยู่ฐานข้อมูลปลายทางต้องเป็น postgres://ผู้ใช้:รหัสผ่าน@เครื่อง:พอร์ต/ฐานข้อมูล")
    connections.databases[TARGET] = connections.configure_settings({"default": {}, TARGET: values})[TARGET]
    return connections[TARGET]


def create_tables(url: str) -> None:
    """Migrates in a separate process whose only database is the new one, as on the site that will run on it."""
    done = subprocess.run(  # nosec B603
        [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise MoveError(f"สร้างตารางในฐานข้อมูลปลายทางไม่สำเร็จ: {done.stderr.strip().splitlines()[-1]}")


def models() -> list[type[Model]]:
    """Every model with a table of its own, the tables between two models included."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def carry(model: type[Model], target: BaseDatabaseWrapper) -> TableContents:
    """Copies the rows of one table; returns what was read. What the database computes itself it computes anew."""
    fields = model._meta.local_concrete_fields
    stored = [place for place, field in enumerate(fields) if not isinstance(field, GeneratedField)]
    columns = ", ".join(target.ops.quote_name(fields[place].column) for place in stored)
    table = target.ops.quote_name(model._meta.db_table)
    count = checksum = 0
    with target.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows_of(model, "default", fields):
            count, checksum = count + 1, checksum + checksum_of(row)
            copy.write_row([fields[place].get_db_prep_save(row[place], target) for place in stored])
    return TableContents(count, checksum)


def contents(model: type[Model], database: str) -> TableContents:
    """What a table holds, as Python reads it, so that both kinds of database can be compared."""
    count = checksum = 0
    for row in rows_of(model, database, model._meta.local_concrete_fields):
        count, checksum = count + 1, checksum + checksum_of(row)
    return TableContents(count, checksum)


def rows_of(model: type[Model], database: str, fields: Sequence[Field]) -> Iterator[tuple[Any, ...]]:
    """Values of all rows, in no particular order."""
    names = [field.attname for field in fields]
    rows = model._base_manager.using(database).order_by().values_list(*names)
    return rows.iterator(chunk_size=ROWS_AT_A_TIME)


def checksum_of(row: tuple[Any, ...]) -> int:
    """Of the values as Python writes them: the same for an equal row of either database."""
    return int.from_bytes(sha256(repr(row).encode()).digest())

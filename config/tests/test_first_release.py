"""An empty database and one of the first release become, migration by migration, what the models say and the tests stand on.

`first_release/` holds the statements by which its own 23 migrations made its tables on each database, and their names.
"""

import gzip
import re
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from config import word_index

# The migrations take longer than any other test.
pytestmark = [pytest.mark.django_db, pytest.mark.scan]

TABLES = Path(__file__).with_name("first_release")
# Per table one line for each column, constraint and index, as PostgreSQL itself writes it.
POSTGRESQL = """
    SELECT c.relname, concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
               CASE WHEN a.attnotnull THEN 'NOT NULL' END, 'identity=' || a.attidentity::text,
               'generated=' || a.attgenerated::text, pg_get_expr(d.adbin, d.adrelid), 'collation=' || a.attcollation::text)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
"""
# As migrated -> as the models say: a key of Django's own, and checks that keep the name that their column had.
OTHERWISE = {
    ("auth_group_permissions", f"id {kind} NOT NULL identity=d generated= collation=0")
    for kind in ("bigint", "integer")
} | {
    (table, f"{table}_{column}_check CHECK ((target >= 0))")
    for table in ("units_merge", "units_historicalmerge")
    for column in ("kept", "target")
}
SQLITE = (
    "SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
)


def lines_of(database):
    """(table, column, constraint or index) of a whole database."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
            return set(cursor.fetchall())
        cursor.execute(SQLITE)
        return {(table, line) for table, sql in cursor.fetchall() for line in parts_of(sql)}


def parts_of(sql):
    """An index as it is; of a table each part between two commas that stand in no inner bracket, for their order says nothing."""
    if not sql.startswith("CREATE TABLE"):
        return [sql]
    body, depth, parts = sql[sql.index("(") + 1 : sql.rindex(")")], 0, [""]
    for piece in re.split(r"('[^']*'|[(),])", body):
        depth += (piece == "(") - (piece == ")")
        if piece == "," and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return [part.strip() for part in parts]


@pytest.fixture(params=["nothing", "first release"])
def old_database(request, tmp_path):
    """A connection to a database as the first release left it, or to an empty one."""
    script = gzip.decompress((TABLES / f"{connection.vendor}.sql.gz").read_bytes()).decode()
    if request.param == "nothing":
        script = ""
    with (on_postgresql if connection.vendor == "postgresql" else on_sqlite)(script, tmp_path) as database:
        connections["first_release"] = database
        yield database
        database.close()
        del connections["first_release"]


@contextmanager
def on_sqlite(script, folder):
    database = connection.copy("first_release")
    database.settings_dict["NAME"] = str(folder / "first_release.sqlite3")
    with closing(sqlite3.connect(database.settings_dict["NAME"])) as made:
        made.executescript(script)
    yield database


@contextmanager
def on_postgresql(script, folder):
    database = connection.copy("first_release")
    values = database.settings_dict
    values["NAME"] += "_first"
    values["OPTIONS"].pop("pool")
    server = {name: values[name.upper()] or None for name in ("host", "port", "user", "password")}
    with closing(psycopg.connect(dbname="postgres", autocommit=True, **server)) as administration:
        administration.execute(f'DROP DATABASE IF EXISTS "{values["NAME"]}"')
        administration.execute(f'CREATE DATABASE "{values["NAME"]}"')
        with closing(psycopg.connect(dbname=values["NAME"], autocommit=True, **server)) as made:
            made.execute(script)
        yield database
        administration.execute(f'DROP DATABASE "{values["NAME"]}"')


def test_migrations_leave_the_tables_of_the_models(old_database):
    executor = MigrationExecutor(old_database)
    executor.migrate(executor.loader.graph.leaf_nodes())
    word_index.prepare(using="first_release")
    old, new = lines_of(old_database), lines_of(connection)
    assert old ^ new == (OTHERWISE if connection.vendor == "postgresql" else set())
    assert len(new) > 1_500

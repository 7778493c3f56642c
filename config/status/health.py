"""The health probe for machines: `ok`, `read-only`, or 503 with the reason, within two seconds."""

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.databases import libpq_parameters, or_of_driver

# Options of a connection outside the pool, whose connections may all be waiting for a server that is gone.
WITHIN = {"connect_timeout": 2, "tcp_user_timeout": 1500}
# How the file of SQLite is opened to find out whether it can be written.
READ_WRITE = "rw"
READ_ONLY = "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on'"


class Unavailable(Exception):
    """The database does not answer, or is empty or missing; the text is the reason."""


class Migrations:
    """Whether all migrations are applied; not queried again once it is true."""

    applied = False

    @classmethod
    def are_applied(cls) -> bool:
        if not cls.applied:
            executor = MigrationExecutor(connection)
            cls.applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return cls.applied


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Plain text, the same for every host and session."""
    try:
        writable = can_write()
        if not Migrations.are_applied():
            return plain("migrations pending", 503)
    except or_of_driver(Unavailable, DatabaseError, sqlite3.Error):
        return plain("database unavailable", 503)
    return plain("ok" if writable else "read-only")


def can_write() -> bool:
    """Whether the database takes writes; raises `Unavailable` or the driver's own where it does not answer."""
    if connection.vendor == "postgresql":
        import psycopg

        parameters = libpq_parameters(connection.get_connection_params()) | WITHIN
        with psycopg.connect(**parameters) as probe:
            # For this transaction alone: pgbouncer takes no options with a connection.
            probe.execute("SET LOCAL statement_timeout = 1500")
            row = probe.execute(READ_ONLY).fetchone()
        return not (row and row[0])
    path = Path(connection.settings_dict["NAME"])
    if not path.is_file() or not path.stat().st_size:
        raise Unavailable
    address = f"file:{quote(str(path))}?mode={READ_WRITE}"
    # Takes the write lock and releases it; a lock held by somebody else shows that writing works.
    with closing(sqlite3.connect(address, uri=True, timeout=0.3, isolation_level=None)) as file:
        try:
            file.execute("BEGIN IMMEDIATE")
            file.execute("UPDATE django_migrations SET name = name WHERE id < 0")
            file.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            code = error.sqlite_errorcode & 0xFF
            if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL):
                return False
            return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return True


def plain(text: str, status: int = 200) -> HttpResponse:
    """An answer that a machine reads."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")

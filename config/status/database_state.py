"""What an error of the database, or of the place of the files, means for a reader: unreachable, busy, or read-only."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from enum import Enum

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

log = logging.getLogger(__name__)

# SQLSTATE of PostgreSQL: a standby or a session that only reads; no room left.
READ_ONLY_STATES = {"25006", "53100"}
# A deadlock, a lock or a statement that took too long.
BUSY_STATES = {"40001", "40P01", "55P03", "57014"}
# Milliseconds for which a note waits on SQLite while somebody else writes.
PATIENCE = 300


class Fault(Enum):
    """GONE: nothing can be read. BUSY: try again. READ_ONLY: nothing can be saved. UNLOGGED: shown only if it is logged.

    FILES: the bucket of the files does not answer.
    """

    GONE, BUSY, READ_ONLY, UNLOGGED, FILES = "gone", "busy", "read-only", "unlogged", "files"


class NotLogged(DatabaseError):
    """Raised where the usage log takes no line about data that must not be shown without one."""


def fault_of(error: BaseException | None) -> Fault | None:
    """What an exception says about the database; None where it says nothing."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    if isinstance(error, NotLogged):
        return Fault.UNLOGGED
    cause = error.__cause__ or error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_CANTOPEN) & 0xFF
        return _SQLITE_FAULTS.get(code)
    if getattr(cause, "sqlstate", None) in READ_ONLY_STATES:
        return Fault.READ_ONLY
    if getattr(cause, "sqlstate", None) in BUSY_STATES:
        return Fault.BUSY
    return Fault.GONE if isinstance(error, OperationalError | InterfaceError) else None


_SQLITE_FAULTS = {
    sqlite3.SQLITE_READONLY: Fault.READ_ONLY,
    sqlite3.SQLITE_FULL: Fault.READ_ONLY,
    sqlite3.SQLITE_BUSY: Fault.BUSY,
    sqlite3.SQLITE_LOCKED: Fault.BUSY,
    sqlite3.SQLITE_CANTOPEN: Fault.GONE,
    sqlite3.SQLITE_IOERR: Fault.GONE,
    sqlite3.SQLITE_NOTADB: Fault.GONE,
    sqlite3.SQLITE_CORRUPT: Fault.GONE,
}


class ReadOnly:
    """Whether this process has met a database that can only be read, in the last minute."""

    SECONDS = 60
    until = 0.0

    @classmethod
    def note(cls) -> None:
        """A write was refused."""
        cls.until = time.monotonic() + cls.SECONDS

    @classmethod
    def is_on(cls) -> bool:
        """Whether a write has been refused within the last minute."""
        return time.monotonic() < cls.until


class Outage:
    """After a failure every request is refused at once; every few seconds one is let through to try again."""

    SECONDS = 3
    LONGEST_TRY = 15
    until = 0.0
    _lock = threading.Lock()

    @classmethod
    def begin(cls) -> None:
        """The database did not answer."""
        cls.until = time.monotonic() + cls.SECONDS

    @classmethod
    def end(cls) -> None:
        """A page was answered."""
        cls.until = 0.0

    @classmethod
    def refuses(cls) -> bool:
        """Whether to refuse this request at once; every few seconds one is let through to try again."""
        if not cls.until:
            return False
        with cls._lock:
            if time.monotonic() < cls.until:
                return True
            cls.until = time.monotonic() + cls.LONGEST_TRY
            return False


def written(write: Callable[[], object], line: str) -> bool:
    """Whether `write` could be done: a note that a page does not need, so that reading never fails because of it.

    Where it could not, `line` goes to the log of the process instead.
    """
    # Within a transaction of others a refused statement must not spoil theirs.
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext(), short_wait():
            write()
    except DatabaseError as error:
        if (fault := fault_of(error)) is None:
            raise
        if fault is Fault.READ_ONLY:
            ReadOnly.note()
        log.warning("Not written into the database (%s): %s", fault.value, line)
        return False
    ReadOnly.until = 0.0
    return True


@contextmanager
def short_wait() -> Iterator[None]:
    """On SQLite a note waits less for another writer than a form does."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        if connection.vendor == "sqlite" and connection.connection is not None:
            seconds = connection.settings_dict["OPTIONS"]["timeout"]
            connection.connection.execute(f"PRAGMA busy_timeout = {seconds * 1000}")

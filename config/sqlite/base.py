"""The backend that settings name as `config.sqlite`."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

# Up to 512 MB of the file are read where they lie in memory, a third less time where a page reads many rows.
READ_IN_PLACE = "PRAGMA mmap_size=536870912"
# Readers never wait for the writer (WAL); what was answered as saved survives a power cut (FULL).
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    READ_IN_PLACE,
)


class DatabaseWrapper(base.DatabaseWrapper):
    """With the option `must_exist` a missing or empty file is an OperationalError instead of a new, empty database."""

    # Device and number of the file that is open; None where its changes would not be seen.
    file: tuple[int, int] | None = None
    # Django's own, which the stubs do not have: whether the connection was looked at, and so used, in this request.
    health_check_done: bool

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        must_exist = conn_params.pop("must_exist", False)
        path = Path(conn_params["database"])
        if must_exist:
            if not path.is_file() or not path.stat().st_size:
                raise OperationalError(f"the database file {path} is missing or empty")
            conn_params = conn_params | {"database": f"file:{quote(str(path))}?mode=rw"}
        self.file = None
        try:
            connection = self._prepared(conn_params)
            self.file = identity_of(path)
            return connection
        except sqlite3.OperationalError:
            # On a read-only file system the shared memory of WAL cannot be made; nobody can write there either.
            if not must_exist or not path.is_file():
                raise
            return self._prepared(conn_params | {"database": f"file:{quote(str(path))}?mode=ro&immutable=1"})

    def is_usable(self) -> bool:
        """Whether a connection that outlived its request still has the file that lies there now: a restore puts another."""
        if self.is_in_memory_db():
            return True
        return self.file is not None and self.file == identity_of(Path(self.settings_dict["NAME"]))

    def close_if_unusable_or_obsolete(self) -> None:
        """Django's, at both ends of a request; what a kept connection has mapped of the file goes back to the system."""
        was_used = self.health_check_done
        super().close_if_unusable_or_obsolete()
        if was_used and self.connection is not None and self.get_autocommit():
            for pragma in ("PRAGMA mmap_size=0", READ_IN_PLACE):
                self.connection.execute(pragma).fetchall()

    def _prepared(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connection = super().get_new_connection(conn_params)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in PRAGMAS:
            try:
                connection.execute(pragma)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_READONLY:
                    raise
        return connection


def identity_of(path: Path) -> tuple[int, int] | None:
    """Device and number of a file; None where there is none, as for a database in memory."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino

"""The backend that settings name as `config.sqlite`."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

# Readers never wait for the writer (WAL); what was answered as saved survives a power cut (FULL); up to 512 MB of the
# file are read where they lie in memory, a third less time where a page reads many rows.
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA mmap_size=536870912",
)


class DatabaseWrapper(base.DatabaseWrapper):
    """With the option `must_exist` a missing or empty file is an OperationalError instead of a new, empty database."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        must_exist = conn_params.pop("must_exist", False)
        path = Path(conn_params["database"])
        if must_exist:
            if not path.is_file() or not path.stat().st_size:
                raise OperationalError(f"the database file {path} is missing or empty")
            conn_params = conn_params | {"database": f"file:{quote(str(path))}?mode=rw"}
        try:
            return self._prepared(conn_params)
        except sqlite3.OperationalError:
            # On a read-only file system the shared memory of WAL cannot be made; nobody can write there either.
            if not must_exist or not path.is_file():
                raise
            return self._prepared(conn_params | {"database": f"file:{quote(str(path))}?mode=ro&immutable=1"})

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

"""Limits on work that takes seconds: at most two of the four threads of a process do it, so that two go on serving pages."""

import fcntl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from config.databases import libpq_parameters

AT_A_TIME = threading.BoundedSemaphore(2)


class Busy(RuntimeError):
    """Too many files are being generated at this moment."""


@contextmanager
def turn() -> Iterator[None]:
    """Holds one of the two places while the block runs; raises Busy where none is free."""
    if not AT_A_TIME.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        AT_A_TIME.release()


def make_way() -> None:
    """Leaves a gap between two writes of a long work: on SQLite who waits asks again only every tenth of a second."""
    if connection.vendor == "sqlite":
        time.sleep(0.12)


@contextmanager
def only_one(purpose: str) -> Iterator[None]:
    """Runs the block when no other process does the same `purpose`, on this machine or the same PostgreSQL."""
    if connection.vendor == "postgresql":
        # Of one transaction on a connection of its own: behind pgbouncer no other lock lives from one transaction to the next.
        import psycopg

        parameters = libpq_parameters(connection.get_connection_params())
        with psycopg.connect(**parameters) as holder:
            holder.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [purpose])
            yield
        return
    path = Path(connection.settings_dict["NAME"])
    with path.with_name(f"{path.name}.{purpose}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

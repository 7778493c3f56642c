"""Pages that are read ask a PostgreSQL streaming replica, as long as it keeps up and knows what the reader has written.

Every second a thread of each process asks the primary how far it has written and the replica how far it has come. Who writes gets a
signed cookie with that place, and is answered by the primary until the replica has come so far: whichever process answers.
"""

import logging
import os
import threading
import time
from collections import deque
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import DatabaseError, connection, connections
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from config.databases import PRIMARY, REPLICA, libpq_parameters, or_of_driver
from config.middleware import Middleware

if TYPE_CHECKING:
    from psycopg import Connection

log = logging.getLogger(__name__)

COOKIE = "written"
# Seconds between two looks at the replica, and how long one may take.
EVERY, WITHIN = 1, {"connect_timeout": 2, "tcp_user_timeout": 2000}
# Read where they are written: a sign-out counts at once.
ON_THE_PRIMARY = {
    "opensession",
    "user",
    "use",
    "accessattempt",
    "totpdevice",
    "staticdevice",
    "statictoken",
    "contenttype",
}
# Notes beside the work of a page: who reads them may meet them a moment later.
NOTES = {"opensession", "use"}
# Forms show what will be saved over, probes and the page of the state ask the primary itself.
NEVER = ("/admin/", "/account/", "/status/", "/healthz", "/readyz")
WRITTEN = "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"
REPLAYED = "SELECT pg_last_wal_replay_lsn() - '0/0'::pg_lsn WHERE pg_is_in_recovery()"
AGE = "SELECT extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())"

_reads_replica: ContextVar[bool] = ContextVar("reads_replica", default=False)
_replica_failed: ContextVar[bool] = ContextVar("replica_failed", default=False)
_has_written: ContextVar[bool] = ContextVar("has_written", default=False)


class ReplicaRouter:
    """Reads of a request that may, from the replica; all else from the primary."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """`replica` within a request that reads it, but for what must be known at once."""
        return REPLICA if _reads_replica.get() and model._meta.model_name not in ON_THE_PRIMARY else PRIMARY

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        """The primary; a page that writes more than notes counts as one that has written."""
        if model._meta.model_name not in NOTES:
            _has_written.set(True)
        return PRIMARY

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """Both are the same database."""
        return True

    def allow_migrate(self, database: str, app_label: str, **hints: Any) -> bool:
        """A replica gets its tables from the primary."""
        return database != REPLICA


class ReplicaWatch:
    """How far the replica of this process has come, as of the last look a second ago."""

    replayed = -1
    # Seconds behind the primary; None: it does not answer, or is none, or nobody has looked yet.
    lag: float | None = None
    problem = "nobody has looked yet"
    _process = 0
    _lock = threading.Lock()

    @classmethod
    def start(cls) -> None:
        """Begins to look, once in each process."""
        with cls._lock:
            if cls._process != os.getpid():
                cls._process = os.getpid()
                threading.Thread(target=cls.watch, daemon=True).start()

    @classmethod
    def knows(cls, place: int) -> bool:
        """Whether the replica keeps up and has everything that was written up to a place."""
        return cls.lag is not None and cls.lag <= settings.REPLICA_LAG_SECONDS and cls.replayed >= place

    @classmethod
    def leave(cls, problem: str) -> None:
        """Nobody reads from it until the next look finds it well."""
        if cls.lag is not None:
            log.warning("The replica is left aside: %s", problem)
        cls.lag, cls.problem = None, problem

    @classmethod
    def watch(cls) -> None:
        """Looks every second, for as long as the process lives."""
        written: deque[tuple[float, int]] = deque(maxlen=int(settings.REPLICA_LAG_SECONDS / EVERY) + 60)
        while True:
            try:
                with session(PRIMARY) as primary, session(REPLICA) as replica:
                    while True:
                        cls.look(primary, replica, written)
                        time.sleep(EVERY)
            except or_of_driver(DatabaseError) as error:
                cls.leave(" ".join(str(error).split())[:300])
            time.sleep(EVERY)

    @classmethod
    def look(cls, primary: "Connection", replica: "Connection", written: deque[tuple[float, int]]) -> None:
        """Asks both; the lag is the age of the newest place of the primary that the replica has reached."""
        written.append((time.monotonic(), number(primary.execute(WRITTEN).fetchone())))
        if not (row := replica.execute(REPLAYED).fetchone()):
            raise DatabaseError("DATABASE_REPLICA_URL names a server that is no replica")
        replayed = number(row)
        reached = [moment for moment, place in written if place <= replayed]
        lag = time.monotonic() - (reached[-1] if reached else written[0][0] - EVERY)
        if reached and reached[-1] == written[-1][0]:
            lag = 0.0
        if cls.lag is None or (cls.lag > settings.REPLICA_LAG_SECONDS) != (
            lag > settings.REPLICA_LAG_SECONDS
        ):
            log.warning("The replica is %.0f seconds behind.", lag)
        cls.replayed, cls.lag, cls.problem = replayed, lag, ""


def number(row: Any) -> int:
    """The place that a query gave; raises DatabaseError where it gave none."""
    if not row or row[0] is None:
        raise DatabaseError("the server tells no place in its log")
    return int(row[0])


def session(alias: str) -> "Connection":
    """A connection beside the pool, whose statements stand alone."""
    import psycopg

    parameters = libpq_parameters(connections[alias].get_connection_params()) | WITHIN
    return psycopg.connect(**parameters, autocommit=True)


def replica_lag() -> float:
    """Seconds that the replica is behind now; raises DatabaseError or the driver's own where it does not answer or is none."""
    with session(PRIMARY) as primary, session(REPLICA) as replica:
        place = number(primary.execute(WRITTEN).fetchone())
        if number(replica.execute(REPLAYED).fetchone()) >= place:
            return 0.0
        row = replica.execute(AGE).fetchone()
        return max(0.0, float(row[0])) if row and row[0] is not None else 0.0


class ReadFromReplica(Middleware):
    """Decides for each request where it reads, and notes for the next ones what this one has written."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ReplicaWatch.start()
        is_read = request.method in ("GET", "HEAD") and not request.path_info.startswith(NEVER)
        response = None
        if is_read and ReplicaWatch.knows(place_of(request)):
            response = self.read(request)
        if response is None:
            _has_written.set(request.method not in ("GET", "HEAD", "OPTIONS"))
            response = self.get_response(request)
        if _has_written.get() and response.status_code < 500:
            self.note(request, response)
        return response

    def read(self, request: HttpRequest) -> HttpResponse | None:
        """The answer out of the replica; None where the replica failed, and the primary is to be asked."""
        _has_written.set(False)
        _replica_failed.set(False)
        token = _reads_replica.set(True)
        try:
            response = self.get_response(request)
        finally:
            _reads_replica.reset(token)
        return None if _replica_failed.get() else response

    def note(self, request: HttpRequest, response: HttpResponse) -> None:
        """Gives the place up to which the primary has written, signed, to be kept until no lag can be left."""
        try:
            with connection.cursor() as cursor:
                cursor.execute(WRITTEN)
                place = number(cursor.fetchone())
        except DatabaseError:
            return
        response.set_cookie(
            COOKIE,
            TimestampSigner(salt=COOKIE).sign(str(place)),
            max_age=settings.REPLICA_LAG_SECONDS + 600,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )


def place_of(request: HttpRequest) -> int:
    """Up to where this browser has written; 0 where it has not, or where the cookie is none of ours."""
    try:
        return int(TimestampSigner(salt=COOKIE).unsign(request.COOKIES.get(COOKIE, "")))
    except (BadSignature, ValueError):
        return 0


def read_failed(error: BaseException | None) -> bool:
    """Whether an error of the database came up while the replica was read; it is then left aside."""
    if not (_reads_replica.get() and isinstance(error, DatabaseError)):
        return False
    _replica_failed.set(True)
    ReplicaWatch.leave(" ".join(str(error).split())[:300])
    return True

"""Two web servers and three PostgreSQL: replicas stopped and held back, the primary killed, one promoted; nothing saved is lost.

`python -m scans.failover_drill` (`make failover-test`), on loopback alone, in folders that are thrown away. Writers save under names of
their own by one web server and read back at once by the other; readers open pages all the time. Ends with an error where a name that
was answered as saved is missing afterwards or was not read back, or where a page failed while the primary was well.
"""

import http.cookiejar
import os
import pwd
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener, urlopen

import psycopg

from scans.point_in_time import Server
from scans.restore_drill import DrilledSite, Failed, wait_until
from scans.throwaway import CHECKOUT, TOKEN, free_port

PASSWORD = "only-of-this-drill-1234"  # noqa: S105
WRITERS, READERS, LAG_LIMIT = 3, 2, 2
PAGES = ("/", "/calendar/", "/reports/register/", "/reports/centres/", "/directives/", "/visits/1/")
MAKE = """
from officials.models import User
from visits.models import SavedFilter
for number in range({count}):
    account = User.objects.create_superuser(f"w{{number}}", email=f"w{{number}}@example.go.th", password="{password}")
    print(SavedFilter.objects.create(owner=account, name="ก่อน").pk)
"""


class NoRedirect(HTTPRedirectHandler):
    """A redirect is the answer."""

    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Load:
    """What was answered: names saved, what was not read back, failures with their moment, and how many pages."""

    saved: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    failures: list[tuple[float, str]] = field(default_factory=list)
    saved_at: list[float] = field(default_factory=list)
    pages: int = 0
    ended: threading.Event = field(default_factory=threading.Event)


class Visitor:
    """A browser with one account's cookies, the same for both web servers."""

    def __init__(self, servers: list[str], account: str) -> None:
        self.jar = http.cookiejar.CookieJar()
        self.browser = build_opener(HTTPCookieProcessor(self.jar), NoRedirect())
        page = self.ask(f"{servers[0]}/admin/login/")[1]
        [token] = TOKEN.findall(page)[:1]
        typed = {"username": account, "password": PASSWORD, "csrfmiddlewaretoken": token}
        if (status := self.ask(f"{servers[0]}/admin/login/", typed)[0]) != 302:
            raise Failed(f"{account} could not sign in: {status}")

    def ask(self, address: str, typed: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and page; 0 where nobody answered."""
        if typed:
            token = next((one.value for one in self.jar if one.name == "csrftoken"), "") or ""
            typed = {"csrfmiddlewaretoken": token} | typed
        data = urlencode(typed).encode() if typed else None
        try:
            answer = self.browser.open(Request(address, data), timeout=30)
        except HTTPError as error:
            answer = error
        except (OSError, HTTPException):
            return 0, ""
        with answer:
            return answer.status, answer.read().decode(errors="replace")


def write(load: Load, servers: list[str], account: str, key: int) -> None:
    """Renames one saved filter again and again, and looks for the new name on the other server at once."""
    visitor, number = Visitor(servers, account), 0
    while not load.ended.is_set():
        number += 1
        name, one, other = f"{account} ครั้งที่ {number}.", servers[number % 2], servers[(number + 1) % 2]
        status, _ = visitor.ask(f"{one}/calendar/filters/{key}/", {"name": name, "query": ""})
        if status != 302:
            load.failures.append((time.monotonic(), f"saving: {status}"))
            time.sleep(0.2)
            continue
        load.saved.append(name)
        load.saved_at.append(time.monotonic())
        status, page = visitor.ask(f"{other}/calendar/filters/")
        if status == 200 and name not in page:
            load.unread.append(name)
        elif status != 200:
            load.failures.append((time.monotonic(), f"reading back: {status}"))
        load.pages += 2
        time.sleep(0.05)


def read(load: Load, servers: list[str], account: str) -> None:
    """Opens pages one after another."""
    visitor, chance = Visitor(servers, account), random.Random(account)  # noqa: S311
    while not load.ended.is_set():
        page = chance.choice(PAGES)
        status, _ = visitor.ask(chance.choice(servers) + page)
        load.pages += 1
        if status != 200:
            load.failures.append((time.monotonic(), f"{page}: {status}"))
            time.sleep(0.2)


@contextmanager
def under_load(servers: list[str], keys: list[int]) -> Iterator[Load]:
    """Writers and readers for the length of the block."""
    load = Load()
    threads = [
        threading.Thread(target=write, args=(load, servers, f"w{number}", key))
        for number, key in enumerate(keys)
    ]
    threads += [threading.Thread(target=read, args=(load, servers, "w0")) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        load.ended.set()
        for thread in threads:
            thread.join()


def cluster(folder: Path) -> list[Server]:
    """A primary and two streaming replicas, each of which may confirm what is saved; as docs/operations.md says."""
    servers = []
    for name in ("one", "two", "three"):
        place = folder / name
        place.mkdir()
        if os.geteuid() == 0:
            os.chown(place, *pwd.getpwnam("postgres")[2:4])
        servers.append(Server(place))
    primary, *replicas = servers
    options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    primary.run("initdb", "-D", str(primary.data), *options)
    ports = ",".join(str(server.port) for server in servers)
    primary.configure(
        "wal_keep_size = 256MB", "cluster_name = 'one'", "synchronous_commit = on", "shared_buffers = 64MB"
    )
    primary.start()
    for number, replica in enumerate(replicas):
        name = ("two", "three")[number]
        replica.run(
            "pg_basebackup", "-h", "127.0.0.1", "-p", str(primary.port), "-U", "postgres", "-D", str(replica.data), "-R",
            "-c", "fast",
        )  # fmt: skip
        follow = (
            f"host=127.0.0.1,127.0.0.1,127.0.0.1 port={ports} user=postgres target_session_attrs=read-write"
        )
        replica.configure(
            f"cluster_name = '{name}'", f"primary_conninfo = '{follow} application_name={name}'"
        )
        replica.start()
    every = "synchronous_standby_names = 'ANY 1 (one, two, three)'"
    for server in servers:
        server.configure(every)
        server.run("pg_ctl", "reload", "-D", str(server.data))
    return servers


def ask(server: Server, query: str) -> list[tuple]:
    with psycopg.connect(
        f"host=127.0.0.1 port={server.port} user=postgres dbname=postgres", autocommit=True
    ) as session:
        return session.execute(query).fetchall()


def address(servers: list[Server]) -> str:
    return f"postgres://postgres@{','.join(f'127.0.0.1:{server.port}' for server in servers)}/postgres"


@contextmanager
def web(site: DrilledSite, environments: list[dict[str, str]]) -> Iterator[list[str]]:
    """A web server for each environment, as on machines of their own; gives their addresses."""
    with ExitStack() as stack:
        found = []
        for number, own in enumerate(environments):
            port = free_port()
            log = stack.enter_context((site.folder / f"web{number}.log").open("wb"))
            process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", f"--port={port}", "--processes=1"],
                cwd=CHECKOUT,
                env=site.environment | {"ALLOWED_HOSTS": "127.0.0.1"} | own,
                stderr=log,
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            found.append(f"http://127.0.0.1:{port}")
        for one in found:
            wait_until(lambda one=one: answers(f"{one}/healthz"))
        yield found


def answers(page: str) -> bool:
    try:
        with urlopen(page, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def rows_read(server: Server) -> int:
    """How many rows a replica has given out so far."""
    query = "SELECT tup_returned + tup_fetched FROM pg_stat_database WHERE datname = 'postgres'"
    return int(ask(server, query)[0][0])


def while_all_is_well(load: Load, two: Server) -> None:
    before, pages = rows_read(two), load.pages
    time.sleep(8)
    given = rows_read(two) - before
    print(f"  all well: {load.pages - pages} pages in 8 s, {given} rows read from the replica", flush=True)
    if given < 1000:
        raise Failed("the replica is not read")


def a_replica_stops(load: Load, two: Server) -> None:
    """Stopped at once and started again; nobody notices."""
    failures = len(load.failures)
    two.stop()
    time.sleep(6)
    two.start()
    before = rows_read(two)
    wait_until(lambda: rows_read(two) - before > 5000)
    print(
        f"  replica stopped for 6 s and taken again: {len(load.failures) - failures} pages failed", flush=True
    )


def a_replica_lags(load: Load, two: Server) -> None:
    """Held back for longer than the limit; it is left aside and taken again."""
    failures = len(load.failures)
    ask(two, "SELECT pg_wal_replay_pause()")
    time.sleep(LAG_LIMIT + 4)
    before = rows_read(two)
    time.sleep(2)
    rest = rows_read(two) - before
    ask(two, "SELECT pg_wal_replay_resume()")
    before = rows_read(two)
    wait_until(lambda: rows_read(two) - before > 5000)
    print(
        f"  replica held back: {rest} rows read from it past the limit, {len(load.failures) - failures} pages failed",
        flush=True,
    )


def the_primary_dies(load: Load, servers: list[Server]) -> Server:
    """Killed, not stopped; of the replicas the one that has received more is promoted. Gives the new primary."""
    one, *replicas = servers
    pid = int((one.data / "postmaster.pid").read_text().split()[0])
    children = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    died = time.monotonic()
    for process in (pid, *children):
        os.kill(process, signal.SIGKILL)
    time.sleep(3)  # until somebody has understood
    received = "SELECT pg_last_wal_receive_lsn() - '0/0'::pg_lsn"
    new = max(replicas, key=lambda server: ask(server, received)[0][0])
    new.run("pg_ctl", "promote", "-w", "-D", str(new.data))
    promoted = time.monotonic()
    wait_until(lambda: load.saved_at and load.saved_at[-1] > promoted + 5)
    first = min(moment for moment in load.saved_at if moment > died + 0.5)
    print(
        f"  primary killed: promoted after {promoted - died:.1f} s, the next save {first - promoted:.1f} s later",
        flush=True,
    )
    return new


def drill(folder: Path) -> None:
    os.chmod(folder, 0o755)  # noqa: S103 - the servers' account must reach its own
    with ExitStack() as stack:
        servers = cluster(folder)
        for server in servers:
            stack.callback(stop_quietly, server)
        site = DrilledSite(address(servers), folder)
        for command in ("migrate --verbosity=0", "load_reference", "load_examples"):
            site.manage(*command.split())
        site.manage("collectstatic", "--noinput")
        keys = [
            int(line)
            for line in site.manage("shell", "-c", MAKE.format(count=WRITERS, password=PASSWORD)).split()[
                -WRITERS:
            ]
        ]
        _, two, three = servers
        own = [
            {"DATABASE_REPLICA_URL": address(replicas), "REPLICA_LAG_SECONDS": str(LAG_LIMIT)}
            for replicas in ([two, three], [two])
        ]
        with web(site, own) as addresses, under_load(addresses, keys) as load:
            wait_until(lambda: len(load.saved) > 10)
            while_all_is_well(load, two)
            a_replica_stops(load, two)
            a_replica_lags(load, two)
            if load.failures:
                raise Failed(f"pages failed while the primary was well: {load.failures[:5]}")
            new = the_primary_dies(load, servers)
        names = {name for (name,) in ask(new, "SELECT name FROM visits_historicalsavedfilter")}
        lost = set(load.saved) - names
        print(
            f"  {load.pages} pages, {len(load.saved)} answered as saved, {len(load.failures)} refused during the fail-over, "
            f"not read back at once: {len(load.unread)}; lost: {len(lost)}"
        )
        if lost or load.unread:
            raise Failed(f"lost {sorted(lost)[:5]}, not read back {load.unread[:5]}")


def stop_quietly(server: Server) -> None:
    try:
        server.stop()
    except Failed:
        return  # killed by the drill


if __name__ == "__main__":
    print("fail-over drill", flush=True)
    os.environ.setdefault("SECRET_KEY", "drills-need-no-secret-but-the-settings-want-fifty-characters")
    with tempfile.TemporaryDirectory(prefix="field-visits-drill-", dir="/tmp") as place:
        try:
            drill(Path(place))
        except Failed as fault:
            sys.exit(f"FAILED: {fault}")

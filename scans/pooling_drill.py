"""The site behind a real pgbouncer in transaction mode: `.ci/postgresql .venv/bin/python -m scans.pooling_drill`.

Migrations, data, back-up and restore, locks, and every csv, workbook and feed, asked for by several readers at once over three sessions of
PostgreSQL. First without PGBOUNCER=1, to see that the drill finds what that setting is for. Ends with an error where an answer fails.
"""

import os
import pwd
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from scans.failover_drill import MAKE, PASSWORD, Visitor, web
from scans.restore_drill import DrilledSite, Failed, differences, places, wait_until
from scans.throwaway import free_port

READERS, SESSIONS = 6, 3
WAITS = "กำลังรอจัดทำเอกสาร"
# The options that a site sends without PGBOUNCER=1 are ignored, so that it comes as far as the files that fail then.
CONFIGURATION = """
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = {sessions}
max_client_conn = 200
ignore_startup_parameters = options
logfile = {folder}/log
"""
REPORT, FEED = re.compile(r'href="/reports/([a-z-]+)/'), re.compile(r"/calendar/feed/[^\s\"<]+\.ics")
# Holds the lock that `make run` and imports take, and writes when it got it and when it left it.
LOCKED = """
import time
from config.concurrency import only_one
from django.db import transaction
from units.models import Unit
with only_one("drill"):
    begun = time.time()
    for _ in range(20):
        with transaction.atomic():
            Unit.objects.count()
        time.sleep(0.05)
    print(begun, time.time())
"""


@contextmanager
def pgbouncer(folder: Path, url: str) -> Iterator[str]:
    """The same database by way of a pgbouncer; gives its address."""
    server, own = urlsplit(url), free_port()
    (folder / "users").write_text('"postgres" ""\n')
    words = {"host": server.hostname, "port": server.port, "own": own, "folder": folder, "sessions": SESSIONS}
    (folder / "pgbouncer.ini").write_text(CONFIGURATION.format(**words))
    as_owner = []
    if os.geteuid() == 0:  # it refuses to run as root
        for path in (folder, *folder.iterdir()):
            os.chown(path, *pwd.getpwnam("postgres")[2:4])
        as_owner = ["runuser", "-u", "postgres", "--"]
    process = subprocess.Popen(
        [*as_owner, "pgbouncer", "-q", str(folder / "pgbouncer.ini")], stdin=subprocess.DEVNULL, cwd=folder
    )
    try:
        wait_until(
            lambda: "listening on" in (folder / "log").read_text() if (folder / "log").exists() else False
        )
        yield server._replace(netloc=f"postgres@127.0.0.1:{own}").geturl()
    finally:
        process.terminate()
        process.wait()


class PooledSite(DrilledSite):
    """A site whose database is reached through the pool, and directly by PostgreSQL's own programs."""

    direct = ""

    @property
    def environment(self) -> dict[str, str]:
        own = {"PGBOUNCER": "1", "DATABASE_DIRECT_URL": self.direct, "EXPORTS_A_MINUTE": "10000"}
        return super().environment | own


def files(server: str, visitor: Visitor) -> list[str]:
    """The addresses of every csv, workbook and feed that this account may have."""
    ids = dict.fromkeys(REPORT.findall(visitor.ask(f"{server}/reports/")[1]))
    if len(ids) < 10 or not (feeds := FEED.findall(visitor.ask(f"{server}/calendar/feed/")[1])):
        raise Failed(f"not all reports and feeds were found: {list(ids)}")
    reports = [f"/reports/{one}/report.{kind}?fiscal_year=2569" for one in ids for kind in ("csv", "xlsx")]
    return [*reports, feeds[0]]


def asked_at_once(server: str) -> tuple[int, list[str]]:
    """How many answers readers got who all ask for everything at once, and what failed."""
    failed: list[str] = []
    number = [0]

    def read(account: str, turned: int) -> None:
        visitor = Visitor([server], account)
        every = files(server, visitor)
        for address in every[turned:] + every[:turned]:
            status, page = visitor.ask(server + address)
            while status == 503 and WAITS in page:  # no place is free: the browser would ask again by itself
                time.sleep(0.5)
                status, page = visitor.ask(server + address)
            number[0] += 1
            if status != 200:
                failed.append(f"{address}: {status}")

    threads = [threading.Thread(target=read, args=(f"w{one}", 4 * one)) for one in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return number[0], failed


def locks_hold(site: DrilledSite) -> None:
    """Of two processes that want the same lock through the pool, one waits for the other."""
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", LOCKED]
    running = [
        subprocess.Popen(command, env=site.environment, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    first, second = sorted(tuple(map(float, one.communicate()[0].split())) for one in running)
    if second[0] < first[1]:
        raise Failed(f"both held the lock: {first} {second}")
    print("  two that want one lock take turns")


def drill(visits: int) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="field-visits-drill-", dir="/tmp") as folder,
        places(Path(folder)) as empty,
    ):
        os.chmod(folder, 0o755)  # noqa: S103 - the pool's account must reach its own
        direct, elsewhere, own = next(empty), next(empty), Path(folder, "pool")
        own.mkdir()
        with pgbouncer(own, direct.database) as pooled:
            site = PooledSite(pooled, direct.folder)
            PooledSite.direct = direct.database
            for command in (
                "migrate --verbosity=0",
                "load_reference",
                "load_examples",
                "collectstatic --noinput",
            ):
                site.manage(*command.split())
            done = site.run("-m", "benchmarks.sample", f"--visits={visits}", "--seed=1", "--force")
            if done.returncode:
                raise Failed(done.stderr)
            site.manage("shell", "-c", MAKE.format(count=READERS, password=PASSWORD))
            locks_hold(site)
            with web(site, [{"PGBOUNCER": "0"}]) as [server]:
                number, failed = asked_at_once(server)
            print(f"  without PGBOUNCER=1: {len(failed)} of {number} files failed", flush=True)
            with web(site, [{}]) as [server]:
                start = time.monotonic()
                number, failed = asked_at_once(server)
                took = time.monotonic() - start
            if failed or number < 25 * READERS:
                raise Failed(f"{len(failed)} of {number} files failed: {failed[:5]}")
            print(
                f"  with it: {number} files to {READERS} readers at once in {took:.0f} s, failed: 0",
                flush=True,
            )
            site.manage("backup")
            elsewhere.manage("restore", site.all_backups()[-1])
            if changed := differences(direct.contents(), elsewhere.contents()):
                raise Failed(f"the back-up differs: {changed}")
            site.manage("check", "--database", "default")
            print("  back-up through the pool restored elsewhere, differences: 0")


if __name__ == "__main__":
    if not os.environ.get("DATABASE_URL"):
        sys.exit(
            "DATABASE_URL of a PostgreSQL is needed: .ci/postgresql .venv/bin/python -m scans.pooling_drill"
        )
    os.environ.setdefault("SECRET_KEY", "drills-need-no-secret-but-the-settings-want-fifty-characters")
    print("drill behind pgbouncer", flush=True)
    try:
        drill(2500)
    except Failed as fault:
        sys.exit(f"FAILED: {fault}")

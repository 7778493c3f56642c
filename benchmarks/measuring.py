"""Asks every page and file of the running product, one and eight at a time, and prints a table: one database a process.

`python -m benchmarks.measuring --plain postgres://…`, with the product's database in DATABASE_URL: the other database is
an empty one for Django's own admin. Started by benchmarks.run, which makes both.
"""

import argparse
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape
from http.client import HTTPConnection
from socket import socket
from statistics import median
from time import monotonic, perf_counter, process_time, sleep
from urllib.parse import quote, urlsplit

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.sites.measured"
django.setup()

from django.contrib.auth.models import Group  # noqa: E402 - models need the set-up
from django.db import connection  # noqa: E402
from django.db.models import Count, Max  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.bare_sql import FIRST_WAITING  # noqa: E402
from benchmarks.bare_summaries import WORDS_INDEXED  # noqa: E402
from benchmarks.measured_pages import IN_A_CROWD, MeasuredPage, pages  # noqa: E402
from benchmarks.processor import children_of, memory_mb, processor_ms  # noqa: E402
from config.thai.dates import fiscal_year, fiscal_year_bounds  # noqa: E402
from officials.models import User  # noqa: E402
from officials.roles import ROLES  # noqa: E402
from units.models import Unit  # noqa: E402
from visits.models import CalendarSetting, Visit  # noqa: E402
from visits.records.views import AHEAD, BEFORE  # noqa: E402

AT_ONCE = 8
# A page is asked alone in rounds, so many times at least and at most, in between as often as the seconds allow, and its floor in the
# same rounds. Of the processor the least of them stands in the table: what disturbs only adds. A file is asked once more than to
# compare its figures. Each of eight asks for so many seconds and at least once.
LEAST, MOST, SECONDS, CROWD_SECONDS = 7, 25, 1.5, 2
# Seconds in which a process has ended what it does after its answer.
AFTERWARDS = 0.003
# Asks on connections of their own before a page is timed, so that each process of the server has answered it once.
WARM = 4
ROW_MS = 0.15
BAR = 2
HEADING = (
    "| page | ms, median | p95 | processor ms | ms, 8 at a time | p95 | processor ms | queries | kB | floor | ratio |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


@dataclass(frozen=True)
class Server:
    """A running site: its port on this machine, its first process and the address of its database."""

    port: int
    first: int
    database: str

    def workers(self) -> list[int]:
        """The processes that answer."""
        return children_of(self.first)

    def processes(self) -> list[int]:
        """The processes whose time a page costs: those that answer, and the database's own that serve them."""
        if connection.vendor == "sqlite":
            return self.workers()
        with connection.cursor() as cursor:
            name = urlsplit(self.database).path.removeprefix("/")
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", [name])
            return self.workers() + [row[0] for row in cursor.fetchall()]

    def memory_mb(self) -> float:
        """Megabytes that all its processes hold."""
        return memory_mb([self.first, *self.workers()])


@contextmanager
def serving(site: str, database: str) -> Iterator[Server]:
    """A site behind the product's own server, until the block ends."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.sites", site, "serve", f"--port={port}"]
    server = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": database})
    try:
        until = monotonic() + 120
        while True:
            try:
                HTTPConnection("127.0.0.1", port, timeout=60).request("GET", "/blank/")
                break
            except ConnectionRefusedError:
                if monotonic() > until or server.poll() is not None:
                    sys.exit(f"{site} does not answer")
                sleep(0.2)
        yield Server(port, server.pid, database)
    finally:
        server.terminate()
        server.wait(40)


@dataclass
class Reader:
    """A signed-in browser on its own connection; `ms` are the times of its answers."""

    port: int
    cookie: str
    ms: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=300)

    def ask(self, address: str) -> tuple[int, bytes]:
        """Status and body of a page, whose time is noted."""
        start = perf_counter()
        headers = {"Host": "localhost", "Cookie": f"sessionid={self.cookie}"}
        self.connection.request("GET", quote(address, safe="/?&=%-._~"), headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        self.ms.append((perf_counter() - start) * 1000)
        return answer.status, body

    def ask_often(self, address: str, seconds: float) -> None:
        """Asks once, and again for as long."""
        until = monotonic() + seconds
        while not self.ms or monotonic() < until:
            self.ask(address)


def times(ms: list[float], processor: float) -> list[str]:
    """Median and 95th percentile by the clock, and processor time, all in milliseconds an answer, as the table has them."""
    ms = sorted(ms)
    late = ms[min(len(ms) - 1, int(len(ms) * 0.95))]
    return [f"{median(ms):.0f}", f"{late:.0f}", f"{processor:.1f}"]


@dataclass
class AskedAlone:
    """A page that one reader asks again and again; `processor` is what each answer cost, without those during which a process
    went and took its time with it."""

    server: Server
    cookie: str
    address: str
    processor: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reader = Reader(self.server.port, self.cookie)

    def ask(self) -> None:
        """Once more."""
        before = self.server.processes()
        used = processor_ms(before)
        self.reader.ask(self.address)
        sleep(AFTERWARDS)
        after = self.server.processes()
        if {*before} <= {*after}:
            self.processor.append(processor_ms(after) - used)


def in_a_crowd(server: Server, cookie: str, address: str, tries: int = 2) -> list[str]:
    """What an answer takes when eight ask at a time."""
    asking = [Reader(server.port, cookie) for _ in range(AT_ONCE)]
    for reader in asking:
        reader.connection.connect()
    threads = [threading.Thread(target=reader.ask_often, args=[address, CROWD_SECONDS]) for reader in asking]
    workers, processes = server.workers(), server.processes()
    before = processor_ms(processes)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    used = processor_ms(processes) - before
    if tries and not ({*workers} == {*server.workers()} and used > 0):
        # A process that has grown was replaced meanwhile, and its time went with it.
        return in_a_crowd(server, cookie, address, tries - 1)
    ms = [value for reader in asking for value in reader.ms]
    return times(ms, used / len(ms))


def own_clock() -> Callable[[], float]:
    """A clock: milliseconds of the processor that this program, and PostgreSQL for its connection, have used."""
    backend = []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backend = [cursor.fetchone()[0]]
    return lambda: process_time() * 1000 + processor_ms(backend)


def sql_ms(statements: list[str]) -> tuple[float, list[int]]:
    """Processor milliseconds of bare statements, the database's own included, and how many rows each gives."""
    used, rows = own_clock(), []
    with connection.cursor() as cursor:
        start = used()
        for statement in statements:
            cursor.execute(statement)
            rows.append(len(cursor.fetchall()))
        return used() - start, rows


def account_of(code: str) -> User:
    """An account of the role, made for the measurement; the officer belongs to the first regional centre."""
    [role] = [role for role in ROLES if role.code == code]
    unit = Unit.objects.get(code="DIPROM-C01") if code == "officer" else None
    account, _ = User.objects.get_or_create(
        username=f"measured-{code}", defaults={"unit": unit, "is_staff": role.enters_data}
    )
    account.groups.add(Group.objects.get(name=role.name))
    return account


class FilledDatabase:
    """The sample as it is asked: an account of each role, signed in, and what stands for the places in addresses."""

    def __init__(self) -> None:
        self.clients: dict[str, Client] = {}
        for role in ROLES:
            self.clients[role.code] = client = Client(headers={"host": "localhost"})
            client.force_login(account_of(role.code))
        visits = Visit.objects.filter(status="done", starts_on__year=2024).exclude(trip=None)
        visit = visits.filter(directives__isnull=False, findings__isnull=False).order_by("starts_on", "pk")[0]
        form = Visit.objects.filter(record_state="draft").annotate(
            people=Count("attendances", distinct=True), spoken=Count("directives", distinct=True)
        )
        today = date.today()  # noqa: DTZ011 - the office's day, as on this machine
        newest = Visit.objects.aggregate(day=Max("starts_on"))["day"]
        first, last = fiscal_year_bounds(fiscal_year(today))
        first, last = fiscal_year_bounds(fiscal_year(min(today, newest)))
        with connection.cursor() as cursor:
            cursor.execute(FIRST_WAITING)
            waiting = [key for (key,) in cursor.fetchall()]
        self.places = {
            "visit": visit.pk,
            "trip": visit.trip_id,
            "unit": visit.unit_id,
            "directive": visit.directives.order_by("pk")[0].pk,
            "draft": form.filter(people=8, spoken=3).order_by("pk")[0].pk,
            "day": min(today, newest).isoformat(),
            "first": first.isoformat(),
            "last": last.isoformat(),
            "sunday": (today + timedelta(days=6 - today.weekday())).isoformat(),
            "since": (today - timedelta(days=400)).isoformat(),
            "year_first": first.isoformat(),
            "year_last": last.isoformat(),
            # The same days of the year before, and its end.
            "before_first": first.replace(year=first.year - 1).isoformat(),
            "before_last": (today - timedelta(days=365)).isoformat(),
            "before_end": last.replace(year=last.year - 1).isoformat(),
            "before": (today - BEFORE).isoformat(),
            "ahead": (today + AHEAD).isoformat(),
            "office": account_of("officer").unit_id,
            "waiting": ", ".join(map(str, waiting)),
            "family": ", ".join(map(str, account_of("officer").family)),
            "words_indexed": WORDS_INDEXED[connection.vendor],
            "key": CalendarSetting.with_first_key(account_of("clerk")).feed_key,
        }

    def address(self, page: MeasuredPage) -> str:
        """Where the page stands in this database."""
        return page.address.format(**self.places)

    def cookie(self, account: str) -> str:
        """The session of the account of this role."""
        return self.clients[account].cookies["sessionid"].value


class Measurement(FilledDatabase):
    """One site over its database, and how to time Django's own blank page; `missed` are figures that it does not say."""

    def __init__(self, server: Server, blank: Callable[[], AskedAlone]) -> None:
        super().__init__()
        self.server, self.blank = server, blank
        self.missed: list[str] = []

    def check(self, page: MeasuredPage, body: bytes) -> None:
        """Ends the run where a figure in the answer is not the one that SQL counts."""
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(body.decode()))) if page.says else ""
        for sentence, statement in page.says:
            with connection.cursor() as cursor:
                cursor.execute(statement.format(**self.places))
                expected = sentence.format(cursor.fetchone()[0])
            if not re.search(
                rf"(?<![\d,]){re.escape(expected)}" if expected[0].isdigit() else re.escape(expected), text
            ):
                self.missed.append(f"{page.name}: the answer does not say “{expected}”")

    def line(self, page: MeasuredPage) -> str:
        """The line of the table; of a page that the site does not have, or that is refused, its status."""
        address = self.address(page)
        cookie = self.cookie(page.account)
        for _ in range(1 if page.is_file else WARM):
            status, body = Reader(self.server.port, cookie).ask(address)
        if status != 200:
            return f"| {page.name} | status {status} | | | | | | | | | |"
        self.check(page, body)
        number = ""
        if not page.is_file:
            with CaptureQueriesContext(connection) as queries:
                self.clients[page.account].get(address)
            number = str(len(queries))
        lines = [text for text in (page.rows, *page.parts) if text]
        statements = [text.format(**self.places) for text in (*lines, *page.more)]
        answers, without_rows, rows = self.in_turn(page, cookie, address, statements)
        alone = min(answers.processor)
        cells = [page.name, *times(answers.reader.ms, alone)]
        cells += in_a_crowd(self.server, cookie, address) if page.name in IN_A_CROWD else ["", "", ""]
        cells += [number, f"{len(body) / 1000:.0f}"]
        if statements:
            listed = body.partition(b"<main")[2].count(f"<{page.lines}".encode()) if page.lines else 0
            floor = without_rows + ROW_MS * (sum(rows[: len(lines)]) + listed)
            cells += [f"{floor:.1f}", f"{alone / floor:.1f}"]
        else:
            cells += ["", ""]
        return f"| {' | '.join(cells)} |"

    def in_turn(
        self, page: MeasuredPage, cookie: str, address: str, statements: list[str]
    ) -> tuple[AskedAlone, float, list[int]]:
        """The answers of a page; the least ms of Django's blank page and of the statements, asked in turn with it; the rows of each."""
        answers, blanks, spent = AskedAlone(self.server, cookie, address), self.blank(), []
        rows: list[int] = []
        until, least = monotonic() + SECONDS, 1 if page.is_file else LEAST
        for _ in range(MOST):
            if len(answers.processor) >= least and (page.is_file or monotonic() > until):
                break
            answers.ask()
            if statements:
                blanks.ask()
                ms, rows = sql_ms(statements)
                spent.append(ms)
        return answers, min(spent, default=0) + min(blanks.processor, default=0), rows


def main() -> None:
    """Prints the tables; ends with an error where an answer is not the one that SQL gives."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--plain", required=True)
    arguments.add_argument("--only", default="")
    given = arguments.parse_args()
    cookie = subprocess.run(
        [sys.executable, "-m", "benchmarks.sites", "plain_admin", "cookie"],
        env=os.environ | {"DATABASE_URL": given.plain},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()[-1]
    with (
        serving("plain_admin", given.plain) as plain,
        serving("measured", os.environ["DATABASE_URL"]) as server,
    ):
        measurement = Measurement(server, lambda: AskedAlone(plain, cookie, "/blank/"))
        # Each thread of both has opened its connection before a page is timed beside it.
        for _ in range(20):
            status, _ = Reader(plain.port, cookie).ask("/blank/")
            Reader(server.port, measurement.cookie("clerk")).ask("/blank/")
        if status != 200:
            sys.exit(f"Django's own admin answers {status}")
        print(f"{connection.vendor}, {Visit.objects.count():,} visits.\n")
        print(HEADING, flush=True)
        for page in pages():
            if given.only in page.name and not page.is_file:
                print(measurement.line(page), flush=True)
        memory = [f"{server.memory_mb():.0f} after all pages"]
        for page in pages():
            if given.only in page.name and page.is_file:
                print(measurement.line(page), flush=True)
        memory.append(f"{server.memory_mb():.0f} after all files")
        print(f"\nMemory (PSS, MB): {', '.join(memory)}.")
    if measurement.missed:
        sys.exit("\n".join(measurement.missed))


if __name__ == "__main__":
    main()

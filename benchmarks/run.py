"""Measures the site on both databases and notes the tables in results.md: `python -m benchmarks.run [--visits 20000]`.

Makes everything that it needs in places of its own: a SQLite file, and databases on the PostgreSQL server of DATABASE_URL
(`.ci/postgresql` starts one for the length of a command). `make bench` and `make bench-growth` call it.
"""

import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, process_time
from urllib.parse import urlsplit

import psycopg

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "results.md"
STARTED = monotonic()
# PostgreSQL would share a long query among processes that end with it, and whose time would be counted for nobody.
ALONE = "-c max_parallel_workers_per_gather=0"
HEAD = (
    "# Results\n\nThe newest of each kind; what the columns mean is in README.md. "
    "Earlier tables stand in the history of this file.\n"
)


def run(database: str, *arguments: str, folder: Path) -> tuple[str, float]:
    """What a command wrote, over this database, shown line by line as it comes, and its seconds of the processor; ends the
    run where it failed."""
    own = {"DATABASE_URL": database, "DEMO": "0", "DEBUG": "0", "HTTPS": "0", "ALLOWED_HOSTS": "localhost"}
    own |= {"STATIC_ROOT": f"{folder}/static", "MEDIA_ROOT": f"{folder}/media", "PGOPTIONS": ALONE}
    print(f"{monotonic() - STARTED:6.0f} s  {' '.join(arguments)}", flush=True)
    lines = []
    command = subprocess.Popen(
        [sys.executable, *arguments],
        env=os.environ | own,
        cwd=FOLDER.parent,
        stdout=subprocess.PIPE,
        text=True,
    )
    for line in command.stdout or ():
        lines.append(line)
        print(f"{monotonic() - STARTED:6.0f} s  {line}", end="", flush=True)
    _, status, used = os.wait4(command.pid, 0)
    command.returncode = os.waitstatus_to_exitcode(status)
    if command.returncode:
        sys.exit(f"{' '.join(arguments)} ended with {command.returncode}")
    return "".join(lines), used.ru_utime + used.ru_stime


def set_up(database: str, visits: int, folder: Path) -> float:
    """Fills a database with the sample; the program's seconds of the processor."""
    return sum(
        run(database, *command.split(), folder=folder)[1]
        for command in (
            "manage.py migrate --verbosity=0",
            "manage.py load_reference --verbosity=0",
            f"-m benchmarks.sample --visits={visits} --seed=1 --force",
        )
    )


def measure(database: str, other: str, folder: Path, what: str, only: str) -> str:
    """The table of the pages of a filled database, of what the server holds, of what a browser does, or, with another of a
    tenth as many visits in place of the plain one, of how the pages grow."""
    module = {
        "pages": ["benchmarks.measuring", f"--plain={other}", f"--only={only}"],
        "page_growth": ["benchmarks.page_growth", other, database],
    }
    return run(database, "-m", *module.get(what, [f"benchmarks.{what}"]), folder=folder)[0]


def additions() -> float:
    """Seconds for ten million additions: how fast the machine is at the moment."""
    start, total = process_time(), 0
    for number in range(10_000_000):
        total += number
    return process_time() - start


def main() -> None:
    """Measures, and puts the tables of this day and commit before the earlier ones."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--visits", type=int, default=20_000)
    arguments.add_argument(
        "--memory", action="store_true", help="what the server holds, instead of what pages take"
    )
    arguments.add_argument("--browser", action="store_true", help="what a browser has to do for four pages")
    arguments.add_argument(
        "--growth", action="store_true", help="what pages cost beside a tenth of the visits"
    )
    arguments.add_argument(
        "--only", default="", help="pages and files with this in their name; noted nowhere"
    )
    given = arguments.parse_args()
    modules = {"memory": given.memory, "browsing": given.browser, "page_growth": given.growth, "pages": True}
    what = next(name for name, is_asked in modules.items() if is_asked)
    visits = given.visits
    server = os.environ["DATABASE_URL"]
    commit = subprocess.run(
        ["git", "-C", str(FOLDER), "describe", "--always", "--dirty"],  # noqa: S607 - git is where the machine has it
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    title = f"## {date.today():%d %B %Y}, {commit}, {visits:,} visits"  # noqa: DTZ011 - the day of this machine
    tables = [title, f"Ten million additions took {additions():.2f} s, load {os.getloadavg()[0]:.0f}."]
    with TemporaryDirectory() as place, psycopg.connect(server, autocommit=True) as session:
        folder = Path(place)
        for file in ("site", "plain"):
            session.execute(f"DROP DATABASE IF EXISTS measured_{file}")
            session.execute(f"CREATE DATABASE measured_{file}")
        address = urlsplit(server)
        on_server = [address._replace(path=f"/measured_{name}").geturl() for name in ("site", "plain")]
        files = [f"sqlite:///{folder}/{name}.sqlite3" for name in ("site", "plain")]
        run(files[0], "manage.py", "collectstatic", "--noinput", "--verbosity=0", folder=folder)
        # Both at once, because each keeps one processor busy.
        smaller = visits // 10 if what == "page_growth" else 0
        with ThreadPoolExecutor(2) as pool:
            spent = list(pool.map(set_up, (files[0], on_server[0]), repeat(visits), repeat(folder)))
            if smaller:
                list(pool.map(set_up, (files[1], on_server[1]), repeat(smaller), repeat(folder)))
        for name, (database, other), seconds in zip(
            ("SQLite", "PostgreSQL"), (files, on_server), spent, strict=True
        ):
            table = measure(database, other, folder, what, given.only)
            if what == "pages":
                table += "\n" + run(database, "-m", "benchmarks.words", folder=folder)[0]
            tables.append(
                f"### {name}\n\nSetting up and the sample took {seconds:.0f} s of the program's processor.\n\n{table}"
            )
    earlier = RESULTS.read_text(encoding="utf-8").removeprefix(HEAD) if RESULTS.exists() else ""
    text = "\n\n".join(tables)
    print(text)
    if given.only:
        return
    RESULTS.write_text(f"{HEAD}\n{text.rstrip()}\n{earlier}", encoding="utf-8")


if __name__ == "__main__":
    main()

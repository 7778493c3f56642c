"""Measures the site on both databases and notes the tables in results.md: `python -m benchmarks.run [--visits 20000]`.

Makes everything that it needs in places of its own: a SQLite file, and databases on the PostgreSQL server of DATABASE_URL
(`.ci/postgresql` starts one for the length of a command). `make bench` and `make bench-growth` call it.
"""

import argparse
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, process_time
from urllib.parse import urlsplit

import psycopg

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "results.md"
STARTED = monotonic()
HEAD = "# Results\n\nThe newest first; what the columns mean is in README.md.\n"


def run(database: str, *arguments: str, folder: Path | None = None) -> str:
    """What a command wrote, over this database, shown line by line as it comes; ends the run where it failed."""
    own = {"DATABASE_URL": database, "DEMO": "0", "DEBUG": "0", "HTTPS": "0", "ALLOWED_HOSTS": "localhost"}
    own |= {"STATIC_ROOT": f"{folder}/static", "MEDIA_ROOT": f"{folder}/media"} if folder else {}
    print(f"{monotonic() - STARTED:6.0f} s  {' '.join(arguments)}", flush=True)
    lines = []
    with subprocess.Popen(
        [sys.executable, *arguments],
        env=os.environ | own,
        cwd=FOLDER.parent,
        stdout=subprocess.PIPE,
        text=True,
    ) as command:
        for line in command.stdout or ():
            lines.append(line)
            print(f"{monotonic() - STARTED:6.0f} s  {line}", end="", flush=True)
    if command.returncode:
        sys.exit(f"{' '.join(arguments)} ended with {command.returncode}")
    return "".join(lines)


def measure(name: str, database: str, plain: str, visits: int, folder: Path, what: str, only: str) -> str:
    """Fills a database with the sample, and gives the table of its pages, of what the server holds, of what a browser does, or,
    with another of a tenth as many visits in place of the plain one, of how the pages grow."""
    sizes = {database: visits} | ({plain: visits // 10} if what == "page_growth" else {})
    before = os.times()
    for one, size in sizes.items():
        for command in ("migrate", "load_reference", "collectstatic --noinput"):
            run(one, "manage.py", *command.split(), "--verbosity=0", folder=folder)
        run(one, "-m", "benchmarks.sample", f"--visits={size}", "--seed=1", "--force", folder=folder)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    module = {
        "pages": ["benchmarks.measuring", f"--plain={plain}", f"--only={only}"],
        "page_growth": ["benchmarks.page_growth", plain, database],
    }
    table = run(database, "-m", *module.get(what, [f"benchmarks.{what}"]), folder=folder)
    return f"### {name}\n\nSetting up and the sample took {spent:.0f} s of the program's processor. {table}"


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
        tables.append(measure("SQLite", files[0], files[1], visits, folder, what, given.only))
        tables.append(measure("PostgreSQL", on_server[0], on_server[1], visits, folder, what, given.only))
    earlier = RESULTS.read_text(encoding="utf-8").removeprefix(HEAD) if RESULTS.exists() else ""
    text = "\n\n".join(tables)
    print(text)
    if given.only:
        return
    RESULTS.write_text(f"{HEAD}\n{text.rstrip()}\n{earlier}", encoding="utf-8")


if __name__ == "__main__":
    main()

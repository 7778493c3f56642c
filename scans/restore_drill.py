"""Backs up a site while it is written to, restores it elsewhere and compares every table and file; then all that can go wrong.

`python -m scans.restore_drill [--visits N]`, on SQLite or, with DATABASE_URL, in databases of its own on that PostgreSQL. It
asks neither Django nor our own code what lies in a database. Ends with an error where a row or a file differs or is missing,
or where a refusal is not one sentence that leaves everything as it was.
"""

import argparse
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from scans.throwaway import CHECKOUT

TITLE = "เขียนระหว่างซ้อมกู้คืน"  # of the visits that scans.writing saves

WRITERS, WRITTEN_BEFORE = 2, 30
Contents = dict[str, tuple[int, str]]


class Failed(Exception):
    """The drill has found a fault."""


@dataclass(frozen=True)
class DrilledSite:
    database: str
    folder: Path

    @property
    def media(self) -> Path:
        return self.folder / "media"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def environment(self) -> dict[str, str]:
        own = {"DATABASE_URL": self.database, "MEDIA_ROOT": str(self.media), "BACKUP_DIR": str(self.backups)}
        return os.environ | {"DEBUG": "0", "DEMO": "0", "HTTPS": "0", "PYTHONUTF8": "1"} | own

    def run(self, *arguments: str, before: tuple[str, ...] = ()) -> "subprocess.CompletedProcess[str]":
        command = [*before, sys.executable, *arguments]
        return subprocess.run(
            command, cwd=CHECKOUT, env=self.environment, capture_output=True, text=True, check=False
        )

    def manage(self, *arguments: object) -> str:
        """What a command wrote; raises Failed where it did not succeed."""
        done = self.run("manage.py", *map(str, arguments))
        if done.returncode:
            raise Failed(f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def refuses(self, sentence: str, *arguments: object, before: tuple[str, ...] = ()) -> None:
        """Raises Failed unless the command ends with 1 and one line that holds the sentence."""
        done = self.run("manage.py", *map(str, arguments), before=before)
        lines = done.stderr.strip().splitlines()
        if done.returncode != 1 or len(lines) != 1 or sentence not in lines[0]:
            raise Failed(
                f"{arguments} was to be refused ({sentence}): {done.returncode} {done.stdout}{done.stderr}"
            )
        print(f"    {lines[0]}")

    def rows(self, query: str) -> list[tuple]:
        if self.database.startswith("sqlite"):
            with closing(sqlite3.connect(urlsplit(self.database).path[1:])) as file:
                return file.execute(query).fetchall()
        with psycopg.connect(self.database) as session:
            return session.execute(query).fetchall()

    def contents(self) -> Contents:
        """Rows and their checksum (in any order) by table, whatever tables there are."""
        tables = (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            if self.database.startswith("sqlite")
            else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        found = {}
        for (table,) in self.rows(tables):
            rows = self.rows(f'SELECT * FROM "{table}"')  # noqa: S608 - a table's own name
            digests = (int.from_bytes(sha256(repr(row).encode()).digest()) for row in rows)
            found[table] = (len(rows), f"{sum(digests) % 2**256:064x}")
        return found

    def files(self) -> dict[str, str]:
        """Checksum by path of every file that belongs to a record."""
        return {
            str(path.relative_to(self.media)): sha256(path.read_bytes()).hexdigest()
            for path in self.media.rglob("*")
            if path.is_file() and path.relative_to(self.media).parts[0] not in ("incoming", "prepared")
        }

    def all_backups(self) -> list[Path]:
        return sorted(path.parent for path in self.backups.glob("*[0-9]/manifest.json"))


@contextmanager
def places(folder: Path) -> Iterator[Iterator[DrilledSite]]:
    """Empty sites, as many as are asked for, on the kind of database that DATABASE_URL names."""
    server, names = os.environ.get("DATABASE_URL", ""), []

    def empty_sites() -> Iterator[DrilledSite]:
        for number in range(100):
            place = folder / f"site{number}"
            place.mkdir()
            if not server:
                yield DrilledSite(f"sqlite:///{place}/db.sqlite3", place)
                continue
            names.append(f"drill_{os.getpid()}_{number}")
            with psycopg.connect(server, autocommit=True) as session:
                session.execute(f"CREATE DATABASE {names[-1]} TEMPLATE template0")
            yield DrilledSite(urlsplit(server)._replace(path=f"/{names[-1]}").geturl(), place)

    try:
        yield empty_sites()
    finally:
        for name in names:
            with psycopg.connect(server, autocommit=True) as session:
                session.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def writers(site: DrilledSite) -> Iterator[list[Path]]:
    """Processes that save visits for the length of the block; gives the files in which they note what was saved."""
    notes = [site.folder / f"writer{number}" for number in range(WRITERS)]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "scans.writing"],
            cwd=CHECKOUT,
            env=site.environment,
            stdin=subprocess.PIPE,
            stdout=note.open("w"),
        )
        for note in notes
    ]
    try:
        wait_until(lambda: len(saved(notes)) >= WRITTEN_BEFORE)
        yield notes
    finally:
        for process in running:
            process.communicate()
    if any(process.returncode for process in running):
        raise Failed("a writer was hindered by the back-up")


def saved(notes: list[Path]) -> set[int]:
    return {int(line) for note in notes for line in note.read_text().split("\n")[:-1]}


def wait_until(condition, seconds: int = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise Failed("waited in vain")
        time.sleep(0.02)


def differences(one: dict, other: dict) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def back_up_in_use(site: DrilledSite, elsewhere: DrilledSite) -> None:
    """What was saved before the back-up began is in it, each visit with its file, though others were being saved."""
    with writers(site) as notes:
        before, start = saved(notes), time.monotonic()
        site.manage("backup")
        took, during = time.monotonic() - start, len(saved(notes)) - len(before)
    [backup] = site.all_backups()
    start = time.monotonic()
    elsewhere.manage("restore", backup)
    back = time.monotonic() - start
    visits = {pk for (pk,) in elsewhere.rows(f"SELECT id FROM visits_visit WHERE title = '{TITLE}'")}  # noqa: S608
    if before - visits:
        raise Failed(f"visits that were answered as saved are lost: {sorted(before - visits)}")
    files = elsewhere.files()
    rows = elsewhere.rows(
        "SELECT v.id, a.file, a.sha256 FROM visits_visit v"  # noqa: S608
        f" LEFT JOIN visits_attachment a ON a.visit_id = v.id WHERE v.title = '{TITLE}'"
    )
    if len(rows) != len(visits) or [name for _, name, checksum in rows if files.get(name) != checksum]:
        raise Failed("a visit came back without its file, or with another one")
    elsewhere.manage("migrate", "--check")
    size = json.loads((backup / "manifest.json").read_text())["bytes"]
    print(
        f"  in use: {during} visits saved while it was backed up; {took:.1f} s, {size / 1e6:.1f} MB; "
        f"restored in {back:.1f} s; of {len(before)} saved before, lost: {len(before - visits)}"
    )


def compare_everything(site: DrilledSite, elsewhere: DrilledSite) -> None:
    """With nobody writing, both sites are one and the same."""
    site.manage("backup")
    elsewhere.manage("restore", site.all_backups()[-1])
    contents, files = site.contents(), site.files()
    if changed := differences(contents, elsewhere.contents()) + differences(files, elsewhere.files()):
        raise Failed(f"not as it was: {changed}")
    rows = sum(count for count, _ in contents.values())
    print(f"  at rest: {len(contents)} tables, {rows} rows, {len(files)} files compared, differences: 0")


def refuse_what_is_spoilt(site: DrilledSite, empty: DrilledSite) -> None:
    """Cut, altered, newer, of another kind; into a site that is not empty: a sentence, and the empty site stays empty."""
    good, spoilt = site.all_backups()[-1], site.folder / "spoilt"
    dump = next(path.name for path in good.iterdir() if path.name.startswith("database."))

    def cut(path: Path) -> None:
        os.truncate(path / dump, (path / dump).stat().st_size - 100)

    def alter(path: Path) -> None:
        with (path / "files.tar").open("r+b") as file:
            file.seek(1000)
            file.write(b"altered")

    def lose(path: Path) -> None:
        (path / dump).unlink()

    def rewrite(path: Path, **changes: object) -> None:
        manifest = json.loads((path / "manifest.json").read_text())
        (path / "manifest.json").write_text(json.dumps(manifest | changes))

    for sentence, spoil in (
        ("ถูกตัดหรือถูกแก้", cut),
        ("ถูกตัดหรือถูกแก้", alter),
        ("ข้อมูลสำรองไม่ครบ", lose),
        ("รุ่นใหม่กว่า", lambda path: rewrite(path, migrations=["visits.9999_of_next_year"])),
        ("ไม่ใช่ข้อมูลสำรองที่สมบูรณ์", lambda path: (path / "manifest.json").write_text("{")),
    ):
        shutil.copytree(good, spoilt)
        spoil(spoilt)
        empty.refuses(sentence, "restore", spoilt)
        shutil.rmtree(spoilt)
    if (
        empty.media.exists()
        or (empty.folder / "db.sqlite3").exists()
        or (os.environ.get("DATABASE_URL") and empty.contents())
    ):
        raise Failed("a refused back-up left something behind")
    before = site.contents(), site.files()
    site.refuses("ไม่ว่าง จึงไม่นำข้อมูลสำรองมาทับ", "restore", good)
    if (site.contents(), site.files()) != before:
        raise Failed("a refused restore changed the site")


def back_ups_that_fail(site: DrilledSite) -> None:
    """A full disk, two at once, one killed half-way: the earlier back-ups stay whole, and the next one succeeds."""
    before = site.all_backups()
    command = [sys.executable, "manage.py", "backup"]
    first = subprocess.Popen(command, cwd=CHECKOUT, env=site.environment, stdout=subprocess.DEVNULL)
    wait_until(lambda: list(site.backups.glob("*.half")))
    first.send_signal(signal.SIGSTOP)
    try:
        site.refuses("กำลังสำรองข้อมูลอยู่แล้ว", "backup")
    finally:
        first.kill()
        first.wait()
    if site.all_backups() != before:
        raise Failed("a back-up that was killed counts as one")
    print("    (killed half-way: the earlier back-ups are as they were)")
    full = (
        "unshare",
        "-m",
        "sh",
        "-c",
        f'mount -t tmpfs -o size=256k none "{site.folder}/full" && exec "$@"',
        "sh",
    )
    (site.folder / "full").mkdir()
    if subprocess.run([*full, "true"], check=False, capture_output=True).returncode:
        print("    (full disk LEFT OUT: this account may mount none)")
    else:
        site.refuses("สำรองข้อมูลไม่สำเร็จ", "backup", "--to", f"{site.folder}/full", before=full)
    site.manage("backup")
    for backup in site.all_backups():
        site.manage("verify_backup", backup)
    if len(site.all_backups()) != len(before) + 1 or list(site.backups.glob("*.half")):
        raise Failed("what was killed half-way was not cleared away")


def drill(visits: int) -> None:
    with tempfile.TemporaryDirectory(prefix="field-visits-drill-") as folder, places(Path(folder)) as empty:
        site = next(empty)
        for command in ("migrate --verbosity=0", "load_reference", "load_examples"):
            site.manage(*command.split())
        if visits:
            done = site.run("-m", "benchmarks.sample", f"--visits={visits}", "--seed=1", "--force")
            if done.returncode:
                raise Failed(done.stderr)
        back_up_in_use(site, next(empty))
        time.sleep(1)  # the folder of a back-up is named by the second
        compare_everything(site, next(empty))
        refuse_what_is_spoilt(site, next(empty))
        time.sleep(1)
        back_ups_that_fail(site)


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--visits", type=int, default=200)
    kind = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    print(f"restore drill on {kind}", flush=True)
    try:
        drill(options.parse_args().visits)
    except Failed as fault:
        sys.exit(f"FAILED: {fault}")

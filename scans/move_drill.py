"""Moves a site from SQLite to PostgreSQL and lets both be read row by row: `.ci/postgresql .venv/bin/python -m scans.move_drill`.

First a row that PostgreSQL does not take: the move is refused by a sentence, the target stays empty, the source as it was.
"""

import argparse
import os
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from scans.restore_drill import DrilledSite, Failed, places

# `loaddata` stops at the second history row of an account.
ACCOUNT_SAVED_TWICE = (
    "from officials.models import User; account = User.objects.create_user('moving');"
    " account.first_name = 'ย้าย'; account.save()"
)
SERIALS = """
    SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name)
    FROM information_schema.columns WHERE table_schema = 'public' AND is_identity = 'YES'
"""
TOO_LONG = "ย" * 5000


def drill(visits: int) -> None:
    with tempfile.TemporaryDirectory(prefix="field-visits-drill-") as folder, places(Path(folder)) as empty:
        new, place = next(empty), Path(folder, "old")
        place.mkdir()
        old = DrilledSite(f"sqlite:///{place}/db.sqlite3", place)
        for command in ("migrate --verbosity=0", "load_reference", "load_examples"):
            old.manage(*command.split())
        done = old.run("-m", "benchmarks.sample", f"--visits={visits}", "--seed=1", "--force")
        if done.returncode:
            raise Failed(done.stderr)
        old.manage("shell", "-c", ACCOUNT_SAVED_TWICE)
        refuse_what_does_not_fit(old, new)
        before, start = old.contents(), time.monotonic()
        print(f"    {old.manage('move_database', new.database).strip()}")
        took = time.monotonic() - start
        if old.contents() != before:
            raise Failed("the move changed the old database")
        after = new.contents()
        # SQLite keeps the index of search texts in tables; PostgreSQL makes its own.
        counts = {table: rows for table, (rows, _) in before.items() if "_words" not in table}
        if counts != {table: rows for table, (rows, _) in after.items()}:
            raise Failed("a table has another number of rows")
        for table, column, sequence in new.rows(SERIALS):
            [(last, key)] = new.rows(f'SELECT max("{column}"), nextval(\'{sequence}\') FROM "{table}"')  # noqa: S608
            if last is not None and key != last + 1:
                raise Failed(f"{table} would give the key {key} after {last}")
        new.manage("check", "--database", "default")
        new.manage("settle_directives")
        print(f"  moved {sum(counts.values())} rows of {len(counts)} tables in {took:.1f} s; lost: 0")


def refuse_what_does_not_fit(old: DrilledSite, new: DrilledSite) -> None:
    """SQLite minds no length of a text; PostgreSQL does."""

    def name(value: str) -> str:
        with closing(sqlite3.connect(urlsplit(old.database).path[1:])) as file:
            [(before,)] = file.execute("SELECT title FROM visits_visit ORDER BY id LIMIT 1").fetchall()
            file.execute(
                "UPDATE visits_visit SET title = ? WHERE id = (SELECT min(id) FROM visits_visit)",
                [value],
            )
            file.commit()
        return before

    before = name(TOO_LONG)
    old.refuses("ย้ายข้อมูลไม่สำเร็จ (value too long", "move_database", new.database)
    if new.contents():
        raise Failed("a refused move left tables behind")
    name(before)


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--visits", type=int, default=200)
    if not os.environ.get("DATABASE_URL"):
        sys.exit(
            "DATABASE_URL of a PostgreSQL is needed: .ci/postgresql .venv/bin/python -m scans.move_drill"
        )
    print("drill of the move from SQLite to PostgreSQL", flush=True)
    try:
        drill(options.parse_args().visits)
    except Failed as fault:
        sys.exit(f"FAILED: {fault}")

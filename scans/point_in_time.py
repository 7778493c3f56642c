"""Loses a database after a mistake and brings it back to the moment before: `python -m scans.point_in_time`.

A PostgreSQL of its own archives its WAL, as docs/operations.md says. The site works on, somebody deletes what was not meant, the disk
is lost; out of the base back-up and the archive the database comes back as it was at the moment before the deletion.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from config.backups import program
from scans.restore_drill import DrilledSite, Failed, wait_until
from scans.throwaway import free_port

ALIASES = "SELECT count(*) FROM units_unitalias"
ACCOUNTS = "SELECT username FROM officials_user ORDER BY 1"
MAKE = "from officials.models import User; User.objects.create_user('{name}')"


class Server:
    """A PostgreSQL in a folder of its own, as the account that may run it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.data, self.base, self.archive = (folder / name for name in ("data", "base", "archive"))

    def run(self, name: str, *arguments: str) -> None:
        own = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*own, str(program(name)), *arguments]
        done = subprocess.run(
            command, cwd=self.folder, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        if done.returncode:
            raise Failed(f"{name}: {done.stdout}{done.stderr}")

    def start(self) -> None:
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder}"
        self.run("pg_ctl", "start", "-w", "-D", str(self.data), "-l", f"{self.folder}/log", "-o", options)

    def stop(self) -> None:
        self.run("pg_ctl", "stop", "-D", str(self.data), "-m", "immediate")

    def configure(self, *lines: str) -> None:
        with (self.data / "postgresql.auto.conf").open("a") as file:
            file.writelines(f"{line}\n" for line in lines)


def drill(folder: Path) -> None:
    if os.geteuid() == 0:
        os.chown(folder, *pwd.getpwnam("postgres")[2:4])
    server = Server(folder)
    server.run(
        "initdb", "-D", str(server.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
    )
    server.archive.mkdir()
    os.chown(server.archive, *os.stat(server.data)[4:6])
    keep = f"test ! -f {server.archive}/%f && cp %p {server.archive}/%f"
    server.configure("archive_mode = on", f"archive_command = '{keep}'")
    server.start()
    site = DrilledSite(f"postgres://postgres@127.0.0.1:{server.port}/postgres", folder)
    site.manage("migrate", "--verbosity=0")
    site.manage("load_reference")
    server.run(
        "pg_basebackup",
        "-h",
        "127.0.0.1",
        "-p",
        str(server.port),
        "-U",
        "postgres",
        "-D",
        str(server.base),
        "-c",
        "fast",
    )
    site.manage("shell", "-c", MAKE.format(name="before"))
    before = site.rows(ALIASES)
    [(moment,)] = site.rows("SELECT clock_timestamp()::text")
    time.sleep(1)
    site.rows("WITH gone AS (DELETE FROM units_unitalias RETURNING 1) SELECT count(*) FROM gone")
    site.manage("shell", "-c", MAKE.format(name="after"))
    [(file,)] = site.rows("SELECT pg_walfile_name(pg_switch_wal())")
    wait_until(lambda: (server.archive / file).exists())
    server.stop()
    shutil.rmtree(server.data)
    print("  the data folder is gone", flush=True)

    start = time.monotonic()
    shutil.copytree(server.base, server.data)
    (server.data / "recovery.signal").touch()
    for path in (server.data, *server.data.rglob("*")):
        os.chown(path, *os.stat(server.base)[4:6])
    server.configure(
        f"restore_command = 'cp {server.archive}/%f %p'",
        f"recovery_target_time = '{moment}'",
        "recovery_target_action = promote",
    )
    server.start()
    try:
        wait_until(lambda: site.rows("SELECT pg_is_in_recovery()") == [(False,)])
        if site.rows(ALIASES) != before:
            raise Failed("what was deleted by mistake did not come back")
        if site.rows(ACCOUNTS) != [("before",)]:
            raise Failed(f"not the moment before the mistake: {site.rows(ACCOUNTS)}")
        site.manage("migrate", "--check")
    finally:
        server.stop()
    print(
        f"  back at the moment before the mistake after {time.monotonic() - start:.1f} s: {before[0][0]} rows, lost: 0"
    )


if __name__ == "__main__":
    print("drill of point-in-time recovery", flush=True)
    os.environ.setdefault("SECRET_KEY", "drills-need-no-secret-but-the-settings-want-fifty-characters")
    with tempfile.TemporaryDirectory(prefix="field-visits-drill-", dir="/tmp") as place:
        try:
            drill(Path(place))
        except Failed as fault:
            sys.exit(f"FAILED: {fault}")

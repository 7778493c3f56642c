"""Follows docs/install.en.md line by line in a bare Debian: `make install-test`, as root, in some five minutes.

debootstrap makes the root from the sources that this machine itself uses. Where no init runs, `scans/systemctl` starts exactly the
ExecStart lines of the units. Then: the first signed-in page over TLS, what nginx must do, an upgrade with a migration and back again.
"""

import argparse
import os
import pty
import re
import shutil
import signal
import ssl
import subprocess
import sys
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPSHandler, Request, build_opener

from scans.throwaway import CHECKOUT

NAME, PASSWORD = "field.example.go.th", "ตรวจเยี่ยมศูนย์ภาคเก้าแห่ง"
SUITES = {"12": ("bookworm", "3.11"), "13": ("trixie", "3.13")}
# What a server has beyond the least that debootstrap gives.
BARE = "systemd,ca-certificates,procps,util-linux,iproute2,curl,sysvinit-utils"
TOKEN = r'name="csrfmiddlewaretoken" value="([^"]+)"'  # noqa: S105 - where a form's token stands
AWAY = r"site away for (\d+) s"


class Failed(Exception):
    """The drill has found a fault."""


def run(*command: str, **options) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, **options)
    if done.returncode:
        raise Failed(f"{' '.join(command)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def first(pattern: str, text: str) -> str:
    """What the first group of the pattern holds; raises Failed where it is not found."""
    if not (found := re.search(pattern, text)):
        raise Failed(f"{pattern} is missing in {text[-500:]}")
    return found[1]


def commands_of(language: str) -> list[str]:
    page = Path(CHECKOUT, "docs", f"install.{language}.md").read_text("utf-8")
    return [line for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) for line in block.splitlines()]


def mirror() -> str:
    """Where this machine's own packages come from."""
    sources = "".join(
        path.read_text() for path in Path("/etc/apt").rglob("*") if path.suffix in (".list", ".sources")
    )
    return first(r"(https?://\S*/debian/?)(?=\s)", sources)


def bare_root(debian: str, cache: Path, root: Path) -> None:
    """A Debian as it comes, with the release, Python's parts and a certificate of an authority of our own."""
    suite, python = SUITES[debian]
    archive = cache / f"{suite}.tar"
    if not archive.exists():
        run("debootstrap", "--variant=minbase", f"--include={BARE}", suite, str(root), mirror())
        run("tar", "-C", str(root), "-cf", str(archive), ".")
    else:
        root.mkdir(parents=True)
        run("tar", "-C", str(root), "-xf", str(archive))
    wheels = cache / f"wheels-{python}"
    pip = [sys.executable, "-m", "pip", "download", "-q", "--only-binary=:all:", "--python-version", python]
    run(*pip, "-d", str(wheels), "-r", str(CHECKOUT / "requirements.lock"))
    shutil.copytree(wheels, root / "wheels")
    files = run("git", "ls-files", "-co", "--exclude-standard", cwd=CHECKOUT).splitlines()
    release = root / "root" / "field-visits"
    for name in files:
        if (CHECKOUT / name).is_file():
            (release / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, release / name)
    (release / "COMMIT").write_text(run("git", "rev-parse", "--short", "HEAD", cwd=CHECKOUT))
    run("tar", "-C", str(release.parent), "-czf", str(release.parent / "field-visits.tar.gz"), "field-visits")
    shutil.rmtree(release)
    for name in ("systemctl", "journalctl"):
        shutil.copy2(CHECKOUT / "scans" / name, root / "usr/local/sbin" / name)
    hosts = root / "etc/hosts"
    hosts.write_text(f"127.0.0.1 localhost {NAME}\n")
    shutil.copy2("/etc/resolv.conf", root / "etc/resolv.conf")
    make = f"""cd {root}/root
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.crt
        openssl req -newkey rsa:2048 -nodes -subj /CN={NAME} -keyout site.key -out site.csr
        printf 'subjectAltName=DNS:{NAME}' >ext
        openssl x509 -req -in site.csr -CA ca.crt -CAkey ca.key -days 2 -extfile ext -out site.crt
        cp ca.crt ../usr/local/share/ca-certificates/authority.crt"""
    run("bash", "-ec", make)
    run("chroot", str(root), "update-ca-certificates")


class Shell:
    """A terminal within the root; answers when it is asked for a password."""

    def __init__(self, root: Path, log: Path) -> None:
        self.log, self.seen = log.open("wb"), b""
        self.pid, self.terminal = pty.fork()
        if not self.pid:
            environment = {
                "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME": "/root", "TERM": "dumb", "LANG": "C.UTF-8", "WHEELS": "/wheels", "PS1": "",
                "PAGER": "cat",
            }  # fmt: skip
            inside = f"mount -t proc proc {root}/proc && mount --rbind /dev {root}/dev && exec chroot {root} bash --norc -i"
            os.execvpe(  # noqa: S606 - its own arguments, no shell
                "unshare",  # noqa: S607 - of util-linux
                ["unshare", "-m", "-p", "-f", "--kill-child", "bash", "-c", inside],
                environment,
            )
        self.do("PS1=; cd /root; stty -echo")

    def do(self, line: str, seconds: int = 900) -> str:
        """Runs a line; returns what it printed; raises Failed where its exit code is not 0."""
        start = len(self.seen)
        os.write(self.terminal, f"{line}; echo END=$?\n".encode())
        until = time.monotonic() + seconds
        while not (end := re.search(rb"END=(\d+)\r?\n", self.seen[start:])):
            if time.monotonic() > until:
                raise Failed(f"{line}: no end after {seconds} s: {self.seen[start:][-500:]!r}")
            piece = os.read(self.terminal, 65536)
            self.log.write(piece)
            self.log.flush()
            self.seen += piece
            if re.search(rb"Password[^:\n]*: ?$", piece):
                os.write(self.terminal, f"{PASSWORD}\n".encode())
        text = self.seen[start : start + end.start()].decode("utf-8", "replace")
        if end[1] != b"0":
            raise Failed(f"{line}: {end[1].decode()}: {text[-1500:]}")
        return text

    def close(self) -> None:
        os.write(
            self.terminal,
            b"systemctl stop field-visits; systemctl stop nginx; systemctl stop postgresql; exit\n",
        )
        os.waitpid(self.pid, 0)


class Visitor:
    """Somebody with a browser, who trusts our own authority alone."""

    def __init__(self, root: Path) -> None:
        trust = ssl.create_default_context(cafile=str(root / "root/ca.crt"))
        self.browser = build_opener(HTTPSHandler(context=trust), HTTPCookieProcessor(CookieJar()))

    def open(self, path: str, typed: dict[str, str] | None = None, scheme: str = "https", **headers: str):
        """Status, headers and body of a page; a refusal is an answer too."""
        data = urlencode(typed).encode() if typed else None
        request = Request(f"{scheme}://{NAME}{path}", data, {"Referer": f"https://{NAME}{path}", **headers})
        try:
            answer = self.browser.open(request, timeout=30)
        except HTTPError as error:
            answer = error
        return answer.status, answer.headers, answer.read(), answer.url

    def sign_in(self) -> str:
        token = first(TOKEN, self.open("/admin/login/")[2].decode())
        typed = {"username": "admin", "password": PASSWORD, "csrfmiddlewaretoken": token}
        status, _, body, url = self.open("/admin/login/", typed)
        if status != 200 or url != f"https://{NAME}/":
            raise Failed(f"the sign-in led to {status} {url}")
        return body.decode()


def expect(what: str, condition: bool) -> None:
    if not condition:
        raise Failed(what)
    print(f"    {what}", flush=True)


def look_at_site(root: Path) -> None:
    visitor = Visitor(root)
    page = visitor.sign_in()
    expect(
        "the first page after the sign-in, over TLS, signed in as admin",
        "ระบบติดตามการตรวจเยี่ยม" in page and "admin" in page,
    )
    status, headers, _, url = visitor.open("/", scheme="http")
    expect("HTTP leads to HTTPS", url.startswith("https://"))
    expect(
        "browsers are told to stay with HTTPS", headers["Strict-Transport-Security"].startswith("max-age=")
    )
    sheet = first(r'href="(/static/[^"]+\.css)"', page)
    status, headers, _, _ = visitor.open(sheet, None, "https", **{"Accept-Encoding": "gzip"})
    expect(
        "style sheets come compressed from nginx, for ever",
        (status, headers["Content-Encoding"], "immutable" in str(headers)) == (200, "gzip", True),
    )
    status, *_ = visitor.open("/account/", {"a": "x" * 25_000_000})
    expect("25 MB pass nginx (the site answers, not nginx with 413)", status != 413)
    status, *_ = visitor.open("/calendar/feed/secret-key.ics")
    log = (root / "var/log/nginx/field-visits.access.log").read_text()
    expect(
        "the key of a feed stands in no log",
        (status, "secret-key" in log, "/account/" in log) == (404, False, True),
    )
    for name, mode in (
        ("etc/field-visits/env", 0o600),
        ("var/lib/field-visits/backups", 0o750),
        ("etc/field-visits/tls/site.key", 0o600),
    ):
        expect(f"/{name} has mode {mode:o}", (root / name).stat().st_mode & 0o777 == mode)


def rows(shell: Shell) -> str:
    """Rows of the tables that an upgrade must not touch."""
    question = "SELECT (SELECT count(*) FROM officials_user), (SELECT count(*) FROM units_unit), (SELECT count(*) FROM django_migrations)"
    return shell.do(f"runuser -u postgres -- psql -Atc '{question}' field").strip().splitlines()[-1]


MIGRATION = """from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("units", "{newest}")]
    operations = [migrations.RunSQL("CREATE TABLE of_the_next_release (id integer)", "DROP TABLE of_the_next_release")]
"""


def upgrade_and_back(shell: Shell, root: Path) -> None:
    before = rows(shell)
    shell.do("cp -a /root/field-visits /root/next")
    migrations = root / "root/next/units/migrations"
    newest = sorted(path.stem for path in migrations.glob("0*.py"))[-1]
    (migrations / "0999_of_the_next_release.py").write_text(MIGRATION.format(newest=newest))
    (root / "root/next/COMMIT").write_text("next\n")
    text = shell.do("/root/next/deploy/upgrade")
    away = first(AWAY, text)
    visitor = Visitor(root)
    visitor.sign_in()
    after = rows(shell)
    expect(f"upgraded with a migration; the site was away for {away} s", after != before)
    text = shell.do("/root/next/deploy/upgrade --back")
    away = first(AWAY, text)
    visitor.sign_in()
    expect(f"back to the release before, with its database; away for {away} s", rows(shell) == before)


def main(debian: str, cache: Path) -> None:
    if os.geteuid():
        raise Failed("root is needed: chroot and mount")
    if busy := [
        port for port in (80, 443, 5432, 8000) if not run("ss", "-Hltn", f"sport = :{port}").strip() == ""
    ]:
        raise Failed(f"these ports of this machine are taken: {busy}")
    if commands_of("en") != commands_of("th"):
        raise Failed("the Thai and the English page name different commands")
    expect(
        f"{len(commands_of('en'))} commands, the same in Thai and in English", len(commands_of("en")) <= 20
    )
    cache.mkdir(parents=True, exist_ok=True)
    root, start = cache / f"root-{os.getpid()}", time.monotonic()
    hosts = Path("/etc/hosts").read_text()
    try:
        bare_root(debian, cache, root)
        print(f"  a bare Debian {debian} after {time.monotonic() - start:.0f} s", flush=True)
        Path("/etc/hosts").write_text(f"{hosts.rstrip()}\n127.0.0.1 {NAME}\n")
        shell, start = Shell(root, cache / "log"), time.monotonic()
        try:
            for line in commands_of("en"):
                text = shell.do(line).strip()
                print(f"  $ {line}")
                print("".join(f"      {row}\n" for row in text.splitlines()[-3:]), end="", flush=True)
            units = "/etc/systemd/system/field-visits*"
            expect(
                "systemd-analyze verify has no word against the units",
                "field-visits" not in shell.do(f"systemd-analyze verify {units} 2>&1"),
            )
            print(f"  installed and watched after {time.monotonic() - start:.0f} s")
            look_at_site(root)
            upgrade_and_back(shell, root)
        finally:
            shell.close()
    finally:
        Path("/etc/hosts").write_text(hosts)
        # The mounts were those of a namespace that is gone; where one were left, this machine's own devices would lie behind it.
        if not os.path.ismount(root / "dev"):
            shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--debian", choices=SUITES, default="12")
    options.add_argument("--cache", type=Path, default=CHECKOUT / ".install-test")
    given = options.parse_args()
    # Also when it is stopped, the root and the name in /etc/hosts go.
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_: sys.exit("stopped"))
    try:
        main(given.debian, given.cache)
    except Failed as fault:
        sys.exit(f"FAILED: {fault}")

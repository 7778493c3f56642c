"""A site of its own for a scanner: the demonstration's records on SQLite in a folder that is thrown away."""

import http.cookiejar
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

CHECKOUT = Path(__file__).resolve().parent.parent
PREPARED_BY = ("migrate", "collectstatic", "load_reference", "load_examples", "make_demo_accounts")
PASSWORD = "demo-1234"  # nosec B105 # noqa: S105 - that of make_demo_accounts
PATIENCE = 60  # seconds until the site must answer
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Site:
    address: str
    log: Path

    def signed_in(self, account):
        """The cookies of a session, as a header holds them."""
        jar = http.cookiejar.CookieJar()
        browser = build_opener(HTTPCookieProcessor(jar))
        page = f"{self.address}/admin/login/"
        [token] = TOKEN.findall(browser.open(page).read().decode())[:1]
        typed = {"username": account, "password": PASSWORD, "csrfmiddlewaretoken": token}
        browser.open(page, urlencode(typed).encode())
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)

    def knows(self, cookies):
        """Whether a session still lives: nobody is led to the sign-in."""
        browser = build_opener()
        browser.addheaders = [("Cookie", cookies)]
        return "/login/" not in browser.open(f"{self.address}/calendar/").url


@contextmanager
def site(folder):
    """Served by the real server, without debugging, on a free port of loopback."""
    port = free_port()
    found = Site(f"http://127.0.0.1:{port}", folder / "site.log")
    settings = _settings(folder)
    for command in PREPARED_BY:
        _manage(command, settings)
    with found.log.open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", f"--port={port}"], cwd=CHECKOUT, env=settings, stderr=log
        )
        try:
            _wait_for(f"{found.address}/healthz")
            yield found
        finally:
            server.terminate()
            server.wait()


def _settings(folder):
    """Nothing of this machine's own `.env` may be reached by the scanner."""
    own = ("EMAIL_HOST", "OPENID_ISSUER", "OPENID_CLIENT_ID", "OPENID_CLIENT_SECRET")
    return (
        os.environ
        | dict.fromkeys(own, "")
        | {
            "DEBUG": "0",
            "DEMO": "1",
            "HTTPS": "0",
            "ACCESS_LOG": "1",
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
        }
    )


def _manage(command, settings):
    options = ["--noinput"] if command in ("migrate", "collectstatic") else []
    command = [sys.executable, "manage.py", command, *options]
    subprocess.run(command, cwd=CHECKOUT, env=settings, check=True, stdout=subprocess.DEVNULL)


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def _wait_for(address):
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return urlopen(address).read()
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)

"""200 connections that drip a header, beside a reader who opens real pages of a site with data; `make scan` measures it."""

import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from http.client import HTTPConnection

import pytest
from django.conf import settings
from django.db import connection

from config.tests.cast import a_visit, client_of
from config.tests.test_serve import HEADER, SLOW, free_port, wait_for

pytestmark = [pytest.mark.scan, pytest.mark.one_database]

PAGES = ("/", "/calendar/2023/01/", "/reports/register/")
ROUNDS = 8


def read(port, page, cookie):
    """Status of a page and the seconds that it took."""
    start = time.monotonic()
    door = HTTPConnection("127.0.0.1", port, timeout=30)
    door.request("GET", page, headers={"Host": "localhost", "Cookie": f"sessionid={cookie}"})
    answer = door.getresponse()
    answer.read()
    door.close()
    return answer.status, time.monotonic() - start


@pytest.mark.django_db(transaction=True)
def test_a_reader_is_answered_within_two_seconds_beside_200_connections_that_drip_a_header(
    clerk, centre1, nattapol, tmp_path, record_property
):
    a_visit(centre1, "28/01/2566", lead=nattapol, status="done", record_state="final")
    cookie, database = client_of(clerk).cookies["sessionid"].value, tmp_path / "site.sqlite3"
    connection.cursor().execute(f"VACUUM INTO '{database}'")
    port, environment = free_port(), os.environ | {"DATABASE_URL": f"sqlite:///{database}", "DEMO": "0"}
    environment["STATIC_ROOT"] = str(tmp_path / "static")  # the site may never have run in this checkout
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, cwd=settings.BASE_DIR, env=environment, check=True)  # noqa: S603 - our own words
    command = [sys.executable, "manage.py", "serve", f"--port={port}", "--skip-checks"]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)  # noqa: S603 - our own words
    over = threading.Event()
    try:
        assert wait_for(lambda: all(read(port, page, cookie)[0] == 200 for page in PAGES * 3))
        with ExitStack() as senders:
            slow = [senders.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(SLOW)]

            def drip():
                """A byte a second on each."""
                for byte in HEADER + b"X-a: " + b"a" * 1000:
                    for sender in slow:
                        sender.send(bytes([byte]))
                    if over.wait(1):
                        return

            dripping = threading.Thread(target=drip)
            dripping.start()
            answers = []
            for _ in range(ROUNDS):
                time.sleep(1)
                answers += [read(port, page, cookie) for page in PAGES]
            over.set()
            dripping.join()
    finally:
        over.set()
        server.terminate()
        server.wait(timeout=40)
    slowest = max(seconds for _, seconds in answers)
    record_property("slowest answer in seconds", f"{slowest:.2f}")
    assert {status for status, _ in answers} == {200}
    assert slowest < 2

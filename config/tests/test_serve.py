"""The web server itself: slow senders hold nobody up, a killed process is replaced, a killed server frees its port."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.one_database

SLOW = 200
HEADER = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
BODY = b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"


def health_of(port):
    """Status of the page that says how the site is, and how many seconds it took."""
    start = time.monotonic()
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/healthz", headers={"Host": "localhost"})
    status = connection.getresponse().status
    connection.close()
    return status, time.monotonic() - start


def wait_for(condition, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if condition():
                return True
        except OSError:
            pass
        time.sleep(0.1)
    return False


def children(server):
    return Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@contextmanager
def started(folder, *options):
    """The site as it is set up on a server, over a database that is not there: it answers 503, and answers it at once."""
    port = free_port()
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/none.sqlite3"}
    # As a shell starts what runs in its background: Ctrl-C is ignored.
    command = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", sys.executable, "manage.py", "serve"]
    command += [f"--port={port}", "--skip-checks", *options]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        assert wait_for(lambda: all(health_of(port)[1] < 2 for _ in range(4)))  # both processes have answered
        yield process, port
    finally:
        process.terminate()
        process.wait(timeout=40)


@pytest.fixture(scope="module")
def server_of_all(tmp_path_factory):
    with started(tmp_path_factory.mktemp("site")) as server:
        yield server


@pytest.fixture
def server(tmp_path):
    with started(tmp_path) as server:
        yield server


@pytest.mark.parametrize(
    "beginning", [pytest.param(HEADER, id="header", marks=pytest.mark.scan), pytest.param(BODY, id="body")]
)
def test_with_200_slow_senders_a_reader_is_answered_within_two_seconds(server_of_all, beginning):
    _, port = server_of_all
    with ExitStack() as senders:
        slow = [senders.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(SLOW)]
        for sender in slow:
            sender.sendall(beginning)
        took = []
        for _ in range(5):
            for sender in slow:
                sender.sendall(b"X-a: b\r\n")
            status, seconds = health_of(port)
            took.append(seconds)
            assert status == 503
        assert max(took) < 2


def test_a_killed_process_is_replaced_and_a_stopped_server_ends(server):
    server, _ = server
    assert wait_for(lambda: len(children(server)) == 2)
    killed = children(server)[0]
    os.kill(int(killed), signal.SIGKILL)
    assert wait_for(lambda: len(children(server)) == 2 and killed not in children(server))
    server.terminate()
    assert server.wait(timeout=20) == 0


def test_a_process_that_has_grown_gives_its_place_away_without_a_failed_request(tmp_path):
    with started(tmp_path, "--megabytes=0") as (server, port):
        first = set(children(server))
        kept = HTTPConnection("127.0.0.1", port, timeout=10)
        closed = 0
        until = time.monotonic() + 60
        while first & set(children(server)) and time.monotonic() < until:
            kept.request("GET", "/healthz", headers={"Host": "localhost"})
            answer = kept.getresponse()
            answer.read()
            closed += answer.getheader("Connection") == "close"
            assert (answer.status, health_of(port)[0]) == (503, 503)
        assert not first & set(children(server))
        assert closed


def test_a_server_that_is_killed_frees_its_port(server):
    server, port = server
    server.kill()
    server.wait()

    def is_free():
        with socket.socket() as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(("127.0.0.1", port))
        return True

    assert wait_for(is_free)


@pytest.mark.django_db  # loading the site looks for demonstration accounts
def test_a_taken_port_is_told_in_a_sentence():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        with pytest.raises(CommandError, match=f"^ใช้พอร์ต {port} ไม่ได้"):
            call_command("serve", port=port)

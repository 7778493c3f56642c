"""Figures for Prometheus and faults for Sentry are extras: off unless a setting wants them."""

import os
import socket
import subprocess
import sys
import threading
from urllib.request import urlopen

import pytest
from django.conf import settings

from config.tests.test_serve import free_port, wait_for

FAULT = """
import django
django.setup()
import logging
import sentry_sdk
try:
    secret = "typed"
    raise ValueError("a fault of a test")
except ValueError:
    logging.getLogger("visits").exception("a job failed")
sentry_sdk.flush(5)
"""


def environment(folder, **values):
    own = {"DATABASE_URL": f"sqlite:///{folder}/none.sqlite3", "DJANGO_SETTINGS_MODULE": "config.settings"}
    return os.environ | own | values


def test_without_the_setting_there_are_no_figures(client, db):
    assert client.get("/metrics").status_code == 404


@pytest.mark.scan
@pytest.mark.one_database
def test_two_processes_give_their_figures_together(tmp_path):
    (tmp_path / "figures").mkdir()
    port = free_port()
    values = environment(tmp_path, METRICS="1", PROMETHEUS_MULTIPROC_DIR=f"{tmp_path}/figures")
    command = [sys.executable, "manage.py", "serve", f"--port={port}", "--skip-checks"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=values, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        address = f"http://localhost:{port}/metrics"
        assert wait_for(lambda: urlopen(address).status == 200)
        figures = urlopen(address).read().decode()
        name = "django_http_requests_before_middlewares_total"
        [line] = [line for line in figures.splitlines() if line.startswith(f"{name} ")]
        assert float(line.split()[1]) >= 1
    finally:
        process.terminate()
        process.wait(timeout=40)


@pytest.mark.scan
@pytest.mark.one_database
def test_a_fault_goes_to_sentry_without_what_was_typed(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as door:
        received = []

        def take():
            visitor, _ = door.accept()
            visitor.settimeout(2)
            try:
                while piece := visitor.recv(65536):
                    received.append(piece)
                    visitor.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            except OSError:
                pass
            visitor.close()

        taker = threading.Thread(target=take, daemon=True)
        taker.start()
        address = f"http://key@127.0.0.1:{door.getsockname()[1]}/1"
        values = environment(tmp_path, SENTRY_DSN=address)
        subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-c", FAULT], cwd=settings.BASE_DIR, env=values, check=True, capture_output=True
        )
        taker.join(5)
    assert b"POST /api/1/envelope/" in b"".join(received)

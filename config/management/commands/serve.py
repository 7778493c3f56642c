"""Serves the site over HTTP: a few processes on one port, each of which keeps slow senders away from its threads.

One that has grown gives its place to a new one, and its memory back.
"""

import ctypes
import gc
import logging
import multiprocessing
import os
import re
import signal
import socket
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.template import engines
from django.urls import get_resolver, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from waitress.task import WSGITask

log = logging.getLogger(__name__)

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1)
# What a process may hold: threads that work, and connections that wait, send slowly or take slowly.
THREADS = 4
CONNECTIONS = 1000
# A form with twenty photographs; what is larger is refused before the site sees it.
LARGEST_REQUEST = 128 * 1024 * 1024
# Seconds that running requests have to end after the server received SIGTERM.
LAST_REQUESTS = 25
# By how many MB the processes may grow on an average before another takes the largest one's place (docs/decisions/0051), how often
# that is looked at, how long a connection without a request stays open in the one that leaves, and after how long it goes whatever
# is still open.
MOST_MB = 10
LOOK_EVERY, SILENCE, LONGEST_LEAVE = 2, 5, 600


class Command(BaseCommand):
    help = "เปิดให้บริการเว็บ (ใช้จริงหลังพร็อกซีได้ด้วย) หยุดด้วย Ctrl-C"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=2)
        parser.add_argument("--threads", type=int, default=THREADS)
        parser.add_argument("--megabytes", type=int, default=MOST_MB)

    def handle(
        self, *, host: str, port: int, processes: int, threads: int, megabytes: int, **options: object
    ) -> None:
        """Loads everything once, before the fork, so that the processes share its memory."""
        try:
            application = import_string(settings.WSGI_APPLICATION)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        # Loading may have opened connections; neither a connection nor the threads of a pool may be shared by processes.
        connection: Any
        for connection in connections.all(initialized_only=True):
            connection.close()
            if connection.vendor == "postgresql":
                connection.close_pool()
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                door.bind((host, port))
            except (OSError, OverflowError) as error:
                raise CommandError(f"ใช้พอร์ต {port} ไม่ได้ ({error})") from error
            # All views with what they import, which the first page would load in each process by itself: 18 MB.
            get_resolver().url_patterns  # noqa: B018 - it is read to be loaded
            prepare_for_successors()
            give_memory_back()
            gc.collect()
            gc.freeze()
            keep_running(processes, lambda: serve(application, door, threads), megabytes)


def prepare_for_successors() -> None:
    """What each process would prepare for itself: addresses, words of Thai, every template of ours (0.7 s of the processor, 6 MB)."""
    reverse("admin:index")
    gettext("Save")
    for engine in engines.all():
        for folder in map(Path, engine.template_dirs):
            if folder.parent.parent == settings.BASE_DIR:
                for path in folder.rglob("*.html"):
                    engine.get_template(str(path.relative_to(folder)))


def give_memory_back() -> None:
    """One heap for all threads, whose free end goes back from a megabyte on: after files the processes held 100 MB less of 509.
    Given back at once, a page of 150 kB spent 2 ms of 31 on fetching the same memory again.

    Only glibc knows these: the number of heaps, the free end that is kept, the size from which a block stands by itself.
    """
    if set_option := getattr(ctypes.CDLL(None), "mallopt", None):
        for option, value in ((-8, 1), (-1, 1024 * 1024), (-3, 1024 * 1024)):
            set_option(option, value)


def keep_running(count: int, work: Callable[[], None], megabytes: int) -> None:
    """Runs `work` in `count` processes until SIGTERM or Ctrl-C; one that ends is replaced, one that has grown leaves before."""
    start = multiprocessing.get_context("fork").Process
    running: list[BaseProcess] = []
    leaving: list[BaseProcess] = []
    # A shell starts what runs in its background with Ctrl-C ignored, and SIGTERM takes the same way.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))

    def begin() -> None:
        process = start(target=work)
        # A signal waits until the process is noted here, and there until it can answer one.
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        process.start()
        running.append(process)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)

    try:
        while True:
            while len(running) < count:
                begin()
            wait([process.sentinel for process in running + leaving], LOOK_EVERY)
            for ended in [one for one in running if not one.is_alive()]:
                running.remove(ended)
                log.error(
                    "Process %s of the server ended (%s); another takes its place.",
                    ended.pid,
                    ended.exitcode,
                )
                time.sleep(1)  # one that cannot start must not be started without end
            leaving = [one for one in leaving if one.is_alive()]
            grown = {one: held_mb(one.pid) - held_mb(os.getpid()) for one in running}
            largest = max(grown, key=lambda one: grown[one], default=None)
            # One at a time, the largest first, and its successor serves before it goes.
            if largest and largest.pid and not leaving and sum(grown.values()) > megabytes * count:
                begin()
                running.remove(largest)
                leaving.append(largest)
                os.kill(largest.pid, signal.SIGUSR1)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for one in running + leaving:
            one.terminate()
        for one in running + leaving:
            one.join(LAST_REQUESTS + 5)


def held_mb(process: int | None) -> float:
    """Megabytes that a process holds, without the files that it reads in memory; 0 where the system does not say."""
    try:
        state = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"^RssAnon:\s*(\d+) kB", state, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0


def serve(application: Callable[..., Any], door: socket.socket, threads: int) -> None:
    """Answers requests from `door` until SIGTERM, or until the process that started this one is gone."""
    server = create_server(
        application,
        sockets=[door],
        threads=threads,
        connection_limit=CONNECTIONS,
        max_request_body_size=LARGEST_REQUEST,
        asyncore_use_poll=True,  # select() ends at 1,024 files
        clear_untrusted_proxy_headers=False,  # PROXIES says how many of them are believed
        ident=None,
    )
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the whole group; the first process passes it on
    signal.signal(signal.SIGTERM, lambda *_: finish(server, LAST_REQUESTS))
    signal.signal(signal.SIGUSR1, lambda *_: finish(server, LONGEST_LEAVE, SILENCE))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    threading.Thread(target=follow_parent, daemon=True).start()
    server.run()


def follow_parent() -> None:
    """Ends this process when its parent was killed, so that the port is free for the next start."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # nosec B101 # noqa: S101 - it was started by keep_running
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


class LastTask(WSGITask):
    """An answer after which the connection is closed, and says so."""

    def build_response_header(self) -> bytes:
        """Waitress's own."""
        self.request.headers["CONNECTION"] = "close"
        return super().build_response_header()


def finish(server: BaseWSGIServer, longest: int, silence: int = 0) -> None:
    """Accepts no more connections, and exits as soon as every open request is answered, after `longest` seconds at the latest.

    With `silence`, a connection on which something was sent less than so many seconds ago may still bring a request.
    """
    server.accepting = False
    HTTPChannel.task_class = LastTask
    until = time.monotonic() + longest

    def end_when_idle(*_: object) -> None:
        channels, now = list(server.active_channels.values()), time.time()
        is_busy = any(
            one.requests or one.total_outbufs_len or now - one.last_activity < silence for one in channels
        )
        has_come = silence and wait([one.socket for one in channels], 0)
        if time.monotonic() > until or not (is_busy or has_come):
            raise SystemExit

    signal.signal(signal.SIGALRM, end_when_idle)
    signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)

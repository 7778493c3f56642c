"""Serves the site over HTTP: a few processes on one port, each of which keeps slow senders away from its threads."""

import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.module_loading import import_string
from waitress.server import BaseWSGIServer, create_server

log = logging.getLogger(__name__)

STOPPING = (signal.SIGINT, signal.SIGTERM)
# What a process may hold: threads that work, and connections that wait, send slowly or take slowly.
THREADS = 4
CONNECTIONS = 1000
# A form with twenty photographs; what is larger is refused before the site sees it.
LARGEST_REQUEST = 128 * 1024 * 1024
# Seconds that running requests have to end after the server received SIGTERM.
LAST_REQUESTS = 25


class Command(BaseCommand):
    help = "เปิดให้บริการเว็บ (ใช้จริงหลังพร็อกซีได้ด้วย) หยุดด้วย Ctrl-C"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=2)
        parser.add_argument("--threads", type=int, default=THREADS)

    def handle(self, *, host: str, port: int, processes: int, threads: int, **options: object) -> None:
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
            give_memory_back()
            gc.freeze()
            keep_running(processes, lambda: serve(application, door, threads))


def give_memory_back() -> None:
    """One heap for all threads, whose free end goes back at once: after files the processes held 100 MB less of 509.

    Only glibc knows these: the number of heaps, the free end that is kept, the size from which a block stands by itself.
    """
    if set_option := getattr(ctypes.CDLL(None), "mallopt", None):
        for option, value in ((-8, 1), (-1, 128 * 1024), (-3, 128 * 1024)):
            set_option(option, value)


def keep_running(count: int, work: Callable[[], None]) -> None:
    """Runs `work` in `count` processes and restarts each that ends, until SIGTERM or Ctrl-C."""
    start = multiprocessing.get_context("fork").Process
    running: list[BaseProcess] = []
    # A shell starts what runs in its background with Ctrl-C ignored, and SIGTERM takes the same way.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        while True:
            while len(running) < count:
                process = start(target=work)
                # A signal waits until the process is noted here, and there until it can answer one.
                signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
                process.start()
                running.append(process)
                signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
            wait([process.sentinel for process in running])
            for ended in [one for one in running if not one.is_alive()]:
                running.remove(ended)
                log.error(
                    "Process %s of the server ended (%s); another takes its place.",
                    ended.pid,
                    ended.exitcode,
                )
                time.sleep(1)  # one that cannot start must not be started without end
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for one in running:
            one.terminate()
        for one in running:
            one.join(LAST_REQUESTS + 5)


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
    signal.signal(signal.SIGTERM, lambda *_: finish(server))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    threading.Thread(target=follow_parent, daemon=True).start()
    server.run()


def follow_parent() -> None:
    """Ends this process when its parent was killed, so that the port is free for the next start."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # nosec B101 # noqa: S101 - it was started by keep_running
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def finish(server: BaseWSGIServer) -> None:
    """Accepts no more connections, and exits as soon as every open request is answered."""
    server.accepting = False
    until = time.monotonic() + LAST_REQUESTS

    def end_when_idle(*_: object) -> None:
        channels = list(server.active_channels.values())
        if time.monotonic() > until or not any(one.requests or one.total_outbufs_len for one in channels):
            raise SystemExit

    signal.signal(signal.SIGALRM, end_when_idle)
    signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)

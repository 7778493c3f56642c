"""What the running product holds: after every page, after every file, after many requests of eight clients.

`python -m benchmarks.memory [--requests 6000]`, on the filled database of DATABASE_URL. Megabytes of PSS over the
server's processes: what they share counts once. Clients who are told to wait for a file ask again; processes that leave because
they have grown are waited for, and the most that was held on the way is told besides.
"""

import argparse
import os
import random
import threading
from collections import Counter
from time import monotonic, sleep

from benchmarks.measured_pages import pages
from benchmarks.measuring import AT_ONCE, FilledDatabase, Reader, Server, serving

# Who is told to wait asks again, so many times at most; seconds after which the server is measured, whoever still leaves, and for
# which nobody came or left, so that it has looked at its processes at least once.
BUSY, TRIES, LONGEST_LEAVE, QUIET, PROCESSES = 503, 60, 60, 5, 2


def ask_all(
    server: Server, database: FilledDatabase, requested: list[tuple[str, str]]
) -> tuple[Counter[int], float]:
    """Asks each address as its account, by eight clients, each of which takes the next one; how often which status was answered,
    and the most megabytes that were held meanwhile."""
    waiting, statuses = iter(requested), Counter[int]()
    lock = threading.Lock()

    def take() -> None:
        while True:
            with lock:
                request = next(waiting, None)
            if request is None:
                return
            account, address = request
            reader = Reader(server.port, database.cookie(account))
            for _ in range(TRIES):
                status, _ = reader.ask(address)
                if status != BUSY or address == "/readyz":
                    break
                sleep(1)
            statuses[status] += 1

    clients = [threading.Thread(target=take) for _ in range(AT_ONCE)]
    for client in clients:
        client.start()
    most = 0.0
    while any(client.is_alive() for client in clients):
        most = max(most, server.memory_mb())
        sleep(0.5)
    start = since = monotonic()
    workers = server.workers()
    while monotonic() - since < QUIET and monotonic() - start < LONGEST_LEAVE:
        sleep(0.5)
        if (now := server.workers()) != workers or len(now) > PROCESSES:
            workers, since = now, monotonic()
    return statuses, most


def main() -> None:
    """Prints the three figures and the bars that they are held to."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--requests", type=int, default=6000)
    requests = arguments.parse_args().requests
    with serving("measured", os.environ["DATABASE_URL"]) as server:
        database = FilledDatabase()
        addresses = [(page, database.address(page)) for page in pages()]
        html = [(page.account, address) for page, address in addresses if not page.is_file]
        files = [(page.account, address) for page, address in addresses if page.is_file]
        steps = {
            "after all pages": (html * 2, 180),
            "after all files": (files, 230),
            f"after {requests:,} mixed requests": (random.Random(1).choices(html, k=requests), 230),  # noqa: S311
        }
        print(f"at the start: {server.memory_mb():.0f} MB", flush=True)
        for name, (requested, bar) in steps.items():
            statuses, most = ask_all(server, database, requested)
            held = server.memory_mb()
            print(
                f"{name}: {held:.0f} MB (< {bar}), {most:.0f} at most on the way; answers by status {dict(statuses)}",
                flush=True,
            )


if __name__ == "__main__":
    main()

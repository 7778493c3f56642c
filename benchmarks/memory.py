"""What the running product holds: after every page, after every file, after many requests of eight clients.

`python -m benchmarks.memory [--requests 6000]`, on the filled database of DATABASE_URL. Megabytes of PSS over the
server's processes: what they share counts once.
"""

import argparse
import os
import random
import threading

from benchmarks.measured_pages import pages
from benchmarks.measuring import AT_ONCE, Measurement, Reader, serving
from benchmarks.processor import children_of, memory_mb


def ask_all(measurement: Measurement, requested: list[tuple[str, str]]) -> None:
    """Asks each address as its account, by eight clients, each of which takes the next one."""
    waiting = iter(requested)
    lock = threading.Lock()

    def take() -> None:
        while True:
            with lock:
                request = next(waiting, None)
            if request is None:
                return
            account, address = request
            Reader(measurement.port, measurement.clients[account].cookies["sessionid"].value).ask(address)

    clients = [threading.Thread(target=take) for _ in range(AT_ONCE)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()


def main() -> None:
    """Prints the three figures and the bars that they are held to."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--requests", type=int, default=6000)
    requests = arguments.parse_args().requests
    with serving("measured", os.environ["DATABASE_URL"]) as (port, first):
        measurement = Measurement(port, first, 0)
        addresses = [(page, measurement.address(page)) for page in pages()]
        html = [(page.account, address) for page, address in addresses if not page.is_file]
        files = [(page.account, address) for page, address in addresses if page.is_file]
        # Each of the two processes answers some of them.
        steps = {
            "after all pages": (html * 4, 180),
            "after all files": (files * 2, 230),
            f"after {requests:,} mixed requests": (random.Random(1).choices(html, k=requests), 230),  # noqa: S311
        }
        print(f"at the start: {memory_mb([first, *children_of(first)]):.0f} MB", flush=True)
        for name, (requested, bar) in steps.items():
            ask_all(measurement, requested)
            print(f"{name}: {memory_mb([first, *children_of(first)]):.0f} MB (< {bar})", flush=True)


if __name__ == "__main__":
    main()

"""Prints what the feed of everything costs: `python -m benchmarks.feed`, on a database as for benchmarks.pages.

As a calendar program asks: the whole feed, then again with its mark. Everything happens in one transaction that is taken back.
"""

import os
import resource
from time import perf_counter, process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import transaction  # noqa: E402 - models need the set-up
from django.test import Client, override_settings  # noqa: E402

from officials.models import User  # noqa: E402
from visits.models import CalendarSetting  # noqa: E402


def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ask(address, **headers):
    """Status, mark, size in MB, seconds of the clock, of the processor; the pieces are thrown away as they come."""
    clock, processor = perf_counter(), process_time()
    response = Client().get(address, headers=headers)
    pieces = response.streaming_content if response.streaming else [response.content]
    size = sum(map(len, pieces))
    return response, size / 1e6, perf_counter() - clock, process_time() - processor


@override_settings(ALLOWED_HOSTS=["testserver"])
@transaction.atomic
def measure():
    setting = CalendarSetting.with_first_key(User.objects.get(username="clerk"))
    address = f"/calendar/feed/{setting.feed_key}.ics"
    ask(f"{address}?fiscal_year=2560")
    idle = megabytes()
    print("| asked | status | MB | s | processor s | MB of memory above idle |")
    print("| --- | --- | --- | --- | --- | --- |")
    etag = ""
    for name in ("everything", "the same again"):
        response, size, clock, processor = ask(address, if_none_match=etag)
        etag = response["ETag"]
        row = f"{size:.1f} | {clock:.2f} | {processor:.2f} | {megabytes() - idle:.0f}"
        print(f"| {name} | {response.status_code} | {row} |")
    transaction.set_rollback(True)


if __name__ == "__main__":
    measure()

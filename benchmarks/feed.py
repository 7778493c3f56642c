"""Prints what feeds cost: `python -m benchmarks.feed`, on a database as for benchmarks.pages.

As a calendar program asks: the feed, then again with its mark. Everything happens in one transaction that is taken back.
"""

import os
from time import process_time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import transaction  # noqa: E402 - models need the set-up
from django.test import Client, override_settings  # noqa: E402

from officials.models import User  # noqa: E402
from visits.models import CalendarSetting, Visit  # noqa: E402


def ask(address: str, **headers: str) -> tuple[Any, float]:
    """The response, and how many seconds of the processor it took."""
    processor = process_time()
    response = Client().get(address, headers=headers)
    return response, process_time() - processor


def main() -> None:
    """Asks for the usual feed, for 2,000 visits and for as many as a feed holds."""
    key = CalendarSetting.with_first_key(User.objects.get(username="clerk")).feed_key
    days = list(Visit.objects.order_by("-starts_on").values_list("starts_on", flat=True)[:5000])
    print("| since | events | kB | processor s | the same again |\n| --- | --- | --- | --- | --- |")
    for since in (None, days[min(1999, len(days) - 1)], days[-1]):
        address = f"/calendar/feed/{key}.ics" + (f"?since={since.isoformat()}" if since else "")
        response, seconds = ask(address)
        again, seconds_again = ask(address, **{"if-none-match": response["ETag"]})
        events, size = response.content.count(b"BEGIN:VEVENT"), len(response.content) // 1000
        print(
            f"| {since or 'usual'} | {events:,} | {size:,} | {seconds:.2f} | {again.status_code} {seconds_again:.2f} |"
        )


if __name__ == "__main__":
    with override_settings(ALLOWED_HOSTS=["testserver"]), transaction.atomic():
        main()
        transaction.set_rollback(True)

"""Prints server time, queries and size of the calendar's pages: `python -m benchmarks.calendar`.

On the database of `.env` or DATABASE_URL, which should hold `python -m benchmarks.sample`; read as a clerk who is taken back
at the end. A month has as many visits as the sample gives it; a second one is read with a filter that leaves about 60.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - models need the set-up
from django.db.models import Count  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from benchmarks.pages import PLAIN, Page, an_account, measure  # noqa: E402
from visits.calendar.grid import Month  # noqa: E402
from visits.models import Visit  # noqa: E402

MILLISECONDS, KILOBYTES, QUERIES = 60, 40, 8
SOME = 60


def pages(month):
    region, some = about(SOME, month)
    of_grid = shown_in(month).count()
    day = month.first.replace(day=10).isoformat()
    return [
        Page(f"month, {some} visits", f"{month.address}?region={region}", MILLISECONDS, KILOBYTES),
        Page(f"month, {of_grid} visits", month.address, MILLISECONDS),
        Page(f"month, {of_grid} visits, coloured by lead", f"{month.address}?colour=lead"),
        Page(f"month, {of_grid} visits, coloured by dimension", f"{month.address}?colour=dimension"),
        Page("month, the form with the whole filter", f"{month.address}?more=1"),
        Page("week", f"/calendar/week/{day}/"),
        Page("day", f"/calendar/day/{day}/"),
        Page("year", f"/calendar/{month.year}/"),
        Page("agenda of a month", f"/calendar/agenda/{month.year}/{month.number:02}/"),
        Page("wall, a month", f"/calendar/wall/{month.year}/{month.number:02}/"),
        Page("wall, a quarter", f"/calendar/wall/{month.year}/{month.number:02}/?span=quarter"),
        Page(
            "wall, a quarter as PDF", f"/calendar/wall/{month.year}/{month.number:02}/wall.pdf?span=quarter"
        ),
        Page("text of this week", "/calendar/text/?days=week"),
    ]


def shown_in(month):
    weeks = month.weeks()
    return Visit.objects.between(weeks[0][0], weeks[-1][-1])


def about(wanted, month):
    """The region with the number of visits nearest to what is wanted, and that number."""
    rows = shown_in(month).exclude(province=None).order_by().values_list("province__region")
    counts = rows.annotate(count=Count("pk"))
    return min(counts, key=lambda pair: abs(pair[1] - wanted))


def run():
    client = Client(headers={"host": "localhost"})
    client.force_login(an_account("clerk"))
    print(f"{connection.vendor}, {Visit.objects.count():,} visits\n")
    print(
        "| page | ms | processor ms | queries | kB | target | |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    for page in pages(Month(2024, 1)):
        queries = measure(client, page)
        if page.target and queries > QUERIES:
            print(f"{page.name}: more than {QUERIES} queries")


if __name__ == "__main__":
    if not shown_in(Month(2024, 1)).exists():
        sys.exit("No sample here: run `manage.py load_reference` and `python -m benchmarks.sample` first.")
    with override_settings(STORAGES=PLAIN), transaction.atomic():
        run()
        transaction.set_rollback(True)

"""What a page costs as the database grows: `python -m benchmarks.page_growth DATABASE_URL DATABASE_URL`, the smaller one first.

Each database has a process of its own, which asks the pages without a server: the least processor time of several answers, the
database's own included, so that other work of the machine says little. Pages of a month or a year are narrowed to the part of
the country, others to the days, in which each database has about as many visits to show. What sums up all visits of the site grows
with them, as its line says; files of a whole year grow with it and are left out.
"""

import argparse
import json
import os
import subprocess
import sys
from datetime import date, timedelta
from time import monotonic

from django.db.models import Count

from benchmarks.measured_pages import LISTS, MeasuredPage, pages
from benchmarks.measuring import FilledDatabase, own_clock, sql_ms
from config.stack_room import with_room
from config.thai.dates import MAX_DAY
from visits.models import Visit

# An answer is asked so many times, fewer where that takes longer than the seconds.
MOST, SECONDS = 12, 5
BAR = 1.5
FRAME_MS = 5.0
YEAR, MONTH = (date(2023, 10, 1), date(2024, 9, 30)), (date(2024, 1, 1), date(2024, 1, 31))
# Days of the pages that show all visits of some days, and how many of them they are to show.
NARROWED: dict[str, tuple[tuple[date, date], int]] = {
    "calendar, a month": (MONTH, 40),
    "calendar, a year": (YEAR, 400),
    "agenda of a month": (MONTH, 40),
    "wall calendar": (MONTH, 40),
    "feed": ((date.today() - timedelta(days=400), MAX_DAY), 200),  # noqa: DTZ011 - as the site counts,
}
# Pages of which the days are chosen, and how many visits they are to show.
OF_DAYS = {"report centres": 200} | dict.fromkeys(
    (f"{report}, print" for report in LISTS if report != "annual"), 150
)
# What counts or sorts all that there is, whatever its first page shows.
SUMS = {
    *("report officials", "report units", "report dimensions", "report programmes", "report problems"),
    *("report progress", "report annual", "report map", "units, print", "annual, print"),
    *("reports/brief/", "status/"),
}
PARTS = {"region": "province__region", "cluster": "province__cluster", "province": "province__code"}


def part_with(page: MeasuredPage) -> tuple[str, int]:
    """The part of the country with about as many visits as the page is to show, as a query string, and how many it has."""
    days, wanted = NARROWED[page.name]
    visits = Visit.objects.between(*days).order_by()
    found = [
        (abs(count - wanted), f"{name}={key}", count)
        for name, column in PARTS.items()
        for key, count in visits.exclude(**{f"{column}": ""}).values_list(column).annotate(Count("pk"))
    ]
    _, query, count = min(found)
    return query, count


def days_with(page: MeasuredPage) -> tuple[str, int]:
    """The days of the fiscal year with about as many visits as the page is to show, as a query string, and how many they have."""
    visits = Visit.objects.filter(starts_on__range=YEAR).order_by("starts_on")
    if page.name == "report centres":
        visits = visits.filter(unit__kind="regional_centre", status="done")
    first, *_, last = visits.values_list("starts_on", flat=True)[: OF_DAYS[page.name]]
    return f"from={first}&to={last}", visits.between(first, last).count()


def measure(environ: dict[str, str], _: object) -> list[bytes]:
    """Prints for each page of the database of DATABASE_URL a line of JSON: its name, status, processor ms of an answer and of
    the exact figures in and above its rows by bare SQL, visits shown.

    Called as the site's handler is, so that its calls have the same room on the stack; of `environ` "only" is read.
    """
    database, used = FilledDatabase(), own_clock()
    for page in pages():
        is_one = page.name in NARROWED or page.name in OF_DAYS or page.name.startswith(("visit", "trip"))
        if environ["only"] not in page.name or (page.is_file and not is_one):
            continue
        address, shown = database.address(page), None
        if page.name in NARROWED:
            query, shown = part_with(page)
            address += f"{'&' if '?' in address else '?'}{query}"
        elif page.name in OF_DAYS:
            query, shown = days_with(page)
            address = f"{address.partition('?')[0]}?{query}"
        client = database.clients[page.account]
        status, until = 0, monotonic() + SECONDS
        took: list[float] = []
        figures: list[float] = []
        # In turn, so that a machine that is slow for a second is slow for both.
        while len(took) < MOST and (len(took) < 2 or monotonic() < until):
            start = used()
            status = client.get(address).status_code
            took.append(used() - start)
            statements = [text.format(**database.places) for text in page.more] if status == 200 else []
            figures.append(sql_ms(statements)[0])
        print(json.dumps([page.name, status, min(took), min(figures), shown]), flush=True)
    return []


def measured(database: str, only: str) -> dict[str, tuple[int, float, float, int | None]]:
    """Page -> status, processor ms, those of its figures and visits shown, of a process over one database."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.page_growth", f"--only={only}"],
        env=os.environ | {"DATABASE_URL": database},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return {name: tuple(cells) for name, *cells in map(json.loads, done.stdout.splitlines())}


def main() -> None:
    """Prints a table in Markdown."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("databases", nargs="*")
    arguments.add_argument("--only", default="", help="pages with this in their name")
    given = arguments.parse_args()
    if not given.databases:
        with_room(measure)({"only": given.only}, print)
        return
    small, large = (measured(database, given.only) for database in given.databases)
    print(
        "| page | processor ms | at ten times | ratio | exact figures | at ten times | ratio of the rest | visits shown |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |"
    )
    for name, (status, before, figures, shown) in small.items():
        _, after, more_figures, also = large[name]
        if status != 200:
            print(f"| {name} | status {status} | | | | | | |")
            continue
        # At least the frame is left: bare SQL may take a way that is longer than the site's own.
        rest = max(after - more_figures, FRAME_MS) / max(before - figures, FRAME_MS)
        cells = [name, f"{before:.1f}", f"{after:.1f}", f"{after / before:.2f}"]
        verdict = ", sums up" if name in SUMS else " missed" if rest > BAR else ""
        cells += [f"{figures:.1f}", f"{more_figures:.1f}", f"{rest:.2f}{verdict}"]
        print(f"| {' | '.join(cells)} | {f'{shown}, {also}' if shown else ''} |")


if __name__ == "__main__":
    main()

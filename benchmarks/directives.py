"""Prints what the words of the follow-up cost: `python -m benchmarks.directives`.

On a database with `python -m benchmarks.sample`: tops it up to 60,000 directives and 150,000 assignments, gives every one its
history, asks, and takes everything back at the end.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - models need the set-up
from django.test import Client, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.pages import PLAIN, an_account, counted, timed  # noqa: E402
from benchmarks.sample.writing import write  # noqa: E402
from units.models import Unit  # noqa: E402
from visits.directives.similar import similar_directives  # noqa: E402
from visits.models import Assignment, Directive, Visit  # noqa: E402
from visits.templatetags.menu import badges_of  # noqa: E402

DIRECTIVES, ASSIGNMENTS = 60_000, 150_000
AT_ONCE = 5000
# One that many directives read like, and one that none does: the first stops early, the second reads all it may.
KNOWN = "ขอให้สำนักงานจัดทำฐานข้อมูลสถานประกอบการให้เป็นปัจจุบันและรายงานผล"
NEW = "จัดการแข่งขันตอบปัญหาวิทยาศาสตร์ระหว่างโรงเรียนในเขตพื้นที่ชายแดน"


def top_up(visit, today):
    """What is missing, all at one visit: due today, notified, not answered."""
    more = [
        Directive(visit=visit, text="ให้รายงานผล", follow_up="report", due_on=today, overall_state="notified")
        for _ in range(DIRECTIVES - Directive.objects.count())
    ]
    write(Directive, more)
    rows, missing = [], ASSIGNMENTS - Assignment.objects.count()
    units = list(Unit.objects.order_by("pk"))
    for number in range(max(missing, 0)):
        to, unit = more[number % len(more)], units[number // len(more)]
        rows.append(Assignment(directive=to, unit=unit, state="notified", effective_due_on=today))
    write(Assignment, rows)


def remember(model):
    """A history row for each, as real use leaves."""
    batch = []
    for row in model.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        batch.append(row)
        if len(batch) == AT_ONCE:
            model.history.bulk_history_create(batch)
            batch = []
    model.history.bulk_history_create(batch)


def words(today):
    now, directives, parts = timezone.now(), Directive.objects.order_by(), Assignment.objects.order_by()
    return {
        "overdue (count, every page)": (parts.overdue(today).count, 5),
        "due soon (count, every page)": (parts.due_soon(today).count, 5),
        "open (count)": (directives.open().count, None),
        "without a due day (count)": (directives.without_due().count, None),
        "nobody responsible (count)": (directives.unassigned().count, None),
        "without a dimension (count)": (directives.without_dimension().count, None),
        "suggestions not yet considered (count)": (directives.without_resolution().count, None),
        "recorded by a past day (count)": (directives.made_by(now).count, None),
        "overdue on a past day (count)": (parts.as_of(now).overdue_then(today).count, None),
    }


def answers_to(account, address):
    """A function that asks for the page as that account."""
    client = Client(headers={"host": "localhost"})
    client.force_login(account)
    return lambda: client.get(address)


def pages():
    office, officer = an_account("clerk"), an_account("officer")
    seen = f"{Directive.objects.visible_to(officer).count():,}"
    return {
        "register, the office": (answers_to(office, "/directives/"), 150),
        f"register, an officer who sees {seen}": (answers_to(officer, "/directives/"), 150),
        "register of a fiscal year, an officer": (answers_to(officer, "/directives/?fiscal_year=2567"), None),
        "directives of the own unit": (answers_to(officer, "/directives/mine/"), None),
        "badges of an officer (every page)": (lambda: badges_of(officer), 5),
        "similar directives, the office": (lambda: similar_directives(office, KNOWN), 100),
        "similar directives where there is none, the office": (lambda: similar_directives(office, NEW), 100),
        "similar directives, an officer": (lambda: similar_directives(officer, KNOWN), 100),
    }


def run():
    today = timezone.localdate()
    top_up(Visit.objects.filter(status="done").first(), today)
    connection.cursor().execute("ANALYZE")
    counts = f"{Directive.objects.count():,} directives, {Assignment.objects.count():,} assignments"
    print(
        f"{connection.vendor}, {counts}\n\n| word | ms | processor ms | queries | target |\n| --- | --- | --- | --- | --- |"
    )
    # Before so much history is written that the pages of the file itself would be read out of the journal.
    print_rows(pages())
    remember(Directive)
    remember(Assignment)
    connection.cursor().execute("ANALYZE")
    print_rows(words(today))


def print_rows(measured):
    """A line of the table for each, with time and queries."""
    for name, (ask, target) in measured.items():
        took, _ = timed(ask)
        promised = f"< {target} ms{' missed' if took.processor >= target else ''}" if target else ""
        print(f"| {name} | {took.clock:.1f} | {took.processor:.1f} | {counted(ask)} | {promised} |")


if __name__ == "__main__":
    if not Visit.objects.filter(status="done").exists():
        sys.exit("No sample here: run `manage.py load_reference` and `benchmarks.sample` first.")
    with override_settings(STORAGES=PLAIN), transaction.atomic():
        run()
        transaction.set_rollback(True)

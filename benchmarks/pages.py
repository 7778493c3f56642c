"""Prints server time and queries of the pages that matter: `python -m benchmarks.pages [part of a name]`.

Asks the site in this process, as the demo account `clerk`, on the database of `.env` or DATABASE_URL; the database
should hold `python -m benchmarks.sample`. Everything happens in one transaction that is taken back at the end.
"""

import os
import sys
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.contrib.auth.models import Group  # noqa: E402 - models need the set-up
from django.db import connection, transaction  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.form_values import FormValues  # noqa: E402
from officials.models import Official, User  # noqa: E402
from officials.roles import ROLES  # noqa: E402
from units.models import Unit  # noqa: E402
from visits.models import Directive, Trip, Visit  # noqa: E402

ROUNDS = 7
PEOPLE = 20
# Before the first day of a sample, so that nobody is elsewhere.
QUIET_DAY = "15/02/2559"
# Files as they lie: hashing their names is no work of a request.
PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@dataclass
class Page:
    """An address to ask; `target` in milliseconds and `size` in kB where the office was promised one."""

    name: str
    address: str
    target: int | None = None
    size: int | None = None


def pages(visit, large):
    return [
        Page("register, 100 rows", "/reports/register/", 40),
        Page("register, one fiscal year", "/reports/register/?fiscal_year=2567"),
        Page("register, search in words", "/reports/register/?q=กาแฟ"),
        Page("register, a person who led", f"/reports/register/?official={leader()}&role=lead"),
        Page("before a visit to a unit", f"/units/{visit.unit_id}/before/"),
        Page("before a visit to a province", f"/provinces/{visit.province.code}/before/"),
        Page("states of assignments by unit", "/reports/progress/"),
        Page("summary of a fiscal year", "/reports/annual/?fiscal_year=2567"),
        Page("centres of a fiscal year, all names", "/reports/centres/?fiscal_year=2567&names=all", 150),
        Page("centres of a fiscal year, leads", "/reports/centres/?fiscal_year=2567"),
        Page("calendar, one month", "/calendar/2024/01/"),
        Page("clashes of four months", "/calendar/clashes/"),
        Page("front page", "/"),
        Page("visit", f"/visits/{visit.pk}/"),
        Page("visit, print", f"/visits/{visit.pk}/print/"),
        Page("trip", f"/trips/{visit.trip_id}/"),
        Page("look-up of a person", "/lookup/officials/?q=กัลยา"),
        Page("look-up of a unit", "/lookup/units/?q=ศภ"),
        Page("admin, list of visits", "/admin/visits/visit/", 80),
        Page("admin, list of a fiscal year", "/admin/visits/visit/?fiscal_year=2567"),
        Page("admin, search in words", "/admin/visits/visit/?q=กาแฟ"),
        Page("admin, empty visit form", "/admin/visits/visit/add/"),
        Page(f"admin, visit form with {PEOPLE} people", f"/admin/visits/visit/{large.pk}/change/", 150, 150),
        Page(
            "admin, one directive",
            f"/admin/visits/directive/{draft_directive()}/change/",
        ),
        Page("admin, list of trips", "/admin/visits/trip/"),
        Page("admin, list of people", "/admin/officials/official/"),
    ]


def draft_directive():
    """The key of a directive that may still be edited."""
    return Directive.objects.filter(visit__record_state="draft").values_list("pk", flat=True).first()


def leader():
    return Official.objects.filter(attendances__role="lead").values_list("pk", flat=True).first()


@dataclass
class Took:
    """Medians in milliseconds: by the clock, and of the processor, which other work on the machine leaves alone."""

    clock: float
    processor: float


def timed(work):
    """What several runs took after one to warm up, and what the last one gave."""
    work()
    runs = []
    for _ in range(ROUNDS):
        start = perf_counter(), process_time()
        answer = work()
        runs.append(((perf_counter() - start[0]) * 1000, (process_time() - start[1]) * 1000))
    return Took(median(clock for clock, _ in runs), median(processor for _, processor in runs)), answer


def counted(work):
    with CaptureQueriesContext(connection) as queries:
        work()
    return len(queries)


def line(name, took, queries, size, target=None, most=None, status=200):
    missed = (target and took.processor >= target) or (most and size >= most) or status != 200
    promised = f"< {target} ms" if target else ""
    promised += f", < {most} kB" if most else ""
    note = f"status {status}" if status != 200 else ""
    print(
        f"| {name} | {took.clock:.0f} | {took.processor:.0f} | {queries} | {size:.0f} | {promised} | {'missed ' if missed else ''}{note} |"
    )


def an_account(code):
    """Of the role, made for this measurement; the officer belongs to the first regional centre."""
    [role] = [role for role in ROLES if role.code == code]
    unit = Unit.objects.get(code="DIPROM-C01") if code == "officer" else None
    account = User.objects.create(username=f"measured-{code}", unit=unit)
    account.groups.add(Group.objects.get(name=role.name))
    return account


def measure(client, page):
    """Prints a line about the page; how many queries it needed."""

    def ask():
        return client.get(page.address)

    took, answer = timed(ask)
    queries, size = counted(ask), len(answer.content) / 1000
    line(page.name, took, queries, size, page.target, page.size, answer.status_code)
    return queries


def typed_visit(client, visit):
    """The add form as a browser would post it, with a unit, a day and 20 people of whom nothing else is typed."""
    values = FormValues(client.get("/admin/visits/visit/add/").content.decode()).values
    people = Official.objects.order_by("pk").values_list("pk", flat=True)[:PEOPLE]
    values |= {"unit": visit.unit_id, "starts_on": QUIET_DAY, "status": "done", "_save": "1"}
    values["attendances-TOTAL_FORMS"] = PEOPLE
    empty = {name: value for name, value in values.items() if name.startswith("attendances-__prefix__-")}
    for number, official in enumerate(people):
        row = {name.replace("__prefix__", str(number)): value for name, value in empty.items()}
        prefix = f"attendances-{number}-"
        values |= row | {
            f"{prefix}official": official,
            f"{prefix}role": "lead" if number == 0 else "companion",
            f"{prefix}order": number + 1,
        }
    return values


def save_visit(client, values):
    """Adds the visit and takes it back, so that each round meets the same database."""
    with transaction.atomic():
        answer = client.post("/admin/visits/visit/add/", values)
        newest = Visit.objects.order_by("pk").last()
        saved = newest.attendances.count() if newest and answer.status_code == 302 else 0
        transaction.set_rollback(True)
    return answer, saved


def measure_saving(client, visit):
    values = typed_visit(client, visit)
    took, (answer, saved) = timed(lambda: save_visit(client, values))
    queries = counted(lambda: save_visit(client, values))
    line(f"admin, add a visit with {saved} people", took, queries, len(answer.content) / 1000, 1000)
    if answer.status_code != 302:
        print("The form was not accepted:", *FormErrors(answer.content.decode()).found[:5])


class FormErrors(FormValues):
    """Sentences of the lists of errors in a page."""

    def __init__(self, page):
        self.found, self._inside = [], False
        super().__init__(page)

    def handle_starttag(self, tag, attributes):
        super().handle_starttag(tag, attributes)
        self._inside = self._inside or "errorlist" in (dict(attributes).get("class") or "")

    def handle_endtag(self, tag):
        super().handle_endtag(tag)
        self._inside = self._inside and tag != "ul"

    def handle_data(self, text):
        super().handle_data(text)
        if self._inside and text.strip():
            self.found.append(text.strip())


def widen(visit):
    """The same visit with 20 people: those present and as many more as it takes."""
    present = visit.attendances.values_list("official", flat=True)
    more = Official.objects.exclude(pk__in=present).order_by("pk")[: PEOPLE - len(present)]
    for order, official in enumerate(more, start=50):
        row = visit.attendances.model(visit=visit, official=official, role="guest", order=order)
        row.freeze()
        row.save()
    return visit


def run(part):
    visits = (
        Visit.objects.exclude(trip=None).filter(status="done", starts_on__year=2024).order_by("starts_on")
    )
    visit = visits.filter(attendances__isnull=False, directives__isnull=False).first()
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="clerk"))
    print(f"{connection.vendor}, {Visit.objects.count():,} visits, {Trip.objects.count():,} trips\n")
    print(
        "| page | ms | processor ms | queries | kB | target | |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    large = widen(visits.filter(record_state="draft").first())
    for page in pages(visit, large):
        if part in page.name:
            measure(client, page)
    if part in "admin, add a visit":
        measure_saving(client, visit)


if __name__ == "__main__":
    if not Visit.objects.filter(status="done", record_state="draft").exists():
        sys.exit(
            "No sample here: run `manage.py load_reference`, `make_demo_accounts`, `benchmarks.sample` first."
        )
    with override_settings(STORAGES=PLAIN), transaction.atomic():
        run(" ".join(sys.argv[1:]))
        transaction.set_rollback(True)

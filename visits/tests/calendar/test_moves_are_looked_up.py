"""Where a visit moved to, and which one moved to it, is found by an index, however much SQLite knows of its tables."""

from datetime import date, timedelta

import pytest
from django.db import connection

from config.tests.cast import a_visit
from visits.calendar.entries import entries_of
from visits.calendar.grid import Span
from visits.models import Status, Visit

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_of_many_visits_that_never_moved_none_is_walked_through_for_another(centre1, clerk):
    first = a_visit(centre1, "01/01/2566")
    days = [first.starts_on + timedelta(days=number) for number in range(1, 400)]
    Visit.objects.bulk_create(Visit(unit=centre1, starts_on=day, ends_on=day) for day in days)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = Visit.objects.all().with_moves(clerk).explain()
    assert [line for line in plan.splitlines() if "SCAN U0" in line] == []


def test_both_days_are_told_of_several_that_moved_to_one_the_first(centre1, clerk):
    later = a_visit(centre1, "09/01/2566")
    for day in ("05/01/2566", "03/01/2566"):
        a_visit(centre1, day, status=Status.POSTPONED, status_reason="น้ำท่วม", moved_to=later)
    month = Span(date(2023, 1, 1), date(2023, 1, 31))
    rows = entries_of(Visit.objects.all(), month, clerk)
    assert [(str(row.moved_to_on), str(row.moved_from_on)) for row in rows] == [
        ("2023-01-09", "None"),
        ("2023-01-09", "None"),
        ("None", "2023-01-03"),
    ]

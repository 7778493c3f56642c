"""`prefetch_occurring` fetches the relations that rows have, and knows of the others that they are empty."""

import pytest
from django.db.models import Prefetch

from config.occurring import prefetch_occurring
from config.tests.cast import a_finding, a_visit, attend
from visits.models import Activity, Attendance, Role, Visit, VisitActivity

pytestmark = pytest.mark.django_db

RELATIONS = ("attendances", "findings", "press_releases", "activities", "policies")


def read(visits):
    return [[str(row) for name in RELATIONS for row in getattr(visit, name).all()] for visit in visits]


def test_relations_without_rows_cost_one_query_and_those_with_rows_one_more_each(
    centre1, django_assert_num_queries
):
    first, second = (a_visit(centre1, day) for day in ("28/01/2566", "29/01/2566"))
    with django_assert_num_queries(1):
        prefetch_occurring([first, second], *RELATIONS)
        assert read([first, second]) == [[], []]
    a_finding(second, text="ราคาวัตถุดิบสูง")
    VisitActivity.objects.create(visit=first, activity=Activity.objects.create(code="tour", name="เยี่ยมชม"))
    visits = list(Visit.objects.order_by("pk"))
    with django_assert_num_queries(3):
        prefetch_occurring(visits, *RELATIONS)
        assert read(visits) == [["เยี่ยมชม"], ["ราคาวัตถุดิบสูง"]]


def test_a_prefetch_gives_the_rows_that_it_names(centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", nattapol)
    attend(visit, None, name="นายสมชาย ใจดี", role=Role.HOST)
    prefetch_occurring([visit], Prefetch("attendances", Attendance.objects.hosts()))
    assert [row.name for row in visit.attendances.all()] == ["นายสมชาย ใจดี"]


def test_what_is_added_afterwards_is_seen(centre1):
    visit = a_visit(centre1, "28/01/2566")
    prefetch_occurring([visit], "attendances", "activities")
    visit.activities.add(Activity.objects.create(code="tour", name="เยี่ยมชม"))
    assert [row.name for row in visit.activities.all()] == ["เยี่ยมชม"]


def test_no_rows_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        prefetch_occurring([], "attendances")

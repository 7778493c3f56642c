"""What sources state of an appointment counts when a person has confirmed it, or three months agree."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from officials.models import Appointment, Official, PositionStatement, Post
from units.models import Unit

pytestmark = pytest.mark.django_db
DAYS = [date(2024, 1, 5), date(2024, 2, 5), date(2024, 3, 9)]


@pytest.fixture
def appointment(centre1: Unit):
    person = Official.objects.create(first_name="สมชาย", last_name="ใจดี")
    post = Post.objects.create(unit=centre1, title="ผู้อำนวยการศูนย์")
    return Appointment.objects.create(official=person, post=post)


def state(appointment, days, **more):
    for day in days:
        PositionStatement.objects.create(appointment=appointment, stated_on=day, source="ข่าว", **more)


def test_statements_that_a_program_read_count_from_the_third_month_on(appointment):
    state(appointment, DAYS[:2], is_confirmed=False)
    assert appointment.official.position_on(date(2024, 2, 7)).line == ""
    state(appointment, DAYS[2:], is_confirmed=False)
    position = Official.objects.get().position_on(date(2024, 2, 7))
    assert (position.line, position.confirmed) == ("ผู้อำนวยการศูนย์", True)


def test_a_statement_counts_as_soon_as_a_person_has_confirmed_it(appointment):
    state(appointment, DAYS[:2])
    assert appointment.official.position_on(DAYS[0]).confirmed is True


def test_the_position_of_many_people_costs_the_same_queries(appointment, django_assert_num_queries):
    state(appointment, DAYS)
    with django_assert_num_queries(5):
        [official.position_on(DAYS[1]) for official in Official.objects.with_appointments()]


def test_one_source_states_a_day_once_and_a_day_is_in_range(appointment):
    state(appointment, DAYS[:1])
    for day, constraint in [(DAYS[0], "position_statement_once"), (date(1900, 1, 1), "in_range")]:
        with pytest.raises(IntegrityError), transaction.atomic():
            state(appointment, [day])
        assert constraint


def test_the_register_lists_what_sources_state(appointment, as_clerk):
    state(appointment, DAYS[:1], is_confirmed=False)
    page = as_clerk.get(f"/admin/officials/appointment/{appointment.pk}/change/")
    assert 'name="statements-0-is_confirmed"' in page.text


def test_a_position_that_a_press_release_states_waits_for_a_person_to_confirm_it(appointment):
    acting = Post.objects.create(unit=appointment.post.unit, title="ผู้อำนวยการกอง")
    person = appointment.official
    Appointment.objects.create(official=person, post=acting, kind="acting")
    person.note_stated_position("ผู้อำนวยการศูนย์ รักษาราชการแทนผู้อำนวยการกอง", DAYS[0], "ข่าว ก")
    person.note_stated_position("ผู้อำนวยการศูนย์ภาค", DAYS[1], "ข่าว ข")
    person.note_stated_position("ผู้อำนวยการศูนย์", DAYS[0], "ข่าว ก")
    rows = PositionStatement.objects.values_list("appointment__post__title", "stated_on", "is_confirmed")
    assert list(rows.order_by("appointment__pk")) == [
        ("ผู้อำนวยการศูนย์", DAYS[0], False),
        ("ผู้อำนวยการกอง", DAYS[0], False),
    ]

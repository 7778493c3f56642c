"""A sign-in ends after half an hour unused and after twelve hours in any case; the server's clock decides."""

import pytest
from django.test import Client

from config.tests.cast import client_of
from config.tests.html import texts
from officials.models import OpenSession

pytestmark = pytest.mark.one_database

ENDED = "การเข้าสู่ระบบครั้งก่อนสิ้นสุดแล้ว เพราะไม่ได้ใช้งานเกิน 30 นาที ครบ 12 ชั่วโมง หรือออกจากระบบที่หน้าอื่น โปรดเข้าสู่ระบบอีกครั้ง"


def is_in(client):
    return client.get("/account/still-here/").status_code == 200


def test_half_an_hour_unused_ends_a_sign_in_and_the_sign_in_page_says_why(as_clerk, clock):
    clock(minutes=29)
    assert is_in(as_clerk)
    clock(minutes=29)
    assert is_in(as_clerk)
    clock(minutes=32)
    response = as_clerk.get("/calendar/", follow=True)
    assert response.redirect_chain == [("/admin/login/?next=/calendar/", 302)]
    assert texts(response, "li", **{"class": "warning"}) == [ENDED]


def test_twelve_hours_end_a_sign_in_that_is_used_all_the_time(as_clerk, clock):
    for _ in range(28):
        clock(minutes=25)
        assert is_in(as_clerk)
    assert as_clerk.get("/account/still-here/").json()["left"] <= 20 * 60
    clock(minutes=21)
    assert not is_in(as_clerk)


def test_a_use_is_written_down_once_a_minute(as_clerk, clock, django_assert_num_queries):
    is_in(as_clerk)
    with django_assert_num_queries(2):  # session and account
        is_in(as_clerk)
    clock(seconds=61)
    with django_assert_num_queries(5):  # within the transaction of a test, a savepoint around the write
        is_in(as_clerk)


def test_who_was_never_signed_in_is_not_told_that_a_sign_in_ended(db):
    assert texts(Client().get("/calendar/", follow=True), "li", **{"class": "warning"}) == []


def test_sessions_that_have_ended_are_swept_out_at_the_next_sign_in(clerk, executive, clock):
    client_of(clerk)
    clock(hours=1)
    client_of(executive)
    assert list(OpenSession.objects.values_list("user__username", flat=True)) == ["executive"]

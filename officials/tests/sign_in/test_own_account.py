"""Everybody sees where the own account is signed in, and ends it there; a new password ends all but this one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.tests.cast import PASSWORD, client_of
from config.tests.html import elements, texts
from officials.models import OpenSession

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
PAGE = "/account/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1"


def sign_in(account, user_agent):
    client = Client(headers={"user-agent": user_agent})
    client.post("/admin/login/", {"username": account.username, "password": PASSWORD})
    return client


def is_in(client):
    return client.get("/account/still-here/").status_code == 200


@pytest.fixture
def computer(clerk):
    return sign_in(clerk, CHROME)


@pytest.fixture
def telephone(clerk):
    return sign_in(clerk, IPHONE)


def test_devices_are_listed_in_words_the_last_used_first_and_ended_one_by_one(
    computer, telephone, executive, clock
):
    other = client_of(executive)
    clock(minutes=2)
    page = computer.get(PAGE)
    assert texts(page, "th", scope="row") == ["Chrome บน Windows", "Safari บน iPhone"]
    assert texts(page, "span", class_="mark") == ["เครื่องนี้"]
    addresses = [form.get("action", "") for form, _ in elements(page, "form")]
    [address] = [one for one in addresses if one.endswith("/end/") and one != "/account/sessions/end/"]
    assert (computer.get(address).url, is_in(telephone)) == (PAGE, True)
    # Nobody ends what is another's.
    other.post(address)
    assert is_in(telephone)
    assert computer.post(address).url == PAGE
    assert (is_in(computer), is_in(telephone), is_in(other)) == (True, False, True)
    assert computer.post(address).url == PAGE


def test_all_others_are_ended_at_once(computer, clerk):
    others = [client_of(clerk), client_of(clerk)]
    response = computer.post("/account/sessions/end/", follow=True)
    assert texts(response, "li", class_="success") == ["สิ้นสุดการเข้าสู่ระบบที่อื่นแล้ว 2 แห่ง"]
    assert [is_in(client) for client in (computer, *others)] == [True, False, False]


def test_a_new_password_ends_all_but_the_session_it_was_set_in(computer, telephone):
    phrase = "ฝนตกที่ลำพูนเมื่อวาน"
    sent = {"old_password": PASSWORD, "new_password1": phrase, "new_password2": phrase}
    computer.post("/admin/password_change/", sent)
    assert (is_in(computer), is_in(telephone), OpenSession.objects.count()) == (True, False, 1)


def test_an_account_that_is_suspended_or_given_a_password_by_the_administrator_is_out_at_once(
    computer, clerk, admin
):
    phrase = "ฝนตกที่ลำพูนเมื่อวาน"
    address = f"/admin/officials/user/{clerk.pk}/password/"
    client_of(admin).post(address, {"password1": phrase, "password2": phrase})
    assert (is_in(computer), OpenSession.objects.filter(user=clerk).count()) == (False, 0)
    clerk.refresh_from_db()
    again = client_of(clerk)
    clerk.is_active = False
    clerk.save()
    assert (is_in(again), OpenSession.objects.filter(user=clerk).count()) == (False, 0)


def test_the_page_asks_as_much_for_three_sessions_as_for_one(clerk, django_assert_num_queries):
    client = client_of(clerk)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    client_of(clerk), client_of(clerk)
    with django_assert_num_queries(len(one)):
        client.get(PAGE)

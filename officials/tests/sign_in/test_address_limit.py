"""Thirty refused sign-ins from one address within ten minutes close it to all names: each costs half a second of processor."""

import pytest
from django.test import Client

from config.tests.cast import PASSWORD
from config.tests.pages import text_of
from officials.models import Use
from officials.sign_in import locks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_refusals(monkeypatch):
    monkeypatch.setattr(locks, "REFUSALS_FROM_ONE_ADDRESS", 3)


def attempt(name, typed="wrong", **options):
    return Client(**options).post("/admin/login/", {"username": name, "password": typed})


def test_an_address_that_tries_one_name_after_the_other_is_refused_for_ten_minutes(clerk, clock):
    for name in ("somchai", "somsri", "admin"):
        assert attempt(name).status_code == 200
        clock(minutes=2)
    closed = attempt(clerk.username, PASSWORD)
    assert (closed.status_code, 200 < int(closed["Retry-After"]) <= 240) == (429, True)
    assert "ระบบจึงพักการเข้าสู่ระบบของทุกบัญชีจากเครือข่ายนี้" in text_of(closed)
    assert attempt(clerk.username, PASSWORD, REMOTE_ADDR="10.0.0.7").url == "/"
    clock(minutes=5)
    assert attempt(clerk.username, PASSWORD).url == "/"


def test_what_is_refused_so_is_neither_checked_nor_logged(clerk, monkeypatch):
    for _ in range(3):
        attempt("somchai")
    checked = []
    monkeypatch.setattr("django.contrib.auth.forms.authenticate", lambda *args, **more: checked.append(args))
    assert attempt(clerk.username, PASSWORD).status_code == 429
    assert (checked, Use.objects.count()) == ([], 3)


def test_right_passwords_never_close_an_address(clerk):
    for _ in range(5):
        assert attempt(clerk.username, PASSWORD).url == "/"


def test_who_is_signed_in_works_on_while_the_address_is_closed(clerk):
    browser = Client()
    browser.post("/admin/login/", {"username": clerk.username, "password": PASSWORD})
    for _ in range(3):
        attempt("somchai")
    assert browser.get("/").status_code == 200

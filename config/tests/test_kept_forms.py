"""What was typed when the session ended comes back after the sign-in: filled in, not saved, to the same account."""

import pytest
from django.contrib import admin
from django.test import Client

from config.forms.model_admin import TrackedAdmin, VersionedForm
from config.kept_forms import NOT_SAVED
from config.tests.cast import PASSWORD, a_directive, a_visit
from config.tests.forms import add_row, form_values
from config.tests.html import elements, texts
from config.tests.pages import text_of
from officials.sign_in.session_middleware import KEPT_TILL_THEN, NOT_DONE
from visits.models import Progress, RecordState, SavedFilter, Visit
from visits.tests.admin.page import ADD, faults

HERE = "http://testserver"


def typed(client, centre1, nattapol):
    data = form_values(client.get(ADD)) | {"unit": centre1.pk, "starts_on": "28/02/2567", "title": "พิมพ์ไว้นาน"}
    add_row(data, "attendances", official=nattapol.pk, role="lead", position="ปลัดกระทรวง")
    add_row(data, "directives", kind="directive", follow_up="report", text="ให้เร่งรัด")
    return data


def signed_in(account):
    client = Client()
    client.post("/admin/login/", {"username": account.username, "password": PASSWORD})
    return client


def sign_in_again(client, account, address):
    return client.post(address, {"username": account.username, "password": PASSWORD}, follow=True)


def end_by_waiting(client, clock):
    clock(minutes=32)


def end_elsewhere(client, clock):
    client.post("/admin/logout/")


@pytest.mark.parametrize("end", [end_by_waiting, end_elsewhere])
def test_a_visit_with_its_rows_comes_back_filled_and_is_saved_when_asked_again(
    clerk, centre1, nattapol, clock, end
):
    client = signed_in(clerk)
    data = typed(client, centre1, nattapol)
    end(client, clock)
    refused = client.post(ADD, data)
    assert refused.url == f"/admin/login/?next={ADD}"
    page = sign_in_again(client, clerk, refused.url)
    assert page.redirect_chain == [(ADD, 302)]
    assert faults(page)[0] == NOT_SAVED
    again = form_values(page)
    names = ["title", "starts_on", "attendances-0-position", "directives-0-text"]
    assert [again[name][0] for name in names] == [data[name] for name in names]
    assert Visit.objects.count() == 0
    assert client.post(ADD, again).status_code == 302
    assert Visit.objects.get().directives.get().text == "ให้เร่งรัด"
    assert form_values(client.get(ADD))["title"] == [""]


def test_another_account_finds_an_empty_form(clerk, reviewer, centre1, nattapol, clock):
    client = signed_in(clerk)
    data = typed(client, centre1, nattapol)
    end_elsewhere(client, clock)
    page = sign_in_again(client, reviewer, client.post(ADD, data).url)
    assert form_values(page)["title"] == [""]


def test_a_step_with_an_order_comes_back_too(clerk, centre1, clock):
    order = a_directive(
        a_visit(centre1, "28/01/2566", record_state=RecordState.FINAL), to=[centre1], follow_up="report"
    )
    address = f"/assignments/{order.assignments.get().pk}/notify/"
    client = signed_in(clerk)
    data = form_values(client.get(address)) | {"on": "30/01/2566"}
    end_by_waiting(client, clock)
    page = sign_in_again(client, clerk, client.post(address, data).url)
    assert form_values(page)["on"] == ["30/01/2566"]
    assert Progress.objects.count() == 0


def test_a_filter_that_was_being_changed_comes_back_and_nothing_is_deleted(executive, clock):
    kept = SavedFilter.objects.create(owner=executive, name="ภาคเหนือ", query="region=north")
    address = f"/calendar/filters/{kept.pk}/"
    for button in ({}, {"delete": ""}):
        client = signed_in(executive)
        data = form_values(client.get(address)) | {"name": "เหนือตอนบน"} | button
        end_elsewhere(client, clock)
        page = sign_in_again(client, executive, client.post(address, data).url)
        assert form_values(page)["name"] == ["เหนือตอนบน"]
    assert SavedFilter.objects.get().name == "ภาคเหนือ"


@pytest.fixture
def strict(clerk):
    """A browser that signs in by the page, with tokens checked as on the site."""
    client = Client(enforce_csrf_checks=True)

    def sign_in():
        data = form_values(client.get("/admin/login/?next=/x/"))
        assert (
            client.post("/admin/login/", data | {"username": "clerk", "password": PASSWORD}).status_code
            == 302
        )

    sign_in()
    client.sign_in_anew = lambda: (client.cookies.pop("sessionid"), sign_in())
    return client


def test_a_page_of_an_earlier_sign_in_comes_back_with_a_new_token(strict, centre1, nattapol):
    data = typed(strict, centre1, nattapol)
    strict.sign_in_anew()
    answer = strict.post(ADD, data, headers={"origin": HERE}, follow=True)
    assert answer.redirect_chain == [(ADD, 302)]
    again = form_values(answer)
    assert (again["title"], Visit.objects.count()) == (["พิมพ์ไว้นาน"], 0)
    assert strict.post(ADD, again, headers={"origin": HERE}).status_code == 302


def test_what_another_site_sends_is_refused_and_not_kept(strict, centre1, nattapol):
    data = typed(strict, centre1, nattapol) | {"csrfmiddlewaretoken": "x" * 32}
    assert strict.post(ADD, data, headers={"origin": "https://other.example"}).status_code == 403
    assert strict.post(ADD, data).status_code == 403
    assert form_values(strict.get(ADD))["title"] == [""]


def test_every_page_of_data_entry_brings_back(db):
    ours = [one for one in admin.site._registry.values() if isinstance(one, TrackedAdmin)]
    assert [one for one in ours if not issubclass(one.form, VersionedForm)] == []


def test_a_forged_mark_of_bringing_back_saves_nothing(as_clerk, centre1, nattapol):
    data = typed(as_clerk, centre1, nattapol) | {"_brought_back": "1"}
    assert [text for _, text in elements(as_clerk.post(ADD, data), "li") if text == NOT_SAVED] == [NOT_SAVED]


def test_a_form_is_never_given_to_whoever_signed_in_after_its_writer(strict, reviewer, centre1, nattapol):
    data = typed(strict, centre1, nattapol)
    strict.cookies.pop("sessionid")
    page = form_values(strict.get("/admin/login/?next=/x/"))
    strict.post("/admin/login/", page | {"username": "reviewer", "password": PASSWORD})
    refused = strict.post(ADD, data, headers={"origin": HERE})
    assert refused.status_code == 403
    assert "หน้านี้เปิดไว้ในชื่อบัญชีอื่น" in text_of(refused)
    assert form_values(strict.get(ADD))["title"] == [""]


def test_the_sign_in_page_says_whether_what_was_sent_is_kept(clerk, centre1, nattapol, clock):
    client = signed_in(clerk)
    data = typed(client, centre1, nattapol)
    end_by_waiting(client, clock)
    told = client.post(ADD, data, follow=True)
    assert texts(told, "li", class_="warning") == [KEPT_TILL_THEN]
    there = {"referer": f"{HERE}/calendar/filters/"}
    told = client.post("/calendar/setting/", {}, headers=there, follow=True)
    assert told.redirect_chain == [
        (f"/admin/login/?next={HERE}/calendar/filters/".replace("http://", "http%3A//"), 302)
    ]
    assert texts(told, "li", class_="warning") == [NOT_DONE]
    far = client.post("/calendar/setting/", {}, headers={"referer": "https://elsewhere.example/"})
    assert far.url == "/admin/login/?next=/"

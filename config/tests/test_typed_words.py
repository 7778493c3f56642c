"""What the server says to the browser that keeps typed words: what is saved, what must not be kept, the way back."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from config.forms.saved_forms import typed_names
from config.tests.cast import PASSWORD, a_directive, a_visit, client_of
from config.tests.forms import form_values
from config.tests.html import elements, links, texts
from config.tests.pages import text_of
from officials.sign_in.session_middleware import KEPT_TILL_THEN, NOT_DONE
from visits.models import RecordState, SavedFilter
from visits.tests.admin.page import ADD

pytestmark = pytest.mark.one_database
HERE = "http://testserver"


def box(response):
    """Attributes of the element by which a form takes part."""
    [attributes] = [given for given, _ in elements(response, "div") if given.get("class") == "typed-words"]
    return attributes


def name_of(account, mark="abcdef12"):
    return f"{account.pk}-{mark}"


def saved_names(response):
    cookie = response.cookies.get("typed_saved")
    return cookie.value.split(".") if cookie else []


def filter_form(account, **values):
    return {"name": "ภาคเหนือ", "query": "region=north", "_typed": name_of(account)} | values


def test_a_form_that_is_saved_is_named_to_the_browser(as_executive, executive):
    answer = as_executive.post("/calendar/filters/", filter_form(executive))
    assert saved_names(answer) == [name_of(executive)]
    cookie = answer.cookies["typed_saved"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == ("", "Lax", 600)
    earlier = name_of(executive)
    answer = as_executive.post(
        "/calendar/filters/", filter_form(executive, name="ใต้", _typed=name_of(executive, "ffff00"))
    )
    assert saved_names(answer) == [name_of(executive, "ffff00"), earlier]


def test_a_form_that_is_refused_is_not_named(as_executive, executive):
    answer = as_executive.post("/calendar/filters/", filter_form(executive, name=""))
    assert (answer.status_code, saved_names(answer)) == (200, [])
    assert box(answer)["data-came-back"] == name_of(executive)


def test_a_redirect_that_saves_nothing_does_not_name_the_form(as_clerk, clerk, centre1):
    visit = a_visit(centre1, "28/01/2566")
    address = f"/admin/visits/visit/{visit.pk}/change/"
    data = form_values(as_clerk.get(address)) | {"title": "พิมพ์ไว้", "_typed": name_of(clerk)}
    visit.record_state = RecordState.SUBMITTED
    visit.save()
    answer = as_clerk.post(address, data)
    assert (answer.status_code, saved_names(answer)) == (302, [])


def test_the_message_that_it_is_saved_is_still_shown(as_executive, executive):
    answer = as_executive.post("/calendar/filters/", filter_form(executive), follow=True)
    assert texts(answer, "li", class_="success") == ["บันทึกตัวกรอง “ภาคเหนือ” แล้ว"]


@pytest.mark.parametrize(
    "text", ["", "7", "7-ab", "x-abcdef12", "7-ABCDEF12", "7-abcdef12;Path=/", "7-abc\r\ndef12", "๗-abcdef12"]
)
def test_what_is_no_name_of_a_form_never_reaches_a_cookie(text):
    assert typed_names(text) == []
    assert typed_names(f"{text}.7-abcdef12") == ["7-abcdef12"]


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(clerk, clock):
    client = Client()
    client.post("/admin/login/", {"username": clerk.username, "password": PASSWORD})
    clock(minutes=32)
    page = {"referer": f"{HERE}{ADD}"}
    answer = client.post(ADD, {"title": "พิมพ์ไว้", "_typed": name_of(clerk)}, headers=page, follow=True)
    assert texts(answer, "li", class_="warning") == [KEPT_TILL_THEN]
    assert form_values(answer)["next"] == [f"{HERE}{ADD}"]
    answer = client.post("/calendar/setting/", {}, headers=page, follow=True)
    assert texts(answer, "li", class_="warning") == [NOT_DONE]
    far = client.post("/calendar/setting/", {}, headers={"referer": "https://elsewhere.example/"})
    assert far.url == "/admin/login/?next=/"


@pytest.fixture
def strict(clerk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    return client


def refused(client, **data):
    return client.post(ADD, data, headers={"origin": HERE, "referer": f"{HERE}{ADD}"})


def test_a_page_of_an_earlier_sign_in_says_that_its_words_are_in_the_browser(strict, clerk):
    answer = refused(strict, title="พิมพ์ไว้", _typed=name_of(clerk))
    assert answer.status_code == 403
    assert "สิ่งที่พิมพ์ไว้ยังอยู่ในเบราว์เซอร์นี้" in text_of(answer)
    assert f"{HERE}{ADD}" in links(answer)


def test_a_page_of_another_account_says_so(strict, reviewer):
    answer = refused(strict, title="พิมพ์ไว้", _typed=name_of(reviewer))
    assert "หน้านี้เปิดไว้ในชื่อบัญชีอื่น" in text_of(answer)


def test_a_form_whose_words_are_not_kept_is_not_said_to_be(strict):
    answer = refused(strict, title="พิมพ์ไว้")
    assert "ยังอยู่ในเบราว์เซอร์นี้" not in text_of(answer)
    answer = strict.post(
        ADD, {}, headers={"origin": "https://elsewhere.example", "referer": "https://elsewhere.example/"}
    )
    # The foot of every page leads to the manual.
    leading = [address for address in links(answer) if not address.startswith("/manual/")]
    assert (answer.status_code, leading[-2:]) == (403, ["/", "/"])


def test_words_about_an_internal_record_are_not_kept(as_clerk, centre1):
    plain = a_visit(centre1, "28/01/2566")
    internal = a_visit(centre1, "29/01/2566", is_internal=True)
    pages = [f"/admin/visits/visit/{one.pk}/change/" for one in (plain, internal)]
    assert ["data-keeps" in box(as_clerk.get(page)) for page in pages] == [True, False]


def test_words_about_a_directive_of_an_internal_visit_are_not_kept(as_clerk, centre1):
    visits = [
        a_visit(centre1, day, record_state=RecordState.FINAL, is_internal=internal)
        for day, internal in (("28/01/2566", False), ("29/01/2566", True))
    ]
    steps = [a_directive(visit, to=[centre1]).assignments.get() for visit in visits]
    pages = [as_clerk.get(f"/assignments/{step.pk}/notify/") for step in steps]
    assert ["data-keeps" in box(page) for page in pages] == [True, False]


@pytest.mark.parametrize("page", ["official", "appointment"])
def test_words_about_people_are_not_kept(as_clerk, page):
    assert "data-keeps" not in box(as_clerk.get(f"/admin/officials/{page}/add/"))


def test_words_of_accounts_are_not_kept(admin):
    client = client_of(admin)
    for page in ("add", f"{admin.pk}/change"):
        divisions = elements(client.get(f"/admin/officials/user/{page}/"), "div")
        assert [given for given, _ in divisions if "data-keeps" in given] == []


def test_forms_with_passwords_take_no_part(client, as_clerk):
    for page in (client.get("/admin/login/"), as_clerk.get("/admin/password_change/")):
        assert [given for given, _ in elements(page, "div") if given.get("class") == "typed-words"] == []


def test_a_setting_turns_it_off_for_computers_that_are_shared(as_clerk, monkeypatch):
    monkeypatch.setattr(settings, "KEEP_TYPED_WORDS", False)
    page = as_clerk.get(ADD)
    assert "data-keeps" not in box(page)
    [script] = [given for given, _ in elements(page, "script") if "typed_words" in given.get("src", "")]
    assert "data-on" not in script


def test_without_scripts_the_page_says_that_nothing_is_kept(as_clerk):
    assert "สิ่งที่พิมพ์ค้างไว้จึงไม่มีการเก็บ" in text_of(as_clerk.get(ADD))


def test_the_script_stays_one_that_a_person_reads():
    lines = Path(finders.find("config/typed_words.js")).read_text().splitlines()
    assert len(lines) < 230


def test_a_deleted_filter_is_no_longer_kept(as_executive, executive):
    row = SavedFilter.objects.create(owner=executive, name="ภาคเหนือ", query="region=north")
    answer = as_executive.post(f"/calendar/filters/{row.pk}/", filter_form(executive, delete=""))
    assert saved_names(answer) == [name_of(executive)]

import pytest
from django.test import Client

from config.tests.cast import PASSWORD
from config.tests.html import elements, texts

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
EVERYBODY = ["หน้าแรก", "ปฏิทิน", "ข้อสั่งการ", "ทะเบียนการตรวจเยี่ยม", "ศูนย์ภาค", "รายงาน"]


def sign_in(account, **data):
    return Client().post("/admin/login/", {"username": account.username, "password": PASSWORD} | data)


def entries(response):
    """The entries of the menu, and which of them is the page."""
    [menu] = [text for attrs, text in elements(response, "nav") if attrs.get("class") == "menu"]
    here = [text for _, text in elements(response, "a", **{"aria-current": "page"})]
    return menu.split(), here


def test_readers_and_staff_sign_in_at_one_place_and_come_to_the_front_page(executive, clerk):
    assert sign_in(executive).url == "/"
    assert sign_in(clerk).url == "/"


def test_a_page_that_asked_for_the_sign_in_is_gone_back_to(client, executive):
    response = client.get("/calendar/2023/01/?province=TH-50")
    assert response.url == "/admin/login/?next=/calendar/2023/01/%3Fprovince%3DTH-50"
    assert (
        sign_in(executive, next="/calendar/2023/01/?province=TH-50").url
        == "/calendar/2023/01/?province=TH-50"
    )


def test_nobody_is_sent_to_another_site_after_the_sign_in(executive):
    assert sign_in(executive, next="https://elsewhere.example/").url == "/"


def test_a_reader_may_change_the_own_password_and_sign_out_but_not_enter_data(as_executive):
    assert as_executive.get("/admin/password_change/").status_code == 200
    assert as_executive.get("/admin/").url == "/admin/login/?next=/admin/"
    assert as_executive.post("/admin/logout/").url == "/admin/login/"
    assert as_executive.get("/").status_code == 302


def test_a_deactivated_account_does_not_come_in(executive):
    executive.is_active = False
    executive.save()
    assert sign_in(executive).status_code == 200


def test_the_menu_offers_data_entry_to_those_who_enter_data(as_clerk, as_executive):
    assert entries(as_executive.get("/")) == (EVERYBODY, ["หน้าแรก"])
    offered, here = entries(as_clerk.get("/"))
    assert (offered[: len(EVERYBODY)], offered[-1], here) == (EVERYBODY, "บันทึกข้อมูล", ["หน้าแรก"])


def test_the_menu_marks_the_page_one_is_on(as_clerk):
    assert entries(as_clerk.get("/calendar/"))[1] == ["ปฏิทิน"]
    assert "บันทึกข้อมูล" in entries(as_clerk.get("/admin/visits/visit/"))[1]


def test_data_entry_lists_what_is_written_daily_first(as_clerk):
    captions = texts(as_clerk.get("/admin/"), "caption")
    assert captions[0] == "บันทึกการตรวจเยี่ยม"
    assert captions.index("ทำเนียบ") < captions.index("ข้อมูลอ้างอิง")

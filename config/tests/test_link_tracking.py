"""A link that a chat program or an advertiser lengthened opens the page that was meant."""

import pytest

from config.tests.html import texts

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    "added",
    [
        "openExternalBrowser=1",
        "fbclid=IwAR0x",
        "utm_source=line&utm_medium=chat",
        "gclid=1",
        "igshid=a",
        "_gl=1*abc",
        "utm_source",
        "mc_cid=1",
        "mibextid=Zxz2cZ",
        "__cft__[0]=AZ",
        "_x_tr_sl=th&_x_tr_tl=en",
    ],
)
def test_what_was_added_is_dropped_and_the_rest_keeps_its_order(as_executive, added):
    address = "/reports/register/"
    assert as_executive.get(f"{address}?{added}").url == address
    answer = as_executive.get(f"{address}?region=north&{added}&q=%E0%B8%81+%E0%B8%82")
    assert (answer.status_code, answer.url) == (302, f"{address}?region=north&q=%E0%B8%81+%E0%B8%82")


def test_the_sign_in_comes_after_it(client):
    assert client.get("/visits/1/?fbclid=1").url == "/visits/1/"


def test_an_unknown_name_is_still_refused(as_executive):
    assert as_executive.get("/reports/register/?fbclids=1").status_code == 200


def test_a_form_that_is_sent_is_not_led_away(as_executive):
    answer = as_executive.post("/calendar/filters/?fbclid=1", {"name": "ภาคเหนือ", "query": "region=north"})
    assert answer.url != "/calendar/filters/"


def test_nobody_is_led_to_another_machine(client):
    answer = client.get("/%2Fevil.example/?fbclid=1")
    assert answer.url == "/evil.example/"


def test_the_foot_of_a_wrong_filter_says_that_nothing_is_shown(as_executive):
    page = as_executive.get("/reports/register/print/?region=nowhere")
    assert [text for text in texts(page, "p") if "แสดงทั้งหมด" in text] == []

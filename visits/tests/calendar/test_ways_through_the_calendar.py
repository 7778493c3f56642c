"""Going to a typed day, from an empty month to one with visits, and who leads and until when in a cell."""

from datetime import date, time

import pytest

from config.tests.cast import a_visit
from config.tests.html import elements, links, texts
from visits.tests.calendar.calendar_files import events

pytestmark = pytest.mark.django_db


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("layout", "address"),
    [
        ("month", "/calendar/2023/01/"),
        ("week", "/calendar/week/2023-01-28/"),
        ("day", "/calendar/day/2023-01-28/"),
        ("agenda", "/calendar/agenda/2023/01/"),
        ("year", "/calendar/2023/"),
        ("fiscal", "/calendar/fiscal/2566/"),
        ("nothing", "/calendar/2023/01/"),
    ],
)
def test_a_typed_day_opens_the_same_form_with_the_same_filter(as_executive, layout, address):
    response = as_executive.get("/calendar/go/", {"day": "28 ม.ค. 2566", "layout": layout, "region": "north"})
    assert response.status_code == 302
    assert response["Location"] == f"{address}?region=north"


@pytest.mark.one_database
@pytest.mark.parametrize("typed", ["", "ไม่ทราบ", "30/02/2566", "28/1/66", "\x00", "๙" * 500])
def test_what_is_no_day_comes_back_with_a_sentence_beside_the_field(as_executive, typed):
    response = as_executive.get("/calendar/go/", {"day": typed, "region": "north"})
    assert response.status_code == 200
    [(attrs, _)] = elements(response, "input", id="go-day")
    assert attrs["value"].replace("\ufffd", "\x00") == typed
    assert attrs["aria-describedby"] == "go-refusal"
    assert elements(response, "span", id="go-refusal")[0][1] != ""
    assert response.context["filter"].problems == {}


def test_every_form_of_the_calendar_offers_to_go_to_a_day(as_executive):
    for address in (
        "/calendar/",
        "/calendar/week/",
        "/calendar/2023/",
        "/calendar/agenda/",
        "/calendar/day/2023-01-28/",
    ):
        assert len(elements(as_executive.get(address), "input", id="go-day")) == 1


def test_an_empty_month_leads_to_the_nearest_ones_with_visits_of_the_filter(as_executive, centre1, centre6):
    a_visit(centre1, "28/01/2566")
    a_visit(centre1, "8/12/2567")
    a_visit(centre6, "1/06/2567")
    found = links(as_executive.get("/calendar/2024/03/", {"region": "north"}))
    assert "/calendar/2023/01/?region=north" in found
    assert "/calendar/2024/12/?region=north" in found
    assert [one for one in found if one.startswith("/calendar/2024/06/")] == []
    assert "/calendar/2023/01/" in links(as_executive.get("/calendar/agenda/2023/02/"))


def test_a_month_with_visits_names_no_other(as_executive, centre1):
    a_visit(centre1, "28/01/2566")
    assert as_executive.get("/calendar/2023/01/").context["nearest"] == []


def test_a_cell_names_who_leads_before_the_unit(as_executive, centre1, nattapol):
    a_visit(centre1, "28/01/2566", nattapol, start_time=time(9), end_time=time(10, 30))
    [entry] = [text for text in texts(as_executive.get("/calendar/2023/01/"), "a") if "ศภ.1" in text]
    assert entry == "● 09.00 น. ณัฐพล ศภ.1 (ร่าง)"


def test_a_week_says_until_when(as_executive, centre1, nattapol):
    a_visit(centre1, "28/01/2566", nattapol, start_time=time(9), end_time=time(10, 30))
    [entry] = [text for text in texts(as_executive.get("/calendar/week/2023-01-28/"), "a") if "ศภ.1" in text]
    assert entry == "● 09.00-10.30 น. ณัฐพล ศภ.1 (ร่าง)"


def test_the_feed_says_where_it_takes_an_hour_for_granted(client, as_executive, centre1, executive):
    a_visit(centre1, date(2023, 1, 28), start_time=time(9))
    a_visit(centre1, date(2023, 1, 29), start_time=time(9), end_time=time(11))
    a_visit(centre1, date(2023, 1, 30))
    as_executive.get("/calendar/feed/")
    executive.refresh_from_db()
    key = executive.calendar_setting.feed_key
    found = {
        str(one["dtstart"].dt)[:10]: str(one["description"])
        for one in events(client.get(f"/calendar/feed/{key}.ics?since=2023-01-01").content)
    }
    assert [day for day, words in found.items() if "ถือว่าใช้เวลาหนึ่งชั่วโมง" in words] == ["2023-01-28"]

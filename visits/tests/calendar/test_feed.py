"""The feed under a key: whose visits, which, how it is asked again, and what happens to wrong keys."""

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from config.tests.cast import a_visit
from config.tests.html import elements, texts
from config.thai.dates import be, thai_date
from officials.models.usage_log import MOST_WRONG_KEYS_IN_AN_HOUR, Use
from visits.calendar import feed
from visits.calendar.feed import site_id
from visits.models import CalendarSetting, RecordState, Status
from visits.tests.calendar.calendar_files import event_facts, events, facts_by_vobject

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def days_ago(days):
    day = localdate() - timedelta(days=days)
    return f"{day:%d/%m}/{be(day)}"


DAY, NEXT_DAY = days_ago(30), days_ago(29)


def own_address(user):
    key = CalendarSetting.with_first_key(user).feed_key
    return f"/calendar/feed/{key}.ics" if key else None


@pytest.fixture
def address(executive):
    return own_address(executive)


@pytest.mark.both_databases
def test_whoever_looks_at_the_own_address_again_writes_and_locks_nothing(as_executive):
    shown = as_executive.get("/calendar/feed/").context["address"]
    with CaptureQueriesContext(connection) as queries:
        assert as_executive.get("/calendar/feed/").context["address"] == shown
    assert [
        query["sql"]
        for query in queries
        if not query["sql"].lstrip().startswith("SELECT") or "FOR UPDATE" in query["sql"]
    ] == []


def read(response):
    return events(response.getvalue())


def ask(address, **headers):
    return Client().get(address, headers=headers)


def test_the_feed_needs_no_sign_in_and_holds_visits_to_come(address, centre1, nattapol):
    visit = a_visit(centre1, DAY, nattapol, start_time="09:00")
    a_visit(centre1, "28/01/2600", status=Status.TENTATIVE)
    first, second = read(ask(address))
    assert str(first["summary"]) == "ศภ.1 – นายณัฐพล รังสิตพล"
    assert str(first["uid"]) == f"visit-{visit.pk}@{site_id()}.field-visits"
    assert str(first["url"]) == f"http://testserver/visits/{visit.pk}/"
    assert first["geo"].to_ical() == f"{visit.province.latitude};{visit.province.longitude}"
    assert (str(second["status"]), str(second["summary"])) == ("TENTATIVE", "(ร่างกำหนดการ) ศภ.1")


def test_the_same_filter_as_everywhere_and_a_wrong_one_is_refused_in_thai(address, centre1, centre6):
    a_visit(centre1, DAY)
    a_visit(centre6, DAY)
    assert len(read(ask(f"{address}?province=TH-50"))) == 1
    response = ask(f"{address}?province=TH-99")
    assert (response.status_code, response.content.decode()) == (
        400,
        "ตัวกรองไม่ถูกต้อง\nจังหวัด: ไม่มีค่านี้ในรายการ กรุณาเลือกใหม่",
    )


def test_what_did_not_change_is_not_sent_again(address, centre1):
    visit = a_visit(centre1, DAY)
    etag = ask(address)["ETag"]
    # A proxy that packs what it passes on marks the tag as weak.
    for tag in (etag, f"W/{etag}"):
        again = ask(address, if_none_match=tag)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    visit.place = "ห้องประชุม"
    visit.save()
    changed = ask(address, if_none_match=etag)
    assert changed.status_code == 200
    assert read(changed)[0]["sequence"] == visit.version


def test_who_asks_only_for_the_mark_gets_no_visits(address, centre1):
    a_visit(centre1, DAY)
    head = Client().head(address)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", ask(address)["ETag"])


def test_new_names_of_lead_and_unit_change_the_feed_and_number_and_moment_of_the_entry(
    address, centre1, nattapol
):
    row = a_visit(centre1, DAY, nattapol).attendances.get()
    row.name, centre1.short_name = "นายณัฐพล รังสิต", "ศภ.หนึ่ง"
    [before] = read(ask(address))
    for renamed in (row, centre1):
        etag = ask(address)["ETag"]
        renamed.save()
        changed = ask(address, if_none_match=etag)
        [event] = read(changed)
        assert event["sequence"] == before["sequence"] + 1
        moment = renamed.history.first().history_date.replace(microsecond=0)
        assert (event["last-modified"].dt, event["dtstamp"].dt) == (moment, moment)
        before = event
    assert str(before["summary"]) == "ศภ.หนึ่ง – นายณัฐพล รังสิต"


def test_another_lead_and_another_unit_never_lower_the_number_of_an_entry(
    address, centre1, centre6, nattapol
):
    visit = a_visit(centre1, DAY, nattapol)
    for name in ("ศภ.หนึ่ง", "ศภ.1 ใหม่"):
        centre1.short_name = name
        centre1.save()
    numbers = [read(ask(address))[0]["sequence"]]
    visit.attendances.get().delete()
    numbers.append(read(ask(address))[0]["sequence"])
    visit.unit = centre6
    visit.save()
    numbers.append(read(ask(address))[0]["sequence"])
    assert numbers == sorted(set(numbers))


def test_entries_of_two_installations_differ(address, centre1, settings):
    a_visit(centre1, DAY)
    uids = [str(read(ask(address))[0]["uid"])]
    settings.SECRET_KEY = "another installation has another key of fifty characters"
    uids.append(str(read(ask(own_address(CalendarSetting.objects.get().user)))[0]["uid"]))
    assert len(set(uids)) == 2


def test_a_feed_holds_the_last_400_days_and_more_where_a_day_is_given(address, centre1):
    for days in (900, 401, 400, 1):
        a_visit(centre1, days_ago(days))
    assert len(read(ask(address))) == 2
    assert len(read(ask(f"{address}?since={days_ago(401)}"))) == 3
    assert len(read(ask(f"{address}?from={days_ago(900)}"))) == 4
    refused = ask(f"{address}?since=31/02/2566")
    assert (refused.status_code, refused.content.decode().splitlines()[0]) == (400, "ตัวกรองไม่ถูกต้อง")


def test_of_too_many_visits_a_feed_holds_the_latest(address, centre1, monkeypatch):
    monkeypatch.setattr(feed, "MOST_EVENTS", 2)
    visits = [a_visit(centre1, days_ago(days)) for days in (3, 2, 1)]
    found = [str(event["url"]).rstrip("/").rpartition("/")[2] for event in read(ask(address))]
    assert found == [str(visit.pk) for visit in visits[1:]]


def test_the_page_says_which_visits_the_feed_holds_and_offers_it_to_the_calendar_of_the_device(
    as_executive, executive, centre1
):
    page = as_executive.get(f"/calendar/feed/?province=TH-50&since={days_ago(500)}")
    address = f"{own_address(executive)}?province=TH-50&since={days_ago(500).replace('/', '%2F')}"
    assert [link["href"] for link, _ in elements(page, "a", class_="button")] == [
        f"webcal://testserver{address}"
    ]
    first = thai_date(localdate() - timedelta(days=500))
    assert f"ปฏิทินมีการตรวจเยี่ยมตั้งแต่วันที่ {first} เป็นต้นไป ไม่เกิน 5,000 รายการล่าสุด" in texts(page, "p")
    usual = thai_date(localdate() - timedelta(days=400))
    assert f"ปฏิทินมีการตรวจเยี่ยมตั้งแต่วันที่ {usual} เป็นต้นไป (ย้อนหลัง 400 วัน) ไม่เกิน 5,000 รายการล่าสุด" in texts(
        as_executive.get("/calendar/feed/"), "p"
    )


def test_a_cancelled_visit_stays_and_tells_so(address, centre1):
    visit = a_visit(centre1, DAY)
    visit.status, visit.status_reason = Status.CANCELLED, "ติดภารกิจ"
    visit.save()
    [event] = read(ask(address))
    assert (str(event["status"]), event["last-modified"].dt) == (
        "CANCELLED",
        visit.history.first().history_date.replace(microsecond=0),
    )


def test_a_deactivated_account_has_no_feed(address, executive):
    executive.is_active = False
    executive.save()
    assert ask(address).status_code == 404


def test_the_owner_sees_renews_and_revokes_the_address(as_executive, executive):
    first = shown(as_executive)
    as_executive.post("/calendar/feed/", {"renew": ""})
    second = shown(as_executive)
    assert [ask(address).status_code for address in (first, second)] == [404, 200]
    as_executive.post("/calendar/feed/", {"revoke": ""})
    assert (ask(second).status_code, shown(as_executive)) == (404, None)
    as_executive.post("/calendar/feed/", {"renew": ""})
    assert ask(shown(as_executive)).status_code == 200


def shown(client, query=""):
    """The address that the page shows, without the name of the site; None where it shows none."""
    fields = elements(client.get(f"/calendar/feed/{query}"), "input", id="feed-address")
    return fields[0][0]["value"].removeprefix("http://testserver") if fields else None


def test_the_page_gives_the_address_of_the_filter_it_was_opened_with(
    as_executive, executive, centre1, centre6
):
    a_visit(centre1, DAY)
    a_visit(centre6, DAY)
    address = shown(as_executive, "?province=TH-50")
    assert address == f"{own_address(executive)}?province=TH-50"
    assert len(read(ask(address))) == 1
    assert shown(as_executive, "?province=TH-99") == own_address(executive)


def test_the_owner_sees_when_the_feed_was_last_used(as_executive, address):
    def used():
        return texts(as_executive.get("/calendar/feed/"), "p", class_="quiet")[0].split(" · ")[1][:10]

    assert used() == "ยังไม่เคยใ"
    ask(address)
    assert used() == "ใช้ล่าสุด "


def test_wrong_keys_are_a_plain_404_then_refused_while_a_right_one_is_let_in(address):
    key = address.removeprefix("/calendar/feed/").removesuffix(".ics")
    other_end = "0" if key[-1] != "0" else "1"
    wrong = ["wrong", "ก", "%00", key[:-1], key[:-1] + other_end]
    answers = [ask(f"/calendar/feed/{key}.ics") for key in wrong]
    assert {(one.status_code, one.content.decode()) for one in answers} == {(404, "ไม่พบปฏิทินนี้")}
    more = [
        ask("/calendar/feed/wrong.ics").status_code for _ in range(len(wrong), MOST_WRONG_KEYS_IN_AN_HOUR + 1)
    ]
    assert more == [404] * (MOST_WRONG_KEYS_IN_AN_HOUR - len(wrong)) + [429]
    # Where the auditor reads it and every other process counts it.
    assert Use.objects.filter(kind="wrongkey", by_name="ไม่ระบุ").count() == MOST_WRONG_KEYS_IN_AN_HOUR
    assert Client().get("/calendar/feed/wrong.ics", REMOTE_ADDR="10.1.2.3").status_code == 404
    assert ask(address).status_code == 200


def test_the_key_stands_in_no_table_and_no_log(address, executive, caplog, capsys):
    key = address.removeprefix("/calendar/feed/").removesuffix(".ics")
    ask(f"{address}?province=TH-99")
    logging.getLogger("django.server").warning('"GET %s HTTP/1.1" 200', address)
    stored = [*CalendarSetting.objects.values_list(), *CalendarSetting.history.values_list()]
    assert key not in f"{stored} {caplog.text} {capsys.readouterr()}"
    assert [record.getMessage() for record in caplog.records if "/calendar/feed/" in record.getMessage()] == [
        "Bad Request: /calendar/feed/***.ics",
        '"GET /calendar/feed/***.ics HTTP/1.1" 200',
    ]


def test_making_and_revoking_an_address_leaves_a_trace(as_executive, executive):
    as_executive.get("/calendar/feed/")
    as_executive.post("/calendar/feed/", {"revoke": ""})
    last = CalendarSetting.history.first()
    assert (last.history_user, last.feed_revoked_at is None) == (executive, False)


def test_one_visit_is_a_file_that_two_parsers_read(as_executive, centre1):
    visit = a_visit(centre1, DAY, start_time="09:00", end_time="11:00")
    response = as_executive.get(f"/visits/{visit.pk}/visit.ics")
    content = response.getvalue()
    assert facts_by_vobject(content) == [event_facts(event) for event in events(content)]
    assert Client().get(f"/visits/{visit.pk}/visit.ics").status_code == 302


def test_an_officer_gets_only_what_concerns_the_own_unit(officer, centre1, centre6):
    final = {"record_state": RecordState.FINAL}
    seen = a_visit(centre1, DAY, **final)
    for hidden in ({"at": centre6, **final}, {"at": centre1}, {"at": centre1, "is_internal": True, **final}):
        a_visit(on=NEXT_DAY, **hidden)
    assert [str(event["uid"]) for event in read(ask(own_address(officer)))] == [
        f"visit-{seen.pk}@{site_id()}.field-visits"
    ]


def test_a_postponed_visit_tells_the_new_day(address, centre1):
    later = a_visit(centre1, NEXT_DAY, status=Status.CONFIRMED)
    a_visit(centre1, DAY, status=Status.POSTPONED, status_reason="ฝนตก", moved_to=later)
    [event, _] = read(ask(address))
    assert (str(event["summary"]), str(event["description"]).splitlines()[-1]) == (
        "(เลื่อน) ศภ.1",
        f"เลื่อนไปวันที่ {thai_date(localdate() - timedelta(days=29))}",
    )


@pytest.mark.both_databases
def test_the_number_of_queries_does_not_grow_with_the_visits(address, centre1, django_assert_max_num_queries):
    ask(address)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            a_visit(centre1, DAY)
        with django_assert_max_num_queries(15) as queries:
            ask(address).getvalue()
        counts.append(len(queries))
    assert counts[0] == counts[1]

"""The feed under a key: whose visits, which, how it is asked again, and what happens to wrong keys."""

import logging

import pytest
from django.test import Client

from config.tests.cast import a_visit
from config.tests.html import elements, texts
from officials.models.usage_log import Use
from visits.calendar.wrong_keys import MOST_IN_AN_HOUR
from visits.models import CalendarSetting, RecordState, Status
from visits.tests.calendar.calendar_files import events, told, told_by_the_other

pytestmark = pytest.mark.django_db


def own_address(user):
    key = CalendarSetting.with_first_key(user).feed_key
    return f"/calendar/feed/{key}.ics" if key else None


@pytest.fixture
def address(executive):
    return own_address(executive)


def read(response):
    return events(response.getvalue())


def ask(address, **headers):
    return Client().get(address, headers=headers)


def test_the_feed_needs_no_sign_in_and_holds_visits_of_every_time(address, centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", nattapol, start_time="09:00")
    a_visit(centre1, "28/01/2600", status=Status.TENTATIVE)
    first, second = read(ask(address))
    assert str(first["summary"]) == "ศภ.1 – นายณัฐพล รังสิตพล"
    assert str(first["uid"]) == f"visit-{visit.pk}@field-visits"
    assert str(first["url"]) == f"http://testserver/visits/{visit.pk}/"
    assert first["geo"].to_ical() == f"{visit.province.latitude};{visit.province.longitude}"
    assert (str(second["status"]), str(second["summary"])) == ("TENTATIVE", "(ร่างกำหนดการ) ศภ.1")


def test_the_same_filter_as_everywhere_and_a_wrong_one_is_refused_in_thai(address, centre1, centre6):
    a_visit(centre1, "28/01/2566")
    a_visit(centre6, "28/01/2566")
    assert len(read(ask(f"{address}?province=TH-50"))) == 1
    response = ask(f"{address}?province=TH-99")
    assert (response.status_code, response.content.decode()) == (
        400,
        "ตัวกรองไม่ถูกต้อง\nจังหวัด: ไม่มีค่านี้ในรายการ กรุณาเลือกใหม่",
    )


def test_what_did_not_change_is_not_sent_again(address, centre1):
    visit = a_visit(centre1, "28/01/2566")
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
    a_visit(centre1, "28/01/2566")
    head = Client().head(address)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", ask(address)["ETag"])


def test_new_names_of_lead_and_unit_change_the_feed(address, centre1, nattapol):
    row = a_visit(centre1, "28/01/2566", nattapol).attendances.get()
    row.name, centre1.short_name = "นายณัฐพล รังสิต", "ศภ.หนึ่ง"
    for renamed in (row, centre1):
        etag = ask(address)["ETag"]
        renamed.save()
        assert ask(address, if_none_match=etag).status_code == 200


def test_a_cancelled_visit_stays_and_tells_so(address, centre1):
    visit = a_visit(centre1, "28/01/2566")
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
    a_visit(centre1, "28/01/2566")
    a_visit(centre6, "28/01/2566")
    asked = shown(as_executive, "?province=TH-50")
    assert asked == f"{own_address(executive)}?province=TH-50"
    assert len(read(ask(asked))) == 1
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
    more = [ask("/calendar/feed/wrong.ics").status_code for _ in range(len(wrong), MOST_IN_AN_HOUR + 1)]
    assert more == [404] * (MOST_IN_AN_HOUR - len(wrong)) + [429]
    # Where the auditor reads it and every other process counts it.
    assert Use.objects.filter(kind="wrongkey", by_name="ไม่ระบุ").count() == MOST_IN_AN_HOUR
    assert Client().get("/calendar/feed/wrong.ics", REMOTE_ADDR="10.1.2.3").status_code == 404
    assert ask(address).status_code == 200


def test_the_key_stands_in_no_table_and_no_log(address, executive, caplog, capsys):
    key = address.removeprefix("/calendar/feed/").removesuffix(".ics")
    ask(f"{address}?province=TH-99")
    logging.getLogger("django.server").warning('"GET %s HTTP/1.1" 200', address)
    kept = [*CalendarSetting.objects.values_list(), *CalendarSetting.history.values_list()]
    assert key not in f"{kept} {caplog.text} {capsys.readouterr()}"
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
    visit = a_visit(centre1, "28/01/2566", start_time="09:00", end_time="11:00")
    response = as_executive.get(f"/visits/{visit.pk}/visit.ics")
    content = response.getvalue()
    assert told_by_the_other(content) == [told(event) for event in events(content)]
    assert Client().get(f"/visits/{visit.pk}/visit.ics").status_code == 302


def test_an_officer_gets_only_what_concerns_the_own_unit(officer, centre1, centre6):
    final = {"record_state": RecordState.FINAL}
    seen = a_visit(centre1, "28/01/2566", **final)
    for hidden in ({"at": centre6, **final}, {"at": centre1}, {"at": centre1, "is_internal": True, **final}):
        a_visit(on="29/01/2566", **hidden)
    assert [str(event["uid"]) for event in read(ask(own_address(officer)))] == [
        f"visit-{seen.pk}@field-visits"
    ]


def test_a_postponed_visit_tells_the_new_day(address, centre1):
    later = a_visit(centre1, "30/01/2566", status=Status.CONFIRMED)
    a_visit(centre1, "28/01/2566", status=Status.POSTPONED, status_reason="ฝนตก", moved_to=later)
    [event, _] = read(ask(address))
    assert (str(event["summary"]), str(event["description"]).splitlines()[-1]) == (
        "(เลื่อน) ศภ.1",
        "เลื่อนไปวันที่ 30 ม.ค. 2566",
    )


def test_the_number_of_queries_does_not_grow_with_the_visits(address, centre1, django_assert_max_num_queries):
    ask(address)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            a_visit(centre1, "28/01/2566")
        with django_assert_max_num_queries(10) as asked:
            ask(address).getvalue()
        counts.append(len(asked))
    assert counts[0] == counts[1]

"""The feed under a key: whose visits, which, how it is asked again, and what happens to wrong keys."""

import icalendar
import pytest
import vobject
from django.core.cache import cache
from django.test import Client

from config.tests.cast import a_visit
from config.tests.html import texts
from visits.models import CalendarSetting, Status
from visits.views.feed import MOST_WRONG

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


@pytest.fixture
def address(executive):
    setting = CalendarSetting.of(executive)
    setting.renew_key()
    return f"/calendar/feed/{setting.feed_key}.ics"


def read(response):
    return icalendar.Calendar.from_ical(response.getvalue())


def ask(address, **headers):
    return Client().get(address, headers=headers)


def test_the_feed_needs_no_sign_in_and_holds_visits_of_every_time(address, centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", nattapol, start_time="09:00")
    a_visit(centre1, "28/01/2600", status=Status.TENTATIVE)
    first, second = read(ask(address)).walk("VEVENT")
    assert str(first["summary"]) == "ศภ.1 – นายณัฐพล รังสิตพล"
    assert str(first["uid"]) == f"visit-{visit.pk}@field-visits"
    assert str(first["url"]) == f"http://testserver/visits/{visit.pk}/"
    assert first["geo"].to_ical() == f"{visit.province.latitude};{visit.province.longitude}"
    assert (str(second["status"]), str(second["summary"])) == ("TENTATIVE", "(ร่างกำหนดการ) ศภ.1")


def test_the_same_filter_as_everywhere_and_a_wrong_one_is_refused_in_thai(address, centre1, centre6):
    a_visit(centre1, "28/01/2566")
    a_visit(centre6, "28/01/2566")
    assert len(read(ask(f"{address}?province=TH-50")).walk("VEVENT")) == 1
    response = ask(f"{address}?province=TH-99")
    assert (response.status_code, response.content.decode()) == (
        400,
        "ตัวกรองไม่ถูกต้อง\nจังหวัด: ไม่มีค่านี้ในรายการ กรุณาเลือกใหม่",
    )


def test_what_did_not_change_is_not_sent_again(address, centre1):
    visit = a_visit(centre1, "28/01/2566")
    etag = ask(address)["ETag"]
    again = ask(address, if_none_match=etag)
    assert (again.status_code, again.content) == (304, b"")
    visit.place = "ห้องประชุม"
    visit.save()
    changed = ask(address, if_none_match=etag)
    assert changed.status_code == 200
    assert read(changed).walk("VEVENT")[0]["sequence"] == visit.version


def test_a_new_name_of_the_lead_changes_the_feed(address, centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", nattapol)
    etag = ask(address)["ETag"]
    row = visit.attendances.get()
    row.name = "นายณัฐพล รังสิต"
    row.save()
    assert ask(address, if_none_match=etag).status_code == 200


def test_a_cancelled_visit_stays_and_tells_so(address, centre1):
    visit = a_visit(centre1, "28/01/2566")
    visit.status, visit.status_reason = Status.CANCELLED, "ติดภารกิจ"
    visit.save()
    [event] = read(ask(address)).walk("VEVENT")
    assert (str(event["status"]), event["last-modified"].dt) == (
        "CANCELLED",
        visit.history.first().history_date.replace(microsecond=0),
    )


def test_a_deactivated_account_has_no_feed(address, executive):
    executive.is_active = False
    executive.save()
    assert ask(address).status_code == 404


def test_the_owner_sees_renews_and_revokes_the_key(as_executive, executive):
    as_executive.get("/calendar/feed/")
    first = CalendarSetting.of(executive).feed_key
    as_executive.post("/calendar/feed/", {"renew": ""})
    second = CalendarSetting.of(executive).feed_key
    statuses = [ask(f"/calendar/feed/{key}.ics").status_code for key in (first, second)]
    as_executive.post("/calendar/feed/", {"revoke": ""})
    assert statuses == [404, 200]
    assert ask(f"/calendar/feed/{second}.ics").status_code == 404
    as_executive.get("/calendar/feed/")
    assert CalendarSetting.of(executive).feed_key is None


def test_the_owner_sees_when_the_feed_was_last_used(as_executive, address):
    assert "ยังไม่เคยใช้" in texts(as_executive.get("/calendar/feed/"), "p", class_="quiet")[0]
    ask(address)
    assert "ใช้ล่าสุด" in texts(as_executive.get("/calendar/feed/"), "p", class_="quiet")[0]


def test_wrong_keys_are_a_plain_404_then_refused_while_a_right_one_is_let_in(address):
    statuses = [ask("/calendar/feed/wrong.ics").status_code for _ in range(MOST_WRONG + 1)]
    assert statuses == [404] * MOST_WRONG + [429]
    assert ask(address).status_code == 200


def test_one_visit_is_a_file_that_two_parsers_read(as_executive, centre1):
    visit = a_visit(centre1, "28/01/2566", start_time="09:00", end_time="11:00")
    response = as_executive.get(f"/visits/{visit.pk}/visit.ics")
    content = response.getvalue()
    [event] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert vobject.readOne(content.decode()).vevent.dtstart.value == event.decoded("dtstart")
    assert Client().get(f"/visits/{visit.pk}/visit.ics").status_code == 302


def test_the_number_of_queries_does_not_grow_with_the_visits(address, centre1, django_assert_num_queries):
    for count in (1, 3):
        for _ in range(count):
            a_visit(centre1, "28/01/2566")
        with django_assert_num_queries(6):
            ask(address).getvalue()

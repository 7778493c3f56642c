"""Filters under a name: own and shared, one of them where the calendar opens; and the first day of the week."""

import calendar

import pytest

from config.tests.cast import a_visit, client_of
from config.tests.html import elements, links, texts
from visits.calendar.preferences import preferences_of
from visits.calendar.saved_filter_views import MOST
from visits.models import CalendarSetting, SavedFilter

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
PAGE = "/calendar/filters/"
NORTH = {"name": "ปลัดฯ – ภาคเหนือ", "query": "region=north"}


def save(client, **values):
    return client.post(PAGE, NORTH | values)


def set_up(client, **values):
    return client.post("/calendar/setting/", {"week_start": "sunday", "start_page": "", **values})


def names(user):
    return [(one.name, one.owner) for one in preferences_of(user).saved_filters]


def faults(response):
    return texts(response, "ul", class_="errorlist")


def test_a_question_gets_a_name_and_lies_on_the_desk_of_its_owner(as_executive, executive, clerk):
    response = save(as_executive)
    assert response.url == "/calendar/?region=north"
    assert names(executive) == [("ปลัดฯ – ภาคเหนือ", "")]
    assert names(clerk) == []


def test_the_page_shows_in_words_what_it_will_keep(as_executive):
    response = as_executive.get(f"{PAGE}?region=north&status=done")
    assert "เงื่อนไข: ภาค: ภาคเหนือ · สถานะ: ดำเนินการแล้ว" in texts(response, "p")
    [(hidden, _)] = elements(response, "input", name="query")
    assert hidden["value"] == "region=north&status=done"


def test_a_kept_filter_opens_the_register_and_the_feed_without_its_colours(as_executive):
    save(as_executive, query="region=north&colour=kind")
    found = links(as_executive.get(PAGE))
    opened = [link for link in found if link.endswith("?region=north")]
    assert opened == ["/reports/register/?region=north", "/calendar/feed/?region=north"]


def test_the_register_of_orders_keeps_its_own_filters_under_a_name(as_executive, as_clerk, executive):
    address = "/directives/filters/"
    page = as_executive.get(f"{address}?state=overdue&by=giver&page=2")
    assert "เงื่อนไข: เรียงตาม: ผู้สั่งการ · สถานะของข้อสั่งการ: เกินกำหนด" in texts(page, "p")
    late = {"name": "เกินกำหนด", "query": "state=overdue&by=giver&page=2", "is_shared": "on"}
    opened = "/directives/?by=giver&state=overdue"
    assert as_executive.post(address, late).url == opened
    assert len(faults(as_executive.post(address, late | {"name": "สี", "query": "colour=kind"}))) == 1
    save(as_executive)
    for client in (as_executive, as_clerk):
        assert opened in links(client.get("/directives/"))
    assert names(executive) == [("ปลัดฯ – ภาคเหนือ", "")]
    saved_filter = SavedFilter.objects.get(page="directives")
    assert as_executive.post(f"{PAGE}{saved_filter.pk}/", {"delete": ""}).url == address
    assert opened not in links(as_executive.get("/directives/"))


def test_a_shared_filter_lies_on_every_desk_after_the_own_ones(as_executive, as_clerk, executive, clerk):
    save(as_executive, is_shared="on")
    save(as_clerk, name="ฮ ของฉัน")
    assert names(clerk) == [("ฮ ของฉัน", ""), ("ปลัดฯ – ภาคเหนือ", "ประเสริฐ นำทาง")]
    executive.is_active = False
    executive.save()
    assert names(clerk) == [("ฮ ของฉัน", "")]


def test_only_its_owner_may_rename_or_delete_a_filter(as_executive, as_clerk, executive):
    save(as_executive, is_shared="on")
    row = SavedFilter.objects.get()
    for client in (as_clerk, as_executive):
        client.post(f"{PAGE}{row.pk}/", NORTH | {"name": "ภาคเหนือ"})
        client.post(f"{PAGE}{row.pk + 1}/", {"delete": ""})
    assert names(executive) == [("ภาคเหนือ", "")]
    assert as_clerk.post(f"{PAGE}{row.pk}/", {"delete": ""}).status_code == 404
    as_executive.post(f"{PAGE}{row.pk}/", {"delete": ""})
    assert names(executive) == []
    assert [one.history_type for one in SavedFilter.history.order_by("history_id")] == ["+", "~", "-"]


def test_a_question_without_an_answer_is_refused(as_executive):
    response = save(as_executive, query="region=nowhere&fiscal_year=abc&colour=red")
    assert (response.status_code, len(faults(response))) == (200, 1)
    # In an address every Thai letter takes nine signs.
    for length in (150, 1500):
        long = faults(save(as_executive, query="q=" + "ก" * length))
        assert long == ["เงื่อนไขยาวเกินไป กรุณาลดคำค้นหรือจำนวนบุคคล"]
    assert SavedFilter.objects.count() == 0


def test_a_name_is_given_once_and_not_left_out(as_executive, as_clerk):
    save(as_executive)
    assert faults(save(as_executive)) == ["ท่านมีตัวกรองชื่อนี้อยู่แล้ว กรุณาใช้ชื่ออื่น"]
    assert len(faults(save(as_executive, name=" "))) == 1
    assert save(as_clerk).status_code == 302


def test_more_filters_than_anybody_reads_are_refused(as_executive, executive):
    SavedFilter.objects.bulk_create(SavedFilter(owner=executive, name=f"{n}") for n in range(MOST))
    assert faults(save(as_executive)) == ["บันทึกตัวกรองได้ไม่เกิน 50 รายการ กรุณาลบรายการที่ไม่ใช้"]


def test_any_filter_one_sees_may_be_the_start_page_as_long_as_one_sees_it(as_executive, as_clerk, clerk):
    save(as_executive, is_shared="on")
    row = SavedFilter.objects.get()
    set_up(as_clerk, start_page=row.pk)
    assert preferences_of(clerk).start.address == "/calendar/?region=north"
    as_executive.post(f"{PAGE}{row.pk}/", NORTH)
    assert preferences_of(clerk).start is None
    assert faults(set_up(as_clerk, start_page=row.pk)) != []
    as_executive.post(f"{PAGE}{row.pk}/", {"delete": ""})
    assert CalendarSetting.of(clerk).start_page is None


def test_the_week_begins_on_the_day_of_the_own_choice(as_executive, executive, clerk):
    set_up(as_executive, week_start="monday")
    assert len(faults(set_up(as_executive, week_start="friday"))) == 1
    weekdays = [preferences_of(user).first_weekday for user in (executive, clerk)]
    assert weekdays == [calendar.MONDAY, calendar.SUNDAY]


@pytest.mark.both_databases
def test_the_preferences_are_one_query(as_executive, as_clerk, executive, django_assert_num_queries):
    save(as_executive)
    save(as_clerk, is_shared="on")
    set_up(as_executive, week_start="monday", start_page=SavedFilter.objects.first().pk)
    with django_assert_num_queries(1):
        preferences_of(executive)
    assert client_of(executive).get("/calendar/setting/").url == PAGE


def test_the_page_of_filters_reads_the_same_for_many_as_for_one(
    as_executive, executive, centre1, django_assert_max_num_queries
):
    a_visit(centre1, "28/01/2566")
    counts = []
    for name in ("หนึ่ง", "สอง", "สาม"):
        save(as_executive, name=name)
        with django_assert_max_num_queries(30) as queries:
            as_executive.get(PAGE)
        counts.append(len(queries))
    assert len(set(counts)) == 1

"""Week, day, year, fiscal year and agenda: addresses, and what stands where."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.tests.cast import a_visit
from config.tests.html import elements, heading, links, texts
from visits.models import Holiday, Visit

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

TITLES = {
    "/calendar/week/2023-01-28/": "ปฏิทินการตรวจเยี่ยม 22-28 มกราคม 2566",
    "/calendar/day/2023-01-28/": "ปฏิทินการตรวจเยี่ยม วันเสาร์ที่ 28 มกราคม 2566",
    "/calendar/2023/": "ปฏิทินการตรวจเยี่ยม ปี พ.ศ. 2566",
    "/calendar/fiscal/2566/": "ปฏิทินการตรวจเยี่ยม ปีงบประมาณ พ.ศ. 2566",
    "/calendar/agenda/2023/01/": "กำหนดการตรวจเยี่ยม มกราคม พ.ศ. 2566",
}


@pytest.mark.parametrize(("address", "title"), TITLES.items())
def test_every_form_is_named_in_the_buddhist_era(as_executive, address, title):
    assert heading(as_executive.get(address)) == title


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/calendar/2566/", "/calendar/2023/"),
        ("/calendar/fiscal/2023/", "/calendar/fiscal/2566/"),
        ("/calendar/week/2566-01-28/", "/calendar/week/2023-01-28/"),
        ("/calendar/day/2567-02-29/", "/calendar/day/2024-02-29/"),
        ("/calendar/agenda/2566/1/", "/calendar/agenda/2023/01/"),
        ("/calendar/wall/2566/1/", "/calendar/wall/2023/01/"),
        ("/calendar/wall/2566/1/wall.pdf", "/calendar/wall/2023/01/wall.pdf"),
    ],
)
def test_a_year_of_the_other_era_leads_to_the_page_and_keeps_the_filter(as_executive, address, target):
    response = as_executive.get(f"{address}?province=TH-50")
    assert (response.status_code, response.url) == (301, f"{target}?province=TH-50")


@pytest.mark.parametrize(
    "address",
    [
        *(
            "1/",
            "9999/",
            "1956/",
            "fiscal/1/",
            "fiscal/2701/",
            "fiscal/9999/",
            "week/2023-13-01/",
            "week/2023-02-30/",
        ),
        *(
            "day/1/",
            "day/9999-01-01/",
            "day/ก/",
            "agenda/2023/13/",
            "agenda/1/1/",
            "wall/9999/1/",
            "wall/2023/0/",
        ),
    ],
)
def test_what_does_not_exist_is_a_thai_404(as_executive, address):
    response = as_executive.get(f"/calendar/{address}")
    assert (response.status_code, heading(response)) == (404, "ไม่พบหน้าที่ต้องการ")


@pytest.mark.parametrize(
    "address", ["1957/", "2157/", "1957/01/", "2157/12/", "week/1957-01-01/", "week/2157-12-31/"]
)
def test_the_ends_of_the_calendar_have_pages_and_one_neighbour(as_executive, address):
    response = as_executive.get(f"/calendar/{address}")
    assert response.status_code == 200
    assert len(links(response, rel="prev") + links(response, rel="next")) == 1


def test_a_year_tells_how_many_visits_each_day_has_and_leads_to_the_day(as_executive, centre1):
    a_visit(centre1, "28/01/2566", ends_on=date(2023, 1, 29))
    a_visit(centre1, "28/01/2566")
    response = as_executive.get("/calendar/2023/?province=TH-50")
    days = [
        (attrs["href"], text) for attrs, text in elements(response, "a") if "/day/" in attrs.get("href", "")
    ]
    assert days == [
        ("/calendar/day/2023-01-28/?province=TH-50", "28 2 แห่ง"),
        ("/calendar/day/2023-01-29/?province=TH-50", "29 1 แห่ง"),
    ]
    assert texts(response, "strong")[-1] == "2 แห่ง"


def test_a_fiscal_year_runs_from_october_to_september(as_executive):
    months = texts(as_executive.get("/calendar/fiscal/2566/"), "caption")
    assert (months[0], months[-1], len(months)) == ("ตุลาคม 2565", "กันยายน 2566", 12)


def test_an_agenda_is_grouped_by_day_and_goes_on_by_month(as_executive, centre1, nattapol):
    a_visit(centre1, "28/01/2566", nattapol, start_time="09:00", end_time="11:30", ends_on=date(2023, 1, 29))
    Holiday.objects.create(date=date(2023, 1, 29), name="วันหยุดพิเศษ")
    response = as_executive.get("/calendar/agenda/2023/01/")
    assert texts(response, "h2") == ["วันเสาร์ที่ 28 มกราคม 2566", "วันอาทิตย์ที่ 29 มกราคม 2566 วันหยุดพิเศษ"]
    assert texts(response, "a", class_="entry") == [
        "● 09.00-11.30 น. ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1",
        "● (ต่อ) ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1",
    ]
    assert links(response, class_="button")[-1] == "/calendar/agenda/2023/02/"


def test_a_day_of_many_visits_goes_over_pages(as_executive, centre1, lampang):
    Visit.objects.bulk_create(
        Visit(unit=centre1, province=lampang, starts_on=date(2023, 1, 28), ends_on=date(2023, 1, 28))
        for _ in range(300)
    )
    for number in (3, 99):
        response = as_executive.get(f"/calendar/day/2023-01-28/?page={number}")
        assert len(texts(response, "a", class_="entry")) == 100
        assert texts(response, "a", **{"aria-current": "page", "aria-label": "หน้า 3"}) == ["3"]
    assert texts(response, "strong")[-1] == "300 แห่ง"
    agenda = as_executive.get("/calendar/agenda/2023/01/")
    assert texts(agenda, "a", class_="more") == ["อีก 260 รายการ"]


@pytest.mark.both_databases
@pytest.mark.parametrize("address", [*TITLES, "/calendar/wall/2023/01/"])
def test_the_number_of_queries_does_not_grow_with_the_visits(as_executive, centre1, nattapol, address):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            as_executive.get(address)
        return len(captured)

    a_visit(centre1, "28/01/2566", nattapol)
    of_one = queries()
    a_visit(centre1, "28/01/2566", nattapol)
    a_visit(centre1, "28/01/2566", nattapol)
    assert queries() == of_one

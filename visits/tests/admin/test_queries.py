"""Entry pages ask the database the same number of times, however many rows they show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.tests.cast import a_directive, a_finding, a_visit, attend, dimension, official
from visits.tests.admin.page import change

pytestmark = pytest.mark.django_db

PEOPLE = ["nattiya", "wisanu", "bainoi"]


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def fill(visit, count, office):
    for code in PEOPLE[:count]:
        attend(visit, official(code))
        a_finding(visit, reported_by=official(code), unit=office)
        a_directive(visit, to=[office], dimensions=["business"], given_by=official(code))


def test_the_visits_page_asks_the_same_for_one_row_and_for_three(as_clerk, centre1, nattapol, office_lampang):
    dimension("business")
    small, large = (a_visit(centre1, day, nattapol) for day in ("28/01/2566", "29/01/2566"))
    fill(small, 1, office_lampang)
    fill(large, 3, office_lampang)
    assert queries(as_clerk, change(large)) == queries(as_clerk, change(small))


@pytest.mark.parametrize(
    "address",
    ["/admin/visits/visit/", "/admin/visits/directive/", "/admin/officials/official/", "/admin/units/unit/"],
)
def test_a_list_asks_the_same_for_one_row_and_for_three(as_clerk, centre1, nattapol, office_lampang, address):
    visit = a_visit(centre1, "28/01/2566", nattapol)
    a_directive(visit, to=[office_lampang], given_by=nattapol)
    before = queries(as_clerk, address)
    for day in ("29/01/2566", "30/01/2566"):
        visit = a_visit(office_lampang, day, official("nattiya"))
        a_directive(visit, to=[centre1], given_by=official("wisanu"))
    assert queries(as_clerk, address) == before


def test_a_list_of_several_pages_is_in_order_and_joins_only_the_rows_of_its_page(
    as_clerk, centre1, centre6, office_lampang, nattapol, monkeypatch
):
    monkeypatch.setattr("visits.admin.visit.VisitAdmin.list_per_page", 2)
    places = (office_lampang, centre6, centre1)
    visits = [a_visit(place, f"{day}/01/2566", nattapol) for day, place in enumerate(places, 27)]
    by_unit = sorted(visits, key=lambda visit: visit.unit.sort_key)
    for order, expected in (("", visits[::-1]), ("&o=2", by_unit), ("&o=-2", by_unit[::-1])):
        with CaptureQueriesContext(connection) as captured:
            pages = [as_clerk.get(f"/admin/visits/visit/?p={page}{order}") for page in (1, 2)]
        shown = [visit for page in pages for visit in page.context["cl"].result_list]
        assert (shown, [visit.lead_name for visit in shown]) == (expected, [nattapol.name] * 3)
        joined = [query["sql"] for query in captured if '"units_unit"."name"' in query["sql"]]
        assert [sql for sql in joined if '"visits_visit"."id" IN (' not in sql] == []


def test_history_asks_the_same_for_one_change_and_for_three(as_clerk, centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", nattapol)
    address = f"/admin/visits/visit/{visit.pk}/history/"
    before = queries(as_clerk, address)
    for text in ("หนึ่ง", "สอง", "สาม"):
        visit.summary = text
        visit.save()
        attend(visit, None, position=text)
    assert queries(as_clerk, address) == before

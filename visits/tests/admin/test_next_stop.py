"""The next stop of a journey comes with the same party and day; a party can be copied from another stop."""

import pytest

from config.tests.cast import a_visit, attend, official
from visits.models import Trip, Visit
from visits.tests.admin.page import ADD, change, faults, opened

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture
def first_stop(centre1, nattapol, nattiya):
    visit = a_visit(centre1, "28/02/2567", nattapol, others_party="คณะผู้บริหาร")
    attend(visit, nattiya)
    attend(visit, official("surapol"), "host")
    return visit


def next_stop(client, stop, at):
    address = f"{ADD}?from={stop.pk}"
    return client.post(address, opened(client, address) | {"unit": at.pk})


def test_the_party_comes_along_without_retyping(as_clerk, first_stop, office_chiang_mai):
    assert faults(next_stop(as_clerk, first_stop, office_chiang_mai)) == []
    stop = Visit.objects.get(unit=office_chiang_mai)
    assert (stop.starts_on, stop.sequence, stop.others_party) == (first_stop.starts_on, 2, "คณะผู้บริหาร")
    assert list(stop.attendances.values_list("official__code", "role", "order")) == [
        ("nattapol", "lead", 1),
        ("nattiya", "companion", 2),
    ]


def test_the_first_next_stop_makes_the_journey(as_clerk, first_stop, office_chiang_mai):
    next_stop(as_clerk, first_stop, office_chiang_mai)
    trip = Trip.objects.get()
    assert trip.title == "ลงพื้นที่จังหวัดเชียงใหม่ 28 ก.พ. 2567"
    assert trip.visits.count() == 2


def test_the_third_stop_joins_the_same_journey(as_clerk, first_stop, office_chiang_mai, office_lampang):
    next_stop(as_clerk, first_stop, office_chiang_mai)
    next_stop(as_clerk, Visit.objects.get(unit=office_chiang_mai), office_lampang)
    assert list(Trip.objects.get().visits.in_order().values_list("sequence", flat=True)) == [1, 2, 3]


def test_a_party_is_copied_from_another_stop(as_clerk, first_stop, office_chiang_mai):
    first_stop.trip = Trip.objects.create(title="ลงพื้นที่เชียงใหม่")
    first_stop.save()
    stop = a_visit(office_chiang_mai, "28/02/2567", trip=first_stop.trip, sequence=2)
    data = opened(as_clerk, change(stop)) | {"copy_party_from": first_stop.pk}
    assert faults(as_clerk.post(change(stop), data)) == []
    assert list(stop.attendances.values_list("official__code", "role")) == [
        ("nattapol", "lead"),
        ("nattiya", "companion"),
    ]


def test_an_unknown_stop_prepares_nothing(as_clerk):
    assert [as_clerk.get(f"{ADD}?from={key}").status_code for key in ("999", "x", "9" * 40)] == [
        200,
        200,
        200,
    ]

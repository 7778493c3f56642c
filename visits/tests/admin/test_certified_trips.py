"""A journey with a certified visit stays as it is for those who enter data; who certifies may correct it."""

import pytest

from config.tests.cast import a_visit, client_of
from config.tests.forms import form_values
from visits.models import Trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_reviewer(reviewer):
    return client_of(reviewer)


@pytest.fixture
def trip(centre1):
    made = Trip.objects.create(title="ลงพื้นที่เชียงใหม่")
    a_visit(centre1, "28/02/2567", trip=made, record_state="final")
    return made


def renamed(client, trip):
    address = f"/admin/visits/trip/{trip.pk}/change/"
    data = form_values(client.get(address, follow=True)) | {"title": "ชื่ออื่น"}
    client.post(address, data)
    return Trip.objects.get().title


def test_a_clerk_does_not_rename_it(as_clerk, trip):
    assert renamed(as_clerk, trip) == "ลงพื้นที่เชียงใหม่"
    answer = as_clerk.get(f"/admin/visits/trip/{trip.pk}/change/")
    assert answer.url == trip.get_absolute_url()
    assert as_clerk.get(trip.get_absolute_url()).context["may_edit"] is False


def test_a_reviewer_corrects_it(as_reviewer, trip):
    assert renamed(as_reviewer, trip) == "ชื่ออื่น"


def test_one_without_a_certified_visit_is_open(as_clerk, trip):
    visit = trip.visits.get()
    visit.record_state = "draft"
    visit.save()
    assert renamed(as_clerk, trip) == "ชื่ออื่น"

"""A corrected day brings the positions of the day along: the register's line is offered, never taken silently."""

from datetime import date

import pytest
from django.urls import reverse

from config.tests.cast import a_visit, attend, official
from officials.models import Appointment, Post
from visits.models import Acceptance, Attendance
from visits.tests.admin.page import ADD, change, doubts, faults, new_visit, opened, person

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
BEFORE, AFTER = "5/9/2565", "5/10/2565"


@pytest.fixture
def promoted(db):
    """Bears one post until 30 Sep 2565, another from 1 Oct on."""
    row = official("surapol")
    Appointment.objects.filter(official=row).delete()
    at = official("nattapol").appointments.first().post.unit
    [old, new] = [Post.objects.create(title=title, unit=at, rank=50) for title in ("ตำแหน่งเดิม", "ตำแหน่งใหม่")]
    Appointment.objects.create(official=row, post=old, starts_on=date(2021, 10, 1), ends_on=date(2022, 9, 30))
    Appointment.objects.create(official=row, post=new, starts_on=date(2022, 10, 1))
    return row


@pytest.fixture
def visit(centre1, promoted):
    made = a_visit(centre1, BEFORE)
    attend(made, promoted)
    return made


def position(visit):
    return visit.attendances.get().position


def test_a_corrected_day_offers_the_position_of_that_day(as_clerk, visit):
    assert position(visit).startswith("ตำแหน่งเดิม")
    data = opened(as_clerk, change(visit)) | {"starts_on": AFTER}
    answer = as_clerk.post(change(visit), data)
    [sentence] = [text for key, text in doubts(answer).items() if key.startswith("position:")]
    assert ("ตำแหน่งเดิม" in sentence, "ตำแหน่งใหม่" in sentence) == (True, True)
    assert 'name="take_positions"' in answer.content.decode()
    assert faults(as_clerk.post(change(visit), data | {"take_positions": "1"})) == []
    row = Attendance.objects.get()
    assert (row.position.startswith("ตำแหน่งใหม่"), row.appointment.post.title) == (True, "ตำแหน่งใหม่")


def test_a_position_that_is_right_all_the_same_is_accepted_and_not_asked_about_again(as_clerk, visit):
    data = opened(as_clerk, change(visit)) | {"starts_on": AFTER}
    keys = list(doubts(as_clerk.post(change(visit), data)))
    assert faults(as_clerk.post(change(visit), data | {"accept_doubt": keys})) == []
    assert position(visit).startswith("ตำแหน่งเดิม")
    assert Acceptance.objects.filter(code="position").count() == 1


def test_a_visit_whose_day_did_not_change_asks_nothing(as_clerk, visit):
    assert faults(as_clerk.post(change(visit), opened(as_clerk, change(visit)) | {"purpose": "ตรวจ"})) == []


def test_a_position_typed_now_is_taken_as_it_is(as_clerk, centre1, promoted):
    data = new_visit(as_clerk, centre1, on=AFTER)
    person(data, promoted, position="ผู้แทนกระทรวงอุตสาหกรรม")
    assert faults(as_clerk.post(ADD, data)) == []
    assert Attendance.objects.get().position == "ผู้แทนกระทรวงอุตสาหกรรม"


def test_a_party_brought_along_to_another_day_offers_the_positions_of_that_day(
    as_clerk, visit, office_chiang_mai
):
    address = f"{ADD}?from={visit.pk}"
    data = opened(as_clerk, address) | {"unit": office_chiang_mai.pk, "starts_on": AFTER}
    assert [key.split(":")[0] for key in doubts(as_clerk.post(address, data))] == ["position"]


def test_the_units_of_those_present_are_offered_by_the_posts_of_the_day(as_clerk, promoted):
    unit = Post.objects.get(title="ตำแหน่งเดิม").unit
    asked = {"official": [promoted.pk, "x", "9" * 30], "on": BEFORE}
    answer = as_clerk.get(reverse("admin:visits_visit_units"), asked).json()
    assert answer == {"units": [{"id": unit.pk, "text": unit.label}]}
    refused = as_clerk.get(reverse("admin:visits_visit_units"), asked | {"on": "31/2/2566"})
    assert (refused.status_code, list(refused.json())) == (400, ["error"])

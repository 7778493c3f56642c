"""A postponed visit names the one it became: neither itself, nor a circle, nor an earlier day."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from config.tests.cast import a_visit
from visits.models import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def postponed(centre1):
    return a_visit(centre1, "28/02/2567", status="postponed", status_reason="ติดราชการ")


def refusal(visit, moved_to):
    visit.moved_to = moved_to
    with pytest.raises(ValidationError) as wrong:
        visit.clean()
    return wrong.value.message_dict["moved_to"]


def test_not_to_itself(postponed):
    assert refusal(postponed, postponed) == ["เลื่อนไปเป็นรายการเดิมหรือวนกลับมาที่รายการนี้ไม่ได้"]
    with pytest.raises(IntegrityError):
        postponed.save()


def test_not_in_a_circle(postponed, centre1):
    reason = {"status": "postponed", "status_reason": "ติดราชการ"}
    third = a_visit(centre1, "28/02/2567", moved_to=postponed, **reason)
    second = a_visit(centre1, "28/02/2567", moved_to=third, **reason)
    assert refusal(postponed, second) == ["เลื่อนไปเป็นรายการเดิมหรือวนกลับมาที่รายการนี้ไม่ได้"]


def test_not_to_an_earlier_day(postponed, centre1):
    earlier = a_visit(centre1, "27/02/2567")
    assert refusal(postponed, earlier) == ["กำหนดการใหม่ (27 ก.พ. 2567) ต้องไม่ก่อนวันเดิม"]


def test_to_a_later_day(postponed, centre1):
    postponed.moved_to = a_visit(centre1, "1/3/2567")
    postponed.clean()


def test_where_a_visit_came_from_is_found_by_the_index_of_those_that_were_moved(postponed, executive):
    plan = Visit.objects.with_moves(executive).explain()
    assert connection.vendor != "sqlite" or "visit_moved (moved_to_id=?)" in plan

"""A due day may be typed as so many working days, counted from the day of the visit."""

from datetime import date

import pytest

from config.tests.cast import a_directive, a_visit
from visits.models import Directive, Holiday
from visits.tests.admin.page import ADD, directive, faults, new_visit, opened

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def test_working_days_become_a_day_and_stay_in_words(as_clerk, centre1):
    Holiday.objects.create(date=date(2024, 3, 1), name="วันหยุด")
    data = new_visit(as_clerk, centre1, on="28/02/2567")
    directive(data, "ให้จัดทำแผน", due_on="๓ วันทำการ")
    assert faults(as_clerk.post(ADD, data)) == []
    given = Directive.objects.get()
    assert (given.due_on, given.due_text) == (date(2024, 3, 5), "ภายใน 3 วันทำการ")

    page = as_clerk.get(f"/admin/visits/directive/{given.pk}/change/")
    assert page.context["adminform"].form["due_on"].value() == date(2024, 3, 5)


@pytest.mark.parametrize("typed", ["0 วันทำการ", "400 วันทำการ", "สิบห้าวันทำการ"])
def test_a_number_that_cannot_be_counted_is_told_beside_the_field(as_clerk, centre1, typed):
    data = new_visit(as_clerk, centre1)
    directive(data, "ให้จัดทำแผน", due_on=typed)
    assert faults(as_clerk.post(ADD, data)) == ["โปรดระบุจำนวนวันทำการเป็นตัวเลข 1 ถึง 365 เช่น 15 วันทำการ"]


def test_a_day_before_a_visit_that_is_entered_with_it_is_told_beside_the_field(as_clerk, centre1):
    data = new_visit(as_clerk, centre1, on="28/02/2567")
    directive(data, "ให้จัดทำแผน", due_on="27/02/2567")
    assert faults(as_clerk.post(ADD, data)) == ["กำหนดแล้วเสร็จต้องไม่ก่อนวันที่สั่งการ (28 ก.พ. 2567)"]


def test_a_unit_has_no_due_day_of_its_own_before_the_visit(as_clerk, centre1):
    given = a_directive(a_visit(centre1, "28/02/2567"), to=[centre1])
    address = f"/admin/visits/directive/{given.pk}/change/"
    data = opened(as_clerk, address) | {"assignments-0-due_on": "27/02/2567"}
    assert faults(as_clerk.post(address, data)) == ["กำหนดแล้วเสร็จต้องไม่ก่อนวันที่สั่งการ (28 ก.พ. 2567)"]

"""What the database would refuse is said at a field, the last of those that it concerns, not above the whole form."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from officials.models import Appointment
from units.models import Unit
from visits.models import Finding, Holiday, Policy

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

FIRST, BEFORE = date(2023, 1, 28), date(2023, 1, 27)


def places(row):
    with pytest.raises(ValidationError) as refused:
        row.validate_constraints()
    return {place: [str(one.message) for one in errors] for place, errors in refused.value.error_dict.items()}


@pytest.mark.parametrize(
    ("row", "place", "sentence"),
    [
        (Unit(opened_on=FIRST, closed_on=BEFORE), "closed_on", "วันสุดท้ายที่ดำเนินงานต้องไม่ก่อนวันที่จัดตั้ง"),
        (Policy(starts_on=FIRST, ends_on=BEFORE), "ends_on", "วันสิ้นสุดต้องไม่ก่อนวันเริ่มใช้"),
        (Appointment(starts_on=FIRST, ends_on=BEFORE), "ends_on", "วันสิ้นสุดต้องไม่ก่อนวันเริ่มดำรงตำแหน่ง"),
        (Finding(year_be=66), "year_be", "ปีของตัวเลขต้องเป็นปี พ.ศ. สี่หลัก"),
    ],
)
def test_a_sentence_about_several_fields_stands_at_the_last_of_them(row, place, sentence):
    assert places(row)[place] == [sentence]


def test_what_is_there_already_is_said_at_the_field_that_tells_it_apart():
    Holiday.objects.create(date=FIRST, name="วันหยุดพิเศษ")
    again = Holiday(date=FIRST, name="วันหยุดพิเศษ")
    assert places(again) == {"name": ["มีวันหยุดชื่อนี้ในวันนี้แล้ว"]}

"""Offices, provinces and people are found by the forms that people type (design rule 14)."""

import pytest

from officials.models import Official
from units.models import Unit
from visits.filters.visit_filter import VisitFilter
from visits.tests import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    rows.unit("ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1", short_name="ศภ.1")
    rows.unit("สำนักงานอุตสาหกรรมจังหวัดลำปาง", short_name="สอจ.ลำปาง")
    rows.unit("สำนักงานอุตสาหกรรมจังหวัดนครราชสีมา", short_name="สอจ.นครราชสีมา")


@pytest.mark.parametrize(
    ("typed", "short_name"),
    [
        *(
            (typed, "ศภ.1")
            for typed in ("ศภ1", "ศภ.1", "ศภ 1", "ศภ.ที่ 1", "ศภ. ที่ 1", "ศูนย์ภาค 1", "ศูนย์ภาคที่ 1", "ศูนย์ภาค1")
        ),
        *((typed, "สอจ.ลำปาง") for typed in ("สอจลำปาง", "สอจ ลำปาง", "สอจ. ลำปาง")),
        *((typed, "สอจ.นครราชสีมา") for typed in ("สอจ.โคราช", "สอจโคราช", "โคราช")),
    ],
)
def test_an_office_is_found_by_the_form_that_people_type(units, typed, short_name):
    assert [unit.short_name for unit in Unit.objects.matching(typed)] == [short_name]


@pytest.fixture
def people():
    rows.person("สมชาย", "ใจกล้า", prefix="พลเอก")
    rows.person("สมหญิง", "กล้าหาญ", prefix="ว่าที่ร้อยตรีหญิง")
    rows.person("ปกรณ์", "วิชาการ", prefix="นาย", academic_title="ผศ.ดร.")
    rows.person("ดิศกุล", "มาลา", prefix="ม.ร.ว.")


@pytest.mark.parametrize(
    ("typed", "first_name"),
    [
        *((typed, "สมชาย") for typed in ("พล.อ.", "พล.อ.สมชาย", "พล.อ. สมชาย", "พลเอกสมชาย", "ท่านสมชาย")),
        *((typed, "ปกรณ์") for typed in ("ผศ.ดร.ปกรณ์", "ดร.ปกรณ์", "คุณปกรณ์", "ผศ.ดร. ปกรณ์")),
        *((typed, "ดิศกุล") for typed in ("หม่อมราชวงศ์ดิศกุล", "ม.ร.ว.ดิศกุล", "ม.ร.ว. ดิศกุล")),
        *((typed, "สมหญิง") for typed in ("ว่าที่ร.ต.หญิง", "ว่าที่ ร.ต.หญิง สมหญิง")),
    ],
)
def test_a_person_is_found_with_any_prefix_and_either_form_of_a_rank(people, typed, first_name):
    assert [person.first_name for person in Official.objects.matching(typed)] == [first_name]


def test_visits_are_found_by_the_common_name_of_their_province():
    korat = rows.province("นครราชสีมา", "TH-30")
    rows.visit(rows.unit("โรงงานน้ำตาล", kind="enterprise", province=korat))
    assert VisitFilter("q=โคราช", user=rows.reader()).visits.count() == 1

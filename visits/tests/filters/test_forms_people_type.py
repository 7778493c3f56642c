"""Offices, provinces and people are found by the forms that people type (design rule 14)."""

import pytest

from config.tests.cast import a_directive, a_visit, client_of
from officials.models import Appointment, Official, Post
from units.models import Unit
from visits.filters.visit_filter import VisitFilter
from visits.models import Trip
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
            for typed in (
                "ศภ1",
                "ศภ.1",
                "ศภ 1",
                "ศภ.ที่ 1",
                "ศภ. ที่ 1",
                "ศูนย์ภาค 1",
                "ศูนย์ภาคที่ 1",
                "ศูนย์ภาค1",
                "ศูนย์ฯ ภาค 1",
                "ศ.ภ.1",
                "ศูนย์ 1",
                "ศูนย์ส่งเสริมฯ ภาคที่ ๑",
                "ศูนย์ส่งเสริมอุตสาหกรรมภาค 1",
            )
        ),
        *(
            (typed, "สอจ.ลำปาง")
            for typed in (
                "สอจลำปาง",
                "สอจ ลำปาง",
                "สอจ. ลำปาง",
                "สอจ.จังหวัดลำปาง",
                "สนง.อุตสาหกรรมจังหวัดลำปาง",
                "อุตสาหกรรมจังหวัดลำปาง",
                "จ.ลำปาง",
            )
        ),
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
        *(
            (typed, "สมชาย")
            for typed in (
                "พล.อ.",
                "พล.อ.สมชาย",
                "พล.อ. สมชาย",
                "พลเอกสมชาย",
                "ท่านสมชาย",
                "ท่าน สมชาย",
                "พลอ. สมชาย",
                "พล.อ สมชาย",
                "พลอ.สมชาย",
            )
        ),
        *(
            (typed, "ปกรณ์")
            for typed in (
                "ผศ.ดร.ปกรณ์",
                "ดร.ปกรณ์",
                "คุณปกรณ์",
                "คุณ ปกรณ์",
                "ผศ.ดร. ปกรณ์",
                "ผศดร.ปกรณ์",
                "ผศ ดร ปกรณ์",
            )
        ),
        *(
            (typed, "ดิศกุล")
            for typed in ("หม่อมราชวงศ์ดิศกุล", "ม.ร.ว.ดิศกุล", "ม.ร.ว. ดิศกุล", "มรว. ดิศกุล", "มรว.ดิศกุล")
        ),
        *((typed, "สมหญิง") for typed in ("ว่าที่ร.ต.หญิง", "ว่าที่ ร.ต.หญิง สมหญิง")),
    ],
)
def test_a_person_is_found_with_any_prefix_and_either_form_of_a_rank(people, typed, first_name):
    assert [person.first_name for person in Official.objects.matching(typed)] == [first_name]


def test_visits_are_found_by_the_common_name_of_their_province():
    korat = rows.province("นครราชสีมา", "TH-30")
    rows.visit(rows.unit("โรงงานน้ำตาล", kind="enterprise", province=korat))
    assert VisitFilter("q=โคราช", user=rows.reader()).visits.count() == 1


def test_a_name_that_begins_like_a_short_form_is_found_while_it_is_typed(people):
    rows.person("พลอย", "งามดี", prefix="นางสาว")
    found = [[person.first_name for person in Official.objects.matching(typed)] for typed in ("พลอ", "พลอย")]
    assert found == [["พลอย", "สมชาย"], ["พลอย"]]


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("officials/official", "ท่าน สมชาย"),
        ("officials/post", "ศภ1"),
        ("officials/appointment", "พล.อ.สมชาย ศูนย์ภาค 1"),
        ("units/unit", "ศภ.ที่ 1"),
        ("units/province", "โคราช"),
        ("visits/visit", "พล.อ. สมชาย"),
        ("visits/visit", "โคราช"),
        ("visits/visit", "ศูนย์ภาค 1"),
        ("visits/trip", "ศภ1"),
        ("visits/trip", "โคราช"),
        ("visits/trip", "ท่าน สมชาย"),
        ("officials/appointment", "ท่าน สมชายใจกล้า"),
        ("officials/official", "ผอ.ศภ.1"),
        ("officials/official", "ศภ1"),
        ("visits/directive", "ศภ1"),
    ],
)
def test_each_list_of_the_data_entry_finds_them(units, people, at_centre, admin, address, typed):
    response = client_of(admin).get(f"/admin/{address}/", {"q": typed})
    assert response.context["cl"].result_count == 1


@pytest.fixture
def at_centre(units, people):
    """The general at centre 1, in Korat, on a trip with one directive."""
    centre = Unit.objects.get(short_name="ศภ.1")
    general = Official.objects.get(first_name="สมชาย")
    post = Post.objects.create(title="ผู้อำนวยการศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1", unit=centre)
    Appointment.objects.create(official=general, post=post)
    visit = a_visit(centre, "28/01/2566", lead=general, trip=Trip.objects.create(title="ภาคเหนือ"))
    visit.province = rows.province("นครราชสีมา", "TH-30")
    visit.save()
    a_directive(visit, "ให้เร่งรัดแผน")
    return visit

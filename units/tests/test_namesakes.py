"""A unit in being is told apart by its name; where it cannot be, data entry refuses the second one beside the field."""

import pytest

from config.tests.forms import form_values
from units.models import Unit

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

ADD = "/admin/units/unit/add/"
LAMPANG = "สำนักงานอุตสาหกรรมจังหวัดลำปาง"


def refused(client, **values):
    """Field -> sentences; empty where the unit was saved."""
    data = form_values(client.get(ADD)) | {"kind": "provincial_office"} | values
    answer = client.post(ADD, data)
    return {} if answer.status_code == 302 else answer.context["adminform"].form.errors.get_json_data()


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": LAMPANG}, "name"), ({"name": "สาขา", "short_name": "สอจ.ลำปาง"}, "short_name")],
)
def test_a_second_unit_of_a_name_is_refused_beside_it(as_clerk, office_lampang, values, field):
    errors = refused(as_clerk, **values)
    sentence = f"มีหน่วยงานชื่อนี้อยู่แล้ว: {LAMPANG} โปรดใช้หน่วยงานนั้น หรือเติมชื่อให้แยกกันได้"
    assert {place: [one["message"] for one in found] for place, found in errors.items()} == {
        field: [sentence]
    }
    assert Unit.objects.filter(kind="provincial_office").count() == 1


def test_groups_of_two_divisions_factories_of_two_provinces_and_a_closed_unit_may_bear_one_name(
    as_clerk, office_lampang, centre1, centre6, lampang, chiang_mai
):
    Unit.objects.create(name="กลุ่มบริหาร", kind="division", parent=centre1)
    Unit.objects.create(name="โรงงานน้ำแข็ง", kind="enterprise", province=lampang)
    office_lampang.closed_on = "2020-01-01"
    office_lampang.save()
    assert refused(as_clerk, name="กลุ่มบริหาร", kind="division", parent=centre6.pk) == {}
    assert refused(as_clerk, name="โรงงานน้ำแข็ง", kind="enterprise", province=chiang_mai.pk) == {}
    assert refused(as_clerk, name=LAMPANG) == {}


def test_a_unit_whose_name_another_bears_already_is_still_edited(as_clerk, office_lampang):
    twin = Unit.objects.create(name=LAMPANG, kind="provincial_office")
    address = f"/admin/units/unit/{twin.pk}/change/"
    data = form_values(as_clerk.get(address)) | {"address": "ถนนพหลโยธิน"}
    assert as_clerk.post(address, data).status_code == 302

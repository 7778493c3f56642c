"""The filter in words, as an address and as links that change one thing."""

import pytest

from visits.filters.visit_filter import VisitFilter
from visits.tests import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return rows.reader()


def test_the_filter_is_said_with_names_not_keys(user):
    rows.province("ลำปาง", "TH-52")
    office = rows.unit("สำนักงานอุตสาหกรรมจังหวัดลำปาง")
    boss, deputy = rows.person("สมชาย"), rows.person("สมหญิง", prefix="นาง")
    data = {
        "unit": office.pk,
        "official": [boss.pk, deputy.pk],
        "role": "lead",
        "province": "TH-52",
        "fiscal_year": "๒๕๖๗",
        "from": "2023-10-01",
    }
    assert VisitFilter(data, user=user).in_words == [
        "บุคคล: นายสมชาย ใจดี หรือ นางสมหญิง ใจดี",
        "บทบาท: หัวหน้าคณะ",
        "หน่วยงาน: สำนักงานอุตสาหกรรมจังหวัดลำปาง (รวมหน่วยงานในสังกัดและหน่วยงานเดิม)",
        "จังหวัด: ลำปาง",
        "ปีงบประมาณ: พ.ศ. 2567",
        "ตั้งแต่วันที่: 1 ต.ค. 2566",
    ]


def test_an_exact_unit_is_said_so(user):
    office = rows.unit("ธนาคาร")
    assert VisitFilter({"unit": office.pk, "exact": "1"}, user=user).in_words == [
        "หน่วยงาน: ธนาคาร",
        "ขอบเขตหน่วยงาน: เฉพาะหน่วยงานนี้",
    ]


def test_taking_out_a_unit_takes_out_what_belongs_to_it(user):
    office = rows.unit("ธนาคาร")
    visit_filter = VisitFilter({"unit": office.pk, "exact": "1", "q": "ก"}, user=user)
    unit = next(one for one in visit_filter.conditions if one.name == "unit")
    assert unit.without == "?q=%E0%B8%81"


def test_one_of_two_people_is_taken_out_alone(user):
    boss, deputy = rows.person("สมชาย"), rows.person("สมหญิง")
    visit_filter = VisitFilter({"official": [boss.pk, deputy.pk]}, user=user)
    assert [one.without for one in visit_filter.conditions] == [
        f"?official={deputy.pk}",
        f"?official={boss.pk}",
    ]


def test_the_query_string_of_the_filter_leaves_the_options_of_the_page_out(user):
    visit_filter = VisitFilter("q=a&page=3&sort=unit&names=all&kind=", user=user, options=["names"])
    assert visit_filter.query_string == "q=a"


def test_a_change_keeps_filter_and_options_and_begins_at_the_first_page(user):
    visit_filter = VisitFilter("q=a&page=3&sort=unit&names=all", user=user, options=["names"])
    assert visit_filter.query(sort="province") == "?q=a&names=all&sort=province"
    assert visit_filter.query(page=4) == "?q=a&names=all&sort=unit&page=4"
    assert visit_filter.query(q=None) == "?names=all&sort=unit"

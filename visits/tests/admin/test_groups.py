"""An order to a whole group becomes one row for each unit, and is shown as one line."""

import re

import pytest

from config.tests.cast import a_directive, a_visit, unit
from visits.directives.unit_groups import group_choices
from visits.models import Assignment, Progress
from visits.tests.admin.page import ADD, change, directive, faults, new_visit, opened

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

ALL = "สอจ. ทุกจังหวัด"


@pytest.fixture
def offices(db):
    return [unit(f"PIO-TH-{number}") for number in (50, 51, 30)]


def test_every_group_says_how_many_it_has(clerk, offices, centre1):
    day = a_visit(centre1, "28/02/2567").starts_on
    assert [str(group) for group in group_choices(clerk, day)] == [
        "สอจ. ทุกจังหวัด (3 หน่วยงาน)",
        "ศูนย์ส่งเสริมอุตสาหกรรมภาคทุกแห่ง (1 หน่วยงาน)",
        "กรมหรือเทียบเท่าทุกแห่ง (2 หน่วยงาน)",
        "สอจ. ในภาคเหนือ (2 หน่วยงาน)",
        "สอจ. ในภาคตะวันออกเฉียงเหนือ (1 หน่วยงาน)",
        "สอจ. ในกลุ่มจังหวัดภาคตะวันออกเฉียงเหนือตอนล่าง 1 (1 หน่วยงาน)",
        "สอจ. ในกลุ่มจังหวัดภาคเหนือตอนบน 1 (2 หน่วยงาน)",
        "สอจ. ในพื้นที่ ศภ.1 (2 หน่วยงาน)",
    ]


def test_a_group_makes_one_row_for_each_unit(as_clerk, centre1, offices):
    data = new_visit(as_clerk, centre1)
    directive(data, "ให้ทุกจังหวัดรายงาน", for_group="provincial_office@all")
    assert faults(as_clerk.post(ADD, data)) == []
    assert sorted(Assignment.objects.values_list("unit__code", "via", "role")) == [
        ("PIO-TH-30", ALL, "support"),
        ("PIO-TH-50", ALL, "support"),
        ("PIO-TH-51", ALL, "support"),
    ]


def test_the_page_asks_for_the_groups_by_itself(as_clerk, clerk, centre1, offices):
    day = a_visit(centre1, "28/02/2567").starts_on
    answer = as_clerk.get("/admin/visits/visit/units/?groups=1&on=28/02/2567").json()
    offered = [{"id": choice.group.key, "text": str(choice)} for choice in group_choices(clerk, day)]
    assert answer == {"groups": offered}
    assert as_clerk.get("/admin/visits/visit/units/?groups=1&on=").json() == {"groups": offered}
    wrong = as_clerk.get("/admin/visits/visit/units/?groups=1&on=31/02/2567")
    assert (wrong.status_code, list(wrong.json())) == (400, ["error"])


def test_a_refused_page_comes_back_with_the_chosen_group_alone(as_clerk, centre1, offices):
    data = new_visit(as_clerk, centre1) | {"starts_on": ""}
    directive(data, "ให้ทุกจังหวัดรายงาน", for_group="provincial_office@all")
    page = as_clerk.post(ADD, data).content.decode()
    select = page.partition('id="id_directives-0-for_group"')[2].partition("</select>")[0]
    assert re.findall('<option value="([^"]*)"( selected)?', select) == [
        ("", ""),
        ("provincial_office@all", " selected"),
    ]


@pytest.fixture
def visit(as_clerk, centre1, offices):
    visit = a_visit(centre1, "28/02/2567")
    a_directive(visit, "ให้ทุกจังหวัดรายงาน", to=offices)
    rows = list(visit.directives.get().assignments.all())
    for row in rows:
        row.via = ALL
        row.save()
    return visit


def assigned(visit):
    return sorted(visit.directives.get().assignments.values_list("unit__code", flat=True))


def test_a_group_is_one_line_of_the_page(as_clerk, visit):
    data = opened(as_clerk, change(visit))
    assert data["directives-0-by_group"] == [ALL]
    assert "directives-0-for_units" not in data


def test_a_group_is_taken_back_as_one(as_clerk, visit):
    data = opened(as_clerk, change(visit))
    del data["directives-0-by_group"]
    assert faults(as_clerk.post(change(visit), data)) == []
    assert assigned(visit) == []


def test_a_unit_that_has_reported_cannot_be_taken_out(as_clerk, visit):
    row = visit.directives.get().assignments.get(unit__code="PIO-TH-50")
    Progress.objects.create(
        assignment=row, verb="report", state="reported", text="ดำเนินการแล้ว", by_name="ผู้รายงาน"
    )
    data = opened(as_clerk, change(visit))
    del data["directives-0-by_group"]
    assert faults(as_clerk.post(change(visit), data)) == [
        "ถอด สำนักงานอุตสาหกรรมจังหวัดเชียงใหม่ ไม่ได้ เพราะแจ้งหรือมีการรายงานผลแล้ว"
    ]
    assert len(assigned(visit)) == 3


def test_a_single_unit_is_responsible_alone(as_clerk, centre1, offices):
    data = new_visit(as_clerk, centre1)
    directive(data, "ให้จัดทำแผน", for_units=[offices[0].pk])
    assert faults(as_clerk.post(ADD, data)) == []
    assert list(Assignment.objects.values_list("unit__code", "role", "via")) == [("PIO-TH-50", "lead", "")]


def test_a_single_unit_supports_the_one_of_a_group_that_leads(as_clerk, visit):
    leading = visit.directives.get().assignments.get(unit__code="PIO-TH-30")
    leading.role = "lead"
    leading.save()
    data = opened(as_clerk, change(visit)) | {"directives-0-for_units": [unit("DIPROM-C06").pk]}
    assert faults(as_clerk.post(change(visit), data)) == []
    assert (visit.directives.get().assignments.leading().get(), len(assigned(visit))) == (leading, 4)

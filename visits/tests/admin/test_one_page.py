"""A visit with everything that belongs to it is entered on one page, in one go."""

import pytest

from config.tests.cast import official, unit
from config.tests.forms import add_row
from visits.models import Status, Visit
from visits.tests.admin.page import ADD, directive, faults, new_visit, person

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture
def saved(as_clerk, centre1, nattapol, nattiya, office_chiang_mai, office_lampang):
    data = new_visit(as_clerk, centre1, start_time="09.00", purpose="รับฟังผลการดำเนินงาน")
    person(data, nattapol, "lead")
    person(data, nattiya)
    person(data, None, "host", position="ผู้อำนวยการศูนย์")
    add_row(data, "findings", kind="problem", topic="budget", text="งบจำกัด", figure="9.15", measure="ล้านบาท")
    directive(
        data, "ให้จัดทำแผนร่วมกัน", given_by=nattapol.pk, for_units=[office_chiang_mai.pk, office_lampang.pk]
    )
    response = as_clerk.post(ADD, data)
    assert faults(response) == []
    return Visit.objects.get()


def test_a_draft_needs_only_unit_and_day(as_clerk, centre1):
    assert faults(as_clerk.post(ADD, new_visit(as_clerk, centre1))) == []
    visit = Visit.objects.get()
    assert (visit.record_state, visit.ends_on, visit.number) == ("draft", visit.starts_on, "")


def test_what_is_left_blank_is_proposed(saved, centre1):
    assert saved.title == f"ปลัดกระทรวงอุตสาหกรรมตรวจเยี่ยม{centre1.name}"
    assert saved.province == centre1.province
    assert saved.status == Status.DONE


def test_people_stand_in_the_typed_order_with_the_position_of_the_day(saved):
    assert list(saved.attendances.values_list("order", "role", "name", "position", "is_unconfirmed")) == [
        (1, "lead", "นายณัฐพล รังสิตพล", "ปลัดกระทรวงอุตสาหกรรม", False),
        (2, "companion", "นางสาวณัฏฐิญา เนตยสุภา", "รองปลัดกระทรวงอุตสาหกรรม", False),
        (1, "host", "", "ผู้อำนวยการศูนย์", False),
    ]


def test_a_directive_keeps_its_giver_as_of_that_day_and_one_row_for_each_unit(saved):
    row = saved.directives.get()
    assert (row.subject, row.given_name, row.given_as) == (
        "ให้จัดทำแผนร่วมกัน",
        "นายณัฐพล รังสิตพล",
        "ปลัดกระทรวงอุตสาหกรรม",
    )
    assert sorted(row.assignments.values_list("unit__short_name", "role", "state")) == [
        ("สอจ.ลำปาง", "support", "pending"),
        ("สอจ.เชียงใหม่", "support", "pending"),
    ]


def test_a_figure_stands_apart_from_its_words(saved):
    row = saved.findings.get()
    assert (str(row.figure.normalize()), row.measure, row.topic) == ("9.15", "ล้านบาท", "budget")


def test_every_row_names_its_author(saved, clerk):
    rows = [saved, *saved.attendances.all(), *saved.findings.all(), *saved.directives.all()]
    assert {row.history.earliest().history_user_name for row in rows} == {"สมหญิง ใจดี"}


def test_several_people_are_added_at_once_in_the_order_in_which_they_were_picked(as_clerk, centre1):
    people = [official(code) for code in ("surapol", "bainoi", "wisanu")]
    data = new_visit(
        as_clerk, centre1, on="28/01/2566", add_people=[one.pk for one in people], add_role="companion"
    )
    data["accept_doubt"] = []
    assert faults(as_clerk.post(ADD, data)) == []
    assert list(Visit.objects.get().attendances.values_list("order", "official__code")) == [
        (1, "surapol"),
        (2, "bainoi"),
        (3, "wisanu"),
    ]


def test_twelve_people_and_four_directives_fit_on_the_page(as_clerk, centre1, nattapol, office_chiang_mai):
    data = new_visit(as_clerk, centre1)
    codes = "nattapol nattiya wisanu nirada bainoi duangdao surapol kittichot chanthana supachai patcharee krisanan"
    for number, code in enumerate(codes.split()):
        person(data, official(code), "companion" if number else "lead")
    for number in range(4):
        directive(data, f"ข้อสั่งการที่ {number + 1}", given_by=nattapol.pk, for_units=[office_chiang_mai.pk])
    assert faults(as_clerk.post(ADD, data)) == []
    visit = Visit.objects.get()
    assert [visit.attendances.count(), visit.directives.count()] == [12, 4]
    assert list(visit.attendances.values_list("official__code", flat=True)) == codes.split()


def test_a_plan_for_a_coming_day_stays_a_plan(as_clerk, centre1):
    assert faults(as_clerk.post(ADD, new_visit(as_clerk, centre1, on="28/02/2650"))) == []
    assert Visit.objects.get().status == Status.TENTATIVE


def test_the_unit_is_found_by_any_of_its_names(as_clerk):
    unit("PIO-TH-51")
    lookup = {"app_label": "visits", "model_name": "visit", "field_name": "unit"}
    found = [
        [
            row["text"]
            for row in as_clerk.get("/admin/autocomplete/", lookup | {"term": term}).json()["results"]
        ]
        for term in ("สอจ. ลําพูน", "สอจ.ลำพูน", "อุตสาหกรรมจังหวัด  ลำพูน")
    ]
    assert found == [["สำนักงานอุตสาหกรรมจังหวัดลำพูน (สอจ.ลำพูน) · ลำพูน"]] * 3


def test_namesakes_are_told_apart_by_their_posts(as_clerk, nattiya):
    lookup = {"app_label": "visits", "model_name": "attendance", "field_name": "official", "term": "นัฏฐิญา"}
    [row] = as_clerk.get("/admin/autocomplete/", lookup).json()["results"]
    assert row["text"] == "นางสาวณัฏฐิญา เนตยสุภา · อธิบดีกรมส่งเสริมอุตสาหกรรม"

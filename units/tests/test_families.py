"""Sub-units, predecessors, and the circles that must not be."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from config.tests.cast import a_visit, unit
from units.models import Unit
from visits.models import Visit


def a_unit(name, **fields):
    return Unit.objects.create(name=name, kind="division", **fields)


def names(rows):
    return sorted(rows.values_list("name", flat=True))


@pytest.fixture
def family(db):
    """An old division became a new one, which has a group and the group a team; a stranger stands by."""
    new = a_unit("กองใหม่")
    a_unit("กองเดิม", successor=new, closed_on=date(2022, 9, 30))
    group = a_unit("กลุ่ม", parent=new)
    a_unit("ทีม", parent=group)
    a_unit("กลุ่มเดิม", parent=Unit.objects.get(name="กองเดิม"))
    a_unit("คนอื่น")
    return new


def test_the_family_is_the_unit_all_below_it_and_what_became_of_it(family):
    found = Unit.objects.family_of(family.pk)
    assert names(found) == ["กลุ่ม", "กลุ่มเดิม", "กองเดิม", "กองใหม่", "ทีม"]


def test_the_tree_leaves_predecessors_out(family):
    assert names(Unit.objects.tree_of(family.pk)) == ["กลุ่ม", "กองใหม่", "ทีม"]


def test_a_predecessor_does_not_stand_for_its_successor(family):
    old = Unit.objects.get(name="กองเดิม")
    assert names(Unit.objects.family_of(old.pk)) == ["กลุ่มเดิม", "กองเดิม"]


def test_visits_at_a_unit_are_those_of_its_family(family):
    for one in Unit.objects.all():
        a_visit(one, "28/01/2566")
    assert names(Unit.objects.filter(visits__in=Visit.objects.at(family))) == [
        "กลุ่ม",
        "กลุ่มเดิม",
        "กองเดิม",
        "กองใหม่",
        "ทีม",
    ]
    assert [visit.unit.name for visit in Visit.objects.filter(unit=family)] == ["กองใหม่"]


@pytest.mark.parametrize("field", ["parent", "successor"])
def test_a_unit_cannot_become_its_own_ancestor(db, field):
    first = a_unit("หนึ่ง")
    second = a_unit("สอง", **{field: first})
    third = a_unit("สาม", **{field: second})
    setattr(first, field, third)
    with pytest.raises(ValidationError) as refusal:
        first.save()
    assert refusal.value.message_dict == {field: ["เลือกหน่วยงานนี้ไม่ได้ เพราะจะวนกลับมาที่หน่วยงานเดิมเป็นวง"]}
    first.refresh_from_db()
    assert getattr(first, field) is None


def test_a_unit_exists_from_its_opening_to_its_closing(db):
    a_unit("เปิดแล้ว", opened_on=date(2020, 10, 1))
    a_unit("ปิดแล้ว", closed_on=date(2022, 9, 30))
    a_unit("ไม่ทราบ")
    assert names(Unit.objects.existing_on(date(2022, 9, 30))) == ["ปิดแล้ว", "เปิดแล้ว", "ไม่ทราบ"]
    assert names(Unit.objects.existing_on(date(2022, 10, 1))) == ["เปิดแล้ว", "ไม่ทราบ"]
    assert names(Unit.objects.existing_on(date(2020, 9, 30))) == ["ปิดแล้ว", "ไม่ทราบ"]


def test_a_closed_unit_shows_its_last_day_where_it_is_chosen(lampang):
    closed = a_unit("กองเดิม", short_name="กด.", province=lampang, closed_on=date(2022, 9, 30))
    assert closed.choice_label == "กองเดิม (กด.) · ลำปาง (ถึง 30 ก.ย. 2565)"


def test_a_visit_on_a_day_the_unit_did_not_exist_is_refused(db):
    closed = a_unit("กองเดิม", closed_on=date(2022, 9, 30))
    visit = Visit(unit=closed, starts_on=date(2023, 1, 28))
    with pytest.raises(ValidationError) as refusal:
        visit.full_clean()
    assert list(refusal.value.message_dict) == ["unit"]


def test_a_centre_is_a_unit_that_answers_for_provinces(centre1, ministry):
    assert list(Unit.objects.centres()) == [centre1]
    assert list(Unit.objects.responsible_for(centre1.province)) == [centre1]
    assert unit("PIO-TH-50") in Unit.objects.responsible_for(centre1.province)

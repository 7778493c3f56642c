"""Units are renamed, merged, split and moved on a day; families, provinces, accounts and sub-units follow."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from config.tests.cast import a_visit, an_account
from units.change_log import ChangeLog
from units.models import Unit, UnitSuccession
from units.reorganisation import planned, reorganise
from visits.models import Visit
from visits.reports.unit_families import current, families

pytestmark = pytest.mark.django_db
DAY = date(2025, 10, 1)


def names(rows):
    return sorted(rows.values_list("name", flat=True))


@pytest.fixture
def division(diprom, chiang_mai):
    """A division with a group, a province and a visit."""
    row = Unit.objects.create(name="กองเดิม", kind="division", parent=diprom, province=chiang_mai)
    Unit.objects.create(name="กลุ่ม", kind="division", parent=row)
    row.responsibilities.create(province=chiang_mai)
    a_visit(row, "28/01/2566")
    return row


def carried_out(by, kind, unit, **values):
    plan = planned(kind, unit, DAY, **values)
    reorganise(plan, ChangeLog(), by=by)
    return plan.successors


def test_a_renamed_unit_closes_and_the_new_one_goes_on_with_all_it_had(clerk, division, chiang_mai):
    officer = an_account("officer", unit=division)
    [new] = carried_out(clerk, "rename", division, names=[("กองใหม่", "กม.")], source="กฎกระทรวง")
    division.refresh_from_db()
    officer.refresh_from_db()
    assert (division.closed_on, division.successor, new.opened_on) == (date(2025, 9, 30), new, DAY)
    assert (new.parent, new.kind, new.short_name, new.source) == (
        division.parent,
        "division",
        "กม.",
        "กฎกระทรวง",
    )
    assert (names(new.children), new.responsibilities.get().province) == (["กลุ่ม"], chiang_mai)
    assert (officer.unit, Visit.objects.at(new).count(), Visit.objects.filter(unit=new).count()) == (
        new,
        1,
        0,
    )
    assert division.history.first().history_user_name == "สมหญิง ใจดี"


def test_units_merge_into_a_new_or_an_existing_one(clerk, division, centre1, centre6):
    other = Unit.objects.create(name="กองอื่น", kind="division")
    carried_out(clerk, "merge", division, others=[other], names=[("กองรวม", "")])
    new = Unit.objects.get(name="กองรวม")
    assert names(Unit.objects.family_of(new.pk)) == ["กลุ่ม", "กองรวม", "กองอื่น", "กองเดิม"]
    carried_out(clerk, "merge", centre6, target=centre1)
    centre6.refresh_from_db()
    assert (centre6.successor, centre6.closed_on) == (centre1, date(2025, 9, 30))
    assert centre6.pk in Unit.objects.family_of(centre1.pk).values_list("pk", flat=True)


def test_a_unit_is_split_and_each_part_has_its_past(clerk, division):
    [first, second] = carried_out(clerk, "split", division, names=[("กองหนึ่ง", ""), ("กองสอง", "")])
    division.refresh_from_db()
    assert (division.successor, division.successor_names) == (first, "กองหนึ่ง และ กองสอง")
    for part in (first, second):
        assert "กองเดิม" in names(Unit.objects.family_of(part.pk))
        assert Visit.objects.at(part).count() == 1
    assert names(Unit.objects.tree_of(first.pk)) == ["กลุ่ม", "กองหนึ่ง"]
    found = families([first.pk, second.pk])
    assert found == {
        part.pk: set(Unit.objects.family_of(part.pk).values_list("pk", flat=True)) for part in (first, second)
    }
    assert current([division, second], date(2025, 1, 1), date(2025, 12, 31)) == [second]


def test_a_moved_unit_stands_below_another_and_its_past_stays_where_it_was(clerk, division, ministry, diprom):
    [new] = carried_out(clerk, "move", division, parent=ministry)
    assert (new.name, new.parent) == ("กองเดิม", ministry)
    assert division.pk in Unit.objects.tree_of(diprom.pk).values_list("pk", flat=True)


def test_what_contradicts_itself_is_refused_beside_its_field(division, ministry, diprom, centre1):
    def refused(kind, unit=division, on=DAY, **values):
        with pytest.raises(ValidationError) as refusal:
            planned(kind, unit, on, **values)
        return list(refusal.value.message_dict)

    closed = Unit.objects.create(name="ปิดแล้ว", kind="division", closed_on=date(2020, 1, 1))
    young = Unit.objects.create(name="ตั้งใหม่", kind="division", opened_on=DAY)
    assert refused("rename") == ["names"]
    assert refused("split", names=[("หนึ่ง", "")]) == ["names"]
    assert refused("move") == ["parent"]
    assert refused("move", parent=diprom) == ["parent"]
    assert refused("merge", names=[("รวม", "")]) == ["others"]
    assert refused("merge", target=division) == ["target"]
    assert refused("merge", target=closed) == ["target"]
    assert refused("rename", unit=closed, names=[("ใหม่", "")]) == ["on"]
    assert refused("rename", unit=young, names=[("ใหม่", "")]) == ["on"]


def test_nobody_carries_out_what_another_has_done_meanwhile(clerk, division):
    plan = planned("rename", division, DAY, names=[("กองใหม่", "")])
    carried_out(clerk, "rename", division, names=[("กองอื่น", "")])
    with pytest.raises(ValidationError, match="มีผู้เปลี่ยนแปลงหน่วยงานเหล่านี้ไปก่อน"):
        reorganise(plan, ChangeLog(), by=clerk)
    assert not Unit.objects.filter(name="กองใหม่").exists()


def test_successor_and_successions_say_the_same_whichever_is_written(division, centre1, centre6):
    division.successor = centre1
    division.save()
    row = division.successions.get()
    assert row.successor == centre1
    division.successor = centre6
    division.save()
    row.refresh_from_db()
    assert row.successor == centre6
    second = UnitSuccession.objects.create(unit=division, successor=centre1)
    division.refresh_from_db()
    assert division.successor == centre6
    division.successions.get(successor=centre6).delete()
    division.refresh_from_db()
    assert division.successor == centre1
    second.delete()
    division.refresh_from_db()
    assert division.successor is None


def test_a_succession_does_not_lead_back(division, centre1):
    UnitSuccession.objects.create(unit=division, successor=centre1)
    with pytest.raises(ValidationError, match="วนกลับมา"):
        UnitSuccession.objects.create(unit=centre1, successor=division)

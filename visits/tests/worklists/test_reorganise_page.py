"""The page of a reorganisation: what goes on where, posts and their holders, bad input, and taking it back whole."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.tests.cast import a_directive, a_visit, an_account, client_of
from officials.models import Appointment, Official, Post
from units.models import Unit, UnitReorganisation
from visits.directives.notifications import notification_items, without_address
from visits.directives.reminders import items_for
from visits.models import Assignment, Visit

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
DAY = date(2025, 10, 1)
EVE = date(2025, 9, 30)
SPLIT = {"kind": "split", "on": "1/10/2568", "names": "กองหนึ่ง | กห.\nกองสอง | กส."}


@pytest.fixture
def division(diprom, chiang_mai):
    """A division with two groups, a province, an alias and a visit."""
    row = Unit.objects.create(name="กองเดิม", kind="division", parent=diprom, province=chiang_mai)
    for name in ("กลุ่มหนึ่ง", "กลุ่มสอง"):
        Unit.objects.create(name=name, kind="division", parent=row)
    row.responsibilities.create(province=chiang_mai)
    row.aliases.create(alias="กองเก่า")
    a_visit(row, "28/01/2566")
    return row


@pytest.fixture
def director(division):
    """The director of the division, in force."""
    post = Post.objects.create(title="ผู้อำนวยการกองเดิม", abbreviation="ผอ.", rank=300, unit=division)
    person = Official.objects.create(first_name="สมชาย", last_name="ใจดี")
    return Appointment.objects.create(official=person, post=post, starts_on=date(2023, 10, 1))


def unit(name):
    return Unit.objects.get(name=name)


def sentences(page):
    return [str(message) for message in page.context["messages"]]


def carry_out(client, division, data, **more):
    return client.post(f"/units/{division.pk}/reorganise/", {**data, "confirm": "1", **more}, follow=True)


def everything():
    """All that units, posts and appointments say, but the counters of their saves."""
    names = {
        Unit: ("name", "parent", "closed_on", "successor"),
        Post: ("title", "unit"),
        Appointment: ("official", "post", "starts_on", "ends_on"),
        Assignment: ("unit", "continued_by"),
    }
    return {
        model: list(model.objects.order_by("pk").values_list("pk", *fields))
        for model, fields in names.items()
    }


def test_the_page_shows_what_will_happen_before_it_happens(as_clerk, division):
    officer = an_account("officer", unit=division)
    a_directive(a_visit(division, "2/10/2568"), to=[division])
    page = as_clerk.post(f"/units/{division.pk}/reorganise/", SPLIT)
    assert page.context["plan"].sentences == [
        "กองเดิม ดำเนินงานถึง 30 ก.ย. 2568",
        "ตั้งกองหนึ่ง ตั้งแต่ 1 ต.ค. 2568",
        "ตั้งกองสอง ตั้งแต่ 1 ต.ค. 2568",
    ]
    assert [(one.label, len(one.items)) for one in page.context["shares"].sections] == [
        ("หน่วยงานในสังกัด", 2),
        ("จังหวัดในความรับผิดชอบ", 1),
        ("ชื่อเรียกอื่น", 1),
        ("บัญชีผู้ใช้", 1),
        ("ข้อสั่งการที่ยังไม่แล้วเสร็จ ใครรับช่วงติดตาม", 1),
    ]
    assert (page.context["later_count"], Unit.objects.filter(name="กองหนึ่ง").exists()) == (1, False)
    carry_out(as_clerk, division, SPLIT)
    officer.refresh_from_db()
    assert (officer.unit.short_name, division.successions.count()) == ("กห.", 2)
    assert client_of(officer).get("/directives/mine/").status_code == 200


def test_each_thing_goes_to_the_successor_that_was_chosen_and_else_to_the_first(
    as_clerk, division, chiang_mai
):
    [first_group, second_group] = division.children.order_by("pk")
    area, alias = division.responsibilities.get(), division.aliases.get()
    carry_out(
        as_clerk,
        division,
        SPLIT,
        seen="1",
        **{f"child-{second_group.pk}": "1", "province-all": "1", f"alias-{alias.pk}": "nowhere"},
    )
    first, second = unit("กองหนึ่ง"), unit("กองสอง")
    assert [list(one.children.all()) for one in (first, second)] == [[first_group], [second_group]]
    assert [one.responsibilities.count() for one in (first, second, division)] == [0, 1, 1]
    assert second.responsibilities.get().province == area.province
    assert [one.aliases.count() for one in (first, second, division)] == [0, 0, 1]


def test_the_past_and_the_filters_follow_every_successor(as_clerk, division):
    carry_out(as_clerk, division, SPLIT, seen="1", **{"province-all": "1", "child-all": "1"})
    for name in ("กองหนึ่ง", "กองสอง"):
        key = unit(name).pk
        assert Visit.objects.at(key).count() == 1
        assert as_clerk.get(f"/reports/register/?unit={key}").context["filter"].visits.count() == 1
        assert as_clerk.get(f"/reports/register/?unit={key}&exact=1").context["filter"].visits.count() == 0
        assert "28 ม.ค. 2566" in as_clerk.get(f"/units/{key}/before/").text


def test_open_directives_are_answered_by_the_successor_that_takes_them_and_read_by_all(as_clerk, division):
    officers = [an_account("officer", username=f"officer{place}", unit=division) for place in (1, 2)]
    visit = a_visit(division, "28/01/2566", record_state="final")
    directives = [a_directive(visit, to=[division], text=text) for text in ("ให้รายงานผล", "ให้รายงานด้วย")]
    rows = [directive.assignments.get() for directive in directives]
    Assignment.objects.bulk_update([*map(notified, rows)], ["state"])
    carry_out(
        as_clerk,
        division,
        SPLIT,
        seen="1",
        **{f"account-{officers[1].pk}": "1", f"assignment-{rows[1].pk}": "1"},
    )
    for place, officer in enumerate(officers):
        client = client_of(officer)
        own = client.get("/directives/mine/").context["page"].object_list
        assert own == [rows[place].pk]
        steps = [client.get(f"/directives/{one.pk}/").context["assignments"][0] for one in directives]
        assert [bool(one.steps) for one in steps] == [place == 0, place == 1]
        assert [one.successors for one in steps] == ["กองหนึ่ง", "กองสอง"]
        # What is printed stays: the unit that was told.
        assert {one.unit for one in steps} == {division}


def test_reminders_of_a_directive_go_to_the_successor_that_takes_it(as_clerk, clerk, division):
    officers = [an_account("officer", username=f"officer{place}", unit=division) for place in (1, 2)]
    visit = a_visit(division, "28/01/2566", record_state="final")
    row = a_directive(visit, to=[division], due_on=timezone.localdate(), follow_up="report").assignments.get()
    Assignment.objects.bulk_update([notified(row)], ["state"])
    for verb in ("notify", "extend"):
        row.progress.create(verb=verb, state="notified", by=clerk, by_name="สมหญิง ใจดี")
    carry_out(
        as_clerk, division, SPLIT, seen="1", **{f"account-{officers[1].pk}": "1", "assignment-all": "1"}
    )
    now = timezone.now()
    found = []
    for officer in officers:
        account = type(officer).objects.get(pk=officer.pk)
        account.date_joined = now - timedelta(days=1)
        items = items_for(account, timezone.localdate())
        found.append((len(items), len(list(notification_items(account, now)))))
    assert found == [(0, 0), (1, 2)]
    # The first successor's account alone has an address.
    officers[0].refresh_from_db()
    officers[0].email = "officer@example.org"
    officers[0].save()
    assert [one.assignment for one in without_address(clerk, now)] == [row, row]


def notified(row):
    row.state = "notified"
    return row


def test_posts_go_on_with_the_new_name_and_their_holders_from_the_day_on(as_clerk, division, director):
    data = {"kind": "rename", "on": "1/10/2568", "names": "กองใหม่", "source": "กฎกระทรวง พ.ศ. 2568"}
    [section] = as_clerk.post(f"/units/{division.pk}/reorganise/", data).context["shares"].sections
    [(name, fields)] = section.items
    assert (section.label, name, [field.label for field in fields]) == (
        "ตำแหน่ง",
        "ผู้อำนวยการกองเดิม",
        ["ผู้อำนวยการกองเดิม", "ชื่อตำแหน่งใหม่", "สมชาย ใจดี ดำรงตำแหน่งต่อ"],
    )
    carry_out(as_clerk, division, data)
    director.refresh_from_db()
    post = unit("กองใหม่").posts.get()
    assert (post.title, post.abbreviation, post.rank) == ("ผู้อำนวยการกองใหม่", "ผอ.", 300)
    row = post.appointments.get()
    assert (director.ends_on, row.starts_on, row.ends_on, row.source) == (
        EVE, DAY, None, "กฎกระทรวง พ.ศ. 2568",
    )  # fmt: skip
    lines = [director.official.position_on(day).line for day in (EVE, DAY)]
    assert lines == ["ผู้อำนวยการกองเดิม", "ผู้อำนวยการกองใหม่"]


def test_of_each_post_it_is_chosen_where_it_goes_on_by_which_title_and_with_whom(
    as_clerk, division, director
):
    other = Post.objects.create(title="ที่ปรึกษา", unit=division)
    carry_out(
        as_clerk,
        division,
        SPLIT,
        seen="1",
        **{
            f"post-{director.post_id}": "1",
            f"title-{director.post_id}": "หัวหน้ากองสอง",
            f"post-{other.pk}": "nowhere",
        },
    )
    director.refresh_from_db()
    assert list(Post.objects.filter(unit__opened_on=DAY).values_list("title", "unit__name")) == [
        ("หัวหน้ากองสอง", "กองสอง")
    ]
    # Its holder was not ticked.
    assert (director.ends_on, Appointment.objects.count()) == (None, 1)


def test_of_several_holders_who_is_known_last_is_proposed_and_nobody_beside_one_in_force(
    as_clerk, division, director, centre1
):
    earlier = Official.objects.create(first_name="คนก่อน", last_name="หน้า")
    Appointment.objects.create(official=earlier, post=director.post, stated_first=date(2019, 1, 1))
    address = f"/units/{division.pk}/reorganise/"
    page = as_clerk.post(address, {"kind": "rename", "on": "1/10/2568", "names": "กองใหม่"})
    ticks = {field.label: field.initial for field in page.context["shares"] if "ดำรง" in field.label}
    assert ticks == {"สมชาย ใจดี ดำรงตำแหน่งต่อ": True, "คนก่อน หน้า ดำรงตำแหน่งต่อ": False}
    there = Post.objects.create(title="ผู้อำนวยการศูนย์", unit=centre1)
    director.post.title = "ผู้อำนวยการศูนย์"
    director.post.save()
    Appointment.objects.create(official=earlier, post=there, starts_on=date(2024, 1, 1))
    page = as_clerk.post(address, {"kind": "merge", "on": "1/10/2568", "target": centre1.name})
    ticks = [field.initial for field in page.context["shares"] if "ดำรง" in field.label]
    assert ticks == [False]


@pytest.mark.parametrize("kind", ["rename", "split", "merge", "move"])
def test_a_reorganisation_is_taken_back_whole(as_clerk, division, director, ministry, kind):
    officer = an_account("officer", unit=division)
    a_directive(a_visit(division, "28/01/2566", record_state="final"), to=[division])
    other = Unit.objects.create(name="กองอื่น", kind="division")
    data = {
        "rename": {"names": "กองใหม่"},
        "split": {"names": "กองหนึ่ง\nกองสอง"},
        "merge": {"names": "กองรวม", "others": other.name},
        "move": {"parent": ministry.name},
    }[kind]
    before = everything()
    page = carry_out(as_clerk, division, {"kind": kind, "on": "1/10/2568", **data})
    record = UnitReorganisation.objects.get()
    assert (sentences(page), everything() == before) == (
        [f"บันทึกแล้ว {record} ยกเลิกได้ในหน้านี้ตราบที่ยังไม่มีข้อมูลอื่นใช้สิ่งที่เกิดขึ้น"], False,
    )  # fmt: skip
    assert list(page.context["records"]) == [record]
    successor = division.successions.first().successor
    page = as_clerk.post(f"/units/{successor.pk}/reorganise/{record.pk}/undo/", follow=True)
    assert sentences(page) == [f"ยกเลิกการ{record}แล้ว ทุกอย่างกลับเป็นตามเดิม"]
    officer.refresh_from_db()
    assert (everything() == before, officer.unit) == (True, division)
    again = as_clerk.post(f"/units/{division.pk}/reorganise/{record.pk}/undo/", follow=True)
    assert sentences(again) == ["ยกเลิกการเปลี่ยนแปลงนี้ไปแล้ว"]
    assert Unit.history.filter(id=successor.pk).first().history_change_reason == f"ยกเลิกการ{record}"


def a_visit_there(new, **_):
    a_visit(new, "2/10/2568")


def a_directive_there(new, division, **_):
    a_directive(Visit.objects.get(unit=division), to=[new])


def an_appointment_there(new, **_):
    person = Official.objects.create(first_name="สมศรี")
    Appointment.objects.create(official=person, post=new.posts.get(), starts_on=DAY)


def an_account_there(new, **_):
    an_account("officer", unit=new)


def a_unit_below(new, **_):
    Unit.objects.create(name="กลุ่มใหม่", kind="division", parent=new)


def an_edit(new, **_):
    new.note = "แก้ไข"
    new.save()


def a_child_moved_on(division, centre1, **_):
    child = unit("กลุ่มหนึ่ง")
    child.parent = centre1
    child.save()


def a_later_change(client, new, **_):
    carry_out(client, new, {"kind": "rename", "on": "1/10/2569", "names": "กองใหม่กว่า"})


@pytest.mark.parametrize(
    ("use", "sentence"),
    [
        (a_visit_there, "ยกเลิกไม่ได้: การตรวจเยี่ยม กองใหม่ (2 ต.ค. 2568) ใช้กองใหม่อยู่แล้ว"),
        (a_directive_there, "ยกเลิกไม่ได้: หน่วยงานรับผิดชอบ กองใหม่ (รอแจ้ง) ใช้กองใหม่อยู่แล้ว"),
        (
            an_appointment_there,
            "ยกเลิกไม่ได้: การดำรงตำแหน่ง สมศรี ดำรงตำแหน่ง ผู้อำนวยการกองใหม่ ใช้ผู้อำนวยการกองใหม่อยู่แล้ว",
        ),
        (an_account_there, "ยกเลิกไม่ได้: บัญชีผู้ใช้"),
        (a_unit_below, "ยกเลิกไม่ได้: หน่วยงาน กลุ่มใหม่ ใช้กองใหม่อยู่แล้ว"),
        (an_edit, "ยกเลิกไม่ได้: หน่วยงาน กองใหม่ มีผู้แก้ไขภายหลัง"),
        (a_child_moved_on, "ยกเลิกไม่ได้: หน่วยงาน กลุ่มหนึ่ง มีผู้แก้ไขภายหลัง"),
        (a_later_change, "ยกเลิกไม่ได้: หน่วยงาน กองใหม่ มีผู้แก้ไขภายหลัง"),
    ],
)
def test_what_is_used_since_is_not_taken_back_and_the_page_says_why(
    as_clerk, division, director, centre1, use, sentence
):
    carry_out(as_clerk, division, {"kind": "rename", "on": "1/10/2568", "names": "กองใหม่"})
    use(client=as_clerk, new=unit("กองใหม่"), division=division, centre1=centre1)
    before = everything()
    record = UnitReorganisation.objects.earliest("at")
    page = as_clerk.post(f"/units/{division.pk}/reorganise/{record.pk}/undo/", follow=True)
    assert sentences(page)[0].startswith(sentence)
    assert everything() == before


def test_a_directive_that_was_worked_on_since_is_not_taken_back(as_clerk, clerk, division):
    visit = a_visit(division, "28/01/2566", record_state="final")
    assignment = a_directive(visit, to=[division], text="ให้รายงาน").assignments.get()
    carry_out(as_clerk, division, SPLIT)
    assignment.progress.create(verb="acknowledge", state="acknowledged", by_name="ผู้ประสานงาน")
    record = UnitReorganisation.objects.get()
    page = as_clerk.post(f"/units/{division.pk}/reorganise/{record.pk}/undo/", follow=True)
    assert sentences(page) == ["ยกเลิกไม่ได้: มีการดำเนินการกับข้อสั่งการ ให้รายงาน หลังจากนั้นแล้ว"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "dance"}, "kind"),
        ({"on": "28/1/66"}, "on"),
        ({"kind": "merge", "target": "ไม่มีหน่วยงานนี้"}, "target"),
        ({"kind": "merge", "others": "ไม่มีหน่วยงานนี้", "names": "รวม"}, "others"),
        ({"names": "ก" * 300}, "names"),
        ({"names": "ก\n" * 30}, "names"),
        ({"names": "กองเดิม"}, "names"),
        ({"kind": "split", "names": "กองพัฒนา | กพ.\nกองพัฒนา"}, "names"),
        ({"names": "กองอื่น"}, "names"),
        ({"kind": "move", "parent": "กรมส่งเสริมอุตสาหกรรม"}, "parent"),
    ],
)
def test_bad_input_is_answered_beside_its_field_and_nothing_is_lost(as_clerk, division, values, field):
    Unit.objects.create(name="กองอื่น", kind="division")
    data = {"kind": "rename", "on": "1/10/2568", "names": "กองใหม่"} | values
    page = as_clerk.post(f"/units/{division.pk}/reorganise/", data)
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert page.context["form"]["names"].value() == data["names"]


def test_a_choice_that_is_none_is_refused_beside_it_and_nothing_happens(as_clerk, division, director):
    title = f"title-{director.post_id}"
    page = carry_out(as_clerk, division, SPLIT, seen="1", **{"child-all": "7", title: "ก" * 251})
    assert sorted(page.context["shares"].errors) == ["child-all", title]
    assert not UnitReorganisation.objects.exists()


@pytest.mark.both_databases
def test_readers_are_refused_and_the_page_costs_the_same_queries(as_clerk, as_executive, division, director):
    address = f"/units/{division.pk}/reorganise/"
    assert as_executive.get(address).status_code == 403
    assert as_executive.post(f"{address}1/undo/").status_code == 403
    assert as_clerk.post(f"{address}1/undo/").status_code == 404

    def queries():
        with CaptureQueriesContext(connection) as captured:
            as_clerk.post(address, SPLIT)
        return len(captured)

    queries()
    before = queries()
    for name in ("กลุ่มสาม", "กลุ่มสี่"):
        Unit.objects.create(name=name, kind="division", parent=division)
        post = Post.objects.create(title=f"หัวหน้า{name}", unit=division)
        person = Official.objects.create(first_name=name)
        Appointment.objects.create(official=person, post=post, starts_on=date(2023, 10, 1))
        a_directive(a_visit(division, "28/01/2566"), to=[division], text=name)
    assert queries() == before

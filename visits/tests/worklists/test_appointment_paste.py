"""The list of appointments of October is pasted, checked like a table, and taken in."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.tests.cast import official, post, unit
from officials.models import Appointment, Official, Post
from visits.imports import undoing
from visits.imports.check_run import check
from visits.imports.intake import checker_of, take_slice
from visits.models import Import, ImportState
from visits.worklists.appointment_paste import cells_of

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
ADDRESS = "/worklist/appointments/paste/"
LIST = """1.\tนายณัฐพล รังสิตพล\tปลัดกระทรวงอุตสาหกรรม\t1 ต.ค. 2569\tสปอ. 1/2569
๒) นางพัชรี ใบยา | อุตสาหกรรมจังหวัดลำปาง
นางสาวมาใหม่ ใจดี  ผู้อำนวยการศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 6"""


def test_lines_are_read_with_tabs_bars_or_blanks_and_without_their_numbers():
    assert [cells_of(line) for line in LIST.splitlines()] == [
        ["นายณัฐพล รังสิตพล", "ปลัดกระทรวงอุตสาหกรรม", "1 ต.ค. 2569", "สปอ. 1/2569"],
        ["นางพัชรี ใบยา", "อุตสาหกรรมจังหวัดลำปาง", "", ""],
        ["นางสาวมาใหม่ ใจดี", "ผู้อำนวยการศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 6", "", ""],
    ]


def test_a_pasted_list_becomes_an_import_whose_rows_name_their_units(as_clerk, clerk, centre6):
    for code in ("nattapol", "patcharee"):
        official(code)
    unit("PIO-TH-52")
    post("ind-permanent-secretary")
    data = {"text": LIST, "first_day": "2/10/2569", "order_no": "อก. 99/2569"}
    source = Import.objects.get(pk=as_clerk.post(ADDRESS, data).url.split("/")[-2])
    check(source, clerk)
    rows = [(row.values["unit"], row.outcome) for row in source.rows.order_by("order")]
    assert [name for [name], _ in rows] == [
        "สำนักงานปลัดกระทรวงอุตสาหกรรม",
        "สำนักงานอุตสาหกรรมจังหวัดลำปาง",
        "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 6",
    ]
    assert [outcome for _, outcome in rows][:2] == ["new", "new"]
    while take_slice(source, clerk):
        pass
    taken = Appointment.objects.filter(starts_on__gte=date(2026, 10, 1)).order_by("starts_on", "pk")
    assert list(taken.values_list("official__code", "post__title", "order_no")) == [
        ("nattapol", "ปลัดกระทรวงอุตสาหกรรม", "สปอ. 1/2569"),
        ("patcharee", "อุตสาหกรรมจังหวัดลำปาง", "อก. 99/2569"),
        (None, "ผู้อำนวยการศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 6", "อก. 99/2569"),
    ]


@pytest.mark.parametrize("text", ["", "   \n", "นายสมชาย", "ก | ข\n" * 2_001])
def test_what_is_no_list_is_refused_beside_the_field(as_clerk, text):
    page = as_clerk.post(ADDRESS, {"text": text})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["text"])
    assert Import.objects.count() == 0


def test_readers_are_refused(as_executive):
    assert as_executive.get(ADDRESS).status_code == 403


@pytest.fixture
def posts(centre6):
    """Two posts with their holders: one appointed by law, one of whom only news of 2568 tell."""
    made = {}
    for title, first, values in [
        ("ผู้อำนวยการกลุ่มหนึ่ง", "สมชาย", {"starts_on": date(2023, 10, 1)}),
        ("ผู้อำนวยการกลุ่มสอง", "สมศรี", {"stated_first": date(2025, 3, 1), "stated_last": date(2025, 5, 1)}),
    ]:
        row = Post.objects.create(title=title, unit=centre6)
        person = Official.objects.create(
            prefix="นาง" if first == "สมศรี" else "นาย", first_name=first, last_name="ใจดี"
        )
        made[first] = Appointment.objects.create(official=person, post=row, **values)
    return made


def pasted(client, text, account):
    source = Import.objects.get(
        pk=client.post(ADDRESS, {"text": text, "first_day": "1/10/2568", "order_no": "อก. 1/2568"}).url.split(
            "/"
        )[-2]
    )
    check(source, account)
    return source


def take_all(source, account):
    while take_slice(source, account):
        pass


def ends(*rows):
    return [Appointment.objects.get(pk=row.pk).ends_on for row in rows]


EVE = date(2025, 9, 30)


def test_who_is_appointed_leaves_the_earlier_post_and_who_held_the_new_one_leaves_it(as_clerk, clerk, posts):
    source = pasted(as_clerk, "นายสมชาย ใจดี | ผู้อำนวยการกลุ่มสอง", clerk)
    [row] = source.rows.all()
    assert row.reason.split("\n") == [
        "สิ้นสุด 30 ก.ย. 2568: นายสมชาย ใจดี ผู้อำนวยการกลุ่มหนึ่ง",
        "สิ้นสุด 30 ก.ย. 2568: นางสมศรี ใจดี ผู้อำนวยการกลุ่มสอง",
    ]
    assert ends(*posts.values()) == [None, None]
    take_all(source, clerk)
    assert ends(*posts.values()) == [EVE, EVE]
    assert Appointment.history.filter(id=posts["สมศรี"].pk).first().history_user_name == "สมหญิง ใจดี"
    lines = [posts["สมชาย"].official.position_on(day).line for day in (EVE, date(2025, 10, 1))]
    assert lines == ["ผู้อำนวยการกลุ่มหนึ่ง", "ผู้อำนวยการกลุ่มสอง"]


def test_each_end_is_declined_on_the_page_and_asked_back(as_clerk, clerk, posts):
    source = pasted(as_clerk, "นายสมชาย ใจดี | ผู้อำนวยการกลุ่มสอง", clerk)
    address, [own, other] = f"/imports/{source.pk}/", [row.pk for row in posts.values()]
    data = {"action": "ends", "shown": [own, other]}
    page = as_clerk.post(address, data | {"ends": [own]}, follow=True)
    assert (sorted(page.context["ended"]), page.context["staying"]) == ([own, other], {other})
    assert source.rows.get().reason.split("\n")[1] == "ไม่สิ้นสุดตามที่เลือกไว้: นางสมศรี ใจดี ผู้อำนวยการกลุ่มสอง"
    page = as_clerk.post(address, data | {"shown": [own, "x", "9" * 30], "ends": []}, follow=True)
    assert page.context["staying"] == {own, other}
    as_clerk.post(address, data | {"ends": [own]})
    source.refresh_from_db()
    take_all(source, clerk)
    assert ends(*posts.values()) == [EVE, None]


def test_ticks_count_as_they_stand_when_the_list_is_taken_in(as_clerk, clerk, posts):
    source = pasted(as_clerk, "นายสมชาย ใจดี | ผู้อำนวยการกลุ่มสอง", clerk)
    own, other = posts.values()
    as_clerk.post(
        f"/imports/{source.pk}/", {"action": "take", "shown": [own.pk, other.pk], "ends": [other.pk]}
    )
    assert (ends(own, other), source.rows.get().is_taken) == ([None, EVE], True)


def test_the_ends_are_taken_back_with_the_import_but_not_what_somebody_wrote_since(as_clerk, clerk, posts):
    text = "นายสมชาย ใจดี | ผู้อำนวยการกลุ่มสอง\nนางสมศรี ใจดี | ผู้อำนวยการกลุ่มหนึ่ง"
    source = pasted(as_clerk, text, clerk)
    take_all(source, clerk)
    assert ends(*posts.values()) == [EVE, EVE]
    second = posts["สมศรี"]
    second.refresh_from_db()
    second.ends_on = date(2025, 8, 31)
    second.save()
    undoing.start_undoing(source)
    while undoing.undo_slice(source, clerk):
        pass
    source.refresh_from_db()
    assert (source.state, Appointment.objects.count()) == (ImportState.UNDONE, 2)
    assert ends(*posts.values()) == [None, date(2025, 8, 31)]


def test_acting_appointments_end_nothing_and_are_not_ended(as_clerk, clerk, posts):
    first, second = posts.values()
    acting = Appointment.objects.create(
        official=first.official, post=second.post, kind="acting", starts_on=date(2025, 1, 1)
    )
    new = Post.objects.create(title="ผู้อำนวยการกลุ่มสาม", unit=second.post.unit)
    source = pasted(
        as_clerk,
        "นายสมชาย ใจดี | ผู้อำนวยการกลุ่มสาม\nนางสมศรี ใจดี | รักษาราชการแทนผู้อำนวยการกลุ่มหนึ่ง\nนางสมศรี ใจดี | ช่วยราชการกรมอื่น",
        clerk,
    )
    assert list(source.rows.order_by("order").values_list("outcome", flat=True)) == ["new", "new", "doubtful"]
    take_all(source, clerk)
    assert ends(first, second, acting) == [EVE, None, None]
    taken = Appointment.objects.filter(starts_on=date(2025, 10, 1)).order_by("pk")
    assert list(taken.values_list("post", "kind")) == [(new.pk, "substantive"), (first.post_id, "acting")]


def test_what_is_not_known_to_be_in_force_is_left_alone(as_clerk, clerk, posts):
    first, second = posts.values()
    second.stated_first = second.stated_last = date(2018, 1, 1)
    second.save()
    first.stated_last = date(2025, 11, 1)
    first.save()
    source = pasted(as_clerk, "นายสมชาย ใจดี | ผู้อำนวยการกลุ่มสอง", clerk)
    assert source.rows.get().reason == ""
    take_all(source, clerk)
    assert ends(first, second) == [None, None]


@pytest.mark.both_databases
def test_the_check_costs_the_same_queries_for_one_row_and_for_three(as_clerk, clerk, posts):
    def queries(text):
        source = pasted(as_clerk, text, clerk)
        checker = checker_of(source, clerk)
        # Each different name is looked up once, whatever its row becomes.
        plans = checker.plan_rows(list(source.rows.order_by("order").values_list("values", flat=True)))
        with CaptureQueriesContext(connection) as captured:
            as_clerk.get(f"/imports/{source.pk}/")
            checker.compare(plans)
        return len(captured)

    more = "นายสมชาย ใจดี | ผู้อำนวยการกลุ่มสอง\nนางสมศรี ใจดี | ผู้อำนวยการกลุ่มหนึ่ง\nนายสมชาย ใจดี | ผู้อำนวยการกลุ่มสาม"
    Post.objects.create(title="ผู้อำนวยการกลุ่มสาม", unit=posts["สมชาย"].post.unit)
    queries(more)
    assert queries("นายสมชาย ใจดี | ผู้อำนวยการกลุ่มสอง") == queries(more)

"""Pairs that look alike and are two: set aside many at once, seen with who and why, taken back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.tests.cast import client_of
from officials.models import Official, Post
from units.models import DistinctPair, Unit
from visits.models import Programme
from visits.worklists.distinct_pairs import pairs_to_look_at
from visits.worklists.merging import KINDS, merge_rows, undo_merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_reviewer(reviewer):
    return client_of(reviewer)


def people(*last_names):
    return [Official.objects.create(first_name="เบญจมาพร", last_name=name) for name in last_names]


def proposed(kind="officials"):
    return [(pair.target, pair.dropped) for pair in pairs_to_look_at(KINDS[kind])]


def sentences(page):
    return [str(message) for message in page.context["messages"]]


def test_pairs_set_aside_are_not_proposed_again_and_show_who_did_it_when_and_why(as_reviewer):
    first, second, third = people("เอกฉัตร์", "เอกฉัตร", "เอกฉัตรา")
    pairs = [f"{first.pk}-{second.pk}", f"{third.pk}-{second.pk}"]
    page = as_reviewer.post("/merge/officials/distinct/", {"pair": pairs, "reason": "พี่น้องกัน"}, follow=True)
    assert sentences(page) == ["บันทึกว่าไม่ใช่รายการซ้ำแล้ว 2 คู่ จะไม่เสนออีก"]
    assert [row[:2] for row in page.context["pairs"]] == [(first, third)]
    shown = as_reviewer.get("/merge/officials/distinct/").context["page"].object_list
    assert [(row.first, row.second, row.reason, row.by_name) for row in shown] == [
        (second.pk, third.pk, "พี่น้องกัน", "วิชัย รอบคอบ"),
        (first.pk, second.pk, "พี่น้องกัน", "วิชัย รอบคอบ"),
    ]
    compared = as_reviewer.get(f"/merge/officials/?keep={second.pk}&drop={first.pk}")
    assert compared.context["distinct"] == shown[1]


def test_a_pair_taken_back_is_proposed_again_and_history_keeps_both(as_reviewer):
    first, second = people("เอกฉัตร์", "เอกฉัตร")
    as_reviewer.post("/merge/officials/distinct/", {"pair": f"{first.pk}-{second.pk}"}, follow=True)
    assert proposed() == []
    row = DistinctPair.objects.get()
    page = as_reviewer.post("/merge/officials/distinct/", {"take_back": "1", "row": row.pk}, follow=True)
    assert sentences(page) == ["นำกลับไปเสนอเป็นรายการที่อาจซ้ำแล้ว 1 คู่"]
    assert (proposed(), DistinctPair.objects.count()) == ([(first.pk, second.pk)], 0)
    past = DistinctPair.history.values_list("history_type", "history_user_name")
    assert list(past) == [("-", "วิชัย รอบคอบ"), ("+", "วิชัย รอบคอบ")]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_own_pairs(kind, as_reviewer, centre1):
    makers = {
        "officials": lambda: people("เอกฉัตร์", "เอกฉัตร"),
        "units": lambda: [
            Unit.objects.create(name=name, kind="enterprise") for name in ("ร้านศรีวิลัยผ้าฝ้าย", "ร้านศรีวิไลผ้าฝ้าย")
        ],
        "posts": lambda: [
            Post.objects.create(title=title, unit=centre1)
            for title in ("กรรมการผู้จัดการ ธนาคาร", "กรรมการผู้จัดการธนาคาร")
        ],
        "programmes": lambda: [Programme.objects.create(name=name) for name in ("ชุมชนดีพร้อม", "ชุมชน ดีพร้อม")],
    }
    first, second = makers[kind]()
    assert proposed(kind) == [(first.pk, second.pk)]
    # The same keys of another kind are another pair.
    label = {KINDS[other].model._meta.label_lower for other in KINDS if other != kind}.pop()
    DistinctPair.objects.create(
        model=label, first=first.pk, second=second.pk, first_name="ก", second_name="ข", by_name="ค"
    )
    assert proposed(kind) == [(first.pk, second.pk)]
    as_reviewer.post(f"/merge/{kind}/distinct/", {"pair": f"{second.pk}-{first.pk}"})
    assert proposed(kind) == []


def test_what_was_found_of_a_merged_row_holds_for_the_row_it_became(reviewer, as_reviewer):
    first, second, third = people("เอกฉัตร์", "เอกฉัตร", "เอกฉัตรา")
    as_reviewer.post("/merge/officials/distinct/", {"pair": f"{second.pk}-{third.pk}"})
    record = merge_rows(first, second, {}, by=reviewer)
    assert proposed() == []
    undo_merge(record, by=reviewer)
    assert proposed() == [(first.pk, second.pk), (first.pk, third.pk)]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "ยังไม่ได้เลือกรายการ"),
        ({"take_back": "1", "row": "x"}, "ยังไม่ได้เลือกรายการ"),
        ({"pair": ["1", "1-x", "²-1", f"{'9' * 30}-1", "1-2-3"]}, "ยังไม่ได้เลือกรายการ"),
        ({"pair": "1-1"}, "บันทึกว่าไม่ใช่รายการซ้ำแล้ว 0 คู่ จะไม่เสนออีก"),
        ({"pair": "999998-999999"}, "บันทึกว่าไม่ใช่รายการซ้ำแล้ว 0 คู่ จะไม่เสนออีก"),
        ({"pair": "1-2", "reason": "ก" * 301}, "เหตุผล: ยาวได้ไม่เกิน 300 ตัวอักษร (ขณะนี้มี 301)"),
    ],
)
def test_what_is_no_pair_is_answered_by_a_sentence(as_reviewer, data, sentence):
    page = as_reviewer.post("/merge/officials/distinct/", data, follow=True)
    assert (page.status_code, sentences(page), DistinctPair.objects.count()) == (200, [sentence], 0)


def test_a_pair_is_set_aside_once(as_reviewer):
    first, second = people("เอกฉัตร์", "เอกฉัตร")
    for _ in range(2):
        page = as_reviewer.post(
            "/merge/officials/distinct/", {"pair": f"{first.pk}-{second.pk}"}, follow=True
        )
    assert sentences(page) == ["บันทึกว่าไม่ใช่รายการซ้ำแล้ว 0 คู่ จะไม่เสนออีก"]
    assert DistinctPair.objects.count() == 1


def test_clerks_and_readers_set_nothing_aside(as_clerk, as_executive):
    for client in (as_clerk, as_executive):
        assert client.get("/merge/officials/distinct/").status_code == 403
        assert client.post("/merge/officials/distinct/", {"pair": "1-2"}).status_code == 403


def test_both_lists_cost_the_same_queries_with_one_pair_and_with_three(as_reviewer):
    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            as_reviewer.get(address)
        return len(captured)

    def grow(names):
        first, _, third = people(*names)
        as_reviewer.post("/merge/officials/distinct/", {"pair": f"{first.pk}-{third.pk}"})

    pages = ["/merge/officials/", "/merge/officials/distinct/"]
    grow(["เอกฉัตร์", "เอกฉัตร", "เอกฉัตรา"])
    for page in pages:
        queries(page)
    before = [queries(page) for page in pages]
    for names in (["ก้องเกียรติ์", "ก้องเกียรติ", "ก้องเกียรตี"], ["ทองสุขใจดี", "ทองสุกใจดี", "ทองสุขใจดี์"]):
        grow(names)
    assert [queries(page) for page in pages] == before

"""A round asks every open order of its kind at once; one page tells who has answered what and who has not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.tests.cast import a_directive, a_visit
from config.thai.dates import thai_date
from visits import directives
from visits.models import Assignment, FollowUpRound, RecordState
from visits.reports.rounds import Rounds
from visits.rounds import open_round


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def visit(centre1):
    return a_visit(centre1, "28/01/2566", record_state=RecordState.FINAL)


@pytest.fixture
def orders(visit, centre1, centre6, clerk):
    """Two that rounds ask about, and three that they do not."""
    asked = [a_directive(visit, text, to=[centre1, centre6]) for text in ("เร่งรัด", "ติดตาม")]
    a_directive(visit, "ถือปฏิบัติ", to=[centre1], follow_up="none")
    a_directive(visit, "ไม่มีผู้รับผิดชอบ")
    a_directive(a_visit(centre6, "28/01/2566"), "ยังไม่รับรอง", to=[centre6])
    for one in asked:
        directives.notify_all(one.assignments.all(), by=clerk)
    return asked


@pytest.fixture
def opened(orders, clerk, today):
    keys = [one.pk for one in orders]
    return open_round(
        by=clerk, fiscal_year=2567, opens_on=today, due_on=today + timedelta(days=30), directives=keys
    )


def form_values(page):
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def typed(day):
    return f"{day:%d/%m}/{day.year + 543}"


def test_the_office_opens_a_round_with_one_order_unticked(as_clerk, orders, today):
    page = as_clerk.get(reverse("round_open"))
    values = form_values(page)
    assert sorted(values["directives"]) == [one.pk for one in orders]
    values |= {
        "opens_on": typed(today),
        "due_on": typed(today),
        "fiscal_year": "2567",
        "directives": [orders[0].pk],
    }
    answer = as_clerk.post(reverse("round_open"), values)
    [made] = FollowUpRound.objects.all()
    assert (answer.url, str(made)) == (f"/reports/rounds/?round={made.pk}", "รอบที่ 1/2567")
    days = [set(one.assignments.values_list("effective_due_on", flat=True)) for one in orders]
    assert days == [{today}, {None}]


def test_a_due_day_before_the_opening_is_refused_and_nothing_typed_is_lost(as_clerk, orders, today):
    values = form_values(as_clerk.get(reverse("round_open")))
    values |= {"opens_on": typed(today), "due_on": typed(today - timedelta(days=1)), "note": "ครั้งแรก"}
    form = as_clerk.post(reverse("round_open"), values).context["form"]
    assert (list(form.errors), form["note"].value()) == (["due_on"], "ครั้งแรก")
    assert FollowUpRound.objects.count() == 0


def test_the_report_tells_who_answered_what_and_who_did_not(opened, orders, executive, centre6, reviewer):
    ours, theirs = orders[0].assignments.order_by("unit__code")
    directives.report(ours, by=reviewer, text="จดทะเบียน 12 ราย")
    directives.report(theirs, by=reviewer, text="กำลังดำเนินการ")
    directives.send_back(theirs, by=reviewer, reason="ขอตัวเลข")

    def found(**query):
        report = Rounds(query, executive)
        lines = [
            (part.directive.text, part.unit.code, [one.text for one in part.answers])
            for part in report.rows()
        ]
        assert (report.filter.sentences, report.count) == ([], len(lines))
        return sorted(lines)

    told = [("เร่งรัด", "DIPROM-C01", ["จดทะเบียน 12 ราย"])]
    missing = [
        ("ติดตาม", "DIPROM-C01", []),
        ("ติดตาม", "DIPROM-C06", []),
        ("เร่งรัด", "DIPROM-C06", ["กำลังดำเนินการ"]),
    ]
    assert (found(answer="told"), found(answer="missing"), found()) == (
        told,
        missing,
        sorted([*told, *missing]),
    )
    report = Rounds({"answer": "missing"}, executive)
    assert report.heading == "หน่วยงานที่ยังไม่รายงาน รอบที่ 1/2567"
    assert report.totals[1] == "ติดตาม 4 รายการ ยังไม่รายงาน 3 รายการ จาก 2 หน่วยงาน"
    assert thai_date(opened.due_on) in report.totals[0]


def test_an_officer_reads_the_own_answers_only(opened, orders, officer, reviewer):
    for part in orders[0].assignments.all():
        directives.report(part, by=reviewer, text=part.unit.code)
    told = [one.text for part in Rounds({"answer": "told"}, officer).rows() for one in part.answers]
    assert told == ["DIPROM-C01"]


def test_before_the_first_round_the_report_says_so(as_executive):
    report = as_executive.get("/reports/rounds/").context["report"]
    assert (report.totals, report.count) == (["ยังไม่เคยเปิดรอบการติดตาม"], 0)


def test_the_number_of_queries_does_not_grow(opened, orders, as_executive, reviewer):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert as_executive.get("/reports/rounds/?answer=told").status_code == 200
        return len(asked)

    [first, *others] = Assignment.objects.filter(directive__in=orders)
    directives.report(first, by=reviewer, text="แล้ว")
    of_one = queries()
    for part in others:
        directives.report(part, by=reviewer, text="แล้ว")
    assert queries() == of_one

"""A round asks every open order of its kind at once; one page tells who has answered what and who has not."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.tests.cast import a_directive, a_visit
from config.thai.dates import thai_date
from visits.directives import actions, steps
from visits.directives.follow_up_rounds import change_round, close_round, open_round, reopen_round
from visits.models import Assignment, Directive, FollowUpRound, RecordState, RoundDirective
from visits.models.workflow import Refused
from visits.reports.rounds import RoundsReport

pytestmark = pytest.mark.one_database

ADDRESS = "/rounds/open/"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def visit(centre1):
    return a_visit(centre1, "28/01/2566", record_state=RecordState.FINAL)


@pytest.fixture
def orders(visit, centre1, centre6, clerk):
    """Two that rounds ask about, and three that they do not."""
    directives = [a_directive(visit, text, to=[centre1, centre6]) for text in ("เร่งรัด", "ติดตาม")]
    a_directive(visit, "ถือปฏิบัติ", to=[centre1], follow_up="none")
    a_directive(visit, "ไม่มีผู้รับผิดชอบ")
    a_directive(a_visit(centre6, "28/01/2566"), "ยังไม่รับรอง", to=[centre6])
    for one in directives:
        actions.notify_all(one.assignments.all(), by=clerk)
    return directives


@pytest.fixture
def opened(orders, clerk, today):
    return a_round(clerk, orders, opens_on=today, due_on=today + timedelta(days=30))


def a_round(clerk, orders, **days):
    directives = Directive.objects.filter(pk__in=[one.pk for one in orders])
    return open_round(by=clerk, fiscal_year=2567, directives=directives, **days)


def values_of(page):
    """What a browser would send of the page unchanged."""
    form, choice = page.context["form"], page.context["choice"]
    fields = {name: form[name].value() or "" for name in form.fields if name != "confirmed"}
    ticked = [one.pk for one in choice.page if one.pk not in choice.left_out]
    return {**fields, "left_out": choice.left_out_keys, "shown": choice.shown_keys, "chosen": ticked}


def typed(day):
    return f"{day:%d/%m}/{day.year + 543}"


def due_days(orders):
    return [set(one.assignments.values_list("effective_due_on", flat=True)) for one in orders]


def test_the_office_opens_a_round_page_by_page_and_confirms_the_number(
    as_clerk, orders, today, monkeypatch, visit, centre6
):
    monkeypatch.setattr("visits.directives.round_forms.PER_PAGE", 1)
    values = values_of(as_clerk.get(ADDRESS))
    values |= {"opens_on": typed(today), "due_on": typed(today), "fiscal_year": "2567"}
    assert values["chosen"] == [orders[0].pk]
    turned = as_clerk.post(ADDRESS, values | {"chosen": [], "page": "2", "note": "ครั้งแรก"})
    values = values_of(turned)
    shown = (values["left_out"], values["chosen"], values["note"], values["due_on"])
    assert shown == (f"{orders[0].pk}", [orders[1].pk], "ครั้งแรก", typed(today))
    asking = as_clerk.post(ADDRESS, values).context["form"]
    [(tick, words)] = asking.fields["confirmed"].choices
    assert (list(asking.errors), words) == (["confirmed"], "เปิดรอบที่ 1/2567 ติดตาม 1 ข้อ 2 รายการ")
    # Meanwhile another order is certified: the tick no longer counts.
    late = a_directive(visit, "มาทีหลัง", to=[centre6])
    assert list(as_clerk.post(ADDRESS, values | {"confirmed": tick}).context["form"].errors) == ["confirmed"]
    answer = as_clerk.post(ADDRESS, values | {"confirmed": "รอบที่ 1/2567#2"})
    [made] = FollowUpRound.objects.all()
    assert (answer.url, str(made)) == (f"/reports/rounds/?round={made.pk}", "รอบที่ 1/2567")
    assert due_days([*orders, late]) == [{None}, {today}, {today}]
    trace = RoundDirective.history.values_list("history_user_name", flat=True)
    assert list(trace) == ["สมหญิง ใจดี"] * 2
    # Who still has the page of before open is asked about the second round, and opens no first one twice.
    again = as_clerk.post(ADDRESS, values | {"confirmed": "รอบที่ 1/2567#2"}).context["form"]
    assert [words for _, words in again.fields["confirmed"].choices] == ["เปิดรอบที่ 2/2567 ติดตาม 2 ข้อ 3 รายการ"]


def test_a_round_is_opened_over_what_a_filter_finds(as_clerk, orders, visit, centre1, centre6):
    a_directive(visit, "เฉพาะศูนย์ภาคที่ 1", to=[centre1])

    def found(query):
        return [one.text for one in as_clerk.get(f"{ADDRESS}?{query}").context["choice"].page]

    assert found("kind=regional_centre") == ["เร่งรัด", "ติดตาม", "เฉพาะศูนย์ภาคที่ 1"]
    assert found(f"answerer={centre6.pk}") == ["เร่งรัด", "ติดตาม"]
    wrong = as_clerk.get(f"{ADDRESS}?kind=ship").context["choice"]
    assert (wrong.filter.is_valid, wrong.match_count) == (False, 0)


def test_what_cannot_be_opened_is_said_and_nothing_typed_is_lost(as_clerk, orders, today):
    values = values_of(as_clerk.get(ADDRESS))
    values |= {"opens_on": typed(today), "due_on": typed(today - timedelta(days=1)), "note": "ครั้งแรก"}
    form = as_clerk.post(ADDRESS, values).context["form"]
    assert (list(form.errors), form["note"].value()) == (["due_on"], "ครั้งแรก")
    nothing = as_clerk.post(ADDRESS, values | {"chosen": [], "fiscal_year": "๒๕"}).context["form"]
    assert sorted(nothing.errors) == ["due_on", "fiscal_year"]
    values |= {"due_on": typed(today), "chosen": []}
    assert list(as_clerk.post(ADDRESS, values).context["form"].errors) == ["__all__"]
    too_many = ",".join(map(str, range(10**6, 10**6 + 270_000)))
    assert as_clerk.post(ADDRESS, values | {"left_out": too_many, "shown": ""}).context["choice"].number == 2
    assert FollowUpRound.objects.count() == 0


def test_a_round_gets_other_days_is_closed_and_opened_again(as_clerk, opened, orders, clerk, today, reviewer):
    address = reverse("round", args=[opened.pk])
    values = as_clerk.get(address).context["form"].initial
    values |= {name: typed(values[name]) for name in ("opens_on", "due_on")}
    later = today + timedelta(days=60)
    assert as_clerk.post(address, values | {"due_on": typed(later)}).status_code == 302
    assert due_days(orders) == [{later}, {later}]
    behind = as_clerk.post(address, values).context["form"]
    assert [len(behind.non_field_errors()), behind["due_on"].value()] == [1, values["due_on"]]
    other = a_round(clerk, orders[:1], opens_on=today, due_on=later)
    values["version"] = FollowUpRound.objects.get(pk=opened.pk).version
    taken = as_clerk.post(address, values | {"sequence": other.sequence}).context["form"]
    assert taken.non_field_errors() == ["มีรอบที่ 2/2567 อยู่แล้ว โปรดตรวจสอบแล้วลองอีกครั้ง"]
    other.delete()

    first = orders[1].assignments.order_by("unit__code").first()
    steps.report(first, by=reviewer, text="ทันเวลา")
    for _ in "twice":
        as_clerk.post(reverse("round_close", args=[opened.pk]))
    assert FollowUpRound.objects.get().closed_on == today
    assert due_days(orders) == [{None}, {None}]
    as_clerk.post(reverse("round_reopen", args=[opened.pk]))
    assert due_days(orders) == [{later}, {None, later}]


def test_a_closed_round_tells_how_it_stood_on_the_day_it_was_closed(
    orders, clerk, reviewer, executive, today, clock
):
    ours, theirs = orders[0].assignments.order_by("unit__code")
    first = a_round(clerk, orders[:1], opens_on=today, due_on=today)
    steps.report(ours, by=reviewer, text="รอบแรก")
    clock(days=10)
    close_round(first, by=clerk)
    clock(days=10)
    steps.send_back(ours, by=reviewer, reason="ขอตัวเลข")
    later = timezone.localdate()
    second = a_round(clerk, orders[:1], opens_on=later, due_on=later)
    steps.report(theirs, by=reviewer, text="รอบสอง")

    def answers_in(one):
        rows = RoundsReport({"round": one.pk}, executive).rows()
        return {
            part.unit.code: ([line.text for line in part.round_reports], part.state_then) for part in rows
        }

    assert answers_in(first) == {"DIPROM-C01": (["รอบแรก"], "reported"), "DIPROM-C06": ([], "notified")}
    assert answers_in(second) == {"DIPROM-C01": ([], "returned"), "DIPROM-C06": (["รอบสอง"], "reported")}


def test_the_report_tells_who_answered_what_and_who_did_not(opened, orders, executive, centre6, reviewer):
    ours, theirs = orders[0].assignments.order_by("unit__code")
    steps.report(ours, by=reviewer, text="จดทะเบียน 12 ราย")
    steps.report(theirs, by=reviewer, text="กำลังดำเนินการ")
    steps.send_back(theirs, by=reviewer, reason="ขอตัวเลข")

    def found(**query):
        report = RoundsReport(query, executive)
        lines = [
            (part.directive.text, part.unit.code, [one.text for one in part.round_reports])
            for part in report.rows()
        ]
        assert (report.filter.sentences, report.count) == ([], len(lines))
        return sorted(lines)

    answered = [("เร่งรัด", "DIPROM-C01", ["จดทะเบียน 12 ราย"])]
    missing = [
        ("ติดตาม", "DIPROM-C01", []),
        ("ติดตาม", "DIPROM-C06", []),
        ("เร่งรัด", "DIPROM-C06", ["กำลังดำเนินการ"]),
    ]
    assert (found(answer="told"), found(answer="missing"), found()) == (
        answered,
        missing,
        sorted([*answered, *missing]),
    )
    report = RoundsReport({"answer": "missing"}, executive)
    assert report.heading == "หน่วยงานที่ยังไม่รายงาน รอบที่ 1/2567"
    assert report.totals[1] == "ติดตาม 4 รายการ ยังไม่รายงาน 3 รายการ จาก 2 หน่วยงาน"
    assert thai_date(opened.due_on) in report.totals[0]


def test_an_answer_without_a_day_of_its_own_is_of_the_day_here(
    before_dawn, opened, orders, executive, reviewer
):
    for part in orders[0].assignments.all():
        steps.report(part, by=reviewer, text=part.unit.code)
    [column] = [column for column in RoundsReport.columns if column.name == "reported_on"]
    answered = RoundsReport({"answer": "told"}, executive).rows()
    assert [column.value(row) for row in answered] == [before_dawn, before_dawn]


def test_an_officer_reads_the_own_answers_only(opened, orders, officer, reviewer):
    for part in orders[0].assignments.all():
        steps.report(part, by=reviewer, text=part.unit.code)
    answering = [
        one.text for part in RoundsReport({"answer": "told"}, officer).rows() for one in part.round_reports
    ]
    assert answering == ["DIPROM-C01"]


def test_before_the_first_round_the_report_says_so(as_executive):
    report = as_executive.get("/reports/rounds/").context["report"]
    assert (report.totals, report.count) == (["ยังไม่เคยเปิดรอบการติดตาม"], 0)


@pytest.mark.both_databases
def test_the_number_of_queries_does_not_grow(opened, orders, as_executive, reviewer):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert as_executive.get("/reports/rounds/?answer=told").status_code == 200
        return len(captured)

    [first, *others] = Assignment.objects.filter(directive__in=orders)
    steps.report(first, by=reviewer, text="แล้ว")
    of_one = queries()
    for part in others:
        steps.report(part, by=reviewer, text="แล้ว")
    assert queries() == of_one


def test_a_step_that_a_round_does_not_allow_is_refused_in_a_sentence(opened, orders, clerk, executive, today):
    def refusal(step, *rows, **values):
        with pytest.raises(Refused) as refused:
            step(*rows, **values)
        return " ".join(refused.value.sentences)

    day, row = thai_date(today), FollowUpRound.objects.get()
    values = {"by": clerk, "fiscal_year": 2567, "opens_on": today, "due_on": today}
    asked = Directive.objects.filter(pk__in=[one.pk for one in orders])
    assert refusal(open_round, directives=Directive.objects.none(), **values) == "ไม่มีข้อสั่งการที่จะติดตามในรอบนี้"
    assert refusal(open_round, directives=asked, number=5, **values) == (
        "จำนวนข้อสั่งการเปลี่ยนจาก 5 เป็น 2 ข้อ โปรดตรวจสอบแล้วยืนยันอีกครั้ง"
    )
    assert refusal(reopen_round, row, by=clerk) == f"{row} ยังเปิดอยู่"
    close_round(row, by=clerk)
    assert refusal(close_round, row, by=clerk) == f"{row} ปิดแล้วเมื่อวันที่ {day}"
    row.refresh_from_db()
    later = {"opens_on": today + timedelta(days=1)}
    assert refusal(change_round, row, by=clerk, version=row.version, **later) == (
        f"วันที่เปิดรอบต้องไม่หลังวันที่ปิดรอบ ({day})"
    )
    assert refusal(change_round, row, by=clerk, version=row.version - 1, **later).startswith("มีผู้แก้ไขรอบนี้")
    reopen_round(row, by=clerk)
    row.refresh_from_db()
    change_round(row, by=clerk, version=row.version, **later)
    assert refusal(close_round, row, by=clerk) == f"{row} ยังไม่ถึงวันที่เปิดรอบ ({thai_date(later['opens_on'])})"
    with pytest.raises(PermissionDenied):
        close_round(row, by=executive)
    with pytest.raises(PermissionDenied):
        open_round(directives=asked, **values | {"by": executive})

"""The life of one unit's part in an order: which step follows which, who may take it, and what it leaves behind."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from config.tests.cast import a_directive, a_visit
from config.thai.dates import thai_date, thai_time
from visits.directives import actions, steps
from visits.models import (
    Amendment,
    Assignment,
    Directive,
    FollowUpRound,
    Letter,
    Progress,
    RecordState,
    RoundDirective,
    State,
    Verb,
)
from visits.models.workflow import Refused

pytestmark = pytest.mark.one_database

WEEK_LATER = date(2023, 2, 4)


@pytest.fixture
def order(centre1, nattapol):
    """Certified, for one unit, to be reported on."""
    visit = a_visit(centre1, "28/01/2566", lead=nattapol, record_state=RecordState.FINAL)
    return a_directive(visit, to=[centre1], given_by=nattapol, follow_up="report")


@pytest.fixture
def part(order):
    steps.settle(order)
    return order.assignments.get()


@pytest.fixture
def notified(part, clerk):
    steps.notify(part, by=clerk)
    return part


@pytest.fixture
def reported(notified, officer):
    steps.report(notified, by=officer, text="ดำเนินการแล้วร้อยละ 80", reported_on=date(2023, 2, 1))
    return notified


def stands(part):
    row = Assignment.objects.select_related("directive").get(pk=part.pk)
    return row.state, row.directive.overall_state


def log_of(part):
    return list(part.progress.values_list("verb", "state", "by_name", "for_unit"))


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        verb(*args, **kwargs)
    return refused.value.sentences[0]


def test_an_order_is_told_answered_sent_back_answered_again_and_closed(part, clerk, reviewer, officer):
    steps.notify(part, by=clerk)
    steps.acknowledge(part, by=officer)
    steps.report(part, by=officer, text="เริ่มแล้ว", final=False)
    steps.report(part, by=officer, text="ครบแล้ว")
    steps.send_back(part, by=reviewer, reason="ขอตัวเลขรายจังหวัด")
    steps.report(part, by=officer, text="ครบทุกจังหวัด")
    steps.close(part, by=reviewer)
    officer_name, clerk_name, reviewer_name = (one.get_full_name() for one in (officer, clerk, reviewer))
    assert log_of(part) == [
        ("notify", "notified", clerk_name, False),
        ("acknowledge", "acknowledged", officer_name, False),
        ("report", "in_progress", officer_name, False),
        ("report", "reported", officer_name, False),
        ("send_back", "returned", reviewer_name, False),
        ("report", "reported", officer_name, False),
        ("close", "closed", reviewer_name, False),
    ]
    assert stands(part) == ("closed", "closed")


def test_the_day_of_notice_is_the_day_of_the_letter(part, clerk):
    letter = Letter.objects.create(subject="แจ้งข้อสั่งการ", number="อก 0201/123", dated_on=WEEK_LATER)
    step = steps.notify(part, by=clerk, letter=letter)
    part.refresh_from_db()
    assert (part.letter, step.reported_on, step.letter_no) == (letter, WEEK_LATER, "อก 0201/123")


def test_an_order_of_a_draft_is_told_to_nobody(part, clerk, order):
    order.visit.record_state = RecordState.DRAFT
    order.visit.save()
    assert refusal(steps.notify, part, by=clerk) == "แจ้งข้อสั่งการได้เมื่อรับรองข้อมูลการตรวจเยี่ยมแล้ว"


def test_acknowledging_twice_says_who_did_it_when(notified, officer):
    step = steps.acknowledge(notified, by=officer)
    moment = timezone.localtime(step.recorded_at)
    assert refusal(steps.acknowledge, notified, by=officer) == (
        "รับทราบไม่ได้ เพราะศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 มีสถานะ “รับทราบแล้ว” "
        f"(กัญญา พร้อมช่วย บันทึกเมื่อ {thai_date(moment)} เวลา {thai_time(moment)})"
    )
    assert len(log_of(notified)) == 2


def test_a_closed_order_takes_no_report(reported, reviewer, officer):
    steps.close(reported, by=reviewer)
    assert refusal(steps.report, reported, by=officer, text="เพิ่มเติม").startswith("รายงานผลไม่ได้")
    assert stands(reported) == ("closed", "closed")


def test_who_holds_an_old_copy_is_told_that_another_closed(reported, reviewer, clerk):
    old = Assignment.objects.get(pk=reported.pk)
    steps.close(reported, by=reviewer)
    assert refusal(steps.close, old, by=clerk).startswith(
        "บันทึกแล้วเสร็จไม่ได้ เพราะศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 มีสถานะ “แล้วเสร็จ” (วิชัย รอบคอบ บันทึกเมื่อ"
    )


def test_an_important_order_closes_only_with_a_file(notified, order, officer, reviewer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    order.is_important = True
    order.save()
    steps.report(notified, by=officer, text="ดำเนินการแล้ว")
    assert refusal(steps.close, notified, by=reviewer).startswith("เรื่องสำคัญต้องมีหลักฐาน")
    file = SimpleUploadedFile("ผล.pdf", b"%PDF-1.4", "application/pdf")
    step = steps.report(notified, by=officer, text="แนบหลักฐาน", files=[file])
    steps.close(notified, by=reviewer)
    assert list(step.attachments.values_list("original_name", "kind")) == [("ผล.pdf", "evidence")]


@pytest.mark.parametrize(("impossible", "state"), [(False, "ended"), (True, "impossible")])
def test_the_office_ends_with_a_reason(notified, clerk, impossible, state):
    assert refusal(steps.end, notified, by=clerk, reason=" ") == "โปรดระบุเหตุผล"
    steps.end(notified, by=clerk, reason="หมดความจำเป็น", impossible=impossible)
    assert stands(notified) == (state, "ended")


def test_another_unit_takes_over_the_leading_part(part, clerk, office_lampang, order):
    part.role = "lead"
    part.save()
    new = steps.reassign(part, by=clerk, to=office_lampang, reason="อยู่ในจังหวัดลำปาง")
    assert list(order.assignments.order_by("pk").values_list("unit__code", "role", "state")) == [
        ("DIPROM-C01", "lead", "withdrawn"),
        ("PIO-TH-52", "lead", "pending"),
    ]
    assert log_of(new) == [("reassign", "pending", "สมหญิง ใจดี", False)]


def test_a_closed_unit_takes_over_nothing_and_its_successor_is_named(part, clerk, office_lampang, centre6):
    office_lampang.closed_on, office_lampang.successor = date(2024, 1, 1), centre6
    office_lampang.save()
    sentence = refusal(steps.reassign, part, by=clerk, to=office_lampang, reason="ย้ายงาน")
    assert sentence.endswith("โปรดเลือกศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 6")


def test_a_later_day_for_one_unit_leaves_the_day_of_the_order(part, order, clerk):
    order.due_on = date(2023, 3, 1)
    order.save()
    steps.settle(order)
    sentence = "กำหนดใหม่ต้องหลังกำหนดเดิม (1 มี.ค. 2566)"
    assert refusal(steps.extend, part, by=clerk, due_on=date(2023, 2, 1), reason="ขอเวลา") == sentence
    steps.extend(part, by=clerk, due_on=date(2023, 4, 1), reason="รอผลตรวจ")
    part.refresh_from_db()
    order.refresh_from_db()
    assert (part.effective_due_on, order.due_on) == (date(2023, 4, 1), date(2023, 3, 1))
    order.follow_up = "none"
    order.save()
    kept_to = refusal(steps.extend, part, by=clerk, due_on=date(2023, 5, 1), reason="ขอเวลา")
    assert kept_to == "ข้อสั่งการนี้ให้ถือปฏิบัติ จึงไม่มีกำหนดเวลาให้ขยาย"
    shown = Assignment.objects.select_related("directive").get(pk=part.pk)
    assert "extend" not in [step.verb for step in steps.open_steps(clerk, shown)]


def test_new_wording_keeps_the_old_and_gives_rows_the_new_day(notified, order, clerk):
    before = order.text
    actions.amend(order, by=clerk, reason="ตามบันทึกเสียง", text="ให้เร่งรัดภายในปีนี้", due_on=WEEK_LATER)
    order.refresh_from_db()
    notified.refresh_from_db()
    amendment = Amendment.objects.get()
    assert (str(amendment), amendment.text, amendment.due_on) == ("แก้ไขเพิ่มเติม ครั้งที่ 1", before, None)
    assert (order.text, notified.effective_due_on) == ("ให้เร่งรัดภายในปีนี้", WEEK_LATER)
    assert log_of(notified)[-1] == ("amend", "notified", "สมหญิง ใจดี", False)


def test_an_amendment_without_change_is_refused(order, clerk):
    sentence = refusal(actions.amend, order, by=clerk, reason="ทวน", text=order.text)
    assert sentence == "ยังไม่ได้แก้ไขข้อความ กำหนดเวลา หรือผู้สั่งการ"


def test_no_day_lies_before_the_visit(part, order, clerk, centre6):
    day = date(2023, 1, 1)
    sentence = "กำหนดแล้วเสร็จต้องไม่ก่อนวันที่สั่งการ (28 ม.ค. 2566)"
    assert refusal(steps.extend, part, by=clerk, due_on=day, reason="ก") == sentence
    assert refusal(actions.amend, order, by=clerk, reason="ก", due_on=day) == sentence
    assert refusal(actions.assign, order, [centre6], by=clerk, due_on=day) == sentence
    assert refusal(steps.reassign, part, to=centre6, by=clerk, reason="ก", due_on=day) == sentence


def test_a_due_day_that_is_stored_already_keeps_nobody_from_amending_the_wording(order, clerk):
    Directive.objects.bulk_update([Directive(pk=order.pk, due_on=date(2023, 1, 1))], ["due_on"])
    actions.amend(order, by=clerk, reason="ตามบันทึกเสียง", text="ให้เร่งรัดภายในปีนี้", due_on=date(2023, 1, 1))
    assert Directive.objects.get().text == "ให้เร่งรัดภายในปีนี้"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2023, 1, 27), "ต้องไม่ก่อนวันที่สั่งการ (28 ม.ค. 2566)"),
        (date(2156, 12, 1), "ต้องไม่เป็นวันในอนาคต"),
    ],
)
def test_no_step_is_taken_before_the_visit_or_in_the_future(order, part, clerk, officer, day, sentence):
    assert refusal(steps.notify, part, by=clerk, on=day) == f"วันที่แจ้ง{sentence}"
    assert refusal(actions.notify_all, [part], by=clerk, on=day) == f"วันที่แจ้ง{sentence}"
    steps.notify(part, by=clerk, on=date(2023, 1, 28))
    assert refusal(steps.acknowledge, part, by=officer, on=day) == f"วันที่รับทราบ{sentence}"
    steps.acknowledge(part, by=officer, on=date(2023, 1, 28))
    assert refusal(steps.report, part, by=officer, text="ก", reported_on=day) == f"วันที่รายงาน{sentence}"
    steps.report(part, by=officer, text="ก", reported_on=timezone.localdate())


@pytest.mark.parametrize(
    ("verb", "more"),
    [("close", {}), ("send_back", {"reason": "ก"}), ("end", {"reason": "ก"}), ("notify", {})],
)
def test_an_officer_takes_no_step_of_the_office(reported, officer, verb, more):
    with pytest.raises(PermissionDenied):
        getattr(steps, verb)(reported, by=officer, **more)


def test_an_officer_answers_for_no_other_unit(order, officer, clerk, centre6):
    [other] = actions.assign(order, [centre6], by=clerk)
    steps.notify(other, by=clerk)
    with pytest.raises(PermissionDenied):
        steps.acknowledge(other, by=officer)


def test_the_office_answers_in_the_name_of_a_unit(notified, clerk):
    steps.report(notified, by=clerk, text="ตามหนังสือตอบ", letter_no="ลป 0033/9", signer="ผู้ว่าราชการจังหวัด")
    assert log_of(notified)[-1] == ("report", "reported", "สมหญิง ใจดี", True)


def test_a_round_asks_until_the_unit_has_answered_it(order, part, clerk, officer):
    order.follow_up = "rounds"
    order.save()
    today = timezone.localdate()
    follow_up_round = FollowUpRound.objects.create(
        fiscal_year=2570, sequence=1, opens_on=today, due_on=today + timedelta(days=30)
    )
    RoundDirective.objects.create(round=follow_up_round, directive=order)
    steps.notify(part, by=clerk)
    part.refresh_from_db()
    assert part.effective_due_on == follow_up_round.due_on
    steps.report(part, by=officer, text="ดำเนินการต่อเนื่อง", final=False)
    part.refresh_from_db()
    assert (part.effective_due_on, part.state) == (None, State.IN_PROGRESS)


def test_the_command_mends_what_no_longer_follows(part, order, capsys):
    with connection.cursor() as cursor:
        cursor.execute("update visits_directive set overall_state = 'closed'")
    call_command("settle_directives")
    call_command("settle_directives")
    order.refresh_from_db()
    assert (order.overall_state, capsys.readouterr().out) == ("pending", "แก้ไข 1 ค่า\nถูกต้องทุกข้อ\n")


def test_a_past_moment_shows_the_states_of_then(reported, reviewer):
    then = Progress.objects.get(verb=Verb.REPORT).recorded_at
    steps.close(reported, by=reviewer)
    now = timezone.now()
    at = Assignment.objects.as_of
    states = [at(moment).values_list("state_then", flat=True).get() for moment in (then, now)]
    assert states == ["reported", "closed"]
    assert not at(then - timedelta(days=1)).exists()


def test_overdue_is_what_waits_for_the_unit_after_its_day(notified, order, officer):
    order.due_on = WEEK_LATER
    order.save()
    steps.settle(order)
    overdue = Assignment.objects.overdue
    assert [overdue(WEEK_LATER).count(), overdue(WEEK_LATER + timedelta(days=1)).count()] == [0, 1]
    assert Assignment.objects.due_soon(WEEK_LATER - timedelta(days=7)).count() == 1
    steps.report(notified, by=officer, text="ครบแล้ว")
    assert overdue(WEEK_LATER + timedelta(days=1)).count() == 0

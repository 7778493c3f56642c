"""A unit hears of what the office did with its directives, the office of reports: by mail, once, as each person wishes."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.tests.cast import a_directive, a_visit, an_account, client_of
from config.tests.html import texts
from visits.directives import actions, steps
from visits.directives.notifications import notification_items
from visits.directives.reminder_mails import remind_everybody
from visits.models import Reminder, ReminderSetting


@pytest.fixture
def accounts(db, officer, clerk, reviewer):
    """Those who take the steps and hear of them, all with addresses."""
    for account in (officer, clerk, reviewer):
        account.email = f"{account.username}@example.go.th"
        account.save()
    return officer, clerk, reviewer


@pytest.fixture
def assignment(accounts, centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", lead=nattapol, record_state="final")
    row = a_directive(visit, "ให้เร่งรัดแผน", to=[centre1], given_by=nattapol, follow_up="report")
    return row.assignments.get()


def choose(user, delivery):
    ReminderSetting.objects.update_or_create(user=user, defaults={"delivery": delivery})


def heard(user):
    """What happened, without which directive."""
    return [item.text.split(": ")[0] for item in notification_items(user, timezone.now())]


def run():
    """Who was mailed in one run of the timer."""
    mail.outbox.clear()
    remind_everybody(timezone.now(), timezone.localdate())
    return [letter.to[0] for letter in mail.outbox]


def test_a_unit_hears_of_each_step_of_the_office_and_the_office_of_a_report(assignment, accounts, centre6):
    officer, clerk, reviewer = accounts
    later = timezone.localdate() + timedelta(days=30)
    steps.notify(assignment, by=clerk)
    steps.report(assignment, by=officer, text="ดำเนินการแล้ว")
    steps.send_back(assignment, by=reviewer, reason="ขอตัวเลข")
    actions.amend(assignment.directive, by=clerk, reason="แก้คำ", text="ให้เร่งรัดแผนงาน")
    steps.extend(assignment, by=clerk, due_on=later, reason="รอผลตรวจ")
    other = an_account("officer", username="other", unit=centre6)
    steps.reassign(assignment, by=clerk, to=centre6, reason="ย้ายงาน")
    assert [text.split(" กำหนดใหม่")[0] for text in heard(officer)] == [
        "แจ้งข้อสั่งการ",
        "ส่งกลับ",
        "แก้ไขเพิ่มเติม",
        "ขยายระยะเวลา",
        "ถอนจากหน่วยงาน เพราะเปลี่ยนหน่วยงานรับผิดชอบ",
    ]
    assert heard(other) == ["มอบหมายแทนหน่วยงานเดิม รอแจ้ง"]
    assert heard(clerk) == heard(reviewer) == ["รายงานผล"]


def test_what_a_unit_was_never_notified_of_is_not_withdrawn_from_it_by_mail(assignment, accounts, centre6):
    officer, clerk, _ = accounts
    actions.amend(assignment.directive, by=clerk, reason="แก้คำ", text="ให้เร่งรัดแผนงาน")
    steps.reassign(assignment, by=clerk, to=centre6, reason="ย้ายงาน")
    assert heard(officer) == []


def test_nobody_hears_of_the_own_step_and_readers_of_none(assignment, accounts, centre6):
    _, clerk, _ = accounts
    steps.notify(assignment, by=clerk)
    steps.report(assignment, by=clerk, text="หน่วยงานแจ้งทางโทรศัพท์")
    readers = an_account("officer", username="other", unit=centre6), an_account("executive")
    assert [heard(user) for user in (clerk, *readers)] == [[], [], []]


def test_an_internal_directive_is_told_to_no_unit(assignment, accounts):
    officer, clerk, _ = accounts
    steps.notify(assignment, by=clerk)
    directive = assignment.directive
    directive.is_internal = True
    directive.save()
    assert heard(officer) == []


def test_all_of_a_day_is_one_mail_and_none_comes_twice(assignment, accounts):
    officer, clerk, _ = accounts
    steps.notify(assignment, by=clerk)
    actions.amend(assignment.directive, by=clerk, reason="แก้คำ", text="ให้เร่งรัดแผนงาน")
    assert run() == [officer.email]
    text = "แจ้งข้อสั่งการ: ให้เร่งรัดแผน (ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1)"
    assert [line[3:] for line in mail.outbox[0].body.splitlines() if line.startswith("1. ")] == [text]
    assert run() == []


def test_who_chose_never_gets_none(assignment, accounts):
    officer, clerk, _ = accounts
    choose(officer, "never")
    steps.notify(assignment, by=clerk)
    assert run() == []


def test_the_choice_is_made_on_the_page_of_ones_reminders(accounts):
    client = client_of(accounts[0])
    client.post("/reminders/", {"digest": "on", "delivery": "at_once"})
    assert ReminderSetting.objects.get(user=accounts[0]).delivery == "at_once"
    response = client.post("/reminders/", {"digest": "on", "delivery": "yearly"})
    assert texts(response, "ul", class_="errorlist") == ["“yearly” ไม่อยู่ในรายการที่เลือกได้ กรุณาเลือกใหม่"]


@pytest.mark.django_db(transaction=True)
def test_at_once_means_after_the_step_is_stored_and_of_several_steps_one_mail(
    assignment, accounts, centre1, nattapol
):
    officer, clerk, _ = accounts
    choose(officer, "at_once")
    second = a_directive(assignment.directive.visit, "ให้รายงาน", to=[centre1], given_by=nattapol)
    mail.outbox.clear()
    actions.notify_all([assignment, second.assignments.get()], by=clerk)
    assert [(letter.to, letter.subject.split(" ณ ")[0]) for letter in mail.outbox] == [
        ([officer.email], "แจ้งเตือนการติดตามข้อสั่งการ 2 รายการ")
    ]
    assert run() == []


class Dead(EmailBackend):
    """A mail server that does not answer, however often it is asked."""

    attempts = 0

    def open(self):
        type(self).attempts += 1
        raise ConnectionRefusedError("nobody answers")

    def send_messages(self, messages):
        self.open()


@pytest.mark.django_db(transaction=True)
def test_a_dead_mail_server_breaks_no_step_and_the_next_run_sends_what_was_left(
    assignment, accounts, settings
):
    officer, clerk, _ = accounts
    choose(officer, "at_once")
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Dead"
    steps.notify(assignment, by=clerk)
    assert assignment.progress.get().verb == "notify"
    with pytest.raises(CommandError, match=r"^ส่งแล้ว 0 ฉบับ ไม่สำเร็จ 1 ฉบับ"):
        call_command("send_reminders")
    settings.EMAIL_BACKEND = working
    assert run() == [officer.email]


@pytest.mark.django_db(transaction=True)
def test_a_dead_mail_server_is_asked_once_for_all_steps_of_a_transaction(
    assignment, accounts, centre6, settings, monkeypatch
):
    officer, clerk, _ = accounts
    choose(officer, "at_once")
    other = actions.assign(assignment.directive, [centre6], by=clerk)
    settings.EMAIL_BACKEND = f"{__name__}.Dead"
    monkeypatch.setattr(Dead, "attempts", 0)
    actions.notify_all([assignment, *other], by=clerk)
    assert Dead.attempts == 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_one_mail(assignment, accounts):
    officer, clerk, _ = accounts
    steps.notify(assignment, by=clerk)
    mail.outbox.clear()

    def one_run():
        try:
            remind_everybody(timezone.now(), timezone.localdate())
        finally:
            connection.close()

    runs = [Thread(target=one_run) for _ in range(2)]
    for thread in runs:
        thread.start()
    for thread in runs:
        thread.join()
    assert [letter.to for letter in mail.outbox] == [[officer.email]]
    assert Reminder.objects.filter(user=officer, kind="change").count() == 1


def test_what_concerns_nobody_with_an_address_stands_on_a_page_of_the_office(
    assignment, accounts, django_assert_num_queries, nattapol, centre6
):
    _, clerk, _ = accounts
    far = a_visit(centre6, "29/01/2566", lead=nattapol, record_state="final")

    def notify_another(number):
        row = a_directive(far, f"เรื่องที่ {number}", to=[centre6], given_by=nattapol)
        steps.notify(row.assignments.get(), by=clerk)

    client = client_of(clerk)
    steps.notify(assignment, by=clerk)
    assert texts(client.get("/reminders/without-address/"), "td") == []
    notify_another(1)
    with CaptureQueriesContext(connection) as of_one:
        response = client.get("/reminders/without-address/")
    assert texts(response, "td")[1:] == ["ศภ.6", f"แจ้งข้อสั่งการ: เรื่องที่ 1 ({centre6})"]
    notify_another(2)
    notify_another(3)
    with django_assert_num_queries(len(of_one)):
        assert len(texts(client.get("/reminders/without-address/"), "td")) == 9
    centre6_officer = an_account("officer", username="other", unit=centre6)
    centre6_officer.email = "six@example.go.th"
    centre6_officer.save()
    assert texts(client.get("/reminders/without-address/"), "td") == []

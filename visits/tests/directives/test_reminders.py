"""What is told by e-mail, to whom, once; also after days on which nothing ran and with a server that is down."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from config.tests.cast import a_directive, a_visit, an_account, client_of
from visits.directives import steps
from visits.directives.reminder_mails import remind_everybody
from visits.directives.reminders import items_for
from visits.models import FollowUpRound, Holiday, Reminder, ReminderSetting, RoundDirective

pytestmark = pytest.mark.one_database

DUE = date(2023, 4, 7)  # a Friday, before the holidays of Songkran
NOW = timezone.now()


@pytest.fixture
def part(centre1, nattapol, officer, clerk):
    """Told to centre 1, due on a Friday; its officer and the clerk have addresses."""
    for account in (officer, clerk):
        account.email = f"{account.username}@example.go.th"
        account.save()
    visit = a_visit(centre1, "28/01/2566", lead=nattapol, record_state="final")
    order = a_directive(visit, "ให้เร่งรัดแผน", to=[centre1], follow_up="report", due_on=DUE)
    steps.settle(order)
    row = order.assignments.get()
    steps.notify(row, by=clerk)
    return row


def kinds(user, day):
    return [item.kind for item in items_for(user, day)]


def run(day):
    """The letters of one run: pairs of the first address and the number of things told."""
    mail.outbox.clear()
    _, failed = remind_everybody(NOW, day)
    return [letter.to[0] for letter in mail.outbox], len(failed)


def test_stages_count_working_days(part, officer):
    Holiday.objects.bulk_create(
        Holiday(date=date(2023, 4, day), name="สงกรานต์") for day in (13, 14)
    )  # Thursday and Friday
    days = [
        (date(2023, 3, 30), []),
        (date(2023, 3, 31), ["due_soon"]),
        (DUE, ["due_soon"]),
        (date(2023, 4, 9), []),
        (date(2023, 4, 10), ["overdue_1"]),
        (date(2023, 4, 19), ["overdue_1"]),
        (date(2023, 4, 20), ["overdue_7"]),
        (date(2023, 5, 2), ["overdue_15"]),
    ]
    assert [(day, kinds(officer, day)) for day, _ in days] == days


def test_a_second_run_and_the_next_day_tell_nothing_twice(part):
    assert run(date(2023, 4, 5)) == (["officer@example.go.th", "clerk@example.go.th"], 0)
    assert run(date(2023, 4, 5)) == run(date(2023, 4, 6)) == ([], 0)


def test_after_missed_days_one_thing_is_told_once(part, officer):
    run(date(2023, 6, 1))
    kinds_sent = Reminder.objects.filter(user=officer).values_list("kind", flat=True)
    assert sorted(kinds_sent) == ["change", "overdue_15"]


def test_a_later_day_is_told_anew(part, officer, clerk):
    run(date(2023, 4, 5))
    steps.extend(part, by=clerk, due_on=date(2023, 5, 31), reason="รอผลตรวจ")
    assert run(date(2023, 5, 29))[0][0] == officer.email


def test_a_letter_has_text_and_html_with_links(part, settings):
    settings.SITE_URL = "https://field.example.go.th"
    run(date(2023, 4, 5))
    letter, address = mail.outbox[0], f"https://field.example.go.th{part.directive.get_absolute_url()}"
    html = letter.alternatives[0].content
    line = "ครบกำหนด 7 เม.ย. 2566: ให้เร่งรัดแผน (ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1)"
    assert letter.subject == "แจ้งเตือนการติดตามข้อสั่งการ 2 รายการ ณ วันที่ 5 เม.ย. 2566"
    assert f"1. {line}\n   {address}\n" in letter.body
    assert f'<a href="{address}">{line}</a>' in html


class OneBadAddress(EmailBackend):
    """A server that refuses one mailbox."""

    def send_messages(self, messages):
        if messages[0].to == ["officer@example.go.th"]:
            raise OSError("mailbox unavailable")
        return super().send_messages(messages)


def test_one_bad_address_stops_nobody_and_is_tried_again(part, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.OneBadAddress"
    assert run(date(2023, 4, 5)) == (["clerk@example.go.th"], 1)
    assert [row.error for row in Reminder.objects.filter(sent_at=None)] == ["mailbox unavailable"] * 2
    settings.EMAIL_BACKEND = working
    assert run(date(2023, 4, 6)) == (["officer@example.go.th"], 0)
    assert not Reminder.objects.filter(sent_at=None).exists()


def test_what_failed_is_seen_in_the_admin(part, admin):
    Reminder.objects.create(
        user=admin, kind="digest", about="1", text="สรุป", tried_at=NOW, error="mailbox unavailable"
    )
    page = client_of(admin).get("/admin/visits/reminder/?arrived=no")
    assert page.context["cl"].result_count == 1


def test_people_choose_less(part, officer):
    client = client_of(officer)
    client.post("/reminders/", {"overdue": "on", "rounds": "on", "digest": "on", "delivery": "daily"})
    setting = ReminderSetting.objects.get(user=officer)
    assert [setting.due_soon, setting.overdue] == [False, True]
    assert kinds(officer, date(2023, 4, 5)) == []


def test_a_round_is_told_when_it_opens_and_before_it_ends_to_who_has_not_answered(part, officer, clerk):
    order, today = part.directive, timezone.localdate()
    order.follow_up, order.due_on = "rounds", None
    order.save()
    follow_up_round = FollowUpRound.objects.create(
        fiscal_year=2570, sequence=1, opens_on=today, due_on=today + timedelta(days=20)
    )
    RoundDirective.objects.create(round=follow_up_round, directive=order)
    steps.settle(order)
    assert kinds(officer, today) == ["round_opens"]
    assert kinds(officer, follow_up_round.due_on) == ["due_soon", "round_opens", "round_ends"]
    steps.report(part, by=officer, text="ดำเนินการต่อเนื่อง", final=False)
    assert kinds(officer, follow_up_round.due_on) == []


def test_the_office_gets_a_digest_once_a_week(part, clerk):
    [item] = items_for(clerk, date(2023, 4, 12))
    assert item.text == "สรุปการติดตามข้อสั่งการ: เกินกำหนด 1 รายการ"
    assert run(date(2023, 4, 12))[0][-1] == run(date(2023, 4, 17))[0][-1] == clerk.email
    assert clerk.email not in run(date(2023, 4, 19))[0]


def test_other_units_and_readers_are_told_nothing(part, centre6):
    other = an_account("officer", username="other", unit=centre6)
    assert [kinds(user, DUE) for user in (other, an_account("executive"))] == [[], []]


def test_the_command_says_how_many(part, capsys):
    call_command("send_reminders")
    assert capsys.readouterr().out == "ส่งแล้ว 2 ฉบับ ไม่สำเร็จ 0 ฉบับ\n"


def test_without_a_mail_server_nothing_is_marked_as_sent(part, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    with pytest.raises(CommandError, match="EMAIL_HOST"):
        call_command("send_reminders")
    assert Reminder.objects.count() == 0


def test_a_dead_mail_server_ends_the_command_with_an_error(part, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(CommandError, match=r"^ส่งแล้ว 0 ฉบับ ไม่สำเร็จ 2 ฉบับ"):
        call_command("send_reminders")
    assert Reminder.objects.filter(sent_at=None).exclude(error="").exists()


def test_the_page_gives_text_for_a_chat(part, officer):
    page = client_of(officer).get("/reminders/")
    address = f"http://testserver{part.directive.get_absolute_url()}"
    assert page.context["text"].splitlines()[2] == address

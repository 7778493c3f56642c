"""Sends reminders and notifications: one mail a person and run, or at once for who wishes; nothing is sent twice.

A run is safe to repeat, also at the same time as another. What could not be sent goes with the next run.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models.functions import Coalesce
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.utils import timezone

from config.thai.dates import thai_date
from officials.models import User
from visits.directives import steps
from visits.directives.notifications import notification_items
from visits.directives.reminders import ReminderItem, items_for
from visits.models import Delivery, Progress, Reminder, ReminderSetting, Verb

logger = logging.getLogger(__name__)

# A run that broke off has left things claimed; after this time another run takes them over.
CLAIMED_FOR = timedelta(hours=1)
LONGEST = Reminder._meta.get_field("text").max_length
# Somebody waits for the page: what a slow server does not take goes with the next run.
SECONDS_AT_ONCE = 5
# Keys of the steps of the transaction that is open in this thread.
_just_taken = threading.local()


def remind_everybody(now: datetime, today: date) -> tuple[int, list[tuple[str, str]]]:
    """Sends one mail a person; returns how many went out, and address and error of those that did not."""

    def all_items(user: User) -> Iterable[ReminderItem]:
        return [*items_for(user, today), *wanted(user, notification_items(user, now))]

    sent, failed = 0, []
    for user in User.objects.filter(is_active=True).exclude(email="").order_by("pk"):
        error = remind(user, all_items, now, today)
        if error:
            failed.append((user.email, error))
        elif error is not None:
            sent += 1
    return sent, failed


def remind(
    user: User,
    items: Callable[[User], Iterable[ReminderItem]],
    now: datetime,
    today: date,
    connection: BaseEmailBackend | None = None,
) -> str | None:
    """Sends the user those items that were not sent yet; gives what went wrong, "" if nothing, None if there are none."""
    claimed = claim(user, items, now)
    if not claimed:
        return None
    error = send(user, [item for item, _ in claimed], today, connection)
    keys = [row.pk for _, row in claimed]
    Reminder.objects.filter(pk__in=keys).update(error=error, sent_at=None if error else now)
    return error


def claim(
    user: User, items: Callable[[User], Iterable[ReminderItem]], now: datetime
) -> list[tuple[ReminderItem, Reminder]]:
    """What this person has not been sent; the locked account keeps another run from sending the same."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        wanted_now = list(items(user))
        known = Reminder.objects.filter(user=user, about__in={item.about for item in wanted_now})
        rows = {(row.kind, row.about): row for row in known}
        claimed = []
        for item in wanted_now:
            row = rows.get((item.kind, item.about))
            if row and (row.sent_at or not (row.error or row.tried_at < now - CLAIMED_FOR)):
                continue
            row = row or Reminder(user=user, kind=item.kind, about=item.about)
            row.address, row.text, row.tried_at, row.error = user.email, item.text[:LONGEST], now, ""
            row.save()
            claimed.append((item, row))
        return claimed


def send(
    user: User, items: list[ReminderItem], today: date, connection: BaseEmailBackend | None = None
) -> str:
    """Sends the mail; returns what went wrong, empty where it left."""
    context = {"user": user, "items": items, "site": settings.SITE_URL, "today": today}
    letter = EmailMultiAlternatives(
        f"แจ้งเตือนการติดตามข้อสั่งการ {len(items)} รายการ ณ วันที่ {thai_date(today)}",
        render_to_string("visits/directives/reminder_letter.txt", context),
        to=[user.email],
        connection=connection,
    )
    letter.attach_alternative(
        render_to_string("visits/directives/reminder_letter.html", context), "text/html"
    )
    try:
        letter.send()
    except (SMTPException, OSError, ValueError) as error:
        return str(error) or type(error).__name__
    return ""


def wanted(user: User, items: Iterable[ReminderItem]) -> list[ReminderItem]:
    """Those items of a kind that the user chose to be sent."""
    setting = ReminderSetting.objects.of(user)
    return [item for item in items if setting.wants(item.kind)]


@receiver(post_save, sender=Progress, dispatch_uid="visits.directives.reminder_mails")
def mail_after_commit(instance: Progress, created: bool, **_: Any) -> None:
    """Once the step is stored, mails it to those who want to know at once; a failure never reaches who took the step."""
    if created:
        _just_taken.__dict__.setdefault("keys", set()).add(instance.pk)
        transaction.on_commit(mail_at_once, robust=True)


def mail_at_once() -> None:
    """Sends what was just stored to those who chose so: of all steps of one transaction one mail a person."""
    # Asked after the commit once for each step of it; the first time takes them all.
    if not (keys := _just_taken.__dict__.pop("keys", None)):
        return
    taken = Progress.objects.filter(pk__in=keys)
    users = User.objects.filter(is_active=True, reminder_setting__delivery=Delivery.AT_ONCE).exclude(email="")
    if settings.EMAIL_BACKEND == "django.core.mail.backends.console.EmailBackend" or not users.exists():
        return
    verbs, units = set(), set()
    for verb, unit in taken.values_list("verb", Coalesce("assignment__continued_by", "assignment__unit")):
        verbs.add(verb)
        units.add(unit)
    now, today, began = timezone.now(), timezone.localdate(), time.monotonic()
    try:
        connection = get_connection(timeout=SECONDS_AT_ONCE)
        connection.open()
        for user in users.order_by("pk"):
            concerns = (
                Verb.REPORT in verbs
                if steps.is_office(user)
                else user.unit_id and not units.isdisjoint(user.family)
            )
            if concerns and time.monotonic() - began < SECONDS_AT_ONCE:
                remind(user, lambda account: notification_items(account, now), now, today, connection)
        connection.close()
    except (SMTPException, OSError) as error:
        logger.warning("mail at once: %s; what was not sent goes with the next send_reminders", error)

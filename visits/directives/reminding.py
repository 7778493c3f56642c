"""Sends what is due, one letter a person; safe to run twice, also at the same time."""

from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string

from config.thai.dates import thai_date
from officials.models import User
from visits.directives.reminders import items_for
from visits.models import Reminder

# A run that broke off has left things claimed; after this time another run takes them over.
CLAIMED_FOR = timedelta(hours=1)
LONGEST = Reminder._meta.get_field("text").max_length


def remind_everybody(now, today):
    """How many letters went out, and those that did not: pairs of address and error."""
    sent, failed = 0, []
    for user in User.objects.filter(is_active=True).exclude(email="").order_by("pk"):
        if rows := claim(user, now, today):
            error = send(user, rows, today)
            _note(rows, error, now)
            sent, failed = sent + (not error), failed + ([(user.email, error)] if error else [])
    return sent, failed


def claim(user, now, today):
    """What has not been told to this person: (item, row) pairs; the locked account keeps another run from the same."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        told = {(row.kind, row.about): row for row in Reminder.objects.filter(user=user)}
        found = []
        for item in items_for(user, today):
            row = told.get((item.kind, item.about)) or Reminder(user=user, kind=item.kind, about=item.about)
            if row.pk is None or _is_open(row, now):
                row.address, row.text = user.email, item.text[:LONGEST]
                row.tried_at, row.error = now, ""
                row.save()
                found.append((item, row))
        return found


def _is_open(row, now):
    return row.sent_at is None and (bool(row.error) or row.tried_at < now - CLAIMED_FOR)


def _note(rows, error, now):
    keys = [row.pk for _, row in rows]
    Reminder.objects.filter(pk__in=keys).update(error=error, sent_at=None if error else now)


def send(user, rows, today):
    """What went wrong; empty where the letter left."""
    context = {"user": user, "items": [item for item, _ in rows], "site": settings.SITE_URL, "today": today}
    letter = EmailMultiAlternatives(
        f"แจ้งเตือนการติดตามข้อสั่งการ {len(rows)} รายการ ณ วันที่ {thai_date(today)}",
        render_to_string("visits/directives/reminder_letter.txt", context),
        to=[user.email],
    )
    letter.attach_alternative(
        render_to_string("visits/directives/reminder_letter.html", context), "text/html"
    )
    try:
        letter.send()
    except (SMTPException, OSError, ValueError) as error:
        return str(error) or type(error).__name__
    return ""

"""Somebody who saves visits with a file each, until the input ends: `python -m scans.writing`, one line a visit that was saved.

What a line names was answered as saved: no back-up that begins afterwards may lack it.
"""

import os
import selectors
import sys
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.files.base import ContentFile  # noqa: E402 - needs the settings
from django.db import transaction  # noqa: E402

from units.models import Unit  # noqa: E402
from visits.models import Attachment, Visit  # noqa: E402

TITLE = "เขียนระหว่างซ้อมกู้คืน"
UNITS = 20


def main() -> None:
    units = list(Unit.objects.exclude(province=None).order_by("pk")[:UNITS])
    ended = selectors.DefaultSelector()
    ended.register(sys.stdin, selectors.EVENT_READ)
    number = 0
    while not ended.select(timeout=0.01):
        number += 1
        text = f"%PDF-1.4 {os.getpid()} {number}".encode() * (1 + number % 500)
        with transaction.atomic():
            visit = Visit.objects.create(
                unit=units[number % len(units)], starts_on=date(2026, 1, 5), title=TITLE
            )
            Attachment.objects.create(visit=visit, kind="document", file=ContentFile(text, "a.pdf"))
        print(visit.pk, flush=True)


main()

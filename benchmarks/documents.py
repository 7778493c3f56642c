"""Prints how long documents take and how much memory: `python -m benchmarks.documents`.

One visit as PDF, a trip of 20 visits, one with 60 photographs, 500 lines of the register, Word and workbook; the
database is that of `.env` or DATABASE_URL and should hold `python -m benchmarks.sample`. What is made for the measurement
is taken back at the end.
"""

import os
import resource
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.files.base import ContentFile  # noqa: E402 - models need the set-up
from django.db import transaction  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from PIL import Image  # noqa: E402

from benchmarks.pages import PLAIN  # noqa: E402
from officials.models import User  # noqa: E402
from visits.models import Attachment, Trip, Visit  # noqa: E402

PHOTOGRAPHS = 60
LINES = 500


@dataclass
class MeasuredDocument:
    """`target` in seconds where the office was promised one."""

    name: str
    address: str
    target: float | None = None


def documents():
    visit = Visit.objects.filter(directives__isnull=False, findings__isnull=False).order_by("pk")[:1].get()
    trip = long_trip()
    days = register_days()
    return [
        MeasuredDocument("visit, PDF", f"/visits/{visit.pk}/report.pdf", 0.5),
        MeasuredDocument("visit, Word", f"/visits/{visit.pk}/report.docx"),
        MeasuredDocument("trip of 20 visits, PDF", f"/trips/{trip.pk}/report.pdf?photographs=0", 3),
        MeasuredDocument(
            f"trip with {PHOTOGRAPHS} photographs, PDF", f"/trips/{trip.pk}/report.pdf?photographs=4"
        ),
        MeasuredDocument(f"register, {LINES} lines, PDF", f"/reports/register/report.pdf?{days}", 8),
        MeasuredDocument("directives, workbook", f"/reports/directives/report.xlsx?{days}"),
    ]


def long_trip():
    trip = Trip.objects.create(title="การลงพื้นที่ 20 แห่ง")
    visits = list(Visit.objects.filter(directives__isnull=False).distinct().order_by("pk")[:20])
    for visit in visits:
        visit.trip = trip
    Visit.objects.bulk_update(visits, ["trip"])
    for number in range(PHOTOGRAPHS):
        photograph = Attachment(trip=trip, caption=f"ภาพที่ {number + 1}")
        photograph.file.save(f"{number}.jpg", ContentFile(a_picture(number)))
    return trip


def a_picture(number):
    """Twelve million pixels, each picture another."""
    file = BytesIO()
    Image.effect_noise((1000, 750), 40 + number).resize((4000, 3000)).save(file, "JPEG", quality=80)
    return file.getvalue()


def register_days():
    """The days over which the register has as many lines as a PDF may have."""
    days = list(Visit.objects.order_by("starts_on").values_list("starts_on", flat=True)[: LINES - 20])
    return f"from={days[0].isoformat()}&to={days[-1].isoformat()}"


def measure(client, document):
    """The first time and the next, with processor time and the most memory so far."""
    for turn in ("first", "again"):
        wall, cpu = perf_counter(), process_time()
        response = client.get(document.address)
        size = len(response.getvalue())
        wall, cpu = perf_counter() - wall, process_time() - cpu
        if response.status_code != 200:
            sys.exit(f"{document.address}: {response.status_code}")
        target = f" (target {document.target} s)" if document.target and turn == "again" else ""
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{document.name:<42} {turn}: {wall:6.2f} s, {cpu:6.2f} s CPU, {size / 1024:7.0f} kB, peak {memory:4.0f} MB{target}"
        )


def main():
    client = Client()
    client.force_login(User.objects.get(username="clerk"))
    with (
        TemporaryDirectory() as folder,
        override_settings(MEDIA_ROOT=Path(folder), STORAGES=PLAIN, ALLOWED_HOSTS=["testserver"]),
        transaction.atomic(),
    ):
        for document in documents():
            measure(client, document)
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()

"""Two processes check or take in at once and nothing comes twice; one that is killed in the middle is gone on with."""

import os
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.db import connection

from config.tests.cast import unit, units
from units.models import Unit
from visits.imports.check_run import CheckRun, check
from visits.imports.intake import SLICE, start_import, take_slice
from visits.models import Import, ImportState, Visit
from visits.tests.imports import files
from visits.tests.imports.many_rows import UNITS, many_visits

ROWS = 40
GOOD = ROWS - 1
TAKING = """
import sys
import django
django.setup()
from officials.models import User
from visits.imports import intake
from visits.models import Import
from visits.models.workflow import Refused
intake.SLICE = int(sys.argv[2])
source, user = Import.objects.get(pk=sys.argv[1]), User.objects.get(username="clerk")
left = 1
while left:
    try:
        left = intake.take_slice(source, user)
    except Refused:
        break
    print(left, flush=True)
"""

CHECKING = """
import sys
import django
django.setup()
from officials.models import User
from visits.imports import check_run
from visits.models import Import
check_run.CHECKED_AT_ONCE = int(sys.argv[2])
run = check_run.CheckRun(Import.objects.get(pk=sys.argv[1]), User.objects.get(username="clerk"))
run.resume()
left = 1
while left:
    left = run.next_slice()
    print(left, flush=True)
"""


def working(source, slice_size=10, program=TAKING):
    """A process of its own that takes an import in, or checks it, and says after each slice how many rows are left."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{database['NAME']}"
    else:
        place = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
        address = f"postgres://{place}/{database['NAME']}"
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment["MEDIA_ROOT"] = str(settings.MEDIA_ROOT)
    command = [sys.executable, "-X", "utf8", "-c", program, str(source.pk), str(slice_size)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words


@pytest.fixture
def sent(clerk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    unit("PIO-TH-51")

    def send():
        # The last row is the first one again.
        days = [*range(ROWS - 1), 0]
        rows = [[f"{1 + day % 28}/{1 + day // 28}/2566", "สอจ.ลำพูน", "นายเอก ทดลอง"] for day in days]
        content = files.workbook([["วันที่", "หน่วยงาน", "หัวหน้าคณะ"], *rows])
        source = start_import("visits", "table.xlsx", content, clerk)
        source.keeps_file = True
        source.save()
        return source

    return send


@pytest.fixture
def checked(clerk, sent):
    def start():
        source = sent()
        check(source, clerk)
        return source

    return start


@pytest.mark.django_db(transaction=True)
def test_two_processes_bring_each_row_in_once_from_one_import_or_from_two(checked):
    first, second = checked(), checked()
    for process in [working(first), working(first), working(second)]:
        process.communicate(timeout=120)
        assert process.returncode == 0
    taken = [Import.objects.get(pk=source.pk).counts() for source in (first, second)]
    assert sum(counts["taken"] for counts in taken) == Visit.objects.count() == GOOD
    assert sum(counts["known"] for counts in taken) == GOOD + 2


@pytest.mark.django_db(transaction=True)
def test_an_import_that_was_killed_says_how_far_it_came_and_goes_on(checked, clerk, as_clerk):
    source = checked()
    process = working(source)
    process.stdout.readline()
    process.kill()
    process.communicate(timeout=60)
    source.refresh_from_db()
    taken = source.counts()["taken"]
    assert (source.state, 0 < taken < GOOD, Visit.objects.count()) == (ImportState.TAKING, True, taken)
    page = as_clerk.get(source.get_absolute_url())
    assert page.context["progress"] == f"{taken} จาก {GOOD}"
    while take_slice(source, clerk):
        pass
    assert (Visit.objects.count(), source.state) == (GOOD, ImportState.TAKEN)


@pytest.mark.django_db(transaction=True)
def test_a_check_that_was_killed_says_how_far_it_came_and_goes_on_in_two_processes(sent, clerk, as_clerk):
    source = sent()
    CheckRun(source, clerk).start()
    process = working(source, program=CHECKING)
    process.stdout.readline()
    process.kill()
    process.communicate(timeout=60)
    source.refresh_from_db()
    stored = source.counts()["rows"]
    assert (source.state, 0 < stored < ROWS) == (ImportState.CHECKING, True)
    page = as_clerk.get(source.get_absolute_url())
    assert page.context["progress"] == f"{stored} จาก {ROWS}"
    refused = as_clerk.post(source.get_absolute_url(), {"action": "take"}, follow=True)
    assert (Visit.objects.count(), len(refused.context["messages"])) == (0, 1)
    mine = CheckRun(source, clerk)
    mine.resume()
    process = working(source, program=CHECKING)
    while mine.next_slice():
        process.stdout.readline()
    process.communicate(timeout=60)
    source.refresh_from_db()
    counts = source.counts()
    assert (source.state, counts["rows"], counts["new"], counts["known"]) == (
        ImportState.CHECKED,
        ROWS,
        GOOD,
        1,
    )


@pytest.mark.scan
@pytest.mark.django_db(transaction=True)
def test_nobody_who_saves_meanwhile_waits_for_a_second(clerk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    lamphun, *_ = units([code for code, _ in UNITS])
    source = start_import("visits", "many.xlsx", many_visits(2_000).content, clerk)
    source.two_digit_years, source.keeps_file = "be", True
    waits = []
    done = threading.Event()

    def save():
        own = Unit.objects.get(pk=lamphun.pk)
        while not done.is_set():
            began = time.monotonic()
            own.save()
            waits.append(time.monotonic() - began)
            time.sleep(0.05)
        connection.close()

    saver = threading.Thread(target=save)
    saver.start()
    try:
        check(source, clerk)
        while_checked = max(waits)
        process = working(source, SLICE)
        process.communicate(timeout=300)
    finally:
        done.set()
        saver.join()
    longest = f"the longest {while_checked:.2f} s in the check, {max(waits):.2f} s at all"
    print(f"{len(waits)} saves meanwhile, {longest}")  # noqa: T201 - the measurement
    assert (Import.objects.get(pk=source.pk).state, max(waits) < 1) == (ImportState.TAKEN, True)

"""A file of every peculiarity comes in to the last row as written; what was left over is mended, sent again and leaves none."""

import io
import time
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from config.tests.cast import units
from officials.models import Appointment
from visits.imports import undoing
from visits.imports.check_run import check
from visits.imports.intake import start_import, take_slice
from visits.imports.workbooks import leftovers_workbook
from visits.models import ImportRow, Role, Visit
from visits.tests.imports import files
from visits.tests.imports.many_rows import UNITS, many_posts, many_visits

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def register(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    units([code for code, _ in UNITS])


def bring_in(kind, content, account):
    """The import with seconds of processor of checking and taking in, and of the longest slice on the clock."""
    source = start_import(kind, "many.xlsx", content, account)
    source.two_digit_years = "be"
    began = time.process_time()
    check(source, account)
    checked = time.process_time()
    left, longest = 1, 0.0
    while left:
        start = time.monotonic()
        left = take_slice(source, account)
        longest = max(longest, time.monotonic() - start)
    return source, (checked - began, time.process_time() - checked, longest)


def as_written(visits):
    rows = visits.order_by("starts_on", "unit__code").select_related("unit").prefetch_related("attendances")
    return [
        (
            visit.starts_on,
            visit.unit.code,
            *(row.name for row in visit.attendances.all() if row.role == Role.LEAD),
            [row.name for row in visit.attendances.all() if row.role == Role.COMPANION],
            visit.others_party,
            visit.purpose,
        )
        for visit in rows
    ]


def mended(content):
    """The workbook of what is left, with a day of its own and a known unit in each row."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.active
    headings = [cell.value for cell in sheet[1]]
    day, place = headings.index("วันที่") + 1, headings.index("หน่วยงานที่ตรวจเยี่ยม") + 1
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, day).value = date(2012, 1, 1) + timedelta(days=row)
        sheet.cell(row, place).value = "สอจ.น่าน"
    return files.saved(book)


def everything_comes_in(count, account):
    written = many_visits(count)
    source, figures = bring_in("visits", written.content, account)
    counts = source.counts()
    assert {name: counts[name] for name in written.counts} == written.counts
    assert counts["taken"] == written.counts["new"]
    assert as_written(Visit.objects.all()) == sorted(written.visits)
    left = written.counts["refused"] + written.counts["doubtful"]
    again, _ = bring_in("visits", mended(leftovers_workbook(source)), account)
    assert (again.counts()["rows"], again.counts()["taken"]) == (left, left)
    assert load_workbook(io.BytesIO(leftovers_workbook(again))).active.max_row == 1
    return source, figures


def test_some_hundred_rows_come_in_as_they_were_written(clerk):
    source, _ = everything_comes_in(300, clerk)
    bring_again, _ = bring_in("visits", many_visits(300).content, clerk)
    assert (bring_again.counts()["taken"], Visit.objects.count()) == (0, 288)
    assert Visit.objects.earliest("pk").code == f"import:{source.pk}:1"


def test_vacant_posts_make_nothing_and_nothing_private_is_kept(clerk):
    written = many_posts(60)
    source, _ = bring_in("appointments", written.content, clerk)
    counts = source.counts()
    assert {name: counts[name] for name in written.counts} == written.counts
    assert Appointment.objects.count() == 54
    columns = {code for row in ImportRow.objects.all() for code in row.values}
    assert columns == {"number", "prefix", "first_name", "last_name", "post", "unit", "from"}


@pytest.mark.scan
def test_five_thousand_rows_are_checked_in_ten_seconds_and_taken_in_sixty(clerk):
    source, (checked, taken, longest) = everything_comes_in(5_000, clerk)
    print(f"checked {checked:.1f} s, taken {taken:.1f} s, longest slice {longest:.2f} s")  # noqa: T201 - the measurement
    assert (checked < 10, taken < 60, longest < 1) == (True, True, True)
    undoing.start_undoing(source)
    while undoing.undo_slice(source, clerk):
        pass
    assert Visit.objects.count() == 300


def test_the_command_counts_the_same(clerk, tmp_path, capsys):
    written = many_visits(50)
    path = tmp_path / "many.xlsx"
    path.write_bytes(written.content)
    call_command("import_table", "visits", str(path), by="clerk", two_digit_years="be")
    counts = " ".join(
        f"{name} {written.counts[name]}"
        for name in ("rows", "new", "known", "changed", "doubtful", "refused")
    )
    assert capsys.readouterr().out.strip().split("\n")[-1] == counts

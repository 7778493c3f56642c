"""Rows that name one journey (ครั้งที่) become one trip of several visits; a trip is known again and goes with its import."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from config.tests.cast import unit
from visits.imports import undoing
from visits.imports.check_run import check
from visits.imports.checking import Plan
from visits.imports.intake import start_import, take_slice
from visits.imports.journeys import trip_title
from visits.imports.targets import TARGETS, guess
from visits.imports.workbooks import template_workbook
from visits.models import Import, Trip, Visit
from visits.tests.imports import files

HEAD = ["ครั้งที่", "วันที่", "หน่วยงาน", "หัวหน้าคณะ"]
NORTH = "ตรวจราชการภาคเหนือ"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("3", "การลงพื้นที่ครั้งที่ 3/2566"),
        ("๓", "การลงพื้นที่ครั้งที่ 3/2566"),
        ("ครั้งที่ 3", "การลงพื้นที่ครั้งที่ 3/2566"),
        ("ลงพื้นที่ครั้งที่ 3/2566", "การลงพื้นที่ครั้งที่ 3/2566"),
        ("3/66", "การลงพื้นที่ครั้งที่ 3/2566"),
        ("3/65", "การลงพื้นที่ครั้งที่ 3/2565"),
        ("ครั้งที่ 3 / 2561", "การลงพื้นที่ครั้งที่ 3/2561"),
        ("ค. ๑๒/๒๕๖๖", "ค.12/2566"),
        (NORTH, NORTH),
        ("ตรวจราชการรอบที่ 1/2566", "ตรวจราชการรอบที่ 1/2566"),
    ],
)
def test_the_words_of_an_office_become_a_title(words, title):
    # A day of the fiscal year 2566 that lies in the year 2565.
    assert trip_title(words, date(2022, 11, 1), Plan()) == title


def test_a_day_in_place_of_a_count_is_a_doubt():
    plan = Plan()
    assert (trip_title("2566-03-01", date(2023, 3, 1), plan), plan.outcome) == ("", "doubtful")


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("ครั้งที่", "trip"),
        ("ชื่อการลงพื้นที่", "trip"),
        ("เลขที่ลงพื้นที่", "trip"),
        ("วันที่ลงพื้นที่", "day"),
        ("วัตถุประสงค์การลงพื้นที่", "purpose"),
        ("สรุปผลการลงพื้นที่", "summary"),
        ("ที่", "number"),
    ],
)
def test_the_column_is_known_by_its_heading(heading, code):
    assert guess(TARGETS["visits"], heading) == code


def test_the_empty_table_has_a_column_for_it():
    head = next(load_workbook(io.BytesIO(template_workbook("visits"))).active.values)
    assert "ชื่อการลงพื้นที่" in head


@pytest.fixture
def register(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    for code in ("PIO-TH-51", "PIO-TH-54", "PIO-TH-55"):
        unit(code)


@pytest.fixture
def taken(register, clerk):
    def take(*rows):
        source = start_import("visits", "table.xlsx", files.workbook([HEAD, *rows]), clerk)
        check(source, clerk)
        while take_slice(source, clerk):
            pass
        return Import.objects.get(pk=source.pk)

    return take


def undo(source, account):
    undoing.start_undoing(source)
    while undoing.undo_slice(source, account):
        pass
    source.refresh_from_db()


def journeys():
    return [
        (trip.title, list(trip.visits.order_by("unit__code").values_list("unit__code", flat=True)))
        for trip in Trip.objects.order_by("pk")
    ]


def reasons(source):
    return list(source.rows.order_by("order").values_list("outcome", "reason"))


def test_rows_of_one_word_become_one_trip_and_the_row_says_which(taken):
    source = taken(
        [NORTH, "1/2/2566", "สอจ.ลำพูน", "นายเอก ทดลอง"],
        ["ตรวจราชการ ภาคเหนือ", "2/2/2566", "สอจ.แพร่", "นายเอก ทดลอง"],
        ["3", "9/2/2566", "สอจ.น่าน", "นายเอก ทดลอง"],
        ["", "10/2/2566", "สอจ.น่าน", "นายเอก ทดลอง"],
    )
    assert journeys() == [
        (NORTH, ["PIO-TH-51", "PIO-TH-54"]),
        ("การลงพื้นที่ครั้งที่ 3/2566", ["PIO-TH-55"]),
    ]
    assert reasons(source)[2:] == [("new", "การลงพื้นที่: การลงพื้นที่ครั้งที่ 3/2566 (ใหม่)"), ("new", "")]
    assert Trip.objects.earliest("pk").code == f"import:{source.pk}:1"


def test_a_trip_is_known_again_by_title_or_number_unless_it_was_long_ago(taken, clerk):
    trip = Trip.objects.create(title=NORTH, number="ค.7/2566", number_year=2566, number_seq=7)
    Visit.objects.create(trip=trip, unit=unit("PIO-TH-51"), starts_on=date(2023, 2, 1))
    source = taken(
        [NORTH, "2/2/2566", "สอจ.แพร่", "นายเอก ทดลอง"],
        ["ค.7/2566", "3/2/2566", "สอจ.น่าน", "นายเอก ทดลอง"],
        [NORTH, "2/2/2567", "สอจ.แพร่", "นายเอก ทดลอง"],
        ["ค.8/2566", "3/2/2566", "สอจ.แพร่", "นายเอก ทดลอง"],
    )
    known = ("new", f"การลงพื้นที่: ค.7/2566 {NORTH} (มีอยู่แล้ว)")
    assert reasons(source) == [
        known,
        known,
        ("new", f"การลงพื้นที่: {NORTH} (ใหม่)"),
        ("doubtful", "ไม่มีการลงพื้นที่เลขที่ ค.8/2566 ในทะเบียน"),
    ]
    assert journeys() == [(NORTH, ["PIO-TH-51", "PIO-TH-54", "PIO-TH-55"]), (NORTH, ["PIO-TH-54"])]
    undo(source, clerk)
    assert journeys() == [(NORTH, ["PIO-TH-51"])]


def test_a_trip_goes_with_its_import_unless_another_visit_hangs_on_it(taken, clerk):
    rows = [
        [NORTH, "1/2/2566", "สอจ.ลำพูน", "นายเอก ทดลอง"],
        ["ครั้งที่ 2", "2/3/2566", "สอจ.แพร่", "นายเอก ทดลอง"],
    ]
    source = taken(*rows)
    other = Visit.objects.create(
        trip=Trip.objects.get(title=NORTH), unit=unit("PIO-TH-55"), starts_on=date(2023, 2, 1)
    )
    undo(source, clerk)
    assert (journeys(), source.state) == ([(NORTH, ["PIO-TH-55"])], "undone")
    assert source.remains == f"การลงพื้นที่ “{NORTH}” ยังอยู่ เพราะมีการตรวจเยี่ยมใช้อยู่ 1 รายการ"
    other.delete()


def test_a_draft_without_a_trip_joins_it_and_leaves_it_when_the_import_is_undone(taken, clerk):
    taken(["", "1/2/2566", "สอจ.ลำพูน", "นายเอก ทดลอง"])
    source = taken(
        [NORTH, "1/2/2566", "สอจ.ลำพูน", "นายเอก ทดลอง"],
        [NORTH, "1/2/2566", "สอจ.แพร่", "นายเอก ทดลอง"],
    )
    assert source.counts()["changed"] == 1
    assert journeys() == [(NORTH, ["PIO-TH-51", "PIO-TH-54"])]
    undo(source, clerk)
    assert (journeys(), Visit.objects.get().trip) == ([], None)

"""What stands in a cell: days in every way of writing, people, ticks."""

from datetime import date, datetime, time

import pytest

from config.thai.dates import BadDate
from officials.models.names import RANKS
from visits.imports.cell_values import (
    as_text,
    days_of,
    due_day,
    due_days,
    has_two_digit_year,
    hours_behind,
    is_ticked,
    people_of,
    split_person,
    times_of,
)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("๑ ต.ค. ๒๕๖๗", date(2024, 10, 1), date(2024, 10, 1)),
        ("04/05/2564 00:00:00", date(2021, 5, 4), date(2021, 5, 4)),
        (date(2566, 10, 3), date(2023, 10, 3), date(2023, 10, 3)),
        (date(2024, 10, 1), date(2024, 10, 1), date(2024, 10, 1)),
        ("2566-10-03", date(2023, 10, 3), date(2023, 10, 3)),
        ("4 ม.ค. 2566 เวลา 09.00 น.", date(2023, 1, 4), date(2023, 1, 4)),
        ("6 ม.ค. 2566 (๐๙.๐๐ น.)", date(2023, 1, 6), date(2023, 1, 6)),
        ("7/1/2566 เวลา 09.00-11.30 น.", date(2023, 1, 7), date(2023, 1, 7)),
        ("2023-01-09T09:30:00", date(2023, 1, 9), date(2023, 1, 9)),
        ("2566-01-09T09:30:00.250000", date(2023, 1, 9), date(2023, 1, 9)),
        ("10-12 ม.ค. 2566", date(2023, 1, 10), date(2023, 1, 12)),
        ("30 ม.ค. - 2 ก.พ. 2566", date(2023, 1, 30), date(2023, 2, 2)),
        ("30/1/2566 - 2/2/2566", date(2023, 1, 30), date(2023, 2, 2)),
    ],
)
def test_a_day_is_read_however_it_is_written(written, first, last):
    assert days_of(written) == (first, last)


@pytest.mark.parametrize(("era", "year"), [("be", 2023), ("ad", 2066)])
def test_a_year_of_two_digits_is_of_the_era_that_was_answered(era, year):
    assert days_of("10 ม.ค. 66", era) == (date(year, 1, 10), date(year, 1, 10))


@pytest.mark.parametrize("written", ["10 ม.ค. 66", "28/1/66", "28-01-66 00:00", "28 ม.ค. 66 เวลา 09.00 น."])
def test_a_year_of_two_digits_is_asked_for(written):
    assert has_two_digit_year(written)
    with pytest.raises(BadDate, match="ปีมีสองหลัก"):
        days_of(written)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "ไม่มีวันที่"),
        ("พฤศจิกายน 2555", "มีแต่เดือน ไม่มีวัน"),
        ("31/02/2567", "ไม่มีวันที่ 31 กุมภาพันธ์ 2567"),
        (45000.0, "อ่านวันที่ไม่ได้"),
        ("12-10 ม.ค. 2566", "วันสุดท้ายมาก่อนวันแรก"),
    ],
)
def test_what_is_no_day_is_refused_with_a_sentence(written, sentence):
    with pytest.raises(BadDate, match=sentence):
        days_of(written)


@pytest.mark.parametrize(
    ("lines", "names", "others"),
    [
        (["1) นางสาวก ข 2) ดร.ค ง และคณะ"], ["นางสาวก ข", "ดร.ค ง"], "คณะ"),
        (["นาย ก ข, นาง ค ง"], ["นาย ก ข", "นาง ค ง"], ""),
        (["นายก ข", "ว่าที่ ร.ต.ค ง"], ["นายก ข", "ว่าที่ ร.ต.ค ง"], ""),
        (["พลเอก ก ข และนางสาวค ง"], ["พลเอก ก ข", "นางสาวค ง"], ""),
        (["นายปรีดา ณ ลำพูน, นายก ข"], ["นายปรีดา ณ ลำพูน", "นายก ข"], ""),
        (["นายก ข", "คณะผู้ตรวจ"], ["นายก ข"], "คณะผู้ตรวจ"),
        (["นายปรีดา", "ลำพูน"], ["นายปรีดา ลำพูน"], ""),
        (["นายก ข และคณะผู้บริหาร"], ["นายก ข"], "คณะผู้บริหาร"),
        ([], [], ""),
    ],
)
def test_people_of_a_cell_are_told_apart(lines, names, others):
    people, rest = people_of(lines)
    assert ([person.name for person in people], rest) == (names, others)


def test_what_stands_behind_a_name_is_the_position():
    person = split_person("ว่าที่ ร.ต.กิตติ ดีงาม ผู้อำนวยการกอง")
    parts = (person.prefix, person.first_name, person.last_name, person.position)
    assert parts == ("ว่าที่ ร.ต.", "กิตติ", "ดีงาม", "ผู้อำนวยการกอง")


TITLES = [title for pair in RANKS.items() for title in pair]
OTHERS = [
    "นาวาอากาศเอก",
    "น.อ.",
    "จ่าสิบเอก",
    "จ.ส.อ.",
    "จ.อ.",
    "ว่าที่พันตรีหญิง",
    "นายแพทย์",
    "นพ.",
    "พญ.",
    "ท่านผู้หญิง",
]


@pytest.mark.parametrize("prefix", [*TITLES, *OTHERS])
@pytest.mark.parametrize("blank", ["", " "])
def test_a_rank_stands_apart_from_the_name_behind_it(prefix, blank):
    person = split_person(f"{prefix}{blank}สมชาย ใจดี รองปลัดกระทรวง")
    parts = (person.prefix, person.first_name, person.last_name, person.position)
    assert parts == (prefix, "สมชาย", "ใจดี", "รองปลัดกระทรวง")


def test_an_academic_title_stands_apart_from_the_prefix_behind_it():
    person = split_person("ศ.เกียรติคุณ ดร. นพ.สมชาย ใจดี")
    assert (person.academic_title, person.prefix, person.first_name) == ("ศ.เกียรติคุณดร.", "นพ.", "สมชาย")


@pytest.mark.parametrize(
    ("cell", "is_yes"), [("/", True), ("✓", True), (1.0, True), ("", False), ("-", False)]
)
def test_a_tick_says_yes(cell, is_yes):
    assert is_ticked([cell]) is is_yes


@pytest.mark.parametrize(
    ("text", "days"), [("ภายใน 15 วันทำการ", (15, True)), ("๓๐ วัน", (30, False)), ("โดยเร็ว", None)]
)
def test_a_due_time_in_days_is_counted(text, days):
    assert due_days(text) == days


MOMENT = datetime(2023, 1, 28, 9, 30)  # noqa: DTZ001 - a cell knows no zone


@pytest.mark.parametrize(
    ("cell", "times"),
    [
        (MOMENT, (time(9, 30), None)),
        (time(9, 30), (time(9, 30), None)),
        ("09.00 ถึง 11.30 น.", (time(9), time(11, 30))),
        ("", (None, None)),
    ],
)
def test_a_time_is_read_however_it_is_kept(cell, times):
    assert times_of(cell) == times


@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        ("4 ม.ค. 2566 เวลา 09.00 น.", "09.00 น."),
        ("6 ม.ค. 2566 (09.00 น.)", "09.00 น."),
        ("7/1/2566 เวลา 09.00-11.30 น. เป็นต้นไป", "09.00-11.30 น."),
        ("2023-01-09T10:00:00", "10:00:00"),
        ("04/05/2564 00:00:00", ""),
        ("04/05/2564 08:31:22", ""),
        ("04.05.2564", ""),
        ("", ""),
    ],
)
def test_hours_behind_a_day_are_told_from_the_clock_of_a_program(cell, hours):
    assert hours_behind(cell) == hours


@pytest.mark.parametrize(
    "cell", ["ภายในวันที่ 15 มี.ค. 2558", "ภายใน ๑๕ มีนาคม ๒๕๕๘", "ไม่เกินวันที่ 15/3/2558", date(2015, 3, 15)]
)
def test_the_day_by_which_something_is_due_is_read(cell):
    assert due_day(cell) == date(2015, 3, 15)


def test_a_moment_is_its_day_and_a_truth_a_tick():
    assert days_of(MOMENT) == (date(2023, 1, 28), date(2023, 1, 28))
    assert [as_text(value) for value in (True, False, 3.0, 3.5)] == ["/", "", "3", "3.5"]


def test_a_last_name_of_two_words_is_no_position():
    person = split_person("นางสาวก แสงทอง ณ อยุธยา อธิบดี")
    assert (person.last_name, person.position) == ("แสงทอง ณ อยุธยา", "อธิบดี")

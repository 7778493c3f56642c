from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.thai.dates import (
    A_RANGE,
    MAX_DAY,
    MIN_DAY,
    NO_SUCH_TIME,
    SHORT_YEAR,
    UNREADABLE,
    UNREADABLE_TIME,
    YEAR_OUT_OF_RANGE,
    BadDate,
    be,
    fiscal_year,
    fiscal_year_bounds,
    parse_date,
    parse_time,
    thai_date,
    thai_range,
    thai_time,
)

DAYS = st.dates(MIN_DAY, MAX_DAY)


def refusal(parse, text):
    with pytest.raises(BadDate) as refused:
        parse(text)
    return str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "28/01/2566",
        "28/1/2566",
        " 28 / 1 / 2566 ",
        "28-1-2566",
        "28.01.2566",
        "28 01 2566",
        "๒๘/๐๑/๒๕๖๖",
        "28 ม.ค. 2566",
        "28 มค 2566",
        "28 ม. ค. 2566",
        "28มกราคม2566",
        "28-ม.ค.-2566",
        "28 มกรา 2566",
        "28 มกราคม พ.ศ. 2566",
        "28 มกราคม พ.ศ.๒๕๖๖",
        "ที่ 28 มกราคม 2566",
        "วันที่ 28 เดือนมกราคม พ.ศ. 2566",
        "วันเสาร์ที่ 28 มกราคม 2566",
        "เสาร์ 28 ม.ค. 2566",
        "28/01/2023",
        "28 มกราคม ค.ศ. 2023",
        "2023-01-28",
        "2566-01-28",
        "\u200b28/01/\u00a02566",
    ],
)
def test_one_day_can_be_written_in_many_ways(text):
    assert parse_date(text) == date(2023, 1, 28)


@pytest.mark.parametrize("month", ["short", "full"])
@pytest.mark.generated
@given(day=DAYS)
def test_every_written_day_is_read_back(month, day):
    assert parse_date(thai_date(day, month=month, weekday=month == "full")) == day


@pytest.mark.generated
@given(text=st.text(alphabet="0123456789๐๑/-. มคกพศ.ที่วัน²٣", max_size=30) | st.text(max_size=100))
def test_whatever_is_typed_is_a_day_or_refused(text):
    try:
        assert MIN_DAY <= parse_date(text) <= MAX_DAY
    except BadDate as refused:
        assert str(refused)  # noqa: PT017 (any other exception fails the test)


def test_the_leap_day_is_that_of_the_buddhist_year():
    assert parse_date("29/02/2567") == date(2024, 2, 29)
    assert refusal(parse_date, "29/02/2566") == "ไม่มีวันที่ 29 กุมภาพันธ์ 2566 ในปฏิทิน กรุณาตรวจสอบวันที่"
    assert refusal(parse_date, "29/02/2568") == "ไม่มีวันที่ 29 กุมภาพันธ์ 2568 ในปฏิทิน กรุณาตรวจสอบวันที่"


@pytest.mark.parametrize("text", ["28/1/66", "28 ม.ค. 66", "๒๘/๑/๖๖"])
def test_a_two_digit_year_is_refused(text):
    assert refusal(parse_date, text) == SHORT_YEAR


@pytest.mark.parametrize(
    "text", ["28/01/2300", "28/01/2499", "31/12/1956", "1/1/2701", "28/01/" + "9" * 60, "28/01/256"]
)
def test_a_year_outside_both_ranges_is_refused(text):
    assert refusal(parse_date, text) == YEAR_OUT_OF_RANGE


@pytest.mark.parametrize("text", ["28 ม.ค. ค.ศ. 2566", "28 ม.ค. พ.ศ. 2023"])
def test_a_year_that_denies_its_era_is_refused(text):
    assert refusal(parse_date, text) == YEAR_OUT_OF_RANGE


@pytest.mark.parametrize("text", ["", "เมื่อวาน", "28 มกราคม", "²8/01/2566", "٢٨/٠١/٢٥٦٦", "<b>", "1" * 5000])
def test_what_is_no_date_is_refused_with_an_example(text):
    assert refusal(parse_date, text) == UNREADABLE


def test_a_month_that_does_not_exist_is_named():
    assert refusal(parse_date, "01/28/2566") == "ไม่มีเดือนที่ 28 กรุณาใส่วัน เดือน ปี ตามลำดับ เช่น 28/01/2566"
    assert refusal(parse_date, "28 มค็ 2566") == "ไม่รู้จักชื่อเดือน “มค็” กรุณาใส่ เช่น 28 ม.ค. 2566 หรือ 28/01/2566"


def test_a_weekday_that_does_not_fit_is_said():
    sentence = "วันที่ 28 มกราคม 2566 เป็นวันเสาร์ ไม่ใช่วันศุกร์ กรุณาตรวจสอบ"
    assert refusal(parse_date, "วันศุกร์ที่ 28 มกราคม 2566") == sentence


@pytest.mark.parametrize("text", ["09.00", "9:00", "09.00 น.", "9.00น", "๐๙.๐๐", "0900", "09:00:00"])
def test_one_time_can_be_written_in_many_ways(text):
    assert parse_time(text) == time(9)


def test_a_time_that_does_not_exist_is_refused():
    assert refusal(parse_time, "24.00") == NO_SUCH_TIME
    assert refusal(parse_time, "09.60") == NO_SUCH_TIME
    assert refusal(parse_time, "9 โมง") == UNREADABLE_TIME
    assert refusal(parse_time, "9") == UNREADABLE_TIME


def test_a_day_is_written_short_full_and_with_its_weekday():
    day = date(2023, 1, 27)
    assert thai_date(day) == "27 ม.ค. 2566"
    assert thai_date(day, month="full") == "27 มกราคม 2566"
    assert thai_date(day, month="full", weekday=True) == "วันศุกร์ที่ 27 มกราคม 2566"


def test_a_range_says_once_what_its_days_share():
    assert thai_range(date(2023, 1, 27), date(2023, 1, 27)) == "27 มกราคม 2566"
    assert thai_range(date(2023, 1, 27), None) == "27 มกราคม 2566"
    assert thai_range(date(2023, 1, 27), date(2023, 1, 29)) == "27-29 มกราคม 2566"
    assert thai_range(date(2023, 1, 27), date(2023, 2, 2)) == "27 มกราคม - 2 กุมภาพันธ์ 2566"
    assert thai_range(date(2023, 12, 30), date(2024, 1, 2)) == "30 ธันวาคม 2566 - 2 มกราคม 2567"
    assert thai_range(date(2022, 1, 27), date(2023, 1, 27), month="short") == "27 ม.ค. 2565 - 27 ม.ค. 2566"


def test_a_time_is_written_with_a_dot():
    assert thai_time(time(9, 5)) == "09.05 น."


def test_the_fiscal_year_bears_the_year_in_which_it_ends():
    assert fiscal_year(date(2024, 9, 30)) == 2567
    assert fiscal_year(date(2024, 10, 1)) == 2568
    assert fiscal_year(date(2024, 12, 8)) == 2568
    assert fiscal_year_bounds(2568) == (date(2024, 10, 1), date(2025, 9, 30))


@pytest.mark.generated
@given(day=DAYS)
def test_every_day_lies_in_its_own_fiscal_year(day):
    first, last = fiscal_year_bounds(fiscal_year(day))
    assert first <= day <= last


def test_the_buddhist_year_is_that_of_a_day_or_of_a_year():
    assert be(date(2023, 1, 1)) == be(2023) == 2566


@pytest.mark.parametrize(
    "text",
    [
        "ส. 28 ม.ค. 2566",
        "28 ม.ค. 2566.",
        "28/01/2566 00:00:00",
        "2023-01-28T00:00:00",
        "2023-01-28 00:00",
        "28 Jan 2023",
        "28 January 2566",
        "Jan 28, 2023",
        "Saturday, January 28th, 2023",
        "28 มกรามคม 2566",
    ],
)
def test_a_day_as_programs_and_hasty_people_write_it(text):
    assert parse_date(text) == date(2023, 1, 28)


@pytest.mark.parametrize("name", ["กุมภาพันธุ์", "กุมภาพันธ", "กุมพาพันธ์", "Feb", "february"])
def test_a_month_that_is_often_misspelt_is_known(name):
    assert parse_date(f"5 {name} 2566") == date(2023, 2, 5)


def test_a_short_weekday_that_is_not_that_of_the_day_is_refused():
    assert refusal(parse_date, "อ. 28 มกราคม 2566") == "วันที่ 28 มกราคม 2566 เป็นวันเสาร์ ไม่ใช่วันอังคาร กรุณาตรวจสอบ"


@pytest.mark.parametrize(
    "text",
    [
        "28-29 ม.ค. 2566",
        "28 ม.ค. - 2 ก.พ. 2566",
        "28/01/2566 - 29/01/2566",
        "28/01/2566 ถึง 29/01/2566",
        "28–29 มกราคม 2566",
    ],
)
def test_a_range_in_one_field_is_refused_with_the_place_of_its_end(text):
    assert refusal(parse_date, text) == A_RANGE


def test_a_clock_time_behind_a_day_is_not_swallowed():
    assert refusal(parse_date, "28/01/2566 09:30:00") == UNREADABLE

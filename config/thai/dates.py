"""The Thai calendar: Buddhist-era years in and out, Gregorian days inside. Pure."""

import re
from datetime import date, datetime, time

from config.thai.text import arabic_digits, clean_line

ERA = 543
MIN_DAY = date(1957, 1, 1)
MAX_DAY = date(2157, 12, 31)
MONTHS = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
SHORT_MONTHS = [
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
]
WEEKDAYS = ["จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"]
SHORT_WEEKDAYS = ["จ", "อ", "พ", "พฤ", "ศ", "ส", "อา"]

ENGLISH_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MISSPELT_MONTHS = {
    "มกรามคม": 1,
    "กุมภาพันธุ์": 2,
    "กุมภาพันธ": 2,
    "กุมภาพัน": 2,
    "กุมพาพันธ์": 2,
    "เมษยน": 4,
    "พฤกษภาคม": 5,
    "พฤษภาค": 5,
    "กรกฏาคม": 7,
    "สิงหาค": 8,
    "กันยาน": 9,
    "พฤษจิกายน": 11,
    "พฤจิกายน": 11,
    "ธันวาค": 12,
}

# Full, short with or without dots, as spoken (มกรา, กุมภา), in English, and as they are often misspelt.
_MONTH_NUMBERS = {"sept": 9, **MISSPELT_MONTHS}
for _number, (_thai, _short, _english) in enumerate(
    zip(MONTHS, SHORT_MONTHS, ENGLISH_MONTHS, strict=True), start=1
):
    _spoken = re.sub("(คม|ยน|พันธ์)$", "", _thai)
    _names = (_thai, _short.replace(".", ""), _spoken, _english, _english[:3])
    _MONTH_NUMBERS |= dict.fromkeys(_names, _number)

EXAMPLE = "28/01/2566"
UNREADABLE = f"อ่านวันที่ไม่ได้ กรุณาใส่วัน เดือน และปี พ.ศ. เช่น {EXAMPLE} หรือ 28 ม.ค. 2566"
A_RANGE = "ช่องนี้ใส่ได้วันเดียว กรุณาใส่วันแรกในช่องนี้ และวันสุดท้ายในช่อง “ถึงวันที่”"
SHORT_YEAR = f"กรุณาใส่ปี พ.ศ. เป็นตัวเลข 4 หลัก เช่น {EXAMPLE}"
YEAR_OUT_OF_RANGE = "ปีต้องอยู่ระหว่าง พ.ศ. 2500 ถึง 2700"
UNREADABLE_TIME = "อ่านเวลาไม่ได้ กรุณาใส่ชั่วโมงและนาที เช่น 09.00"
NO_SUCH_TIME = "ไม่มีเวลานี้ กรุณาใส่เวลาระหว่าง 00.00 ถึง 23.59"

# The two eras cannot be mistaken for each other: their ranges do not meet.
_BE_YEARS = range(2400, 2701)
_CE_YEARS = range(1857, 2158)
_LONGEST = 80

_SEPARATOR = r" ?[-/. ] ?"
_ERA_MARK = r"(?:(?P<era>[พค]) ?\.? ?ศ ?\.? ?)?"
_SHORT_WEEKDAYS = ("พฤ", "อา", "จ", "อ", "พ", "ศ", "ส")
_WEEKDAY = rf"(?:วัน)?(?:(?P<weekday>{'|'.join(WEEKDAYS)}|พฤหัส)|(?P<short_weekday>{'|'.join(_SHORT_WEEKDAYS)})\.)?,? ?(?:ที่)? ?"
_MONTH = rf"(?:{_SEPARATOR}(?P<month>[0-9]{{1,2}}){_SEPARATOR}| ?[-/]? ?(?:เดือน)? ?(?P<name>[ก-๎A-Za-z. ]+?) ?[-/]? ?)"
_DAY_FIRST = re.compile(rf"{_WEEKDAY}(?P<day>[0-9]{{1,2}}){_MONTH}{_ERA_MARK}(?P<year>[0-9]+)")
_YEAR_FIRST = re.compile(
    rf"(?P<year>[0-9]{{4}}){_SEPARATOR}(?P<month>[0-9]{{1,2}}){_SEPARATOR}(?P<day>[0-9]{{1,2}})"
)
# As programs set to English write it: Saturday, January 28, 2023.
_MONTH_FIRST = re.compile(
    r"(?:[A-Za-z]{3,9},? )?(?P<name>[A-Za-z]{3,9})\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})"
)
# What programs add: a clock that stands at midnight, a full stop.
_TAIL = re.compile(r"(?:[ T]00:00(?::00(?:\.0+)?)?)?[.,]?$")
_RANGE = re.compile(
    r"[0-9]{1,2} ?(?:-|–|—|ถึง) ?[0-9]{1,2} ?[ก-๎A-Za-z].*|.*(?:[0-9]{4}|[ก-๎.]) ?(?:ถึง|–|—| - ) ?[0-9].*"
)
_TIME = re.compile(r"([0-9]{1,2})[.:]?([0-9]{2})(?:[.:]([0-9]{2}))? ?(?:น ?\.?)?")


class BadDate(ValueError):
    """What was typed is no day (or time); the text says in Thai what to type instead."""


def be(day_or_year: date | int) -> int:
    """The Buddhist-era year of a day or of a Gregorian year."""
    return (day_or_year.year if isinstance(day_or_year, date) else day_or_year) + ERA


def parse_date(text: str) -> date:
    """The day that was typed in either era; raises BadDate."""
    plain = _TAIL.sub("", _plain(text, UNREADABLE))
    match = _YEAR_FIRST.fullmatch(plain) or _DAY_FIRST.fullmatch(plain) or _MONTH_FIRST.fullmatch(plain)
    if not match:
        raise BadDate(A_RANGE if _RANGE.fullmatch(plain) else UNREADABLE)
    parts = match.groupdict()
    month = parts.get("month") or _MONTH_NUMBERS.get(re.sub("[. ]", "", parts["name"]).lower())
    if not month:
        name = parts["name"].strip()
        raise BadDate(f"ไม่รู้จักชื่อเดือน “{name}” กรุณาใส่ เช่น 28 ม.ค. 2566 หรือ {EXAMPLE}")
    day = _day(parts["year"], parts.get("era"), int(month), int(parts["day"]))
    right, short = WEEKDAYS[day.weekday()], parts.get("short_weekday")
    weekday = WEEKDAYS[SHORT_WEEKDAYS.index(short)] if short else parts.get("weekday")
    if weekday and not right.startswith(weekday):
        raise BadDate(f"วันที่ {thai_date(day, month='full')} เป็นวัน{right} ไม่ใช่วัน{weekday} กรุณาตรวจสอบ")
    return day


def parse_time(text: str) -> time:
    """The time of day that was typed; raises BadDate."""
    match = _TIME.fullmatch(_plain(text, UNREADABLE_TIME))
    if not match:
        raise BadDate(UNREADABLE_TIME)
    try:
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return time(hours, minutes, seconds)
    except ValueError:
        raise BadDate(NO_SUCH_TIME) from None


def thai_date(day: date, *, month: str = "short", weekday: bool = False) -> str:
    """28 ม.ค. 2566; with month="full" 28 มกราคม 2566, with its weekday วันเสาร์ที่ before it."""
    names = SHORT_MONTHS if month == "short" else MONTHS
    written = f"{day.day} {names[day.month - 1]} {be(day)}"
    return f"วัน{WEEKDAYS[day.weekday()]}ที่ {written}" if weekday else written


def thai_range(start: date, end: date | None, *, month: str = "full") -> str:
    """The period in its shortest form: month and year that both days share are written once (28-29 มกราคม 2566)."""
    end = end or start
    last = thai_date(end, month=month)
    if end == start:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}-{last}"
    first = thai_date(start, month=month)
    return f"{first.removesuffix(f' {be(start)}') if start.year == end.year else first} - {last}"


def thai_time(moment: time | datetime) -> str:
    """09.30 น."""
    return f"{moment:%H.%M} น."


def fiscal_year(day: date) -> int:
    """The Buddhist-era year in which the fiscal year (October to September) of the day ends."""
    return be(day) + (day.month >= 10)


def fiscal_year_bounds(year_be: int) -> tuple[date, date]:
    """The first and last day of a fiscal year."""
    year = year_be - ERA
    return date(year - 1, 10, 1), date(year, 9, 30)


def _plain(text: str, refusal: str) -> str:
    # The length first: a whole page pasted by mistake costs nothing.
    if len(text) > _LONGEST:
        raise BadDate(refusal)
    return arabic_digits(clean_line(text))


def _day(digits: str, era: str | None, month: int, day: int) -> date:
    """The day of a year in either era."""
    if len(digits) < 3:
        raise BadDate(SHORT_YEAR)
    year = int(digits)
    if year in _BE_YEARS and era != "ค":
        year -= ERA
    elif year not in _CE_YEARS or era == "พ":
        raise BadDate(YEAR_OUT_OF_RANGE)
    if not 1 <= month <= 12:
        raise BadDate(f"ไม่มีเดือนที่ {month} กรุณาใส่วัน เดือน ปี ตามลำดับ เช่น {EXAMPLE}")
    try:
        written = date(year, month, day)
    except ValueError:
        raise BadDate(f"ไม่มีวันที่ {day} {MONTHS[month - 1]} {be(year)} ในปฏิทิน กรุณาตรวจสอบวันที่") from None
    if not MIN_DAY <= written <= MAX_DAY:
        raise BadDate(YEAR_OUT_OF_RANGE)
    return written

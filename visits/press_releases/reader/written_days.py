"""Days and times as press releases write them: Buddhist years of two or four digits, or none at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches

_FULL = [
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
_SHORT = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]


_MONTHS = []
for _full, _short in zip(_FULL, _SHORT, strict=True):
    _first, _last = _short.rstrip(".").split(".")
    _MONTHS.append(rf"{_full}|{_first}\.?\s?{_last}\.?(?![ก-ฮะ-ฺเ-๎])")
_MONTH = "|".join(f"(?:{month})" for month in _MONTHS)
_WEEKDAY = r"(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัสฯ?|ศุกร์|เสาร์|อาทิตย์)"
_YEAR = r"(?:พ\.?\s?ศ\.?\s?)?'?(?P<year>(?:2[45]|20|19)\d{2}|[4-9]\d)(?!\d|\s?(?:คน|ราย|แห่ง|%|บาท))"

_WORDED = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:\s?(?:-|ถึง|และ|,"
    rf"|/)\s?(?:วันที่\s?)?(?P<last>\d{{1,2}}))?\s?(?:เดือน\s?)?(?P<month>{_MONTH})(?:\s?,?\s?{_YEAR})?"
)
_NUMERIC = re.compile(r"(?<![\d/])(?P<day>\d{1,2})[/](?P<number>\d{1,2})[/](?P<year>\d{4}|\d{2})(?![\d/])")
_ACROSS = re.compile(rf"\s?(?:-|ถึง)\s?(?:วันที่\s?)?(?P<day>\d{{1,2}})\s?(?P<month>{_MONTH})(?:\s?{_YEAR})?")
_TIME = re.compile(
    r"(?:เวลา\s?(?:ประมาณ\s?)?(?P<hour>[01]?\d|2[0-4])\s?[.:]\s?(?P<minute>[0-5]\d)"
    r"|(?<!\d)(?P<hour2>[01]?\d|2[0-3])[.:](?P<minute2>[0-5]\d)\s?(?:-\s?\d{1,2}[.:]\d{2}\s?)?(?:น\."
    r"|น(?=\s)|นาฬิกา))"
)
HEADER_DAY = re.compile(
    rf"^(?:(?:วัน)?{_WEEKDAY}\s?ที่\s.*\d{{4}}(?:\s|$)|\d{{1,2}}\s(?:{_MONTH})\s\d{{4}}\s\d{{1,2}}:\d{{2}}$)"
)
HEADER_NUMBER = re.compile(r"^\d{1,2}/\d{1,2}/\d{4}(?:\s|$)")
FROM_ELSEWHERE = re.compile(
    r"(?:ตั้งแต่|ภายใน|จนถึง|ถึง|ก่อน|ลง|เริ่ม|มีผล)[ ]?(?:วันที่[ ]?)?$"
    r"|(?:ประกาศ|มติ|ฉบับ|คำสั่ง|กำหนดการ|ครบ|ข้อมูล|พ\.ร\.บ\.)[^\n]{0,24}วันที่[ ]?$"
)

_TODAY = re.compile(r"วันนี้|เช้านี้|บ่ายนี้|เย็นนี้")


@dataclass(frozen=True)
class WrittenDay:
    """A day or unbroken days as written between two offsets of the clean text."""

    start: int
    end: int
    first: date
    last: date
    year_given: bool


@dataclass(frozen=True)
class WrittenTime:
    """An hour as "HH:MM" and where it is written."""

    start: int
    end: int
    value: str


def year_of(written: str) -> int:
    """The Gregorian year of one written in two or four digits."""
    year = int(written)
    if year < 100:
        return year + 2500 - 543
    return year - 543 if year > 2400 else year


def month_of(written: str) -> int:
    """The number of a month written in full or short."""
    return next(number for number, pattern in enumerate(_MONTHS, start=1) if re.fullmatch(pattern, written))


def date_or_none(year: int, month: int, day: int) -> date | None:
    """The date, or nothing where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_of_match(match: re.Match[str], published: date | None) -> date | None:
    """The day of a match; one without a year is the last such day on or before publication."""
    month, day = month_of(match["month"]), int(match["day"])
    if match["year"]:
        return date_or_none(year_of(match["year"]), month, day)
    if published is None:
        return None
    day_then = date_or_none(published.year, month, day)
    if day_then and day_then > published + timedelta(days=1):
        return date_or_none(published.year - 1, month, day)
    return day_then


def worded_days(clean: str, match: re.Match[str], published: date | None) -> tuple[int, WrittenDay | None]:
    """Where the wording of a day or of several ends, and the days it means, if there are such."""
    across = None if match["year"] else _ACROSS.match(clean, match.end())
    if across:
        end, given = across.end(), bool(across["year"])
        last = day_of_match(across, published)
        first = date_or_none(last.year, month_of(match["month"]), int(match["day"])) if last else None
        if first and last and first > last:
            first = date_or_none(last.year - 1, first.month, first.day)
    else:
        end, given = match.end(), bool(match["year"])
        first = last = day_of_match(match, published)
        if first and match["last"]:
            last = date_or_none(first.year, first.month, int(match["last"]))
            last = last if last and last >= first else first
    return end, WrittenDay(match.start(), end, first, last or first, given) if first else None


_MONTH_MISSPELT = re.compile(r"(?<!\d)(?P<day>\d{1,2})\s(?P<month>[ก-๎]{4,12})\s(?P<year>25\d{2})(?!\d)")


def find_days(clean: str, published: date | None = None) -> list[WrittenDay]:
    """Every day of the text in its order, in words, in figures, or with a month that is nearly spelt right."""
    days, covered = [], 0
    for match in _WORDED.finditer(clean):
        if match.start() >= covered:
            covered, day = worded_days(clean, match, published)
            days += [day] if day else []
    for match in _NUMERIC.finditer(clean):
        first = date_or_none(year_of(match["year"]), int(match["number"]), int(match["day"]))
        if first:
            days.append(WrittenDay(*match.span(), first, first, True))
    for match in _MONTH_MISSPELT.finditer(clean):
        if match["month"] in _FULL:
            continue
        near = get_close_matches(match["month"], _FULL, 1, 0.8)
        first = (
            date_or_none(year_of(match["year"]), _FULL.index(near[0]) + 1, int(match["day"]))
            if near
            else None
        )
        if first:
            days.append(WrittenDay(*match.span(), first, first, True))
    return sorted(days, key=lambda day: day.start)


def find_times(clean: str, start: int, end: int) -> Iterator[WrittenTime]:
    """The hours between two offsets, in the order of the text."""
    for match in _TIME.finditer(clean, start, end):
        hour, minute = match["hour"] or match["hour2"], match["minute"] or match["minute2"]
        if int(hour) < 24:
            yield WrittenTime(match.start(), match.end(), f"{int(hour):02d}:{minute}")


def says_today(text: str) -> bool:
    """Whether a text speaks of the day on which it was published."""
    return bool(_TODAY.search(text))

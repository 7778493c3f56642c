"""Days and times as press releases write them: Buddhist years of two or four digits, or none at all."""

import re
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


def _short_pattern(short):
    first, last = short.rstrip(".").split(".")
    return rf"{first}\.?\s?{last}\.?(?![ก-ฮะ-ฺเ-๎])"


_MONTHS = [rf"{full}|{_short_pattern(short)}" for full, short in zip(_FULL, _SHORT, strict=True)]
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
HEADER_DAY = re.compile(rf"^(?:วัน)?{_WEEKDAY}\s?ที่\s.*\d{{4}}(?:\s|$)")
HEADER_NUMBER = re.compile(r"^\d{1,2}/\d{1,2}/\d{4}(?:\s|$)")
_FROM_ELSEWHERE = re.compile(
    r"(?:ตั้งแต่|ภายใน|จนถึง|ถึง|ก่อน|ลง|เริ่ม|มีผล)[ ]?(?:วันที่[ ]?)?$"
    r"|(?:ประกาศ|มติ|ฉบับ|คำสั่ง|กำหนดการ|ครบ|ข้อมูล|พ\.ร\.บ\.)[^\n]{0,24}วันที่[ ]?$"
)


@dataclass(frozen=True)
class Day:
    start: int
    end: int
    first: date
    last: date
    year_given: bool


def _year(written):
    year = int(written)
    if year < 100:
        return year + 2500 - 543
    return year - 543 if year > 2400 else year


def _month(written):
    for number, pattern in enumerate(_MONTHS, start=1):
        if re.fullmatch(pattern, written):
            return number
    return None


_MONTH_MISSPELT = re.compile(r"(?<!\d)(?P<day>\d{1,2})\s(?P<month>[ก-๎]{4,12})\s(?P<year>25\d{2})(?!\d)")


def _misspelt(clean):
    """ "25 เมษยายน 2565": a month that is not one, but nearly."""
    for match in _MONTH_MISSPELT.finditer(clean):
        near = get_close_matches(match["month"], _FULL, 1, 0.8)
        day = near and _date(_year(match["year"]), _FULL.index(near[0]) + 1, int(match["day"]))
        if day and near[0] != match["month"]:
            yield Day(match.start(), match.end(), day, day, True)


def _date(year, month, day):
    try:
        return date(year, month, day)
    except (ValueError, TypeError):
        return None


def _without_year(month, day, published):
    """The last such day on or before publication."""
    if published is None:
        return None
    found = _date(published.year, month, day)
    if found and found > published + timedelta(days=1):
        return _date(published.year - 1, month, day)
    return found


def _resolve(match, month, published):
    year = match["year"]
    if year:
        return _date(_year(year), month, int(match["day"]))
    return _without_year(month, int(match["day"]), published)


def _worded(clean, match, published):
    month = _month(match["month"])
    across = None if match["year"] else _ACROSS.match(clean, match.end())
    if across:
        last = _resolve(across, _month(across["month"]), published)
        year = last.year if last else None
        first = _date(year, month, int(match["day"]))
        if first and first > last:
            first = _date(year - 1, month, int(match["day"]))
        return first, last, across.end(), bool(across["year"])
    first = _resolve(match, month, published)
    last = _date(first.year, month, int(match["last"])) if first and match["last"] else first
    return first, last if last and last >= first else first, match.end(), bool(match["year"])


def find_days(clean, published=None):
    days, covered = [], 0
    for match in _WORDED.finditer(clean):
        if match.start() < covered:
            continue
        first, last, end, given = _worded(clean, match, published)
        covered = end
        if first:
            days.append(Day(match.start(), end, first, last or first, given))
    for match in _NUMERIC.finditer(clean):
        first = _date(_year(match["year"]), int(match["number"]), int(match["day"]))
        if first:
            days.append(Day(match.start(), match.end(), first, first, True))
    days.extend(_misspelt(clean))
    return sorted(days, key=lambda day: day.start)


def speaks_of_another_day(clean, day):
    """Days of rules, counts and terms: "ตั้งแต่วันที่ …", "มติ ครม. เมื่อวันที่ …"."""
    return bool(_FROM_ELSEWHERE.search(clean, max(0, day.start - 40), day.start))


@dataclass(frozen=True)
class Time:
    start: int
    end: int
    value: str


def find_times(clean, start, end):
    for match in _TIME.finditer(clean, start, end):
        hour, minute = match["hour"] or match["hour2"], match["minute"] or match["minute2"]
        if int(hour) < 24:
            yield Time(match.start(), match.end(), f"{int(hour):02d}:{minute}")

"""What stands in a cell as days, people, ticks and words. Pure: plain values in and out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from config.thai.dates import ERA, MONTHS, SHORT_MONTHS, BadDate, parse_date, parse_time
from config.thai.text import arabic_digits, clean_block, clean_line
from visits.imports.reading import Value
from visits.press_releases.reader import titles

BE, AD = "be", "ad"

NO_DAY = "ไม่มีวันที่"
ONLY_A_MONTH = "มีแต่เดือน ไม่มีวัน"
NO_ERA = "ปีมีสองหลัก ยังไม่ได้ระบุว่าเป็น พ.ศ. หรือ ค.ศ."

_MONTH = "|".join(
    re.escape(month) for month in (*MONTHS, *SHORT_MONTHS, *(m.replace(".", "") for m in SHORT_MONTHS))
)
_TWO_DIGITS = re.compile(
    rf"(?P<head>.*(?:[/\-. ]|{_MONTH}))\s*(?P<year>[0-9]{{2}})(?P<tail>(?: [0-9:.]+(?: ?น\.?)?)?)"
)
_CLOCK = r"[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:\.[0-9]+)?)?"
# 4 ม.ค. 2566 เวลา 09.00 - 11.30 น., (09.00 น.), and the moment of a cell as it is stored: 2023-01-09T09:30:00.
_HOURS_BEHIND = re.compile(
    rf"(?:,?\s+|(?<=[0-9])T|\s*(?=\())\(?\s*(?:เวลา\s*)?(?P<hours>{_CLOCK}(?:\s*(?:-|–|—|ถึง)\s*{_CLOCK})?(?:\s*น\.?)?)(?:\s*เป็นต้นไป)?\s*\)?$"
)
_RANGE = re.compile(
    rf"(?P<first>[0-9]{{1,2}})\s*(?P<month>{_MONTH})?\s*(?P<year>[0-9]{{2,4}})?\s*(?:-|–|—|ถึง|และ)\s*(?:วันที่\s*)?(?P<last>[0-9]{{1,2}}\s*(?:{_MONTH}).*)"
)
# Both days whole, in numbers: 13/4/2572 - 15/4/2572.
_NUMBERS_RANGE = re.compile(
    r"(?P<first>[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4})\s*(?:-|–|—|ถึง)\s*(?:วันที่\s*)?(?P<last>[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4})"
)
_MONTH_ALONE = re.compile(rf"(?:เดือน)?\s*({_MONTH})\s*[0-9]{{2,4}}")
_DUE_DAYS = re.compile(r"(?:ภายใน|ใน)?\s*([0-9]{1,3})\s*วัน(ทำการ)?")

_AND_PARTY = re.compile(r"\s*(?:,|และ)?\s*(พร้อม(?:ด้วย)?คณะ|และคณะ|และผู้เกี่ยวข้อง|พร้อมผู้เกี่ยวข้อง|คณะ)\s*[.)]?\s*$")
_NUMBERED = re.compile(r"(?:^|\s|,)[(]?[0-9๐-๙]{1,2}[).][)]?\s*")
_BULLET = re.compile(r"^\s*[-–•*]\s*")
_PREFIX = re.compile(rf"{titles.PREFIX}|จ\.[อทต]\.|คุณ|ท่าน")
_ACADEMIC = re.compile(rf"{titles.ACADEMIC}|อ\.")
_TITLE = re.compile(f"(?:{_PREFIX.pattern}|{_ACADEMIC.pattern})")
_NAME_BEFORE = re.compile(rf"\s*(?:,|;|/|\n|\sและ\s?|และ(?={_TITLE.pattern}))\s*(?=\S)")
_TICKS = {"/", "✓", "✔", "√", "x", "X", "1", "ใช่", "มี", "v", "V", "*", "●", "•"}


@dataclass(frozen=True)
class PersonCell:
    """One person of a cell: `name` as written, its parts, and what stands behind it as position."""

    name: str
    prefix: str = ""
    academic_title: str = ""
    first_name: str = ""
    last_name: str = ""
    position: str = ""


def as_text(value: Value) -> str:
    """A value as people write it, with its line breaks: whole numbers without their decimals."""
    if isinstance(value, bool):
        return "/" if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean_block(str(value))


_SIGNS = re.compile("[ัิ-ฺ็-๎]")


def skeleton(text: str) -> str:
    """The letters of a text and, apart from them, its vowel signs and tones: the same wherever in the text the signs stand."""
    return f"{_SIGNS.sub('', text)}|{''.join(sorted(_SIGNS.findall(text)))}"


def text_of(lines: Iterable[Value]) -> str:
    """The lines of a cell as one text, a line each."""
    return "\n".join(filter(None, map(as_text, lines)))


def has_two_digit_year(value: Value) -> bool:
    """Whether a cell is a day whose year has two digits, so that its era must be asked for."""
    if not isinstance(value, str):
        return False
    text = arabic_digits(clean_line(value))
    found = _TWO_DIGITS.fullmatch(_HOURS_BEHIND.sub("", text))
    return bool(found and re.search("[0-9]", found["head"]) and len(re.findall("[0-9]{4}", text)) == 0)


def days_of(value: Value, two_digit_years: str = "") -> tuple[date, date]:
    """First and last day of a cell, equal where it names one; raises BadDate with a Thai sentence."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        # Programs keep 3/10/2566 as that year of our era; no visit was made then.
        day = _one_day(f"{value.day}/{value.month}/{value.year}", "") if value.year > 2400 else value
        return day, day
    if not isinstance(value, str):
        raise BadDate(f"อ่านวันที่ไม่ได้: {value}")
    text = arabic_digits(clean_line(value))
    if not text:
        raise BadDate(NO_DAY)
    text = _HOURS_BEHIND.sub("", text)
    if _MONTH_ALONE.fullmatch(text):
        raise BadDate(f"{ONLY_A_MONTH}: {value}")
    plain = text.removeprefix("วันที่").removeprefix("ระหว่าง").removeprefix("วันที่").strip()
    if found := _RANGE.fullmatch(plain) or _NUMBERS_RANGE.fullmatch(plain):
        last = _one_day(found["last"], two_digit_years)
        first_text = found["first"]
        if found.re is _RANGE:
            month = found["month"] or MONTHS[last.month - 1]
            first_text = f"{first_text} {month} {found['year'] or last.year + ERA}"
        first = _one_day(first_text, two_digit_years)
        if last < first:
            raise BadDate(f"วันสุดท้ายมาก่อนวันแรก: {value}")
        return first, last
    day = _one_day(text, two_digit_years)
    return day, day


def hours_behind(value: Value) -> str:
    """The hours that stand behind the day of a cell, empty where there are none, or the clock of a program stands at midnight or shows seconds."""
    found = _HOURS_BEHIND.search(arabic_digits(clean_line(str(value))))
    is_stamp = not found or re.search(
        r"00[:.]00[:.]00|[0-9]{2}[:.][0-9]{2}[:.](?!00)|^0?0[:.]00", found["hours"]
    )
    return "" if not found or is_stamp else found["hours"]


def due_day(value: Value, two_digit_years: str = "") -> date:
    """The last day of "ภายในวันที่ 15 มี.ค. 2558"; raises BadDate."""
    if isinstance(value, str):
        value = re.sub(r"^\s*(?:ภายใน|ไม่เกิน)\s*", "", value)
    return days_of(value, two_digit_years)[1]


def _one_day(text: str, two_digit_years: str) -> date:
    if has_two_digit_year(text):
        found = _TWO_DIGITS.fullmatch(text)
        if found and two_digit_years == BE:
            text = f"{found['head']}{2500 + int(found['year'])}"
        elif found and two_digit_years == AD:
            text = f"{found['head']}{2000 + int(found['year'])}"
        else:
            raise BadDate(f"{NO_ERA}: {text}")
    try:
        return parse_date(text)
    except BadDate as error:
        raise BadDate(f"{error} (ในแฟ้ม: {text})") from error


def times_of(value: Value) -> tuple[time | None, time | None]:
    """Start and end of "09.00-11.30 น."; raises BadDate."""
    if isinstance(value, datetime):
        return value.time(), None
    if isinstance(value, time):
        return value, None
    text = clean_line(str(value))
    if not text:
        return None, None
    first, _, last = (part.strip() for part in re.sub("[–—]|ถึง", "-", text).partition("-"))
    return parse_time(first), parse_time(last) if last else None


def is_ticked(lines: Iterable[Value]) -> bool:
    """Whether a cell of a column of ticks says yes."""
    text = text_of(lines)
    return text in _TICKS or text in {"1.0"}


def due_days(text: str) -> tuple[int, bool] | None:
    """(15, True) of "ภายใน 15 วันทำการ": how many days, and whether they are working days."""
    found = _DUE_DAYS.fullmatch(arabic_digits(clean_line(text)))
    return (int(found[1]), bool(found[2])) if found else None


def people_of(lines: Iterable[Value]) -> tuple[list[PersonCell], str]:
    """The people of a cell in their order, and the words for those it does not name ("และคณะ")."""
    people: list[PersonCell] = []
    others = ""
    for line in text_of(lines).split("\n"):
        text = _BULLET.sub("", line)
        if found := _AND_PARTY.search(text):
            text, others = text[: found.start()], found[1]
        text = _NUMBERED.sub("\n", text)
        for part in _NAME_BEFORE.split(text):
            name = clean_line(part).strip(" .,")
            if name.startswith("คณะ"):
                others = name
            elif name and people and not people[-1].last_name and not _TITLE.match(name):
                # A line break in the middle of a name.
                people[-1] = split_person(f"{people[-1].name} {name}")
            elif name:
                people.append(split_person(name))
    return people, others


def split_person(text: str) -> PersonCell:
    """A name as written, with prefix, academic title, first and last name and what stands behind as position."""
    rest, prefix, academic = text, "", ""
    while True:
        title, degree = _PREFIX.match(rest), _ACADEMIC.match(rest)
        if title and not prefix and title[0] != rest:
            prefix, rest = title[0], rest[title.end() :].strip()
        elif degree and degree[0] != rest:
            academic, rest = academic + degree[0], rest[degree.end() :].strip()
        else:
            break
    first, *words = rest.split(" ") or [""]
    last, position = "", ""
    if words:
        size = 2 if words[0] == "ณ" and len(words) > 1 else 1
        # A last name of two words, as ณ ลำพูน or แสงทอง ณ อยุธยา.
        if len(words) > size + 1 and words[size] == "ณ":
            size += 2
        last, position = " ".join(words[:size]), " ".join(words[size:])
    name = text.removesuffix(position).strip() if position else text
    return PersonCell(name, prefix, academic, first, last, position.strip(" ()-"))

"""In which province a visit was, among all the provinces a text names."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from . import provinces
from .mentions import Mention
from .normalised_text import TextLine
from .places import BREAK, VisitedPlace
from .prepared import PreparedText

_ADDRESS = rf"(?:จังหวัด|จ\.)\s?(?P<named>{provinces.pattern()})"
_BANGKOK = r"(?P<bangkok>กรุงเทพมหานคร|กรุงเทพฯ|กทม\.)(?!\s?มหานคร)"
_DATELINE = re.compile(
    rf"^\W{{0,3}}(?:(?:จังหวัด|จ\.)\s?)?(?P<named>{provinces.pattern()})\s?(?:[:/]|-|–|\d{{1,2}}\s|\("
    rf"|วัน|เมื่อ|\|)"
)
_PROVINCE = re.compile(rf"{_ADDRESS}|{_BANGKOK}")
_NAME_TAIL = re.compile(rf"(?P<named>(?!เลย|แพร่|ตาก|น่าน){provinces.pattern()})$")
_IN_HEADLINE = re.compile(
    rf"(?:(?<![ก-๎])|(?<=ลงพื้นที่)|(?<=เยือน)|(?<=เมือง)|(?<=บุก)|(?<=ลุย))(?P<named>{provinces.pattern()})(?![ก-๎])"
)
_OF_PROVINCE = re.compile(rf"(?:จังหวัด|สอจ\.|สสจ\.)\s?(?P<named>{provinces.pattern()})$")
_OWN_PROVINCE = re.compile(rf"(?:จังหวัด|จ\.|สอจ\.|สสจ\.|สาขา)\s?(?P<named>{provinces.pattern()})|{_BANGKOK}")


@dataclass(frozen=True)
class ProvinceMention:
    """A province by its full name and where it is written."""

    start: int
    end: int
    name: str


def province_of_match(match: re.Match[str]) -> ProvinceMention:
    """The province that a match names, by its full name."""
    group = "named" if match.groupdict().get("named") else "bangkok"
    return ProvinceMention(match.start(group), match.end(group), provinces.full_name(match[group]))


def province_of_place(reading: PreparedText, place: VisitedPlace) -> ProvinceMention | None:
    """Written with the place: in its name or in the address behind it."""
    clean = reading.clean
    own = _OF_PROVINCE.search(place.name)
    if own:
        start = place.end - len(own["named"])
        return ProvinceMention(start, place.end, provinces.full_name(own["named"]))
    line_end = clean.find("\n", place.end)
    limit = max(reading.lead_line.end, line_end if line_end >= 0 else len(clean))
    limit = min(limit, place.end + 90)
    behind = BREAK.search(clean, place.end, limit)
    address = _PROVINCE.search(clean, place.end, behind.start() if behind else limit)
    match = address or _OWN_PROVINCE.search(clean, place.start, place.end)
    return province_of_match(match) if match else None


def province_in(clean: str, line: TextLine, avoid: list[tuple[int, int]]) -> ProvinceMention | None:
    """The first province of a line outside the spans to avoid, which are sorted."""
    for match in _PROVINCE.finditer(clean, line.start, line.end):
        index = bisect_right(avoid, (match.start(), len(clean))) - 1
        if index < 0 or match.start() >= avoid[index][1]:
            return province_of_match(match)
    return None


def find_province(reading: PreparedText, places: list[VisitedPlace]) -> ProvinceMention | None:
    """Dateline, address of the first place, leading paragraph, headline, and last the posts of those present."""
    clean, mentions, lead_line = reading.clean, reading.mentions, reading.lead_line
    headline = reading.layout.headline
    dateline = _DATELINE.match(lead_line.text)
    if dateline:
        start, end = (lead_line.start + place for place in dateline.span("named"))
        return ProvinceMention(start, end, provinces.full_name(dateline["named"]))
    avoid = [(m.start, m.end) for m in mentions if lead_line.start <= m.start < lead_line.end]
    if headline:
        avoid += [(m.start, m.end) for m in mentions if headline.start <= m.start < headline.end]
        avoid.sort()
    # "ปลัดฯ ลงพื้นที่ตรัง ติดตาม…": a province that stands alone in the headline.
    alone = None
    if headline and headline is not lead_line:
        alone = _IN_HEADLINE.search(clean, headline.start, headline.end)
    in_post = alone and any(start <= alone.start() < end for start, end in avoid)
    near = province_of_place(reading, places[0]) if places else None
    tail = _NAME_TAIL.search(clean, places[0].start, places[0].end) if places else None
    return (
        near
        or province_in(clean, lead_line, avoid)
        or (headline and province_in(clean, headline, avoid))
        or (province_of_match(tail) if tail else None)
        or (province_of_match(alone) if alone and not in_post else None)
        or province_in(clean, lead_line, [])
    )


def province_of_hosts(clean: str, hosts: list[Mention]) -> ProvinceMention | None:
    """Where nothing else says it: the province in the post of somebody who received the party."""
    for mention in hosts:
        match = _PROVINCE.search(clean, *mention.position_at) if mention.position_at else None
        if match:
            return province_of_match(match)
    return None

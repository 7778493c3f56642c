"""The parts of a page: site header, headline, body, source line; what is only furniture is set aside."""

import re
from dataclasses import dataclass

from .dates import HEADER_DAY, HEADER_NUMBER, find_days

_SITE = re.compile(r"^รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-\s?|^ข่าวทำเนียบรัฐบาล\s?[-:]\s?")
_FURNITURE = re.compile(
    r"^(?:พิมพ์|แชร์|อ่านต่อ|อ่านเพิ่มเติม|หน้าแรก|Share|Print|Line|LINE|Facebook|Twitter"
    r"|View[s ]?\s?\d*|GALLERY|ดาวน์โหลด|ย้อนกลับ|แสดงความคิดเห็น|ผู้เข้าชม.*|เข้าชม.*|จำนวนผู้.*|\d+"
    r"|[*=_~.•#-]+|[*]{3,}.*"
    r"|(?:ติดตาม|กดติดตาม|สมัคร|ช่องทาง)(?:ข่าว)?.{0,12}(?:ผ่าน|ช่อง|เพจ|Youtube|YouTube|LINE|Line).*"
    r"|(?:Credit|เครดิต|Cr\.|ขอบคุณ(?:ภาพ|ข้อมูล|ที่มา)).*|(?:ข่าว|ภาพ|ภาพข่าว|ข่าว/ภาพ|เรียบเรียง"
    r"|รายงาน|ผู้สื่อข่าว|บรรณาธิการ|แหล่งที่มา|แหล่งข่าว|ข้อมูล|โดย)\s?:.*|.*Read More$|#\S+.*)$"
)
_SOURCE = re.compile(r"^(?:ที่มา|แหล่งที่มา|อ้างอิง|Source)\s?:?")
_URL = re.compile(r"https?://[^\s<>\"']+")
_FOOTER_DAY = re.compile(r"^[*•\-=_ ]{3,}.*\d{4}$")
_CHAT_STAMP = re.compile(r"^(?:\d{1,2}[:.]\d{2}\s+\S.{0,40}|\[?\d{4}[./-]\d{2}[./-]\d{2}.*)$")


@dataclass(frozen=True)
class Layout:
    headline: object
    lines: tuple
    body_start: int
    end: int
    url: tuple | None
    published: object


def _is_furniture(line):
    text = line.text
    return bool(
        _FURNITURE.match(text) or _SOURCE.match(text) or _FOOTER_DAY.match(text) or _URL.fullmatch(text)
    )


def _is_header_day(line):
    return bool(len(line.text) < 60 and (HEADER_DAY.match(line.text) or HEADER_NUMBER.match(line.text)))


def _published(lines):
    for line in lines:
        if _is_header_day(line):
            days = find_days(line.text)
            if days:
                return Published(line.start + days[0].start, line.start + days[0].end, days[0].first)
    return None


@dataclass(frozen=True)
class Published:
    start: int
    end: int
    day: object


def _first_url(clean):
    match = _URL.search(clean)
    return match.span() if match else None


def _without_site(line):
    match = _SITE.match(line.text)
    if not match:
        return line
    return type(line)(line.start + match.end(), line.end, line.text[match.end() :])


def read_layout(text):
    lines = [_without_site(line) for line in text.lines()]
    published = _published(lines[:12])
    lines = tuple(line for line in lines if not _is_furniture(line) and not _is_header_day(line))
    headline = next((line for line in lines if not _CHAT_STAMP.match(line.text)), None)
    return Layout(
        headline,
        lines,
        lines[0].start if lines else 0,
        lines[-1].end if lines else 0,
        _first_url(text.clean),
        published,
    )

"""The parts of a page: site header, headline, body, source line; what is only furniture is set aside."""

import re
from dataclasses import dataclass
from datetime import date

from .normalised_text import NormalisedText, TextLine
from .written_days import HEADER_DAY, HEADER_NUMBER, find_days

_SITE = re.compile(r"^รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-\s?|^ข่าวทำเนียบรัฐบาล\s?[-:]\s?")
_FURNITURE = re.compile(
    r"^(?:(?:สั่ง)?พิมพ์(?:หน้านี้)?|image|\d+ min read|แชร์|อ่านต่อ|อ่านเพิ่มเติม|หน้าแรก|Share|Print|Line|LINE|Facebook|Twitter"
    r"|View[s ]?\s?\d*|GALLERY|ดาวน์โหลด|ย้อนกลับ|แสดงความคิดเห็น|ผู้เข้าชม.*|เข้าชม.*|จำนวนผู้.*|\d+"
    r"|[*=_~.•#-]+|[*]{3,}.*"
    r"|(?:ติดตาม|กดติดตาม|สมัคร|ช่องทาง)(?:ข่าว)?.{0,12}(?:ผ่าน|ช่อง|เพจ|Youtube|YouTube|LINE|Line).*"
    r"|(?:Credit|เครดิต|Cr\.|ขอบคุณ(?:ภาพ|ข้อมูล|ที่มา)).*|(?:ข่าว|ภาพ|ภาพข่าว|ข่าว/ภาพ|เรียบเรียง"
    r"|รายงาน|ผู้สื่อข่าว|บรรณาธิการ|แหล่งที่มา|แหล่งข่าว|ข้อมูล|โดย)\s?:.*|.*Read More$|#\S+.*)$"
)
_SOURCE = re.compile(r"^(?:ที่มา|แหล่งที่มา|อ้างอิง|Source)\s?:?")
_URL = re.compile(r"https?://[^\s<>\"']+")
_FOOTER_DAY = re.compile(r"^[*•\-=_ ]{3}.*\d{4}$")
_CHAT_STAMP = re.compile(r"^(?:\d{1,2}[:.]\d{2}\s+\S.{0,40}|\[?\d{4}[./-]\d{2}[./-]\d{2}.*)$")


@dataclass(frozen=True)
class PublishedOn:
    """The day in the page's header and its place in the clean text."""

    start: int
    end: int
    day: date


@dataclass(frozen=True)
class PageLayout:
    """`lines` are those of headline and body; `url` is the span of the first address in the clean text."""

    headline: TextLine | None
    lines: tuple[TextLine, ...]
    body_start: int
    end: int
    url: tuple[int, int] | None
    published: PublishedOn | None


def is_header_day(line: TextLine) -> bool:
    """A line that holds little more than a day."""
    return bool(len(line.text) < 60 and (HEADER_DAY.match(line.text) or HEADER_NUMBER.match(line.text)))


def read_layout(text: NormalisedText) -> PageLayout:
    """Headline, body and header of a page; days in lines of their own at the top are its publication."""
    lines, published = [], None
    for line in text.lines():
        site = _SITE.match(line.text)
        lines.append(TextLine(line.start + site.end(), line.end, line.text[site.end() :]) if site else line)
    for line in lines[:12]:
        days = find_days(line.text) if published is None and is_header_day(line) else []
        if days:
            published = PublishedOn(line.start + days[0].start, line.start + days[0].end, days[0].first)
    body: list[TextLine] = []
    for line in lines:
        day = find_days(line.text) if is_header_day(line) else []
        # A day of its own further down, other than that of publication, is the day of what follows.
        is_of_what_follows = day and published and body and day[0].first != published.day
        # A button, a counter, a credit or an address of the page is no part of the text.
        is_furniture = (
            _FURNITURE.match(line.text)
            or _SOURCE.match(line.text)
            or _FOOTER_DAY.match(line.text)
            or _URL.fullmatch(line.text)
        )
        if not is_furniture and (is_of_what_follows or not is_header_day(line)):
            body.append(line)
    headline = next((line for line in body if not _CHAT_STAMP.match(line.text)), None)
    url = _URL.search(text.clean)
    return PageLayout(
        headline,
        tuple(body),
        body[0].start if body else 0,
        body[-1].end if body else 0,
        url.span() if url else None,
        published,
    )

"""One reading of one text: layout, people, roles, days, places, directives, figures, and the doubts."""

import re

from .field_visit import is_field_visit
from .figures import find_figures
from .instructions import find_directives
from .normalised_text import LIMIT
from .places import find_places
from .prepared import TELLS_A_VISIT, NothingToRead, OutOfTime, PreparedText
from .proposal import Proposal, ProposedStop, Quoted, Vocabulary
from .province_of_visit import find_province, province_of_hosts, province_of_place
from .visit_day import VisitDay
from .visit_roles import HOST, people_of, read_roles
from .written_days import says_today

_PLANNED = re.compile(r"(?:มีกำหนด(?:การ)?|เตรียม|จะ|มีแผน)\s?(?:เดินทาง|ลงพื้นที่|ตรวจเยี่ยม|ตรวจราชการ)")

# One reading takes some hundredths of a second; a text that takes so long is not a press release.
SECONDS_FOR_ONE_TEXT = 5.0
# Said of what is still to come, in the paragraph that tells the visit.
_TO_COME = re.compile(r"พรุ่งนี้|มีกำหนด(?:การ)?\s?(?:จะ)?(?:เดินทาง|ลงพื้นที่|ไป|ตรวจ|เยี่ยม)")
# The first thing that is told of the visit is still to be done: "… และคณะผู้บริหาร จะลงพื้นที่".
_FIRST_DEED = re.compile(
    r"(?P<yet>จะ\s?(?:ได้)?(?:ร่วม)?)?(?:ลงพื้นที่|ลงตรวจ|เดินทาง|ตรวจเยี่ยม|เยี่ยมชม|(?<!ผู้)ตรวจราชการ|นำคณะ|เป็นประธาน|ประชุม)"
)
_OFFICIAL_VISIT = re.compile(r"ลงพื้น|ตรวจเยี่ยม|เยี่ยมชม|ตรวจราชการ|ตรวจติดตาม|ศึกษาดูงาน|นำคณะ|มอบนโยบาย|ให้การต้อนรับ")
# Who presides at somebody's premises was there, though no word of going and no day is written.
_PRESIDES_AT = re.compile(r"เป็นประธาน[^\n]{0,90}\sณ\s?(?:บริษัท|โรงงาน|นิคม|ชุมชน|วิสาหกิจ|กลุ่ม|สหกรณ์)")
_THAI = re.compile(r"[ก-ฮ]")


def read(
    text: object, vocabulary: Vocabulary | None = None, *, seconds: float = SECONDS_FOR_ONE_TEXT
) -> Proposal:
    """Proposal for one press release; says in Thai why where there is nothing to propose or `seconds` are over."""
    original = text if isinstance(text, str) else str(text or "")
    try:
        reading = PreparedText(original, vocabulary or Vocabulary(), seconds)
        if not _THAI.search(reading.clean):
            reason = "ข้อความไม่ใช่ภาษาไทย จึงอ่านไม่ได้"
        elif not may_tell_of_a_visit(reading):
            reason = "ไม่พบว่าข้อความนี้กล่าวถึงการลงพื้นที่หรือการตรวจเยี่ยม"
        else:
            return propose(reading)
        return Proposal(False, headline=quoted_headline(reading), unclear=(reason,))
    except NothingToRead:
        return Proposal(False, unclear=("ไม่มีข้อความให้อ่าน",))
    except OutOfTime:
        return Proposal(False, unclear=(f"อ่านข้อความนี้ไม่เสร็จภายใน {seconds:g} วินาที โปรดวางเฉพาะเนื้อข่าว",))


def quoted_headline(reading: PreparedText) -> Quoted | None:
    """The headline and its place in the original."""
    line = reading.layout.headline
    return reading.quoted(line.text, line.start, line.end) if line else None


def may_tell_of_a_visit(reading: PreparedText) -> bool:
    """An official act by name, or a journey on a stated day by somebody in office."""
    text = "\n".join(line.text for line in reading.layout.lines)
    in_office = any(mention.position for mention in reading.mentions)
    if _OFFICIAL_VISIT.search(text):
        return in_office or bool(reading.days)
    if in_office and _PRESIDES_AT.search(text):
        return True
    dated = bool(reading.days) or says_today(text)
    return in_office and dated and bool(TELLS_A_VISIT.search(text))


def propose(reading: PreparedText) -> Proposal:
    """Everything read from a text that may tell of a visit."""
    layout, quoted = reading.layout, reading.quoted
    places = find_places(reading)
    province = find_province(reading, places)
    roles = read_roles(reading, places, province)
    hosts = [mention for mention, role in roles.roles.values() if role == HOST]
    province = province or province_of_hosts(reading.clean, hosts)
    note_doubts(reading, has_lead=roles.lead is not None, has_place=bool(places), has_province=bool(province))
    is_visit = is_field_visit(reading)
    if not is_visit:
        reading.unclear.insert(0, "ข่าวนี้ดูเหมือนไม่ใช่การลงพื้นที่ เช่น ประชุมในที่ตั้ง สัมมนา หรือแถลงข่าว")
    stops = []
    for place in places:
        # "สำนักงานอุตสาหกรรมจังหวัดฯ" means the province that the text names.
        head = place.name.removesuffix("ฯ")
        name = f"{head}{province.name}" if province and head.endswith("จังหวัด") else place.name
        hour, own_province = place.time, province_of_place(reading, place)
        stops.append(
            ProposedStop(
                quoted(name, place.start, place.end),
                quoted(hour.value, hour.start, hour.end) if hour else None,
                own_province.name if own_province else None,
            )
        )
    chosen = VisitDay(reading)
    day = chosen.choose()
    time = chosen.hour(day)
    published = layout.published
    places_of_names = ((reading.clean.find(name), name) for name in reading.vocabulary.programmes)
    programmes = sorted((start, name) for start, name in places_of_names if start >= 0)
    first_deed = _FIRST_DEED.search(reading.lead_line.text)
    return Proposal(
        is_visit,
        is_planned=bool(_TO_COME.search(reading.lead_line.text)) or bool(first_deed and first_deed["yet"]),
        headline=quoted_headline(reading),
        url=quoted(reading.clean[slice(*layout.url)], *layout.url) if layout.url else None,
        published_on=quoted(published.day, published.start, published.end) if published else None,
        starts_on=quoted(day.first, day.start, day.end) if day else None,
        ends_on=day.last if day else None,
        time=quoted(time.value, time.start, time.end) if time else None,
        province=quoted(province.name, province.start, province.end) if province else None,
        stops=tuple(stops),
        people=people_of(reading, roles),
        directives=find_directives(reading, roles.lead),
        figures=find_figures(reading),
        programmes=tuple(quoted(name, start, start + len(name)) for start, name in programmes),
        unclear=tuple(dict.fromkeys(reading.unclear)),
    )


def note_doubts(reading: PreparedText, *, has_lead: bool, has_place: bool, has_province: bool) -> None:
    """Adds what was not found to the doubts of the reading."""
    unclear = reading.unclear
    if not has_lead:
        unclear.append("ไม่พบชื่อหัวหน้าคณะ")
    if not has_place:
        unclear.append("ไม่พบหน่วยงานหรือสถานที่ที่ตรวจเยี่ยม")
    if not has_province:
        unclear.append("ไม่พบจังหวัด")
    if _PLANNED.search(reading.lead_line.text):
        unclear.append("ข้อความอาจเป็นกำหนดการล่วงหน้า ยังไม่ใช่การตรวจเยี่ยมที่เกิดขึ้นแล้ว")
    if len(reading.text.original) > LIMIT:
        unclear.append(f"ข้อความยาวเกินไป อ่านเฉพาะ {LIMIT:,} อักขระแรก")

"""Which places were visited, in which order, and in which province the first one lies."""

import re
from dataclasses import dataclass
from itertools import product

from . import provinces
from .dates import find_times
from .units import HEAD, is_generic, past_shelter, same_unit, unit_end

GO = (
    r"ตรวจเยี่ยม|เยี่ยมชม|เยี่ยมเยียน|เยี่ยม|ตรวจราชการ|ลงพื้นที่|ลงพื้น(?=ตรวจ)|ตรวจติดตาม|ติดตาม"
    r"|ศึกษาดูงาน|นิเทศ|เดินทาง(?:ต่อ)?(?:ไป|มา|ถึง|เข้า|ลง)?(?:ยัง|ที่)?|ไปยัง|สำรวจ|มอบนโยบาย"
    r"|ตรวจสอบ|ตรวจประเมิน|ตรวจ(?=ความ|การ|โรง|พื้น|งาน|สถาน|คุณ|ด่าน|แถว|บริษัท|ราคา|ตลาด)"
    r"|เยือน|พบปะ|เข้าชม|ชม(?=การ|งาน|นิทรรศการ|ผล|กระบวน)|เป็นประธาน(?:ในพิธี|การ)?(?:เปิด|ประชุม)?"
    r"|เปิด(?=งาน|อาคาร|ศูนย์|โครงการ|สถาน|โรง|การ)|ประชุม"
)
GO_VERB = re.compile(GO)
_SUBJECT_OF_TALK = re.compile(r"ติดตาม|ประชุม|เป็นประธาน|เปิด|มอบนโยบาย")
_NOT_YET = re.compile(
    r"(?:จะ|เตรียม|กำหนด(?:การ)?|มีแผน|วางแผน|ต้องการ|เคย|ผู้|หน่วย|ไม่ได้|ขอให้|ให้|เพื่อ"
    r"|อยาก)(?:เดินทาง|ไป|มา|ลง|เข้า|ได้|\s)*$"
)
_NOUN = re.compile(r"(?:การ|ระบบ|คณะกรรมการ|ศูนย์|ชุด|แผน|เครื่อง)$")
_BREAK = re.compile(
    r"\n|โดย\s?มี|ซึ่ง|เพื่อ(?!การ(?:เกษตร|ส่งออก))|กล่าว(?!หา)|เปิดเผย|ได้รับการ|อาทิ(?!ตย์)|ได้แก่"
    r"|เช่น|ทั้งนี้|ตาม(?=นโยบาย|ที่|แนว|ข้อ|คำ)"
)
_NEXT_STOP = re.compile(
    r"จากนั้น|หลังจากนั้น|ต่อมา|ภายหลัง|ก่อน(?=เดินทาง|จะเดิน|ไป)|เวลา\s?(?:ประมาณ\s?)?\d|ช่วง(?:เช้า"
    r"|บ่าย|เย็น|ค่ำ)|ภาค(?:เช้า|บ่าย)|จุด(?:ที่|แรก|สุดท้าย|ต่อ)|แห่งที่|พร้อมคณะ|และคณะ|คณะฯ|คณะได้"
    r"|นำคณะ|เดินทางต่อ|เดินทางไป|และได้เดิน|วันเดียวกัน|ลำดับต่อ|โอกาสเดียวกัน|ถัดมา|นอกจากนี้"
)
_AT = re.compile(r"(?<![ก-๎])(?:ณ|ที่(?!ทำการ|ว่าการ|ดิน|ปรึกษา)|ภายใน|บริเวณ)\s?|(?<=[ก-๎])ณ\s(?=ห้อง|หอ|ศูนย์|สำนัก)")
_SAY = re.compile(r"กล่าว(?:ว่า|เพิ่ม|ต่อ|ถึง)|เปิดเผยว่า|เผยว่า|ระบุว่า")
_KIND_OF_PLACE = re.compile(r"โรงงาน|สถานประกอบ|โครงการ|แปลง|พื้นที่|อาคาร|สวน|จุด")
_FIRM = re.compile(r"บริษัท|ห้างหุ้นส่วน|หจก\.|บจก\.")
_STANDS_AT = re.compile(r"\s?(?:ณ|ที่|ของ)\s?")
_AND_ALSO = re.compile(r"\s?(?:,|และ(?:เยี่ยมชม|ตรวจเยี่ยม|ติดตาม)?|รวมทั้ง|รวมถึง|ตลอดจน)\s?|\s")
# A unit's name begins a word group or stands right behind the verb, a preposition or what of the unit was looked at.
_BEGINS_NAME = re.compile(
    r"(?:^|[\s\"(,/]|ของ|ที่|ณ|ใน|ยัง|และ|แก่|ถึง|สู่|หน่วยงาน|การดำเนินงาน|การปฏิบัติงาน|ผลงาน|ความพร้อม|ความคืบหน้า|การก่อสร้าง|กิจการ|การให้บริการ|การบริหารจัดการ|การทำงาน|การดำเนินการ|กำลังใจ|บุคลากร|เจ้าหน้าที่|สถานการณ์|การเรียนการสอน|ภารกิจ|พิธีเปิด|บริเวณ|"
    + GO
    + r")$"
)
_LOOKED_AT = re.compile(r"\s?(?:การ|ความ|ผล)(?:(?!การ)[ก-๎]){1,18}")
_PARENT = re.compile(r"\s(?:กรม|กระทรวง)[ก-๎]+(?=\s|,)")
_BELONGING = re.compile(rf"(?:{_PARENT.pattern})?(?:\s?(?:อำเภอ|อ\.|ตำบล|ต\.|จังหวัด|จ\.)\s?[ก-๎]+(?=\s|,))*")
# A ministry or department is named on every line; it was visited only where verb or ณ stand right before it.
_MINISTRY = re.compile(r"กระทรวง|กรม(?!ทหาร)")
_RIGHT_THERE = re.compile(r"(?:ตรวจเยี่ยม|เยี่ยมชม|เยี่ยม|ตรวจราชการ|ลงพื้นที่|ยัง|ณ|ที่)\s?$")
_ANYTHING_AT = re.compile(
    r"(?<![ก-๎])ณ\s?(?:บริเวณ)?(?P<name>(?!ห้อง|จังหวัด|อำเภอ|ตำบล|หมู่|วัน|ที่|จ\.|อ\."
    r"|ต\.)[ก-๎A-Za-z]{4,60}(?:\s\d{1,3}(?=\s|$))?)"
)
_PLACE_NAME = rf"(?:(?:ตำบล|อำเภอ|ต\.|อ\.)\s?[ก-๎]{{2,40}}|(?:จังหวัด|จ\.)\s?(?:{provinces.pattern()}))"
_AREA = re.compile(
    r"(?:ลงพื้นที่|ตรวจราชการ|ตรวจเยี่ยม|เดินทางไป(?:ยัง)?|ณ|พื้นที่|ใน)\s?"
    rf"(?P<name>{_PLACE_NAME}(?:\s{_PLACE_NAME}){{0,2}})"
)
_DEPARTS = re.compile(r"\s?(?:จาก|ออกจาก|โดย|กลับ|ด้วย)")
_REACH = 90
_ADDRESS = rf"(?:จังหวัด|จ\.)\s?(?P<named>{provinces.pattern()})"
_BANGKOK = r"(?P<bangkok>กรุงเทพมหานคร|กรุงเทพฯ|กทม\.)(?!\s?มหานคร)"
_DATELINE = re.compile(
    rf"^\W{{0,3}}(?:(?:จังหวัด|จ\.)\s?)?(?P<named>{provinces.pattern()})\s?(?:[:/]|-|–|\d{{1,2}}\s|\("
    rf"|วัน|เมื่อ|\|)"
)
_PROVINCE = re.compile(rf"{_ADDRESS}|{_BANGKOK}")
_NAME_TAIL = re.compile(rf"(?P<named>{provinces.pattern()})$")
_OWN_PROVINCE = re.compile(rf"(?:จังหวัด|จ\.|สอจ\.|สสจ\.|สาขา)\s?(?P<named>{provinces.pattern()})|{_BANGKOK}")


@dataclass(frozen=True)
class Place:
    start: int
    end: int
    name: str
    time: object = None
    certain: bool = True


class Stops:
    """Collects the places of one text; what is a person or a post is not a place."""

    def __init__(self, clean, mentions, known=()):
        self.clean, self.known = clean, known
        self.covered = sorted((mention.start, mention.end) for mention in mentions)
        self.places = []

    def stands_free(self, start):
        """Not part of somebody's name or post."""
        return not any(begin <= start < end for begin, end in self.covered)

    def _person_after(self, start, end):
        return next((begin for begin, _ in self.covered if start <= begin < end), end)

    def add(self, start, floor, certain=True):
        """The place that begins at `start`, and those joined to it by และ."""
        start = self._where_it_stands(start)
        end = unit_end(self.clean, start)
        name = self.clean[start:end]
        if not self.stands_free(start) or is_generic(name):
            return None
        if not any(same_unit(name, place.name) for place in self.places):
            self.places.append(Place(start, end, name, self._time(floor, start), certain))
        self._add_joined(start, end)
        return end

    def _where_it_stands(self, start):
        """ "โรงงานสีเขียว ณ บริษัท ก จำกัด": a kind of place gives way to the place that bears the name."""
        if not _KIND_OF_PLACE.match(self.clean, start):
            return start
        end = unit_end(self.clean, start)
        at = None if _FIRM.search(self.clean, start, end) else _STANDS_AT.match(self.clean, end)
        named = past_shelter(self.clean, at.end()) if at else start
        return named if HEAD.match(self.clean, named) else start

    def _add_joined(self, start, end):
        """ "… และโรงเรียน ข", "ปตร. ก ปตร. ข", "ศูนย์ ก กรม ข สำนักงาน ค": further places in one breath."""
        behind = _BELONGING.match(self.clean, end).end()
        gap = _AND_ALSO.match(self.clean, behind)
        following = HEAD.match(self.clean, gap.end()) if gap else None
        if not following:
            return
        same_kind = (
            following.group() == HEAD.match(self.clean, start).group()
            if HEAD.match(self.clean, start)
            else False
        )
        above_named = _PARENT.match(self.clean, end) and not _PARENT.match(self.clean, gap.end())
        if gap.group().strip() or same_kind or above_named:
            self.add(gap.end(), gap.end())

    def _time(self, floor, start):
        times = [time for time in find_times(self.clean, floor, start) if self.stands_free(time.start)]
        return times[-1] if times else None

    def first_head(self, start, limit):
        """Where the first unit name between two positions begins."""
        limit = self._person_after(start, limit)
        position = past_shelter(self.clean, start)
        for match in HEAD.finditer(self.clean, position, min(len(self.clean), limit)):
            if self._begins_name(match.start(), start) and not is_generic(self._named_at(match.start())):
                return self._or_known(past_shelter(self.clean, match.start()), position, limit)
        return self._or_known(None, position, limit)

    def _begins_name(self, start, verb_end):
        if not self.stands_free(start):
            return False
        if _MINISTRY.match(self.clean, start):
            return bool(_RIGHT_THERE.search(self.clean, max(0, start - 24), start))
        looked_at = _LOOKED_AT.fullmatch(self.clean, verb_end, start)
        return bool(looked_at) or bool(_BEGINS_NAME.search(self.clean, max(0, start - 24), start))

    def _named_at(self, start):
        return self.clean[start : unit_end(self.clean, start)]

    def _or_known(self, found, start, limit):
        """A unit of the given vocabulary may begin with no word that rules know."""
        window = self.clean[start:limit]
        starts = [start + window.find(name) for name in self.known if name in window]
        starts = [begin for begin in starts if self._begins_name(begin, start)]
        return min([*starts, *([found] if found is not None else [])], default=None)


def _is_narrated(clean, match, start):
    before = clean[max(start, match.start() - 24) : match.start()]
    return not (_NOT_YET.search(before) or _NOUN.search(before))


def _any_words(stops, lines, patterns):
    """Last resort: whatever stands behind ณ, or the district or province itself."""
    for pattern, line in product(patterns, lines):
        for match in pattern.finditer(stops.clean, line.start, line.end):
            if stops.stands_free(match.start()) and not is_generic(match["name"]):
                stops.places.append(Place(match.start("name"), match.end("name"), match["name"]))
                return


def _objects(stops, start, end, needs_next_stop, planned_too=False):
    """Places that stand behind verbs of going between two positions."""
    clean, floor = stops.clean, start
    for match in GO_VERB.finditer(clean, start, end):
        if not stops.stands_free(match.start()) or not (planned_too or _is_narrated(clean, match, start)):
            continue
        if _DEPARTS.match(clean, match.end()):
            continue
        if needs_next_stop and not _NEXT_STOP.search(clean, max(start, match.start() - 110), match.end()):
            continue
        stop = _BREAK.search(clean, match.end(), min(end, match.end() + _REACH))
        head = stops.first_head(match.end(), stop.start() if stop else min(end, match.end() + _REACH))
        if head is not None and stops.add(head, floor, not _SUBJECT_OF_TALK.match(match.group())):
            floor = head


def _stands_at(stops, start, end):
    for match in _AT.finditer(stops.clean, start, end):
        head = past_shelter(stops.clean, match.end())
        if HEAD.match(stops.clean, head) and stops.add(head, start):
            return
        inner = stops.first_head(match.end(), min(end, match.end() + 140))
        if inner is not None and stops.add(inner, start):
            return


def find_places(clean, mentions, lead_line, lines, headline, known=()):
    """Places visited: what the leading paragraph says, then later stops, else where it took place."""
    stops = Stops(clean, mentions, known)
    for line in [lead_line, *(line for line in lines if line.start > lead_line.start)]:
        said = _SAY.search(clean, line.start, line.end)
        told = said.start() if said else line.end
        first = line is lead_line or not stops.places
        _objects(stops, line.start, told, needs_next_stop=not first)
        if first and not stops.places:
            _stands_at(stops, line.start, line.end)
        if line is lead_line and not stops.places:
            _any_words(stops, [line], (_ANYTHING_AT,))
        if said:
            _objects(stops, told, line.end, needs_next_stop=bool(stops.places) or not first)
    if not stops.places and headline:
        _objects(stops, headline.start, headline.end, needs_next_stop=False)
    if not stops.places:
        _objects(stops, lead_line.start, lead_line.end, needs_next_stop=False, planned_too=True)
    if not stops.places:
        _any_words(stops, [lead_line, *([headline] if headline else [])], (_ANYTHING_AT, _AREA))
    return _without_topics(stops.places)


def _without_topics(places):
    """A project that a meeting only talked about is no stop where a place was visited."""
    if not any(place.certain for place in places):
        return places
    return [place for place in places if place.certain or not place.name.startswith("โครงการ")]


@dataclass(frozen=True)
class Province:
    start: int
    end: int
    name: str


def _found(match):
    group = "named" if match.groupdict().get("named") else "bangkok"
    return Province(match.start(group), match.end(group), provinces.full_name(match[group]))


def _dateline_province(clean, line):
    match = _DATELINE.match(line.text)
    if not match:
        return None
    start = line.start + match.start("named")
    return Province(start, start + len(match["named"]), provinces.full_name(match["named"]))


def _province_near(clean, place, limit):
    """Written with the place: in its name or in the address behind it."""
    behind = _BREAK.search(clean, place.end, limit)
    address = _PROVINCE.search(
        clean, place.end, min(limit, place.end + 90, behind.start() if behind else limit)
    )
    own = _OWN_PROVINCE.search(clean, place.start, place.end)
    found = address or own
    return _found(found) if found else None


def _province_in(clean, line, avoid):
    for match in _PROVINCE.finditer(clean, line.start, line.end):
        if not any(start <= match.start() < end for start, end in avoid):
            return _found(match)
    return None


def _line_end(clean, place):
    end = clean.find("\n", place)
    return len(clean) if end < 0 else end


def find_province(clean, mentions, lead_line, headline, places):
    """Dateline, address of the first place, leading paragraph, headline, and last the posts of those present."""
    avoid = [(mention.start, mention.end) for mention in mentions]
    first = places[0] if places else None
    near = _province_near(clean, first, max(lead_line.end, _line_end(clean, first.end))) if first else None
    tail = first and _NAME_TAIL.search(clean, first.start, first.end)
    return (
        _dateline_province(clean, lead_line)
        or near
        or _province_in(clean, lead_line, avoid)
        or (headline and _province_in(clean, headline, avoid))
        or (tail and _found(tail))
        or _province_in(clean, lead_line, [])
    )


def province_of_hosts(clean, hosts):
    """Where nothing else says it: the province in the post of somebody who received the party."""
    for mention in hosts:
        match = _PROVINCE.search(clean, *mention.position_at) if mention.position_at else None
        if match:
            return _found(match)
    return None

"""Which places were visited, in which order, and in which province the first one lies."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import product

from . import provinces
from .cues import GO, GO_VERB
from .mentions import Mention
from .normalised_text import TextLine, match_end
from .prepared import PreparedText
from .unit_names import HEAD, PROVINCE_BEHIND, is_generic, past_shelter, same_unit, unit_end
from .written_days import WrittenTime, find_times

_SUBJECT_OF_TALK = re.compile(r"ติดตาม|ประชุม|เป็นประธาน|เปิด|มอบนโยบาย")
_NOT_YET = re.compile(
    r"(?:จะ|เตรียม|กำหนด(?:การ)?|มีแผน|วางแผน|ต้องการ|เคย|ผู้|หน่วย|ไม่ได้|ขอให้|ให้"
    r"|(?<!ลงพื้นที่)(?<!ลงพื้นที่ )เพื่อ"
    r"|อยาก)(?:เดินทาง|ไป|มา|ลง|เข้า|ได้|\s)*$"
)
_NOUN = re.compile(r"(?:การ|ระบบ|คณะกรรมการ|ศูนย์|ชุด|แผน|เครื่อง)$")
BREAK = re.compile(
    r"\n|โดย\s?มี|ซึ่ง|เพื่อ(?!การ(?:เกษตร|ส่งออก))|กล่าว(?!หา)|เปิดเผย|ได้รับการ|อาทิ(?!ตย์)|ได้แก่"
    r"|เช่น|ทั้งนี้|ตาม(?=นโยบาย|ที่|แนว|ข้อ|คำ)"
)
_NEXT_STOP = re.compile(
    r"จากนั้น|หลังจากนั้น|ต่อมา|ภายหลัง|ก่อน(?=เดินทาง|จะเดิน|ไป)|เวลา\s?(?:ประมาณ\s?)?\d|ช่วง(?:เช้า"
    r"|บ่าย|เย็น|ค่ำ)|ภาค(?:เช้า|บ่าย)|จุด(?:ที่|แรก|สุดท้าย|ต่อ)|แห่งที่|พร้อมคณะ|และคณะ|คณะฯ|คณะได้"
    r"|นำคณะ|เดินทางต่อ|เดินทางไป|และได้เดิน|ได้ลงพื้นที่(?=\s?(?:ตรวจเยี่ยม|เยี่ยมชม))|วันเดียวกัน|ลำดับต่อ|โอกาสเดียวกัน|ถัดมา|นอกจากนี้"
)
_AT = re.compile(r"(?<![ก-๎])(?:ณ|ที่(?!ทำการ|ว่าการ|ดิน|ปรึกษา)|ภายใน|บริเวณ)\s?|(?<=[ก-๎])ณ\s(?=ห้อง|หอ|ศูนย์|สำนัก)")
# Behind these somebody speaks of places where nobody went.
_IN_A_QUESTION = re.compile(r"ถามว่า|สอบถามว่า|ตั้งคำถาม|สงสัยว่า|บอกว่า|เล่าว่า")
_SAY = re.compile(r"กล่าว(?:ว่า|เพิ่ม|ต่อ|ถึง)|เปิดเผยว่า|เผยว่า|ระบุว่า")
_KIND_OF_PLACE = re.compile(
    r"โรงงาน|สถานประกอบ|โครงการ|แปลง|พื้นที่|อาคาร|สวน|จุด|หมู่บ้าน(?=อุตสาหกรรม|ท่องเที่ยว|\s?CIV)"
)
# What is handed out goes to people of other places than the one of the ceremony.
_HANDS_OUT = re.compile(r"\s?(?:ใน)?(?:พิธี|การ)?(?:ส่ง)?มอบ(?!นโยบาย)")
# A list of several places: "จำนวน 2 แห่ง ได้แก่ 1) … 2) …".
_LIST_OPENS = re.compile(r"\s?(?:ได้แก่|คือ|ดังนี้|ประกอบด้วย|อาทิ|:)[\s:]*")
_SEVERAL = re.compile(
    r"\d+\s?(?:แห่ง|จุด|ราย|โรงงาน|บริษัท|กิจการ|หน่วยงาน|พื้นที่|ชุมชน|กลุ่ม|สถาน)|หน่วยงาน|สถานประกอบการ|หลายแห่ง|โรงงาน|ดังนี้"
)
_LIST_ITEM = re.compile(r"[\s,;]*(?:และ\s?|รวมถึง\s?)?(?:\(?\d{1,2}[.)]\s?|[-•*]\s?)?")
_NEXT_NUMBER = re.compile(r"[^\n]{0,140}?(?:\n\s*)?\(?\d{1,2}[.)]\s?")
_SHARED_HEAD = re.compile(rf"\s?(?:,|และ|กับ)?\s?(?:จังหวัด|จ\.)?(?P<named>{provinces.pattern()})(?![ก-๎])")
_ALSO_CALLED = re.compile(
    r"\s?หรือ\s?[^\n,()]{2,40}?(?:\([^()\n]{2,40}\))?\s?(?=ชุมชน|กลุ่ม|วิสาหกิจ|บริษัท|(?<!หมู่)(?<!ตำบล)บ้าน)"
)
_AT_A_UNIT = re.compile(r"\sณ\s?")
_QUOTED_PROGRAMME = re.compile(r"(?:โครงการ|งาน|กิจกรรม|หลักสูตร|แคมเปญ|หัวข้อ|แนวคิด)\s?\"[^\"\n]{0,40}$")
_FIRM = re.compile(r"บริษัท|ห้างหุ้นส่วน|หจก\.|บจก\.")
_STANDS_AT = re.compile(r"\s?(?:ณ|ที่|ของ)\s?")
_AND_ALSO = re.compile(r"\s?(?:,|และ(?:เยี่ยมชม|ตรวจเยี่ยม|ติดตาม)?|รวมทั้ง|รวมถึง|ตลอดจน)\s?|\s")
# A unit's name begins a word group or stands right behind the verb, a preposition or what of the unit was looked at.
_BEGINS_NAME = re.compile(
    r"(?:^|[\s\"(,/]|ของ|ที่|ณ|ใน|ยัง|และ|แก่|ถึง|สู่|หน่วยงาน|การดำเนินงาน|การปฏิบัติงาน|ผลงาน|ความพร้อม|ร้องเรียน|ความคืบหน้า|ก่อสร้าง|การพัฒนา|น้ำเข้า|น้ำลง|กิจการ|การให้บริการ|การบริหารจัดการ|การทำงาน|การดำเนินการ|กำลังใจ|บุคลากร|เจ้าหน้าที่|ผู้ประกอบการ|สถานการณ์|การเรียนการสอน|ภารกิจ|เปิด|บริเวณ|"
    + GO
    + r")$"
)
_LOOKED_AT = re.compile(r"\s?(?:การ|ความ|ผล)(?:(?!การ)[ก-๎]){1,18}")
_PARENT = re.compile(r"\s(?:สังกัด|ในสังกัด|ในกำกับ)?(?:กรม|กระทรวง)[ก-๎]+(?:\s\([ก-ฮ.]{2,12}\))?(?=\s|,)")
_BELONGING = re.compile(rf"(?:{_PARENT.pattern})?(?:\s?(?:อำเภอ|อ\.|ตำบล|ต\.|จังหวัด|จ\.)\s?[ก-๎]+(?=\s|,))*")
# A ministry or department is named on every line; it was visited only where verb or ณ stand right before it.
_MINISTRY = re.compile(r"กระทรวง|กรม(?!ทหาร)")
_RIGHT_THERE = re.compile(r"(?:ตรวจเยี่ยม|เยี่ยมชม|เยี่ยม|ลงพื้นที่|ยัง|ณ|ที่)\s?$")
_ANYTHING_AT = re.compile(
    r"(?<![ก-๎])ณ\s?(?:บริเวณ)?(?P<name>(?=[ก-ฮเ-ไA-Z])(?!ห้อง|จังหวัด|อำเภอ|ตำบล|หมู่|วัน|ที่|จ\.|อ\."
    r"|ต\.)[ก-๎A-Za-z]{4,60}(?:\s\d{1,3}(?=\s|$))?)"
)
_PLACE_NAME = rf"(?:(?:ตำบล|อำเภอ|ต\.|อ\.)\s?[ก-๎]{{2,40}}|(?:จังหวัด|จ\.)\s?(?:{provinces.pattern()})|หมู่(?:ที่)?\s?\d{{1,2}})"
_AREA = re.compile(
    r"(?:ลงพื้นที่|ตรวจราชการ|ตรวจเยี่ยม|เดินทางไป(?:ยัง)?|ณ|พื้นที่|ใน)\s?"
    rf"(?P<name>{_PLACE_NAME}(?:\s{_PLACE_NAME}){{0,2}}|(?<=ลงพื้นที่)(?:{provinces.pattern()})(?![ก-๎]))"
)
_PROVINCE_ALONE = re.compile(provinces.pattern())
_PEOPLE_OF = re.compile(rf"\s?(?:พี่น้อง)?(?:ประชาชน|เกษตรกร|ชาวบ้าน)(?:ใน)?(?:พื้นที่)?\s?(?P<name>{_PLACE_NAME})")
# "ตำบลบ้านบุ่ง" names an area, of which บ้านบุ่ง is no village that was visited.
_WITHIN_AN_AREA = re.compile(r"(?:ตำบล|อำเภอ|แขวง|(?<![ก-๎])[ตอ]\.)\s?$")
_DEPARTS = re.compile(r"\s?(?:จาก|ออกจาก|โดย|กลับ|ด้วย)")
# "บริษัท ก … ประกอบกิจการทำเหมือง และบริษัท ข": a second firm behind what is said of the first.
_NEXT_FIRM = re.compile(
    r"(?:(?!โดย|ซึ่ง|พร้อม|จากนั้น)[^\n]){0,110}?\s(?:ประกอบกิจการ|ผลิต|ผู้ผลิต)(?:(?!โดย|ซึ่ง|พร้อม)[^\n]){0,60}?และ\s?(?=บริษัท\s|ห้างหุ้นส่วน|หจก\.)"
)
# "ลงพื้นที่ติดตามสถานการณ์ … ณ เทศบาลตำบล ก และเยี่ยมชมสหกรณ์ ข": the first stop stands before the verb of the second.
_AND_GOES = re.compile(r"\s?(?:และ|พร้อมทั้ง|พร้อม|ก่อน)\s?(?:ได้)?(?:เดินทาง(?:ไป)?|ลงพื้นที่|ไป)?\s?")
# "เปิดอบรม \"…\" ณ อาคาร ก และหลักสูตร \"…\" ณ อาคาร ข".
_AND_AT = re.compile(r"\s?และ(?:(?!และ|โดย|ซึ่ง|พร้อม)[^\n]){2,80}?\sณ\s?")
_REACH = 90
_LIST_REACH = 160
_LOOKED_AT_THING = re.compile(r"ร้านค้า|ร้าน(?=ของ|จำหน่าย)|สวนของ|แปลงของ|โรงเรือน")
# A text that names more is no report of a visit but a list.
_MOST_PLACES = 40
# A later paragraph that opens with a day or an hour of its own tells the next stop.
_OPENS_A_STOP = re.compile(r"(?:และ|ต่อมา)?\s?(?:ใน|เมื่อ)?\s?(?:วัน[ก-๎]*ที่\s?\d{1,2}|เวลา\s?\d)")
_FIRST_STOP = re.compile(r"จุดแรก|จุดที่\s?(?:1|หนึ่ง)|แห่งแรก|แห่งที่\s?1")
# Behind a stop of the same paragraph: "… และเยี่ยมชมศูนย์ ข".
_AND_VISITS = re.compile(r"และ\s?(?:ได้)?(?=(?:ตรวจ)?เยี่ยม)")
_STILL_TO_COME = re.compile(r"(?:จะ|เตรียม|กำหนด(?:การ)?)\s?(?:เดินทาง)?(?:ลงพื้นที่|ตรวจเยี่ยม|เยี่ยมชม|ไป)")
_HALL = re.compile(r"โรงแรม|ศูนย์(?:การ)?ประชุม|หอประชุม|ห้อง")


@dataclass(frozen=True)
class VisitedPlace:
    """A place as written; `certain` is false where it may only be what was talked about."""

    start: int
    end: int
    name: str
    time: WrittenTime | None = None
    certain: bool = True


class PlaceFinder:
    """Collects the places of one text; what is a person or a post is not a place."""

    def __init__(self, clean: str, mentions: list[Mention], known: tuple[str, ...] = ()) -> None:
        self.clean, self.known = clean, known
        self.covered = sorted((mention.start, mention.end) for mention in mentions)
        self.places: list[VisitedPlace] = []

    def stands_free(self, start: int) -> bool:
        """Not part of somebody's name or post."""
        index = bisect_right(self.covered, (start, len(self.clean))) - 1
        return index < 0 or start >= self.covered[index][1]

    def add(self, start: int, floor: int, *, certain: bool = True) -> int | None:
        """Where the place that begins at `start` ends; it and those joined to it are added, with an hour behind `floor`."""
        # "โรงงานสีเขียว ณ บริษัท ก จำกัด": a kind of place gives way to the place that bears the name.
        if _KIND_OF_PLACE.match(self.clean, start):
            end = unit_end(self.clean, start)
            at = None if _FIRM.search(self.clean, start, end) else _STANDS_AT.match(self.clean, end)
            named = past_shelter(self.clean, at.end()) if at else start
            start = named if HEAD.match(self.clean, named) else start
        end = unit_end(self.clean, start)
        also_called = _ALSO_CALLED.match(self.clean, end)
        if also_called and HEAD.match(self.clean, also_called.end()):
            start, end = also_called.end(), unit_end(self.clean, also_called.end())
        name = self.clean[start:end]
        if _WITHIN_AN_AREA.search(self.clean, max(0, start - 8), start):
            return None
        if not self.stands_free(start) or is_generic(name) or len(self.places) >= _MOST_PLACES:
            return None
        if not any(same_unit(name, place.name) for place in self.places):
            times = [time for time in find_times(self.clean, floor, start) if self.stands_free(time.start)]
            self.places.append(VisitedPlace(start, end, name, times[-1] if times else None, certain))
        end = self.add_offices_of_provinces(start, end)
        self.add_joined(start, end)
        return end

    def add_offices_of_provinces(self, start: int, end: int) -> int:
        """ "สำนักงาน…จังหวัดแพร่ น่าน และพะเยา": one head for several provinces; gives where the last one ends."""
        own = PROVINCE_BEHIND.search(self.clean, start, end)
        head = self.clean[start : own.start("named")] if own else ""
        while own and (match := _SHARED_HEAD.match(self.clean, end)):
            name = f"{head}{provinces.full_name(match['named'])}"
            if not any(same_unit(name, place.name) for place in self.places):
                self.places.append(VisitedPlace(*match.span("named"), name))
            end = match.end()
        return end

    def add_list(self, start: int, limit: int) -> bool:
        """Adds the places listed behind "จำนวน 2 แห่ง ได้แก่"; whether there is such a list before `limit`."""
        opening = _LIST_OPENS.search(self.clean, start, limit)
        if (
            not opening
            or "\n" in self.clean[start : opening.start()]
            or not self.stands_free(opening.start())
        ):
            return False
        if not _SEVERAL.search(self.clean, start, opening.end()):
            return False
        position, before = opening.end(), len(self.places)
        for _ in range(_MOST_PLACES):
            head = past_shelter(self.clean, match_end(_LIST_ITEM, self.clean, position))
            if not HEAD.match(self.clean, head):
                break
            if not is_generic(self.clean[head : unit_end(self.clean, head)]):
                self.add(head, head)
            position = unit_end(self.clean, head)
            # What is said of one item ends at the number of the next.
            item = past_shelter(self.clean, match_end(_LIST_ITEM, self.clean, position))
            following = None if HEAD.match(self.clean, item) else _NEXT_NUMBER.match(self.clean, position)
            if following:
                position = following.end()
        return len(self.places) > before

    def add_joined(self, start: int, end: int) -> None:
        """ "… และโรงเรียน ข", "ปตร. ก ปตร. ข", "ศูนย์ ก กรม ข สำนักงาน ค": further places in one breath."""
        firm = _NEXT_FIRM.match(self.clean, end) if _FIRM.match(self.clean, start) else None
        if firm:
            self.add(firm.end(), firm.end())
            return
        behind = match_end(_BELONGING, self.clean, end)
        pair = _AND_AT.match(self.clean, behind) if " ณ " in self.clean[max(0, start - 60) : start] else None
        if pair and not GO_VERB.search(self.clean, behind, pair.end()):
            unit = past_shelter(self.clean, pair.end())
            if HEAD.match(self.clean, unit):
                self.add(unit, unit)
                return
        gap = _AND_ALSO.match(self.clean, behind)
        following = HEAD.match(self.clean, gap.end()) if gap else None
        if gap is None or following is None:
            return
        own = HEAD.match(self.clean, start)
        same_kind = own is not None and following.group() == own.group()
        above_named = _PARENT.match(self.clean, end) and not _PARENT.match(self.clean, gap.end())
        if gap.group().strip() or same_kind or above_named:
            self.add(gap.end(), gap.end())

    def first_head(self, start: int, limit: int) -> int | None:
        """Where the first unit name between two positions begins, before the next person."""
        index = bisect_right(self.covered, (start, -1))
        if index < len(self.covered):
            limit = min(limit, self.covered[index][0])
        position = past_shelter(self.clean, start)
        first = None
        for match in HEAD.finditer(self.clean, position, min(len(self.clean), limit)):
            begin = match.start()
            begins = begin == position > start or self.begins_name(begin, start)
            if begins and not is_generic(self.clean[begin : unit_end(self.clean, begin)]):
                first = past_shelter(self.clean, begin)
                break
        # A unit of the given vocabulary may begin with no word that rules know.
        window = self.clean[position:limit]
        starts = [position + window.find(name) for name in self.known if name in window]
        starts = [begin for begin in starts if self.begins_name(begin, position)]
        return min([*starts, *([first] if first is not None else [])], default=None)

    def begins_name(self, start: int, verb_end: int) -> bool:
        """Whether a unit name that begins at `start` can be what the verb before it means."""
        if not self.stands_free(start):
            return False
        if _QUOTED_PROGRAMME.search(self.clean, max(0, start - 60), start):
            return False
        room = self.clean.rfind("ห้อง", max(0, start - 16), start)
        if room >= 0 and past_shelter(self.clean, room) > start:
            return False
        if _MINISTRY.match(self.clean, start):
            return bool(_RIGHT_THERE.search(self.clean, max(0, start - 24), start))
        looked_at = _LOOKED_AT.fullmatch(self.clean, verb_end, start)
        return bool(looked_at) or bool(_BEGINS_NAME.search(self.clean, max(0, start - 24), start))


def add_any_words(finder: PlaceFinder, lines: list[TextLine], patterns: tuple[re.Pattern[str], ...]) -> None:
    """Last resort: whatever stands behind ณ, or the district or province itself."""
    for pattern, line in product(patterns, lines):
        for match in pattern.finditer(finder.clean, line.start, line.end):
            if finder.stands_free(match.start()) and not is_generic(match["name"]):
                bare = _PROVINCE_ALONE.fullmatch(match["name"])
                area = f"จังหวัด{provinces.full_name(bare.group())}" if bare else match["name"]
                finder.places.append(VisitedPlace(*match.span("name"), area))
                if match["name"].startswith(("จังหวัด", "จ.")):
                    # "จังหวัดแพร่และจังหวัดน่าน": each further province is a place too.
                    end = match.end("name")
                    while further := _SHARED_HEAD.match(finder.clean, end):
                        name = f"จังหวัด{provinces.full_name(further['named'])}"
                        finder.places.append(VisitedPlace(*further.span("named"), name))
                        end = further.end()
                return


def add_objects(
    finder: PlaceFinder, start: int, end: int, *, needs_next_stop: bool, planned_too: bool = False
) -> None:
    """Places that stand behind verbs of going between two positions."""
    clean, floor, stopped = finder.clean, start, False
    for match in GO_VERB.finditer(clean, start, end):
        before = clean[max(start, match.start() - 24) : match.start()]
        is_narrated = planned_too or not (_NOT_YET.search(before) or _NOUN.search(before))
        if not is_narrated or not finder.stands_free(match.start()) or _DEPARTS.match(clean, match.end()):
            continue
        hands_out = match.group().startswith("เป็นประธาน") and _HANDS_OUT.match(clean, match.end())
        if hands_out and not _AT.search(clean, match.end(), min(end, match.end() + _REACH)):
            continue
        named = HEAD.match(clean, match.end() + clean.startswith(" ", match.end()))
        goes_on = stopped and named and _AND_VISITS.search(clean, match.start() - 8, match.end())
        near = max(start, match.start() - 110)
        if needs_next_stop and not goes_on and not _NEXT_STOP.search(clean, near, match.end()):
            continue
        if finder.add_list(match.end(), min(end, match.end() + _LIST_REACH)):
            continue
        if not finder.places and (place := place_before(finder, start, match.start())):
            finder.add(place, floor)
        stop = BREAK.search(clean, match.end(), min(end, match.end() + _REACH))
        head = finder.first_head(match.end(), stop.start() if stop else min(end, match.end() + _REACH))
        head = unit_behind_at(finder, match.end(), end, head, numbered=needs_next_stop)
        certain = not _SUBJECT_OF_TALK.match(match.group())
        if head is not None and finder.add(head, floor, certain=certain):
            floor, stopped = head, True
        # "ลงพื้นที่พบปะประชาชนตำบล…": an area is the stop where nothing in it is named.
        if head is None and match.group() == "พบปะ" and (area := _PEOPLE_OF.match(clean, match.end())):
            finder.places.append(VisitedPlace(*area.span("name"), area["name"]))


def unit_behind_at(
    finder: PlaceFinder, start: int, end: int, head: int | None, *, numbered: bool
) -> int | None:
    """ "ชมร้านค้าของสมาชิก … ณ บริษัท ก": the unit behind ณ, where only a thing or a kind of place stands before it."""
    if head is not None and not _LOOKED_AT_THING.match(finder.clean, head):
        return head
    if head is None and not numbered:
        return None
    at = _AT_A_UNIT.search(finder.clean, start if head is None else head, min(end, start + _LIST_REACH))
    unit = past_shelter(finder.clean, at.end()) if at else start
    return unit if at and HEAD.match(finder.clean, unit) else head


def place_before(finder: PlaceFinder, start: int, verb: int) -> int | None:
    """Where the unit behind ณ begins that ends right before a further verb of going."""
    at = finder.clean.rfind(" ณ ", max(start, verb - _LIST_REACH), verb)
    head = past_shelter(finder.clean, at + 3)
    if at < 0 or not GO_VERB.search(finder.clean, start, at) or not HEAD.match(finder.clean, head):
        return None
    end = match_end(_BELONGING, finder.clean, unit_end(finder.clean, head))
    return head if _AND_GOES.fullmatch(finder.clean, end, verb) else None


def add_place_at(finder: PlaceFinder, start: int, end: int) -> None:
    """The first place behind ณ, ที่ or ภายใน."""
    clean = finder.clean
    for match in _AT.finditer(clean, start, end):
        head = past_shelter(clean, match.end())
        inner = finder.first_head(match.end(), min(end, match.end() + 140))
        for begin in (head if HEAD.match(clean, head) else None, inner):
            if begin is not None and finder.add(begin, start):
                return


def find_places(reading: PreparedText) -> list[VisitedPlace]:
    """Places visited: what the leading paragraph says, then later stops, else where it took place."""
    clean, lead_line, headline = reading.clean, reading.lead_line, reading.layout.headline
    finder = PlaceFinder(clean, reading.mentions, reading.vocabulary.units)
    for line in [lead_line, *(line for line in reading.layout.lines if line.start > lead_line.start)]:
        reading.check_time()
        question = _IN_A_QUESTION.search(clean, line.start, line.end)
        line_end = question.start() if question else line.end
        speech = _SAY.search(clean, line.start, line_end)
        narrated_end = speech.start() if speech else line_end
        first = line is lead_line or not finder.places
        next_stop = first or bool(_OPENS_A_STOP.match(line.text))
        add_objects(finder, line.start, narrated_end, needs_next_stop=not next_stop)
        if first and not finder.places:
            add_place_at(finder, line.start, line_end)
        if line is lead_line and not finder.places:
            add_any_words(finder, [line], (_ANYTHING_AT,))
        if speech:
            add_objects(finder, narrated_end, line_end, needs_next_stop=bool(finder.places) or not first)
    if headline is lead_line:
        headline = None
    if not finder.places and _STILL_TO_COME.search(lead_line.text):
        add_objects(finder, lead_line.start, lead_line.end, needs_next_stop=False, planned_too=True)
    # A page sums up between headline and text, where the text itself may name no place.
    before = [line for line in reading.layout.lines if line.start < lead_line.start]
    for line in before:
        if not finder.places:
            add_objects(finder, line.start, line.end, needs_next_stop=False)
    for line in before:
        if not finder.places and line is not headline:
            add_place_at(finder, line.start, line.end)
    if not finder.places:
        question = _IN_A_QUESTION.search(clean, lead_line.start, lead_line.end)
        end = question.start() if question else lead_line.end
        add_objects(finder, lead_line.start, end, needs_next_stop=False, planned_too=True)
    if not finder.places:
        add_any_words(finder, [lead_line, *([headline] if headline else [])], (_ANYTHING_AT, _AREA))
    if len(finder.places) > 1 and _FIRST_STOP.search(clean, finder.places[0].end, finder.places[1].start):
        # Where the stops are numbered, the hall of the opening before the first one is none of them.
        finder.places = finder.places[1:] if _HALL.match(finder.places[0].name) else finder.places
    # A project that a meeting only talked about is no stop where a place was visited.
    visited = any(place.certain for place in finder.places)
    return [
        place
        for place in finder.places
        if place.certain or not visited or not place.name.startswith("โครงการ")
    ]

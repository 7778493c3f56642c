"""Orders, policies, advice, requests, suggestions and praise, by their wording; who gave them and to whom."""

import re

from .posts import GROUP, POST_START, post_end
from .proposal import Order
from .titles import PERSON_AHEAD
from .units import HEAD, unit_end

_KINDS = (
    ("policy", r"มอบนโยบาย(?=\s?(?:ให้|แก่|ถึง|กับ|ด้าน|ว่า|เรื่อง))"),
    ("request", r"ขอความร่วมมือ|ฝากเชิญชวน|(?<!ได้รับ)ฝาก(?:ให้|ถึง)|ขอให้"),
    ("suggestion", r"เสนอแนะ(?=\s?(?:ให้|ว่า|แนวทาง))|เสนอให้"),
    ("recommendation", r"(?:ให้|มี)(?:ข้อ|คำ)แนะนำ|ได้แนะนำ|แนะนำให้|(?<=[\s])ควร(?!ค่า)|จึงควร"),
    (
        "directive",
        (
            r"(?<!รับ)มอบหมาย(?!จาก|โดย)|สั่งการ(?=\s?(?:ให้|ไป))|กำชับ|เน้นย้ำให้|ย้ำให้|ให้เร่ง(?=รัด|ดำเนิน"
            r"|แก้)"
        ),
    ),
    ("commendation", r"ชื่นชม"),
)
_CUE = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS))
_ENDS = re.compile(
    r"\n|นอกจากนี้|ขณะที่|ขณะเดียวกัน|(?<=\s)ส่วน(?=ทาง|ด้าน|ใน|\s|ผู้)|ทั้งนี้|(?<=\s)ด้าน(?=นาย|นาง"
    r"|\s)|สำหรับ(?=ใน|การ)|จากนั้น|ต่อจากนั้น|หลังจากนั้น|ในโอกาสนี้|อย่างไรก็ตาม"
)
_ADDRESSED = re.compile(r"\s?(?:ให้กับ|ให้แก่|ให้|แก่|กับ|ถึง|ไปยัง)?\s?(?=[ก-๎A-Z])")
_AND = re.compile(r"\s?(?:,|และ|รวมทั้ง|ร่วมกับ)\s?|\s")
_ACTS = re.compile(
    r"\s?(?:พร้อมคณะ\s?)?(?:ได้|กล่าว|ยัง|มี|ขอ|เน้น|ให้|จึง|มอบ|สั่ง|กำชับ|ชื่นชม|เสนอ|แนะนำ|ฝาก|ย้ำ"
    r"|เปิดเผย|ระบุ)"
)
_SHORT_GIVER = re.compile(
    r"(?:[ก-ฮ]{1,5}\.){1,3}(?:[ก-ฮ]{1,5}\.)*|(?:รอง|ผู้ช่วย)?(?:ปลัด|รัฐมนตรี|อธิบดี|นายก|ผู้ว่า"
    r"|ผู้ตรวจ)ฯ(?:\s[ก-๎]+)?"
)
_ALL = re.compile(r"\s?(?:ทุกท่าน|ทุกจังหวัด|ทุกหน่วยงาน|ทุกคน|ต่าง ?ๆ|ทั่วประเทศ)")
_LONGEST = 360
_FARTHEST_GIVER = 1500
_OWN_ADDRESSEE = re.compile(
    r"(?:กอง|สำนัก|ฝ่าย|กลุ่ม)[ก-๎]{3,}?(?=\s|ต่าง|$)(?:\s?\([ก-ฮ.]{2,12}\))?"
    r"|[ก-ฮ]{2,6}\.(?:[ก-ฮ]{1,4}\.)?|(?:ทุก)?หน่วยงาน(?=ต่าง)(?:ต่าง\s?ๆ|ต่าง)"
)
_LEADS_IN = re.compile(r"(?:^|\s|ด้าน|ส่วน|ขณะที่|โดย|ทั้งนี้|ทาง)$")
_NOT_A_GIVER = re.compile(r"(?:ใน|ของ|กับ|ให้|แก่|จาก|ถึง|และ)\s?$")


class _Givers:
    """Who speaks at a place of the text: the last one who was said to do something, else the lead."""

    def __init__(self, reading, lead):
        self.reading, self.clean = reading, reading.clean
        self.default = (lead.position or f"{lead.title}{lead.first} {lead.last}") if lead else ""
        self.names = [(m.start, m.end, m) for m in reading.mentions]

    def at(self, line, position):
        floor = max(line.start, position - _FARTHEST_GIVER)
        found = [*self._posts(floor, position), *self._people(floor, position)]
        return max(found, default=(0, self.default))[1]

    def _posts(self, floor, position):
        for pattern in (_SHORT_GIVER, POST_START):
            for match in pattern.finditer(self.clean, floor, position):
                end = match.end() if pattern is _SHORT_GIVER else post_end(self.clean, match.start())
                if self._begins(floor, match.start()) and end <= position and self._acts(match.start(), end):
                    yield match.start(), self.clean[match.start() : end]

    def _begins(self, floor, start):
        before = self.clean[max(floor, start - 8) : start]
        return bool(_LEADS_IN.search(before)) and not _NOT_A_GIVER.search(before)

    def _acts(self, start, end):
        return not GROUP.match(self.clean, start) and _ACTS.match(self.clean, end)

    def _people(self, floor, position):
        for start, end, mention in self.names:
            if floor <= start < position and _ACTS.match(self.clean, end):
                yield start, mention.position or f"{mention.title}{mention.first} {mention.last}".strip()


def _addressee_end(clean, start):
    own = _OWN_ADDRESSEE.match(clean, start)
    if own and not HEAD.match(clean, start):
        return own.end()
    for pattern, end_of in ((HEAD, unit_end), (GROUP, post_end), (POST_START, post_end)):
        if pattern.match(clean, start):
            end = end_of(clean, start)
            every = _ALL.match(clean, end)
            return every.end() if every else end
    return None


def _addressees(clean, start, limit):
    """Units, posts or groups named right behind the wording."""
    to, match = [], _ADDRESSED.match(clean, start)
    position = match.end() if match else start
    while position < limit and len(to) < 8:
        end = _addressee_end(clean, position)
        if not end or end <= position:
            break
        to.append(clean[position:end].strip())
        gap = _AND.match(clean, end)
        position = gap.end() if gap else limit
    return tuple(to)


def _end_of(clean, cue, next_cue, line):
    limit = min(line.end, cue.end() + _LONGEST, next_cue.start() if next_cue else line.end)
    stop = _ENDS.search(clean, cue.end(), limit)
    end = stop.start() if stop else limit
    return _whole_word(clean, end, line.end)


def _whole_word(clean, end, line_end):
    """A limit that falls inside a word goes back to the blank before it."""
    if end >= line_end or not clean[end - 1 : end + 1].strip() or clean[end - 1] == " ":
        return end
    blank = clean.rfind(" ", 0, end)
    return blank if blank > end - 60 else end


def _only_sends_the_lead(clean, cue):
    """ "มอบหมายให้ นาย ก … ลงพื้นที่" tells who went, not what was ordered."""
    return cue.lastgroup == "directive" and bool(
        PERSON_AHEAD.match(
            clean,
            _ADDRESSED.match(clean, cue.end()).end() if _ADDRESSED.match(clean, cue.end()) else cue.end(),
        )
    )


def _in_post(reading, cue):
    return any(m.start <= cue.start() < m.end for m in reading.mentions)


def find_orders(reading, lead):
    clean, givers, orders = reading.clean, _Givers(reading, lead), []
    for line in reading.layout.lines:
        if line.start < reading.lead_line.start:
            continue
        cues = [
            cue
            for cue in _CUE.finditer(clean, line.start, line.end)
            if not _in_post(reading, cue) and not _only_sends_the_lead(clean, cue)
        ]
        orders.extend(_read_line(reading, givers, line, cues))
    return tuple(orders)


def _read_line(reading, givers, line, cues):
    for index, cue in enumerate(cues):
        following = cues[index + 1] if index + 1 < len(cues) else None
        end = _end_of(reading.clean, cue, following, line)
        words = reading.clean[cue.start() : end].strip(" ,")
        if len(words) - len(cue.group()) < 6:
            continue
        yield Order(
            cue.lastgroup,
            givers.at(line, cue.start()),
            _addressees(reading.clean, cue.end(), end),
            reading.found(words, cue.start(), cue.start() + len(words)),
        )

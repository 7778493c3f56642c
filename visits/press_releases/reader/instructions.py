"""Directives, policies, advice, requests, suggestions and praise, by their wording; who gave them and to whom."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from .mentions import Mention
from .normalised_text import TextLine, match_end
from .posts import GROUP, POST_START, post_end
from .prepared import PreparedText
from .proposal import ProposedDirective
from .titles import PERSON_AHEAD
from .unit_names import HEAD, unit_end

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


class Speakers:
    """Who speaks at a place of the text: the last one who was said to do something, else the lead."""

    def __init__(self, reading: PreparedText, lead: Mention | None) -> None:
        self.clean, self.mentions = reading.clean, reading.mentions
        self.starts = [mention.start for mention in reading.mentions]
        self.default = (lead.position or f"{lead.title}{lead.first} {lead.last}") if lead else ""

    def at(self, line: TextLine, position: int) -> str:
        """Post or name of the speaker."""
        floor = max(line.start, position - _FARTHEST_GIVER)
        speakers = list(self.posts_that_speak(floor, position))
        first, last = bisect_left(self.starts, floor), bisect_left(self.starts, position)
        for mention in self.mentions[first:last]:
            if _ACTS.match(self.clean, mention.end):
                name = f"{mention.title}{mention.first} {mention.last}".strip()
                speakers.append((mention.start, mention.position or name))
        return max(speakers, default=(0, self.default))[1]

    def posts_that_speak(self, floor: int, position: int) -> Iterator[tuple[int, str]]:
        """Posts between two offsets that are said to do something, with where they begin."""
        for pattern in (_SHORT_GIVER, POST_START):
            for match in pattern.finditer(self.clean, floor, position):
                start = match.start()
                before = self.clean[max(floor, start - 8) : start]
                if not _LEADS_IN.search(before) or _NOT_A_GIVER.search(before):
                    continue
                end = match.end() if pattern is _SHORT_GIVER else post_end(self.clean, start)
                if end <= position and not GROUP.match(self.clean, start) and _ACTS.match(self.clean, end):
                    yield start, self.clean[start:end]


def addressees_behind(clean: str, start: int, limit: int) -> tuple[str, ...]:
    """Units, posts or groups named right behind the wording."""
    to: list[str] = []
    position = match_end(_ADDRESSED, clean, start)
    while position < limit and len(to) < 8:
        own = _OWN_ADDRESSEE.match(clean, position)
        if own and not HEAD.match(clean, position):
            end = own.end()
        else:
            patterns = ((HEAD, unit_end), (GROUP, post_end), (POST_START, post_end))
            end_of = next((end_of for pattern, end_of in patterns if pattern.match(clean, position)), None)
            end = end_of(clean, position) if end_of else position
            every = _ALL.match(clean, end)
            end = every.end() if every and end_of else end
        if end <= position:
            break
        to.append(clean[position:end].strip())
        gap = _AND.match(clean, end)
        position = gap.end() if gap else limit
    return tuple(to)


def wording_end(clean: str, cue: re.Match[str], next_cue: re.Match[str] | None, line: TextLine) -> int:
    """Where the wording of a directive ends; a limit that falls inside a word goes back to the blank before it."""
    limit = min(line.end, cue.end() + _LONGEST, next_cue.start() if next_cue else line.end)
    stop = _ENDS.search(clean, cue.end(), limit)
    end = stop.start() if stop else limit
    if end >= line.end or not clean[end - 1 : end + 1].strip() or clean[end - 1] == " ":
        return end
    blank = clean.rfind(" ", max(0, end - 60), end)
    return blank if blank > end - 60 else end


def find_directives(reading: PreparedText, lead: Mention | None) -> tuple[ProposedDirective, ...]:
    """What was directed, asked for, advised or praised, in the order of the text."""
    clean, speakers, directives = reading.clean, Speakers(reading, lead), []
    in_posts = sorted((mention.start, mention.end) for mention in reading.mentions)
    for line in reading.layout.lines:
        reading.check_time()
        if line.start < reading.lead_line.start:
            continue
        cues = []
        for cue in _CUE.finditer(clean, line.start, line.end):
            # "มอบหมายให้ นาย ก … ลงพื้นที่" tells who went, not what was directed.
            sends = PERSON_AHEAD.match(clean, match_end(_ADDRESSED, clean, cue.end()))
            index = bisect_right(in_posts, (cue.start(), len(clean))) - 1
            in_post = index >= 0 and cue.start() < in_posts[index][1]
            if not in_post and not (cue.lastgroup == "directive" and sends):
                cues.append(cue)
        for cue, following in zip(cues, [*cues[1:], None] if cues else [], strict=True):
            end = wording_end(clean, cue, following, line)
            words = clean[cue.start() : end].strip(" ,")
            if len(words) - len(cue.group()) >= 6:
                directives.append(
                    ProposedDirective(
                        cue.lastgroup or "",
                        speakers.at(line, cue.start()),
                        addressees_behind(clean, cue.end(), end),
                        reading.quoted(words, cue.start(), cue.start() + len(words)),
                    )
                )
    return tuple(directives)

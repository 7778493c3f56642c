"""Who led, who came along, who received, who was only named: lists of people read with the cues around them."""

import re
from dataclasses import dataclass, field

from .cues import (
    ACT,
    ATTEND,
    BE,
    BREAK,
    BY,
    CHAIR,
    DELEGATE,
    GUESTS,
    HAVE,
    INTRODUCTIONS,
    JOINS_REPORT,
    LED_BY,
    OCCASION,
    OF,
    REPORT,
    SAY,
    VISIT,
    WELCOME,
    WELCOMED_BY,
    WITH,
    find_cues,
)

LEAD, COMPANION, HOST, MENTIONED = ["lead", "companion", "host", "mentioned"]

# How far an introducing word reaches: past "คณะผู้บริหาร และ" but not past a sentence.
_REACH = {
    OF: 4,
    BY: 4,
    DELEGATE: 6,
    OCCASION: 60,
    LED_BY: 40,
    GUESTS: 40,
    WELCOMED_BY: 120,
    HAVE: 120,
    WITH: 120,
}
_CLOSE_BY = 110
_LIST_GAP = 100
_ROSTER_LINE = re.compile(r"\s*(?:[-•*·]|\d{1,2}[.)])?\s*$")


@dataclass
class People:
    """A run of people introduced together and closed by what they do."""

    intro: str | None
    members: list = field(default_factory=list)
    deeds: list = field(default_factory=list)

    @property
    def first_deed(self):
        return self.deeds[0].kind if self.deeds else None

    def does(self, kind, within=_CLOSE_BY):
        if not self.deeds:
            return False
        limit = self.deeds[0].start + within
        return any(deed.kind == kind and deed.start <= limit for deed in self.deeds)


class _Reader:
    def __init__(self, clean):
        self.clean = clean
        self.lists, self.passing = [], []
        self.open, self.pending = None, None

    def cue(self, cue):
        if cue.kind in INTRODUCTIONS:
            self._introduce(cue)
        elif cue.kind == BREAK:
            self.open, self.pending = None, None
        else:
            self._deed(cue)

    def _introduce(self, cue):
        if cue.kind == WITH and self.open and not self.open.deeds:
            return
        if cue.kind == DELEGATE and self.open:
            self.open.deeds.append(cue)
        self.pending = cue

    def _deed(self, cue):
        if self.pending and self.pending.kind in (HAVE, WELCOMED_BY, GUESTS):
            self.open = People(self.pending.kind)
            self.lists.append(self.open)
        self.pending = None
        if self.open:
            self.open.deeds.append(cue)

    def person(self, mention, gap_start):
        pending = OF if self._explains_a_post(mention) else self._pending_for(mention)
        if pending == OF:
            self.passing.append(mention)
            return
        if pending is None and self._continues(mention, gap_start):
            self.open.members.append(mention)
            return
        self.open = People(pending or self._welcomed_object(mention), [mention])
        self.lists.append(self.open)

    def _pending_for(self, mention):
        cue, self.pending = self.pending, None
        if cue and mention.start - cue.end <= _REACH[cue.kind]:
            return cue.kind
        return None

    def _explains_a_post(self, mention):
        """ "… เลขานุการรัฐมนตรี (นาย ก)": names the holder of a post that belongs to another's."""
        return not mention.position and self.clean[: mention.start].endswith("(")

    def _continues(self, mention, gap_start):
        if self.open is None or self.open.deeds:
            return False
        return mention.start - gap_start <= _LIST_GAP

    def _welcomed_object(self, mention):
        """ "… ให้การต้อนรับ นาย ก": the one received."""
        if self.open and self.open.first_deed == WELCOME and mention.start - self.open.deeds[-1].end <= 3:
            return OCCASION
        return None

    def paragraph(self, next_line_start):
        roster = (self.open is not None and not self.open.deeds) or self.pending is not None
        if not (roster and next_line_start):
            self.open, self.pending = None, None


def read_lists(clean, mentions, start, end):
    """Lists of people between two positions, and those named only in passing."""
    reader, position = _Reader(clean), start
    inside = [mention for mention in mentions if start <= mention.start < end]
    for mention in inside:
        _read_gap(reader, clean, position, mention.start, before_person=True)
        reader.person(mention, position)
        position = max(position, mention.end)
    _read_gap(reader, clean, position, end, before_person=False)
    return reader.lists, reader.passing


def _read_gap(reader, clean, start, end, before_person):
    for line_start, line_end in _lines(clean, start, end):
        if line_start > start:
            last = line_end == end and before_person
            reader.paragraph(last and bool(_ROSTER_LINE.match(clean[line_start:line_end])))
        for cue in find_cues(clean, line_start, line_end):
            reader.cue(cue)


def _lines(clean, start, end):
    while True:
        newline = clean.find("\n", start, end)
        if newline < 0:
            yield start, end
            return
        yield start, newline
        start = newline + 1


class Roles:
    """Turns lists into roles; `is_local` tells who belongs to the place visited."""

    def __init__(self, is_local, is_head):
        self.is_local, self.is_head = is_local, is_head
        self.lead = None
        self.roles = {}

    def give(self, mention, role):
        known = self.roles.get(mention.key)
        if known is None or (known[1] == MENTIONED and role != MENTIONED):
            self.roles[mention.key] = (mention, role)

    def give_all(self, members, role):
        for mention in members:
            self.give(mention, role)

    def read(self, lists, passing):
        previous = None
        for index, people in enumerate(lists):
            if people.members:
                self._read_list(people, previous, lists[index + 1 :])
            previous = people
        self.give_all(passing, MENTIONED)

    def _read_list(self, people, previous, following):
        if people.intro == WELCOMED_BY:
            self.give_all(people.members, HOST)
        elif people.intro == HAVE:
            self._read_have(people)
        elif people.intro == BY:
            self._read_by(people)
        elif people.intro in (WITH, GUESTS):
            self.give_all(people.members, self._with_role(people, previous))
        elif people.intro in (LED_BY, DELEGATE, OCCASION):
            self._read_leading(people)
        else:
            self._read_subject(people, following)

    def _read_leading(self, people):
        if people.intro in (LED_BY, DELEGATE) and people.does(WELCOME, 40):
            self.give_all(people.members, HOST)
        else:
            self._read_party(people)

    def _read_party(self, people):
        """The first of a party leads it, unless somebody leads already."""
        first, *others = people.members
        if self.lead is None:
            self.lead = first
            self.give(first, LEAD)
        else:
            self.give(first, COMPANION)
        self.give_all(others, COMPANION)

    def _read_by(self, people):
        """ "กรม… โดย นาย ก อธิบดี ลงพื้นที่": the one who acts for an office; else the doer of something told."""
        if self.lead is None and people.first_deed in (VISIT, ACT, CHAIR, ATTEND):
            self._read_party(people)
        elif people.first_deed in (None, SAY, BE, ACT):
            self.give_all(people.members, MENTIONED)
        else:
            self._read_have(people)

    def _read_have(self, people):
        if people.does(WELCOME) or people.first_deed == REPORT:
            self.give_all(people.members, HOST)
        elif people.first_deed == CHAIR and self.lead is None:
            self._read_party(people)
        elif people.first_deed == BE:
            self.give_all(people.members, MENTIONED)
        else:
            for mention in people.members:
                self.give(mention, self._attending_role(mention, people))

    def _attending_role(self, mention, people):
        reports = not people.deeds or people.first_deed == JOINS_REPORT
        if self.is_head(mention) or (reports and self.is_local(mention)):
            return HOST
        return COMPANION

    def _with_role(self, people, previous):
        if people.does(WELCOME) or (people.intro == WITH and people.first_deed == REPORT):
            return HOST
        joins_hosts = (
            previous is not None and previous.intro in (HAVE, WELCOMED_BY) and previous.does(WELCOME)
        )
        return HOST if joins_hosts and not people.deeds else COMPANION

    def _read_subject(self, people, following):
        if people.first_deed == WELCOME or (self.lead and people.does(WELCOME, 30)):
            self.give_all(people.members, HOST)
        elif people.first_deed == DELEGATE or (
            self.lead is None and people.first_deed == SAY and _somebody_else_goes(following)
        ):
            self.give_all(people.members, MENTIONED)
        elif self.lead is None:
            self._read_party(people)
        else:
            self._read_later_subject(people)

    def _speaks_for_the_place(self, people, mention):
        if people.first_deed == REPORT:
            return self.is_local(mention) or not _CENTRAL.match(mention.position)
        return people.first_deed == SAY and self.is_local(mention)

    def _read_later_subject(self, people):
        for mention in people.members:
            if self._speaks_for_the_place(people, mention):
                self.give(mention, HOST)
            elif people.first_deed in (ATTEND, VISIT, CHAIR, REPORT):
                self.give(mention, COMPANION)
            else:
                self.give(mention, MENTIONED)


# Posts at the centre: their holders report, too, but as members of the party.
_CENTRAL = re.compile(
    r"(?:รอง|ผู้ช่วย)?(?:ปลัดกระทรวง|อธิบดี|เลขาธิการ|รัฐมนตรี|รม[วช]\.|นายกรัฐมนตรี|ผู้ว่าการ)|หัวหน้าผู้ตรวจ|ผู้ตรวจราชการ|ที่ปรึกษา|โฆษก|เลขานุการ"
)


def _somebody_else_goes(following):
    return any(
        people.intro in (None, DELEGATE) and people.first_deed in (VISIT, ACT, CHAIR)
        for people in following[:1]
    )

"""Who led, who came along, who received, who was only named: lists of people read with the cues around them."""

import re
from collections.abc import Callable, Iterable
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
    HEADS_PARTY,
    INTRODUCTIONS,
    JOINS_REPORT,
    LED_BY,
    OCCASION,
    OF,
    PARTY_OF,
    REPORT,
    SAY,
    SHOWS_ROUND,
    VISIT,
    WELCOME,
    WELCOMED_BY,
    WITH,
    Cue,
    find_cues,
)
from .mentions import Mention
from .places import VisitedPlace
from .posts import DEPUTY, organisation_of
from .prepared import PreparedText
from .proposal import ProposedPerson
from .province_of_visit import ProvinceMention
from .unit_names import same_unit

LEAD, COMPANION, HOST, MENTIONED = _ORDER_OF_ROLES = ("lead", "companion", "host", "mentioned")

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
    PARTY_OF: 4,
}
_CLOSE_BY = 110
_LIST_GAP = 100
_ASIDE = re.compile(r"(?:ด้าน|ขณะที่)\s?$")
# Somebody who came, received or was received at another time.
_IN_THE_PAST = re.compile(
    r"(?:(?:เคย|เมื่อครั้ง(?!นี้)|ก่อนหน้านี้|เมื่อปีที่แล้ว)[^\n]{0,50}|(?:ก่อตั้ง|ริเริ่ม|บุกเบิก)[^\n]{0,40}โดย\s?)$"
)
_ROSTER_LINE = re.compile(r"\s*(?:[-•*·]|\d{1,2}[.)])?\s*$")

# Posts at the centre: their holders report, too, but as members of the party.
_CENTRAL = re.compile(
    r"(?:รอง|ผู้ช่วย)?(?:ปลัดกระทรวง|อธิบดี|เลขาธิการ|รัฐมนตรี|รม[วช]\.|นายกรัฐมนตรี|ผู้ว่าการ)|หัวหน้าผู้ตรวจ|ผู้ตรวจราชการ|ที่ปรึกษา|โฆษก|เลขานุการ"
)


@dataclass
class PeopleList:
    """A run of people introduced together (`intro`, a kind of cue) and closed by what they do (`deeds`)."""

    intro: str | None
    members: list[Mention] = field(default_factory=list)
    deeds: list[Cue] = field(default_factory=list)

    @property
    def first_deed(self) -> str | None:
        """The kind of the cue right behind the list."""
        return self.deeds[0].kind if self.deeds else None

    def does(self, kind: str, within: int = _CLOSE_BY) -> bool:
        """Whether such a cue stands at most so many characters behind the first one."""
        if not self.deeds:
            return False
        limit = self.deeds[0].start + within
        return any(deed.kind == kind and deed.start <= limit for deed in self.deeds)


class ListReader:
    """Opens a list at an introducing word, closes it at what its people do."""

    def __init__(self, clean: str) -> None:
        self.clean = clean
        self.lists: list[PeopleList] = []
        self.passing: list[Mention] = []
        self.open: PeopleList | None = None
        self.pending: Cue | None = None

    def cue(self, cue: Cue) -> None:
        """One word between two people."""
        if cue.kind == BREAK:
            self.open, self.pending = None, None
        elif cue.kind not in INTRODUCTIONS:
            if self.pending and self.pending.kind in (HAVE, WELCOMED_BY, GUESTS):
                self.open = PeopleList(self.pending.kind)
                self.lists.append(self.open)
            self.pending = None
            if self.open:
                self.open.deeds.append(cue)
        elif not (cue.kind == WITH and self.open and not self.open.deeds):
            if cue.kind == DELEGATE and self.open:
                self.open.deeds.append(cue)
            self.pending = cue

    def person(self, mention: Mention, gap_start: int) -> None:
        """The next person; the words since the last one began at `gap_start`."""
        cue, self.pending = self.pending, None
        # "… เลขานุการรัฐมนตรี (นาย ก)": names the holder of a post that belongs to another's.
        if not mention.position and self.clean[mention.start - 1 : mention.start] == "(":
            self.pending = cue
            self.passing.append(mention)
            return
        if _IN_THE_PAST.search(self.clean, max(0, mention.start - 60, gap_start), mention.start):
            self.passing.append(mention)
            return
        intro = cue.kind if cue and mention.start - cue.end <= _REACH[cue.kind] else None
        if intro == OF:
            self.passing.append(mention)
            return
        is_near = mention.start - gap_start <= _LIST_GAP
        if intro is None and self.open is not None and not self.open.deeds and is_near:
            self.open.members.append(mention)
            return
        # "… ให้การต้อนรับ นาย ก": the one received.
        received = (
            self.open and self.open.first_deed == WELCOME and mention.start - self.open.deeds[-1].end <= 3
        )
        self.open = PeopleList(intro or (OCCASION if received else None), [mention])
        self.lists.append(self.open)

    def paragraph(self, goes_on: bool) -> None:
        """A new line ends an open list, unless a person or what they all do stands at its start."""
        is_open = (self.open is not None and not self.open.deeds) or self.pending is not None
        if not (is_open and goes_on):
            self.open, self.pending = None, None


def read_lists(
    clean: str, mentions: list[Mention], start: int, end: int
) -> tuple[list[PeopleList], list[Mention]]:
    """Lists of people between two positions, and those named only in passing."""
    reader, position = ListReader(clean), start
    for mention in (mention for mention in mentions if start <= mention.start < end):
        read_gap(reader, position, mention.start, before_person=True)
        reader.person(mention, position)
        position = max(position, mention.end)
    read_gap(reader, position, end, before_person=False)
    return reader.lists, reader.passing


def read_gap(reader: ListReader, start: int, end: int, *, before_person: bool) -> None:
    """Gives the reader the cues between two people, line by line."""
    clean, line_start = reader.clean, start
    while True:
        newline = clean.find("\n", line_start, end)
        line_end = end if newline < 0 else newline
        if line_start > start:
            last = line_end == end and before_person
            deed = next(find_cues(clean, line_start, min(line_end, line_start + 24)), None)
            closes = deed is not None and deed.kind == ATTEND and deed.start - line_start <= 1
            reader.paragraph(closes or (last and bool(_ROSTER_LINE.match(clean[line_start:line_end]))))
        for cue in find_cues(clean, line_start, line_end):
            reader.cue(cue)
        if newline < 0:
            return
        line_start = newline + 1


class RoleReader:
    """Turns lists into roles; `is_local` says who belongs to the place visited, `is_head` who heads it."""

    def __init__(
        self, clean: str, is_local: Callable[[Mention], bool], is_head: Callable[[Mention], bool]
    ) -> None:
        self.clean, self.is_local, self.is_head = clean, is_local, is_head
        self.lead: Mention | None = None
        self.lead_only_joined = False
        self.roles: dict[tuple[str, str], tuple[Mention, str]] = {}

    def give(self, members: Iterable[Mention], role: str) -> None:
        """The role, to each who has none yet or was only mentioned."""
        for mention in members:
            known = self.roles.get(mention.key)
            if known is None or (known[1] == MENTIONED and role != MENTIONED):
                self.roles[mention.key] = (mention, role)

    def read(self, lists: list[PeopleList], passing: list[Mention]) -> None:
        """Roles from the lists of a stretch of text and from those named only in passing."""
        previous: PeopleList | None = None
        for people, following in zip(lists, [*lists[1:], None] if lists else [], strict=True):
            if people.members:
                self.read_list(people, previous, following)
            previous = people
        self.give(passing, MENTIONED)

    def read_list(
        self, people: PeopleList, previous: PeopleList | None, following: PeopleList | None
    ) -> None:
        """Roles of one list from the word that introduces it."""
        if people.intro == WELCOMED_BY:
            self.give(people.members, HOST)
        elif people.intro == HAVE:
            self.read_have(people)
        elif people.intro == PARTY_OF and self.lead and self.lead_only_joined:
            # "นาย ก ร่วมลงพื้นที่กับคณะของนาย ข".
            self.hand_over(people.members[0])
        elif people.intro == BY:
            # "กรม… โดย นาย ก อธิบดี ลงพื้นที่": the one who acts for an office; else the doer of something reported.
            if self.lead is None and people.first_deed in (
                VISIT,
                ACT,
                CHAIR,
                ATTEND,
                HEADS_PARTY,
                SHOWS_ROUND,
            ):
                self.read_party(people)
            elif people.first_deed in (None, SAY, BE, ACT):
                self.give(people.members, MENTIONED)
            else:
                self.read_have(people)
        elif people.intro in (WITH, GUESTS, PARTY_OF):
            self.give(people.members, self.role_with(people, previous))
        elif people.intro in (LED_BY, DELEGATE, OCCASION):
            if people.intro != OCCASION and people.does(WELCOME, 40):
                self.give(people.members, HOST)
            else:
                self.read_party(people)
        else:
            self.read_subject(people, following)

    def read_party(self, people: PeopleList) -> None:
        """The first of a party leads it, unless somebody leads already."""
        if self.lead is None:
            self.lead = people.members[0]
            self.lead_only_joined = people.first_deed == ATTEND
            self.give([self.lead], LEAD)
        self.give(people.members, COMPANION)

    def hand_over(self, new_lead: Mention) -> None:
        """Somebody else leads; who was taken for the lead came along."""
        if self.lead is not None:
            self.roles[self.lead.key] = (self.lead, COMPANION)
        self.roles[new_lead.key] = (new_lead, LEAD)
        self.lead = new_lead

    def read_have(self, people: PeopleList) -> None:
        """Roles of those introduced by โดยมี from what they do."""
        if people.does(WELCOME) or people.first_deed == REPORT:
            self.give(people.members, HOST)
        elif people.first_deed in (CHAIR, HEADS_PARTY) and self.lead is None:
            self.read_party(people)
        elif people.first_deed == HEADS_PARTY or (people.first_deed == CHAIR and self.lead_only_joined):
            self.hand_over(people.members[0])
        elif people.first_deed == BE:
            self.give(people.members, MENTIONED)
        else:
            reports = not people.deeds or people.first_deed == JOINS_REPORT
            for mention in people.members:
                is_host = self.is_head(mention) or (reports and self.is_local(mention))
                self.give([mention], HOST if is_host else COMPANION)

    def role_with(self, people: PeopleList, previous: PeopleList | None) -> str:
        """The role of those who come "พร้อมด้วย …": as the list before them, unless they do something themselves."""
        if people.does(WELCOME) or (people.intro == WITH and people.first_deed == REPORT):
            return HOST
        joins_hosts = (
            previous is not None and previous.intro in (HAVE, WELCOMED_BY) and previous.does(WELCOME)
        )
        return HOST if joins_hosts and people.intro == WITH and not people.deeds else COMPANION

    def read_subject(self, people: PeopleList, following: PeopleList | None) -> None:
        """Roles of those who stand at the head of a sentence."""
        another_goes = (
            following is not None
            and following.intro in (None, DELEGATE, BY)
            and following.first_deed in (VISIT, ACT, CHAIR, HEADS_PARTY, SHOWS_ROUND, DELEGATE)
        )
        if people.first_deed == WELCOME or (self.lead and people.does(WELCOME, 30)):
            self.give(people.members, HOST)
        elif people.first_deed == DELEGATE or (
            self.lead is None and people.first_deed == SAY and another_goes
        ):
            self.give(people.members, MENTIONED)
        elif self.lead is None:
            self.read_party(people)
        else:
            for mention in people.members:
                role = self.later_role(people.first_deed, mention)
                # "ด้าน นาย ก รองอธิบดี… กล่าวเพิ่มเติมว่า": a second speaker of the same visit.
                aside = _ASIDE.search(self.clean, max(0, mention.start - 8), mention.start)
                speaks = people.first_deed == SAY and aside and mention.position
                self.give([mention], COMPANION if speaks and role == MENTIONED else role)

    def later_role(self, deed: str | None, mention: Mention) -> str:
        """Of one who does something while another leads: a local who speaks or reports is a host."""
        local = self.is_local(mention)
        if (deed in (REPORT, SHOWS_ROUND) and (local or not _CENTRAL.match(mention.position))) or (
            deed == SAY and local
        ):
            return HOST
        return COMPANION if deed in (ATTEND, VISIT, CHAIR, REPORT, HEADS_PARTY, SHOWS_ROUND) else MENTIONED


def read_roles(
    reading: PreparedText, places: list[VisitedPlace], province: ProvinceMention | None
) -> RoleReader:
    """Who led, came along, received or was only named, from the leading paragraph on; before it only for want of a lead."""
    name = province.name if province else ""

    def is_head(mention: Mention) -> bool:
        """Heads the place visited first: received the party, even where the text only lists those present."""
        office = organisation_of(mention.position)
        heads = bool(places) and len(office) > 8 and not DEPUTY.match(mention.position)
        return heads and same_unit(office, places[0].name)

    def is_local(mention: Mention) -> bool:
        """Belongs to the province or to a place visited."""
        office = organisation_of(mention.position)
        return bool(name and name in mention.position) or any(
            len(office) > 8 and same_unit(office, place.name) for place in places
        )

    roles = RoleReader(reading.clean, is_local, is_head)
    start, layout = reading.lead_line.start, reading.layout
    roles.read(*read_lists(reading.clean, reading.mentions, start, layout.end))
    if roles.lead is None:
        roles.read(*read_lists(reading.clean, reading.mentions, layout.body_start, start))
    return roles


def people_of(reading: PreparedText, roles: RoleReader) -> tuple[ProposedPerson, ...]:
    """Everybody with a role, by role and then in the order of the text."""
    given = sorted(roles.roles.values(), key=lambda pair: (_ORDER_OF_ROLES.index(pair[1]), pair[0].start))
    people = []
    for mention, role in given:
        post = reading.quoted(mention.position, *mention.position_at) if mention.position_at else None
        whole = reading.quoted(None, mention.start, mention.end)
        doubts = (
            ("ไม่พบนามสกุล", not mention.last),
            ("ไม่พบตำแหน่ง", not mention.position),
            ("ใช้ตำแหน่งร่วมกับผู้มีชื่อถัดไป", mention.shared),
        )
        people.append(
            ProposedPerson(
                *(mention.title, mention.first, mention.last, mention.position, role),
                *(whole.words, whole.start, whole.end),
                position_quoted=post,
                unclear=tuple(doubt for doubt, applies in doubts if applies),
            )
        )
    return tuple(people)

"""One reading of one text: layout, people, roles, days, places, orders, figures, and the doubts."""

import re

from .dates import find_days, find_times, speaks_of_another_day
from .figures import find_figures
from .layout import read_layout
from .orders import find_orders
from .people import find_mentions
from .places import GO, find_places, find_province, province_of_hosts
from .posts import heads_an_office, organisation_of
from .proposal import Found, Person, Proposal, Stop, Vocabulary
from .roles import COMPANION, HOST, LEAD, MENTIONED, Roles, read_lists
from .text import LIMIT, normalise
from .units import same_unit

_GO = re.compile(GO)
_TODAY = re.compile(r"วันนี้|เช้านี้|บ่ายนี้|เย็นนี้")
_PLANNED = re.compile(r"(?:มีกำหนด(?:การ)?|เตรียม|จะ|มีแผน)\s?(?:เดินทาง|ลงพื้นที่|ตรวจเยี่ยม|ตรวจราชการ)")
_VISITED = re.compile(
    r"ลงพื้น|เยี่ยม|(?<!ผู้)ตรวจ|เดินทาง|เยือน|ติดตาม|นิเทศ|นำคณะ|เป็นประธาน|ประชุม|พบปะ|ต้อนรับ|ศึกษาดูงาน"
)
_OFFICIAL_VISIT = re.compile(r"ลงพื้น|ตรวจเยี่ยม|เยี่ยมชม|ตรวจราชการ|ตรวจติดตาม|ศึกษาดูงาน|นำคณะ|มอบนโยบาย|ให้การต้อนรับ")
_THAI = re.compile(r"[ก-ฮ]")


class Reading:
    def __init__(self, original, vocabulary):
        self.text = normalise(original)
        self.clean = self.text.clean
        self.vocabulary = vocabulary
        self.layout = read_layout(self.text)
        self.mentions = find_mentions(self.clean)
        self.published = self.layout.published.day if self.layout.published else None
        self.days = find_days(self.clean, self.published)
        self.lead_line = self._lead_line()
        self.unclear = []

    def found(self, value, start, end):
        begin, stop = self.text.span(start, end)
        return Found(value, self.text.original[begin:stop], begin, stop)

    def _people_on(self, line):
        return any(line.start <= mention.start < line.end for mention in self.mentions)

    def _day_on(self, line):
        return any(line.start <= day.start < line.end for day in self.days) or _TODAY.search(line.text)

    def _lead_line(self):
        """The paragraph that tells the visit: a day, people, a verb of going; else the best there is."""
        lines = self.layout.lines
        tests = (
            lambda line: self._people_on(line) and self._day_on(line) and _GO.search(line.text),
            lambda line: self._people_on(line) and _GO.search(line.text) and len(line.text) > 200,
            lambda line: self._people_on(line) and _GO.search(line.text),
            lambda line: self._people_on(line),
            lambda line: _VISITED.search(line.text) and len(line.text) > 120,
        )
        return next((line for test in tests for line in lines if test(line)), lines[-1] if lines else None)

    def day(self):
        candidates = [day for day in self.days if not self._in_header(day)]
        line = self.lead_line
        own = [day for day in candidates if line.start <= day.start < line.end]
        before = [day for day in candidates if day.start < line.start and self._is_dateline(day)]
        for group in (own, before):
            plain = [day for day in group if not speaks_of_another_day(self.clean, day)]
            if plain:
                return self._judged(plain[0])
        return self._day_elsewhere(candidates)

    def _in_header(self, day):
        return not any(line.start <= day.start < line.end for line in self.layout.lines)

    def _is_dateline(self, day):
        line = next(line for line in self.layout.lines if line.start <= day.start < line.end)
        return line.end < self.lead_line.start and len(line.text) < 90

    def _judged(self, day):
        if not day.year_given:
            self.unclear.append("วันที่ในข้อความไม่ระบุปี พ.ศ. จึงใช้ปีตามวันที่เผยแพร่")
        if self.published and day.first > self.published:
            self.unclear.append("วันที่ตรวจเยี่ยมอยู่หลังวันที่เผยแพร่ โปรดตรวจสอบ")
        return day.start, day.end, day.first, day.last

    def _day_elsewhere(self, candidates):
        plain = [day for day in candidates if not speaks_of_another_day(self.clean, day)]
        today = _TODAY.search(self.lead_line.text)
        published = self.layout.published
        if published and (today or not plain):
            self.unclear.append("ข้อความไม่ระบุวันที่ตรวจเยี่ยม จึงใช้วันที่เผยแพร่")
            return published.start, published.end, published.day, published.day
        if plain:
            return self._judged(plain[0])
        self.unclear.append("ไม่พบวันที่ตรวจเยี่ยม")
        return None

    def time(self, day):
        """The hour beside the day, before the first person or the verb; other hours belong to other stops."""
        line = self.lead_line
        limit = self._first_action()
        start = (
            min(line.start, day[0]) if day and day[0] > line.start - 200 and day[1] <= limit else line.start
        )
        times = list(find_times(self.clean, start, limit + 1))
        return times[0] if times else self._time_behind(day)

    def _first_action(self):
        line = self.lead_line
        first = next((m.start for m in self.mentions if line.start <= m.start < line.end), line.end)
        verb = _GO.search(self.clean, line.start, line.end)
        return min(first, verb.start() if verb else line.end)

    def _time_behind(self, day):
        """ "… เมื่อวันที่ 3 มีนาคม 2566 เวลา 10.00 น." at the end of a sentence."""
        if not day:
            return None
        times = list(find_times(self.clean, day[1], min(len(self.clean), day[1] + 24)))
        return times[0] if times else None


def _heads(places):
    """Who heads the place visited first: received the party, even where the text only lists those present."""
    first = places[0].name if places else ""

    def is_head(mention):
        office = organisation_of(mention.position)
        return (
            bool(first) and len(office) > 8 and heads_an_office(mention.position) and same_unit(office, first)
        )

    return is_head


def _locals(places, province):
    name = province.name if province else None

    def is_local(mention):
        office = organisation_of(mention.position)
        return bool(name and name in mention.position) or any(
            len(office) > 8 and same_unit(office, place.name) for place in places
        )

    return is_local


def _roles(reading, places, province):
    roles = Roles(_locals(places, province), _heads(places))
    lists, passing = read_lists(reading.clean, reading.mentions, reading.lead_line.start, reading.layout.end)
    roles.read(lists, passing)
    if roles.lead is None:
        earlier = read_lists(
            reading.clean, reading.mentions, reading.layout.body_start, reading.lead_line.start
        )
        roles.read(*earlier)
    return roles


def _person(reading, mention, role):
    found = reading.found(mention.position, *mention.position_at) if mention.position_at else None
    name_start = mention.start
    whole = reading.found(None, name_start, mention.end)
    return Person(
        mention.title,
        mention.first,
        mention.last,
        mention.position,
        role,
        whole.words,
        whole.start,
        whole.end,
        found,
        _person_doubts(mention),
    )


def _person_doubts(mention):
    doubts = []
    if not mention.last:
        doubts.append("ไม่พบนามสกุล")
    if not mention.position:
        doubts.append("ไม่พบตำแหน่ง")
    if mention.shared:
        doubts.append("ใช้ตำแหน่งร่วมกับผู้มีชื่อถัดไป")
    return tuple(doubts)


_ORDER_OF_ROLES = (LEAD, COMPANION, HOST, MENTIONED)


def _people(reading, roles):
    given = sorted(roles.roles.values(), key=lambda pair: (_ORDER_OF_ROLES.index(pair[1]), pair[0].start))
    return tuple(_person(reading, mention, role) for mention, role in given)


def _no_visit(reading, reason):
    return Proposal(False, headline=_headline(reading), unclear=(reason,))


def _headline(reading):
    line = reading.layout.headline
    return reading.found(line.text, line.start, line.end) if line else None


def _tells_of_a_visit(reading):
    """An official act by name, or a journey on a stated day by somebody in office."""
    text = "\n".join(line.text for line in reading.layout.lines)
    in_office = any(mention.position for mention in reading.mentions)
    if _OFFICIAL_VISIT.search(text):
        return in_office or bool(reading.days)
    dated = bool(reading.days) or bool(_TODAY.search(text))
    return in_office and dated and bool(_VISITED.search(text))


def read(text, vocabulary=None):
    """Proposal for one press release; says in Thai why where there is nothing to propose."""
    original = text if isinstance(text, str) else str(text or "")
    reading = Reading(original, vocabulary or Vocabulary())
    if not reading.layout.lines:
        return Proposal(False, unclear=("ไม่มีข้อความให้อ่าน",))
    if not _THAI.search(reading.clean):
        return _no_visit(reading, "ข้อความไม่ใช่ภาษาไทย จึงอ่านไม่ได้")
    if not _tells_of_a_visit(reading):
        return _no_visit(reading, "ไม่พบว่าข้อความนี้กล่าวถึงการลงพื้นที่หรือการตรวจเยี่ยม")
    return _propose(reading)


def _propose(reading):
    places = find_places(
        reading.clean,
        reading.mentions,
        reading.lead_line,
        reading.layout.lines,
        reading.layout.headline,
        reading.vocabulary.units,
    )
    province = find_province(
        reading.clean, reading.mentions, reading.lead_line, reading.layout.headline, places
    )
    day = reading.day()
    time = reading.time(day)
    roles = _roles(reading, places, province)
    province = province or province_of_hosts(reading.clean, _hosts(roles))
    _note_doubts(reading, places, province, roles)
    layout = reading.layout
    return Proposal(
        True,
        headline=_headline(reading),
        url=reading.found(reading.clean[slice(*layout.url)], *layout.url) if layout.url else None,
        published_on=reading.found(reading.published, layout.published.start, layout.published.end)
        if layout.published
        else None,
        starts_on=reading.found(day[2], day[0], day[1]) if day else None,
        ends_on=day[3] if day else None,
        time=reading.found(time.value, time.start, time.end) if time else None,
        province=reading.found(province.name, province.start, province.end) if province else None,
        stops=tuple(_stop(reading, place) for place in places),
        people=_people(reading, roles),
        orders=find_orders(reading, roles.lead),
        figures=find_figures(reading),
        programmes=_programmes(reading),
        unclear=tuple(dict.fromkeys(reading.unclear)),
    )


def _hosts(roles):
    return [mention for mention, role in roles.roles.values() if role == HOST]


def _stop(reading, place):
    time = place.time
    return Stop(
        reading.found(place.name, place.start, place.end),
        reading.found(time.value, time.start, time.end) if time else None,
    )


def _note_doubts(reading, places, province, roles):
    if roles.lead is None:
        reading.unclear.append("ไม่พบชื่อหัวหน้าคณะ")
    if not places:
        reading.unclear.append("ไม่พบหน่วยงานหรือสถานที่ที่ตรวจเยี่ยม")
    if province is None:
        reading.unclear.append("ไม่พบจังหวัด")
    if _PLANNED.search(reading.lead_line.text):
        reading.unclear.append("ข้อความอาจเป็นกำหนดการล่วงหน้า ยังไม่ใช่การตรวจเยี่ยมที่เกิดขึ้นแล้ว")
    if len(reading.text.original) > LIMIT:
        reading.unclear.append(f"ข้อความยาวเกินไป อ่านเฉพาะ {LIMIT:,} อักขระแรก")


def _programmes(reading):
    found = []
    for name in reading.vocabulary.programmes:
        start = reading.clean.find(name)
        if start >= 0:
            found.append(reading.found(name, start, start + len(name)))
    return tuple(sorted(found, key=lambda item: item.start))

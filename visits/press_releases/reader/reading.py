"""One reading of one text: layout, people, roles, days, places, orders, figures, and the doubts."""

import re

from .dates import find_days
from .figures import find_figures
from .layout import read_layout
from .orders import find_orders
from .party import hosts_of, people_of, read_roles
from .people import find_mentions
from .places import GO_VERB, find_places, find_province, province_of_hosts
from .proposal import Found, Proposal, Stop, Vocabulary
from .text import LIMIT, normalise, unwrapped
from .visit_day import VisitDay, says_today

_PLANNED = re.compile(r"(?:มีกำหนด(?:การ)?|เตรียม|จะ|มีแผน)\s?(?:เดินทาง|ลงพื้นที่|ตรวจเยี่ยม|ตรวจราชการ)")
_VISITED = re.compile(
    r"ลงพื้น|เยี่ยม|(?<!ผู้)ตรวจ|เดินทาง|เยือน|ติดตาม|นิเทศ|นำคณะ|เป็นประธาน|ประชุม|พบปะ|ต้อนรับ|ศึกษาดูงาน"
)
_OFFICIAL_VISIT = re.compile(r"ลงพื้น|ตรวจเยี่ยม|เยี่ยมชม|ตรวจราชการ|ตรวจติดตาม|ศึกษาดูงาน|นำคณะ|มอบนโยบาย|ให้การต้อนรับ")
_THAI = re.compile(r"[ก-ฮ]")


class Reading:
    def __init__(self, original, vocabulary):
        self.text = unwrapped(normalise(original))
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
        return any(line.start <= day.start < line.end for day in self.days) or says_today(line.text)

    def _lead_line(self):
        """The paragraph that tells the visit: a day, people, a verb of going; else the best there is."""
        lines = self.layout.lines
        tests = (
            lambda line: self._people_on(line) and self._day_on(line) and GO_VERB.search(line.text),
            lambda line: self._people_on(line) and GO_VERB.search(line.text) and len(line.text) > 200,
            lambda line: self._people_on(line) and GO_VERB.search(line.text),
            lambda line: self._people_on(line),
            lambda line: _VISITED.search(line.text) and len(line.text) > 120,
        )
        return next((line for test in tests for line in lines if test(line)), lines[-1] if lines else None)


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
    dated = bool(reading.days) or says_today(text)
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
    roles = read_roles(reading, places, province)
    province = province or province_of_hosts(reading.clean, hosts_of(roles))
    _note_doubts(reading, places, province, roles)
    return Proposal(
        True,
        **_header(reading),
        **_when(reading),
        province=reading.found(province.name, province.start, province.end) if province else None,
        stops=tuple(_stop(reading, place) for place in places),
        people=people_of(reading, roles),
        orders=find_orders(reading, roles.lead),
        figures=find_figures(reading),
        programmes=_programmes(reading),
        unclear=tuple(dict.fromkeys(reading.unclear)),
    )


def _header(reading):
    url, published = reading.layout.url, reading.layout.published
    return {
        "headline": _headline(reading),
        "url": reading.found(reading.clean[slice(*url)], *url) if url else None,
        "published_on": reading.found(published.day, published.start, published.end) if published else None,
    }


def _when(reading):
    chosen = VisitDay(reading)
    day = chosen.choose()
    time = chosen.hour(day)
    return {
        "starts_on": reading.found(day.first, day.start, day.end) if day else None,
        "ends_on": day.last if day else None,
        "time": reading.found(time.value, time.start, time.end) if time else None,
    }


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

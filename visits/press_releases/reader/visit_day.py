"""On which day and at what hour the visit was, among all the days and hours a text names."""

import re
from datetime import timedelta

from .dates import Day, find_times, speaks_of_another_day
from .places import GO_VERB

_TODAY = re.compile(r"วันนี้|เช้านี้|บ่ายนี้|เย็นนี้")
_YESTERDAY = re.compile(r"เมื่อวาน|วานนี้")
_DATELINE = 90
_TELLS = {
    "no_year": "วันที่ในข้อความไม่ระบุปี พ.ศ. จึงใช้ปีตามวันที่เผยแพร่",
    "later": "วันที่ตรวจเยี่ยมอยู่หลังวันที่เผยแพร่ โปรดตรวจสอบ",
    "published": "ข้อความไม่ระบุวันที่ตรวจเยี่ยม จึงใช้วันที่เผยแพร่",
    "none": "ไม่พบวันที่ตรวจเยี่ยม",
}


def says_today(text):
    return bool(_TODAY.search(text))


class VisitDay:
    """Chooses the day: the opening of the leading paragraph, then the rest of it, the lines above, the header."""

    def __init__(self, reading):
        self.reading, self.line = reading, reading.lead_line
        self.opening_end = self._first_action()
        self.days = [day for day in reading.days if self._in_text(day) and self._of_the_visit(day)]

    def _of_the_visit(self, day):
        return not speaks_of_another_day(self.reading.clean, day)

    def _line_of(self, day):
        lines = self.reading.layout.lines
        return next((line for line in lines if line.start <= day.start < line.end), None)

    def _in_text(self, day):
        return self._line_of(day) is not None

    def _first_action(self):
        line = self.line
        people = (m.start for m in self.reading.mentions if line.start <= m.start < line.end)
        verb = GO_VERB.search(self.reading.clean, line.start, line.end)
        return min(next(people, line.end), verb.start() if verb else line.end)

    def _groups(self):
        own = [day for day in self.days if self.line.start <= day.start < self.line.end]
        above = [day for day in self.days if day.end < self.line.start and self._is_dateline(day)]
        yield [day for day in own if day.start <= self.opening_end]
        yield self._today()
        yield own
        yield above
        yield self._published()
        yield self.days

    def _is_dateline(self, day):
        return len(self._line_of(day).text) < _DATELINE

    def _published(self, back=0):
        published = self.reading.layout.published
        if not published:
            return []
        day = published.day - timedelta(days=back)
        return [Day(published.start, published.end, day, day, True)]

    def _today(self):
        opening = self.reading.clean[self.line.start : self.opening_end]
        if says_today(opening):
            return self._published()
        return self._published(back=1) if _YESTERDAY.search(opening) else []

    def choose(self):
        day = next((group[0] for group in self._groups() if group), None)
        self._note(day)
        return day

    def _note(self, day):
        published, unclear = self.reading.published, self.reading.unclear
        if day is None:
            unclear.append(_TELLS["none"])
        elif day not in self.days:
            unclear.append(_TELLS["published"])
        elif not day.year_given:
            unclear.append(_TELLS["no_year"])
        if day and published and day.first > published:
            unclear.append(_TELLS["later"])

    def hour(self, day):
        """The hour beside the day, before the first person or the verb; other hours belong to other stops."""
        start = self.line.start
        if day and start - 200 < day.start < start and day.end <= self.opening_end:
            start = day.start
        times = list(find_times(self.reading.clean, start, self.opening_end + 1))
        return times[0] if times else self._hour_behind(day)

    def _hour_behind(self, day):
        """ "… เมื่อวันที่ 3 มีนาคม 2566 เวลา 10.00 น." at the end of a sentence."""
        clean = self.reading.clean
        behind = find_times(clean, day.end, min(len(clean), day.end + 24)) if day else ()
        return next(iter(behind), None)

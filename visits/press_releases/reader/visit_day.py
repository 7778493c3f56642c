"""On which day and at what hour the visit was, among all the days and hours a text names."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import timedelta

from .cues import GO_VERB
from .normalised_text import TextLine
from .prepared import PreparedText
from .written_days import FROM_ELSEWHERE, WrittenDay, WrittenTime, find_times, says_today

_TOMORROW = re.compile(r"พรุ่งนี้\s?\(?(?:วัน[ก-๎]{2,12}ที่|วันที่)?\s?$")
_YESTERDAY = re.compile(r"เมื่อวาน|วานนี้")

_DATELINE = 90

_DOUBTS = {
    "no_year": "วันที่ในข้อความไม่ระบุปี พ.ศ. จึงใช้ปีตามวันที่เผยแพร่",
    "later": "วันที่ตรวจเยี่ยมอยู่หลังวันที่เผยแพร่ โปรดตรวจสอบ",
    "published": "ข้อความไม่ระบุวันที่ตรวจเยี่ยม จึงใช้วันที่เผยแพร่",
    "none": "ไม่พบวันที่ตรวจเยี่ยม",
}


class VisitDay:
    """Chooses the day: the opening of the leading paragraph, then the rest of it, the lines above, the header."""

    def __init__(self, reading: PreparedText) -> None:
        self.reading, self.line = reading, reading.lead_line
        people = (m.start for m in reading.mentions if self.line.start <= m.start < self.line.end)
        verb = GO_VERB.search(reading.clean, self.line.start, self.line.end)
        self.opening_end = min(next(people, self.line.end), verb.start() if verb else self.line.end)
        self.days = [
            day
            for day in reading.days
            if self.line_of(day)
            and not FROM_ELSEWHERE.search(reading.clean, max(0, day.start - 40), day.start)
        ]

    def line_of(self, day: WrittenDay) -> TextLine | None:
        """The line of the body on which a day is written."""
        lines = self.reading.layout.lines
        index = bisect_right(lines, day.start, key=lambda line: line.start) - 1
        return lines[index] if index >= 0 and day.start < lines[index].end else None

    def candidates(self) -> Iterator[list[WrittenDay]]:
        """The days to choose from, the likeliest first."""
        own = [day for day in self.days if self.line.start <= day.start < self.line.end]
        opening = self.reading.clean[self.line.start : self.opening_end]
        yield [day for day in own if _TOMORROW.search(self.reading.clean, max(0, day.start - 24), day.start)]
        yield [day for day in own if day.start <= self.opening_end]
        if says_today(opening):
            yield self.published_day()
        elif _YESTERDAY.search(opening):
            yield self.published_day(days_before=1)
        yield own
        above = [day for day in self.days if day.end < self.line.start]
        lines = [(day, self.line_of(day)) for day in above]
        yield [day for day, line in lines if line and len(line.text) < _DATELINE]
        yield self.published_day()
        yield self.days

    def published_day(self, days_before: int = 0) -> list[WrittenDay]:
        """The day of publication, or so many days before; empty where the page names none."""
        published = self.reading.layout.published
        if not published:
            return []
        day = published.day - timedelta(days=days_before)
        return [WrittenDay(published.start, published.end, day, day, True)]

    def choose(self) -> WrittenDay | None:
        """The day of the visit; what is doubtful about it is noted in the reading."""
        day = next((group[0] for group in self.candidates() if group), None)
        published, unclear = self.reading.published, self.reading.unclear
        if day is None:
            unclear.append(_DOUBTS["none"])
        elif day not in self.days:
            unclear.append(_DOUBTS["published"])
        elif not day.year_given:
            unclear.append(_DOUBTS["no_year"])
        if day and published and day.first > published:
            unclear.append(_DOUBTS["later"])
        return day

    def hour(self, day: WrittenDay | None) -> WrittenTime | None:
        """The hour beside the day, before the first person or the verb; other hours belong to other stops."""
        clean, start = self.reading.clean, self.line.start
        if day and start - 200 < day.start < start and day.end <= self.opening_end:
            start = day.start
        times = list(find_times(clean, start, self.opening_end + 1))
        if not times and day:
            # "… เมื่อวันที่ 3 มีนาคม 2566 เวลา 10.00 น." at the end of a sentence.
            times = list(find_times(clean, day.end, min(len(clean), day.end + 24)))
        return times[0] if times else None

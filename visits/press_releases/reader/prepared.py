"""One text made ready for reading: cleaned, cut into lines, with the people and days it names."""

import re
from bisect import bisect_left
from time import monotonic

from .cues import GO_VERB
from .layout import read_layout
from .mentions import find_mentions
from .normalised_text import TextLine, normalise, unwrapped
from .proposal import Quoted, Vocabulary
from .written_days import find_days, says_today

TELLS_A_VISIT = re.compile(
    r"ลงพื้น|เยี่ยม|(?<!ผู้)ตรวจ|เดินทาง|เยือน|ติดตาม|นิเทศ|นำคณะ|เป็นประธาน|ประชุม|พบปะ|เข้าพบ|หารือ|ต้อนรับ|ศึกษาดูงาน"
)


def any_within(starts: list[int], line: TextLine) -> bool:
    """Whether one of the sorted offsets lies on a line."""
    index = bisect_left(starts, line.start)
    return index < len(starts) and starts[index] < line.end


class NothingToRead(Exception):
    """The text has no line that is more than furniture of a page."""


class OutOfTime(Exception):
    """The text is not read to its end within the time that one text may take."""


class PreparedText:
    """What every part of the reading looks at; doubts are added to `unclear` as Thai sentences."""

    def __init__(self, original: str, vocabulary: Vocabulary, seconds: float) -> None:
        self.deadline = monotonic() + seconds
        self.text = unwrapped(normalise(original))
        self.clean = self.text.clean
        self.vocabulary = vocabulary
        self.layout = read_layout(self.text)
        self.mentions = find_mentions(self.clean)
        self.check_time()
        self.published = self.layout.published.day if self.layout.published else None
        self.days = find_days(self.clean, self.published)
        self.lead_line = self.find_lead_line()
        self.unclear: list[str] = []

    def check_time(self) -> None:
        """Raises OutOfTime; called between the lines, as a single search cannot be broken off."""
        if monotonic() > self.deadline:
            raise OutOfTime

    def quoted(self, value: object, start: int, end: int) -> Quoted:
        """A value with the words of the original at start:end of the clean text."""
        begin, stop = self.text.span(start, end)
        return Quoted(value, self.text.original[begin:stop], begin, stop)

    def find_lead_line(self) -> TextLine:
        """The paragraph that tells the visit: a day, people, a verb of going; else the best there is; raises NothingToRead."""
        if not self.layout.lines:
            raise NothingToRead
        ranked = []
        starts_of_people = [mention.start for mention in self.mentions]
        starts_of_days = [day.start for day in self.days]
        for line in self.layout.lines:
            people = any_within(starts_of_people, line)
            day = says_today(line.text) or any_within(starts_of_days, line)
            goes = bool(GO_VERB.search(line.text))
            tests = (
                people and day and goes,
                people and goes and len(line.text) > 200,
                people and goes,
                people,
                TELLS_A_VISIT.search(line.text) and len(line.text) > 120,
                line is self.layout.lines[-1],
            )
            ranked += [(rank, line) for rank, passed in enumerate(tests) if passed][:1]
        return min(ranked, key=lambda pair: pair[0])[1]

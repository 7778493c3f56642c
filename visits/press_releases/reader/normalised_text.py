"""The text as pasted and the text as read, with the way back from one to the other."""

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from unicodedata import category

from .posts import begins_post
from .titles import THAI, TITLE

# Longer texts are not press releases; the limit keeps the time of one reading bounded.
LIMIT = 60_000

_ARABIC = {chr(0x0E50 + n): str(n) for n in range(10)}
_PLAIN = {
    **_ARABIC,
    **dict.fromkeys("“”„‟«»＂", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u2028\u2029\x85\x0b\x0c\r", "\n"),
    "：": ":",
    "（": "(",
    "）": ")",
}
_DROPPED = {"Cf", "Cc", "Cs", "Co", "Cn"}
_BLANK = {"Zs", "So", "Sk"}
_TONES = "่้๊๋"
# No Thai word begins with these: a blank before one comes from the glyphs of a PDF.
_COMBINING = set("ะัาำิีึืฺุู็่้๊๋์ํ๎ๅ")


@dataclass(frozen=True)
class TextLine:
    """One line of the clean text without the blanks around it; `start` and `end` are its offsets there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class NormalisedText:
    """`clean` is read; for each of its characters `starts` and `ends` give the offsets in `original`."""

    original: str
    clean: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of the clean slice start:end."""
        if start >= end:
            return 0, 0
        return self.starts[start], self.ends[end - 1]

    def lines(self) -> Iterator[TextLine]:
        """The lines that are not blank, in their order."""
        start = 0
        for line in self.clean.split("\n"):
            body = line.strip()
            if body:
                begin = start + line.index(body)
                yield TextLine(begin, begin + len(body), body)
            start += len(line) + 1


# Letters that neither change nor swallow those beside them; all others are looked at one by one.
_UNTOUCHED = frozenset("กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮแโใไ") | frozenset(
    string.ascii_letters + string.digits + '.,()/-:"'
)


@lru_cache(maxsize=4096)
def plain_character(char: str) -> str:
    """The character that is read in the place of one pasted; empty where it says nothing."""
    if char in _PLAIN:
        return _PLAIN[char]
    if char == "\n" or " " < char <= "~" or "\u0e01" <= char <= "\u0e5b":
        return char
    kind = category(char)
    if kind in _BLANK or char == "\t":
        return " "
    return "" if kind in _DROPPED else char


def is_swallowed(out: list[str], char: str) -> bool:
    """Whether a character only repeats or completes those already written, which are mended in `out`."""
    last = out[-1] if out else ""
    if char == " " and last in (" ", "\n", ""):
        return True
    if char in _TONES and last == char:
        return True
    if char == "เ" and last == "เ":
        out[-1] = "แ"
        return True
    if char == "า" and last == "ํ":
        out[-1] = "ำ"
        return True
    if char == "า" and last in _TONES and last and out[-2:-1] == ["ํ"]:
        out[-2], out[-1] = last, "ำ"
        return True
    return False


def normalise(original: str) -> NormalisedText:
    """One spelling of what looks alike: digits, quotation marks, sara am, blanks; at most `LIMIT` characters are read."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, char in enumerate(original[:LIMIT]):
        if char in _UNTOUCHED:
            out.append(char)
            starts.append(index)
            ends.append(index + 1)
            continue
        plain = plain_character(char)
        if not plain:
            continue
        if (
            out
            and out[-1] == " "
            and (plain == "\n" or (plain in _COMBINING and len(out) > 1 and "ก" <= out[-2] <= "๎"))
        ):
            out.pop(), starts.pop(), ends.pop()
        if is_swallowed(out, plain):
            if plain != " ":
                ends[-1] = index + 1
            continue
        out.append(plain)
        starts.append(index)
        ends.append(index + 1)
    return NormalisedText(original, "".join(out), tuple(starts), tuple(ends))


_NARROW, _WIDE = 40, 130
_OWN_LINE = re.compile(r"\s*(?:[-•*·]|\d{1,2}[.)]\s)|\n")
# A line that ends before what its last word needs, and one that begins with what only goes on.
_NEEDS_MORE = re.compile(rf"(?:พร้อมด้วย|(?<![{THAI}])ณ|และ)$")
_NEEDS_AN_OBJECT = re.compile(r"(?:เข้าร่วม|เป็นประธาน)$")
_IS_AN_OBJECT = re.compile(r"(?:กล่าวเปิด|(?:ใน)?(?:การประชุม|พิธี|งาน|กิจกรรม|โครงการ))")
_GOES_ON = re.compile(rf"และ(?!วันที่|เวลา|ใน|ได้|เมื่อ|ล่าสุด)[{THAI}]")
_ENDS_IN_A_NAME = re.compile(rf"(?<!^){TITLE}\s?[{THAI}]+\s[{THAI}]+$")
_LONG, _NOT_SHORT = 60, 40


def goes_on_below(line: str, following: str) -> bool:
    """Whether a long line breaks off in the midst of a sentence that the next line takes up."""
    line, following = line.strip(), following.strip()
    if len(line) < _LONG or len(following) < _NOT_SHORT:
        return False
    return bool(
        _NEEDS_MORE.search(line)
        or (_NEEDS_AN_OBJECT.search(line) and _IS_AN_OBJECT.match(following))
        or _GOES_ON.match(following)
        or (_ENDS_IN_A_NAME.search(line[-_LONG:]) and begins_post(following, 0))
    )


def unwrapped(text: NormalisedText) -> NormalisedText:
    """Lines cut at a margin, as copied from a page, or in mid-sentence run on; lines of their own stay."""
    lines = text.clean.split("\n")
    widest = max(map(len, lines))
    full = [len(line) >= 0.7 * widest for line in lines if line.strip()]
    at_margin = len(full) >= 4 and _NARROW <= widest <= _WIDE and sum(full) >= 0.6 * len(full)
    pieces = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        wrapped = (at_margin and len(line) >= 0.7 * widest) or goes_on_below(line, following)
        runs_on = wrapped and following.strip() and not _OWN_LINE.match(following)
        pieces.append(line + (" " if runs_on else "\n"))
    return replace(text, clean="".join(pieces)[:-1])


def match_end(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Where what matches at `position` ends; `position` itself where nothing does."""
    match = pattern.match(text, position)
    return match.end() if match else position

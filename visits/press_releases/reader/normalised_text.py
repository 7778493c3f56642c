"""The text as pasted and the text as read, with the way back from one to the other."""

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from unicodedata import category

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


def unwrapped(text: NormalisedText) -> NormalisedText:
    """Lines cut at a margin, as copied from a page, run on; lines of their own stay."""
    lines = text.clean.split("\n")
    widest = max(map(len, lines))
    full = [len(line) >= 0.7 * widest for line in lines if line.strip()]
    if len(full) < 4 or not _NARROW <= widest <= _WIDE or sum(full) < 0.6 * len(full):
        return text
    pieces = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        wrapped = len(line) >= 0.7 * widest and following.strip() and not _OWN_LINE.match(following)
        pieces.append(line + (" " if wrapped else "\n"))
    return replace(text, clean="".join(pieces)[:-1])


def match_end(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Where what matches at `position` ends; `position` itself where nothing does."""
    match = pattern.match(text, position)
    return match.end() if match else position

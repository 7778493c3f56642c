"""The text as pasted and the text as read, with the way back from one to the other."""

import re
from dataclasses import dataclass, replace
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
_TONES = "่้๊๋"
_DROPPED = {"Cf", "Cc", "Cs", "Co", "Cn"}
_BLANK = {"Zs", "So", "Sk"}


@dataclass(frozen=True)
class Text:
    original: str
    clean: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start, end):
        """Offsets in the original of the clean slice start:end."""
        if start >= end:
            return 0, 0
        return self.starts[start], self.ends[end - 1]

    def lines(self):
        start = 0
        for line in self.clean.split("\n"):
            body = line.strip()
            if body:
                begin = start + line.index(body)
                yield Line(begin, begin + len(body), body)
            start += len(line) + 1


@dataclass(frozen=True)
class Line:
    start: int
    end: int
    text: str


def _plain(char):
    if char in _PLAIN:
        return _PLAIN[char]
    if char == "\n" or " " < char <= "~" or "\u0e01" <= char <= "\u0e5b":
        return char
    kind = category(char)
    if kind in _BLANK or char == "\t":
        return " "
    return "" if kind in _DROPPED else char


def _mend(out, char):
    """What a character does to the ones already written; True when it was swallowed."""
    last = out[-1] if out else ""
    if char == " " and last in (" ", "\n", ""):
        return True
    if char in _TONES and last == char:
        return True
    if char == "เ" and last == "เ":
        out[-1] = "แ"
        return True
    return char == "า" and _join_sara_am(out)


def _join_sara_am(out):
    if out and out[-1] == "ํ":
        out[-1] = "ำ"
        return True
    if len(out) > 1 and out[-2] == "ํ" and out[-1] in _TONES:
        out[-2], out[-1] = out[-1], "ำ"
        return True
    return False


def normalise(original):
    out, starts, ends = [], [], []
    for index, char in enumerate(original[:LIMIT]):
        plain = _plain(char)
        if not plain:
            continue
        if _mend(out, plain):
            if plain != " ":
                ends[-1] = index + 1
            continue
        if plain == "\n" and out and out[-1] == " ":
            out.pop(), starts.pop(), ends.pop()
        out.append(plain)
        starts.append(index)
        ends.append(index + 1)
    return Text(original, "".join(out), tuple(starts), tuple(ends))


_NARROW, _WIDE = 40, 130
_OWN_LINE = re.compile(r"\s*(?:[-•*·]|\d{1,2}[.)]\s)|\n")


def unwrapped(text):
    """Lines cut at a margin, as copied from a page, run on; lines of their own stay."""
    lines = text.clean.split("\n")
    widest = max(map(len, lines))
    full = [len(line) >= 0.7 * widest for line in lines if line.strip()]
    if len(full) < 4 or not _NARROW <= widest <= _WIDE or sum(full) < 0.6 * len(full):
        return text
    return replace(text, clean=_run_on(lines, widest))


def _run_on(lines, widest):
    pieces = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        wrapped = len(line) >= 0.7 * widest and following.strip() and not _OWN_LINE.match(following)
        pieces.append(line + (" " if wrapped else "\n"))
    return "".join(pieces)[:-1]

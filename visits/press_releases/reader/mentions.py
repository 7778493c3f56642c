"""People as the text names them: title, first and last name, post after, before or shared."""

import re
from dataclasses import dataclass, replace

from .normalised_text import match_end
from .person_names import LATIN, WrittenName, find_names, find_untitled_names
from .posts import GROUP, IN_THE_PICTURE, POST_START, begins_post, ends_word_group, post_end
from .titles import PERSON_AHEAD, THAI
from .unit_names import OWNED

_BLANK_OR_COMMA = re.compile(r"\s?,?\s?")
_POST_IN_BRACKETS = re.compile(r"\s?\(\s?(?P<post>[^()\n]{2,120}(?:\([^()\n]{1,40}\)[^()\n]{0,60})?)\)")
_SAME_POST = re.compile(r"(?:[\s,/]|และ|กับ|พร้อมด้วย|\d{1,3}[.)]){0,12}")
_CLOSED_LIST = re.compile(
    rf"\s?(?:[,\n/]|$|และ(?=\s?{PERSON_AHEAD.pattern})|ให้การต้อนรับ|ร่วม|เข้าร่วม|และคณะ|เป็นผู้)"
)
_OPENS_BRACKET = re.compile(r"[\s(:,]*$")

_REACH = 160
_MOST_POSTS_BEFORE = 8
_CLOSING = re.compile(r"\s?\)")
_LETTER = re.compile(rf"[{THAI}]")


@dataclass(frozen=True)
class Mention:
    """One place where a person is named; offsets are of the clean text."""

    start: int
    end: int
    title: str
    first: str
    last: str
    position: str = ""
    position_at: tuple[int, int] | None = None
    shared: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """First and last name: one person however often named."""
        return self.first, self.last

    def with_post(self, clean: str, start: int, end: int, stop: int | None = None) -> "Mention":
        """The same person with the post that stands at start:end; the mention ends at `stop`, else behind it."""
        return replace(
            self, position=clean[start:end], position_at=(start, end), end=max(self.end, stop or end)
        )


def find_mentions(clean: str) -> list[Mention]:
    """Everybody named, in the order of the text, with the post that stands behind, in brackets, before or once for several."""
    names = [
        name for name in find_names(clean) if not OWNED.search(clean, max(0, name.start - 60), name.start)
    ]
    untitled = [
        name
        for name in find_untitled_names(clean)
        if all(n.end <= name.start or n.start >= name.end for n in names)
    ]
    names = sorted([*names, *untitled], key=lambda name: name.start)
    if re.search(r"(?:Mr|Ms|Mrs|Dr|Miss)\b", clean):
        foreign = (
            WrittenName(match.start(), match.end(), match["title"], match["first"], match["last"] or "")
            for match in LATIN.finditer(clean)
        )
        names = sorted([*names, *foreign], key=lambda name: name.start)
    mentions: list[Mention] = []
    previous_end = 0
    for index, name in enumerate(names):
        limit = names[index + 1].start if index + 1 < len(names) else len(clean)
        mentions.append(mention_of(clean, name, limit, previous_end))
        previous_end = mentions[-1].end
    share_posts(clean, mentions)
    add_posts_of_roster(clean, mentions)
    full = {mention.first for mention in mentions if mention.last}
    # A first name alone points back to somebody already named in full, or to nobody we know.
    return [m for m in mentions if m.last or (m.position and m.first not in full)]


def mention_of(clean: str, name: WrittenName, limit: int, previous_end: int) -> Mention:
    """The person of a name, with the post behind, in brackets or before it."""
    caption = IN_THE_PICTURE.match(clean, name.end)
    plain = Mention(name.start, caption.end() if caption else name.end, name.title, name.first, name.last)
    start = match_end(_BLANK_OR_COMMA, clean, plain.end)
    same_line = "\n" not in clean[plain.end : start]
    if same_line and begins_post(clean, start):
        return plain.with_post(clean, start, post_end(clean, start))
    bracket = _POST_IN_BRACKETS.match(clean, plain.end)
    if bracket and begins_post(clean, bracket.start("post")):
        return plain.with_post(clean, *bracket.span("post"), bracket.end())
    if before := with_post_before(clean, plain, previous_end):
        return before
    # Words no rule knows count as a post only where a list closes right behind them.
    may_be = plain.last and start > plain.end and same_line and _LETTER.match(clean, start)
    if may_be and not ends_word_group(clean, start):
        end = post_end(clean, start)
        closed = PERSON_AHEAD.match(clean[end : min(limit + 40, end + 200)].lstrip()) or _CLOSED_LIST.match(
            clean, end
        )
        if closed and end - start < 80:
            return plain.with_post(clean, start, end)
    return plain


def with_post_before(clean: str, mention: Mention, previous_end: int) -> Mention | None:
    """The post stands before the name, plain or with the name in brackets."""
    line = clean.rfind("\n", max(0, mention.start - _REACH), mention.start) + 1
    floor = min(max(previous_end, mention.start - _REACH, line), mention.start)
    opening = _OPENS_BRACKET.search(clean, floor, mention.start)
    head = opening.start() if opening else mention.start
    for match in list(POST_START.finditer(clean, floor, head))[-_MOST_POSTS_BEFORE:]:
        if GROUP.match(clean, match.start()) or post_end(clean, match.start()) != head:
            continue
        closing = _CLOSING.match(clean, mention.end)
        stop = closing.end() if closing and "(" in clean[head : mention.start] else mention.end
        return replace(mention, start=match.start()).with_post(clean, match.start(), head, stop)
    return None


def add_posts_of_roster(clean: str, mentions: list[Mention]) -> None:
    """Names alone on their lines have the post on the line before each, where the first has one there, else behind."""
    for index, mention in enumerate(mentions):
        line_end = clean.find("\n", mention.end)
        rest = clean[mention.end : line_end if line_end >= 0 else len(clean)]
        line_start = clean.rfind("\n", max(0, mention.start - 3), mention.start) + 1
        if mention.position or not mention.last or rest.strip() or not line_start:
            continue
        floor = max(mentions[index - 1].end if index else 0, line_start - 1 - _REACH)
        floor = max(floor, clean.rfind("\n", floor, line_start - 1) + 1)
        for post in POST_START.finditer(clean, floor, line_start - 1):
            if not GROUP.match(clean, post.start()) and post_end(clean, post.start()) == line_start - 1:
                mentions[index] = replace(mention, start=post.start()).with_post(
                    clean, post.start(), line_start - 1, mention.end
                )
                break


def share_posts(clean: str, mentions: list[Mention]) -> None:
    """One post printed once behind several names belongs to each of them."""
    for index in range(len(mentions) - 2, -1, -1):
        mention, following = mentions[index], mentions[index + 1]
        if mention.position or not mention.last or following.position_at is None:
            continue
        is_next = match_end(_SAME_POST, clean, mention.end) == following.start
        if is_next and following.position_at[0] > following.start:
            mentions[index] = replace(
                mention, position=following.position, position_at=following.position_at, shared=True
            )

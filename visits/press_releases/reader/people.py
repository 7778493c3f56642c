"""People as the text names them: title, first and last name, post after, before or shared."""

import re
from dataclasses import dataclass, replace

from .names import find_foreign_names, find_names
from .posts import GROUP, POST_START, begins_post, ends_word_group, post_end
from .titles import PERSON_AHEAD, THAI

_BLANK_OR_COMMA = re.compile(r"\s?,?\s?")
_POST_IN_BRACKETS = re.compile(r"\s?\(\s?(?P<post>[^()\n]{2,120}(?:\([^()\n]{1,40}\)[^()\n]{0,60})?)\)")
# Captions of photographs: "(ซ้าย)", "(ที่ 2 จากขวา)".
_IN_THE_PICTURE = re.compile(r"\s?\([^()\n]{0,20}(?:ซ้าย|ขวา|กลาง|ภาพ|แถว)[^()\n]{0,12}\)")
_SAME_POST = re.compile(r"(?:[\s,/]|และ|กับ|พร้อมด้วย|\d+[.)])*")
_CLOSED_LIST = re.compile(
    rf"\s?(?:[,\n/]|$|และ(?=\s?{PERSON_AHEAD.pattern})|ให้การต้อนรับ|ร่วม|เข้าร่วม|และคณะ|เป็นผู้)"
)
_OPENS_BRACKET = re.compile(r"[\s(:,]*$")
_REACH = 160


@dataclass(frozen=True)
class Mention:
    """One place where a person is named; positions are of the clean text."""

    start: int
    end: int
    title: str
    first: str
    last: str
    position: str = ""
    position_at: tuple[int, int] | None = None
    shared: bool = False

    @property
    def key(self):
        return self.first, self.last


def find_mentions(clean):
    names = list(find_names(clean))
    if re.search(r"(?:Mr|Ms|Mrs|Dr|Miss)\b", clean):
        names = sorted([*names, *find_foreign_names(clean)], key=lambda name: name.start)
    mentions, previous_end = [], 0
    for index, name in enumerate(names):
        limit = names[index + 1].start if index + 1 < len(names) else len(clean)
        mention = _with_post(clean, name, limit, previous_end)
        mentions.append(mention)
        previous_end = mention.end
    return _without_references(_share(clean, mentions))


def _with_post(clean, name, limit, previous_end):
    caption = _IN_THE_PICTURE.match(clean, name.end)
    plain = Mention(name.start, caption.end() if caption else name.end, name.title, name.first, name.last)
    return (
        _post_after(clean, plain)
        or _post_in_brackets(clean, plain)
        or _post_before(clean, plain, previous_end)
        or _any_words_after(clean, plain, limit)
        or plain
    )


def _placed(clean, mention, start, end, stop=None):
    span = (start, end)
    return replace(mention, position=clean[start:end], position_at=span, end=max(mention.end, stop or end))


def _post_after(clean, mention):
    start = _BLANK_OR_COMMA.match(clean, mention.end).end()
    if "\n" in clean[mention.end : start] or not begins_post(clean, start):
        return None
    return _placed(clean, mention, start, post_end(clean, start))


def _post_in_brackets(clean, mention):
    match = _POST_IN_BRACKETS.match(clean, mention.end)
    if not match or not begins_post(clean, match.start("post")):
        return None
    return _placed(clean, mention, match.start("post"), match.end("post"), match.end())


def _post_before(clean, mention, previous_end):
    """The post stands before the name, plain or with the name in brackets."""
    floor = max(previous_end, mention.start - _REACH, clean.rfind("\n", 0, mention.start) + 1)
    floor = min(floor, mention.start)
    head = _OPENS_BRACKET.search(clean, floor, mention.start).start()
    for match in POST_START.finditer(clean, floor, head):
        if GROUP.match(clean, match.start()) or post_end(clean, match.start()) != head:
            continue
        closing = re.compile(r"\s?\)").match(clean, mention.end)
        stop = closing.end() if closing and "(" in clean[head : mention.start] else mention.end
        return _placed(clean, replace(mention, start=match.start()), match.start(), head, stop)
    return None


def _any_words_after(clean, mention, limit):
    """Words no rule knows count as a post only where a list closes right behind them."""
    start = _BLANK_OR_COMMA.match(clean, mention.end).end()
    if not mention.last or start == mention.end or "\n" in clean[mention.end : start]:
        return None
    if not re.match(rf"[{THAI}]", clean[start : start + 1]) or ends_word_group(clean, start):
        return None
    end = post_end(clean, start)
    closed = PERSON_AHEAD.match(clean[end : limit + 40].lstrip()) or _CLOSED_LIST.match(clean, end)
    return _placed(clean, mention, start, end) if closed and end - start < 80 else None


def _share(clean, mentions):
    """One post printed once behind several names belongs to each of them."""
    shared = list(mentions)
    for index in range(len(shared) - 2, -1, -1):
        mention, following = shared[index], shared[index + 1]
        gap = _SAME_POST.match(clean, mention.end)
        if mention.position or not mention.last or not following.position or gap.end() != following.start:
            continue
        if following.position_at[0] > following.start:
            shared[index] = replace(
                mention, position=following.position, position_at=following.position_at, shared=True
            )
    return shared


def _without_references(mentions):
    """A first name alone points back to somebody already named in full, or to nobody we know."""
    return [mention for mention in mentions if mention.last or _stands_alone(mention, mentions)]


def _stands_alone(mention, mentions):
    known = any(other.last and other.first == mention.first for other in mentions)
    return bool(mention.position) and not known

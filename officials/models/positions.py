"""Which position a person bore on a day, as one printed line; pure: plain values in, a proposal out.

Sources state positions on single days and rarely say from when to when. A position is therefore *known* on a day inside
its bounds, on a day on which a source states it, and between two statements of the same post that are at most four years
apart with no other substantive post between them. On any other day the one last known is proposed, as not confirmed
(decision 0001).
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

SUBSTANTIVE, SECONDED = "substantive", "seconded"
# The words between the substantive title and that of the acting post.
ACTING_WORDS = {
    "acting": "รักษาราชการแทน",
    "caretaker": "รักษาการในตำแหน่ง",
    "delegated": "ปฏิบัติราชการแทน",
    SECONDED: "ช่วยราชการ",
}
# Between two statements that are further apart a post may have been left and taken up again.
LONGEST_GAP = timedelta(days=4 * 365 + 1)
# So many months in which programs read the same post in different sources count as one statement of a person.
MONTHS_THAT_AGREE = 3


def kind_and_title(text: str) -> tuple[str, str]:
    """In what way a post is held, and its title, of words such as "รักษาราชการแทนอธิบดี"."""
    for kind, words in ACTING_WORDS.items():
        if text.startswith(words) and text.removeprefix(words).strip():
            return kind, text.removeprefix(words).strip()
    return SUBSTANTIVE, text


@dataclass(frozen=True)
class Statement:
    """A day on which a source states a post; `is_confirmed` is False while only a program has read it."""

    day: date
    is_confirmed: bool = True


@dataclass(frozen=True)
class Held:
    """One appointment in plain values; `rank` is the protocol rank of the post, 1 the highest."""

    title: str
    kind: str = SUBSTANTIVE
    rank: int = 999
    starts_on: date | None = None
    ends_on: date | None = None
    stated_first: date | None = None
    stated_last: date | None = None
    # False while only a program has read the first and the last stated day.
    is_confirmed: bool = True
    key: int | str | None = None
    statements: tuple[Statement, ...] = ()

    @cached_property
    def certain_days(self) -> list[date]:
        """Bounds and stated days that a person has confirmed, or on which enough programs agree, in order."""
        days = {self.starts_on, self.ends_on}
        if self.is_confirmed:
            days |= {self.stated_first, self.stated_last}
        if self.statements:
            unconfirmed = {one.day for one in self.statements if not one.is_confirmed}
            days |= {one.day for one in self.statements if one.is_confirmed}
            if len({(day.year, day.month) for day in unconfirmed}) >= MONTHS_THAT_AGREE:
                days |= unconfirmed
        return sorted(day for day in days if day)

    @cached_property
    def known_days(self) -> list[date]:
        """The certain days and those that only a program has read, in order: what may be proposed."""
        if self.is_confirmed:
            return self.certain_days
        stated = [day for day in (self.stated_first, self.stated_last) if day]
        return sorted({*self.certain_days, *stated})

    def last_known(self, day: date) -> date | None:
        """The latest known day, not after `day`, on which this was held; None where nothing says so."""
        place = bisect_right(self.known_days, day)
        return self.known_days[place - 1] if place else None

    def is_over_on(self, day: date) -> bool:
        """Whether its known end is before `day`."""
        return self.ends_on is not None and self.ends_on < day

    def is_in_force_on(self, day: date) -> bool:
        """Whether `day` lies in its legal bounds, of which the beginning is known."""
        return self.starts_on is not None and self.starts_on <= day and not self.is_over_on(day)


@dataclass(frozen=True)
class Position:
    """`line` is empty where nothing is known; `keys` are the appointments it was made of."""

    line: str = ""
    confirmed: bool = False
    rank: int = 999
    keys: tuple[int | str, ...] = ()


def position_on(day: date, appointments: Sequence[Held]) -> Position:
    """The printed position of one person on `day`, from all of the person's appointments."""

    def last(held: Held) -> date:
        return held.last_known(day) or date.min

    current = [held for held in appointments if held.last_known(day) and not held.is_over_on(day)]
    substantive = [held for held in current if held.kind == SUBSTANTIVE]
    # The one last known; of two known on the same day the higher.
    own = max(substantive, key=lambda held: (last(held), -held.rank), default=None)
    acting = [
        held
        for held in current
        if held.kind != SUBSTANTIVE
        # Nobody acts in the post that is the person's own, or has become so since.
        and (own is None or held.title != own.title)
        and not any(
            one.kind == SUBSTANTIVE and one.title == held.title and last(one) >= last(held)
            for one in appointments
        )
        # An order holds until it ends; one known from sources alone went with the post it was held with.
        and (own is None or held.is_in_force_on(day) or last(held) >= own.known_days[0])
    ]
    parts = [*filter(None, [own]), *sorted(acting, key=lambda held: held.rank)]
    if not parts:
        # Nothing is known up to this day, but a post of which only the end is known was held before it.
        ending = [
            one
            for one in appointments
            if one.ends_on and one.ends_on >= day and one.known_days == [one.ends_on]
        ]
        parts = sorted(ending, key=lambda held: (held.ends_on, held.rank))[:1]
    return Position(
        line=" ".join(ACTING_WORDS.get(held.kind, "") + held.title for held in parts),
        confirmed=bool(parts) and all(is_certain_on(day, held, appointments) for held in parts),
        rank=min((held.rank for held in parts), default=999),
        keys=tuple(held.key for held in parts if held.key is not None),
    )


def is_certain_on(day: date, held: Held, appointments: Iterable[Held]) -> bool:
    """Whether `held` was held on `day` for certain, all appointments of the person considered."""
    if held.is_over_on(day):
        return False
    began_before = any(known <= day for known in held.certain_days)
    if held.is_in_force_on(day) or (held.ends_on and began_before) or day in held.certain_days:
        return True
    same_post = [one for one in appointments if (one.title, one.kind) == (held.title, held.kind)]
    stated = [known for one in same_post for known in one.certain_days]
    before = max((known for known in stated if known <= day), default=None)
    after = min((known for known in stated if known >= day), default=None)
    if not before or not after:
        return False
    others = [
        one
        for one in appointments
        if one.kind == SUBSTANTIVE
        and one not in same_post
        and any(before < known < after for known in one.known_days)
        # A substantive post is printed before the acting one, and was known before it.
        and (held.kind == SUBSTANTIVE or one.known_days[0] > before)
    ]
    return after - before <= LONGEST_GAP and not others

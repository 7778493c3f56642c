"""Which position a person bore on a day, as one printed line; pure: plain values in, a proposal out.

Sources state positions on single days and rarely say from when to when. A position is therefore *known* on a day
that lies inside its bounds, on a day on which a source states it, or between two such days of one fiscal year
(posts change hands every October). On any other day the one last known is proposed, as not confirmed.
"""

from dataclasses import dataclass
from datetime import date

from config.thai.dates import fiscal_year

SUBSTANTIVE = "substantive"
# What stands between the own title and that of the post acted in.
ACTING_WORDS = {
    "acting": "รักษาราชการแทน",
    "caretaker": "รักษาการในตำแหน่ง",
    "delegated": "ปฏิบัติราชการแทน",
    "seconded": "ช่วยราชการ",
}


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
    key: int | None = None

    @property
    def known_days(self):
        return [day for day in (self.starts_on, self.stated_first, self.stated_last) if day]

    def last_known(self, day):
        """The latest day, not after `day`, on which this was held; None where nothing says so."""
        return max((known for known in self.known_days if known <= day), default=None)

    def over_on(self, day):
        return self.ends_on is not None and self.ends_on < day

    def certain_on(self, day):
        if self.over_on(day):
            return False
        if self.starts_on and self.starts_on <= day:
            return True
        first, last = self.stated_first or self.stated_last, self.stated_last or self.stated_first
        if not first or not first <= day:
            return False
        if self.ends_on:
            return True
        return day <= last and (day in (first, last) or fiscal_year(first) == fiscal_year(last))


@dataclass(frozen=True)
class Position:
    """`line` is empty where nothing is known; `keys` are the appointments it was made of."""

    line: str = ""
    confirmed: bool = False
    rank: int = 999
    keys: tuple = ()


def position_on(day, appointments):
    """The printed position of one person on `day`, from all of the person's `Held` appointments."""
    candidates = [held for held in appointments if held.last_known(day) and not held.over_on(day)]
    own = _own(day, candidates)
    acting = _acting(day, candidates, own)
    parts = [own, *acting] if own else acting
    return Position(
        line=" ".join(ACTING_WORDS.get(held.kind, "") + held.title for held in parts),
        confirmed=bool(parts) and all(held.certain_on(day) for held in parts),
        rank=min((held.rank for held in parts), default=999),
        keys=tuple(held.key for held in parts if held.key is not None),
    )


def _own(day, candidates):
    """The substantive post: the one last known; of two known on the same day the higher."""
    own = [held for held in candidates if held.kind == SUBSTANTIVE]
    return max(own, key=lambda held: (held.last_known(day), -held.rank), default=None)


def _acting(day, candidates, own):
    """Acting posts go with the substantive post they were held with: an earlier one ended with it."""
    acting = [held for held in candidates if held.kind != SUBSTANTIVE]
    since = min(own.known_days) if own else date.min
    still = [held for held in acting if held.last_known(day) >= since]
    return sorted(still, key=lambda held: held.rank)

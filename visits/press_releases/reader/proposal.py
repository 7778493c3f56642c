"""What a reading proposes: plain values, each with the words it came from."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Quoted:
    """A value and the words it was read from, as offsets in the original text."""

    value: Any
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class ProposedPerson:
    """Somebody named, with the role lead, companion, host or mentioned; `unclear` holds Thai sentences."""

    title: str
    first: str
    last: str
    position: str
    role: str
    words: str
    start: int
    end: int
    position_quoted: Quoted | None = None
    unclear: tuple[str, ...] = ()

    def as_label(self) -> dict[str, str]:
        """Title, names and position, as readings are measured."""
        return {"title": self.title, "first": self.first, "last": self.last, "position": self.position}


@dataclass(frozen=True)
class ProposedStop:
    """One place visited, in the order of the text; `province` where it is written with the place."""

    unit: Quoted
    time: Quoted | None = None
    province: str | None = None


@dataclass(frozen=True)
class ProposedDirective:
    """A directive, policy, request, suggestion, recommendation or commendation, who gave it and to whom."""

    kind: str
    by: str
    to: tuple[str, ...]
    text: Quoted

    def as_label(self) -> dict[str, Any]:
        """Giver, addressees and wording, as readings are measured."""
        return {"by": self.by, "to": list(self.to), "gist": self.text.value}


@dataclass(frozen=True)
class ProposedFigure:
    """An amount as written without separators, its measure and whether it was rounded ("กว่า")."""

    amount: str
    measure: str
    qualifier: str
    text: Quoted


@dataclass(frozen=True)
class Vocabulary:
    """Names the register knows, as plain values; reading works without any."""

    units: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """All that was read from one text; where it seems to tell of no field visit, `is_visit` is false and the rest may still be there.

    `unclear` holds the doubts as Thai sentences.
    """

    is_visit: bool
    is_planned: bool = False
    headline: Quoted | None = None
    url: Quoted | None = None
    published_on: Quoted | None = None
    starts_on: Quoted | None = None
    ends_on: date | None = None
    time: Quoted | None = None
    province: Quoted | None = None
    stops: tuple[ProposedStop, ...] = ()
    people: tuple[ProposedPerson, ...] = ()
    directives: tuple[ProposedDirective, ...] = ()
    figures: tuple[ProposedFigure, ...] = ()
    programmes: tuple[Quoted, ...] = ()
    unclear: tuple[str, ...] = ()

    def of_role(self, role: str) -> tuple[ProposedPerson, ...]:
        """The people of a role, in the order of the text."""
        return tuple(person for person in self.people if person.role == role)

    @property
    def lead(self) -> ProposedPerson | None:
        """Who led the visit."""
        return next(iter(self.of_role("lead")), None)

    def as_label(self) -> dict[str, Any]:
        """The label format that readings are measured in."""
        return {
            "url": self.url.value if self.url else None,
            "date": self.starts_on.value.isoformat() if self.starts_on else None,
            "time": self.time.value if self.time else None,
            "province": self.province.value if self.province else None,
            "units": [stop.unit.value for stop in self.stops],
            "lead": self.lead.as_label() if self.lead else None,
            **{
                name: [person.as_label() for person in self.of_role(role)]
                for name, role in (("companions", "companion"), ("hosts", "host"), ("mentioned", "mentioned"))
            },
            "directives": [directive.as_label() for directive in self.directives],
            "unclear": list(self.unclear),
        }

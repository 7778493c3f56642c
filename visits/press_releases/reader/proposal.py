"""What a reading proposes: plain values, each with the words it came from."""

from dataclasses import asdict, dataclass, field
from datetime import date


@dataclass(frozen=True)
class Found:
    """A value and the words it was read from, as offsets in the original text."""

    value: object
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Person:
    title: str
    first: str
    last: str
    position: str
    role: str
    words: str
    start: int
    end: int
    position_found: Found | None = None
    unclear: tuple[str, ...] = ()

    def as_label(self):
        return {"title": self.title, "first": self.first, "last": self.last, "position": self.position}


@dataclass(frozen=True)
class Stop:
    """One place visited, in the order of the text."""

    unit: Found
    time: Found | None = None


@dataclass(frozen=True)
class Order:
    kind: str
    by: str
    to: tuple[str, ...]
    text: Found

    def as_label(self):
        return {"by": self.by, "to": list(self.to), "gist": self.text.value}


@dataclass(frozen=True)
class Figure:
    amount: str
    measure: str
    qualifier: str
    text: Found


@dataclass(frozen=True)
class Vocabulary:
    """Names the register knows, as plain values; reading works without any."""

    units: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    is_visit: bool
    headline: Found | None = None
    url: Found | None = None
    published_on: Found | None = None
    starts_on: Found | None = None
    ends_on: date | None = None
    time: Found | None = None
    province: Found | None = None
    stops: tuple[Stop, ...] = ()
    people: tuple[Person, ...] = ()
    orders: tuple[Order, ...] = ()
    figures: tuple[Figure, ...] = ()
    programmes: tuple[Found, ...] = ()
    unclear: tuple[str, ...] = field(default=())

    def of_role(self, role):
        return tuple(person for person in self.people if person.role == role)

    @property
    def lead(self):
        return next(iter(self.of_role("lead")), None)

    def as_dict(self):
        return asdict(self)

    def as_label(self):
        """The label format that readings are measured in."""
        return {
            "url": _value(self.url),
            "date": self.starts_on.value.isoformat() if self.starts_on else None,
            "time": _value(self.time),
            "province": _value(self.province),
            "units": [stop.unit.value for stop in self.stops],
            "lead": self.lead.as_label() if self.lead else None,
            **{
                name: [person.as_label() for person in self.of_role(role)]
                for name, role in (("companions", "companion"), ("hosts", "host"), ("mentioned", "mentioned"))
            },
            "directives": [order.as_label() for order in self.orders],
            "unclear": list(self.unclear),
        }


def _value(found):
    return found.value if found else None

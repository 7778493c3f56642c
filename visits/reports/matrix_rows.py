"""The rows of the matrix of centres by months: of a unit with its visits, of an area with their number."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from config.thai.dates import thai_range
from units.models import Unit
from visits.models import RecordState, Status
from visits.reports.columns import LinkedText

PLAN = "แผน"


@dataclass(slots=True)
class MatrixVisit:
    """A visit in the plain values that a cell needs."""

    pk: int
    unit: int
    province: int | None
    trip: int | None
    starts_on: date
    ends_on: date
    status: str
    record_state: str

    @property
    def is_done(self) -> bool:
        """Whether it took place."""
        return self.status == Status.DONE

    @property
    def days(self) -> str:
        """The days within the month of the cell."""
        if self.starts_on == self.ends_on:
            return str(self.starts_on.day)
        if (self.starts_on.year, self.starts_on.month) == (self.ends_on.year, self.ends_on.month):
            return f"{self.starts_on.day}-{self.ends_on.day}"
        return thai_range(self.starts_on, self.ends_on, month="short")

    @property
    def mark(self) -> str:
        """What is not usual about it: a draft, a plan."""
        draft = dict(RecordState.choices)[RecordState.DRAFT] if self.record_state == RecordState.DRAFT else ""
        return ", ".join(part for part in (draft, "" if self.is_done else PLAN) if part)


@dataclass(slots=True)
class UnitRow:
    """The visits at a unit itself."""

    head: LinkedText
    unit: Unit
    # Visit key -> the words for its people.
    names: dict[int, list[str]]
    months: dict[int, list[LinkedText]] = field(default_factory=lambda: defaultdict(list))
    visits: list[MatrixVisit] = field(default_factory=list)
    last: date | None = None
    since: int | None = None

    @property
    def count(self) -> int:
        """How many took place."""
        return sum(visit.is_done for visit in self.visits)

    @property
    def data(self) -> list[dict[str, Any]]:
        """The visits for programs."""
        return [
            {
                "visit": visit.pk,
                "starts_on": visit.starts_on,
                "ends_on": visit.ends_on,
                "status": visit.status,
                "record_state": visit.record_state,
                "people": self.names.get(visit.pk, []),
            }
            for visit in self.visits
        ]


@dataclass(slots=True)
class AreaRow:
    """A number of visits a month: of those at other units within the provinces that a unit answers for, or of all."""

    row_class: ClassVar[str] = "area"
    last: ClassVar[None] = None
    since: ClassVar[None] = None
    data: ClassVar[list[dict[str, Any]]] = []
    head: LinkedText | str
    unit: Unit | None = None
    done: Counter = field(default_factory=Counter)
    planned: Counter = field(default_factory=Counter)

    @property
    def months(self) -> dict[int, int | LinkedText]:
        """Month -> how many took place, and how many are planned."""
        return {
            month: LinkedText(str(self.done[month] or ""), mark=f"{PLAN} {self.planned[month]}")
            if self.planned[month]
            else self.done[month]
            for month in {*self.done, *self.planned}
        }

    @property
    def count(self) -> int:
        """How many took place."""
        return self.done.total()

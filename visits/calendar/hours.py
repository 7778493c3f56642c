"""A week by its hours: which visits of a day stand where, those without hours apart. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Protocol, TypeVar

from visits.calendar.grid import DatedEntry, Span, by_day

# The hours that are shown even where nothing stands in them, up to before the last.
OFFICE_HOURS = (8, 17)


class TimedEntry(DatedEntry, Protocol):
    """What stands in a week: days, and hours where they are known."""

    start_time: time | None
    end_time: time | None


AnyTimed = TypeVar("AnyTimed", bound=TimedEntry)


@dataclass
class HourBlock:
    """Entries of a day whose hours meet, which stand together: from the hour `first` to before the hour `last`."""

    first: int
    last: int
    entries: list[Any]


@dataclass
class HourDay:
    """A day of the week: `whole` stands above the hours; `more` is how many entries are not shown."""

    date: date
    holiday: Any = None
    whole: list[Any] = field(default_factory=list)
    blocks: list[HourBlock] = field(default_factory=list)
    more: int = 0

    @property
    def classes(self) -> str:
        """Of its section: a day off, one that a telephone need not list."""
        off = self.holiday is not None and self.holiday.is_day_off
        empty = not (self.whole or self.blocks or self.holiday)
        return " ".join(name for name, holds in (("off", off), ("empty", empty)) if holds)


def days_by_hour(
    span: Span, entries: Iterable[AnyTimed], holidays: Mapping[date, Any], most: int
) -> list[HourDay]:
    """The days of a week, each with `most` entries. One without an end lasts an hour, as in the feed."""
    of_days = dict(by_day(entries, span))
    days = []
    for each in span.days:
        entries_of_day = of_days.get(each, [])
        day = HourDay(each, holidays.get(each), more=max(0, len(entries_of_day) - most))
        for entry in entries_of_day[:most]:
            if entry.start_time is None or entry.starts_on != entry.ends_on:
                day.whole.append(entry)
                continue
            first, end = entry.start_time.hour, entry.end_time
            last = max(first + 1, end.hour + bool(end.minute)) if end else first + 1
            if day.blocks and first < day.blocks[-1].last:
                day.blocks[-1].last = max(day.blocks[-1].last, last)
                day.blocks[-1].entries.append(entry)
            else:
                day.blocks.append(HourBlock(first, last, [entry]))
        days.append(day)
    return days


def shown_hours(days: Sequence[HourDay]) -> range:
    """The hours that the week shows: those of an office, and from the first to the last with an entry."""
    blocks = [block for day in days for block in day.blocks]
    first, last = OFFICE_HOURS
    return range(
        min([first, *(block.first for block in blocks)]), max([last, *(block.last for block in blocks)])
    )

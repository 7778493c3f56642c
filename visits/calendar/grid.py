"""Days as weeks, months and years, and what stands in each; pure: plain values in, plain values out."""

import calendar
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from config.thai.dates import ERA, MAX_DAY, MIN_DAY

SUNDAY = calendar.SUNDAY
# So many stand in a day's cell; a line that says "one more" would take the place of that one.
SHOWN = 3
# The shade of a day in the year: how many visits it takes at least.
SHADES = (1, 2, 4, 7)


class DatedEntry(Protocol):
    """What stands in a calendar: anything with a first and a last day."""

    starts_on: date
    ends_on: date


AnyEntry = TypeVar("AnyEntry", bound=DatedEntry)


@dataclass(frozen=True)
class Month:
    """A month of the Gregorian year, within what the calendar can mean; Buddhist-era years are read too."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, year: int, number: int) -> "Month | None":
        """The month of an address; None where there is no such month."""
        if 1 <= number <= 12 and year in range(MIN_DAY.year + ERA, MAX_DAY.year + ERA + 1):
            return cls(year - ERA, number)
        if 1 <= number <= 12 and MIN_DAY.year <= year <= MAX_DAY.year:
            return cls(year, number)
        return None

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def touches(self, entry: DatedEntry) -> bool:
        """Whether an entry has a day in the month."""
        return entry.starts_on <= self.last and entry.ends_on >= self.first

    @property
    def address(self) -> str:
        """The page of the month."""
        return f"/calendar/{self.year}/{self.number:02}/"

    def shifted(self, months: int) -> "Month | None":
        """The month so many later (or earlier); None beyond the calendar's ends."""
        years, number = divmod(self.number - 1 + months, 12)
        return Month.read(self.year + years, number + 1)

    def weeks(self, first_weekday: int = SUNDAY) -> list[list[date]]:
        """Whole weeks of days, those of the neighbouring months included."""
        return calendar.Calendar(first_weekday).monthdatescalendar(self.year, self.number)


@dataclass(frozen=True)
class Span:
    """Unbroken days: what a week, a month or a year of the calendar shows."""

    first: date
    last: date

    @classmethod
    def week_of(cls, day: date, first_weekday: int = SUNDAY) -> "Span":
        """The week of a day, cut at the calendar's ends."""
        first = day - timedelta(days=(day.weekday() - first_weekday) % 7)
        return cls(max(first, MIN_DAY), min(first + timedelta(days=6), MAX_DAY))

    @property
    def days(self) -> list[date]:
        """All its days."""
        count = (self.last - self.first).days + 1
        return [self.first + timedelta(days=number) for number in range(count)]


def days_of(entry: DatedEntry, first: date, last: date) -> Iterator[date]:
    """The days of an entry that lie between two days."""
    day, end = max(entry.starts_on, first), min(entry.ends_on, last)
    while day <= end:
        yield day
        day += timedelta(days=1)


def by_day(entries: Iterable[AnyEntry], span: Span) -> list[tuple[date, list[AnyEntry]]]:
    """Days that have an entry, in order, with their entries."""
    days = defaultdict(list)
    for entry in entries:
        for day in days_of(entry, span.first, span.last):
            days[day].append(entry)
    return sorted(days.items())


@dataclass(frozen=True)
class DayBar:
    """An entry of several days in one of them; `length` days from here within the week, 0 where it only goes on."""

    entry: Any
    length: int

    @property
    def classes(self) -> str:
        """The classes of its part in the style sheet."""
        return f"bar over-{self.length}" if self.length else "on"


@dataclass
class Day:
    """A cell of a month or week; `most` is how many entries it shows, None in `bars` keeps a place free so that bars run level."""

    date: date
    in_month: bool
    bars: list[DayBar | None] = field(default_factory=list)
    singles: list[Any] = field(default_factory=list)
    holiday: Any = None
    most: int = SHOWN

    @property
    def count(self) -> int:
        """How many entries the day has."""
        return sum(bar is not None for bar in self.bars) + len(self.singles)

    @property
    def classes(self) -> str:
        """Of its cell: a neighbouring month's, a day off, one that a telephone need not list."""
        off = self.holiday is not None and self.holiday.is_day_off
        empty = not self.count and self.holiday is None
        conditions = (("other", not self.in_month), ("off", off), ("empty", empty))
        return " ".join(name for name, holds in conditions if holds)

    @property
    def shown(self) -> list[Any]:
        """The entries that stand below the bars."""
        most = self.most + 1 if self.count <= self.most + 1 else self.most
        return self.singles[: max(0, most - (self.count - len(self.singles)))]

    @property
    def more(self) -> int:
        """How many entries are not shown."""
        return len(self.singles) - len(self.shown)


def grid(
    month: Month,
    entries: Sequence[DatedEntry],
    holidays: Mapping[date, Any] | None = None,
    first_weekday: int = SUNDAY,
    most: int = SHOWN,
) -> list[list[Day]]:
    """Weeks of `Day`s of a month, those of its neighbours included."""
    return [
        week_of_days(week, entries, holidays, most, in_month=lambda day: day.month == month.number)
        for week in month.weeks(first_weekday)
    ]


def week_of_days(
    week: Sequence[date],
    entries: Sequence[DatedEntry],
    holidays: Mapping[date, Any] | None = None,
    most: int = SHOWN,
    in_month: Callable[[date], bool] = lambda day: True,
) -> list[Day]:
    """The `Day`s of a week; a bar lies at the lowest height that is free in all its days, if it finds one among `most`."""
    holidays = holidays or {}
    days = {day: Day(day, in_month(day), holiday=holidays.get(day), most=most) for day in week}
    for entry in entries:
        if entry.starts_on > week[-1] or entry.ends_on < week[0]:
            continue
        of_entry = [days[day] for day in days_of(entry, week[0], week[-1])]
        free = (
            height
            for height in range(most)
            if all(len(day.bars) <= height or day.bars[height] is None for day in of_entry)
        )
        height = next(free, None) if len(of_entry) > 1 else None
        for day in of_entry:
            if height is None:
                day.singles.append(entry)
            else:
                day.bars.extend([None] * (height + 1 - len(day.bars)))
                day.bars[height] = DayBar(entry, len(of_entry) if day is of_entry[0] else 0)
    return list(days.values())


@dataclass(frozen=True)
class HeatDay:
    """A day of a year: how many visits it has."""

    date: date
    count: int
    holiday: Any = None

    @property
    def shade(self) -> int:
        """How dark it is, from 0 to 4."""
        return sum(self.count >= least for least in SHADES)


def heat(
    months: Sequence[Month],
    entries: Iterable[DatedEntry],
    holidays: Mapping[date, Any] | None = None,
    first_weekday: int = SUNDAY,
) -> list[tuple[Month, list[list[HeatDay | None]]]]:
    """Pairs of a month and its weeks of `HeatDay`s, None in the places of other months' days."""
    holidays = holidays or {}
    counts = {day: len(rows) for day, rows in by_day(entries, Span(months[0].first, months[-1].last))}

    def place(day: date, month: Month) -> HeatDay | None:
        if day.month == month.number:
            return HeatDay(day, counts.get(day, 0), holidays.get(day))
        return None

    return [
        (month, [[place(day, month) for day in week] for week in month.weeks(first_weekday)])
        for month in months
    ]

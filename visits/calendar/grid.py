"""Days as weeks, months and years, and what stands in each; pure: plain values in, plain values out."""

import calendar
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from config.thai.dates import ERA, MAX_DAY, MIN_DAY

SUNDAY = calendar.SUNDAY
# So many stand in a day's cell; a line that says "one more" would take the place of that one.
SHOWN = 3


@dataclass(frozen=True)
class Month:
    """A month of the Gregorian year, within what the calendar can mean; Buddhist-era years are read too."""

    year: int
    number: int

    @classmethod
    def of(cls, day):
        return cls(day.year, day.month)

    @classmethod
    def read(cls, year, number):
        """None where there is no such month."""
        if 1 <= number <= 12 and year in range(MIN_DAY.year + ERA, MAX_DAY.year + ERA + 1):
            return cls(year - ERA, number)
        if 1 <= number <= 12 and MIN_DAY.year <= year <= MAX_DAY.year:
            return cls(year, number)
        return None

    @property
    def first(self):
        return date(self.year, self.number, 1)

    @property
    def last(self):
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def touches(self, entry):
        return entry.starts_on <= self.last and entry.ends_on >= self.first

    @property
    def address(self):
        return f"/calendar/{self.year}/{self.number:02}/"

    def shifted(self, months):
        """The month so many later (or earlier); None beyond the calendar's ends."""
        years, number = divmod(self.number - 1 + months, 12)
        return Month.read(self.year + years, number + 1)

    def weeks(self, first_weekday=SUNDAY):
        """Whole weeks of days, those of the neighbouring months included."""
        return calendar.Calendar(first_weekday).monthdatescalendar(self.year, self.number)


@dataclass(frozen=True)
class Span:
    """Unbroken days: what a week, a month or a year of the calendar shows."""

    first: date
    last: date

    @classmethod
    def week_of(cls, day, first_weekday=SUNDAY):
        first = day - timedelta(days=(day.weekday() - first_weekday) % 7)
        return cls(max(first, MIN_DAY), min(first + timedelta(days=6), MAX_DAY))

    @property
    def days(self):
        count = (self.last - self.first).days + 1
        return [self.first + timedelta(days=number) for number in range(count)]


def days_of(entry, first, last):
    """The days of a visit that lie between two days."""
    day, end = max(entry.starts_on, first), min(entry.ends_on, last)
    while day <= end:
        yield day
        day += timedelta(days=1)


def by_day(entries, span):
    """Days that have an entry, in order, with their entries."""
    found = defaultdict(list)
    for entry in entries:
        for day in days_of(entry, span.first, span.last):
            found[day].append(entry)
    return sorted(found.items())


@dataclass(frozen=True)
class Bar:
    """An entry of several days in one of them; `length` days from here within the week, 0 where it only goes on."""

    entry: object
    length: int

    @property
    def kind(self):
        return f"bar over-{self.length}" if self.length else "on"


@dataclass
class Day:
    date: date
    in_month: bool
    bars: list = field(default_factory=list)  # None keeps a place free, so that bars run level
    singles: list = field(default_factory=list)
    holiday: object = None
    room: int = SHOWN

    @property
    def count(self):
        return sum(bar is not None for bar in self.bars) + len(self.singles)

    @property
    def classes(self):
        """Of its cell: a neighbouring month's, a day off, one that a telephone need not list."""
        off = self.holiday is not None and self.holiday.is_day_off
        empty = not self.count and self.holiday is None
        named = (("other", not self.in_month), ("off", off), ("empty", empty))
        return " ".join(name for name, is_so in named if is_so)

    @property
    def shown(self):
        """The entries that stand below the bars."""
        room = self.room + 1 if self.count <= self.room + 1 else self.room
        return self.singles[: max(0, room - (self.count - len(self.singles)))]

    @property
    def more(self):
        return len(self.singles) - len(self.shown)


def grid(month, entries, holidays=None, first_weekday=SUNDAY, room=SHOWN):
    """Weeks of `Day`s of a month, those of its neighbours included."""
    weeks = month.weeks(first_weekday)
    return [
        week_of_days(week, entries, holidays, room, in_month=lambda day: day.month == month.number)
        for week in weeks
    ]


def week_of_days(week, entries, holidays=None, room=SHOWN, in_month=lambda day: True):
    holidays = holidays or {}
    days = {day: Day(day, in_month(day), holiday=holidays.get(day), room=room) for day in week}
    here = [one for one in entries if one.starts_on <= week[-1] and one.ends_on >= week[0]]
    for entry in here:
        of_entry = [days[day] for day in days_of(entry, week[0], week[-1])]
        if len(of_entry) == 1 or not _run(entry, of_entry, room):
            for day in of_entry:
                day.singles.append(entry)
    return list(days.values())


def _run(entry, days, room):
    """Lays a bar through its days at the lowest height free in all of them; False where there is none."""
    for height in range(room):
        if all(len(day.bars) <= height or day.bars[height] is None for day in days):
            break
    else:
        return False
    for day in days:
        day.bars.extend([None] * (height + 1 - len(day.bars)))
        day.bars[height] = Bar(entry, len(days) if day is days[0] else 0)
    return True


# The shade of a day in the year: how many visits it takes at least.
SHADES = (1, 2, 4, 7)


@dataclass(frozen=True)
class HeatDay:
    date: date
    count: int
    holiday: object = None

    @property
    def shade(self):
        return sum(self.count >= least for least in SHADES)


def heat(months, entries, holidays=None, first_weekday=SUNDAY):
    """Pairs of a month and its weeks of `HeatDay`s, None in the places of other months' days."""
    holidays = holidays or {}
    counted = {day: len(rows) for day, rows in by_day(entries, Span(months[0].first, months[-1].last))}

    def place(day, month):
        if day.month == month.number:
            return HeatDay(day, counted.get(day, 0), holidays.get(day))
        return None

    return [
        (month, [[place(day, month) for day in week] for week in month.weeks(first_weekday)])
        for month in months
    ]

"""The month as a grid of weeks, and what stands in each day; pure: plain values in, plain values out."""

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


@dataclass
class Day:
    date: date
    in_month: bool
    entries: list = field(default_factory=list)
    holiday: object = None
    elsewhere: str = ""  # where a day is read that is too full to be opened here

    @property
    def shown(self):
        return self.entries if len(self.entries) <= SHOWN + 1 else self.entries[:SHOWN]

    @property
    def more(self):
        return self.entries[len(self.shown) :]


def days_of(entry, first, last):
    """The days of a visit that lie between two days."""
    day, end = max(entry.starts_on, first), min(entry.ends_on, last)
    while day <= end:
        yield day
        day += timedelta(days=1)


def grid(month, entries, holidays=None, first_weekday=SUNDAY):
    """Weeks of `Day`s; an entry of several days stands in each of them, in the order in which entries come."""
    holidays = holidays or {}
    weeks = month.weeks(first_weekday)
    by_day = defaultdict(list)
    for entry in entries:
        for day in days_of(entry, weeks[0][0], weeks[-1][-1]):
            by_day[day].append(entry)
    return [
        [Day(day, day.month == month.number, by_day[day], holidays.get(day)) for day in week]
        for week in weeks
    ]

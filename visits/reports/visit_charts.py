"""Charts about visits: by month against the year before, coverage, and who or what stands first in a list."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import CharField, Count, Min
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from config.thai.dates import SHORT_MONTHS, be, fiscal_year, fiscal_year_bounds
from units.models import Kind
from visits.filters.visit_filter import VisitFilter
from visits.models.visit_queryset import VisitQuerySet
from visits.reports.charts import BARS, STACKED, Chart, Series
from visits.reports.coverage import KINDS, CoverageFigure

TIME = ("fiscal_year", "period", "from", "to")
# A longer time is shown by fiscal years.
MOST_MONTHS = 13
FIRST_ROWS = 10
LONGEST_LABEL = 60


@dataclass(frozen=True)
class TimeAxis:
    """The months from `first` to `last`, or, of a longer time, its fiscal years; days outside count at its ends."""

    first: date
    last: date

    @classmethod
    def of(cls, visit_filter: VisitFilter, days: Iterable[date]) -> "TimeAxis":
        """Over the time that a filter asks for; where it leaves an end open, up to the outermost of some days."""
        bounds = visit_filter.days_asked
        found = sorted(days) or [timezone.localdate()]
        firsts = [day for day in (bounds[0], visit_filter.value("from")) if day] or found[:1]
        lasts = [day for day in (bounds[1], visit_filter.value("to")) if day] or found[-1:]
        first = max(firsts)
        return cls(first, max(first, min(lasts)))

    @property
    def months(self) -> int:
        """How many months it touches."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def is_monthly(self) -> bool:
        """Whether its places are months."""
        return self.months <= MOST_MONTHS

    @property
    def is_one_year(self) -> bool:
        """Whether it is a whole fiscal year."""
        return (self.first, self.last) == fiscal_year_bounds(fiscal_year(self.first))

    @property
    def head(self) -> str:
        """What its places are."""
        return "เดือน" if self.is_monthly else "ปีงบประมาณ"

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of its places; of one fiscal year the months alone."""
        if not self.is_monthly:
            return tuple(
                f"พ.ศ. {year}" for year in range(fiscal_year(self.first), fiscal_year(self.last) + 1)
            )
        starts = [self.month_start(place) for place in range(self.months)]
        names = [SHORT_MONTHS[day.month - 1] for day in starts]
        if self.is_one_year:
            return tuple(names)
        return tuple(f"{name} {be(day)}" for name, day in zip(names, starts, strict=True))

    def month_start(self, place: int) -> date:
        """The first day of the month at a place, or of the month after the last."""
        month = self.first.month - 1 + place
        return date(self.first.year + month // 12, month % 12 + 1, 1)

    @property
    def ends(self) -> list[date]:
        """The last day of each of its places."""
        if not self.is_monthly:
            return [
                fiscal_year_bounds(year)[1]
                for year in range(fiscal_year(self.first), fiscal_year(self.last) + 1)
            ]
        return [self.month_start(place + 1) - timedelta(days=1) for place in range(self.months)]

    def place(self, day: date) -> int:
        """Where a day is counted."""
        day = min(max(day, self.first), self.last)
        if self.is_monthly:
            return (day.year - self.first.year) * 12 + day.month - self.first.month
        return fiscal_year(day) - fiscal_year(self.first)

    def counts(self, days: Mapping[date, int]) -> tuple[int, ...]:
        """The sums of some counts by day at each place."""
        sums: Counter[int] = Counter()
        for day, count in days.items():
            sums[self.place(day)] += count
        return tuple(sums[place] for place in range(len(self.labels)))

    def a_year_before(self) -> "TimeAxis":
        """The same time of the year before; the end of a month stays its end."""
        year, month = self.last.year - 1, self.last.month
        end = monthrange(year, month)[1]
        is_end = self.last.day == monthrange(self.last.year, month)[1]
        last = date(year, month, end if is_end else self.last.day)
        # The 29th of February stands in the month that begins then.
        first = self.first.replace(
            year=self.first.year - 1, day=min(self.first.day, 28 if self.first.month == 2 else 31)
        )
        return TimeAxis(first, last)


def month_of(column: str) -> Substr:
    """Year and month of a day as the database writes it ("2024-01"): a place on a `TimeAxis` is made of whole months."""
    return Substr(Cast(column, CharField()), 1, 7)


def counts_by_month(visits: VisitQuerySet) -> dict[date, int]:
    """The first day found in each month -> how many visits that took place began in it; the last day of all bears none."""
    # By day, in the order of an index; as texts, for thousands of days take longer to read than to count.
    rows = visits.counted().order_by().values("starts_on").annotate(number=Count("*"))
    numbers = dict(rows.values_list(Cast(Min("starts_on"), CharField()), "number"))
    firsts: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for day in sorted(numbers):
        counts[firsts.setdefault(day[:7], day)] += numbers[day]
    last = max(numbers, default=None)
    return {date.fromisoformat(day): counts[day] for day in filter(None, [last, *counts])}


def visits_over_time(visit_filter: VisitFilter) -> Chart:
    """The visits that took place by month beside those of the year before, or by fiscal year; two queries at most."""
    days = counts_by_month(visit_filter.visits)
    axis = TimeAxis.of(visit_filter, days)
    title = "การตรวจเยี่ยมที่ดำเนินการแล้ว"
    if not axis.is_monthly or not any(visit_filter.value(name) for name in TIME):
        series = [Series("แห่ง", axis.counts(days))]
        return Chart(f"{title} ราย{axis.head}", BARS, "แห่ง", axis.head, axis.labels, tuple(series))
    names = ("ช่วงเวลาที่เลือก", "ช่วงเดียวกันของปีก่อน")
    if axis.is_one_year:
        year = fiscal_year(axis.first)
        names = (f"ปีงบประมาณ พ.ศ. {year}", f"ปีงบประมาณ พ.ศ. {year - 1}")
    before = axis.a_year_before()
    earlier = visit_filter.without(*TIME).visits.filter(starts_on__range=(before.first, before.last))
    figures = (axis.counts(days), before.counts(counts_by_month(earlier)))
    series = [Series(name, counts) for name, counts in zip(names, figures, strict=True)]
    return Chart(f"{title} รายเดือนเทียบกับปีก่อน", BARS, "แห่ง", "เดือน", axis.labels, tuple(series))


def coverage_chart(figures: Iterable[CoverageFigure]) -> Chart:
    """How many centres, offices and provinces were visited, as shares."""
    names = {label: Kind(kind).label for kind, label in KINDS.items()}
    figures = list(figures)
    seen = Series("ตรวจเยี่ยมแล้ว", tuple(figure.seen for figure in figures))
    missing = Series("ยังไม่ได้ตรวจเยี่ยม", tuple(len(figure.missing) for figure in figures))
    labels = tuple(names.get(figure.label, figure.label) for figure in figures)
    return Chart(
        "ความครอบคลุมของการตรวจเยี่ยม",
        STACKED,
        "แห่ง",
        "หน่วยงานและพื้นที่",
        labels,
        (seen, missing),
        lying=True,
        as_shares=True,
    )


def largest_first(rows: Iterable[tuple[str, tuple[int, ...]]]) -> list[tuple[str, tuple[int, ...]]]:
    """Labels with figures, those with the largest sum first."""
    return sorted(rows, key=lambda row: -sum(row[1]))


def first_rows(
    title: str, unit: str, head: str, names: tuple[str, ...], rows: Iterable[tuple[str, tuple[int, ...]]]
) -> Chart:
    """The first of some rows as bars beside their labels, of which the longest are cut; `names` are those of the figures of a row."""
    rows = [row for row in rows if sum(row[1])][:FIRST_ROWS]
    labels = tuple(label if len(label) <= LONGEST_LABEL else f"{label[:LONGEST_LABEL]}…" for label, _ in rows)
    series = (Series(name, tuple(figures[index] for _, figures in rows)) for index, name in enumerate(names))
    return Chart(title, STACKED, unit, head, labels, tuple(series), lying=True)

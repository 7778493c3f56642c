"""Charts about directives: opened, closed and overdue over time, the days to the first report, and dimensions over time."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Any

from django.db.models import CharField, Count, F, Min, Q
from django.db.models.functions import Cast
from django.utils import timezone

from visits.filters.visit_filter import VisitFilter
from visits.models import DONE_STATES, State
from visits.models.directive import AWAITED, DirectiveQuerySet
from visits.reports.by_days import ByDays
from visits.reports.charts import DOTS, LINE, STACKED, Chart, Series
from visits.reports.follow_up_figures import FollowUpFigures
from visits.reports.visit_charts import TimeAxis

DAY = timedelta(days=1)
# Last day of each group of days; one more group has no end.
DAY_GROUPS = (7, 14, 30, 60, 90, 180)
BURN_UP_NOTE = (
    "สะสมถึงสิ้นช่วงเวลา เปิดนับตามวันที่มีข้อสั่งการ แล้วเสร็จนับตามวันที่บันทึกว่าแล้วเสร็จครั้งแรก "
    "เกินกำหนดในอดีตนับตั้งแต่พ้นกำหนดจนถึงวันที่บันทึกรายงานหรือผลครั้งแรก"
)

# Of each day of giving: how many directives somebody is responsible for, and how many of them are done.
GIVEN = ByDays(
    lambda register: (
        FollowUpFigures(register)
        .standing.values_list("visit__starts_on")
        .annotate(count=Count("*"), done=Count("overall_state", filter=Q(overall_state__in=DONE_STATES)))
    )
)
# Directive, its day, assignment and the moment at which that first was done.
FIRST_CLOSED = ByDays(
    lambda register: (
        FollowUpFigures(register)
        .entries.filter(state__in=DONE_STATES, assignment__directive__overall_state__in=DONE_STATES)
        .values_list("assignment__directive_id", "assignment__directive__visit__starts_on", "assignment_id")
        .annotate(Min("recorded_at"))
    )
)
# Directive, due day, assignment that is no longer awaited and the moment of its first report or end.
FIRST_REPORTED = ByDays(
    lambda register: (
        FollowUpFigures(register)
        .entries.filter(
            state__in=[*DONE_STATES, State.REPORTED], assignment__effective_due_on__lt=timezone.localdate()
        )
        .exclude(assignment__state__in=AWAITED)
        .values_list("assignment__directive_id", "assignment__effective_due_on", "assignment_id")
        .annotate(Min("recorded_at"))
    )
)


def states_over_time(figures: FollowUpFigures, axis: TimeAxis | None = None) -> Chart:
    """Directives to be reported on that were opened, closed and overdue at the end of each month or fiscal year.

    Without an axis from the first of them to today, so that the last point is today's figures; in four queries.
    """
    today = timezone.localdate()
    opened: Counter[date] = Counter()
    closed: Counter[date] = Counter()
    for day, count, count_of_done in GIVEN.read(figures.register):
        opened[day] += count
        closed[day] += count_of_done
    for day, last in closing_days(figures):
        closed[day] -= 1
        closed[max(day, last)] += 1
    if axis is None:
        axis = TimeAxis(min([*opened, today]), today)
    known = [] if axis.first > today else axis.ends[: axis.place(today) + 1]
    ends = [min(end, axis.last, today) for end in known]
    spans: list[tuple[int, date, date | None]] = list(answered_spans(figures))
    answered = {key for key, *_ in spans}
    # All that are late, but for those of which another unit has answered: their spans overlap.
    waiting = Counter(figures.late_by_day)
    for key in answered and answered & figures.late_since.keys():
        due = figures.late_since[key]
        spans.append((key, date.fromisoformat(due), None))
        waiting[due] -= 1
    since = {date.fromisoformat(due) + DAY: count for due, count in waiting.items()}
    lines: dict[str, Sequence[int]] = {
        "เปิด": up_to(opened, ends),
        "แล้วเสร็จหรือยุติ": up_to(closed, ends),
        "เกินกำหนด": [sum(both) for both in zip(up_to(since, ends), late_at_ends(spans, ends), strict=True)],
    }
    rest = (None,) * (len(axis.labels) - len(ends))
    series = tuple(Series(name, (*values, *rest)) for name, values in lines.items())
    title = "ข้อสั่งการที่เปิด แล้วเสร็จ และเกินกำหนด"
    return Chart(title, LINE, "ข้อ", f"สิ้น{axis.head}", axis.labels, series, note=BURN_UP_NOTE)


def late_at_ends(spans: Iterable[tuple[int, date, date | None]], ends: Sequence[date]) -> list[int]:
    """How many directives are late on each of some days in order: from the day after it was due to the eve of the answer.

    The spans of one directive overlap: only where one begins beyond those before it is the directive counted anew.
    """
    places = cache(lambda day: bisect_left(ends, day))
    by_directive = defaultdict(list)
    for key, due, answered in spans:
        by_directive[key].append((places(due + DAY), places(answered) if answered else len(ends)))
    changes = [0] * (len(ends) + 1)
    for found in by_directive.values():
        counted_to = 0
        for start, stop in sorted(found):
            start = max(start, counted_to)
            if start < stop:
                changes[start] += 1
                changes[stop] -= 1
                counted_to = stop
    return list(accumulate(changes[:-1]))


def up_to(days: Mapping[date, int], ends: Sequence[date]) -> list[int]:
    """The sums of counts by day up to each of some days in order."""
    changes = [0] * (len(ends) + 1)
    for day, count in days.items():
        changes[bisect_left(ends, day)] += count
    return list(accumulate(changes[:-1]))


def closing_days(figures: FollowUpFigures) -> Iterable[tuple[date, date]]:
    """The day of each directive whose steps say that it is done, and the day on which the last of its assignments first was."""
    zone = timezone.get_current_timezone()
    days: dict[int, tuple[date, date]] = {}
    for key, given, _, moment in FIRST_CLOSED.read(figures.register):
        day = moment.astimezone(zone).date()
        days[key] = (given, max(day, days[key][1]) if key in days else day)
    return days.values()


def answered_spans(figures: FollowUpFigures) -> Iterator[tuple[int, date, date]]:
    """Directive, due day and the day of the first report or end of the assignments that are no longer awaited."""
    zone = timezone.get_current_timezone()
    for key, due, _, moment in FIRST_REPORTED.read(figures.register):
        yield key, due, moment.astimezone(zone).date()


def days_to_report(days: Iterable[int]) -> Chart:
    """How many days units took from the notice to the first report, as a distribution."""
    counts = Counter(bisect_left(DAY_GROUPS, number) for number in days)
    firsts = (0, *(last + 1 for last in DAY_GROUPS))
    labels = [f"{first}-{last}" for first, last in zip(firsts, DAY_GROUPS, strict=False)]
    labels.append(f"เกิน {DAY_GROUPS[-1]}")
    values = tuple(counts[place] for place in range(len(labels)))
    title = "จำนวนวันจากวันที่แจ้งถึงวันที่รายงานครั้งแรก"
    return Chart(title, DOTS, "เรื่อง", "วัน", tuple(labels), (Series("เรื่อง", values),))


def dimensions_by_day(directives: DirectiveQuerySet, keys: Iterable[Any], *columns: str) -> DirectiveQuerySet:
    """Tuples of the columns, the day of giving (ISO), how many directives have each of the dimensions, and how many have none at all.

    A column for each dimension, because rows for each of them would be five times as many, and out of the order of any index.
    """
    counts = {f"with_{key}": Count("dimension", filter=Q(dimension=key)) for key in keys}
    rows = directives.order_by().annotate(dimension=F("dimension_links__dimension"))
    by_day = rows.values(*columns, "visit__starts_on").annotate(
        # A text, of which thousands are read sooner.
        day=Cast(Min("visit__starts_on"), CharField()),
        none=Count("*") - Count("dimension"),
        **counts,
    )
    return by_day.values_list(*columns, "day", *counts, "none")


def dimensions_over_time(
    days: Iterable[tuple[Any, ...]], heads: Sequence[tuple[Any, str]], visit_filter: VisitFilter
) -> Chart:
    """Directives of each dimension by month or fiscal year; `days` are `dimensions_by_day`, `heads` key and name of each and of none."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0] * len(heads))
    found = set()
    for row in days:
        *_, day = row[: -len(heads)]
        found.add(day)
        of_month = sums[day[:7]]
        for place, number in enumerate(row[-len(heads) :]):
            of_month[place] += number
    first_and_last = [min(found), max(found)] if found else []
    axis = TimeAxis.of(visit_filter, map(date.fromisoformat, first_and_last))
    months = {date.fromisoformat(f"{month}-01"): numbers for month, numbers in sums.items()}
    series = tuple(
        Series(name, axis.counts({day: numbers[place] for day, numbers in months.items()}))
        for place, (_, name) in enumerate(heads)
    )
    return Chart(f"ข้อสั่งการในแต่ละมิติ ราย{axis.head}", STACKED, "ข้อ", axis.head, axis.labels, series)

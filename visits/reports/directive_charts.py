"""Charts about directives: opened, closed and overdue over time, the days to the first report, and dimensions over time."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone

from visits.filters.visit_filter import VisitFilter
from visits.models import DONE_STATES, Progress, State
from visits.models.directive import AWAITED, DirectiveQuerySet
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


def states_over_time(figures: FollowUpFigures, axis: TimeAxis | None = None) -> Chart:
    """Directives to be reported on that were opened, closed and overdue at the end of each month or fiscal year.

    Without an axis from the first of them to today, so that the last point is today's figures; in four queries.
    """
    today = timezone.localdate()
    given = figures.directives.exclude(overall_state="")
    opened = dict(given.values_list("pk", "visit__starts_on"))
    days = sorted(opened.values())
    if axis is None:
        first = min([*days[:1], today])
        axis = TimeAxis(first, today)
    known = [] if axis.first > today else axis.ends[: axis.place(today) + 1]
    ends = [min(end, axis.last, today) for end in known]
    closed = sorted(max(opened[key], day) for key, day in closing_days(given) if key in opened)
    late = late_at_ends([span for span in late_spans(figures) if span[0] in opened], ends)
    lines: dict[str, Sequence[int]] = {
        "เปิด": [bisect_left(days, end + DAY) for end in ends],
        "แล้วเสร็จหรือยุติ": [bisect_left(closed, end + DAY) for end in ends],
        "เกินกำหนด": late,
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


def closing_days(given: DirectiveQuerySet) -> Iterable[tuple[int, date]]:
    """Key of each done directive and the day on which the last of its assignments was first recorded as done."""
    zone = timezone.get_current_timezone()
    done = given.filter(overall_state__in=DONE_STATES)
    entries = Progress.objects.filter(state__in=DONE_STATES, assignment__directive__in=done.values("pk"))
    first = entries.order_by().values_list("assignment__directive_id", "assignment_id")
    days = dict.fromkeys(done.values_list("pk", flat=True), date.min)
    for key, _, moment in first.annotate(Min("recorded_at")):
        days[key] = max(days[key], moment.astimezone(zone).date())
    return days.items()


def late_spans(figures: FollowUpFigures) -> Iterator[tuple[int, date, date | None]]:
    """Directive, due day and the day of the first report or end of the assignments that are or were overdue."""
    zone = timezone.get_current_timezone()
    rows = figures.due_assignments.filter(effective_due_on__lt=timezone.localdate())
    waiting = rows.filter(state__one_of=AWAITED).values("directive_id").annotate(due=Min("effective_due_on"))
    for key, due in waiting.values_list("directive_id", "due"):
        yield key, due, None
    answered = rows.exclude(state__in=AWAITED).filter(progress__state__in=[*DONE_STATES, State.REPORTED])
    moments = answered.annotate(first=Min("progress__recorded_at"))
    for key, due, moment in moments.values_list("directive_id", "effective_due_on", "first"):
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


def dimensions_over_time(
    directives: DirectiveQuerySet, heads: Sequence[tuple[Any, str]], visit_filter: VisitFilter
) -> Chart:
    """Directives of each dimension by month or fiscal year; `heads` are key and name, the key of none is empty."""
    rows = directives.order_by().values_list("visit__starts_on", "dimension_links__dimension")
    days: dict[Any, Counter[date]] = defaultdict(Counter)
    for day, dimension, count in rows.annotate(Count("pk", distinct=True)):
        days[dimension or ""][day] += count
    axis = TimeAxis.of(visit_filter, {day for found in days.values() for day in found})
    series = tuple(Series(name, axis.counts(days[key])) for key, name in heads)
    return Chart(f"ข้อสั่งการในแต่ละมิติ ราย{axis.head}", STACKED, "ข้อ", axis.head, axis.labels, series)

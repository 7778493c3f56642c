"""สรุปหนึ่งหน้าสำหรับปลัดกระทรวง: a fiscal year or any period on one A4, as page, print, PDF and slides."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery
from django.http import QueryDict
from django.utils.safestring import SafeString

from config.thai.dates import fiscal_year, thai_date, thai_range
from units.models import Kind, Unit
from visits.documents.open_directives import READ_DIRECTIVES, shortened
from visits.filters.visit_filter import VisitFilter
from visits.models import Dimension, Status
from visits.reports.annual_figures import DirectivesOfVisits
from visits.reports.charts import Chart
from visits.reports.columns import NUMBER, ReportColumn
from visits.reports.coverage import KINDS, CoverageFigure, KnownPlaces, coverage, visited_places
from visits.reports.directive_charts import dimensions_by_day, dimensions_over_time, states_over_time
from visits.reports.follow_up_figures import FollowUpFigures
from visits.reports.list_report import NOT_STATED, ListReport, numbers_of_journeys_and_places
from visits.reports.map_shapes import small_map
from visits.reports.visit_charts import TIME, TimeAxis, counts_by_month, coverage_chart, visits_over_time

LISTED = 5
OLDEST_FIRST = ("starts_on", "-start_time", "-sequence", "-pk")
SHORT_NAMES = {KINDS[Kind.REGIONAL_CENTRE]: "ศูนย์ภาค"}
# As many letters as stand in one line of a table of the page.
LONGEST = 48


@dataclass(frozen=True, slots=True)
class BriefFigure:
    """One of the eight figures, with that of the year before; `of` is the whole where it is a part of one."""

    name: str
    unit: str
    value: int
    before: int
    of: int | None = None

    @property
    def in_words(self) -> tuple[str, str, str]:
        """The figure, the whole that it is a part of, and that of the year before, as they are read."""
        whole = "" if self.of is None else f"/{self.of:,}"
        return f"{self.value:,}", whole, f"{self.before:,}"


@dataclass(frozen=True, slots=True)
class OldestDirective:
    """A directive that is not done, in words as short as a line."""

    day: date
    subject: str
    unit: str
    state: str
    address: str


@dataclass(frozen=True, slots=True)
class UnvisitedUnit:
    """A centre or office and the last day of a visit, if there ever was one."""

    name: str
    last: date | None
    days: int | None
    address: str

    @property
    def days_in_words(self) -> str:
        """How many days ago the last visit was; nothing where there was none."""
        return "" if self.days is None else f"{self.days:,}"


class BriefReport(ListReport):
    id = "brief"
    title = "สรุปหนึ่งหน้าสำหรับปลัดกระทรวง"
    about = (
        "ปีงบประมาณหรือช่วงเวลาใดก็ได้ในกระดาษหนึ่งแผ่น: แผนที่ แผนภูมิ ตัวเลขเทียบกับปีก่อน เรื่องที่ค้างนานที่สุด และภาพนิ่งสำหรับประชุม"
    )
    order = 5
    orientation = "portrait one-page"
    shape = "sheet"
    has_slides = True
    body_template = "visits/reports/_brief.html"
    columns = (
        ReportColumn("ตัวเลข", lambda row: row.name, 40, heads_row=True, name="figure"),
        ReportColumn("หน่วยนับ", lambda row: row.unit, 10, name="unit"),
        ReportColumn("ช่วงนี้", lambda row: row.value, 12, "number", name="value"),
        ReportColumn(
            "จากทั้งหมด",
            lambda row: row.of,
            12,
            "number",
            name="of",
            schema={**NUMBER, "type": ["integer", "null"]},
        ),
        ReportColumn("ปีก่อน", lambda row: row.before, 12, "number", name="year_before"),
    )
    notes = (
        "ปีก่อน คือช่วงเดียวกันของปีก่อนด้วยตัวกรองเดียวกัน ช่วงที่ยังไม่สิ้นสุดเทียบถึงวันเดียวกัน ข้อสั่งการของทั้งสองช่วงเป็นสถานะ ณ วันนี้",
        "ไม่ได้รับการตรวจเยี่ยมนานที่สุด นับศูนย์ภาคและสำนักงานอุตสาหกรรมจังหวัดทุกปีตามตัวกรองเดียวกัน",
    )

    def with_defaults(self, data: Any) -> QueryDict:
        """The current fiscal year, where no time is asked for."""
        query = QueryDict(data if isinstance(data, str) else data.urlencode(), mutable=True)
        if not any(query.get(name) for name in TIME):
            query["fiscal_year"] = str(fiscal_year(self.moment))
        return query

    @cached_property
    def heading(self) -> str:
        year = self.filter.value("fiscal_year")
        if year and self.filter.is_valid and self.axis.is_one_year:
            return f"{self.title} ปีงบประมาณ พ.ศ. {year}"
        return f"{self.title} {self.period}" if self.filter.is_valid else self.title

    @cached_property
    def axis(self) -> TimeAxis:
        """The time that is asked for."""
        is_bounded = all(self.filter.days_asked)
        return TimeAxis.of(self.filter, () if is_bounded else counts_by_month(self.filter.visits))

    @property
    def period(self) -> str:
        """The first and last day in words."""
        return thai_range(self.axis.first, self.axis.last, month="short")

    @property
    def runs_on(self) -> bool:
        """Whether the time that is asked for has begun and not ended."""
        return self.axis.first <= self.moment.date() < self.axis.last

    @cached_property
    def time_before(self) -> TimeAxis:
        """The same time a year before; where that runs on, up to the same day."""
        axis = TimeAxis(self.axis.first, self.moment.date()) if self.runs_on else self.axis
        return axis.a_year_before()

    @property
    def last_day_before(self) -> str:
        """The last day of the year before that is counted, in words, where the time runs on."""
        return thai_date(self.time_before.last) if self.runs_on else ""

    @cached_property
    def year_before(self) -> VisitFilter:
        """The same filter, of the time a year before."""
        query, earlier = QueryDict(self.filter.without(*TIME).query_string, mutable=True), self.time_before
        if earlier.is_one_year:
            query["fiscal_year"] = str(fiscal_year(earlier.last))
        else:
            query["from"], query["to"] = earlier.first.isoformat(), earlier.last.isoformat()
        return VisitFilter(query, user=self.user)

    # The eight figures

    @cached_property
    def places(self) -> KnownPlaces:
        """The centres, offices and provinces that figures and lists are about."""
        return KnownPlaces(self.user)

    @cached_property
    def visited(self) -> Counter[tuple[int, int | None]]:
        """Keys of unit and province -> how many visits took place there in the time."""
        return visited_places(self.filter.visits)

    @cached_property
    def coverage(self) -> list[CoverageFigure]:
        """Centres, offices and provinces that were visited in the time."""
        return coverage(self.user, fiscal_year(self.axis.last), self.visited, self.places)

    @cached_property
    def directives(self) -> DirectivesOfVisits:
        """The register of directives of these visits."""
        return DirectivesOfVisits(self.filter, self.user)

    @cached_property
    def follow_up(self) -> FollowUpFigures:
        """How far these directives have come."""
        return FollowUpFigures(self.directives)

    def read_rows(self) -> Iterable[BriefFigure]:
        year = fiscal_year(self.axis.last) - 1
        before = coverage(self.user, year, visited_places(self.year_before.visits), self.places)
        seen_before = {figure.label: figure.seen for figure in before}
        visits, visits_before = (
            numbers_of_journeys_and_places(one.visits) for one in (self.filter, self.year_before)
        )
        yield BriefFigure("การลงพื้นที่", "ครั้ง", visits[0], visits_before[0])
        yield BriefFigure("การตรวจเยี่ยม", "แห่ง", visits[1], visits_before[1])
        for figure in self.coverage:
            name, seen = SHORT_NAMES.get(figure.label, figure.label), seen_before.get(figure.label, 0)
            unit = "จังหวัด" if name == "จังหวัด" else "แห่ง"
            yield BriefFigure(f"{name}ที่ตรวจเยี่ยมแล้ว", unit, figure.seen, seen, figure.of)
        earlier = DirectivesOfVisits(self.year_before, self.user).counts
        # The chart needs the days since when they are late.
        self.directives.late = sum(self.follow_up.late_by_day.values())
        for name, key in (("ที่ต้องรายงานผล", "followed"), ("ที่แล้วเสร็จหรือยุติ", "done"), ("ที่เกินกำหนด", "late")):
            yield BriefFigure(f"ข้อสั่งการ{name}", "ข้อ", self.directives.counts[key], earlier[key])

    # The pictures and the lists

    @cached_property
    def map_counts(self) -> dict[str, int]:
        """Code of each province -> places visited."""
        codes = {province.pk: province.code for province in self.places.every_province}
        counts: Counter[str] = Counter()
        for (_, province), number in self.visited.items():
            if province:
                counts[codes[province]] += number
        return counts

    @property
    def map_label(self) -> str:
        """What a screen reader says of the map."""
        return f"แผนที่จังหวัดตามจำนวนแห่งที่ตรวจเยี่ยม {self.period} ตรวจเยี่ยมแล้ว {len(self.map_counts)} จังหวัด"

    @property
    def linked_map(self) -> SafeString:
        """The small map, leading to the large one."""
        return small_map(self.map_counts, self.map_label, f"/reports/map/?{self.filter.query_string}")

    @property
    def plain_map(self) -> SafeString:
        """The small map for paper."""
        return small_map(self.map_counts, self.map_label)

    @property
    def charts(self) -> list[Chart]:
        """Visits over time, coverage, states of the directives given in this time up to today, and their dimensions."""
        dimensions = self.visible(Dimension).of_policy(self.filter.value("policy"))
        names = [(row.key, row.name) for row in dimensions.named()]
        days = dimensions_by_day(self.directives.selected_directives, [key for key, _ in names])
        return [
            visits_over_time(self.filter),
            coverage_chart(self.coverage),
            states_over_time(self.follow_up),
            dimensions_over_time(days, [*names, ("", NOT_STATED)], self.filter),
        ]

    @cached_property
    def oldest(self) -> list[OldestDirective]:
        """The five oldest directives that are not done."""
        rows = self.directives.selected_directives.unfinished().order_by()
        # The oldest visits with any, in the order of their index: joined, PostgreSQL walks through those of all years.
        visits = self.filter.visits.filter(Exists(rows.filter(visit=OuterRef("pk"))))
        keys = visits.order_by(*OLDEST_FIRST).values_list("pk", flat=True)[:LISTED]
        found = rows.filter(visit__in=list(keys)).order_by("visit__starts_on", "visit", "order", "pk")
        return [
            OldestDirective(
                row.visit.starts_on,
                shortened(str(row), LONGEST),
                row.visit.unit.label,
                row.get_overall_state_display() or "ยังไม่กำหนดหน่วยงาน",
                row.get_absolute_url(),
            )
            for row in READ_DIRECTIVES.in_order(found.values_list("pk", flat=True)[:LISTED])
        ]

    @cached_property
    def unvisited(self) -> list[UnvisitedUnit]:
        """The five centres and offices that were not visited for the longest time, those never visited first."""
        today = self.moment.date()
        rows = [unit for unit in self.places.units if unit.existed_on(today)]
        members = self.places.members
        ever = self.filter.without(*TIME).visits.order_by()
        # The last one that began, found in the index of each unit, or one of several days that ended later: these are few.
        counted = ever.counted().filter(starts_on__lte=today, unit=OuterRef("pk")).order_by("-starts_on")
        units = Unit.objects.filter(pk__in=set().union(*(members[unit.pk] for unit in rows))).order_by()
        newest = units.values_list("pk", Subquery(counted.values("starts_on")[:1]))
        last_days = {key: day for key, day in newest if day}
        if last_days:
            # Told apart here: asked for a status as well, SQLite leaves the index of those of several days.
            longer = ever.filter(ends_on__gt=F("starts_on"), ends_on__gte=min(last_days.values()))
            for key, begins, day, status in longer.values_list("unit", "starts_on", "ends_on", "status"):
                if status == Status.DONE and begins <= today:
                    last_days[key] = max(day, last_days.get(key, day))
        found = []
        for unit in rows:
            last = max((last_days[key] for key in members[unit.pk] if key in last_days), default=None)
            days = max(0, (today - last).days) if last else None
            found.append(UnvisitedUnit(unit.label, last, days, f"/reports/units/?unit={unit.pk}"))
        return sorted(found, key=lambda row: row.last or date.min)[:LISTED]

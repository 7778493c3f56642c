"""ภาพรวมการดำเนินการตามข้อสั่งการ: states by responsible unit, dimension or fiscal year as bars, and the days taken."""

from collections import Counter, defaultdict
from collections.abc import Set
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from config.kept_statements import KeptRows
from config.thai.dates import fiscal_year
from units.models import Unit
from visits.filters.directive_filter import DirectiveVisitFilter
from visits.filters.filter_fields import FilterDayField, OneOfField
from visits.models import Dimension, DirectiveDimension, State
from visits.reports.charts import Chart
from visits.reports.columns import COUNTS, LinkedText, ReportColumn, StackedBar, data_column
from visits.reports.directive_charts import days_to_report, states_over_time
from visits.reports.directives import DirectivesReport
from visits.reports.follow_up_figures import STAGES, FollowUpFigures, median_of
from visits.reports.list_report import NOT_STATED, ListReport

UNIT, DIMENSION, YEAR = "unit", "dimension", "fiscal_year"
BY = [(UNIT, "หน่วยงานรับผิดชอบ"), (DIMENSION, "มิติ"), (YEAR, "ปีงบประมาณ")]
# As wide as its share of the page: the titles need more than the numbers.
NUMBER = "number share"

UNITS = KeptRows(
    Unit.objects.order_by("sort_key", "pk").values_list("pk", "code", "short_name", "name"), "pk"
)


@dataclass(slots=True)
class ProgressRow:
    """`full` is what the whole width of the picture stands for; None where that is the row's own number."""

    head: LinkedText | str
    states: Counter
    late: int
    days: list[int] = field(default_factory=list)
    full: int | None = None
    # Of the unit or dimension, or the fiscal year; empty in the row without a dimension.
    code: str = ""

    @property
    def number(self) -> int:
        """How many are to be reported on."""
        return self.states.total()

    def stage(self, name: str) -> int:
        """How many stand at one of `STAGES`."""
        return sum(self.states[state] for state in STAGES[name])

    @property
    def picture(self) -> StackedBar:
        """The stages as parts of a bar."""
        stages = [self.stage(name) for name in STAGES]
        share = f" ({100 * stages[-1] // self.number}%)" if self.number else ""
        return StackedBar(f"แล้วเสร็จ {stages[-1]:,} จาก {self.number:,}{share}", tuple(stages), self.full)


class DirectiveProgressReport(ListReport):
    id = "progress"
    title = "ภาพรวมการดำเนินการตามข้อสั่งการ"
    about = (
        "สถานะของข้อสั่งการเป็นแถบภาพพร้อมตัวเลข ตามหน่วยงานรับผิดชอบ มิติ หรือปีงบประมาณ และจำนวนวันจากวันที่แจ้งถึงวันที่รายงาน"
    )
    order = 60
    nothing = "ไม่พบข้อสั่งการตามตัวกรองนี้"
    filter_class = DirectiveVisitFilter

    options = {
        "by": OneOfField(label="จำแนกตาม", choices=BY, required=False),
        "as_at": FilterDayField(label="สถานะ ณ สิ้นวันที่", required=False),
    }

    @property
    def by(self) -> str:
        """What the rows are: units, dimensions or fiscal years."""
        return self.filter.value("by") or UNIT

    @property
    def heading(self) -> str:
        return f"{self.title} จำแนกตาม{dict(BY)[self.by]}"

    @cached_property
    def columns(self) -> list[ReportColumn]:
        return [
            data_column("code", f"รหัสของ{dict(BY)[self.by]}", lambda row: row.code),
            ReportColumn(dict(BY)[self.by], lambda row: row.head, 30, heads_row=True, name="name"),
            ReportColumn("ต้องรายงานผล", lambda row: row.number, 11, NUMBER, name="followed"),
            data_column("states", "จำนวนตามรหัสของสถานะ", lambda row: dict(row.states), COUNTS),
            ReportColumn("ภาพ", lambda row: row.picture, 52, "bars", only="page"),
            *(ReportColumn(name, lambda row, name=name: row.stage(name), 12, NUMBER) for name in STAGES),
            ReportColumn("เกินกำหนด", lambda row: row.late, 11, NUMBER, name="overdue"),
            ReportColumn(
                "มัธยฐานจากแจ้งถึงรายงาน (วัน)",
                lambda row: median_of(row.days),
                14,
                NUMBER,
                name="median_days",
                data=lambda row: median(row.days) if row.days else None,
                schema={"type": ["number", "null"]},
            ),
        ]

    @cached_property
    def register(self) -> DirectivesReport:
        """The register asked the same: what it counts, this counts."""
        day = self.filter.data.get("as_at")
        query = [self.filter.query_string, urlencode({"as_at": day}) if day else ""]
        return DirectivesReport("&".join(filter(None, query)), self.user)

    @cached_property
    def figures(self) -> FollowUpFigures:
        """How far the directives of the register have come."""
        return FollowUpFigures(self.register)

    def read_rows(self) -> list[ProgressRow]:
        return {UNIT: self.by_unit, DIMENSION: self.by_dimension, YEAR: self.by_year}[self.by]()

    def by_unit(self) -> list[ProgressRow]:
        """A row for each responsible unit, of its assignments."""
        states: dict[int, Counter] = defaultdict(Counter)
        late: Counter[int] = Counter()
        for unit, state, count, overdue in self.figures.counts_by_unit():
            if state != State.WITHDRAWN:
                states[unit][state] = count
                late[unit] += overdue
        days = defaultdict(list)
        for taken in self.figures.days_taken:
            days[taken.unit].append(taken.days)
        # The unit stands last in it: to write it anew for each of a hundred took a sixth of the page.
        register = self._link("", answerer="").address
        return [
            ProgressRow(
                LinkedText(short or name, f"{register}{key}"), states[key], late[key], days[key], code=code
            )
            for key, code, short, name in UNITS.read(list(states))
        ]

    def _link(self, words: str, **parameters: Any) -> LinkedText:
        """To the directives of a row."""
        return LinkedText(words, f"{reverse('directives')}{self.register.filter.query(**parameters)}")

    def by_dimension(self) -> list[ProgressRow]:
        """A row for each dimension and one for those without any, of directives."""
        links = DirectiveDimension.objects.filter(directive__in=self.figures.directives.values("pk"))
        members = defaultdict(set)
        for dimension, key in links.values_list("dimension", "directive_id"):
            members[dimension].add(key)
        without = set(self.figures.states).difference(*members.values())
        dimensions = self.visible(Dimension).of_policy(self.filter.value("policy")).named()
        rows = [
            self._row(self._link(row.name, **row.parameters), members[row.key], row.code)
            for row in dimensions
        ]
        return [*rows, self._row(self._link(NOT_STATED, lacks=DIMENSION), without)]

    def by_year(self) -> list[ProgressRow]:
        """A row for each fiscal year of giving, also for those between the first and the last, of directives.

        The longest picture is that of the year with most.
        """
        members = defaultdict(set)
        for key, day in self.figures.directives.values_list("pk", "visit__starts_on"):
            members[fiscal_year(day)].add(key)
        years = range(min(members), max(members) + 1) if members else ()
        rows = [
            self._row(self._link(f"พ.ศ. {year}", fiscal_year=year), members[year], str(year))
            for year in years
        ]
        for row in rows:
            row.full = max(other.number for other in rows)
        return rows

    def _row(self, head: LinkedText, keys: Set[int], code: str = "") -> ProgressRow:
        states = Counter(self.figures.states[key] for key in keys if key in self.figures.states)
        days = [day for key in keys for day in self._days.get(key, ())]
        return ProgressRow(head, states, len(self.figures.late & keys), days, code=code)

    @cached_property
    def _days(self) -> dict[int, list[int]]:
        days = defaultdict(list)
        for taken in self.figures.days_taken:
            days[taken.directive].append(taken.days)
        return days

    @property
    def sum_row(self) -> ProgressRow:
        """All rows in one; what stands under several dimensions once."""
        days = [taken.days for taken in self.figures.days_taken]
        if self.by == UNIT:
            states: Counter = sum((row.states for row in self.all_rows), Counter())
            return ProgressRow("รวม", states, sum(row.late for row in self.all_rows), days)
        return ProgressRow("รวม", Counter(self.figures.states.values()), len(self.figures.late), days)

    @property
    def charts(self) -> list[Chart]:
        """States over time, up to today, and the days to the first report; of a past day only these."""
        charts = [days_to_report(taken.days for taken in self.figures.days_taken)]
        if not self.register.past_moment:
            charts.insert(0, states_over_time(self.figures))
        return charts

    @property
    def totals(self) -> list[str]:
        middle = median_of([taken.days for taken in self.figures.days_taken])
        took = (
            f"มัธยฐานจากวันที่แจ้งถึงวันที่รายงาน {middle} วัน"
            if middle is not None
            else "ยังไม่มีหน่วยงานที่รายงานหลังจากแจ้ง"
        )
        self.register.late = sum(self.figures.late_by_day.values())
        return [*self.register.totals, took]

    @property
    def links(self) -> list[tuple[str, str]]:
        return [(self.register.title, f"{reverse('directives')}{self.register.filter.query()}")]

    @property
    def notes(self) -> list[str]:
        counted = "นับเรื่องของแต่ละหน่วยงาน ข้อสั่งการหนึ่งข้อที่มอบหมายหลายหน่วยงานจึงนับในทุกหน่วยงาน"
        if self.by != UNIT:
            counted = "นับข้อสั่งการตามสถานะรวม คือสถานะของหน่วยงานที่คืบหน้าน้อยที่สุด"
        several = ["ข้อสั่งการที่เกี่ยวกับหลายมิตินับในทุกมิติ บรรทัดรวมนับข้อละหนึ่งครั้ง"] if self.by == DIMENSION else []
        return [
            f"แถบเรียงจากซ้ายไปขวาและจากอ่อนไปเข้มตามช่องตัวเลข: {', '.join(STAGES)}",
            counted,
            *several,
            "นับเฉพาะข้อที่ต้องรายงานผลและกำหนดหน่วยงานรับผิดชอบแล้ว",
            "จำนวนวันนับจากวันที่แจ้งหน่วยงานถึงวันที่หน่วยงานรายงานครั้งแรก มัธยฐานคือค่ากลางเมื่อเรียงจากน้อยไปมาก",
        ]

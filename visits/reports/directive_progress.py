"""ภาพรวมการดำเนินการตามข้อสั่งการ: states by responsible unit, dimension or fiscal year as bars, and the days taken."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from config.thai.dates import fiscal_year
from units.models import Unit
from visits.filters.filter_fields import FilterDayField, OneOfField
from visits.models import Dimension, DirectiveDimension, Visit
from visits.reports.columns import Bar, Column, Piece
from visits.reports.directives import Directives
from visits.reports.follow_up_figures import STAGES, Standing, median_of
from visits.reports.list_report import Listing

UNIT, DIMENSION, YEAR = "unit", "dimension", "fiscal_year"
BY = [(UNIT, "หน่วยงานรับผิดชอบ"), (DIMENSION, "มิติ"), (YEAR, "ปีงบประมาณ")]
NOT_STATED = "ไม่ระบุ"
# As wide as its share on paper: the titles need more than the numbers.
NUMBER = "number share"


@dataclass(slots=True)
class Line:
    """`whole` is what the whole width of the picture stands for; None where that is the line's own number."""

    head: object
    states: Counter
    late: int
    days: list = field(default_factory=list)
    whole: int | None = None

    @property
    def asked(self):
        return self.states.total()

    def stage(self, name):
        return sum(self.states[state] for state in STAGES[name])

    @property
    def picture(self):
        stages = [self.stage(name) for name in STAGES]
        share = f" ({100 * stages[-1] // self.asked}%)" if self.asked else ""
        return Bar(f"แล้วเสร็จ {stages[-1]:,} จาก {self.asked:,}{share}", tuple(stages), self.whole)


def _stage_column(name):
    return Column(name, lambda line: line.stage(name), 12, NUMBER)


class Progress(Listing):
    id = "progress"
    title = "ภาพรวมการดำเนินการตามข้อสั่งการ"
    about = (
        "สถานะของข้อสั่งการเป็นแถบภาพพร้อมตัวเลข ตามหน่วยงานรับผิดชอบ มิติ หรือปีงบประมาณ และจำนวนวันจากวันที่แจ้งถึงวันที่รายงาน"
    )
    nothing = "ไม่พบข้อสั่งการตามตัวกรองนี้"

    def scope(self):
        return Visit.objects.with_directives_seen_by(self.user)

    def options(self):
        return {
            "by": OneOfField(label="จำแนกตาม", choices=BY, required=False),
            "as_at": FilterDayField(label="สถานะ ณ สิ้นวันที่", required=False),
        }

    @property
    def by(self):
        return self.filter.value("by") or UNIT

    @property
    def heading(self):
        return f"{self.title} จำแนกตาม{dict(BY)[self.by]}"

    @cached_property
    def columns(self):
        return [
            Column(dict(BY)[self.by], lambda line: line.head, 30, heads_row=True),
            Column("ต้องรายงานผล", lambda line: line.asked, 11, NUMBER),
            Column("ภาพ", lambda line: line.picture, 52, "bars", only="paper"),
            *map(_stage_column, STAGES),
            Column("เกินกำหนด", lambda line: line.late, 11, NUMBER),
            Column("มัธยฐานจากแจ้งถึงรายงาน (วัน)", lambda line: median_of(line.days), 14, NUMBER),
        ]

    @cached_property
    def register(self):
        """The register asked the same: what it counts, this counts."""
        asked = self.filter.query_string
        day = self.filter.data.get("as_at")
        return Directives("&".join(filter(None, [asked, day and urlencode({"as_at": day})])), self.user)

    @cached_property
    def standing(self):
        return Standing(self.register)

    def found(self):
        return {UNIT: self._by_unit, DIMENSION: self._by_dimension, YEAR: self._by_year}[self.by]()

    # By unit: parts

    def _by_unit(self):
        states, late, days = self.standing.states_of_units(), self.standing.late_of_units(), defaultdict(list)
        for one in self.standing.waited:
            days[one.unit].append(one.days)
        units = Unit.objects.filter(pk__in=states).order_by("sort_key", "pk")
        return [
            Line(self._to(unit.label, answerer=unit.pk), states[unit.pk], late[unit.pk], days[unit.pk])
            for unit in units
        ]

    def _to(self, words, **parameters):
        return Piece(words, f"{reverse('directives')}{self.register.filter.query(**parameters)}")

    # By dimension and by year: directives

    def _by_dimension(self):
        links = DirectiveDimension.objects.filter(directive__in=self.standing.directives.values("pk"))
        members = defaultdict(set)
        for dimension, key in links.values_list("dimension", "directive_id"):
            members[dimension].add(key)
        without = set(self.standing.states).difference(*members.values())
        dimensions = Dimension.objects.visible_to(self.user).of_policy(self.filter.value("policy")).named()
        lines = [self._line(self._to(one.name, **one.parameters), members[one.key]) for one in dimensions]
        return [*lines, self._line(self._to(NOT_STATED, lacks=DIMENSION), without)]

    def _by_year(self):
        """Years between the first and the last too; the longest picture is that of the year with most."""
        members = defaultdict(set)
        for key, day in self.standing.directives.values_list("pk", "visit__starts_on"):
            members[fiscal_year(day)].add(key)
        years = range(min(members), max(members) + 1) if members else ()
        lines = [self._line(self._to(f"พ.ศ. {year}", fiscal_year=year), members[year]) for year in years]
        for line in lines:
            line.whole = max(one.asked for one in lines)
        return lines

    def _line(self, head, keys):
        states = Counter(self.standing.states[key] for key in keys if key in self.standing.states)
        days = [day for key in keys for day in self._days.get(key, ())]
        return Line(head, states, len(self.standing.late & keys), days)

    @cached_property
    def _days(self):
        found = defaultdict(list)
        for one in self.standing.waited:
            found[one.directive].append(one.days)
        return found

    @property
    def _whole(self):
        """All lines in one; what stands under several dimensions once."""
        days = [one.days for one in self.standing.waited]
        if self.by != UNIT:
            return Line("รวม", Counter(self.standing.states.values()), len(self.standing.late), days)
        states = sum((line.states for line in self._all_rows), Counter())
        return Line("รวม", states, sum(line.late for line in self._all_rows), days)

    @property
    def footer(self):
        return [column.value(self._whole) for column in self.columns_for("paper")]

    @property
    def totals(self):
        middle = median_of([one.days for one in self.standing.waited])
        took = (
            f"มัธยฐานจากวันที่แจ้งถึงวันที่รายงาน {middle} วัน"
            if middle is not None
            else "ยังไม่มีหน่วยงานที่รายงานหลังจากแจ้ง"
        )
        return [*self.register.totals, took]

    @property
    def ways(self):
        return [(self.register.title, f"{reverse('directives')}{self.register.filter.query()}")]

    @property
    def notes(self):
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

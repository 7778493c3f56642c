"""ทะเบียนติดตามข้อสั่งการ: every directive, by giver, by responsible unit, by state."""

from datetime import date

from django.utils import timezone

from config.thai.dates import thai_date
from config.thai.text import sort_key
from visits.filter_fields import OneOfField
from visits.filters import ANY
from visits.models import DONE_STATES, FOLLOWED_UP, DirectiveKind, State, overall_state
from visits.reports.cells import Column, Piece
from visits.reports.lists import OfDirectives, Order

UNIT, GIVER, STATE, DAY = "unit", "giver", "state", "day"
ARRANGED = [
    (DAY, "วันที่ ใหม่ไปเก่า"),
    (GIVER, "ผู้สั่งการ"),
    (UNIT, "หน่วยงานรับผิดชอบ"),
    (STATE, "สถานะ"),
]
OVERDUE, NOBODY = "overdue", "nobody"
STATES = [ANY, (OVERDUE, "เกินกำหนด"), (NOBODY, "ยังไม่กำหนดหน่วยงาน"), *State.choices]


class Line(Order):
    """A directive, or, where arranged by unit, the part of one unit or group in it."""

    def __init__(self, directive, rows, group=""):
        super().__init__(directive)
        self.rows, self.group = rows, group

    @property
    def state(self):
        return overall_state(row.state for row in self.rows)

    @property
    def responsible(self):
        if self.group:
            return [f"{self.group} ({len(self.rows)} หน่วยงาน)"]
        return [self.rows[0].unit.label] if self.is_part else super().responsible

    @property
    def is_part(self):
        return len(self.rows) == 1 and len(self.directive.assignments.all()) > 1

    @property
    def state_words(self):
        """Where units differ, how many are how far."""
        if not self.rows:
            return "ถือปฏิบัติ" if self.directive.follow_up not in FOLLOWED_UP else ""
        counts = [(state, sum(row.state == state for row in self.rows)) for state in State]
        counts = [(state, count) for state, count in counts if count]
        if len(counts) == 1 and (len(self.rows) == 1 or not self.group):
            return counts[0][0].label
        return [f"{state.label} {count}" for state, count in counts]

    @property
    def overdue_since(self):
        """The first effective due day that has passed without a report, where one has."""
        if self.directive.follow_up not in FOLLOWED_UP:
            return None
        today, waived = timezone.localdate(), {*DONE_STATES, State.REPORTED}
        days = [row.effective_due_on for row in self.rows if row.effective_due_on and row.state not in waived]
        return min((day for day in days if day < today), default=None)

    @property
    def due_words(self):
        late = self.overdue_since
        return [*self.due, Piece("", mark=f"เกินกำหนด {thai_date(late)}")] if late else self.due


class Directives(OfDirectives):
    id = "directives"
    title = "ทะเบียนติดตามข้อสั่งการ"
    about = "ข้อสั่งการทุกข้อ เรียงตามผู้สั่งการ หน่วยงานรับผิดชอบ หรือสถานะ พร้อมกำหนดแล้วเสร็จ"

    columns = (
        Column("เลขทะเบียน", lambda line: line.directive.number, 13, "nowrap"),
        Column("วันที่มีข้อสั่งการ", lambda line: line.days, 16, "day", only="paper"),
        Column("วันที่มีข้อสั่งการ", lambda line: line.visit.starts_on, 16, "day", only="file"),
        Column("ประเด็น/เรื่อง", lambda line: line.subject, 45, heads_row=True),
        Column("ข้อความ", lambda line: line.directive.text, 60, only="file"),
        Column("ประเภท", lambda line: DirectiveKind(line.directive.kind).label, 18),
        Column("ผู้สั่งการ", lambda line: line.giver, 34),
        Column("หน่วยงานที่ตรวจเยี่ยม", lambda line: line.visit.unit.label, 24),
        Column("จังหวัด", lambda line: line.visit.province, 14, only="file"),
        Column("หน่วยงานรับผิดชอบ", lambda line: line.responsible, 28),
        Column("มิติ", lambda line: line.dimensions, 24),
        Column("กำหนดแล้วเสร็จ", lambda line: line.due_words, 18),
        Column("สถานะ", lambda line: line.state_words, 22),
    )

    def options(self):
        return {
            "by": OneOfField(label="เรียงตาม", choices=ARRANGED, required=False),
            "state": OneOfField(label="สถานะของข้อสั่งการ", choices=STATES, required=False),
        }

    @property
    def arranged(self):
        return self.filter.value("by") or DAY

    def found(self):
        newest_first = self.told.order_by("-visit__starts_on", "-visit__pk", "order", "pk")
        lines = [line for directive in newest_first for line in self._lines(directive)]
        wanted = self.filter.value("state")
        lines = [line for line in lines if self._is(line, wanted)] if wanted else lines
        return sorted(lines, key=KEYS[self.arranged]) if self.arranged != DAY else lines

    def _lines(self, directive):
        rows = list(directive.assignments.all())
        if self.arranged != UNIT or not rows:
            return [Line(directive, rows)]
        single = [Line(directive, [row]) for row in rows if not row.via]
        groups = {row.via: [other for other in rows if other.via == row.via] for row in rows if row.via}
        return single + [Line(directive, members, name) for name, members in groups.items()]

    def _is(self, line, wanted):
        if wanted == OVERDUE:
            return line.overdue_since is not None
        if wanted == NOBODY:
            return not line.rows
        return any(row.state == wanted for row in line.rows)

    @property
    def totals(self):
        lines = self._all_rows
        number = len({line.directive.pk for line in lines})
        followed = [line for line in lines if line.directive.follow_up in FOLLOWED_UP and line.rows]
        done = len({line.directive.pk for line in followed if line.state in DONE_STATES})
        late = len({line.directive.pk for line in followed if line.overdue_since})
        asked = len({line.directive.pk for line in followed})
        return [
            f"ข้อสั่งการ {number:,} ข้อ ต้องรายงานผล {asked:,} ข้อ แล้วเสร็จหรือยุติ {done:,} ข้อ เกินกำหนด {late:,} ข้อ",
            f"จากการตรวจเยี่ยมที่{self.journeys_and_places}",
        ]

    @property
    def notes(self):
        return [
            "ชื่อและตำแหน่งของผู้สั่งการเป็นไปตามวันที่มีข้อสั่งการ",
            "กลุ่มหน่วยงานแสดงเป็นหนึ่งรายการพร้อมจำนวนหน่วยงานในแต่ละสถานะ",
            "เกินกำหนด คือถึงกำหนดแล้วและหน่วยงานยังไม่รายงานผล ข้อที่ให้ถือปฏิบัติไม่นับ",
        ]


def _by_giver(line):
    return (sort_key(line.directive.given_name or line.directive.given_as or "ฮ"), _late_first(line))


def _by_unit(line):
    named = bool(line.rows)
    return (not named, sort_key(str(line.responsible[0])), _late_first(line))


def _by_state(line):
    order = list(State)
    return (order.index(line.state) if line.state else len(order), _late_first(line))


def _late_first(line):
    return (date.max - line.visit.starts_on).days


KEYS = {GIVER: _by_giver, UNIT: _by_unit, STATE: _by_state}

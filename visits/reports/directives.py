"""ทะเบียนติดตามข้อสั่งการ: every directive, by giver, by responsible unit, by state."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from django.db.models import Exists, OuterRef
from django.utils import timezone

from config.thai.text import sort_key
from visits.filter_fields import OneOfField
from visits.filters import ANY
from visits.models import DONE_STATES, Assignment, DirectiveKind, State, overall_state
from visits.reports.cells import Column
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
        Column("กำหนดแล้วเสร็จ", lambda line: line.due, 18),
        Column("สถานะ", lambda line: line.states, 22),
    )

    def options(self):
        return {
            "by": OneOfField(label="เรียงตาม", choices=ARRANGED, required=False),
            "state": OneOfField(label="สถานะของข้อสั่งการ", choices=STATES, required=False),
        }

    @property
    def arranged(self):
        return self.filter.value("by") or DAY

    @property
    def wanted(self):
        return self.filter.value("state")

    @property
    def asked_directives(self):
        """Those of the state asked for: with a part in that state, late, or without anybody responsible."""
        parts = Assignment.objects.filter(directive=OuterRef("pk"))
        if not self.wanted:
            return self.directives
        if self.wanted == NOBODY:
            return self.directives.exclude(Exists(parts))
        return self.directives.filter(Exists(self._in_state(parts)))

    def _in_state(self, parts):
        if self.wanted == OVERDUE:
            return parts.overdue(timezone.localdate())
        return parts.filter(state=self.wanted) if self.wanted in State.values else parts

    def found(self):
        """`Key`s, the latest directive first within what they are arranged by."""
        rows = self.asked_directives.order_by("-visit__starts_on", "-visit", "order", "pk")
        keys = [Key(pk, name) for pk, name in rows.values_list("pk", "given_name")]
        return {DAY: list, GIVER: _by_giver, UNIT: self._by_unit, STATE: self._by_state}[self.arranged](keys)

    def _by_state(self, keys):
        """The least advanced first; without a state last."""
        states = defaultdict(set)
        parts = Assignment.objects.filter(directive__in=self.asked_directives.order_by()).order_by()
        for key, state in parts.values_list("directive_id", "state").distinct():
            states[key].add(state)
        places = {state: place for place, state in enumerate([*State, ""])}
        return sorted(keys, key=lambda key: places[overall_state(states[key.directive])])

    def _by_unit(self, keys):
        """One key for each unit or group responsible, by its name; where nobody is, last."""
        parts = Assignment.objects.filter(directive__in=self.asked_directives.order_by()).order_by()
        answered = defaultdict(list)
        single = self._in_state(parts).filter(via="").select_related("unit")
        for key, unit, short, name in single.values_list(
            "directive_id", "unit", "unit__short_name", "unit__name"
        ):
            answered[key].append((short or name, unit))
        for key, via in self._in_state(parts).exclude(via="").values_list("directive_id", "via").distinct():
            answered[key].append((via, None))
        split = [
            Key(key.directive, key.giver, *answer)
            for key in keys
            for answer in answered.get(key.directive, [("", None)])
        ]
        sorted_names = cache(sort_key)
        return sorted(split, key=lambda key: (not key.answer, sorted_names(key.answer), key.unit or 0))

    def told(self, keys):
        orders = self.read(key.directive for key in keys)
        return [key.of(orders[key.directive]) for key in keys]

    @property
    def totals(self):
        directives = self.asked_directives.order_by()
        parts = Assignment.objects.filter(directive=OuterRef("pk"))
        followed = directives.followed_up().filter(Exists(parts))
        done = followed.exclude(Exists(parts.exclude(state__in=DONE_STATES)))
        late = directives.filter(Exists(parts.overdue(timezone.localdate())))
        number, asked, done, late = (rows.count() for rows in (directives, followed, done, late))
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


@dataclass(frozen=True, slots=True)
class Key:
    """Of a directive, or, where arranged by unit, of the part of one unit or group in it."""

    directive: int
    giver: str
    answer: str = ""
    unit: int | None = None

    def of(self, order):
        if not self.answer:
            return order
        mine = [one for one in order.answers if (one.unit, one.name) == (self.unit, self.answer)]
        return Order(order.directive, mine)


def _by_giver(keys):
    """By name as it sorts in Thai; without a name last."""
    sorted_names = cache(sort_key)
    return sorted(keys, key=lambda key: (not key.giver, sorted_names(key.giver)))

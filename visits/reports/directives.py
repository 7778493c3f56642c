"""ทะเบียนติดตามข้อสั่งการ: every directive with its units and states, of today or of a past day."""

from collections import defaultdict
from functools import cache, cached_property
from typing import NamedTuple

from django.db.models import Case, Count, F, Q, When
from django.urls import reverse

from config.thai.dates import MIN_DAY
from config.thai.text import sort_key
from units.models import Unit
from visits.directives.as_of import end_of, word_as_then
from visits.filters.directive_filter import DirectiveFilter, directive_fields, visits_of_directives
from visits.filters.filter_fields import OneOfField
from visits.models import (
    DONE_STATES,
    FOLLOWED_UP,
    DirectiveKind,
    FilterPage,
    SavedFilter,
    State,
    overall_state,
)
from visits.reports.columns import Column
from visits.reports.list_report import OfDirectives, Order
from visits.reports.own_directives import OwnDirectives

UNIT, GIVER, STATE, DAY, NUMBER, DUE = "unit", "giver", "state", "day", "number", "due"
ARRANGED = [
    (DAY, "วันที่ ใหม่ไปเก่า"),
    (NUMBER, "เลขทะเบียน"),
    (DUE, "กำหนดแล้วเสร็จ"),
    (GIVER, "ผู้สั่งการ"),
    (UNIT, "หน่วยงานรับผิดชอบ"),
    (STATE, "สถานะ"),
]
AS_SAID = ("-visit__starts_on", "-visit_id", "order", "pk")
# What the database can put in order; the others sort Thai names or states and are put in order here.
IN_ORDER = {
    DAY: AS_SAID,
    NUMBER: (F("number_year").desc(nulls_last=True), F("number_seq").asc(nulls_last=True), *AS_SAID),
    DUE: (F("due_on").asc(nulls_last=True), *AS_SAID),
    STATE: (
        Case(*(When(overall_state=state, then=place) for place, state in enumerate(State)), default=99),
        *AS_SAID,
    ),
}
# By the stored roll-up, in one look over the rows.
FOLLOWED = Q(follow_up__in=FOLLOWED_UP) & ~Q(overall_state="")
BY_STATE = {
    "number": Count("pk"),
    "asked": Count("pk", filter=FOLLOWED),
    "done": Count("pk", filter=FOLLOWED & Q(overall_state__in=DONE_STATES)),
}


class Directives(OfDirectives):
    id = "directives"
    title = "ทะเบียนติดตามข้อสั่งการ"
    about = "ข้อสั่งการทุกข้อ เรียงตามผู้สั่งการ หน่วยงานรับผิดชอบ หรือสถานะ พร้อมกำหนดแล้วเสร็จ"

    per_page = 50

    columns = (
        Column("เลขทะเบียน", lambda line: line.directive.number, 13, "nowrap"),
        Column("วันที่มีข้อสั่งการ", lambda line: line.days, 16, "day", only="paper"),
        Column("วันที่มีข้อสั่งการ", lambda line: line.visit.starts_on, 16, "day", only="file"),
        Column("ประเด็น/เรื่อง", lambda line: line.subject, 45, heads_row=True),
        Column("ข้อความ", lambda line: line.directive.text, 60, only="file"),
        Column("ประเภท", lambda line: DirectiveKind(line.directive.kind).label, 18),
        Column("ผู้สั่งการ", lambda line: line.giver, 34),
        Column("ผู้รับตามคำกล่าว", lambda line: line.directive.addressed_to, 28, only="file"),
        Column("หน่วยงานที่ตรวจเยี่ยม", lambda line: line.visit.unit.label, 24),
        Column("จังหวัด", lambda line: line.visit.province, 14, only="file"),
        Column("หน่วยงานรับผิดชอบ", lambda line: line.responsible, 28),
        Column("มิติ", lambda line: line.dimensions, 24),
        Column("มิติที่ผู้สั่งการระบุ", lambda line: line.stated_dimensions, 24, only="file"),
        Column("โครงการ/ระบบงาน", lambda line: line.programmes, 24, only="file"),
        Column("กำหนดแล้วเสร็จ", lambda line: line.due, 18),
        Column("สถานะ", lambda line: line.states, 22),
        Column("สถานะรวม", lambda line: line.overall_words, 22, only="file"),
        Column("อายุ (วัน)", lambda line: line.age, 8, "number", only="file"),
    )

    def scope(self):
        return visits_of_directives(self.user)

    def options(self):
        arranged = OneOfField(label="เรียงตาม", choices=ARRANGED, required=False)
        return {"by": arranged, **directive_fields(self.user)}

    @property
    def arranged(self):
        return self.filter.value("by") or DAY

    @cached_property
    def moment_asked(self):
        return end_of(self.filter.value("as_at"))

    @cached_property
    def directive_filter(self):
        return DirectiveFilter(self.filter, self.moment_asked)

    @property
    def asked_directives(self):
        return self.directive_filter.directives

    # The rows, in the order asked for

    @property
    def _order(self):
        """Of a past moment the stored roll-up says nothing, so that states are put in order here."""
        return None if self.moment_asked and self.arranged == STATE else IN_ORDER.get(self.arranged)

    @cached_property
    def count(self):
        if not self._order:
            return super().count
        return self._counts["number"] if self.filter.is_valid else 0

    def rows(self, first=0, last=None):
        if not self._order:
            return super().rows(first, last)
        return self._rows_in_order(first, last) if self.filter.is_valid else []

    def _rows_in_order(self, first, last):
        keys = self._own.keys(first, last) if self._own else self._keys_in_order[first:last]
        yield from self._told_in_chunks([Key(key) for key in keys])

    @property
    def _keys_in_order(self):
        rows = self.asked_directives.order_by(*self._order).values_list("pk", flat=True)
        # Leaves nobody out, but says where to begin: with the visits by their day, of which a page needs few.
        return rows.filter(visit__starts_on__gte=MIN_DAY) if self.arranged == DAY else rows

    def found(self):
        """`Key`s, the latest directive first within what they are arranged by."""
        rows = self.asked_directives.order_by(*AS_SAID)
        keys = [Key(pk, name) for pk, name in rows.values_list("pk", "given_name")]
        return {GIVER: _by_giver, UNIT: self._by_unit, STATE: self._by_state}[self.arranged](keys)

    @property
    def _parts_asked(self):
        parts = self.parts.order_by()
        if self.user.sees_everything and not self.filter.data:
            return parts
        return parts.filter(directive__in=self.asked_directives.order_by())

    def _by_state(self, keys):
        """The least advanced first; without a state last."""
        states = defaultdict(set)
        for key, state in self._parts_asked.values_list("directive_id", "state_then").distinct():
            states[key].add(state)
        places = {state: place for place, state in enumerate([*State, ""])}
        return sorted(keys, key=lambda key: places[overall_state(states[key.directive])])

    def _by_unit(self, keys):
        """One key for each unit or group responsible, by its name; where nobody is, last."""
        answered = self._answered()
        of_place, place = defaultdict(list), cache(_place)
        for key in keys:
            for name, unit in answered.get(key.directive, [("", None)]):
                of_place[place(name, unit)].append(Key(key.directive, key.giver, name, unit))
        # There are a thousand units, and a hundred thousand parts.
        return [key for _, found in sorted(of_place.items()) for key in found]

    def _answered(self):
        """Directive key -> name and key of each unit, and name of each group, responsible for it."""
        answered, parts = defaultdict(list), self.directive_filter.in_wanted_state(self._parts_asked)
        names = {
            pk: short or name for pk, short, name in Unit.objects.values_list("pk", "short_name", "name")
        }
        for key, unit in parts.filter(via="").values_list("directive_id", "unit"):
            answered[key].append((names[unit], unit))
        for key, via in parts.exclude(via="").values_list("directive_id", "via").distinct():
            answered[key].append((via, None))
        return answered

    def told(self, keys):
        orders = self.read(key.directive for key in keys)
        if self.moment_asked:
            word_as_then([order.directive for order in orders.values()], self.moment_asked)
        return [key.of(orders[key.directive]) for key in keys]

    @property
    def totals(self):
        counts = {name: f"{number:,}" for name, number in self._counts.items()}
        return [
            "ข้อสั่งการ {number} ข้อ ต้องรายงานผล {asked} ข้อ แล้วเสร็จหรือยุติ {done} ข้อ เกินกำหนด {late} ข้อ".format(
                **counts
            ),
            f"จากการตรวจเยี่ยมที่{self.journeys_and_places}",
        ]

    @cached_property
    def _counts(self):
        """All, to be reported on, done, late."""
        if self.moment_asked:
            return self._counts_then() | {"late": self._late()}
        if self._own:
            return self._own.counts
        return self.asked_directives.order_by().aggregate(**BY_STATE) | {"late": self._late()}

    @cached_property
    def _own(self):
        if self.moment_asked or self.user.sees_everything:
            return None
        late = self.parts.overdue_then(self.day)
        return OwnDirectives(self.asked_directives.order_by(*self._order or ()), late)

    @property
    def journeys_and_places(self):
        """Of all visits asked for, also of those of which the rows leave every order out."""
        if self._own and not self.directive_filter.is_narrowed:
            return self._own.journeys_and_places
        return super().journeys_and_places

    def _late(self):
        return self._parts_asked.overdue_then(self.day).values("directive").distinct().count()

    def _counts_then(self):
        """Of a past moment, by what the units' parts were then."""
        followed = (
            self.asked_directives.followed_up().filter(self.directive_filter.has_any(self.parts)).order_by()
        )
        done = followed.exclude(self.directive_filter.has_any(self.parts.exclude(state_then__in=DONE_STATES)))
        return {"number": self.asked_directives.count(), "asked": followed.count(), "done": done.count()}

    @property
    def ways(self):
        here = self.filter.query_string
        overview = f"{reverse('report', args=['progress'])}{f'?{here}' if here else ''}"
        return [("ภาพรวม", overview), ("รอบการติดตาม", reverse("report", args=["rounds"]))]

    @property
    def kept(self):
        return SavedFilter.objects.for_menu(self.user, FilterPage.DIRECTIVES)

    @property
    def notes(self):
        return [
            "ชื่อและตำแหน่งของผู้สั่งการเป็นไปตามวันที่มีข้อสั่งการ",
            "กลุ่มหน่วยงานแสดงเป็นหนึ่งรายการพร้อมจำนวนหน่วยงานในแต่ละสถานะ",
            "เกินกำหนด คือถึงกำหนดแล้วและหน่วยงานยังไม่รายงานผล ข้อที่ให้ถือปฏิบัติไม่นับ",
        ]


class Key(NamedTuple):
    """Of a directive, or, where arranged by unit, of the part of one unit or group in it."""

    directive: int
    giver: str = ""
    answer: str = ""
    unit: int | None = None

    def of(self, order):
        if not self.answer:
            return order
        mine = [one for one in order.answers if (one.unit, one.name) == (self.unit, self.answer)]
        return Order(order.directive, mine, order.about, order.overall)


def _place(name, unit):
    """Where a unit or group stands among the others; nobody comes last."""
    return not name, sort_key(name), unit or 0


def _by_giver(keys):
    """By name as it sorts in Thai; without a name last."""
    sorted_names = cache(sort_key)
    return sorted(keys, key=lambda key: (not key.giver, sorted_names(key.giver)))

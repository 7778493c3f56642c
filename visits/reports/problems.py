"""ปัญหาอุปสรรคจำแนกตามประเด็น: what was reported where and when, and which directive answers it."""

from collections import Counter, defaultdict
from functools import cached_property

from django.db.models import Prefetch

from config.thai.dates import fiscal_year
from config.thai.text import sort_key
from visits.filter_fields import OneOfField
from visits.models import Directive, Finding, Topic, overall_state
from visits.reports.cells import Column, Piece
from visits.reports.cross import CrossRow, cross_columns, cross_footer
from visits.reports.lists import Listing, days_of, place_of

LIST, PROVINCE, YEAR = "list", "province", "fiscal_year"
BY = [(LIST, "รายข้อ"), (PROVINCE, "นับตามจังหวัด"), (YEAR, "นับตามปีงบประมาณ")]
NO_ANSWER = "ยังไม่มีข้อสั่งการ"
NO_PROVINCE = "ไม่ระบุจังหวัด"
ORDER = {topic.value: place for place, topic in enumerate(Topic)}


def _answers(problem):
    """Each directive with its overall state; a problem without one says so."""
    return [_answer(one) for one in problem.answers.all()] or [NO_ANSWER]


def _answer(directive):
    state = overall_state(row.state for row in directive.assignments.all())
    return Piece(str(directive), f"/visits/{directive.visit_id}/", state and state.label)


LISTED = [
    Column("ประเด็น", lambda row: Topic(row.topic).label, 24, heads_row=True),
    Column("จังหวัด", lambda row: row.visit.province, 16, "nowrap"),
    Column("ปีงบประมาณ", lambda row: str(fiscal_year(row.visit.starts_on)), 12, "nowrap"),
    Column("วันที่", lambda row: days_of(row.visit), 16, "day", only="paper"),
    Column("วันที่", lambda row: row.visit.starts_on, 16, "day", only="file"),
    Column("หน่วยงานที่ตรวจเยี่ยม", lambda row: place_of(row.visit), 28),
    Column("ปัญหาอุปสรรค", lambda row: row.text.splitlines(), 50),
    Column("ข้อสั่งการที่ตอบปัญหา", _answers, 45),
]


class Problems(Listing):
    id = "problems"
    title = "ปัญหาอุปสรรคจำแนกตามประเด็น"
    about = "ปัญหาที่หน่วยงานรายงาน ประเด็นใดพบที่ใดและปีใด พร้อมข้อสั่งการที่ตอบแต่ละปัญหา"

    def options(self):
        return {"by": OneOfField(label="แสดง", choices=BY, required=False)}

    @property
    def by(self):
        return self.filter.value("by") or LIST

    @property
    def shape(self):
        return "list" if self.by == LIST else "matrix"

    @cached_property
    def columns(self):
        if self.by == LIST:
            return LISTED
        return cross_columns("จังหวัด" if self.by == PROVINCE else "ปีงบประมาณ", self.heads, "ปัญหา")

    @cached_property
    def heads(self):
        return Topic.choices

    @cached_property
    def problems(self):
        if not self.filter.is_valid:
            return []
        rows = (
            Finding.objects.visible_to(self.user).problems().filter(visit__in=self.filter.visits.order_by())
        )
        answers = Directive.objects.visible_to(self.user).prefetch_related("assignments")
        told = rows.select_related("visit__unit", "visit__province").prefetch_related(
            Prefetch("answers", answers)
        )
        return sorted(told, key=_by_topic)

    def found(self):
        return self.problems if self.by == LIST else self._counted()

    def _counted(self):
        members = defaultdict(Counter)
        for row in self.problems:
            members[self._place(row.visit)][row.topic] += 1
        return [
            CrossRow(place, counts, counts.total()) for place, counts in sorted(members.items(), key=_by_name)
        ]

    def _place(self, visit):
        if self.by == YEAR:
            return f"พ.ศ. {fiscal_year(visit.starts_on)}"
        return visit.province.name if visit.province else NO_PROVINCE

    @property
    def footer(self):
        return None if self.by == LIST else cross_footer(self._all_rows, self.heads)

    @property
    def totals(self):
        return [self._where_each_stands(), f"จากการตรวจเยี่ยมที่{self.journeys_and_places}"]

    def _where_each_stands(self):
        """ "งบประมาณ 3 ปัญหา ใน 2 จังหวัด", the most frequent first."""
        provinces = defaultdict(set)
        for row in self.problems:
            provinces[row.topic].add(row.visit.province_id)
        count = Counter(row.topic for row in self.problems)
        said = [
            f"{Topic(topic).label} {number:,} ปัญหา ใน {len(provinces[topic]):,} จังหวัด"
            for topic, number in count.most_common()
        ]
        return f"ปัญหาอุปสรรค {len(self.problems):,} ข้อ" + (f" ได้แก่ {', '.join(said)}" if said else "")

    @property
    def notes(self):
        return ["ข้อสั่งการที่ตอบปัญหา แสดงตามที่เจ้าหน้าที่เชื่อมโยงไว้ สถานะรวมของข้อสั่งการอยู่ในวงเล็บ"]


def _by_topic(row):
    province = row.visit.province.sort_key if row.visit.province else ""
    return (ORDER[row.topic], province, row.visit.starts_on, row.visit_id, row.order)


def _by_name(item):
    return sort_key(item[0])

"""ปัญหาอุปสรรคจำแนกตามประเด็น: what was reported where and when, and which directive answers it."""

from collections import Counter, defaultdict
from functools import cached_property

from django.db.models import Case, Count, F, Prefetch, When

from config.thai.dates import fiscal_year
from config.thai.text import sort_key
from visits.filters.filter_fields import OneOfField
from visits.models import Directive, Finding, Topic, overall_state
from visits.reports.columns import Column, Piece
from visits.reports.crosstab import CrossRow, cross_columns, cross_footer
from visits.reports.list_report import ReadWhenShown, days_of, place_of

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


class Problems(ReadWhenShown):
    id = "problems"
    title = "ปัญหาอุปสรรคจำแนกตามประเด็น"
    about = "ปัญหาที่หน่วยงานรายงาน ประเด็นใดพบที่ใดและปีใด พร้อมข้อสั่งการที่ตอบแต่ละปัญหา"
    nothing = "ไม่พบปัญหาอุปสรรคตามตัวกรองนี้"

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

    @property
    def problems(self):
        rows = Finding.objects.visible_to(self.user).problems().order_by()
        return rows.filter(visit__in=self.filter.visits.order_by())

    def found(self):
        """Keys of the problems, by topic and place; or the rows of the matrix."""
        return self._keys() if self.by == LIST else self._counted()

    def _keys(self):
        topics = Case(*(When(topic=topic, then=place) for place, topic in enumerate(Topic)))
        province = F("visit__province__sort_key").asc(nulls_first=True)
        order = (topics, province, "visit__starts_on", "visit", "order", "pk")
        return self.problems.order_by(*order).values_list("pk", flat=True)

    def told(self, keys):
        if self.by != LIST:
            return keys
        answers = Directive.objects.visible_to(self.user).prefetch_related("assignments")
        rows = Finding.objects.select_related("visit__unit", "visit__province")
        found = rows.prefetch_related(Prefetch("answers", answers)).in_bulk(keys)
        return [found[key] for key in keys]

    def _counted(self):
        members = defaultdict(Counter)
        place = "visit__starts_on" if self.by == YEAR else "visit__province__name"
        for where, topic, count in self.problems.values_list(place, "topic").annotate(Count("pk")):
            members[self._name(where)][topic] += count
        return [
            CrossRow(place, counts, counts.total()) for place, counts in sorted(members.items(), key=_by_name)
        ]

    def _name(self, where):
        return f"พ.ศ. {fiscal_year(where)}" if self.by == YEAR else where or NO_PROVINCE

    @property
    def footer(self):
        return None if self.by == LIST else cross_footer(self._all_rows, self.heads)

    @property
    def totals(self):
        return [self._where_each_stands(), f"จากการตรวจเยี่ยมที่{self.journeys_and_places}"]

    def _where_each_stands(self):
        """ "งบประมาณ 3 ปัญหา ใน 2 จังหวัด", the most frequent first."""
        counts = self.problems.values_list("topic").annotate(
            count=Count("pk"), provinces=Count("visit__province", distinct=True)
        )
        in_order = sorted(counts, key=lambda row: (-row[1], ORDER[row[0]])) if self.filter.is_valid else []
        said = [
            f"{Topic(topic).label} {count:,} ปัญหา ใน {provinces:,} จังหวัด"
            for topic, count, provinces in in_order
        ]
        number = sum(count for _, count, _ in in_order)
        return f"ปัญหาอุปสรรค {number:,} ข้อ" + (f" ได้แก่ {', '.join(said)}" if said else "")

    @property
    def notes(self):
        if self.by != LIST:
            return ["นับปัญหาที่รายงานทุกข้อ แห่งหนึ่งรายงานหลายปัญหาในประเด็นเดียวกันได้"]
        return ["ข้อสั่งการที่ตอบปัญหา แสดงตามที่เจ้าหน้าที่เชื่อมโยงไว้ สถานะรวมของข้อสั่งการอยู่ในวงเล็บ"]


def _by_name(item):
    return sort_key(item[0])

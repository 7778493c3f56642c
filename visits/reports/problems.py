"""ปัญหาอุปสรรคจำแนกตามประเด็น: what was reported where and when, and which directive answers it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, F, Prefetch, QuerySet, When

from config.kept_statements import KeptRows
from config.occurring import KeptPrefetch, prefetch_occurring
from config.thai.dates import fiscal_year
from config.thai.text import sort_key
from officials.models import User
from visits.filters.filter_fields import OneOfField
from visits.models import Assignment, Directive, Finding, State, Topic, overall_state
from visits.reports.by_days import ByDays
from visits.reports.columns import KEY, LinkedText, ReportColumn, data_column, one_of
from visits.reports.crosstab import CrosstabRow, crosstab_columns, crosstab_sums
from visits.reports.list_report import OF_VISIT, GroupedListReport

LIST, PROVINCE, YEAR = "list", "province", "fiscal_year"
BY = [(LIST, "รายข้อ"), (PROVINCE, "นับตามจังหวัด"), (YEAR, "นับตามปีงบประมาณ")]
NO_DIRECTIVE = "ยังไม่มีข้อสั่งการ"
NO_PROVINCE = "ไม่ระบุจังหวัด"
SHOWN = KeptRows(
    Finding.objects.order_by()
    .select_related("visit__unit", "visit__province")
    .only("topic", "text", *OF_VISIT),
    "pk",
)
ANSWERS = KeptPrefetch(
    "answers", Directive.objects.all(), KeptPrefetch("assignments", Assignment.objects.all())
)
TOPICS = {topic.value: place for place, topic in enumerate(Topic)}


def answers_of(problem: Finding) -> list[LinkedText | str]:
    """Each directive with its overall state; a problem without one says so."""
    answers: list[LinkedText | str] = []
    for directive in problem.answers.all():
        state = overall_state(row.state for row in directive.assignments.all())
        answers.append(
            LinkedText(str(directive), f"/visits/{directive.visit_id}/", State(state).label if state else "")
        )
    return answers or [NO_DIRECTIVE]


COLUMNS_OF_LIST = [
    data_column("finding", "รหัสปัญหาอุปสรรค", lambda row: row.pk, KEY),
    data_column("visit", "รหัสรายการตรวจเยี่ยม", lambda row: row.visit_id, KEY),
    ReportColumn(
        "ประเด็น",
        lambda row: Topic(row.topic).label,
        24,
        heads_row=True,
        name="topic",
        data=lambda row: row.topic,
        schema=one_of(Topic),
    ),
    ReportColumn("จังหวัด", lambda row: row.visit.province, 16, "nowrap", name="province"),
    data_column(
        "province_code",
        "รหัสจังหวัด",
        lambda row: row.visit.province.code if row.visit.province else None,
    ),
    ReportColumn(
        "ปีงบประมาณ",
        lambda row: str(fiscal_year(row.visit.starts_on)),
        12,
        "nowrap",
        name="fiscal_year",
        data=lambda row: fiscal_year(row.visit.starts_on),
        schema=KEY,
    ),
    ReportColumn("วันที่", lambda row: row.visit.days, 16, "day", only="page"),
    ReportColumn("วันที่", lambda row: row.visit.starts_on, 16, "day", only="file", name="starts_on"),
    ReportColumn(
        "หน่วยงานที่ตรวจเยี่ยม",
        lambda row: LinkedText(row.visit.unit.label, row.visit.get_absolute_url()),
        28,
        name="unit",
        data=lambda row: row.visit.unit.name,
    ),
    data_column("unit_code", "รหัสหน่วยงาน", lambda row: row.visit.unit.code),
    ReportColumn("ปัญหาอุปสรรค", lambda row: row.text.splitlines(), 50, name="text", data=lambda row: row.text),
    ReportColumn(
        "ข้อสั่งการที่ตอบปัญหา",
        answers_of,
        45,
        name="directives",
        data=lambda row: [directive.pk for directive in row.answers.all()],
        schema={"type": "array", "items": KEY},
    ),
]


def in_order(problems: QuerySet[Finding]) -> QuerySet[Finding]:
    """By topic, place and day."""
    topics = Case(*(When(topic=topic, then=place) for topic, place in TOPICS.items()))
    province = F("visit__province__sort_key").asc(nulls_first=True)
    return problems.order_by(topics, province, "visit__starts_on", "visit", "order", "pk")


TOPIC_NUMBERS = ByDays(
    lambda report: report.problems.values_list("topic").annotate(
        count=Count("*"), provinces=Count("visit__province", distinct=True)
    )
)
ALL_KEYS = ByDays(lambda report: in_order(report.problems).values_list("pk"))


class ProblemsReport(GroupedListReport):
    id = "problems"
    title = "ปัญหาอุปสรรคจำแนกตามประเด็น"
    about = "ปัญหาที่หน่วยงานรายงาน ประเด็นใดพบที่ใดและปีใด พร้อมข้อสั่งการที่ตอบแต่ละปัญหา"
    order = 100
    nothing = "ไม่พบปัญหาอุปสรรคตามตัวกรองนี้"

    options = {"by": OneOfField(label="แสดง", choices=BY, required=False)}

    @property
    def by(self) -> str:
        """Whether each problem is listed, or problems are counted by province or fiscal year."""
        return self.filter.value("by") or LIST

    @property
    def shape(self) -> str:
        """A list or a matrix."""
        return "list" if self.by == LIST else "matrix"

    @cached_property
    def columns(self) -> Sequence[ReportColumn]:
        if self.by == LIST:
            return COLUMNS_OF_LIST
        return crosstab_columns("จังหวัด" if self.by == PROVINCE else "ปีงบประมาณ", Topic.choices, "ปัญหา")

    @classmethod
    def kinds_of_row(cls, user: User) -> list[Sequence[ReportColumn]]:
        return [COLUMNS_OF_LIST, cls(f"by={PROVINCE}", user).columns]

    @cached_property
    def problems(self) -> QuerySet[Finding]:
        """The problems of the filter's visits."""
        rows = self.visible(Finding).problems().order_by()
        return rows if self.filter.leaves_all else rows.filter(visit__in=self.filter.visits.order_by())

    @cached_property
    def topics(self) -> list[tuple[str, int, int]]:
        """Each topic with the number of problems and of provinces; none where the filter is wrong."""
        return TOPIC_NUMBERS.read(self) if self.filter.is_valid else []

    @cached_property
    def groups(self) -> list[tuple[Any, int]]:
        """The topics; the rows of a matrix, which are all read, in one."""
        if self.by != LIST:
            return [(None, len(self.all_rows))]
        return [(topic, count) for topic, count, _ in sorted(self.topics, key=lambda row: TOPICS[row[0]])]

    @property
    def all_keys(self) -> list[Any]:
        return [key for (key,) in ALL_KEYS.read(self)] if self.by == LIST else self.all_rows

    def keys_in(self, groups: list[Any]) -> Any:
        """Keys of the problems, by topic and place; or the rows of the matrix."""
        if self.by != LIST:
            return self.all_rows
        return in_order(self.problems.filter(topic__in=groups)).values_list("pk", flat=True)

    def read_rows(self) -> list[CrosstabRow]:
        """The rows of the matrix."""
        by_name: dict[str, Counter] = defaultdict(Counter)
        codes: dict[str, str] = {}
        # Days of visits, or names of provinces; and codes, of which a day needs none.
        columns = (
            ("visit__starts_on",) * 2
            if self.by == YEAR
            else ("visit__province__name", "visit__province__code")
        )
        for place, code, topic, count in self.problems.values_list(*columns, "topic").annotate(Count("pk")):
            year = fiscal_year(place) if self.by == YEAR else None
            name = f"พ.ศ. {year}" if year else place or NO_PROVINCE
            codes[name] = str(year or code or "")
            by_name[name][topic] += count
        return [
            CrosstabRow(name, counts, counts.total(), codes[name])
            for name, counts in sorted(by_name.items(), key=lambda item: sort_key(item[0]))
        ]

    def rows_of(self, keys: Sequence[Any]) -> Sequence[Any]:
        if self.by != LIST:
            return keys
        problems = SHOWN.in_order(keys)
        seen = Prefetch("answers", self.visible(Directive).prefetch_related("assignments"))
        prefetch_occurring(problems, ANSWERS if self.user.sees_everything else seen)
        return problems

    @property
    def sum_row(self) -> CrosstabRow | None:
        return None if self.by == LIST else crosstab_sums(self.all_rows)

    @property
    def totals(self) -> list[str]:
        """ "งบประมาณ 3 ปัญหา ใน 2 จังหวัด", the most frequent topic first."""
        in_order = sorted(self.topics, key=lambda row: (-row[1], TOPICS[row[0]]))
        topics = [
            f"{Topic(topic).label} {count:,} ปัญหา ใน {provinces:,} จังหวัด"
            for topic, count, provinces in in_order
        ]
        number = sum(count for _, count, _ in in_order)
        return [
            f"ปัญหาอุปสรรค {number:,} ข้อ" + (f" ได้แก่ {', '.join(topics)}" if topics else ""),
            f"จากการตรวจเยี่ยมที่{self.journeys_and_places}",
        ]

    @property
    def notes(self) -> list[str]:
        if self.by != LIST:
            return ["นับปัญหาที่รายงานทุกข้อ แห่งหนึ่งรายงานหลายปัญหาในประเด็นเดียวกันได้"]
        return ["ข้อสั่งการที่ตอบปัญหา แสดงตามที่เจ้าหน้าที่เชื่อมโยงไว้ สถานะรวมของข้อสั่งการอยู่ในวงเล็บ"]

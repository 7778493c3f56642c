"""ผลการติดตามข้อสั่งการรายรอบ: what each unit reported in one follow-up round, side by side, or who has not reported yet."""

from collections.abc import Iterable
from functools import cached_property

from django import forms
from django.db.models import F, Prefetch, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from config.thai.dates import thai_date
from visits.directives.as_of import end_of
from visits.directives.follow_up_rounds import MAY_CHANGE, MAY_OPEN
from visits.filters.directive_filter import DirectiveVisitFilter
from visits.filters.filter_fields import OneOfField
from visits.filters.visit_filter import ANY
from visits.models import Assignment, FollowUpRound, Progress, State
from visits.models.assignment import AssignmentQuerySet
from visits.reports.columns import KEY, TEXTS, LinkedText, ReportColumn, data_column, one_of
from visits.reports.list_report import DirectiveReport

MISSING, REPORTED = "missing", "told"
REPORTING = [ANY, (MISSING, "ยังไม่รายงาน"), (REPORTED, "รายงานแล้ว")]


class RoundsReport(DirectiveReport):
    id = "rounds"
    title = "ผลการติดตามข้อสั่งการรายรอบ"
    about = "คำตอบของแต่ละหน่วยงานในรอบการติดตามหนึ่งรอบ และหน่วยงานที่ยังไม่รายงาน"
    order = 70
    per_page = 50
    filter_class = DirectiveVisitFilter

    columns = (
        data_column("assignment", "รหัสรายการมอบหมาย", lambda row: row.pk, KEY),
        data_column("directive", "รหัสข้อสั่งการ", lambda row: row.directive_id, KEY),
        ReportColumn("เลขทะเบียน", lambda row: row.directive.number, 13, "nowrap", name="number"),
        ReportColumn(
            "ประเด็น/เรื่อง",
            lambda row: LinkedText(str(row.directive), row.directive.get_absolute_url()),
            40,
            heads_row=True,
            name="subject",
        ),
        ReportColumn(
            "หน่วยงานรับผิดชอบ", lambda row: row.unit.label, 28, name="unit", data=lambda row: row.unit.name
        ),
        data_column("unit_code", "รหัสหน่วยงาน", lambda row: row.unit.code),
        ReportColumn(
            "สถานะ",
            lambda row: State(row.state_then).label,
            20,
            name="state",
            data=lambda row: row.state_then,
            schema=one_of(State),
        ),
        ReportColumn(
            "ผลที่รายงานในรอบนี้",
            lambda row: [line for report in row.round_reports for line in report.text.splitlines()],
            60,
            name="reports",
            data=lambda row: [report.text for report in row.round_reports],
            schema=TEXTS,
        ),
        ReportColumn(
            "วันที่รายงาน",
            lambda row: next(
                (
                    report.reported_on or timezone.localdate(report.recorded_at)
                    for report in reversed(row.round_reports)
                ),
                None,
            ),
            16,
            "day",
            name="reported_on",
        ),
        ReportColumn("กำหนด", lambda row: row.due_in_round, 16, "day", name="due_on"),
    )
    notes = (
        "รายงานแล้ว คือรายงานตั้งแต่วันเปิดรอบจนปิดรอบหรือเปิดรอบใหม่ และไม่ถูกส่งกลับ หรือเรื่องที่จบแล้ว รายการที่ถอนไม่นับ",
        "สถานะของรอบที่ปิดแล้วเป็นไปตามวันที่ปิดรอบ",
    )

    @property
    def options(self) -> dict[str, forms.Field]:
        return {
            "round": OneOfField(
                label="รอบการติดตาม",
                choices=lambda: [("", "รอบล่าสุด"), *((str(row.pk), str(row)) for row in self.rounds)],
                required=False,
            ),
            "answer": OneOfField(label="การรายงาน", choices=REPORTING, required=False),
        }

    @cached_property
    def rounds(self) -> list[FollowUpRound]:
        """Every follow-up round, the newest first."""
        return list(self.visible(FollowUpRound))

    @cached_property
    def round(self) -> FollowUpRound | None:
        """The follow-up round that is asked for, else the newest; None where there is none yet."""
        key = self.filter.value("round")
        return next((row for row in self.rounds if not key or str(row.pk) == key), None)

    @property
    def heading(self) -> str:
        is_missing = self.filter.is_valid and self.filter.value("answer") == MISSING
        title = "หน่วยงานที่ยังไม่รายงาน" if is_missing else self.title
        return f"{title} {self.round}" if self.filter.is_valid and self.round else title

    @property
    def links(self) -> list[tuple[str, str]]:
        """To those who have not reported, to the days of this round, and to the next round."""
        links = [("ยังไม่รายงาน", self.filter.query(answer=MISSING, page=None))]
        if self.round and self.user.has_perm(MAY_CHANGE):
            links.append(("แก้ไขหรือปิดรอบ", reverse("round", args=[self.round.pk])))
        if self.user.has_perm(MAY_OPEN):
            links.append(("เปิดรอบการติดตาม", reverse("round_open")))
        return links

    @cached_property
    def assignments(self) -> AssignmentQuerySet:
        """All that the round asks, reported on or not; of a closed round as they stood when it was closed."""
        directives = self.directives.filter(round_links__round=self.round).order_by()
        rows = self.visible(Assignment).filter(directive__in=directives)
        return rows.as_of(end_of(self.round.closed_on if self.round else None)).exclude(
            state_then=State.WITHDRAWN
        )

    @cached_property
    def selected_assignments(self) -> AssignmentQuerySet:
        """Of these, the ones that are reported on or not, as asked for."""
        if not (self.filter.is_valid and self.round):
            return Assignment.objects.none()
        reporting = self.filter.value("answer")
        missing = self.assignments.without_report_in(self.round)
        if reporting == REPORTED:
            return self.assignments.exclude(pk__in=missing.order_by().values("pk"))
        return missing if reporting == MISSING else self.assignments

    @cached_property
    def count(self) -> int:
        return self.selected_assignments.count()

    def rows(self, first: int = 0, last: int | None = None) -> Iterable[Assignment]:
        if not (self.filter.is_valid and self.round):
            return []
        reports = self.visible(Progress).reports_in(self.round).order_by("recorded_at", "pk")
        due_in_round = Coalesce("due_on", "directive__due_on", Value(self.round.due_on))
        rows = self.selected_assignments.select_related("unit", "directive").annotate(
            due_in_round=due_in_round
        )
        rows = rows.prefetch_related(Prefetch("progress", reports, to_attr="round_reports"))
        number = (
            F("directive__number_year").asc(nulls_last=True),
            F("directive__number_seq").asc(nulls_last=True),
        )
        return rows.order_by(*number, "directive", "role", "unit__sort_key")[first:last]

    @property
    def totals(self) -> list[str]:
        if not self.round:
            return ["ยังไม่เคยเปิดรอบการติดตาม"]
        missing = self.assignments.without_report_in(self.round)
        units = missing.order_by().values("unit").distinct().count()
        closed = f" ปิดรอบ {thai_date(self.round.closed_on)}" if self.round.closed_on else ""
        return [
            f"เปิดรอบ {thai_date(self.round.opens_on)} กำหนดส่งรายงาน {thai_date(self.round.due_on)}{closed}",
            f"ติดตาม {self.assignments.count():,} รายการ ยังไม่รายงาน {missing.count():,} รายการ จาก {units:,} หน่วยงาน",
        ]

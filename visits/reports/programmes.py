"""ข้อสั่งการจำแนกตามโครงการ: every directive about one programme, wherever it was given."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet, Value

from visits.models import DirectiveProgramme
from visits.reports.by_days import ByDays
from visits.reports.columns import KEY, ReportColumn, data_column
from visits.reports.list_report import (
    DIRECTIVE_DATA,
    DirectiveListReport,
    DirectiveReportRow,
    GroupedListReport,
)


class ProgrammeRow(DirectiveReportRow):
    """A directive under one of its programmes."""

    def __init__(self, programme: int, name: str, row: DirectiveReportRow) -> None:
        super().__init__(row.directive, row.units, row.subjects, row.overall)
        self.programme, self.programme_name = programme, name


def in_order(mentions: QuerySet[DirectiveProgramme]) -> QuerySet:
    """Keys of programme and directive, by programme and then as given."""
    as_given = ("directive__visit__starts_on", "directive__visit", "directive__order", "directive")
    rows = mentions.order_by("programme__sort_key", "programme_id", *as_given)
    return rows.values_list("programme_id", "directive_id")


MENTIONS_OF_EACH = ByDays(lambda report: report.mentions.values_list("programme").annotate(number=Count("*")))
NUMBER_OF_DIRECTIVES = ByDays(
    lambda report: (
        report.mentions.values(nothing=Value(1))
        .annotate(number=Count("directive", distinct=True))
        .values_list("number")
    )
)
ALL_KEYS = ByDays(lambda report: in_order(report.mentions))


class ProgrammesReport(GroupedListReport, DirectiveListReport):
    id = "programmes"
    title = "ข้อสั่งการจำแนกตามโครงการ"
    about = "ทุกข้อสั่งการที่กล่าวถึงโครงการ ระบบงาน หรือมาตรฐานหนึ่ง ไม่ว่าสั่งที่ใด"
    order = 90

    columns = (
        data_column("programme", "รหัสโครงการ", lambda row: row.programme, KEY),
        ReportColumn(
            "โครงการ/ระบบงาน/มาตรฐาน",
            lambda row: row.programme_name,
            26,
            heads_row=True,
            name="programme_name",
        ),
        *DIRECTIVE_DATA,
        ReportColumn("วันที่", lambda row: row.visit.days, 16, "day", only="page"),
        ReportColumn("วันที่", lambda row: row.visit.starts_on, 16, "day", only="file"),
        ReportColumn("หน่วยงานที่ตรวจเยี่ยม", lambda row: row.visit.unit.label, 26),
        ReportColumn("จังหวัด", lambda row: row.visit.province, 14, "nowrap"),
        ReportColumn("เลขทะเบียน", lambda row: row.directive.number, 13, "nowrap"),
        ReportColumn("ประเด็น/เรื่อง", lambda row: row.subject, 45),
        ReportColumn("ข้อความ", lambda row: row.directive.text, 60, only="file", name="text"),
        ReportColumn("ประเภท", lambda row: row.kind, 18),
        ReportColumn("ผู้สั่งการ", lambda row: row.giver, 34),
        ReportColumn("หน่วยงานรับผิดชอบ", lambda row: row.responsible, 28),
        ReportColumn("สถานะ", lambda row: row.states, 22),
    )
    notes = ("ข้อสั่งการที่กล่าวถึงหลายโครงการแสดงในทุกโครงการ จำนวนข้อสั่งการนับข้อละหนึ่งครั้ง",)

    @cached_property
    def mentions(self) -> QuerySet[DirectiveProgramme]:
        """Each directive under each of its programmes."""
        rows = DirectiveProgramme.objects.order_by()
        if not self.filter.leaves_all:
            rows = rows.filter(directive__in=self.directives.order_by())
        programme = self.filter.value("programme")
        return rows.filter(programme=programme) if programme else rows

    @cached_property
    def groups(self) -> list[tuple[int, int]]:
        if not self.filter.is_valid:
            return []
        counts: dict[Any, int] = dict(MENTIONS_OF_EACH.read(self))
        # Put in order here: joined, all mentions would be sorted before they are counted.
        return [(key, counts[key]) for key in self.names if key in counts]

    @cached_property
    def names(self) -> dict[int, str]:
        """Key -> name of every programme, in their order."""
        return {int(row.code): row.name for row in self.filter.lists["programme"]}

    @property
    def all_keys(self) -> list[tuple[int, int]]:
        # One that was added since the names were read stands in the next answer.
        return [key for key in ALL_KEYS.read(self) if key[0] in self.names]

    def keys_in(self, groups: list[int]) -> QuerySet:
        """Keys of programme and directive: by programme, then in the order given; under each of several programmes."""
        return in_order(self.mentions.filter(programme__in=groups))

    def rows_of(self, keys: Sequence[tuple[int, int]]) -> list[ProgrammeRow]:
        rows = self.read(directive for _, directive in keys)
        return [ProgrammeRow(key, self.names[key], rows[directive]) for key, directive in keys]

    @property
    def totals(self) -> list[str]:
        ((directives,),) = NUMBER_OF_DIRECTIVES.read(self) or [(0,)]
        return [
            f"โครงการ/ระบบงาน/มาตรฐาน {len(self.groups):,} รายการ ข้อสั่งการ {directives:,} ข้อ",
            f"จากการตรวจเยี่ยมที่{self.journeys_and_places}",
        ]

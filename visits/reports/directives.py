"""ทะเบียนติดตามข้อสั่งการ: every directive with its units and states, of today or of a past day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django import forms
from django.db import connection
from django.db.models import Case, Count, F, QuerySet, When
from django.urls import reverse
from django.utils import timezone

from config.thai.dates import MIN_DAY
from config.thai.text import sort_key
from units.models import Unit
from visits.directives.as_of import end_of, word_as_then
from visits.filters.directive_filter import OVERDUE, DirectiveFilter, DirectiveVisitFilter, directive_fields
from visits.filters.filter_fields import OneOfField
from visits.filters.visit_filter import VisitFilter
from visits.models import DONE_STATES, FilterPage, SavedFilter, State, overall_state
from visits.models.assignment import AssignmentQuerySet
from visits.models.directive import DirectiveQuerySet
from visits.reports.by_days import ByDays
from visits.reports.columns import DAY as ISO_DAY
from visits.reports.columns import TEXT, TEXTS, ReportColumn, data_column, each_of
from visits.reports.list_report import (
    ANY_VISIT,
    DIRECTIVE_DATA,
    NOT_BINDING,
    NOT_STATED,
    DirectiveListReport,
    DirectiveReportRow,
    GroupedListReport,
)
from visits.reports.unit_directives import UnitDirectives, counts_of

UNIT, GIVER, STATE, DAY, NUMBER, DUE = "unit", "giver", "state", "day", "number", "due"
SORTS = [
    (DAY, "วันที่ ใหม่ไปเก่า"),
    (NUMBER, "เลขทะเบียน"),
    (DUE, "กำหนดแล้วเสร็จ"),
    (GIVER, "ผู้สั่งการ"),
    (UNIT, "หน่วยงานรับผิดชอบ"),
    (STATE, "สถานะ"),
]
# By names, which are few and which only the language puts in order: counted first, and read as far as a page needs.
GROUPED = (UNIT, GIVER)
AS_GIVEN = ("-visit__starts_on", "-visit_id", "order", "pk")
# What the database can put in order; the others sort Thai names or states and are put in order here.
IN_DATABASE: dict[str, tuple] = {
    DAY: AS_GIVEN,
    NUMBER: (F("number_year").desc(nulls_last=True), F("number_seq").asc(nulls_last=True), *AS_GIVEN),
    DUE: (F("due_on").asc(nulls_last=True), *AS_GIVEN),
    STATE: (
        Case(*(When(overall_state=state, then=place) for place, state in enumerate(State)), default=99),
        *AS_GIVEN,
    ),
}


COUNTS = ByDays(
    lambda report: (
        report.selected_directives.order_by()
        .values_list("follow_up", "overall_state", "kind")
        .annotate(count=Count("*"))
    )
)
# SQLite counts the different values of a column in three times the time of different rows, PostgreSQL in half of it.
LATE = {
    vendor: ByDays(
        lambda report: report.selected_assignments.overdue_then(report.day).values_list("directive_id"),
        counted,
    )
    for vendor, counted in {
        "sqlite": "SELECT COUNT(*) FROM (SELECT DISTINCT directive_id FROM ({}) found) late",
        "postgresql": "SELECT COUNT(DISTINCT directive_id) FROM ({}) late",
    }.items()
}
ALL_KEYS = ByDays(lambda report: report.in_order.values_list("pk"))


class RowKey(NamedTuple):
    """Of a directive, or, where rows are sorted by unit, of one responsible unit or group of it."""

    directive: int
    responsible: str = ""
    unit: int | None = None


class DirectivesReport(GroupedListReport, DirectiveListReport):
    id = "directives"
    title = "ทะเบียนติดตามข้อสั่งการ"
    about = "ข้อสั่งการทุกข้อ เรียงตามผู้สั่งการ หน่วยงานรับผิดชอบ หรือสถานะ พร้อมกำหนดแล้วเสร็จ"
    order = 50
    per_page = 50
    filter_class: type[VisitFilter] = DirectiveVisitFilter

    columns = (
        *DIRECTIVE_DATA,
        ReportColumn("เลขทะเบียน", lambda row: row.directive.number, 13, "nowrap"),
        ReportColumn("วันที่มีข้อสั่งการ", lambda row: row.visit.days, 16, "day", only="page", is_folded=True),
        ReportColumn("วันที่มีข้อสั่งการ", lambda row: row.visit.starts_on, 16, "day", only="file"),
        ReportColumn("ประเด็น/เรื่อง", lambda row: row.subject, 45, heads_row=True),
        ReportColumn("ข้อความ", lambda row: row.directive.text, 60, only="file", name="text"),
        ReportColumn("ประเภท", lambda row: row.kind, 18, is_folded=True),
        ReportColumn("ผู้สั่งการ", lambda row: row.giver, 34, is_folded=True),
        ReportColumn(
            "ผู้รับตามคำกล่าว", lambda row: row.directive.addressed_to, 28, only="file", name="addressed_to"
        ),
        ReportColumn("หน่วยงานที่ตรวจเยี่ยม", lambda row: row.visit.unit.label, 24, is_folded=True),
        ReportColumn("จังหวัด", lambda row: row.visit.province, 14, only="file"),
        ReportColumn("หน่วยงานรับผิดชอบ", lambda row: row.responsible, 28),
        ReportColumn(
            "มิติ",
            lambda row: [name for name, _ in row.subjects.dimensions] or [NOT_STATED],
            24,
            is_folded=True,
            name="dimensions",
            data=lambda row: [{"name": name, "stated": stated} for name, stated in row.subjects.dimensions],
            schema=each_of({"name": TEXT, "stated": {"type": "boolean"}}),
        ),
        ReportColumn(
            "มิติที่ผู้สั่งการระบุ",
            lambda row: [name for name, stated in row.subjects.dimensions if stated],
            24,
            only="file",
        ),
        ReportColumn(
            "โครงการ/ระบบงาน",
            lambda row: row.subjects.programmes,
            24,
            only="file",
            name="programmes",
            schema=TEXTS,
        ),
        data_column("due_on", "วันที่กำหนดแล้วเสร็จ", lambda row: row.directive.due_on, ISO_DAY),
        data_column("due_text", "กำหนดแล้วเสร็จตามคำกล่าว", lambda row: row.directive.due_text),
        ReportColumn("กำหนดแล้วเสร็จ", lambda row: row.due, 18),
        ReportColumn("สถานะ", lambda row: row.states, 22),
        ReportColumn(
            "สถานะรวม", lambda row: State(row.overall).label if row.overall else "", 22, only="file"
        ),
        ReportColumn(
            "อายุ (วัน)",
            lambda row: (timezone.localdate() - row.visit.starts_on).days,
            8,
            "number",
            only="file",
            name="age_days",
        ),
    )
    notes = (
        "ชื่อและตำแหน่งของผู้สั่งการเป็นไปตามวันที่มีข้อสั่งการ",
        "กลุ่มหน่วยงานแสดงเป็นหนึ่งรายการพร้อมจำนวนหน่วยงานในแต่ละสถานะ",
        "เกินกำหนด คือถึงกำหนดแล้วและหน่วยงานยังไม่รายงานผล ข้อที่ให้ถือปฏิบัติไม่นับ",
    )

    @property
    def options(self) -> dict[str, forms.Field]:
        sort_by = OneOfField(label="เรียงตาม", choices=SORTS, required=False)
        return {"by": sort_by, **directive_fields(self.user)}

    @property
    def sort_by(self) -> str:
        """What the rows are sorted by: one of `SORTS`."""
        return self.filter.value("by") or DAY

    @cached_property
    def past_moment(self) -> datetime | None:
        return end_of(self.filter.value("as_at"))

    @cached_property
    def directive_filter(self) -> DirectiveFilter:
        """What is asked of the directives themselves."""
        return DirectiveFilter(self.filter, self.past_moment)

    @property
    def selected_directives(self) -> DirectiveQuerySet:
        """The directives that the filter leaves."""
        return self.directive_filter.directives

    # The rows, in the order asked for

    @property
    def _order(self) -> tuple | None:
        """Of a past moment the stored roll-up says nothing, so that states are put in order here."""
        return None if self.past_moment and self.sort_by == STATE else IN_DATABASE.get(self.sort_by)

    @cached_property
    def count(self) -> int:
        if self.sort_by in GROUPED:
            return super().count
        if not self._order:
            return len(self.all_rows)
        return self.counts["number"] if self.filter.is_valid else 0

    def rows(self, first: int = 0, last: int | None = None) -> Iterable[DirectiveReportRow]:
        if self.sort_by in GROUPED:
            return super().rows(first, last)
        if not (self._order and self.filter.is_valid):
            return self.in_chunks(self.all_rows[first:last])
        if self.unit_directives:
            keys: Iterable[int] = [row.pk for row in self.unit_directives.rows[first:last]]
        elif not first and last is None:
            keys = [key for (key,) in ALL_KEYS.read(self)]
        else:
            keys = self.in_order.values_list("pk", flat=True)[first:last]
        return self.in_chunks([RowKey(key) for key in keys])

    @property
    def in_order(self) -> DirectiveQuerySet:
        """The directives, where the database can put them in the order asked for."""
        rows = self.selected_directives.order_by(*self._order or ())
        # Leaves nobody out, but says where to begin: with the visits by their day, of which a page needs few.
        return rows.filter(visit__starts_on__gte=MIN_DAY) if self.sort_by == DAY else rows

    def read_rows(self) -> list[RowKey]:
        """By the states of a past moment, the least advanced first, without a state last; the latest first within each."""
        states = defaultdict(set)
        for key, state in self.selected_assignments.values_list("directive_id", "state_then").distinct():
            states[key].add(state)
        places = {state: place for place, state in enumerate([*State, ""])}
        rows = self.selected_directives.order_by(*AS_GIVEN)
        keys = [RowKey(key) for key in rows.values_list("pk", flat=True)]
        return sorted(keys, key=lambda key: places[overall_state(states[key.directive])])

    @property
    def selected_assignments(self) -> AssignmentQuerySet:
        """The assignments of these directives."""
        rows = self.assignments.order_by()
        parameters = {name for name, value in self.filter.data.items() if value} - {"by", "page"}
        if not (self.user.sees_everything and self.filter.is_valid) or parameters - (
            {"q"} if self.filter.found else set()
        ):
            return rows.filter(directive__in=self.selected_directives.order_by())
        for keys in self.filter.found:
            rows = rows.filter(directive__pk__among=keys)
        return rows

    # By who gave them, or by the unit or group responsible, under each of them

    @cached_property
    def groups(self) -> list[tuple[Any, int]]:
        if not self.filter.is_valid:
            return []
        return self.givers if self.sort_by == GIVER else self.responsible

    @property
    def givers(self) -> list[tuple[str, int]]:
        """Each name of who gave directives with their number, in the order of the names; without a name last."""
        names = self.selected_directives.order_by().values_list("given_name")
        groups = names.annotate(number=Count("*"))
        return sorted(groups, key=lambda group: (not group[0], sort_key(group[0]), group[0]))

    @property
    def wanted_assignments(self) -> AssignmentQuerySet:
        """Those of them that are in the state asked for."""
        return self.directive_filter.in_wanted_state(self.selected_assignments)

    @property
    def responsible(self) -> list[tuple[tuple[str, int | None], int]]:
        """Name and key of each responsible unit, or the name of a group, in the order of the names; last, where nobody is."""
        rows = self.wanted_assignments
        # By key alone: joined, the names of all rows would be put in order before they are counted.
        names = {
            unit: short or name for unit, short, name in Unit.objects.values_list("pk", "short_name", "name")
        }
        groups: list[tuple[tuple[str, int | None], int]] = [
            ((names[unit], unit), number)
            for unit, number in rows.filter(via="").values_list("unit").annotate(number=Count("*"))
        ]
        together = rows.exclude(via="").values_list("via")
        groups += [
            ((via, None), number)
            for via, number in together.annotate(number=Count("directive", distinct=True))
        ]
        groups.sort(key=lambda group: (sort_key(group[0][0]), group[0][1] or 0))
        if number := self.unassigned.count():
            groups.append((("", None), number))
        return groups

    @property
    def unassigned(self) -> DirectiveQuerySet:
        """Directives without any responsible unit in the state asked for."""
        wanted = self.directive_filter
        return self.selected_directives.exclude(wanted.has_any(wanted.in_wanted_state(self.assignments)))

    def keys_in(self, groups: list[Any]) -> list[RowKey]:
        """The latest directive first within each."""
        return self.keys_of_givers(groups) if self.sort_by == GIVER else self.keys_of_units(groups)

    def keys_of_givers(self, names: list[str]) -> list[RowKey]:
        """Of those who bear these names."""
        directives = defaultdict(list)
        rows = self.selected_directives.filter(given_name__in=names).order_by(*AS_GIVEN)
        for key, name in rows.values_list("pk", "given_name"):
            directives[name].append(RowKey(key))
        return [key for name in names for key in directives[name]]

    def keys_of_units(self, groups: list[tuple[str, int | None]]) -> list[RowKey]:
        """Of these units and groups of units."""
        rows = self.wanted_assignments.order_by(
            *("-directive__visit__starts_on", "-directive__visit_id", "directive__order", "directive_id")
        )
        directives = defaultdict(list)
        names = {unit: name for name, unit in groups if unit}
        single = rows.filter(via="", unit__in=names)
        for key, unit in single.values_list("directive_id", "unit_id"):
            directives[names[unit], unit].append(key)
        together = rows.filter(via__in=[name for name, unit in groups if name and not unit])
        for key, via in together.values_list("directive_id", "via"):
            if key not in directives[via, None][-1:]:
                directives[via, None].append(key)
        if ("", None) in groups:
            directives["", None] = list(self.unassigned.order_by(*AS_GIVEN).values_list("pk", flat=True))
        return [RowKey(key, *group) for group in groups for key in directives[group]]

    def rows_of(self, keys: Sequence[RowKey]) -> list[DirectiveReportRow]:
        rows = self.read(key.directive for key in keys)
        if self.past_moment:
            word_as_then([row.directive for row in rows.values()], self.past_moment)
        shown = []
        for key in keys:
            row = rows[key.directive]
            if key.responsible:
                # Rows are sorted by unit: each with that unit or group alone.
                units = [unit for unit in row.units if (unit.unit, unit.name) == (key.unit, key.responsible)]
                row = DirectiveReportRow(row.directive, units, row.subjects, row.overall)
            shown.append(row)
        return shown

    # What they come to

    @property
    def totals(self) -> list[str]:
        """Praise and the suggestions of others are no directives to be kept to, and counted apart."""
        counts = self.counts
        apart = {kind.label: counts[kind.value] for kind in NOT_BINDING if counts[kind.value]}
        number = counts["number"] - sum(apart.values())
        return [
            (
                f"ข้อสั่งการ {number:,} ข้อ ต้องรายงานผล {counts['followed']:,} ข้อ "
                f"แล้วเสร็จหรือยุติ {counts['done']:,} ข้อ เกินกำหนด {counts['late']:,} ข้อ"
            ),
            *(
                [f"แยกนับ {' '.join(f'{label} {count:,} ข้อ' for label, count in apart.items())}"]
                if apart
                else []
            ),
            f"{ANY_VISIT if self.directive_filter.is_narrowed else 'จากการตรวจเยี่ยมที่'}{self.journeys_and_places}",
        ]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many there are (`number`), are to be reported on (`followed`), of these are `done`, are `late`, and by kind."""
        if self.unit_directives:
            return self.unit_directives.counts
        # By the stored roll-up, in the order of an index.
        counts = counts_of(COUNTS.read(self))
        # Of those that are late each is.
        counts["late"] = counts["number"] if self.filter.value("state") == OVERDUE else self.late
        if self.past_moment:
            has_any = self.directive_filter.has_any
            followed = self.selected_directives.followed_up().filter(has_any(self.assignments)).order_by()
            done = followed.exclude(has_any(self.assignments.exclude(state_then__in=DONE_STATES)))
            counts |= {"followed": followed.count(), "done": done.count()}
        return counts

    @cached_property
    def late(self) -> int:
        """How many are late; set where they have been found already."""
        ((number,),) = LATE[connection.vendor].read(self)
        return number

    @cached_property
    def unit_directives(self) -> UnitDirectives | None:
        """The directives of one outside the office, of today."""
        if self.past_moment or self.user.sees_everything:
            return None
        late = self.assignments.overdue_then(self.day)
        return UnitDirectives(self.selected_directives.order_by(*self._order or ()), late)

    @property
    def journeys_and_places(self) -> str:
        """Of all visits asked for, also of those of which the rows leave every directive out."""
        if self.unit_directives and not self.directive_filter.is_narrowed:
            return self.unit_directives.journeys_and_places
        return super().journeys_and_places

    @property
    def links(self) -> list[tuple[str, str]]:
        query = self.filter.query_string
        overview = f"{reverse('report', args=['progress'])}{f'?{query}' if query else ''}"
        return [("ภาพรวม", overview), ("รอบการติดตาม", reverse("report", args=["rounds"]))]

    @property
    def saved_filters(self) -> QuerySet[SavedFilter]:
        return SavedFilter.objects.for_menu(self.user, FilterPage.DIRECTIVES)

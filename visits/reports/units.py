"""ประวัติการตรวจเยี่ยมรายหน่วยงาน: when each unit was last visited; of one unit all visits, with who led."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from config.thai.dates import thai_range
from officials.models import User
from units.models import Kind, Unit
from visits.filters.filter_fields import OneOfField
from visits.filters.visit_filter import ANY
from visits.models import (
    FOLLOWED_UP,
    OPEN_STATES,
    Assignment,
    Attendance,
    Directive,
    FollowUp,
    RecordState,
    Role,
    Status,
)
from visits.models.visit import VisitQuerySet
from visits.reports.base import plain_rows
from visits.reports.charts import Chart
from visits.reports.columns import DAY, KEY, LinkedText, ReportColumn, data_column, one_of
from visits.reports.list_report import ListReport, marked_place, name_and_position
from visits.reports.unit_families import families, known_units, what_is_counted
from visits.reports.visit_charts import TIME, first_rows, largest_first, visits_over_time

NEVER = "never"
# Chooses the units themselves: when one of them was last visited does not depend on it.
OF_UNITS = {
    "kind": "kind",
    "province": "province__code",
    "region": "province__region",
    "cluster": "province__cluster",
    "centre": "province__responsibilities__unit",
}
IDLE = [ANY, *((str(months), f"ไม่น้อยกว่า {months} เดือน") for months in (3, 6, 12, 24)), (NEVER, "ยังไม่เคย")]
LAST_DAY = Max("starts_on")
IS_OPEN = Q(follow_up__in=FOLLOWED_UP) & Exists(
    Assignment.objects.filter(directive=OuterRef("pk"), state__in=OPEN_STATES)
)


@dataclass(slots=True)
class UnitVisit:
    """A visit in plain values with its lead and its directives."""

    pk: int
    unit: int
    starts_on: date
    ends_on: date
    status: str
    record_state: str
    name: str
    code: str
    province: str | None
    province_code: str | None
    lead_name: str = ""
    lead_position: str = ""
    people: int = 0
    directives: int = 0
    open_directives: int = 0

    @property
    def lead(self) -> list[LinkedText | str]:
        """Name and position of who led, as the lines of a cell."""
        return name_and_position(self.lead_name, self.lead_position)

    @property
    def place(self) -> LinkedText:
        """The unit, leading to the visit, with the status and state that are not the usual ones."""
        return marked_place(self.name, self.pk, self.status, self.record_state)


@dataclass(slots=True)
class UnitSummary:
    """A unit with the number of visits at it, its sub-units and its predecessors (`family`), and the day of the last one ever.

    The visit itself and the open assignments are filled in where the row is shown. `never` says that there was none.
    """

    unit: Unit
    family: set[int]
    visits: int
    last_day: date | None
    never: str
    last: UnitVisit | None = None
    open_assignments: int = 0

    @property
    def months(self) -> int | None:
        """Whole months since the last visit; None where there was none."""
        if not self.last:
            return None
        today, day = timezone.localdate(), self.last.ends_on
        return max(0, (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day))


COLUMNS_OF_EACH = [
    ReportColumn(
        "หน่วยงาน",
        lambda row: LinkedText(row.unit.name, f"/reports/units/?unit={row.unit.pk}"),
        45,
        heads_row=True,
        name="unit",
    ),
    data_column("unit_code", "รหัสหน่วยงาน", lambda row: row.unit.code),
    ReportColumn(
        "ประเภท",
        lambda row: Kind(row.unit.kind).label,
        24,
        name="kind",
        data=lambda row: row.unit.kind,
        schema=one_of(Kind),
    ),
    ReportColumn("จังหวัด", lambda row: row.unit.province, 16, "nowrap", name="province"),
    data_column(
        "province_code", "รหัสจังหวัด", lambda row: row.unit.province.code if row.unit.province else None
    ),
    ReportColumn("ตรวจเยี่ยมแล้ว (แห่ง)", lambda row: row.visits, 13, "number", name="visits"),
    ReportColumn(
        "ครั้งล่าสุด",
        lambda row: row.last.starts_on if row.last else row.never,
        15,
        "day",
        name="last_visit_on",
        data=lambda row: row.last.starts_on if row.last else None,
    ),
    ReportColumn("ผ่านมา (เดือน)", lambda row: row.months, 12, "number", name="months_since"),
    ReportColumn(
        "หัวหน้าคณะครั้งล่าสุด",
        lambda row: row.last.lead if row.last else "",
        34,
        name="last_lead",
        data=lambda row: row.last.lead_name if row.last else None,
    ),
    ReportColumn(
        "ข้อสั่งการที่ยังไม่แล้วเสร็จ", lambda row: row.open_assignments, 14, "number", name="open_directives"
    ),
]
COLUMNS_OF_ONE = [
    data_column("visit", "รหัสรายการตรวจเยี่ยม", lambda row: row.pk, KEY),
    ReportColumn(
        "วันที่",
        lambda row: thai_range(row.starts_on, row.ends_on, month="short"),
        16,
        "day",
        only="page",
    ),
    ReportColumn("วันที่", lambda row: row.starts_on, 16, "day", only="file", name="starts_on"),
    data_column("ends_on", "ถึงวันที่", lambda row: row.ends_on, DAY),
    ReportColumn("หน่วยงาน ณ วันนั้น", lambda row: row.place, 45, heads_row=True, name="unit"),
    data_column("unit_code", "รหัสหน่วยงาน", lambda row: row.code),
    ReportColumn("จังหวัด", lambda row: row.province, 16, "nowrap", name="province"),
    data_column("province_code", "รหัสจังหวัด", lambda row: row.province_code),
    ReportColumn("หัวหน้าคณะ", lambda row: row.lead, 40, name="lead", data=lambda row: row.lead_name),
    data_column("lead_position", "ตำแหน่งของหัวหน้าคณะ ณ วันนั้น", lambda row: row.lead_position),
    ReportColumn("ผู้ร่วมคณะและผู้เข้าร่วม (คน)", lambda row: row.people, 14, "number", name="people"),
    ReportColumn("ข้อสั่งการ (ข้อ)", lambda row: row.directives, 12, "number", name="directives"),
    ReportColumn("ยังไม่แล้วเสร็จ (ข้อ)", lambda row: row.open_directives, 12, "number", name="open_directives"),
    data_column("status", "สถานะ", lambda row: row.status, one_of(Status)),
    data_column("record_state", "สถานะข้อมูล", lambda row: row.record_state, one_of(RecordState)),
]


class UnitsReport(ListReport):
    id = "units"
    title = "ประวัติการตรวจเยี่ยมรายหน่วยงาน"
    about = "แต่ละหน่วยงานได้รับการตรวจเยี่ยมเมื่อใด โดยใคร มีข้อสั่งการใดค้างอยู่ และหน่วยงานใดไม่ได้รับการตรวจเยี่ยมมานาน"
    order = 40

    options = {"idle": OneOfField(label="ไม่ได้รับการตรวจเยี่ยม", choices=IDLE, required=False)}

    @property
    def is_of_one(self) -> bool:
        """Whether one unit is asked for; then its visits are listed."""
        return bool(self.filter.value("unit"))

    @property
    def nothing(self) -> str:
        """What the page says where there is no row."""
        return super().nothing if self.is_of_one else "ไม่พบหน่วยงานตามตัวกรองนี้"

    @property
    def heading(self) -> str:
        return f"{self.title} {self.filter.value('unit')}" if self.is_of_one else self.title

    @property
    def columns(self) -> Sequence[ReportColumn]:
        return COLUMNS_OF_ONE if self.is_of_one else COLUMNS_OF_EACH

    @classmethod
    def kinds_of_row(cls, user: User) -> list[Sequence[ReportColumn]]:
        return [COLUMNS_OF_EACH, COLUMNS_OF_ONE]

    def read_rows(self) -> Iterable[Any]:
        return self.visits_with_figures() if self.is_of_one else self.summaries()

    def read_visits(self, visits: VisitQuerySet) -> list[UnitVisit]:
        """Some visits, the latest first."""
        rows = visits.order_by("-starts_on", "-pk")
        places = {"name": "unit__name", "code": "unit__code"}
        places |= {"province": "province__name", "province_code": "province__code"}
        return list(plain_rows(UnitVisit, rows, **places))

    @property
    def links(self) -> list[tuple[str, str]]:
        if not self.is_of_one:
            return []
        return [("ข้อมูลประกอบการตรวจเยี่ยม", reverse("unit_before", args=[self.filter.value("unit").pk]))]

    def visits_with_figures(self) -> list[UnitVisit]:
        """The visits of the one unit, also those called off, with people, directives and leads."""
        visits = self.read_visits(self.filter.visits)
        keys = [visit.pk for visit in visits]
        party = Attendance.objects.party().filter(visit__in=keys).exclude(role=Role.LEAD).order_by()
        people = dict(party.values_list("visit_id").annotate(Count("pk")))
        directives = self.visible(Directive).filter(visit__in=keys).order_by()
        given = dict(directives.values_list("visit_id").annotate(Count("pk")))
        still_open = dict(directives.filter(IS_OPEN).values_list("visit_id").annotate(Count("pk")))
        self._name_leads(visits)
        for visit in visits:
            visit.people = people.get(visit.pk, 0)
            visit.directives, visit.open_directives = given.get(visit.pk, 0), still_open.get(visit.pk, 0)
        return visits

    def _name_leads(self, visits: Iterable[UnitVisit]) -> None:
        leads = Attendance.objects.filter(role=Role.LEAD, visit__in=[visit.pk for visit in visits]).order_by()
        names = {key: lead for key, *lead in leads.values_list("visit_id", "name", "position")}
        for visit in visits:
            visit.lead_name, visit.lead_position = names.get(visit.pk, ("", ""))

    def names_asked(self, *names: str) -> set[str]:
        """Of some parameters those that are asked for."""
        return {name for name in names if self.filter.data.get(name)}

    @property
    def is_narrowed(self) -> bool:
        """Whether visits are left out by anything else than by their days or by the kind and place of units."""
        return bool(self.names_asked(*self.filter.filters) - {*TIME, *OF_UNITS})

    @cached_property
    def ever(self) -> VisitQuerySet:
        """The visits of all years and places that took place, as far as the rest of the filter asks for them."""
        return self.filter.without(*TIME, *OF_UNITS).visits.counted()

    def summaries(self) -> list[UnitSummary]:
        """Every unit of today of the kind and place asked for that is idle for as long as asked for.

        Visited or not, as far as the user would know of visits.
        """
        values = {column: self.filter.value(name) for name, column in OF_UNITS.items()}
        existing = known_units(self.visible(Unit), self.user).existing_on(timezone.localdate())
        selected = existing.filter(**{column: value for column, value in values.items() if value})
        units = list(selected.select_related("province"))
        members = families(unit.pk for unit in units)
        counted = self.filter.visits.counted().order_by().values_list("unit")
        found = {unit: (count, day) for unit, count, day in counted.annotate(count=Count("*"), day=LAST_DAY)}
        last_days = {unit: day for unit, (_, day) in found.items()}
        if self.names_asked(*TIME, *OF_UNITS):
            last_days = dict(self.ever.order_by().values_list("unit").annotate(day=LAST_DAY))
        never = "ไม่มีตามเงื่อนไข" if self.is_narrowed else "ยังไม่เคย"
        rows = []
        for unit in units:
            family = members[unit.pk]
            visits = sum(found[key][0] for key in family if key in found)
            last_day = max((last_days[key] for key in family if key in last_days), default=None)
            rows.append(UnitSummary(unit, family, visits, last_day, never))
        idle = self.filter.value("idle")
        if idle == NEVER:
            return [row for row in rows if not row.last_day]
        if idle:
            self._fill_in(rows)
            rows = [row for row in rows if row.months is None or row.months >= int(idle)]
        return rows

    def rows(self, first: int = 0, last: int | None = None) -> Sequence[Any]:
        rows = self.all_rows[first:last]
        if not self.is_of_one:
            self._fill_in(rows)
        return rows

    def _fill_in(self, rows: Iterable[UnitSummary]) -> None:
        """The last visits with their leads, and how many assignments are open; of all visits only those of these days are read."""
        days = {row.last_day for row in rows if row.last_day}
        at: dict[int, list[UnitVisit]] = defaultdict(list)
        for visit in self.read_visits(self.ever.filter(starts_on__in=days)):
            at[visit.unit].append(visit)
        units = [row.unit.pk for row in rows]
        # What needs no report is left out: to join it, the databases would read every directive.
        others = Directive.objects.filter(follow_up=FollowUp.NONE).order_by().values("pk")
        assignments = self.visible(Assignment).unfinished().exclude(directive__in=others)
        by_unit = assignments.filter(unit__in=units).order_by().values_list("unit_id")
        still_open = dict(by_unit.annotate(number=Count("*")))
        for row in rows:
            visits = (visit for key in row.family for visit in at.get(key, ()))
            row.last = max(visits, key=lambda visit: (visit.starts_on, visit.pk), default=None)
            row.open_assignments = still_open.get(row.unit.pk, 0)
        self._name_leads([row.last for row in rows if row.last])

    @property
    def charts(self) -> list[Chart]:
        """The units with the most visits; of one unit its visits over time."""
        if self.is_of_one:
            return [visits_over_time(self.filter)]
        rows = [(row.unit.name, (row.visits,)) for row in self.all_rows]
        title = "หน่วยงานที่ได้รับการตรวจเยี่ยมมากที่สุด รวมหน่วยงานในสังกัด"
        return [first_rows(title, "แห่ง", "หน่วยงาน", ("แห่ง",), largest_first(rows))]

    @property
    def totals(self) -> list[str]:
        if self.is_of_one:
            return [self.journeys_and_places]
        words = "ไม่เคยได้รับการตรวจเยี่ยมตามเงื่อนไขที่เลือก" if self.is_narrowed else "ยังไม่เคยได้รับการตรวจเยี่ยม"
        never = sum(not row.last_day for row in self.all_rows)
        counted = f"หน่วยงาน {self.count:,} หน่วย {words} {never:,} หน่วย"
        if self.names_asked(*TIME):
            without = sum(not row.visits for row in self.all_rows)
            counted += f" ในช่วงเวลาที่เลือกไม่ได้รับการตรวจเยี่ยม {without:,} หน่วย"
        # Of units chosen for lying idle the visits of all the others are no sum.
        return [counted] if self.filter.value("idle") else [counted, self.journeys_and_places]

    @property
    def notes(self) -> list[str]:
        return [
            *([] if self.is_of_one else what_is_counted(self.user)),
            "รวมการตรวจเยี่ยมหน่วยงานในสังกัดและหน่วยงานเดิมก่อนเปลี่ยนชื่อหรือยุบรวม",
            "จำนวนนับเฉพาะการตรวจเยี่ยมที่ดำเนินการแล้วตามตัวกรอง เดือนที่ผ่านมานับถึงวันนี้",
            *([] if self.is_of_one else ["ครั้งล่าสุด นับทุกปีงบประมาณ ทุกพื้นที่ และทุกประเภทหน่วยงานในสังกัด"]),
            "ข้อสั่งการที่ยังไม่แล้วเสร็จ นับเฉพาะข้อที่ต้องรายงานผล",
        ]

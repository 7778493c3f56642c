"""ประวัติการตรวจเยี่ยมรายหน่วยงาน: when each unit was last visited; of one unit all visits, with who led."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from config.thai.dates import thai_range
from units.models import Kind, Unit
from visits.filters.filter_fields import OneOfField
from visits.filters.visit_filter import ANY
from visits.models import (
    FOLLOWED_UP,
    OPEN_STATES,
    Assignment,
    Attendance,
    Directive,
    RecordState,
    Role,
    Status,
)
from visits.reports.columns import Column, Piece
from visits.reports.list_report import Listing
from visits.reports.unit_families import families

NEVER = "never"
IDLE = [ANY, *((str(months), f"ไม่น้อยกว่า {months} เดือน") for months in (3, 6, 12, 24)), (NEVER, "ยังไม่เคย")]
VALUES = (
    "pk",
    "unit_id",
    "trip_id",
    "starts_on",
    "ends_on",
    "status",
    "record_state",
    "unit__name",
    "province__name",
)


@dataclass(slots=True)
class Seen:
    """A visit in plain values, with its lead and its directives."""

    pk: int
    unit: int
    trip: int | None
    starts_on: date
    ends_on: date
    status: str
    record_state: str
    name: str
    province: str | None
    lead: str = ""
    position: str = ""
    people: int = 0
    directives: int = 0
    open: int = 0

    @property
    def days(self):
        return thai_range(self.starts_on, self.ends_on, month="short")

    @property
    def who(self):
        return [part for part in (self.lead and Piece(self.lead, whole=True), self.position) if part]

    @property
    def mark(self):
        parts = [] if self.status == Status.DONE else [Status(self.status).label]
        if self.record_state == RecordState.DRAFT:
            parts.append(RecordState.DRAFT.label)
        return ", ".join(parts)


@dataclass(slots=True)
class Visited:
    """A unit with the visits at it, its sub-units and its predecessors, the latest first."""

    unit: Unit
    visits: list = field(default_factory=list)
    open: int = 0

    @property
    def name(self):
        return Piece(self.unit.name, f"/reports/units/?unit={self.unit.pk}")

    @property
    def last(self):
        return self.visits[0] if self.visits else None

    @property
    def months(self):
        """Whole months since the last visit; None where there was none."""
        if not self.visits:
            return None
        today, day = timezone.localdate(), self.last.ends_on
        return max(0, (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day))


EACH = [
    Column("หน่วยงาน", lambda row: row.name, 45, heads_row=True),
    Column("ประเภท", lambda row: Kind(row.unit.kind).label, 24),
    Column("จังหวัด", lambda row: row.unit.province, 16, "nowrap"),
    Column("ตรวจเยี่ยมแล้ว (แห่ง)", lambda row: len(row.visits), 13, "number"),
    Column("ครั้งล่าสุด", lambda row: row.last.starts_on if row.last else "ยังไม่เคย", 15, "day"),
    Column("ผ่านมา (เดือน)", lambda row: row.months, 12, "number"),
    Column("หัวหน้าคณะครั้งล่าสุด", lambda row: row.last.who if row.last else "", 34),
    Column("ข้อสั่งการที่ยังไม่แล้วเสร็จ", lambda row: row.open, 14, "number"),
]
ONE = [
    Column("วันที่", lambda row: row.days, 16, "day", only="paper"),
    Column("วันที่", lambda row: row.starts_on, 16, "day", only="file"),
    Column("หน่วยงาน ณ วันนั้น", lambda row: Piece(row.name, f"/visits/{row.pk}/", row.mark), 45, heads_row=True),
    Column("จังหวัด", lambda row: row.province, 16, "nowrap"),
    Column("หัวหน้าคณะ", lambda row: row.who, 40),
    Column("ผู้ร่วมคณะและผู้เข้าร่วม (คน)", lambda row: row.people, 14, "number"),
    Column("ข้อสั่งการ (ข้อ)", lambda row: row.directives, 12, "number"),
    Column("ยังไม่แล้วเสร็จ (ข้อ)", lambda row: row.open, 12, "number"),
]


class Units(Listing):
    id = "units"
    title = "ประวัติการตรวจเยี่ยมรายหน่วยงาน"
    about = "แต่ละหน่วยงานได้รับการตรวจเยี่ยมเมื่อใด โดยใคร มีข้อสั่งการใดค้างอยู่ และหน่วยงานใดไม่ได้รับการตรวจเยี่ยมมานาน"

    def options(self):
        return {"idle": OneOfField(label="ไม่ได้รับการตรวจเยี่ยม", choices=IDLE, required=False)}

    @property
    def is_of_one(self):
        return bool(self.filter.value("unit"))

    @property
    def nothing(self):
        return super().nothing if self.is_of_one else "ไม่พบหน่วยงานตามตัวกรองนี้"

    @property
    def heading(self):
        return f"{self.title} {self.filter.value('unit')}" if self.is_of_one else self.title

    @property
    def columns(self):
        return ONE if self.is_of_one else EACH

    def found(self):
        return self._told(self.seen) if self.is_of_one else self._units()

    @cached_property
    def seen(self):
        """The visits asked for, the latest first; those called off are told only where one unit is asked for."""
        visits = self.filter.visits if self.is_of_one else self.filter.visits.counted()
        return [Seen(*row) for row in visits.order_by("-starts_on", "-pk").values_list(*VALUES)]

    @property
    def ways(self):
        if not self.is_of_one:
            return []
        return [("ข้อมูลประกอบการตรวจเยี่ยม", reverse("unit_before", args=[self.filter.value("unit").pk]))]

    # One unit

    def _told(self, visits):
        keys = [visit.pk for visit in visits]
        people = Attendance.objects.party().filter(visit__in=keys).exclude(role=Role.LEAD).order_by()
        count = dict(people.values_list("visit_id").annotate(Count("pk")))
        directives = Directive.objects.visible_to(self.user).filter(visit__in=keys).order_by()
        ordered = dict(directives.values_list("visit_id").annotate(Count("pk")))
        still_open = dict(directives.filter(IS_OPEN).values_list("visit_id").annotate(Count("pk")))
        self._name_leads(visits)
        for visit in visits:
            visit.people = count.get(visit.pk, 0)
            visit.directives, visit.open = ordered.get(visit.pk, 0), still_open.get(visit.pk, 0)
        return visits

    def _name_leads(self, visits):
        leads = Attendance.objects.filter(role=Role.LEAD, visit__in=[visit.pk for visit in visits]).order_by()
        named = {key: who for key, *who in leads.values_list("visit_id", "name", "position")}
        for visit in visits:
            visit.lead, visit.position = named.get(visit.pk, ("", ""))

    # Every unit

    def _units(self):
        units = list(self._asked_units())
        members, at = families(unit.pk for unit in units), defaultdict(list)
        for visit in self.seen:
            at[visit.unit].append(visit)
        rows = [Visited(unit, _latest_first(members[unit.pk], at), self._open[unit.pk]) for unit in units]
        rows = [row for row in rows if self._is_idle(row)]
        self._name_leads([row.last for row in rows if row.last])
        return rows

    def _asked_units(self):
        """Units of today of the kind and place asked for, visited or not."""
        rows = Unit.objects.visible_to(self.user).existing_on(timezone.localdate()).select_related("province")
        asked = {
            "kind": "kind",
            "province": "province__code",
            "region": "province__region",
            "cluster": "province__cluster",
            "centre": "province__responsibilities__unit",
        }
        found = {column: self.filter.value(name) for name, column in asked.items()}
        return rows.filter(**{column: value for column, value in found.items() if value})

    @cached_property
    def _open(self):
        """Unit key -> number of its parts in directives that are still open."""
        rows = Assignment.objects.visible_to(self.user).open().order_by().values_list("unit_id")
        return defaultdict(int, rows.annotate(Count("pk")))

    def _is_idle(self, row):
        asked = self.filter.value("idle")
        if not asked:
            return True
        return row.months is None or (asked != NEVER and row.months >= int(asked))

    @property
    def totals(self):
        if self.is_of_one:
            return [self.journeys_and_places]
        never = sum(not row.visits for row in self._all_rows)
        counted = f"หน่วยงาน {self.count:,} หน่วย ยังไม่เคยได้รับการตรวจเยี่ยม {never:,} หน่วย"
        # Of units chosen for lying idle the visits of all the others are no sum.
        return [counted] if self.filter.value("idle") else [counted, self.journeys_and_places]

    @property
    def notes(self):
        return [
            "รวมการตรวจเยี่ยมหน่วยงานในสังกัดและหน่วยงานเดิมก่อนเปลี่ยนชื่อหรือยุบรวม",
            "จำนวนนับเฉพาะการตรวจเยี่ยมที่ดำเนินการแล้ว เดือนที่ผ่านมานับถึงวันนี้",
            "ข้อสั่งการที่ยังไม่แล้วเสร็จ นับเฉพาะข้อที่ต้องรายงานผล",
        ]


IS_OPEN = Q(follow_up__in=FOLLOWED_UP) & Exists(
    Assignment.objects.filter(directive=OuterRef("pk"), state__in=OPEN_STATES)
)


def _latest_first(keys, at):
    visits = [visit for key in keys for visit in at.get(key, ())]
    return sorted(visits, key=lambda visit: (visit.starts_on, visit.pk), reverse=True)

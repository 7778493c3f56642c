"""สรุปการลงพื้นที่รายบุคคล: everybody with counts, or the visits of those asked for, with the position held then."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from config.thai.dates import thai_range
from config.thai.text import sort_key
from officials.models import Official, User
from units.models import Kind, Region
from visits.models import Attendance, RecordState, Role, Status, Visit
from visits.reports.base import plain_rows
from visits.reports.charts import Chart
from visits.reports.columns import (
    COUNTS,
    DAY,
    KEY,
    NUMBER,
    LinkedText,
    ReportColumn,
    data_column,
    one_of,
)
from visits.reports.list_report import ListReport, marked_place
from visits.reports.visit_charts import FIRST_ROWS, first_rows, visits_over_time

# The key of the register; who is known only by words, these.
PersonKey = int | tuple[str, str]
NO_NAME = "(ไม่ทราบชื่อ)"


@dataclass(slots=True)
class AttendedVisit:
    """A person at a visit, in plain values."""

    official: int | None
    role: str
    name: str
    position: str
    visit: int
    starts_on: date
    ends_on: date
    status: str
    record_state: str
    unit: str
    unit_code: str
    province: str | None
    province_code: str | None

    @property
    def person(self) -> PersonKey:
        """The key under which the person is counted."""
        return self.official or (self.name, self.position)

    @property
    def place(self) -> LinkedText:
        """The unit, leading to the visit, with the status and state that are not the usual ones."""
        return marked_place(self.unit, self.visit, self.status, self.record_state)


@dataclass(slots=True)
class OfficialSummary:
    """What the visits of one person that took place come to; name and position as they stood at the last of them."""

    places: int = 0
    journeys: int = 0
    # Set by `summaries_of`: everybody who is counted attended one.
    last: Any = None
    last_day: date | None = None
    roles: Counter = field(default_factory=Counter)
    kinds: Counter = field(default_factory=Counter)
    regions: Counter = field(default_factory=Counter)

    @property
    def name(self) -> LinkedText:
        """The name, leading to the person's visits."""
        address = f"/reports/officials/?official={self.last.official}" if self.last.official else ""
        return LinkedText(self.last.name or NO_NAME, address, unbroken=True)

    @property
    def in_words(self) -> str:
        """ "3 ครั้ง 9 แห่ง (หัวหน้าคณะ 9 …", then kinds and regions."""
        roles = [f"{role.label} {self.roles[role]}" for role in Role if self.roles[role]]
        parts = [*roles, *most_first(self.kinds, Kind), *most_first(self.regions, Region)]
        return f"{self.last.name}: {self.journeys:,} ครั้ง {self.places:,} แห่ง ({', '.join(parts)})"


def most_first(counts: Counter, choices: Iterable[Any]) -> list[str]:
    """The labels of choices with their numbers, the most frequent first, those without any left out."""
    in_order = sorted(choices, key=lambda choice: -counts[choice])
    return [f"{choice.label} {counts[choice]}" for choice in in_order if counts[choice]]


COLUMNS_OF_EVERYBODY = [
    data_column("official", "รหัสบุคคล", lambda row: row.last.official, NUMBER),
    ReportColumn("ชื่อ", lambda row: row.name, 28, heads_row=True, name="name"),
    ReportColumn("ตำแหน่งล่าสุดที่บันทึก", lambda row: row.last.position, 40, name="last_position"),
    ReportColumn("รวม (แห่ง)", lambda row: row.places, 11, "number", name="visits"),
    ReportColumn("รวม (ครั้ง)", lambda row: row.journeys, 11, "number", name="journeys"),
    *(
        ReportColumn(
            role.label, lambda row, role=role: row.roles[role], 13, "number", name=f"visits_as_{role.value}"
        )
        for role in Role
    ),
    ReportColumn(
        "ประเภทหน่วยงาน",
        lambda row: most_first(row.kinds, Kind),
        30,
        name="visits_by_kind",
        data=lambda row: dict(row.kinds),
        schema=COUNTS,
    ),
    ReportColumn(
        "ภาค",
        lambda row: most_first(row.regions, Region),
        24,
        name="visits_by_region",
        data=lambda row: {region: count for region, count in row.regions.items() if region},
        schema=COUNTS,
    ),
    ReportColumn("ครั้งล่าสุด", lambda row: row.last.starts_on, 15, "day", name="last_visit_on"),
]
COLUMNS_OF_SOME = [
    data_column("visit", "รหัสรายการตรวจเยี่ยม", lambda row: row.visit, KEY),
    data_column("official", "รหัสบุคคล", lambda row: row.official, NUMBER),
    ReportColumn(
        "ชื่อ ณ วันนั้น",
        lambda row: LinkedText(row.name or NO_NAME, unbroken=True),
        28,
        heads_row=True,
        name="name",
        data=lambda row: row.name,
    ),
    ReportColumn(
        "วันที่",
        lambda row: thai_range(row.starts_on, row.ends_on, month="short"),
        16,
        "day",
        only="page",
    ),
    ReportColumn("วันที่", lambda row: row.starts_on, 16, "day", only="file", name="starts_on"),
    data_column("ends_on", "ถึงวันที่", lambda row: row.ends_on, DAY),
    ReportColumn("หน่วยงานที่ตรวจเยี่ยม", lambda row: row.place, 45, name="unit"),
    data_column("unit_code", "รหัสหน่วยงาน", lambda row: row.unit_code),
    ReportColumn("จังหวัด", lambda row: row.province, 16, "nowrap", name="province"),
    data_column("province_code", "รหัสจังหวัด", lambda row: row.province_code),
    ReportColumn(
        "บทบาท",
        lambda row: Role(row.role).label,
        15,
        "nowrap",
        name="role",
        data=lambda row: row.role,
        schema=one_of(Role),
    ),
    ReportColumn("ตำแหน่ง ณ วันนั้น", lambda row: row.position, 45, name="position"),
    data_column("status", "สถานะ", lambda row: row.status, one_of(Status)),
    data_column("record_state", "สถานะข้อมูล", lambda row: row.record_state, one_of(RecordState)),
]


class OfficialsReport(ListReport):
    id = "officials"
    title = "สรุปการลงพื้นที่รายบุคคล"
    about = "ใครลงพื้นที่กี่แห่ง ในบทบาทใด เลือกบุคคลเพื่อดูรายการพร้อมตำแหน่ง ณ วันนั้น"
    order = 30
    notes = (
        "ชื่อและตำแหน่งเป็นไปตามที่บันทึกไว้ในวันที่ตรวจเยี่ยม ผู้ที่มีชื่อซ้ำกันนับแยกตามทำเนียบบุคคล",
        "จำนวนนับเฉพาะการตรวจเยี่ยมที่ดำเนินการแล้ว ครั้ง นับตามการลงพื้นที่ แห่ง นับตามจุดตรวจเยี่ยม",
    )

    @property
    def is_of_some(self) -> bool:
        """Whether people are asked for; then their visits are listed."""
        return bool(self.filter.value("official"))

    @property
    def columns(self) -> Sequence[ReportColumn]:
        return COLUMNS_OF_SOME if self.is_of_some else COLUMNS_OF_EVERYBODY

    @classmethod
    def kinds_of_row(cls, user: User) -> list[Sequence[ReportColumn]]:
        return [COLUMNS_OF_EVERYBODY, COLUMNS_OF_SOME]

    @property
    def attendances(self) -> QuerySet[Attendance]:
        """People at the visits asked for; where the filter leaves none out, nothing is asked of the visits at all."""
        rows = self.visible(Attendance)
        if self.filter.narrows_visits:
            rows = rows.filter(visit__in=self.filter.visits.order_by())
        if self.is_of_some:
            rows = rows.filter(official__in=self.filter.value("official"))
        if role := self.filter.value("role"):
            rows = rows.filter(role=role)
        return rows

    @property
    def counted(self) -> QuerySet[Attendance]:
        """Those at visits that took place."""
        if self.filter.narrows_visits:
            return self.attendances.filter(visit__status=Status.DONE).order_by()
        # Of all visits the few others are left out, so that an index of the people answers alone.
        others = Visit.objects.exclude(status=Status.DONE).order_by()
        return self.attendances.exclude(visit__in=others.values("pk")).order_by()

    def read_rows(self) -> Iterable[Any]:
        """Visits of the people asked for; else keys of everybody, the most often head of a party first."""
        if self.is_of_some:
            return latest_first(self.attendances)
        return [key for key, _, _ in self.ranked]

    @cached_property
    def ranked(self) -> list[tuple[PersonKey, int, int]]:
        """The key of everybody, of how many places they led the party, and how many they were at; who led most comes first."""
        led: Counter[PersonKey] = Counter()
        places: Counter[PersonKey] = Counter()
        for columns, rows in by_key(self.counted):
            for *person, role, count in rows.values_list(*columns, "role").annotate(count=Count("*")):
                key = key_of(person)
                places[key] += count
                led[key] += count if role == Role.LEAD else 0
        # Once for each person: to group a hundred thousand rows by such long keys takes a third longer.
        names = dict(Official.objects.order_by().values_list("pk", "sort_key"))

        def rank(key: PersonKey) -> tuple:
            official, name, position = (key, "", "") if isinstance(key, int) else (0, *key)
            return -led[key], -places[key], names.get(official) or sort_key(name), official, position

        return [(key, led[key], places[key]) for key in sorted(places, key=rank)]

    def rows(self, first: int = 0, last: int | None = None) -> Sequence[Any]:
        keys = self.all_rows[first:last]
        if self.is_of_some:
            return keys
        rows = self.attendances
        if len(keys) < self.count:
            # Who is known only by words may share a name with one and a position with another: some rows too many.
            words = [key for key in keys if isinstance(key, tuple)]
            names, positions = {name for name, _ in words}, {position for _, position in words}
            by_words = Q(official=None, name__in=names, position__in=positions)
            rows = rows.filter(Q(official__in=[key for key in keys if isinstance(key, int)]) | by_words)
        summaries = summaries_of(rows)
        return [summaries[key] for key in keys]

    @property
    def charts(self) -> list[Chart]:
        """Who led and took part most; of chosen people their visits over time."""
        if self.is_of_some:
            return [visits_over_time(self.filter)]
        first = self.ranked[:FIRST_ROWS]
        people = Official.objects.in_bulk([key for key, *_ in first if isinstance(key, int)])
        rows = []
        for key, led, places in first:
            name = people[key].name if isinstance(key, int) else key[0] or key[1] or NO_NAME
            rows.append((name, (led, places - led)))
        title = "บุคคลที่เป็นหัวหน้าคณะและลงพื้นที่มากที่สุด"
        return [first_rows(title, "แห่ง", "ชื่อ", ("หัวหน้าคณะ", "บทบาทอื่น"), rows)]

    @property
    def totals(self) -> list[str]:
        if not self.is_of_some:
            return [f"{self.count:,} คน", self.journeys_and_places]
        summaries = summaries_of(self.attendances).values()
        return [
            f"{len(summaries):,} คน",
            self.journeys_and_places,
            *(summary.in_words for summary in summaries),
        ]


def latest_first(rows: QuerySet[Attendance]) -> list[AttendedVisit]:
    """Attendances in plain values, those of the latest visit first."""
    rows = rows.order_by("-visit__starts_on", "-visit__pk", "order", "pk")
    columns = {name: f"visit__{name}" for name in ("starts_on", "ends_on", "status", "record_state")}
    places = {"unit": "visit__unit__name", "unit_code": "visit__unit__code"}
    places |= {"province": "visit__province__name", "province_code": "visit__province__code"}
    return list(plain_rows(AttendedVisit, rows, **columns, **places))


def by_key(rows: QuerySet[Attendance]) -> Iterator[tuple[tuple[str, ...], QuerySet[Attendance]]]:
    """The columns that tell people apart, with the rows: the key of those in the register, name and position of the others.

    In one, name and position of those in the register, which change from visit to visit, would have to be blotted out.
    """
    yield ("official",), rows.exclude(official=None)
    yield ("name", "position"), rows.filter(official=None)


def key_of(values: Sequence[Any]) -> PersonKey:
    """The values of such columns as the key of a person."""
    return values[0] if len(values) == 1 else (values[0], values[1])


def summaries_of(rows: QuerySet[Attendance]) -> dict[PersonKey, OfficialSummary]:
    """`OfficialSummary`s by `AttendedVisit.person`; counted by the database, for some led thousands of visits."""
    # Asked of the visits, which are joined here; left out instead, PostgreSQL takes seconds over the last days.
    rows = rows.filter(visit__status=Status.DONE).order_by()
    summaries: dict[PersonKey, OfficialSummary] = defaultdict(OfficialSummary)
    # ครั้ง: a visit outside any trip is one of its own.
    numbers = {
        "trips": Count("visit__trip", distinct=True),
        "alone": Count("visit", filter=Q(visit__trip=None), distinct=True),
        "last": Max("visit__starts_on"),
    }
    for columns, people in by_key(rows):
        by = people.values_list(*columns, "role", "visit__unit__kind", "visit__province__region")
        for *person, role, kind, region, count in by.annotate(count=Count("*")):
            summary = summaries[key_of(person)]
            summary.places += count
            summary.roles[role] += count
            summary.kinds[kind] += count
            summary.regions[region] += count
        for *person, trips, alone, last in people.values_list(*columns).annotate(**numbers):
            summary = summaries[key_of(person)]
            summary.journeys, summary.last_day = trips + alone, last
    # Name and position of the last day of each; only the rows of these days are read.
    last_days = {summary.last_day for summary in summaries.values()}
    for row in latest_first(rows.filter(visit__starts_on__in=last_days)):
        summary = summaries[row.person]
        if summary.last is None and row.starts_on == summary.last_day:
            summary.last = row
    return summaries

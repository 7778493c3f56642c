"""ทะเบียนการตรวจเยี่ยม: every visit asked for on one line each, in plain values so that 20,000 leave as one file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, F, FilteredRelation, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Concat

from config.thai.dates import thai_range
from visits.filters.filter_fields import OneOfField
from visits.models import CALLED_OFF, PLANNED, Attendance, RecordState, Role, Status, VisitActivity
from visits.models.wording import times_in_words
from visits.reports.base import Report, plain_rows
from visits.reports.charts import Chart
from visits.reports.columns import KEY, NUMBER, TEXTS, LinkedText, ReportColumn, data_column, one_of
from visits.reports.list_report import journeys_and_places, name_and_position
from visits.reports.visit_charts import visits_over_time

# Who is known only by post is named by it.
KNOWN_AS = Case(When(name="", then="position"), default="name")
# No name holds a tab, so it tells hosts apart where all names come in one text.
HOST = "\t"
SIGNED = Case(
    When(role=Role.HOST, then=Concat(Value(HOST), KNOWN_AS, output_field=TextField())),
    default=KNOWN_AS,
    output_field=TextField(),
)
# The stops of a day exactly the other way round: without a time they come last, so they stand first.
LATE_FIRST = (F("starts_on").desc(), F("start_time").desc(nulls_first=True), "-sequence", "-pk")
ORDERS: dict[str, tuple] = {
    "-starts_on": LATE_FIRST,
    "starts_on": (F("starts_on").asc(), F("start_time").asc(nulls_last=True), "sequence", "pk"),
    "unit": ("unit__sort_key", "unit_id", *LATE_FIRST),
    "province": ("province__sort_key", "unit__sort_key", "unit_id", *LATE_FIRST),
}
SORTS = [
    ("-starts_on", "วันที่ ใหม่ไปเก่า"),
    ("starts_on", "วันที่ เก่าไปใหม่"),
    ("unit", "ชื่อหน่วยงาน"),
    ("province", "จังหวัด"),
]
STATUS, STATE = dict(Status.choices), dict(RecordState.choices)


@dataclass(slots=True)
class RegisterRow:
    """One visit in plain values."""

    pk: int
    number: str
    starts_on: date
    ends_on: date
    start_time: time | None
    end_time: time | None
    unit: str
    unit_code: str
    province: str | None
    province_code: str | None
    title: str
    trip: str | None
    trip_key: int | None
    status: str
    record_state: str
    others_party: str
    others_hosts: str
    lead_name: str | None
    lead_position: str | None
    # One a line, without the lead, hosts behind their sign; names, or the post of who is known only by it.
    others: str | None
    activity_names: str | None

    @property
    def hours(self) -> str:
        """From and to; empty where no time is known."""
        return times_in_words(self.start_time, self.end_time)

    @property
    def party(self) -> list[str]:
        """The one typed order begins with the lead, wherever a number was left blank."""
        companions = [name for name in (self.others or "").split("\n") if HOST not in name]
        people = [self.lead_name or self.lead_position, *companions, *self.others_party.splitlines()]
        return [person for person in people if person]

    @property
    def hosts(self) -> list[str]:
        """Who received the party."""
        hosts = [name[1:] for name in (self.others or "").split("\n") if HOST in name]
        return [person for person in [*hosts, *self.others_hosts.splitlines()] if person]

    @property
    def activities(self) -> str:
        """What was done, with commas between."""
        return (self.activity_names or "").replace("\n", ", ")

    @property
    def mark(self) -> LinkedText | str:
        """The state of the record, as a mark where it is not final."""
        state = STATE[self.record_state]
        return state if self.record_state == RecordState.FINAL else LinkedText("", mark=state)


class RegisterReport(Report):
    id = "register"
    title = "ทะเบียนการตรวจเยี่ยม"
    about = "การตรวจเยี่ยมทุกรายการตามตัวกรอง หนึ่งบรรทัดต่อหนึ่งแห่ง"
    order = 10

    columns = (
        data_column("visit", "รหัสรายการตรวจเยี่ยม", lambda row: row.pk, KEY),
        ReportColumn("เลขทะเบียน", lambda row: row.number, 13, "nowrap", name="number"),
        ReportColumn(
            "วันที่",
            lambda row: [thai_range(row.starts_on, row.ends_on, month="short"), *filter(None, [row.hours])],
            18,
            "day",
            only="page",
        ),
        ReportColumn("วันที่", lambda row: row.starts_on, 14, "day", only="file", name="starts_on"),
        ReportColumn("ถึงวันที่", lambda row: row.ends_on, 14, "day", only="file", name="ends_on"),
        ReportColumn("เวลา", lambda row: row.hours, 14, only="file"),
        data_column("start_time", "เวลาเริ่ม", lambda row: row.start_time),
        data_column("end_time", "เวลาสิ้นสุด", lambda row: row.end_time),
        ReportColumn(
            "หน่วยงานที่ตรวจเยี่ยม",
            lambda row: LinkedText(row.unit, f"/visits/{row.pk}/"),
            45,
            only="page",
            heads_row=True,
        ),
        ReportColumn("หน่วยงานที่ตรวจเยี่ยม", lambda row: row.unit, 45, only="file", name="unit"),
        data_column("unit_code", "รหัสหน่วยงาน", lambda row: row.unit_code),
        ReportColumn("จังหวัด", lambda row: row.province, 16, "nowrap", name="province"),
        data_column("province_code", "รหัสจังหวัด", lambda row: row.province_code),
        ReportColumn(
            "หัวหน้าคณะ",
            lambda row: name_and_position(row.lead_name or "", row.lead_position or ""),
            34,
            only="page",
        ),
        ReportColumn("หัวหน้าคณะ", lambda row: row.lead_name, 26, only="file", name="lead"),
        ReportColumn("ตำแหน่ง ณ วันนั้น", lambda row: row.lead_position, 34, only="file", name="lead_position"),
        ReportColumn("กิจกรรม/เรื่อง", lambda row: row.activities or row.title, 30, only="page"),
        ReportColumn(
            "กิจกรรม",
            lambda row: row.activities,
            24,
            only="file",
            name="activities",
            data=lambda row: (row.activity_names or "").splitlines(),
            schema=TEXTS,
        ),
        ReportColumn("ชื่อเรื่อง", lambda row: row.title, 40, only="file", name="title"),
        data_column("trip", "รหัสการลงพื้นที่", lambda row: row.trip_key, NUMBER),
        ReportColumn("การลงพื้นที่", lambda row: row.trip, 30, only="file", name="trip_title"),
        ReportColumn("รายชื่อคณะ", lambda row: row.party, 60, only="file", name="party", schema=TEXTS),
        ReportColumn("ผู้ให้การต้อนรับ", lambda row: row.hosts, 45, only="file", name="hosts", schema=TEXTS),
        ReportColumn(
            "สถานะ",
            lambda row: STATUS[row.status],
            15,
            "nowrap",
            name="status",
            data=lambda row: row.status,
            schema=one_of(Status),
        ),
        ReportColumn(
            "สถานะข้อมูล",
            lambda row: STATE[row.record_state],
            14,
            only="file",
            name="record_state",
            data=lambda row: row.record_state,
            schema=one_of(RecordState),
        ),
        ReportColumn("สถานะข้อมูล", lambda row: row.mark, 14, "nowrap", only="page"),
    )

    options = {"sort": OneOfField(label="เรียงตาม", choices=SORTS, required=False)}
    notes = (
        "ครั้ง นับตามการลงพื้นที่ การตรวจเยี่ยมที่ไม่อยู่ในการลงพื้นที่ใดนับเป็นหนึ่งครั้ง แห่ง นับตามจุดตรวจเยี่ยม",
        "ชื่อและตำแหน่งเป็นไปตามวันที่ตรวจเยี่ยม",
    )

    def rows(self, first: int = 0, last: int | None = None) -> Iterator[RegisterRow]:
        visits = self.filter.visits.order_by(*ORDERS[self.filter.value("sort") or "-starts_on"])
        if last is not None:
            # Keys first: sorting whole rows to show a hundred of them takes several times as long.
            keys = list(visits.values_list("pk", flat=True)[first:last])
            visits = visits.model.objects.filter(pk__in=keys).order_by(*visits.query.order_by)
        others = Attendance.objects.filter(visit=OuterRef("pk")).exclude(role=Role.LEAD)
        activities = VisitActivity.objects.filter(visit=OuterRef("pk"))
        visits = visits.annotate(
            lead=FilteredRelation("attendances", condition=Q(attendances__role=Role.LEAD)),
            # In one look at the people of a visit: two, for companions and for hosts, take half as long again.
            others=JoinedLines(others.order_by("order", "pk").values(line=SIGNED)),
            activity_names=JoinedLines(
                activities.order_by("activity__order", "pk").values(line=F("activity__name"))
            ),
        )
        return plain_rows(
            RegisterRow,
            visits,
            unit="unit__name",
            unit_code="unit__code",
            province="province__name",
            province_code="province__code",
            trip="trip__title",
            trip_key="trip_id",
            lead_name="lead__name",
            lead_position="lead__position",
        )

    @cached_property
    def counts_by_status(self) -> dict[str, dict[str, int]]:
        """Status -> the number of places, of those in trips and of these trips, in one look at the visits."""
        counts = (
            self.filter.visits.order_by()
            .values("status")
            .annotate(places=Count("*"), in_trips=Count("trip"), trips=Count("trip", distinct=True))
        )
        return {row["status"]: row for row in counts}

    @property
    def count(self) -> int:
        return sum(row["places"] for row in self.counts_by_status.values())

    @property
    def charts(self) -> list[Chart]:
        return [visits_over_time(self.filter)]

    @property
    def totals(self) -> list[str]:
        counts = self.counts_by_status
        done = counts.get(Status.DONE, {"places": 0, "in_trips": 0, "trips": 0})
        alone = done["places"] - done["in_trips"]
        totals = [journeys_and_places(done["trips"] + alone, done["places"])]
        for words, statuses in (("ตามแผน", PLANNED), ("เลื่อนหรือยกเลิก", CALLED_OFF)):
            if places := sum(counts[status]["places"] for status in statuses if status in counts):
                totals.append(f"{words} {places:,} แห่ง")
        return totals


class JoinedLines(Subquery):
    """The texts (`line`) of another query in its order, one a line: to fetch 160,000 names one by one takes twice as long.

    Both databases join what an ordered query hands them in its order.
    """

    output_field = TextField()
    template = "(SELECT GROUP_CONCAT(line, CHAR(10)) FROM (%(subquery)s) AS lines)"

    def as_postgresql(self, compiler: Any, connection: Any, **options: Any) -> Any:
        """PostgreSQL has another name for the same."""
        options["template"] = "(SELECT STRING_AGG(line, CHR(10)) FROM (%(subquery)s) AS lines)"
        return self.as_sql(compiler, connection, **options)

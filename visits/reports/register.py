"""ทะเบียนการตรวจเยี่ยม: every visit that the filter asks for, one row each."""

from dataclasses import dataclass
from datetime import date, time
from functools import cached_property, lru_cache

from django.db.models import Case, Count, F, FilteredRelation, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Concat

from config.thai.dates import thai_range, thai_time
from visits.filters.filter_fields import OneOfField
from visits.models import CALLED_OFF, PLANNED, Attendance, RecordState, Role, Status, VisitActivity
from visits.reports.base import Report
from visits.reports.columns import Column, Piece

CHUNK = 1000
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
ORDERS = {
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


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    position: str

    @property
    def lines(self):
        return [part for part in (self.name and Piece(self.name, whole=True), self.position) if part]


@dataclass(slots=True)
class Line:
    """One visit in plain values: building 20,000 model instances would take longer than writing the file."""

    pk: int
    number: str
    starts_on: date
    ends_on: date
    start_time: time | None
    end_time: time | None
    unit: str
    province: str | None
    title: str
    trip: str | None
    status: str
    record_state: str
    others_party: str
    others_hosts: str
    lead_name: str | None
    lead_position: str | None
    # One a line, without the lead, hosts behind their sign; names, or the post of who is known only by it.
    others: str | None
    done: str | None

    @property
    def address(self):
        return f"/visits/{self.pk}/"

    @property
    def days(self):
        return thai_range(self.starts_on, self.ends_on, month="short")

    @property
    def hours(self):
        return _hours(self.start_time, self.end_time)

    @property
    def lead(self):
        return Person(self.lead_name or "", self.lead_position or "")

    @property
    def party(self):
        """The one typed order begins with the lead, wherever a number was left blank."""
        companions = [name for name in self._others if HOST not in name]
        return _parts(self.lead_name or self.lead_position, *companions, *self.others_party.splitlines())

    @property
    def hosts(self):
        hosts = [name[1:] for name in self._others if HOST in name]
        return _parts(*hosts, *self.others_hosts.splitlines())

    @property
    def _others(self):
        return self.others.split("\n") if self.others else ()

    @property
    def activities(self):
        return (self.done or "").replace("\n", ", ")

    @property
    def subject(self):
        return self.activities or self.title

    @property
    def mark(self):
        return "" if self.record_state == RecordState.FINAL else STATE[self.record_state]


# The columns that a `Line` is made of, in its order.
VALUES = [
    "pk",
    "number",
    "starts_on",
    "ends_on",
    "start_time",
    "end_time",
    "unit__name",
    "province__name",
    "title",
    "trip__title",
    "status",
    "record_state",
    "others_party",
    "others_hosts",
    "lead__name",
    "lead__position",
    "others",
    "done",
]


@lru_cache(maxsize=1024)
def _hours(start, end):
    if not start:
        return ""
    return f"{thai_time(start).removesuffix(' น.')}-{thai_time(end)}" if end else thai_time(start)


def _parts(*texts):
    return [text for text in texts if text]


class Register(Report):
    id = "register"
    title = "ทะเบียนการตรวจเยี่ยม"
    about = "การตรวจเยี่ยมทุกรายการตามตัวกรอง หนึ่งบรรทัดต่อหนึ่งแห่ง"

    columns = (
        Column("เลขทะเบียน", lambda line: line.number, 13, "nowrap"),
        Column("วันที่", lambda line: _parts(line.days, line.hours), 18, "day", only="paper"),
        Column("วันที่", lambda line: line.starts_on, 14, "day", only="file"),
        Column("ถึงวันที่", lambda line: line.ends_on, 14, "day", only="file"),
        Column("เวลา", lambda line: line.hours, 14, only="file"),
        Column(
            "หน่วยงานที่ตรวจเยี่ยม", lambda line: Piece(line.unit, line.address), 45, only="paper", heads_row=True
        ),
        Column("หน่วยงานที่ตรวจเยี่ยม", lambda line: line.unit, 45, only="file"),
        Column("จังหวัด", lambda line: line.province, 16, "nowrap"),
        Column("หัวหน้าคณะ", lambda line: line.lead.lines, 34, only="paper"),
        Column("หัวหน้าคณะ", lambda line: line.lead_name, 26, only="file"),
        Column("ตำแหน่ง ณ วันนั้น", lambda line: line.lead_position, 34, only="file"),
        Column("กิจกรรม/เรื่อง", lambda line: line.subject, 30, only="paper"),
        Column("กิจกรรม", lambda line: line.activities, 24, only="file"),
        Column("ชื่อเรื่อง", lambda line: line.title, 40, only="file"),
        Column("การลงพื้นที่", lambda line: line.trip, 30, only="file"),
        Column("รายชื่อคณะ", lambda line: line.party, 60, only="file"),
        Column("ผู้ให้การต้อนรับ", lambda line: line.hosts, 45, only="file"),
        Column("สถานะ", lambda line: STATUS[line.status], 15, "nowrap"),
        Column("สถานะข้อมูล", lambda line: STATE[line.record_state], 14, only="file"),
        Column(
            "สถานะข้อมูล",
            lambda line: Piece("", mark=line.mark) if line.mark else STATE[line.record_state],
            14,
            "nowrap",
            only="paper",
        ),
    )

    def options(self):
        return {"sort": OneOfField(label="เรียงตาม", choices=SORTS, required=False)}

    def rows(self, first=0, last=None):
        visits = self.filter.visits.order_by(*ORDERS[self.filter.value("sort") or "-starts_on"])
        if last is not None:
            # Keys first: sorting whole rows to show a hundred of them takes several times as long.
            keys = list(visits.values_list("pk", flat=True)[first:last])
            visits = visits.model.objects.filter(pk__in=keys).order_by(*visits.query.order_by)
        for row in visits.annotate(**_told()).values_list(*VALUES).iterator(CHUNK):
            yield Line(*row)

    @cached_property
    def _counts(self):
        """Everything the totals say, in one look at the visits."""
        counts = (
            self.filter.visits.order_by()
            .values("status")
            .annotate(places=Count("pk"), in_trips=Count("trip"), trips=Count("trip", distinct=True))
        )
        return {row["status"]: row for row in counts}

    def _places(self, *statuses):
        return sum(self._counts[status]["places"] for status in statuses if status in self._counts)

    @property
    def count(self):
        return self._places(*Status)

    @property
    def totals(self):
        done = self._counts.get(Status.DONE, {"places": 0, "in_trips": 0, "trips": 0})
        alone = done["places"] - done["in_trips"]
        said = [journeys_and_places(done["trips"] + alone, done["places"])]
        if planned := self._places(*PLANNED):
            said.append(f"ตามแผน {planned:,} แห่ง")
        if called_off := self._places(*CALLED_OFF):
            said.append(f"เลื่อนหรือยกเลิก {called_off:,} แห่ง")
        return said

    @property
    def notes(self):
        return [
            "ครั้ง นับตามการลงพื้นที่ การตรวจเยี่ยมที่ไม่อยู่ในการลงพื้นที่ใดนับเป็นหนึ่งครั้ง แห่ง นับตามจุดตรวจเยี่ยม",
            "ชื่อและตำแหน่งเป็นไปตามวันที่ตรวจเยี่ยม",
        ]


def journeys_and_places(journeys, places):
    return f"ดำเนินการแล้ว {journeys:,} ครั้ง {places:,} แห่ง"


def _told():
    """The one attendance that leads and who and what else; made anew, for a query changes it."""
    return {
        "lead": FilteredRelation("attendances", condition=Q(attendances__role=Role.LEAD)),
        "others": _others(),
        "done": _activities(),
    }


class Lines(Subquery):
    """The texts (`line`) of another query in its order, one a line: to fetch 160,000 names one by one takes twice as long.

    Both databases join what an ordered query hands them in its order.
    """

    output_field = TextField()
    template = "(SELECT GROUP_CONCAT(line, CHAR(10)) FROM (%(subquery)s) AS told)"

    def as_postgresql(self, compiler, connection, **more):
        template = "(SELECT STRING_AGG(line, CHR(10)) FROM (%(subquery)s) AS told)"
        return super().as_sql(compiler, connection, template=template, **more)


def _others():
    """In one look at the people of a visit: two, for companions and for hosts, take half as long again."""
    of_visit = Attendance.objects.filter(visit=OuterRef("pk")).exclude(role=Role.LEAD)
    return Lines(of_visit.order_by("order", "pk").values(line=SIGNED))


def _activities():
    of_visit = VisitActivity.objects.filter(visit=OuterRef("pk"))
    return Lines(of_visit.order_by("activity__order", "pk").values(line=F("activity__name")))

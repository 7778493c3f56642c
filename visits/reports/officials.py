"""สรุปการลงพื้นที่รายบุคคล: everybody with counts, or the visits of those asked for, with the position held then."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Count, Max, Q, Value, When

from config.thai.dates import thai_range
from config.thai.text import sort_key
from officials.models import Official
from units.models import Kind, Region
from visits.models import Attendance, RecordState, Role, Status
from visits.reports.columns import Column, Piece
from visits.reports.list_report import Listing

VALUES = (
    "official_id",
    "role",
    "name",
    "position",
    "visit_id",
    "visit__trip_id",
    "visit__starts_on",
    "visit__ends_on",
    "visit__status",
    "visit__record_state",
    "visit__unit__name",
    "visit__unit__kind",
    "visit__province__name",
    "visit__province__region",
)


@dataclass(slots=True)
class There:
    """A person at a visit, in plain values."""

    official: int | None
    role: str
    name: str
    position: str
    visit: int
    trip: int | None
    starts_on: date
    ends_on: date
    status: str
    record_state: str
    unit: str
    kind: str
    province: str | None
    region: str | None

    @property
    def person(self):
        """Counted by the key of the register; who is known only by words, by these."""
        return self.official or (self.name, self.position)

    @property
    def is_done(self):
        return self.status == Status.DONE

    @property
    def days(self):
        return thai_range(self.starts_on, self.ends_on, month="short")

    @property
    def mark(self):
        parts = [] if self.is_done else [Status(self.status).label]
        if self.record_state == RecordState.DRAFT:
            parts.append(RecordState.DRAFT.label)
        return ", ".join(parts)


@dataclass(slots=True)
class Person:
    """What the visits of one person that took place come to; name and position as they stood at the last of them."""

    places: int = 0
    journeys: int = 0
    last: There | None = None
    last_day: date | None = None
    roles: Counter = field(default_factory=Counter)
    kinds: Counter = field(default_factory=Counter)
    regions: Counter = field(default_factory=Counter)

    @property
    def name(self):
        address = f"/reports/officials/?official={self.last.official}" if self.last.official else ""
        return Piece(self.last.name or "(ไม่ทราบชื่อ)", address, whole=True)

    @property
    def by_kind(self):
        return _most_first(self.kinds, Kind)

    @property
    def by_region(self):
        return _most_first(self.regions, Region)


def _most_first(counts, choices):
    return [
        f"{one.label} {counts[one]}" for one in sorted(choices, key=lambda one: -counts[one]) if counts[one]
    ]


def _in_role(role):
    return lambda person: person.roles[role]


EVERYBODY = [
    Column("ชื่อ", lambda person: person.name, 28, heads_row=True),
    Column("ตำแหน่งล่าสุดที่บันทึก", lambda person: person.last.position, 40),
    Column("รวม (แห่ง)", lambda person: person.places, 11, "number"),
    Column("รวม (ครั้ง)", lambda person: person.journeys, 11, "number"),
    *(Column(role.label, _in_role(role), 13, "number") for role in Role),
    Column("ประเภทหน่วยงาน", lambda person: person.by_kind, 30),
    Column("ภาค", lambda person: person.by_region, 24),
    Column("ครั้งล่าสุด", lambda person: person.last.starts_on, 15, "day"),
]
ONE = [
    Column("ชื่อ ณ วันนั้น", lambda row: Piece(row.name or "(ไม่ทราบชื่อ)", whole=True), 28, heads_row=True),
    Column("วันที่", lambda row: row.days, 16, "day", only="paper"),
    Column("วันที่", lambda row: row.starts_on, 16, "day", only="file"),
    Column("หน่วยงานที่ตรวจเยี่ยม", lambda row: Piece(row.unit, f"/visits/{row.visit}/", row.mark), 45),
    Column("จังหวัด", lambda row: row.province, 16, "nowrap"),
    Column("บทบาท", lambda row: Role(row.role).label, 15, "nowrap"),
    Column("ตำแหน่ง ณ วันนั้น", lambda row: row.position, 45),
]


# Who stands in no register is told apart by name and position; of the others these change from visit to visit.
BY_WORDS = (Case(When(official=None, then=name), default=Value("")) for name in ("name", "position"))
PERSON = ("official", *BY_WORDS)


class Officials(Listing):
    id = "officials"
    title = "สรุปการลงพื้นที่รายบุคคล"
    about = "ใครลงพื้นที่กี่แห่ง ในบทบาทใด เลือกบุคคลเพื่อดูรายการพร้อมตำแหน่ง ณ วันนั้น"

    @property
    def is_of_some(self):
        return bool(self.filter.value("official"))

    @property
    def columns(self):
        return ONE if self.is_of_some else EVERYBODY

    @property
    def _asked(self):
        """Rows of people at the visits asked for; where none is left out, nothing is asked of the visits at all."""
        rows = Attendance.objects.visible_to(self.user)
        if self.filter.narrows_visits:
            rows = rows.filter(visit__in=self.filter.visits.order_by())
        if self.is_of_some:
            rows = rows.filter(official__in=self.filter.value("official"))
        if role := self.filter.value("role"):
            rows = rows.filter(role=role)
        return rows

    def found(self):
        return read(self._asked) if self.is_of_some else self._heads_first()

    def _heads_first(self):
        """Who was at a visit that took place, by `There.person`."""
        rows = self._asked.filter(visit__status=Status.DONE).order_by()
        numbers = {"led": Count("pk", filter=Q(role=Role.LEAD)), "places": Count("pk")}
        counted = rows.values_list(*PERSON).annotate(**numbers)
        # Once for each person: to group a hundred thousand rows by such long keys takes a third longer.
        keys = dict(Official.objects.order_by().values_list("pk", "sort_key"))
        ranked = sorted(counted, key=lambda row: _first(keys.get(row[0]), *row))
        return [official or (name, post) for official, name, post, *_ in ranked]

    def rows(self, first=0, last=None):
        keys = self._all_rows[first:last]
        if self.is_of_some:
            return keys
        found = people(self._asked.filter(_any_of(keys)) if len(keys) < self.count else self._asked)
        return [found[key] for key in keys]

    @property
    def totals(self):
        if not self.is_of_some:
            return [f"{self.count:,} คน", self.journeys_and_places]
        found = people(self._asked).values()
        each = (f"{person.last.name}: {_counts(person)}" for person in found)
        return [f"{len(found):,} คน", self.journeys_and_places, *each]

    @property
    def notes(self):
        return [
            "ชื่อและตำแหน่งเป็นไปตามที่บันทึกไว้ในวันที่ตรวจเยี่ยม ผู้ที่มีชื่อซ้ำกันนับแยกตามทำเนียบบุคคล",
            "จำนวนนับเฉพาะการตรวจเยี่ยมที่ดำเนินการแล้ว ครั้ง นับตามการลงพื้นที่ แห่ง นับตามจุดตรวจเยี่ยม",
        ]


def _counts(person):
    """ "3 ครั้ง 9 แห่ง (หัวหน้าคณะ 9 …", then kinds and regions."""
    roles = [f"{role.label} {person.roles[role]}" for role in Role if person.roles[role]]
    parts = [*roles, *person.by_kind, *person.by_region]
    return f"{person.journeys:,} ครั้ง {person.places:,} แห่ง ({', '.join(parts)})"


def _first(key, official, name, position, led, places):
    """The most often head of a party first, then the most often there."""
    return (-led, -places, key or sort_key(name), official or 0, position)


def _any_of(keys):
    """Rows of some people, and of some more that share a name with one and a position with another."""
    words = [key for key in keys if isinstance(key, tuple)]
    names, positions = {name for name, _ in words}, {position for _, position in words}
    by_words = Q(official=None, name__in=names, position__in=positions)
    return Q(official__in=[key for key in keys if isinstance(key, int)]) | by_words


def read(rows):
    """The latest first."""
    rows = rows.order_by("-visit__starts_on", "-visit__pk", "order", "pk").values_list(*VALUES)
    return [There(*row) for row in rows]


def people(rows):
    """`Person`s by `There.person`, the latest seen first; counted by the database, for some led thousands of visits."""
    rows = rows.filter(visit__status=Status.DONE).order_by()
    found = defaultdict(Person)
    by = rows.values_list(*PERSON, "role", "visit__unit__kind", "visit__province__region")
    for official, name, position, role, kind, region, count in by.annotate(count=Count("pk")):
        person = found[official or (name, position)]
        person.places += count
        person.roles[role] += count
        person.kinds[kind] += count
        person.regions[region] += count
    _count_journeys(rows, found)
    _find_last(rows, found)
    return found


def _count_journeys(rows, found):
    """ครั้ง: a visit outside any trip is one of its own."""
    numbers = {
        "trips": Count("visit__trip", distinct=True),
        "alone": Count("visit", filter=Q(visit__trip=None), distinct=True),
        "last": Max("visit__starts_on"),
    }
    for official, name, position, trips, alone, last in rows.values_list(*PERSON).annotate(**numbers):
        person = found[official or (name, position)]
        person.journeys, person.last_day = trips + alone, last


def _find_last(rows, found):
    """Name and position of the last day of each; only the rows of these days are read."""
    for row in read(rows.filter(visit__starts_on__in={person.last_day for person in found.values()})):
        person = found[row.person]
        if person.last is None and row.starts_on == person.last_day:
            person.last = row

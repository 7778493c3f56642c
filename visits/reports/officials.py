"""สรุปการลงพื้นที่รายบุคคล: everybody with counts, or the visits of those asked for, with the position held then."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from config.thai.dates import thai_range
from config.thai.text import sort_key
from units.models import Kind, Region
from visits.models import Attendance, RecordState, Role, Status
from visits.reports.cells import Column, Piece
from visits.reports.lists import Listing

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
    """All visits of one person; name and position as they stood at the last of them."""

    last: There
    visits: list = field(default_factory=list)

    @property
    def name(self):
        address = f"/reports/officials/?official={self.last.official}" if self.last.official else ""
        return Piece(self.last.name or "(ไม่ทราบชื่อ)", address, whole=True)

    @property
    def roles(self):
        return Counter(row.role for row in self.visits)

    @property
    def journeys(self):
        return len({row.trip or -row.visit for row in self.visits})

    def by(self, name, labels):
        counts = Counter(getattr(row, name) for row in self.visits if getattr(row, name))
        return [f"{labels(key).label} {count}" for key, count in counts.most_common()]


def _in_role(role):
    return lambda person: person.roles[role]


EVERYBODY = [
    Column("ชื่อ", lambda person: person.name, 28, heads_row=True),
    Column("ตำแหน่งล่าสุดที่บันทึก", lambda person: person.last.position, 40),
    Column("รวม (แห่ง)", lambda person: len(person.visits), 11, "number"),
    Column("รวม (ครั้ง)", lambda person: person.journeys, 11, "number"),
    *(Column(role.label, _in_role(role), 13, "number") for role in Role),
    Column("ประเภทหน่วยงาน", lambda person: person.by("kind", Kind), 30),
    Column("ภาค", lambda person: person.by("region", Region), 24),
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

    @cached_property
    def there(self):
        """Rows of people at the visits asked for, the latest first; of those asked for only."""
        if not self.filter.is_valid:
            return []
        rows = Attendance.objects.visible_to(self.user).filter(visit__in=self.filter.visits.order_by())
        if self.is_of_some:
            rows = rows.filter(official__in=self.filter.value("official"))
        if role := self.filter.value("role"):
            rows = rows.filter(role=role)
        rows = rows.order_by("-visit__starts_on", "-visit__pk", "order", "pk").values_list(*VALUES)
        return [There(*row) for row in rows]

    def found(self):
        return self.there if self.is_of_some else sorted(self.people.values(), key=_heads_first)

    @cached_property
    def people(self):
        """Those of visits that took place, by person."""
        found = {}
        for row in self.there:
            if row.is_done:
                found.setdefault(row.person, Person(row)).visits.append(row)
        return found

    @property
    def totals(self):
        said = [f"{len(self.people):,} คน", self.journeys_and_places]
        if self.is_of_some:
            said += [f"{person.last.name}: {_counts(person)}" for person in self.people.values()]
        return said

    @property
    def notes(self):
        return [
            "ชื่อและตำแหน่งเป็นไปตามที่บันทึกไว้ในวันที่ตรวจเยี่ยม ผู้ที่มีชื่อซ้ำกันนับแยกตามทำเนียบบุคคล",
            "จำนวนนับเฉพาะการตรวจเยี่ยมที่ดำเนินการแล้ว ครั้ง นับตามการลงพื้นที่ แห่ง นับตามจุดตรวจเยี่ยม",
        ]


def _counts(person):
    """ "ดำเนินการแล้ว 3 ครั้ง 9 แห่ง หัวหน้าคณะ 9 …", then kinds and regions."""
    roles = [f"{role.label} {person.roles[role]}" for role in Role if person.roles[role]]
    parts = [*roles, *person.by("kind", Kind), *person.by("region", Region)]
    return f"{person.journeys:,} ครั้ง {len(person.visits):,} แห่ง ({', '.join(parts)})"


def _heads_first(person):
    return (-person.roles[Role.LEAD], -len(person.visits), sort_key(person.last.name), person.last.visit)

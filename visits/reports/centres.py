"""Who visited which regional centre when: units by the months of a fiscal year, with the names of who came."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import ClassVar
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery
from django.http import QueryDict
from django.utils import timezone

from config.thai.dates import (
    SHORT_MONTHS,
    BadDate,
    be,
    fiscal_year,
    fiscal_year_bounds,
    parse_date,
    thai_range,
)
from config.thai.text import sort_key
from officials.models import Post
from units.models import Kind, Unit
from visits.filters.filter_fields import OneOfField, RowsField
from visits.models import CALLED_OFF, Attendance, RecordState, Role, Status
from visits.reports.base import Report
from visits.reports.columns import Column, Piece
from visits.reports.first_names import first_name, short_position
from visits.reports.unit_families import areas, current, families

MONTHS = (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9)
TIME = ("fiscal_year", "from", "to")
MOST_NAMED = 100
LEAD, ALL = "lead", "all"
NAMES = [("", "หัวหน้าคณะ หรือบุคคลที่เลือก"), (LEAD, "หัวหน้าคณะ"), (ALL, "ทุกคนในคณะ")]
PLAN = "แผน"


class UnitsField(RowsField):
    """Units by their keys with commas between: the rows of the matrix, in that order."""

    many = False
    most = 200

    def to_python(self, value):
        keys = [key for text in value or [] for key in text.split(",")]
        return super().to_python(keys)


@dataclass(slots=True)
class Seen:
    """A visit in the plain values that a cell needs."""

    pk: int
    unit: int
    province: int | None
    trip: int | None
    starts_on: date
    ends_on: date
    status: str
    record_state: str

    @property
    def is_done(self):
        return self.status == Status.DONE

    @property
    def days(self):
        if self.starts_on == self.ends_on:
            return str(self.starts_on.day)
        if (self.starts_on.year, self.starts_on.month) == (self.ends_on.year, self.ends_on.month):
            return f"{self.starts_on.day}-{self.ends_on.day}"
        return thai_range(self.starts_on, self.ends_on, month="short")

    @property
    def mark(self):
        draft = dict(RecordState.choices)[RecordState.DRAFT] if self.record_state == RecordState.DRAFT else ""
        return ", ".join(part for part in (draft, "" if self.is_done else PLAN) if part)


@dataclass(slots=True)
class UnitRow:
    """The visits at a unit itself."""

    head: Piece
    months: dict = field(default_factory=lambda: defaultdict(list))
    visits: list = field(default_factory=list)
    last: date | None = None
    since: int | None = None

    @property
    def count(self):
        return sum(visit.is_done for visit in self.visits)


@dataclass(slots=True)
class AreaRow:
    """The visits at other units within the provinces that the unit answers for: a number a month."""

    row_class: ClassVar[str] = "area"
    last: ClassVar[None] = None
    since: ClassVar[None] = None
    head: Piece
    done: Counter = field(default_factory=Counter)
    planned: Counter = field(default_factory=Counter)

    @property
    def months(self):
        every = {*self.done, *self.planned}
        return {month: _number(self.done[month], self.planned[month]) for month in every}

    @property
    def count(self):
        return self.done.total()


def _number(done, planned):
    if not planned:
        return done
    return Piece(str(done) if done else "", mark=f"{PLAN} {planned}")


class Centres(Report):
    id = "centres"
    title = "การตรวจเยี่ยมศูนย์ส่งเสริมอุตสาหกรรมภาค"
    about = "ใครตรวจเยี่ยมศูนย์ภาคใดเมื่อใด รายเดือนตามปีงบประมาณ เลือกดูหน่วยงานประเภทอื่นได้"
    shape = "matrix"
    per_page = 200

    def options(self):
        kinds = sorted(Kind.choices, key=lambda kind: (kind[0] != Kind.REGIONAL_CENTRE, sort_key(kind[1])))
        units = UnitsField(label="หน่วยงานที่เลือก", required=False, model=Unit, unknown="ไม่พบหน่วยงานที่ระบุ")
        return {
            "rows": OneOfField(label="แสดงหน่วยงานประเภท", choices=kinds, required=False),
            "names": OneOfField(label="ชื่อที่แสดง", choices=NAMES, required=False),
            "units": units,
        }

    def completed(self, data):
        """A matrix has a year: where none is asked for, that of the first day asked for, or the current one."""
        asked = QueryDict(data if isinstance(data, str) else data.urlencode(), mutable=True)
        if not asked.get("fiscal_year"):
            asked["fiscal_year"] = str(_year_of(asked.get("from")))
        return asked

    @cached_property
    def year(self):
        return self.filter.value("fiscal_year") or fiscal_year(timezone.localdate())

    @property
    def kind(self):
        return self.filter.value("rows") or Kind.REGIONAL_CENTRE.value

    @property
    def subject(self):
        return "หน่วยงานที่เลือก" if self.filter.value("units") else Kind(self.kind).label

    @property
    def heading(self):
        return f"การตรวจเยี่ยม{self.subject} ปีงบประมาณ พ.ศ. {self.year}"

    @cached_property
    def columns(self):
        first, last = fiscal_year_bounds(self.year)
        return [
            Column("หน่วยงาน", lambda row: row.head, 24, heads_row=True),
            *(
                Column(
                    f"{SHORT_MONTHS[month - 1]} {be(first if month >= 10 else last)}",
                    _in_month(month),
                    14,
                    "month",
                )
                for month in MONTHS
            ),
            Column("รวม (แห่ง)", lambda row: row.count, 10, "number"),
            Column("ตรวจเยี่ยมล่าสุด", lambda row: row.last, 15, "day"),
            Column("ผ่านมา (วัน)", lambda row: row.since, 12, "number"),
        ]

    # The rows

    @cached_property
    def units(self):
        chosen = self.filter.value("units")
        if chosen:
            return chosen
        units = Unit.objects.visible_to(self.user).filter(kind=self.kind).order_by("sort_key", "pk")
        return current(units, *fiscal_year_bounds(self.year))

    @cached_property
    def members(self):
        return families(unit.pk for unit in self.units)

    @cached_property
    def areas(self):
        return areas([unit.pk for unit in self.units])

    @cached_property
    def visits(self):
        """The visits of the year that took place or are planned, as they happened."""
        rows = self.filter.visits.in_order().values_list(
            "pk", "unit_id", "province_id", "trip_id", "starts_on", "ends_on", "status", "record_state"
        )
        # Told apart here: asked for a status as well, SQLite reads the visits of all years instead of one.
        return [visit for visit in (Seen(*row) for row in rows) if visit.status not in CALLED_OFF]

    @cached_property
    def _all_rows(self):
        if not self.filter.is_valid:
            return []
        return [row for unit in self.units for row in self._rows_of(unit)]

    def _rows_of(self, unit):
        own = self._row_of(unit)
        return [own, self._area_of(unit)] if unit.pk in self.areas else [own]

    def _row_of(self, unit):
        row = UnitRow(
            Piece(unit.label, f"/reports/register/?{urlencode({'unit': unit.pk, 'fiscal_year': self.year})}")
        )
        row.visits = [visit for key in self.members[unit.pk] for visit in self._at.get(key, ())]
        for visit in sorted(row.visits, key=lambda visit: self._turn[visit.pk]):
            row.months[visit.starts_on.month].append(self._piece(visit))
        row.last = max((self._last[key] for key in self.members[unit.pk] if key in self._last), default=None)
        row.since = (timezone.localdate() - row.last).days if row.last else None
        return row

    def _area_of(self, unit):
        query = urlencode({"centre": unit.pk, "fiscal_year": self.year})
        row = AreaRow(Piece(f"อื่นในพื้นที่ {unit.label}", f"/reports/register/?{query}"))
        for visit in self._in_area(unit):
            (row.done if visit.is_done else row.planned)[visit.starts_on.month] += 1
        return row

    def _in_area(self, unit):
        inside = (visit for province in self.areas[unit.pk] for visit in self._in.get(province, ()))
        return [visit for visit in inside if visit.unit not in self.members[unit.pk]]

    @cached_property
    def _at(self):
        return _by("unit", self.visits)

    @cached_property
    def _in(self):
        return _by("province", self.visits)

    @cached_property
    def _turn(self):
        return {visit.pk: turn for turn, visit in enumerate(self.visits)}

    @cached_property
    def _last(self):
        """Unit key -> the last day of a visit that took place there, in whichever year."""
        ever = self.filter.without(*TIME).visits.counted().filter(starts_on__lte=timezone.localdate())
        there = ever.filter(unit=OuterRef("pk")).order_by("-starts_on")
        units = Unit.objects.filter(pk__in=set().union(*self.members.values())).order_by()
        days = units.annotate(last=Subquery(there.values("ends_on")[:1])).values_list("pk", "last")
        return {unit: last for unit, last in days if last}

    # The names in a cell

    def _piece(self, visit):
        who = ", ".join(self._names.get(visit.pk, ())) or "ไม่ระบุชื่อ"
        return Piece(f"{visit.days} {who}", f"/visits/{visit.pk}/", visit.mark, whole=True)

    @cached_property
    def _names(self):
        """Visit key -> the words for its people, in their typed order."""
        found = defaultdict(list)
        keys = [
            visit.pk
            for unit in self.units
            for key in self.members[unit.pk]
            for visit in self._at.get(key, ())
        ]
        rows = self._people.filter(visit__in=keys).order_by("order", "pk")
        for key, role, name, position, registered in rows.values_list(
            "visit_id", "role", "name", "position", "official__first_name"
        ):
            word = first_name(name, registered or "") or short_position(position, self._abbreviations)
            found[key].insert(0 if role == Role.LEAD else len(found[key]), word)
        return found

    @property
    def _people(self):
        """Who is named: the lead, the people chosen in the filter, or the whole party without its hosts."""
        names, chosen = self.filter.value("names"), self.filter.value("official")
        if names == ALL:
            return Attendance.objects.party()
        if chosen and names != LEAD:
            return Attendance.objects.filter(official__in=chosen)
        return Attendance.objects.filter(role=Role.LEAD)

    @cached_property
    def _abbreviations(self):
        return dict(Post.objects.exclude(abbreviation="").order_by().values_list("title", "abbreviation"))

    # What the declaration asks for

    @property
    def count(self):
        return len(self._all_rows)

    def rows(self, first=0, last=None):
        return self._all_rows[first:last]

    @property
    def footer(self):
        """Each visit once, also where it belongs to two rows."""
        done = _months(self._done_at_units)
        return [
            f"รวม{self.subject}",
            *(done[month] or None for month in MONTHS),
            done.total(),
            None,
            None,
        ]

    @cached_property
    def _done_at_units(self):
        wanted = set().union(*self.members.values())
        return [visit for visit in self.visits if visit.is_done and visit.unit in wanted]

    @cached_property
    def _done_in_areas(self):
        inside = {visit.pk: visit for unit in self.units for visit in self._in_area(unit) if visit.is_done}
        return list(inside.values())

    @property
    def totals(self):
        said = [f"{self.subject} {_journeys_and_places(self._done_at_units)}"]
        if self.areas:
            said.append(f"หน่วยงานอื่นในพื้นที่รับผิดชอบ {_journeys_and_places(self._done_in_areas)}")
        return [*said, self._not_visited]

    @property
    def _not_visited(self):
        rows = [row for row in self._all_rows if isinstance(row, UnitRow)]
        missing = [row for row in rows if not row.count]
        if not rows:
            return "ไม่มีหน่วยงานประเภทนี้ในทำเนียบหน่วยงาน"
        if not missing:
            return f"ตรวจเยี่ยมครบทั้ง {len(rows)} แห่ง"
        names = [row.head.text + (f" (มี{PLAN}แล้ว)" if row.visits else "") for row in missing]
        more = f" และอีก {len(names) - MOST_NAMED} แห่ง" if len(names) > MOST_NAMED else ""
        return f"ยังไม่ได้ตรวจเยี่ยม {len(missing)} จาก {len(rows)} แห่ง ได้แก่ {', '.join(names[:MOST_NAMED])}{more}"

    @property
    def notes(self):
        return [
            "นับเฉพาะการตรวจเยี่ยมที่ดำเนินการแล้ว ณ หน่วยงานนั้น หน่วยงานในสังกัด และหน่วยงานเดิมก่อนเปลี่ยนชื่อหรือยุบรวม",
            "อื่นในพื้นที่ คือการตรวจเยี่ยมหน่วยงานอื่นในจังหวัดที่หน่วยงานนั้นรับผิดชอบ",
            "การตรวจเยี่ยมหลายวันนับในเดือนของวันแรก ที่เลื่อนหรือยกเลิกไม่นับ",
            f"({PLAN}) คือกำหนดการที่ยังไม่ได้ดำเนินการ ไม่รวมอยู่ในยอด (ร่าง) คือข้อมูลที่ยังไม่ได้เสนอตรวจสอบ",
            "ตรวจเยี่ยมล่าสุด นับทุกปีงบประมาณ จำนวนวันนับถึงวันนี้",
        ]


def _year_of(first_day):
    try:
        return fiscal_year(parse_date(first_day or ""))
    except BadDate:
        return fiscal_year(timezone.localdate())


def _in_month(month):
    return lambda row: row.months.get(month)


def _by(name, visits):
    found = defaultdict(list)
    for visit in visits:
        found[getattr(visit, name)].append(visit)
    return found


def _months(visits):
    return Counter(visit.starts_on.month for visit in visits)


def _journeys_and_places(visits):
    journeys = {visit.trip or -visit.pk for visit in visits}
    return f"{len(journeys):,} ครั้ง {len(visits):,} แห่ง"

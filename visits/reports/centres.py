"""Who visited which regional centre when: units by the months of a fiscal year, with the names of who came."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import fields
from functools import cached_property
from itertools import starmap
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone

from config.kept_statements import KeptRows, KeptTable
from config.thai.dates import (
    SHORT_MONTHS,
    be,
    fiscal_year,
    fiscal_year_bounds,
)
from config.thai.text import sort_key
from officials.models import Post
from units.models import Kind, Responsibility, Unit
from visits.filters.filter_fields import OneOfField, RowsField
from visits.filters.periods import days_beyond, fiscal_year_asked
from visits.models import CALLED_OFF, Attendance, RecordState, Role, Status
from visits.reports.by_days import ByDays
from visits.reports.charts import Chart
from visits.reports.columns import (
    DAY,
    KEY,
    TEXTS,
    LinkedText,
    ReportColumn,
    data_column,
    each_of,
    one_of,
)
from visits.reports.coverage import KnownPlaces, coverage
from visits.reports.first_names import first_name, short_position
from visits.reports.list_report import ListReport
from visits.reports.matrix_rows import PLAN, AreaRow, MatrixVisit, UnitRow
from visits.reports.unit_families import current, known_units, what_is_counted
from visits.reports.visit_charts import coverage_chart

MONTHS = (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9)
TIME = ("fiscal_year", "period", "from", "to")
MOST_NAMED = 100
LEAD, ALL = "lead", "all"
NAMES = [("", "หัวหน้าคณะ หรือบุคคลที่เลือก"), (LEAD, "หัวหน้าคณะ"), (ALL, "ทุกคนในคณะ")]
KINDS = sorted(Kind.choices, key=lambda kind: (kind[0] != Kind.REGIONAL_CENTRE, sort_key(kind[1])))
VISITS_OF_ROW = each_of(
    {
        "visit": KEY,
        "starts_on": DAY,
        "ends_on": DAY,
        "status": one_of(Status),
        "record_state": one_of(RecordState),
        "people": TEXTS,
    }
)


VISITS = ByDays(
    lambda report: report.filter.visits.in_order().values_list(*(one.name for one in fields(MatrixVisit)))
)
OF_KIND = {kind.value: KeptTable(Unit.objects.filter(kind=kind).order_by("sort_key", "pk")) for kind in Kind}
PROVINCES_OF = KeptRows(Responsibility.objects.order_by().values_list("unit_id", "province_id"), "unit")
ABBREVIATIONS = KeptTable(
    Post.objects.exclude(abbreviation="").order_by().values_list("title", "abbreviation")
)


def names_of(people: QuerySet[Attendance]) -> QuerySet:
    """Visit, role, name, position and registered first name of people, in their typed order."""
    columns = ("visit_id", "role", "name", "position", "official__first_name")
    return people.order_by("order", "pk").values_list(*columns)


LEADS = KeptRows(names_of(Attendance.objects.filter(role=Role.LEAD)), "visit")
PARTY = KeptRows(names_of(Attendance.objects.party()), "visit")


class UnitsField(RowsField):
    """Units by their keys with commas between: the rows of the matrix, in that order."""

    many = False
    most = 200

    def to_python(self, value: Any) -> Any:
        """The units; raises `ValidationError` for a key without one."""
        keys = [key for text in value or [] for key in text.split(",")]
        return super().to_python(keys)


class CentresReport(ListReport):
    id = "centres"
    title = "การตรวจเยี่ยมศูนย์ส่งเสริมอุตสาหกรรมภาค"
    order = 20
    about = "ใครตรวจเยี่ยมศูนย์ภาคใดเมื่อใด รายเดือนตามปีงบประมาณ เลือกดูหน่วยงานประเภทอื่นได้"
    shape = "matrix"
    per_page = 200

    options = {
        "rows": OneOfField(label="แสดงหน่วยงานประเภท", choices=KINDS, required=False),
        "names": OneOfField(label="ชื่อที่แสดง", choices=NAMES, required=False),
        "units": UnitsField(label="หน่วยงานที่เลือก", required=False, model=Unit, unknown="ไม่พบหน่วยงานที่ระบุ"),
    }

    def with_defaults(self, data: Any) -> QueryDict:
        """A matrix has a year: where none is asked for, that of the days or the period asked for, or the current one."""
        query = QueryDict(data if isinstance(data, str) else data.urlencode(), mutable=True)
        if not query.get("fiscal_year"):
            query["fiscal_year"] = str(fiscal_year_asked(query, timezone.localdate()))
        return query

    @cached_property
    def year(self) -> int:
        """The fiscal year of the matrix."""
        return self.filter.value("fiscal_year") or fiscal_year(timezone.localdate())

    @property
    def kind(self) -> str:
        """The kind of units that are shown."""
        return self.filter.value("rows") or Kind.REGIONAL_CENTRE.value

    @property
    def subject(self) -> str:
        """The units in words."""
        return "หน่วยงานที่เลือก" if self.filter.value("units") else Kind(self.kind).label

    @property
    def heading(self) -> str:
        return f"การตรวจเยี่ยม{self.subject} ปีงบประมาณ พ.ศ. {self.year}"

    @cached_property
    def columns(self) -> list[ReportColumn]:
        first, last = fiscal_year_bounds(self.year)
        return [
            ReportColumn("หน่วยงาน", lambda row: row.head, 24, heads_row=True, name="unit"),
            data_column("unit_code", "รหัสหน่วยงาน", lambda row: row.unit.code),
            data_column(
                "is_area",
                "จำนวนที่หน่วยงานอื่นในพื้นที่รับผิดชอบ แทนที่หน่วยงานนั้นเอง",
                lambda row: isinstance(row, AreaRow),
                {"type": "boolean"},
            ),
            data_column("visits", "การตรวจเยี่ยมที่หน่วยงานนั้น", lambda row: row.data, VISITS_OF_ROW),
            *(
                ReportColumn(
                    f"{SHORT_MONTHS[month - 1]} {be(first if month >= 10 else last)}",
                    lambda row, month=month: row.months.get(month),
                    14,
                    "month",
                )
                for month in MONTHS
            ),
            ReportColumn("รวม (แห่ง)", lambda row: row.count, 10, "number", name="visits_done"),
            ReportColumn("ตรวจเยี่ยมล่าสุด", lambda row: row.last, 15, "day", name="last_visit_on"),
            ReportColumn("ผ่านมา (วัน)", lambda row: row.since, 12, "number", name="days_since"),
        ]

    # The rows

    @cached_property
    def units(self) -> list[Unit]:
        """The units of the rows: those chosen, or all of the kind, as far as the user would know of visits to them."""
        known = known_units(self.visible(Unit), self.user)
        if chosen := self.filter.value("units"):
            keys = set(
                known.filter(pk__in=[unit.pk for unit in chosen]).order_by().values_list("pk", flat=True)
            )
            return [unit for unit in chosen if unit.pk in keys]
        if self.user.sees_everything:
            units = OF_KIND[self.kind].read()
        else:
            units = list(known.filter(kind=self.kind).order_by("sort_key", "pk"))
        return current(units, *fiscal_year_bounds(self.year))

    @cached_property
    def places(self) -> KnownPlaces:
        """What the chart counts, with the families of the rows."""
        return KnownPlaces(self.user, self.units)

    @cached_property
    def members(self) -> dict[int, set[int]]:
        """Unit key -> keys of its family."""
        return {unit.pk: self.places.members[unit.pk] for unit in self.units}

    @cached_property
    def areas(self) -> dict[int, set[int]]:
        """Unit key -> keys of the provinces that it is responsible for."""
        provinces = defaultdict(set)
        for unit, province in PROVINCES_OF.read([unit.pk for unit in self.units]):
            provinces[unit].add(province)
        return provinces

    @cached_property
    def visits(self) -> list[MatrixVisit]:
        """The visits of the year that took place or are planned, as they happened."""
        rows = starmap(MatrixVisit, VISITS.read(self))
        # Told apart here: asked for a status as well, SQLite reads the visits of all years instead of one.
        return [visit for visit in rows if visit.status not in CALLED_OFF]

    @cached_property
    def visits_of_unit(self) -> dict[int, list[MatrixVisit]]:
        """Unit key -> the visits at it and its family, as they happened."""
        by_unit = _grouped("unit", self.visits)
        turns = {visit.pk: turn for turn, visit in enumerate(self.visits)}
        return {
            key: sorted(
                (visit for member in members for visit in by_unit.get(member, ())),
                key=lambda visit: turns[visit.pk],
            )
            for key, members in self.members.items()
        }

    @cached_property
    def visits_in_area(self) -> dict[int, list[MatrixVisit]]:
        """Unit key -> the visits at other units in the provinces that it answers for."""
        by_province = _grouped("province", self.visits)
        return {
            unit.pk: [
                visit
                for province in self.areas[unit.pk]
                for visit in by_province.get(province, ())
                if visit.unit not in self.members[unit.pk]
            ]
            for unit in self.units
            if unit.pk in self.areas
        }

    def read_rows(self) -> Iterable[UnitRow | AreaRow]:
        # Unit key -> the last day of a visit that took place there, in whichever year.
        ever = self.filter.without(*TIME).visits.counted().filter(starts_on__lte=timezone.localdate())
        at_unit = ever.filter(unit=OuterRef("pk")).order_by("-starts_on")
        members = Unit.objects.filter(pk__in=set().union(*self.members.values())).order_by()
        with_last = members.annotate(last=Subquery(at_unit.values("ends_on")[:1]))
        last_days = {unit: last for unit, last in with_last.values_list("pk", "last") if last}
        names = self.names_at_visits()
        for unit in self.units:
            head = self._head(unit.label, unit=unit.pk)
            row = UnitRow(head, unit, names, visits=self.visits_of_unit[unit.pk])
            for visit in row.visits:
                who = ", ".join(names.get(visit.pk, ())) or "ไม่ระบุชื่อ"
                entry = LinkedText(f"{visit.days} {who}", f"/visits/{visit.pk}/", visit.mark, unbroken=True)
                row.months[visit.starts_on.month].append(entry)
            days = [last_days[key] for key in self.members[unit.pk] if key in last_days]
            row.last = max(days, default=None)
            row.since = (timezone.localdate() - row.last).days if row.last else None
            yield row
            if unit.pk in self.areas:
                area = AreaRow(self._head(f"อื่นในพื้นที่ {unit.label}", centre=unit.pk), unit)
                for visit in self.visits_in_area[unit.pk]:
                    (area.done if visit.is_done else area.planned)[visit.starts_on.month] += 1
                yield area

    def _head(self, text: str, **query: int) -> LinkedText:
        """The head of a row, leading to its visits in the register."""
        return LinkedText(text, f"/reports/register/?{urlencode({**query, 'fiscal_year': self.year})}")

    def names_at_visits(self) -> dict[int, list[str]]:
        """Visit key -> the words for its people, in their typed order with the lead first.

        Named are the lead, the people chosen in the filter, or the whole party without its hosts.
        """
        wanted, chosen = self.filter.value("names"), self.filter.value("official")
        keys = [visit.pk for visits in self.visits_of_unit.values() for visit in visits]
        if wanted == ALL:
            rows = PARTY.read(keys)
        elif chosen and wanted != LEAD:
            rows = list(names_of(Attendance.objects.filter(official__in=chosen, visit__in=keys)))
        else:
            rows = LEADS.read(keys)
        abbreviations: dict[str, str] = dict(ABBREVIATIONS.read())
        names: dict[int, list[str]] = defaultdict(list)
        for key, role, name, position, registered in rows:
            word = first_name(name, registered or "") or short_position(position, abbreviations)
            names[key].insert(0 if role == Role.LEAD else len(names[key]), word)
        return names

    # What they come to

    @property
    def charts(self) -> list[Chart]:
        """How far centres, offices and provinces are covered by the visits of the year that the filter leaves."""
        done = [(visit.unit, visit.province) for visit in self.visits if visit.is_done]
        return [coverage_chart(coverage(self.user, self.year, done, self.places))]

    @property
    def sum_row(self) -> AreaRow:
        """Each visit once, also where it belongs to two rows."""
        done = Counter(visit.starts_on.month for visit in self._done_at_units)
        return AreaRow(f"รวม{self.subject}", done=done)

    @cached_property
    def _done_at_units(self) -> list[MatrixVisit]:
        shown = set().union(*self.members.values())
        return [visit for visit in self.visits if visit.is_done and visit.unit in shown]

    @property
    def totals(self) -> list[str]:
        totals = days_beyond(self.year, self.filter.days_besides_year)
        totals.append(f"{self.subject} {_journeys_and_places(self._done_at_units)}")
        if self.areas:
            in_areas = {
                visit.pk: visit
                for visits in self.visits_in_area.values()
                for visit in visits
                if visit.is_done
            }
            totals.append(f"หน่วยงานอื่นในพื้นที่รับผิดชอบ {_journeys_and_places(in_areas.values())}")
        rows = [row for row in self.all_rows if isinstance(row, UnitRow)]
        missing = [row for row in rows if not row.count]
        if not rows:
            return [*totals, "ไม่มีหน่วยงานประเภทนี้ในทำเนียบหน่วยงาน"]
        if not missing:
            return [*totals, f"ตรวจเยี่ยมครบทั้ง {len(rows)} แห่ง"]
        names = [row.head.text + (f" (มี{PLAN}แล้ว)" if row.visits else "") for row in missing]
        named = ", ".join(names[:MOST_NAMED])
        more = f" และอีก {len(names) - MOST_NAMED} แห่ง" if len(names) > MOST_NAMED else ""
        return [*totals, f"ยังไม่ได้ตรวจเยี่ยม {len(missing)} จาก {len(rows)} แห่ง ได้แก่ {named}{more}"]

    @property
    def notes(self) -> list[str]:
        return [
            *what_is_counted(self.user),
            "นับเฉพาะการตรวจเยี่ยมที่ดำเนินการแล้ว ณ หน่วยงานนั้น หน่วยงานในสังกัด และหน่วยงานเดิมก่อนเปลี่ยนชื่อหรือยุบรวม",
            "อื่นในพื้นที่ คือการตรวจเยี่ยมหน่วยงานอื่นในจังหวัดที่หน่วยงานนั้นรับผิดชอบ",
            "การตรวจเยี่ยมหลายวันนับในเดือนของวันแรก ที่เลื่อนหรือยกเลิกไม่นับ",
            f"({PLAN}) คือกำหนดการที่ยังไม่ได้ดำเนินการ ไม่รวมอยู่ในยอด (ร่าง) คือข้อมูลที่ยังไม่ได้เสนอตรวจสอบ",
            "ตรวจเยี่ยมล่าสุด นับทุกปีงบประมาณ จำนวนวันนับถึงวันนี้",
        ]


def _grouped(name: str, visits: Iterable[MatrixVisit]) -> dict[Any, list[MatrixVisit]]:
    groups = defaultdict(list)
    for visit in visits:
        groups[getattr(visit, name)].append(visit)
    return groups


def _journeys_and_places(visits: Collection[MatrixVisit]) -> str:
    journeys = {visit.trip or -visit.pk for visit in visits}
    return f"{len(journeys):,} ครั้ง {len(visits):,} แห่ง"

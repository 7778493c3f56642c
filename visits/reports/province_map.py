"""แผนที่การตรวจเยี่ยมรายจังหวัด: the provinces coloured by visits, days since the last one, or directives; the table says the same."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from django.conf import settings
from django.db.models import Count, Max, Q

from config.thai.dates import thai_date
from units.models import Province, Region
from visits.filters.directive_filter import directives_of
from visits.filters.filter_fields import OneOfField
from visits.models import Assignment
from visits.reports.columns import LinkedText, ReportColumn, data_column
from visits.reports.list_report import ListReport

SHAPES = settings.BASE_DIR / "fixtures" / "province_shapes.json"
VISITS, DAYS, OPEN, OVERDUE = "visits", "days", "open", "overdue"
SHOWN = [
    (VISITS, "จำนวนแห่งที่ตรวจเยี่ยม"),
    (DAYS, "จำนวนวันนับจากครั้งล่าสุด"),
    (OPEN, "ข้อสั่งการที่ยังไม่แล้วเสร็จ"),
    (OVERDUE, "ข้อสั่งการที่เกินกำหนด"),
]
UNITS = {VISITS: "แห่ง", DAYS: "วัน", OPEN: "ข้อ", OVERDUE: "ข้อ"}
NONE = {VISITS: "ยังไม่ได้ตรวจเยี่ยม", DAYS: "ยังไม่ได้ตรวจเยี่ยม", OPEN: "ไม่มี", OVERDUE: "ไม่มี"}
# Upper bounds of the shades of days; of counts they follow the largest one.
DAY_BOUNDS = (30, 90, 180, 365)
# From nothing to the most; those in HATCHED are told apart by lines too, in black and white.
COLOURS = ("#ffffff", "#d7ebe4", "#a9d3c5", "#72b09d", "#3f8572", "#12332b")
SHADES, HATCHED = 5, (2, 3, 4)


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    """One province: its places and journeys that took place, the last day of them, and its directives."""

    code: str
    name: str
    region: str
    address: str
    visits: int
    journeys: int
    last: date | None
    days: int | None
    open: int
    overdue: int

    def value(self, shown: str) -> int | None:
        """What the map shows of it; None where there is nothing to show."""
        return getattr(self, shown) or (self.days if shown == DAYS else None)


@dataclass(frozen=True, slots=True)
class MapShape:
    """A province on the map: its outline, its shade from 0 (nothing) to 5, and what its link says."""

    code: str
    path: str
    shade: int
    colour: str
    is_hatched: bool
    address: str
    title: str


@cache
def province_shapes() -> dict[str, str]:
    """Code of each province -> outline as the data of an SVG path, in a view box of 560 by 1000."""
    provinces = json.loads(SHAPES.read_text(encoding="utf-8"))["provinces"]
    return {code: shape["path"] for code, shape in provinces.items()}


class ProvinceMapReport(ListReport):
    id = "map"
    title = "แผนที่การตรวจเยี่ยมรายจังหวัด"
    about = "จังหวัดที่ตรวจเยี่ยมแล้วและยังไม่ได้ตรวจเยี่ยม วันที่ไปครั้งล่าสุด และข้อสั่งการที่ค้างอยู่ บนแผนที่และในตาราง"
    order = 35
    orientation = "portrait"
    per_page = 100
    figure_template = "visits/reports/_map.html"
    columns = (
        data_column("province_code", "รหัสจังหวัด", lambda row: row.code),
        ReportColumn(
            "จังหวัด", lambda row: LinkedText(row.name, row.address), 22, heads_row=True, name="province"
        ),
        ReportColumn("ภาค", lambda row: row.region, 20, name="region"),
        ReportColumn("แห่ง", lambda row: row.visits, 8, "number", name="visits"),
        ReportColumn("ครั้ง", lambda row: row.journeys, 8, "number", name="journeys"),
        ReportColumn("ครั้งล่าสุด", lambda row: row.last, 16, "day", name="last_visit_on"),
        ReportColumn("นับเป็นวัน", lambda row: row.days, 10, "number", name="days_since"),
        ReportColumn("ข้อสั่งการค้าง", lambda row: row.open, 12, "number", name="open_directives"),
        ReportColumn("เกินกำหนด", lambda row: row.overdue, 12, "number", name="overdue_directives"),
    )

    options = {"show": OneOfField(label="แสดงสีตาม", choices=SHOWN, required=False)}

    @property
    def shown(self) -> str:
        """What the colours show."""
        return self.filter.value("show") or VISITS

    @property
    def heading(self) -> str:
        return f"{self.title}: {dict(SHOWN)[self.shown]}"

    def read_rows(self) -> Iterable[ProvinceRow]:
        """Every province in dictionary order, those without a visit too; a fixed number of queries."""
        today = self.moment.date()
        visits = self.filter.visits.counted().order_by().values_list("province__code")
        found = visits.annotate(
            places=Count("pk"),
            trips=Count("trip", distinct=True),
            alone=Count("pk", filter=Q(trip=None)),
            last=Max("ends_on"),
        )
        counts = {code: (places, trips + alone, last) for code, places, trips, alone, last in found}
        directives = directives_of(self.filter).order_by()
        waiting = directives.unfinished().values_list("visit__province__code")
        open_directives = dict(waiting.annotate(Count("pk", distinct=True)))
        late = (
            self.visible(Assignment).overdue(today).filter(directive__in=directives.values("pk")).order_by()
        )
        by_province = late.values_list("directive__visit__province__code")
        overdue = dict(by_province.annotate(Count("directive", distinct=True)))
        regions = dict(Region.choices)
        for province in self.provinces:
            places, journeys, last = counts.get(province.code, (0, 0, None))
            yield ProvinceRow(
                code=province.code,
                name=province.name,
                region=regions.get(province.region, ""),
                address=f"/reports/register/{self.filter.query(show=None, province=province.code)}",
                visits=places,
                journeys=journeys,
                last=last,
                days=max(0, (today - last).days) if last else None,
                open=open_directives.get(province.code, 0),
                overdue=overdue.get(province.code, 0),
            )

    @cached_property
    def provinces(self) -> list:
        """Code, name and region of every province, in dictionary order."""
        rows = self.visible(Province).order_by("sort_key")
        return list(rows.values_list("code", "name", "region", named=True))

    @property
    def bounds(self) -> tuple[int, ...]:
        """The largest value of each shade but the darkest."""
        if self.shown == DAYS:
            return DAY_BOUNDS
        largest = max((row.value(self.shown) or 0 for row in self.all_rows), default=0)
        step = max(1, -(-largest // SHADES))
        return tuple(step * number for number in range(1, SHADES))

    def shade(self, row: ProvinceRow) -> int:
        """0 where there is nothing, else 1 to 5; long ago is dark where days are shown."""
        value = row.value(self.shown)
        return 0 if value is None else 1 + sum(value > bound for bound in self.bounds)

    @property
    def shapes(self) -> list[MapShape]:
        """The provinces as the template draws them."""
        unit, outlines = UNITS[self.shown], province_shapes()
        shapes = []
        for row in self.all_rows:
            value, shade = row.value(self.shown), self.shade(row)
            words = NONE[self.shown] if value is None else f"{value:,} {unit}"
            shapes.append(
                MapShape(
                    code=row.code,
                    path=outlines[row.code],
                    shade=shade,
                    colour=COLOURS[shade],
                    is_hatched=shade in HATCHED,
                    address=row.address,
                    title=f"{row.name}: {words}",
                )
            )
        return shapes

    @property
    def ranges(self) -> list[tuple[int, str]]:
        """Each shade with the values that it stands for; shades that no value can have are left out."""
        unit, ranges, first = UNITS[self.shown], [(0, NONE[self.shown])], 0 if self.shown == DAYS else 1
        largest = max((row.value(self.shown) or 0 for row in self.all_rows), default=0)
        for shade, bound in enumerate((*self.bounds, max(largest, self.bounds[-1] + 1)), start=1):
            if first > largest:
                break
            last = min(bound, largest)
            ranges.append((shade, f"{first:,} {unit}" if first == last else f"{first:,}-{last:,} {unit}"))
            first = bound + 1
        return ranges

    @property
    def legend(self) -> list[tuple[int, str, bool, str]]:
        """Each shade with its colour, whether it is hatched, and its values in words."""
        return [(shade, COLOURS[shade], shade in HATCHED, words) for shade, words in self.ranges]

    @property
    def totals(self) -> list[str]:
        visited = sum(1 for row in self.all_rows if row.visits)
        where = f"ตรวจเยี่ยมแล้ว {visited} จาก {len(self.all_rows)} จังหวัด"
        return [f"การตรวจเยี่ยมที่{self.journeys_and_places} {where}"]

    @property
    def notes(self) -> list[str]:
        return [
            "การลงพื้นที่หนึ่งครั้งที่ไปหลายจังหวัดนับในทุกจังหวัดที่ไป",
            f"จำนวนวันนับถึงวันที่ {thai_date(self.moment)}",
            "แผนที่: Natural Earth (ข้อมูลสาธารณะ) เกาะเล็กไม่ได้แสดงไว้",
        ]

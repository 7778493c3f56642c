"""แผนที่การตรวจเยี่ยมรายจังหวัด: the provinces coloured by visits, days since the last one, or directives; the table says the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape

from django.db.models import Count, Exists, Max, OuterRef
from django.utils.safestring import SafeString

from config.thai.dates import thai_date
from units.models import Kind, Province, Region, Responsibility, Unit
from visits.filters.directive_filter import directives_of
from visits.filters.filter_fields import OneOfField
from visits.models import Assignment
from visits.reports.columns import LinkedText, ReportColumn, data_column
from visits.reports.coverage import KINDS
from visits.reports.list_report import ListReport
from visits.reports.map_shapes import (
    AREAS,
    COLOURS,
    HATCHED,
    bounds_of,
    place_on_map,
    province_middles,
    province_shapes,
    shade_of,
)
from visits.reports.unit_families import families, known_units

VISITS, DAYS, OPEN, OVERDUE, CENTRE = "visits", "days", "open", "overdue", "centre"
SHOWN = [
    (VISITS, "จำนวนแห่งที่ตรวจเยี่ยม"),
    (DAYS, "จำนวนวันนับจากครั้งล่าสุด"),
    (OPEN, "ข้อสั่งการที่ยังไม่แล้วเสร็จ"),
    (OVERDUE, "ข้อสั่งการที่เกินกำหนด"),
    (CENTRE, "พื้นที่รับผิดชอบของศูนย์ส่งเสริมอุตสาหกรรมภาค"),
]
UNITS = {VISITS: "แห่ง", DAYS: "วัน", OPEN: "ข้อ", OVERDUE: "ข้อ", CENTRE: ""}
NONE = {
    VISITS: "ยังไม่ได้ตรวจเยี่ยม",
    DAYS: "ยังไม่ได้ตรวจเยี่ยม",
    OPEN: "ไม่มี",
    OVERDUE: "ไม่มี",
    CENTRE: "ไม่มีศูนย์ที่รับผิดชอบ",
}
VISITED_COLOUR = "#b3541e"
# Upper bounds of the shades of days; of counts they follow the largest one.
DAY_BOUNDS = (30, 90, 180, 365)


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
    # The number of the centre in whose area it lies, in the order of the register, and its short name.
    centre: int | None
    centre_name: str

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
    # The number of its hatching; 0 for none.
    hatching: int
    address: str
    title: str
    # A digit in its middle, and where that is.
    digits: str
    middle: tuple[float, float]

    def html(self, links: bool) -> str:
        """Its outline with the hatching over it, as a link where there are links."""
        drawn = f'<g fill="{self.colour}"><path id="{self.code}" d="{self.path}"/></g>'
        if self.hatching:
            drawn += f'<use href="#{self.code}" fill="url(#hatching-{self.hatching})"/>'
        if not links:
            return drawn
        return (
            f'<a href="{escape(self.address)}" tabindex="-1"><title>{escape(self.title)}</title>{drawn}</a>'
        )

    def digits_html(self) -> str:
        """The digit in its middle."""
        x, y = self.middle
        return f'<text x="{x}" y="{y}" dy="5" pointer-events="none">{self.digits}</text>'


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A centre or office on the map, at the seat of its province; filled where it was visited."""

    x: float
    y: float
    is_centre: bool
    is_visited: bool
    title: str

    def html(self, links: bool) -> str:
        """A square of a centre, a circle of an office."""
        fill = VISITED_COLOUR if self.is_visited else "#fff"
        title = f"<title>{escape(self.title)}</title>" if links else ""
        if self.is_centre:
            return f'<rect x="{self.x - 6:.1f}" y="{self.y - 6:.1f}" width="12" height="12" fill="{fill}">{title}</rect>'
        return f'<circle cx="{self.x}" cy="{self.y}" r="3.6" fill="{fill}">{title}</circle>'


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
        ReportColumn("ภาค", lambda row: row.region, 20, "nowrap", name="region"),
        ReportColumn("ศูนย์ที่รับผิดชอบ", lambda row: row.centre_name, 12, name="centre"),
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
        counts, waiting, overdue = self.counts
        regions, centres = dict(Region.choices), self.centres_by_province
        # The province stands last in it: to write it anew for each of 77 took an eighth of the page.
        register = f"/reports/register/{self.filter.query(show=None, province='')}"
        for province in self.provinces:
            places, journeys, last = counts.get(province.pk, (0, 0, None))
            yield ProvinceRow(
                code=province.code,
                name=province.name,
                region=regions.get(province.region, ""),
                address=f"{register}{province.code}",
                visits=places,
                journeys=journeys,
                last=last,
                days=max(0, (today - last).days) if last else None,
                open=waiting.get(province.pk, 0),
                overdue=overdue.get(province.pk, 0),
                centre=centres.get(province.code, (None, ""))[0],
                centre_name=centres.get(province.code, (None, ""))[1],
            )

    @cached_property
    def counts(self) -> tuple[dict, dict, dict]:
        """By key of the province, None for what has none: places, journeys and last day; open directives; overdue ones."""
        today = self.moment.date()
        visits = self.filter.visits.counted().order_by().values_list("province")
        found = visits.annotate(
            places=Count("*"),
            trips=Count("trip", distinct=True),
            in_trips=Count("trip"),
            last=Max("ends_on"),
        )
        visits_of = {
            key: (places, trips + places - in_trips, last) for key, places, trips, in_trips, last in found
        }
        directives = directives_of(self.filter).order_by()
        waiting = dict(directives.unfinished().values_list("visit__province").annotate(count=Count("*")))
        late = directives.filter(Exists(Assignment.objects.late_ones_of(OuterRef("pk"), today)))
        overdue = dict(late.values_list("visit__province").annotate(count=Count("*")))
        return visits_of, waiting, overdue

    @cached_property
    def provinces(self) -> list:
        """Key, code, name and region of every province, in dictionary order."""
        rows = self.visible(Province).order_by("sort_key")
        return list(rows.values_list("pk", "code", "name", "region", named=True))

    @cached_property
    def bounds(self) -> tuple[int, ...]:
        """The largest value of each shade but the darkest."""
        if self.shown == DAYS:
            return DAY_BOUNDS
        largest = max((row.value(self.shown) or 0 for row in self.all_rows), default=0)
        return bounds_of(largest)

    def shade(self, row: ProvinceRow) -> int:
        """0 where there is nothing, else 1 to 5; long ago is dark where days are shown."""
        value = row.value(self.shown)
        if self.shown == CENTRE:
            return value or 0
        return shade_of(value, self.bounds)

    def look(self, shade: int) -> tuple[str, int]:
        """The colour of a shade or area, and the number of its hatching."""
        if self.shown == CENTRE:
            return AREAS[(shade - 1) % len(AREAS)] if shade else (COLOURS[0], 0)
        return COLOURS[shade], shade if shade in HATCHED else 0

    @property
    def shapes(self) -> list[MapShape]:
        """The provinces as the template draws them."""
        unit, outlines, middles = UNITS[self.shown], province_shapes(), province_middles()
        shapes = []
        for row in self.all_rows:
            value, shade = row.value(self.shown), self.shade(row)
            words = NONE[self.shown] if value is None else f"{value:,} {unit}"
            if self.shown == CENTRE:
                words = row.centre_name or words
            colour, hatching = self.look(shade)
            shapes.append(
                MapShape(
                    code=row.code,
                    path=outlines[row.code],
                    shade=shade,
                    colour=colour,
                    hatching=hatching,
                    address=row.address,
                    title=f"{row.name}: {words}",
                    digits=str(value) if self.shown == CENTRE and value else "",
                    middle=middles[row.code],
                )
            )
        return shapes

    @property
    def linked_drawing(self) -> SafeString:
        """What is drawn in the picture, each province leading to its visits."""
        return self.drawing(links=True)

    @property
    def plain_drawing(self) -> SafeString:
        """The same for paper."""
        return self.drawing(links=False)

    def drawing(self, links: bool) -> SafeString:
        """Provinces, digits in them and points over them, written at once: a template took a third of the page for it."""
        shapes = self.shapes
        layers = (
            ('stroke="#555" stroke-width="1"', [shape.html(links) for shape in shapes]),
            (
                'font-size="15" font-weight="700" text-anchor="middle"',
                [shape.digits_html() for shape in shapes if shape.digits],
            ),
            ('stroke="#000" stroke-width="1.4"', [point.html(links) for point in self.points]),
        )
        drawn = "\n".join(f"<g {look}>{''.join(parts)}</g>" for look, parts in layers)
        return SafeString(drawn)  # nosec B703 - addresses and titles are escaped, the rest is drawn from our own numbers

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
    def legend(self) -> list[tuple[int, str, int, str]]:
        """Each shade or area with its colour, the number of its hatching, and what it stands for in words."""
        ranges = self.ranges
        if self.shown == CENTRE:
            areas = sorted({(row.centre, row.centre_name) for row in self.all_rows if row.centre})
            ranges = [(number, f"{number} {name}") for number, name in areas]
        return [(shade, *self.look(shade), words) for shade, words in ranges]

    @cached_property
    def centres_by_province(self) -> dict[str, tuple[int, str]]:
        """Code of each province -> number and short name of the centre that is responsible for it."""
        centres = self.visible(Unit).filter(kind=Kind.REGIONAL_CENTRE).existing_on(self.moment.date())
        rows = Responsibility.objects.filter(unit__in=centres).order_by("-unit__sort_key", "-unit")
        columns = ("province__code", "unit", "unit__sort_key", "unit__short_name", "unit__name")
        found = {
            code: (key, sort, short or name) for code, key, sort, short, name in rows.values_list(*columns)
        }
        # In the order of the register, which knows that ศภ.2 stands before ศภ.10.
        order = {
            key: number
            for number, (_, key) in enumerate(sorted({(sort, key) for key, sort, _ in found.values()}), 1)
        }
        return {code: (order[key], name) for code, (key, _, name) in found.items()}

    @property
    def points(self) -> list[MapPoint]:
        """Centres and provincial offices of today at the seats of their provinces, the centres last; three queries."""
        # The numbers of the areas want room.
        kinds = [Kind.REGIONAL_CENTRE] if self.shown == CENTRE else list(KINDS)
        units = known_units(self.visible(Unit).filter(kind__in=kinds), self.user).exclude(
            province__latitude=None
        )
        rows = list(
            units.existing_on(self.moment.date()).select_related("province").order_by("-kind", "sort_key")
        )
        members = families(unit.pk for unit in rows)
        visited = set(self.filter.visits.counted().order_by().values_list("unit", flat=True).distinct())
        points = []
        for unit in rows:
            is_visited = bool(members[unit.pk] & visited)
            x, y = place_on_map(unit.province.latitude, unit.province.longitude)
            words = "ตรวจเยี่ยมแล้ว" if is_visited else "ยังไม่ได้ตรวจเยี่ยม"
            is_centre = unit.kind == Kind.REGIONAL_CENTRE
            points.append(MapPoint(x, y, is_centre, is_visited, f"{unit.label}: {words}"))
        return points

    @property
    def totals(self) -> list[str]:
        visited = sum(1 for row in self.all_rows if row.visits)
        where = f"ตรวจเยี่ยมแล้ว {visited} จาก {len(self.all_rows)} จังหวัด"
        return [f"การตรวจเยี่ยมที่{self.journeys_and_places} {where}", *self.without_province]

    @property
    def without_province(self) -> list[str]:
        """What no row holds, in words; none where every visit has a province."""
        counts, waiting, overdue = self.counts if self.filter.is_valid else ({}, {}, {})
        if not any(None in figures for figures in (counts, waiting, overdue)):
            return []
        places, journeys, _ = counts.get(None, (0, 0, None))
        visited = f"ไม่ระบุจังหวัด {journeys:,} ครั้ง {places:,} แห่ง"
        given = f"ข้อสั่งการค้าง {waiting.get(None, 0):,} ข้อ เกินกำหนด {overdue.get(None, 0):,} ข้อ"
        return [f"{visited} {given} ไม่ได้แสดงบนแผนที่และในตาราง"]

    @property
    def notes(self) -> list[str]:
        return [
            "การลงพื้นที่หนึ่งครั้งที่ไปหลายจังหวัดนับในทุกจังหวัดที่ไป",
            f"จำนวนวันนับถึงวันที่ {thai_date(self.moment)}",
            "ศูนย์ภาคและสำนักงานอุตสาหกรรมจังหวัดแสดง ณ ที่ตั้งศูนย์กลางจังหวัด (พิกัด © GeoNames, CC BY 4.0)",
            "แผนที่: Natural Earth (ข้อมูลสาธารณะ) เกาะเล็กไม่ได้แสดงไว้",
        ]

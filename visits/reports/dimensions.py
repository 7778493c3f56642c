"""ข้อสั่งการจำแนกตามมิติของนโยบาย: how many directives are in each dimension, by kind of unit, region, province or year."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from functools import cache, cached_property
from typing import Any

from django.db.models import Count

from config.kept_statements import KeptTable
from config.thai.dates import fiscal_year
from config.thai.text import sort_key
from units.models import Kind, Province, Region, Unit
from visits.filters.filter_fields import OneOfField
from visits.models import Dimension
from visits.models.policy import NamedDimension, policy_title
from visits.reports.by_days import ByDays
from visits.reports.charts import Chart
from visits.reports.columns import LinkedText, ReportColumn
from visits.reports.crosstab import CrosstabRow, crosstab_columns, crosstab_sums
from visits.reports.directive_charts import dimensions_by_day, dimensions_over_time
from visits.reports.list_report import NOT_STATED, DirectiveReport
from visits.reports.visit_charts import first_rows, largest_first

KIND, REGION, PROVINCE, YEAR = "kind", "region", "province", "fiscal_year"
BY = [(KIND, "ประเภทหน่วยงาน"), (REGION, "ภาค"), (PROVINCE, "จังหวัด"), (YEAR, "ปีงบประมาณ")]
# What the visits are counted by, in the order of an index, and what that belongs to.
PLACES = {
    KIND: ("visit__unit", KeptTable(Unit.objects.order_by().values_list("pk", "kind"))),
    REGION: ("visit__province", KeptTable(Province.objects.order_by().values_list("pk", "region"))),
    PROVINCE: ("visit__province", KeptTable(Province.objects.order_by().values_list("pk", "code"))),
}


DIRECTIVES_OF_EACH = ByDays(
    lambda report: report.directives.order_by().values_list(report.column).annotate(count=Count("*"))
)
BY_DAY = ByDays(
    lambda report, *keys: dimensions_by_day(
        report.directives, keys, *([] if report.by == YEAR else [report.column])
    )
)


class DimensionsReport(DirectiveReport):
    id = "dimensions"
    title = "ข้อสั่งการจำแนกตามมิติของนโยบาย"
    about = "จำนวนข้อสั่งการในแต่ละมิติ จำแนกตามประเภทหน่วยงาน ภาค จังหวัด หรือปีงบประมาณ"
    order = 80
    shape = "matrix"
    per_page = 200

    options = {"by": OneOfField(label="จำแนกตาม", choices=BY, required=False)}
    notes = (
        "ข้อสั่งการที่เกี่ยวกับหลายมิตินับในทุกมิติ ผลรวมของมิติจึงอาจมากกว่าจำนวนข้อสั่งการ ช่องรวมนับข้อละหนึ่งครั้ง",
        "ไม่ระบุ คือข้อสั่งการที่ผู้สั่งการมิได้ระบุมิติและเจ้าหน้าที่มิได้จัดกลุ่ม",
        "จำแนกตามหน่วยงานและจังหวัดที่ตรวจเยี่ยม มิใช่หน่วยงานรับผิดชอบ",
    )

    @property
    def by(self) -> str:
        """What the rows are: one of `PLACES`."""
        return self.filter.value("by") or KIND

    @property
    def heading(self) -> str:
        title = policy_title(row.policy for row in self.named_dimensions)
        return f"ข้อสั่งการจำแนกตาม{title} ราย{dict(BY)[self.by]}"

    @cached_property
    def heads(self) -> list[tuple[Any, str]]:
        """Key and name of each dimension; last, that none is stated."""
        return [*((row.key, row.name) for row in self.named_dimensions), ("", NOT_STATED)]

    @cached_property
    def named_dimensions(self) -> list[NamedDimension]:
        """The dimensions of the columns, in their order: of the policy asked for, or all."""
        return self.visible(Dimension).of_policy(self.filter.value("policy")).named()

    @cached_property
    def columns(self) -> list[ReportColumn]:
        codes = {row.key: row.code for row in self.named_dimensions} | {"": "none"}
        return crosstab_columns(dict(BY)[self.by], self.heads, "ข้อ", codes)

    def read_rows(self) -> list[CrosstabRow]:
        """A row for each place or year, those without a directive too; an unknown place comes last."""
        totals: Counter = Counter()
        counts: dict[Any, Counter] = defaultdict(Counter)
        place_of, keys = self.place_of, [key for key, _ in self.heads]
        for place, count in DIRECTIVES_OF_EACH.read(self):
            totals[place_of(place)] += count
        for row in self.days:
            at = counts[place_of(row[0])]
            for key, count in zip(keys, row[-len(keys) :], strict=True):
                at[key] += count
        places: list[tuple[Any, str]]
        if self.by == KIND:
            places = sorted(Kind.choices, key=lambda kind: sort_key(kind[1]))
        elif self.by == REGION:
            places = list(Region.choices)
        elif self.by == PROVINCE:
            places = [(row.code, row.name) for row in self.filter.provinces]
        else:
            # Those between the first and the last too.
            years = range(min(totals), max(totals) + 1) if totals else ()
            places = [(year, f"พ.ศ. {year}") for year in years]
        if None in totals:
            places.append((None, NOT_STATED))
        rows = []
        directives = f"/reports/directives/{self.filter.query(**{'by': None, self.by: ''})}"
        for key, name in places:
            address = f"{directives}{key}" if key is not None else ""
            code = "" if key is None else str(key)
            rows.append(CrosstabRow(LinkedText(name, address), counts[key], totals[key], code))
        return rows

    @property
    def column(self) -> str:
        """What directives are counted by, of which several may be in one row."""
        return "visit__starts_on" if self.by == YEAR else PLACES[self.by][0]

    @cached_property
    def place_of(self) -> Callable[[Any], Any]:
        """The key of the row to which a value of the column belongs; None of none."""
        if self.by == YEAR:
            return cache(lambda day: fiscal_year(day if isinstance(day, date) else date.fromisoformat(day)))
        return dict(PLACES[self.by][1].read()).get

    @cached_property
    def days(self) -> list[tuple[Any, ...]]:
        """Directives by place, day and dimension: for the rows and for the chart over time in one look."""
        return BY_DAY.read(self, *(row.key for row in self.named_dimensions))

    @property
    def sum_row(self) -> CrosstabRow:
        return crosstab_sums(self.all_rows)

    @property
    def charts(self) -> list[Chart]:
        names = tuple(name for _, name in self.heads)
        rows = [(str(row.head), tuple(row.counts[key] for key, _ in self.heads)) for row in self.all_rows]
        by_rows = first_rows(
            f"ข้อสั่งการในแต่ละมิติ ราย{dict(BY)[self.by]}", "ข้อ", dict(BY)[self.by], names, largest_first(rows)
        )
        return [dimensions_over_time(self.days, self.heads, self.filter), by_rows]

    @property
    def totals(self) -> list[str]:
        return [
            f"ข้อสั่งการ {sum(row.total for row in self.all_rows):,} ข้อ",
            f"จากการตรวจเยี่ยมที่{self.journeys_and_places}",
        ]

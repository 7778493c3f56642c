"""ข้อสั่งการจำแนกตามมิติของนโยบาย: how many directives are in each dimension, by kind of unit, region, province or year."""

from collections import Counter, defaultdict
from functools import cached_property

from django.db.models import Count

from config.thai.dates import fiscal_year
from config.thai.text import sort_key
from units.models import Kind, Region
from visits.filters.filter_fields import OneOfField
from visits.models import Dimension
from visits.reports.columns import Piece
from visits.reports.crosstab import CrossRow, cross_columns, cross_footer
from visits.reports.list_report import AboutDirectives

NOT_STATED = "ไม่ระบุ"
KIND, REGION, PROVINCE, YEAR = "kind", "region", "province", "fiscal_year"
BY = [(KIND, "ประเภทหน่วยงาน"), (REGION, "ภาค"), (PROVINCE, "จังหวัด"), (YEAR, "ปีงบประมาณ")]
PLACES = {
    KIND: "visit__unit__kind",
    REGION: "visit__province__region",
    PROVINCE: "visit__province__code",
    YEAR: "visit__starts_on",
}
DIRECTIVES = Count("pk", distinct=True)


class Dimensions(AboutDirectives):
    id = "dimensions"
    title = "ข้อสั่งการจำแนกตามมิติของนโยบาย"
    about = "จำนวนข้อสั่งการในแต่ละมิติ จำแนกตามประเภทหน่วยงาน ภาค จังหวัด หรือปีงบประมาณ"
    shape = "matrix"
    per_page = 200

    def options(self):
        return {"by": OneOfField(label="จำแนกตาม", choices=BY, required=False)}

    @property
    def by(self):
        return self.filter.value("by") or KIND

    @property
    def heading(self):
        return f"ข้อสั่งการจำแนกตาม{self._dimensions.title()} ราย{dict(BY)[self.by]}"

    @property
    def _dimensions(self):
        return Dimension.objects.visible_to(self.user).of_policy(self.filter.value("policy"))

    @cached_property
    def heads(self):
        return [*((row.key, row.name) for row in self._dimensions.named()), ("", NOT_STATED)]

    @cached_property
    def columns(self):
        return cross_columns(dict(BY)[self.by], self.heads, "ข้อ")

    def found(self):
        rows = self.directives.order_by()
        totals, counts = Counter(), defaultdict(Counter)
        for place, count in rows.values_list(PLACES[self.by]).annotate(DIRECTIVES):
            totals[self._key(place)] += count
        by_code = rows.values_list(PLACES[self.by], "dimension_links__dimension")
        for place, code, count in by_code.annotate(DIRECTIVES):
            counts[self._key(place)][code or ""] += count
        return [self._row(key, name, counts[key], totals[key]) for key, name in self._places(totals)]

    def _key(self, place):
        return fiscal_year(place) if self.by == YEAR else place

    def _row(self, key, name, counts, total):
        asked = self.filter.query(**{"by": None, self.by: key})
        address = f"/reports/directives/{asked}" if key is not None else ""
        return CrossRow(Piece(name, address), counts, total)

    def _places(self, found):
        """Keys and names of all rows, those without a directive too; where the place is not known, last."""
        known = {
            KIND: lambda: sorted(Kind.choices, key=lambda kind: sort_key(kind[1])),
            REGION: lambda: Region.choices,
            PROVINCE: lambda: [(row.code, row.name) for row in self.filter.provinces],
            YEAR: lambda: _years(found),
        }[self.by]()
        return [*known, *([(None, NOT_STATED)] if None in found else [])]

    @property
    def footer(self):
        return cross_footer(self._all_rows, self.heads)

    @property
    def totals(self):
        return [
            f"ข้อสั่งการ {sum(row.total for row in self._all_rows):,} ข้อ",
            f"จากการตรวจเยี่ยมที่{self.journeys_and_places}",
        ]

    @property
    def notes(self):
        return [
            "ข้อสั่งการที่เกี่ยวกับหลายมิตินับในทุกมิติ ผลรวมของมิติจึงอาจมากกว่าจำนวนข้อสั่งการ ช่องรวมนับข้อละหนึ่งครั้ง",
            "ไม่ระบุ คือข้อสั่งการที่ผู้สั่งการมิได้ระบุมิติและเจ้าหน้าที่มิได้จัดกลุ่ม",
            "จำแนกตามหน่วยงานและจังหวัดที่ตรวจเยี่ยม มิใช่หน่วยงานรับผิดชอบ",
        ]


def _years(found):
    """From the first to the last fiscal year with a directive, those between too."""
    years = range(min(found), max(found) + 1) if found else ()
    return [(year, f"พ.ศ. {year}") for year in years]

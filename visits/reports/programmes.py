"""ข้อสั่งการจำแนกตามโครงการ: everything ordered about one programme, wherever it was said."""

from functools import cached_property

from visits.models import DirectiveKind, DirectiveProgramme, Programme
from visits.reports.columns import Column
from visits.reports.list_report import OfDirectives, Order


class Line(Order):
    """A directive under one of its programmes."""

    def __init__(self, programme, order):
        super().__init__(order.directive, order.answers, order.about, order.overall)
        self.programme = programme


class Programmes(OfDirectives):
    id = "programmes"
    title = "ข้อสั่งการจำแนกตามโครงการ"
    about = "ทุกข้อสั่งการที่กล่าวถึงโครงการ ระบบงาน หรือมาตรฐานหนึ่ง ไม่ว่าสั่งที่ใด"

    columns = (
        Column("โครงการ/ระบบงาน/มาตรฐาน", lambda line: line.programme, 26, heads_row=True),
        Column("วันที่", lambda line: line.days, 16, "day", only="paper"),
        Column("วันที่", lambda line: line.visit.starts_on, 16, "day", only="file"),
        Column("หน่วยงานที่ตรวจเยี่ยม", lambda line: line.visit.unit.label, 26),
        Column("จังหวัด", lambda line: line.visit.province, 14, "nowrap"),
        Column("เลขทะเบียน", lambda line: line.directive.number, 13, "nowrap"),
        Column("ประเด็น/เรื่อง", lambda line: line.subject, 45),
        Column("ข้อความ", lambda line: line.directive.text, 60, only="file"),
        Column("ประเภท", lambda line: DirectiveKind(line.directive.kind).label, 18),
        Column("ผู้สั่งการ", lambda line: line.giver, 34),
        Column("หน่วยงานรับผิดชอบ", lambda line: line.responsible, 28),
        Column("สถานะ", lambda line: line.states, 22),
    )

    @cached_property
    def programmes(self):
        return Programme.objects.in_bulk()

    def found(self):
        """Keys of programme and directive: by programme, then as it was said; under each of several programmes."""
        links = DirectiveProgramme.objects.filter(directive__in=self.directives.order_by())
        if wanted := self.filter.value("programme"):
            links = links.filter(programme=wanted)
        as_said = ("directive__visit__starts_on", "directive__visit", "directive__order", "directive")
        order = ("programme__sort_key", "programme", *as_said)
        return links.order_by(*order).values_list("programme_id", "directive_id")

    def told(self, keys):
        orders = self.read(directive for _, directive in keys)
        return [Line(self.programmes[programme], orders[directive]) for programme, directive in keys]

    @property
    def totals(self):
        directives = {directive for _, directive in self._all_rows}
        programmes = {programme for programme, _ in self._all_rows}
        return [
            f"โครงการ/ระบบงาน/มาตรฐาน {len(programmes):,} รายการ ข้อสั่งการ {len(directives):,} ข้อ",
            f"จากการตรวจเยี่ยมที่{self.journeys_and_places}",
        ]

    @property
    def notes(self):
        return ["ข้อสั่งการที่กล่าวถึงหลายโครงการแสดงในทุกโครงการ จำนวนข้อสั่งการนับข้อละหนึ่งครั้ง"]

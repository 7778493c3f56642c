"""ข้อสั่งการจำแนกตามโครงการ: everything ordered about one programme, wherever it was said."""

from visits.models import DirectiveKind
from visits.reports.cells import Column
from visits.reports.lists import OfDirectives, Order


class Line(Order):
    def __init__(self, programme, directive):
        super().__init__(directive)
        self.programme = programme


class Programmes(OfDirectives):
    id = "programmes"
    title = "ข้อสั่งการจำแนกตามโครงการ"
    about = "ทุกข้อสั่งการที่กล่าวถึงโครงการ ระบบงาน หรือมาตรฐานหนึ่ง ไม่ว่าสั่งที่ใด"

    columns = (
        Column("โครงการ/ระบบงาน/มาตรฐาน", lambda line: str(line.programme), 26, heads_row=True),
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

    def found(self):
        """By programme, then as it was said; a directive about two programmes stands under both."""
        told = list(self.told.order_by("visit__starts_on", "visit__pk", "order", "pk"))
        lines = [Line(one, directive) for directive in told for one in directive.programmes.all()]
        if wanted := self.filter.value("programme"):
            lines = [line for line in lines if str(line.programme.pk) == str(wanted)]
        return sorted(lines, key=lambda line: (line.programme.sort_key, line.programme.pk))

    @property
    def totals(self):
        directives = {line.directive.pk for line in self._all_rows}
        programmes = {line.programme.pk for line in self._all_rows}
        return [
            f"โครงการ/ระบบงาน/มาตรฐาน {len(programmes):,} รายการ ข้อสั่งการ {len(directives):,} ข้อ",
            f"จากการตรวจเยี่ยมที่{self.journeys_and_places}",
        ]

    @property
    def notes(self):
        return ["ข้อสั่งการที่กล่าวถึงหลายโครงการแสดงในทุกโครงการ จำนวนข้อสั่งการนับข้อละหนึ่งครั้ง"]

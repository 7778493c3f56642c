"""What each row of a register of directives becomes, and at which visit it was given."""

from collections import defaultdict
from datetime import date, timedelta
from typing import ClassVar

from config.thai.dates import BadDate, thai_range
from config.thai.text import fold
from visits.imports.cell_values import due_day, due_days, is_ticked, people_of, text_of
from visits.imports.checking import SAME_ROW, Checker, Plan, Values, line_of, same_person
from visits.imports.targets import DIMENSION, DIRECTIVE_KIND, DIRECTIVES
from visits.models import Directive, DirectiveKind, Visit
from visits.models.table_import import RowOutcome

# The purpose of a draft visit that is made because nobody knows where a directive was given.
UNKNOWN_PLACE = "นำเข้าจากทะเบียนข้อสั่งการ ยังไม่ทราบจุดตรวจเยี่ยม"


class DirectiveChecker(Checker):
    kind = DIRECTIVES
    kinds: ClassVar = {
        fold(word): value for value, label in DirectiveKind.choices for word in (label, label.split(" (")[0])
    }

    def plan(self, values: Values, plan: Plan) -> None:
        """A directive with its units; the visit is found when all are compared."""
        days = self.read_days(values, "day", plan)
        text = text_of(values.get("text", []))
        if not text:
            plan.refuse("ไม่มีข้อความของข้อสั่งการ")
        if not days:
            return
        day = days[0]
        if days[1] != day:
            plan.reasons.append(f"วันที่สั่งการเป็นช่วงวัน ({thai_range(*days)}) จึงใช้วันแรก")
        people, _ = people_of(values.get("by", []))
        giver = self.person_of(people[0], plan, day) if people else None
        lead = self._units_in(values, "lead_units", plan, day)
        support = [unit for unit in self._units_in(values, "support_units", plan, day) if unit not in lead]
        visited_name = line_of(values, "visited", 400, plan)
        visited = self.unit_of(visited_name, plan, day) if visited_name else None
        due_text = line_of(values, "due", 200, plan)
        due_on, count = None, due_days(due_text)
        if due_text and not count:
            try:
                due_on, due_text = due_day(values["due"][0], self.two_digit_years), ""
            except BadDate:
                plan.reasons.append(f"กำหนดแล้วเสร็จเก็บไว้เป็นข้อความ: {due_text}")
        if due_on and due_on < day:
            plan.doubt("กำหนดแล้วเสร็จมาก่อนวันที่สั่งการ")
        if not lead and not visited:
            plan.doubt("ไม่ทราบทั้งหน่วยงานที่ตรวจเยี่ยมและหน่วยงานหลัก จึงยังไม่รู้ว่าสั่งการที่ใด")
        ticked = [code for code in values if is_ticked(values[code])]
        kinds = [code.removeprefix(DIRECTIVE_KIND) for code in ticked if code.startswith(DIRECTIVE_KIND)]
        kind_name = line_of(values, "kind", 100, plan)
        if len(kinds) > 1 or (kind_name and fold(kind_name) not in self.kinds):
            plan.doubt(f"ไม่แน่ว่าเป็นข้อสั่งการประเภทใด ({kind_name or 'เลือกไว้หลายประเภท'})")
        plan.data = {
            "day": day,
            "text": text,
            "subject": line_of(values, "subject", 250, plan),
            "kind": kinds[0] if kinds else self.kinds.get(fold(kind_name), DirectiveKind.DIRECTIVE),
            "giver": giver,
            "given_as": line_of(values, "given_as", 400, plan),
            "visited": visited,
            "lead": lead,
            "support": support,
            "due_on": due_on,
            "due_days": count,
            "due_text": due_text,
            "dimensions": [code.removeprefix(DIMENSION) for code in ticked if code.startswith(DIMENSION)],
        }
        if plan.is_new and self.is_second(plan, day, fold(text), tuple(lead)):
            plan.settle(RowOutcome.KNOWN, SAME_ROW)

    def _units_in(self, values: Values, code: str, plan: Plan, day: date) -> list[int]:
        text = text_of(values.get(code, [])).replace(",", "\n").replace(";", "\n")
        names = [name for line in text.split("\n") for name in self._names_in(line.strip(), day)]
        units = [self.unit_of(name, plan, day) for name in names]
        return list(dict.fromkeys(unit for unit in units if unit))

    def _names_in(self, line: str, day: date) -> list[str]:
        """The names that stand with และ between them. Many a name holds that word itself: the whole goes first."""
        names = [name.strip() for name in line.split("และ") if name.strip()]
        if not names or len(names) == 1 or self.find_unit(line, day)[0]:
            return [line] if line else []
        if all(self.find_unit(name, day)[0] for name in names):
            return names
        apart = [name.strip() for name in line.split(" และ ") if name.strip()]
        return apart if any(self.find_unit(name, day)[0] for name in apart) else [line]

    def compare(self, plans: list[Plan]) -> None:
        """Each is tied to the visit of its day and giver, or unit; the same text on that day is known."""
        days = {plan.data["day"] for plan in plans if plan.is_new}
        if not days:
            return
        visits = defaultdict(list)
        for visit in Visit.objects.between(min(days), max(days)).prefetch_related("attendances"):
            for offset in range((visit.ends_on - visit.starts_on).days + 1):
                if (day := visit.starts_on + timedelta(days=offset)) in days:
                    visits[day].append(visit)
        texts = defaultdict(set)
        known = Directive.objects.filter(visit__starts_on__in=days).exclude(code__startswith=self.own)
        for day, text in known.values_list("visit__starts_on", "text"):
            texts[day].add(fold(text))
        for plan in plans:
            if not plan.is_new:
                continue
            if fold(plan.data["text"]) in texts[plan.data["day"]]:
                plan.settle(RowOutcome.KNOWN, "มีข้อสั่งการข้อความเดียวกันในวันเดียวกันแล้ว")
            else:
                find_visit(visits[plan.data["day"]], plan)


def find_visit(visits: list[Visit], plan: Plan) -> None:
    """The visit of the unit, or of the giver; else of the lead unit. Several that fit are a doubt."""
    giver, visited = plan.data["giver"], plan.data["visited"]
    if visited:
        fitting = [visit for visit in visits if visit.unit_id == visited]
    else:
        name = fold(giver.cell.name) if giver else ""
        of_giver = [
            visit
            for visit in visits
            if any(same_person(fold(row.name), name) for row in visit.attendances.all())
            and (visit.purpose != UNKNOWN_PLACE or visit.unit_id in plan.data["lead"])
        ]
        at_lead = [visit for visit in of_giver if visit.unit_id in plan.data["lead"]]
        fitting = at_lead or of_giver
    if len(fitting) > 1:
        plan.doubt("วันนั้นมีการตรวจเยี่ยมหลายแห่งที่ตรงกัน ยังไม่รู้ว่าสั่งการที่แห่งใด")
    elif fitting and fitting[0].is_final:
        plan.doubt(f"การตรวจเยี่ยมของข้อสั่งการนี้รับรองแล้ว ({fitting[0]}) ต้องเปิดแก้ไขก่อน")
    elif fitting:
        plan.data["visit"] = fitting[0].pk
    else:
        plan.reasons.append("ไม่พบการตรวจเยี่ยมในวันนั้น จะสร้างร่างการตรวจเยี่ยมให้ด้วย")

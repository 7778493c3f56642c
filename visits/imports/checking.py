"""What each record of a table becomes, and why: nothing is written here.

A checker of a kind turns the values of a row into a plan, which `saving` writes. Names of people and units are found in
the register as those of press releases are; each different name is looked up once.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, ClassVar

from config.thai.dates import BadDate
from config.thai.text import fold
from officials.models import Appointment, User
from units.models import Kind
from visits.imports.cell_values import PersonCell, days_of, due_days, is_ticked, people_of, text_of, times_of
from visits.imports.targets import APPOINTMENTS, DIMENSION, DIRECTIVES, HOLIDAYS, OFFICIALS, UNITS, VISITS
from visits.matching.register_names import KNOWN, RegisterNames, kind_of
from visits.models import Directive, DirectiveKind, Holiday, Role, Visit
from visits.models.table_import import RowOutcome

Values = dict[str, list[Any]]

VACANT = "ตำแหน่งว่าง ไม่มีชื่อบุคคล จึงไม่มีอะไรต้องบันทึก"
SAME_ROW = "ซ้ำกับแถวก่อนหน้าในไฟล์เดียวกัน"


@dataclass
class PersonPlan:
    """Somebody of a row: the register's key where it is certain, else the name as written."""

    cell: PersonCell
    official: int | None = None


@dataclass
class Plan:
    """What a row becomes. `data` is what its kind needs to write it, `reasons` are Thai sentences, `questions` names to be answered."""

    outcome: str = RowOutcome.NEW
    reasons: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)

    def doubt(self, sentence: str, question: str = "") -> None:
        """Keeps the row out until somebody decides; `question` names what an answer would settle for all rows."""
        self.reasons.append(sentence)
        if question:
            self.questions.append(question)
        if self.outcome != RowOutcome.REFUSED:
            self.outcome = RowOutcome.DOUBTFUL

    def refuse(self, sentence: str) -> None:
        self.reasons.append(sentence)
        self.outcome = RowOutcome.REFUSED

    def settle(self, outcome: str, sentence: str = "") -> None:
        """Says that there is less to do than a new record, unless there is a doubt."""
        if self.outcome == RowOutcome.NEW:
            self.outcome = outcome
            if sentence:
                self.reasons.append(sentence)


class Checker:
    """Plans rows of one kind for one account; the register is read once, existing records once for each slice."""

    kind: ClassVar[str]

    def __init__(
        self, user: User, two_digit_years: str = "", answers: dict[str, int | str] | None = None
    ) -> None:
        self.user, self.two_digit_years, self.answers = user, two_digit_years, answers or {}
        self.register = RegisterNames(user)
        self.seen: set[tuple[Any, ...]] = set()
        self._units: dict[tuple[str, date | None, int | None], tuple[int | None, str]] = {}

    def plan_all(self, rows: Sequence[Values]) -> list[Plan]:
        """The plan of each row, in their order."""
        plans = []
        for values in rows:
            plan = Plan()
            self.plan(values, plan)
            plans.append(plan)
        self.compare(plans)
        return plans

    def plan(self, values: Values, plan: Plan) -> None:
        raise NotImplementedError

    def compare(self, plans: list[Plan]) -> None:
        """Holds the new ones against what is recorded already."""

    def read_days(self, values: Values, code: str, plan: Plan) -> tuple[date, date] | None:
        """First and last day of a column; refuses the row where there is none that can be read."""
        try:
            return days_of(next(iter(values.get(code, [])), ""), self.two_digit_years)
        except BadDate as error:
            plan.refuse(str(error))
        return None

    def unit_of(
        self, name: str, plan: Plan, day: date | None = None, province: int | None = None
    ) -> int | None:
        """Key of the unit of a name; a doubt where the register does not know it for sure."""
        key = (name, day, province)
        if key not in self._units:
            self._units[key] = self._find_unit(name, day, province)
        unit, doubt = self._units[key]
        if doubt:
            plan.doubt(doubt, f"unit:{name}")
        return unit

    def _find_unit(self, name: str, day: date | None, province: int | None) -> tuple[int | None, str]:
        answer = self.answers.get(f"unit:{fold(name)}")
        if isinstance(answer, int) and answer in self.register.units:
            return answer, ""
        match = self.register.unit(plain_unit_name(name), day, province)
        if match.state != KNOWN or match.key is None:
            offered = " หรือ ".join(label for _, label in match.candidates[:3])
            hint = f" อาจหมายถึง {offered}" if offered else ""
            return None, f"ไม่พบหน่วยงาน “{name}” ในทำเนียบ{hint}"
        unit = self.register.units[match.key]
        if day and not unit.existed_on(day):
            return None, f"{unit.name} ไม่มีอยู่ในวันนั้น {unit.life}".strip()
        return unit.pk, ""

    def person_of(self, cell: PersonCell, plan: Plan, day: date | None) -> PersonPlan:
        """The person of a name: tied to the register where it is certain, as written where it knows nobody so called."""
        answer = self.answers.get(f"person:{fold(cell.name)}")
        if isinstance(answer, int):
            return PersonPlan(cell, answer)
        if answer == "written" or not cell.last_name:
            return PersonPlan(cell)
        if not self.register.people_names.get(fold(f"{cell.first_name}{cell.last_name}")):
            return PersonPlan(cell)
        [match] = self.register.people([(cell.first_name, cell.last_name, cell.position)], day)
        if match.key is not None:
            return PersonPlan(cell, match.key)
        offered = " หรือ ".join(label for _, label in match.candidates[:3])
        plan.doubt(f"ไม่แน่ว่า “{cell.name}” คือผู้ใดในทำเนียบ ({offered})", f"person:{cell.name}")
        return PersonPlan(cell)

    def is_second(self, *key: Any) -> bool:
        """Whether the same thing stood in an earlier row of the file."""
        if key in self.seen:
            return True
        self.seen.add(key)
        return False


def plain_unit_name(name: str) -> str:
    """สนง. written out; what else the register knows by other names is its own matter."""
    return name.replace("สนง.", "สำนักงาน").removeprefix("ณ ").strip()


class VisitChecker(Checker):
    kind = VISITS

    def plan(self, values: Values, plan: Plan) -> None:
        days = self.read_days(values, "day", plan)
        if days and values.get("end_day"):
            last = self.read_days(values, "end_day", plan)
            if last and last[1] < days[0]:
                plan.refuse("วันสุดท้ายมาก่อนวันแรก")
            days = (days[0], last[1]) if last else days
        if not days:
            return
        purpose = text_of(values.get("purpose", []))
        unit_name = text_of(values.get("unit", [])).replace("\n", " ")
        if not unit_name:
            purpose, unit_name = self._place_in(purpose)
        province = self.register.province(text_of(values.get("province", [])))
        unit = self.unit_of(unit_name, plan, days[0], province) if unit_name else None
        if not unit_name:
            plan.refuse("ไม่ได้ระบุหน่วยงานที่ตรวจเยี่ยม")
        start, end = self._times(values, plan)
        party, others_party = self._party(values)
        hosts, others_hosts = people_of(values.get("hosts", []))
        people = [
            (role, self.person_of(cell, plan, days[0]))
            for role, cell in [*party, *((Role.HOST, host) for host in hosts)]
        ]
        plan.data = {
            "starts_on": days[0],
            "ends_on": days[1],
            "start_time": start,
            "end_time": end,
            "unit": unit,
            "province": province,
            "purpose": purpose,
            "summary": text_of(values.get("summary", [])),
            "place": text_of(values.get("place", [])).replace("\n", " ")[:250],
            "others_party": f"{others_party} (ไม่ระบุรายชื่อ)" if others_party else "",
            "others_hosts": f"{others_hosts} (ไม่ระบุรายชื่อ)" if others_hosts else "",
            "people": people,
            "lead": next((fold(person.cell.name) for role, person in people if role == Role.LEAD), ""),
        }
        if plan.outcome == RowOutcome.NEW and self.is_second(unit, days, plan.data["lead"], fold(purpose)):
            plan.settle(RowOutcome.KNOWN, SAME_ROW)

    def _place_in(self, purpose: str) -> tuple[str, str]:
        """A line "ณ สอจ.เชียงใหม่" of the purpose says the place."""
        lines = purpose.split("\n")
        places = [line for line in lines if line.startswith("ณ ")]
        if not places:
            before, word, place = purpose.rpartition(" ณ ")
            return (before, place) if word else (purpose, "")
        return "\n".join(line for line in lines if line not in places), places[0].removeprefix("ณ ").strip()

    def _times(self, values: Values, plan: Plan) -> tuple[time | None, time | None]:
        try:
            return times_of(next(iter(values.get("time", [])), ""))
        except BadDate as error:
            plan.doubt(f"{error} (ในแฟ้ม: {text_of(values['time'])})")
            return None, None

    def _party(self, values: Values) -> tuple[list[tuple[str, PersonCell]], str]:
        """Lead and companions from their columns, or from one column in which the lead comes first; each once."""
        leads, others_of_leads = people_of(values.get("lead", []))
        together, others_together = people_of(values.get("people", []))
        companions, others = people_of(values.get("party", []))
        everyone = list({fold(cell.name): cell for cell in [*leads, *together, *companions]}.values())
        has_lead = bool(leads or together)
        if has_lead and values.get("lead_position") and not everyone[0].position:
            position = text_of(values["lead_position"]).replace("\n", " ")
            first = everyone[0]
            everyone[0] = PersonCell(
                first.name, first.prefix, first.academic_title, first.first_name, first.last_name, position
            )
        roles = [Role.LEAD if has_lead and not index else Role.COMPANION for index in range(len(everyone))]
        return list(zip(roles, everyone, strict=True)), others or others_together or others_of_leads

    def compare(self, plans: list[Plan]) -> None:
        """The same unit on the same day: known where the lead agrees too, a doubt where it is another."""
        days = [plan.data["starts_on"] for plan in plans if plan.data.get("unit")]
        if not days:
            return
        recorded = defaultdict(list)
        visits = Visit.objects.between(min(days), max(days)).filter(starts_on__in=set(days))
        for visit in visits.prefetch_related("attendances"):
            recorded[visit.unit_id, visit.starts_on].append(visit)
        for plan in plans:
            for visit in recorded.get((plan.data.get("unit"), plan.data.get("starts_on")), []):
                self._compare_with(visit, plan)

    def _compare_with(self, visit: Visit, plan: Plan) -> None:
        if plan.outcome != RowOutcome.NEW:
            return
        attendances = list(visit.attendances.all())
        lead = next((fold(row.name) for row in attendances if row.role == Role.LEAD), "")
        if lead and plan.data["lead"] and not same_person(lead, plan.data["lead"]):
            # Another party may well have come on that day: a warning, as it is at entry.
            plan.reasons.append(f"วันเดียวกันมีการตรวจเยี่ยมหน่วยงานนี้ซึ่งมีหัวหน้าคณะคนอื่นด้วย ({visit})")
            return
        names = {fold(row.name) for row in attendances}
        missing = [
            (role, person)
            for role, person in plan.data["people"]
            if not any(same_person(name, fold(person.cell.name)) for name in names)
        ]
        fills = {
            name: plan.data[name]
            for name in ("purpose", "summary", "place", "start_time", "end_time")
            if plan.data[name] and not getattr(visit, name)
        }
        plan.data |= {"visit": visit.pk, "missing": missing, "fills": fills}
        if (missing or fills) and not visit.is_final:
            plan.settle(RowOutcome.CHANGED, f"มีอยู่แล้ว ({visit}) จะเติมส่วนที่ยังว่าง")
        else:
            plan.settle(RowOutcome.KNOWN, f"มีอยู่แล้ว ({visit})")


def same_person(one: str, other: str) -> bool:
    """Whether two folded names are of one person: one may lack its prefix or academic title."""
    return bool(one and other) and (one.endswith(other) or other.endswith(one))


class DirectiveChecker(Checker):
    kind = DIRECTIVES
    kinds: ClassVar = {fold(label): value for value, label in DirectiveKind.choices}

    def plan(self, values: Values, plan: Plan) -> None:
        days = self.read_days(values, "day", plan)
        text = text_of(values.get("text", []))
        if not text:
            plan.refuse("ไม่มีข้อความของข้อสั่งการ")
        if not days:
            return
        day = days[0]
        people, _ = people_of(values.get("by", []))
        giver = self.person_of(people[0], plan, day) if people else None
        lead = self._units_in(values, "lead_units", plan, day)
        support = [unit for unit in self._units_in(values, "support_units", plan, day) if unit not in lead]
        visited_name = text_of(values.get("visited", [])).replace("\n", " ")
        visited = self.unit_of(visited_name, plan, day) if visited_name else None
        due_text = text_of(values.get("due", [])).replace("\n", " ")
        due_on, count = None, due_days(due_text)
        if due_text and not count:
            try:
                due_on, due_text = days_of(values["due"][0], self.two_digit_years)[1], ""
            except BadDate:
                plan.reasons.append(f"กำหนดแล้วเสร็จเก็บไว้เป็นข้อความ: {due_text}")
        if due_on and due_on < day:
            plan.doubt("กำหนดแล้วเสร็จมาก่อนวันที่สั่งการ")
        if not lead and not visited:
            plan.doubt("ไม่ทราบทั้งหน่วยงานที่ตรวจเยี่ยมและหน่วยงานหลัก จึงยังไม่รู้ว่าสั่งการที่ใด")
        plan.data = {
            "day": day,
            "text": text,
            "subject": text_of(values.get("subject", [])).replace("\n", " ")[:250],
            "kind": self.kinds.get(fold(text_of(values.get("kind", []))), DirectiveKind.DIRECTIVE),
            "giver": giver,
            "given_as": text_of(values.get("given_as", [])).replace("\n", " ")[:400],
            "visited": visited,
            "lead": lead,
            "support": support,
            "due_on": due_on,
            "due_days": count,
            "due_text": due_text[:200],
            "dimensions": [
                code.removeprefix(DIMENSION)
                for code in values
                if code.startswith(DIMENSION) and is_ticked(values[code])
            ],
        }
        if plan.outcome == RowOutcome.NEW and self.is_second(day, fold(text), tuple(lead)):
            plan.settle(RowOutcome.KNOWN, SAME_ROW)

    def _units_in(self, values: Values, code: str, plan: Plan, day: date) -> list[int]:
        text = text_of(values.get(code, [])).replace(",", "\n").replace(";", "\n")
        found = [self.unit_of(name.strip(), plan, day) for name in text.split("\n") if name.strip()]
        return list(dict.fromkeys(unit for unit in found if unit))

    def compare(self, plans: list[Plan]) -> None:
        """Each is tied to the visit of its day and giver, or unit; the same text on that day is known."""
        days = {plan.data["day"] for plan in plans if plan.data}
        if not days:
            return
        visits = defaultdict(list)
        rows = Visit.objects.between(min(days), max(days)).prefetch_related("attendances")
        for visit in rows:
            for day in days:
                if visit.starts_on <= day <= visit.ends_on:
                    visits[day].append(visit)
        texts = defaultdict(set)
        known = Directive.objects.filter(visit__starts_on__in=days)
        for day, text in known.values_list("visit__starts_on", "text"):
            texts[day].add(fold(text))
        for plan in plans:
            if not plan.data:
                continue
            if fold(plan.data["text"]) in texts[plan.data["day"]]:
                plan.settle(RowOutcome.KNOWN, "มีข้อสั่งการข้อความเดียวกันในวันเดียวกันแล้ว")
            elif plan.outcome == RowOutcome.NEW:
                self._find_visit(visits[plan.data["day"]], plan)

    def _find_visit(self, visits: list[Visit], plan: Plan) -> None:
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


class UnitChecker(Checker):
    kind = UNITS
    kinds: ClassVar = {fold(label): value for value, label in Kind.choices}

    def plan(self, values: Values, plan: Plan) -> None:
        name = text_of(values.get("name", [])).replace("\n", " ")
        if not name:
            plan.refuse("ไม่มีชื่อหน่วยงาน")
            return
        parent_name = text_of(values.get("parent", [])).replace("\n", " ")
        kind_name = text_of(values.get("kind", []))
        kind = self.kinds.get(fold(kind_name), kind_of(name))
        if kind_name and fold(kind_name) not in self.kinds:
            plan.doubt(f"ไม่รู้จักประเภทหน่วยงาน “{kind_name}”")
        province_name = text_of(values.get("province", []))
        province = self.register.province(province_name)
        if province_name and not province:
            plan.doubt(f"ไม่รู้จักจังหวัด “{province_name}”")
        plan.data = {
            "name": name[:250],
            "short_name": text_of(values.get("short_name", [])).replace("\n", " ")[:80],
            "kind": kind,
            "province_id": province,
            "parent_id": self.unit_of(parent_name, plan) if parent_name else None,
            "address": text_of(values.get("address", [])),
        }
        if self.register.unit_names.get(fold(plain_unit_name(name))):
            plan.settle(RowOutcome.KNOWN, "มีหน่วยงานชื่อนี้ในทำเนียบแล้ว")
        elif self.is_second(fold(name)):
            plan.settle(RowOutcome.KNOWN, SAME_ROW)


def person_in(values: Values) -> PersonCell | None:
    """The person of a row with its name in one column or in several; None for a vacant post."""
    prefix = text_of(values.get("prefix", [])).strip()
    first = text_of(values.get("first_name", [])).replace("\n", " ")
    last = text_of(values.get("last_name", [])).replace("\n", " ")
    full = text_of(values.get("full_name", [])).replace("\n", " ")
    name = full or f"{first} {last}".strip()
    if not name or fold(name) in {"ว่าง", "-", "ตำแหน่งว่าง"}:
        return None
    [person, *_], _ = people_of([f"{prefix}{name}"])
    return person


class OfficialChecker(Checker):
    kind = OFFICIALS

    def plan(self, values: Values, plan: Plan) -> None:
        person = person_in(values)
        if not person:
            plan.settle(RowOutcome.KNOWN, VACANT)
            return
        if not person.last_name:
            plan.refuse(f"ไม่มีนามสกุลของ “{person.name}”")
        name = fold(f"{person.first_name}{person.last_name}")
        plan.data = {"person": person}
        if self.register.people_names.get(name):
            plan.settle(RowOutcome.KNOWN, "มีบุคคลชื่อนี้ในทำเนียบแล้ว")
        elif self.is_second(name):
            plan.settle(RowOutcome.KNOWN, SAME_ROW)


class AppointmentChecker(Checker):
    kind = APPOINTMENTS

    def plan(self, values: Values, plan: Plan) -> None:
        cell = person_in(values)
        if not cell:
            plan.settle(RowOutcome.KNOWN, VACANT)
            return
        title = text_of(values.get("post", [])).replace("\n", " ")
        if not title:
            plan.refuse("ไม่มีชื่อตำแหน่ง")
        if not cell.last_name:
            plan.refuse(f"ไม่มีนามสกุลของ “{cell.name}”")
        starts = self.read_days(values, "from", plan) if values.get("from") else None
        ends = self.read_days(values, "to", plan) if values.get("to") else None
        day = starts[0] if starts else None
        unit_name = text_of(values.get("unit", [])).replace("\n", " ")
        if not unit_name:
            plan.doubt("ไม่ได้ระบุหน่วยงานของตำแหน่ง")
        unit = self.unit_of(unit_name, plan, day) if unit_name else None
        person = self.person_of(
            PersonCell(cell.name, cell.prefix, cell.academic_title, cell.first_name, cell.last_name),
            plan,
            None,
        )
        plan.data = {
            "person": person,
            "title": title[:400],
            "unit": unit,
            "starts_on": day,
            "ends_on": ends[1] if ends else None,
            "order_no": text_of(values.get("order_no", [])).replace("\n", " ")[:100],
        }
        if plan.outcome == RowOutcome.NEW and self.is_second(fold(cell.name), fold(title), unit, day):
            plan.settle(RowOutcome.KNOWN, SAME_ROW)

    def compare(self, plans: list[Plan]) -> None:
        """The same person in the same post from the same day, or without a day, is known."""
        people = {
            plan.data["person"].official for plan in plans if plan.data and plan.data["person"].official
        }
        held = defaultdict(list)
        rows = Appointment.objects.filter(official__in=people).select_related("post")
        for row in rows:
            held[row.official_id, fold(row.post.title), row.post.unit_id].append(row.starts_on)
        for plan in plans:
            if plan.data:
                key = (plan.data["person"].official, fold(plan.data["title"]), plan.data["unit"])
                starts = held.get(key)
                if starts is not None and (
                    plan.data["starts_on"] is None or plan.data["starts_on"] in starts
                ):
                    plan.settle(RowOutcome.KNOWN, "มีการดำรงตำแหน่งนี้ในทำเนียบแล้ว")


class HolidayChecker(Checker):
    kind = HOLIDAYS

    def plan(self, values: Values, plan: Plan) -> None:
        days = self.read_days(values, "day", plan)
        name = text_of(values.get("name", [])).replace("\n", " ")
        if not name:
            plan.refuse("ไม่มีชื่อวันหยุด")
        if not days:
            return
        plan.data = {"date": days[0], "name": name[:200]}
        if self.is_second(days[0], fold(name)):
            plan.settle(RowOutcome.KNOWN, SAME_ROW)

    def compare(self, plans: list[Plan]) -> None:
        """The same name on the same day is known; a day may have two holidays, which the row then says."""
        days = {plan.data["date"] for plan in plans if plan.data}
        known: dict[date, list[str]] = defaultdict(list)
        for day, name in Holiday.objects.filter(date__in=days).values_list("date", "name"):
            known[day].append(name)
        for plan in plans:
            names = known.get(plan.data["date"], []) if plan.data else []
            if plan.data and fold(plan.data["name"]) in map(fold, names):
                plan.settle(RowOutcome.KNOWN, "มีวันหยุดชื่อนี้ในวันนี้แล้ว")
            elif names:
                plan.reasons.append(f"วันนี้มี{names[0]}อยู่แล้ว จะเป็นวันหยุดวันเดียวที่มีสองชื่อ")


CHECKERS: dict[str, type[Checker]] = {
    checker.kind: checker
    for checker in (
        VisitChecker,
        DirectiveChecker,
        UnitChecker,
        OfficialChecker,
        AppointmentChecker,
        HolidayChecker,
    )
}

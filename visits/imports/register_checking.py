"""What each row becomes of tables for the register itself: units, people, appointments, holidays."""

from collections import defaultdict
from datetime import date, timedelta
from typing import ClassVar

from config.thai.dates import A_RANGE, thai_date, thai_range
from config.thai.text import fold
from officials.models import Appointment, AppointmentKind, Official, Post
from officials.models.positions import LONGEST_GAP, kind_and_title
from units.models import Kind, Unit
from visits.imports.cell_values import PersonCell, people_of, text_of
from visits.imports.checking import SAME_ROW, Checker, Plan, Values, line_of, plain_unit_name
from visits.imports.targets import APPOINTMENTS, HOLIDAYS, OFFICIALS, UNITS
from visits.matching.register_names import kind_of
from visits.models import Holiday
from visits.models.table_import import RowOutcome

# A question about an earlier appointment that ends, and the answer that it does not, each with its key.
ENDS, STAYS = "ends", "stays"
# A holiday of more days is rather a slip in month or year.
MOST_DAYS = 10
VACANT = "ตำแหน่งว่าง ไม่มีชื่อบุคคล จึงไม่มีอะไรต้องบันทึก"


class UnitChecker(Checker):
    kind = UNITS
    kinds: ClassVar = {fold(label): value for value, label in Kind.choices}

    def plan(self, values: Values, plan: Plan) -> None:
        """A unit that the register does not know by this name."""
        name = line_of(values, "name", 250, plan)
        if not name:
            plan.refuse("ไม่มีชื่อหน่วยงาน")
            return
        parent_name = line_of(values, "parent", 400, plan)
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
            "short_name": line_of(values, "short_name", 80, plan),
            "kind": kind,
            "province_id": province,
            "parent_id": self.unit_of(parent_name, plan) if parent_name else None,
            "address": text_of(values.get("address", [])),
        }
        if self.register.unit_names.get(fold(plain_unit_name(name))):
            plan.settle(RowOutcome.KNOWN, "มีหน่วยงานชื่อนี้ในทำเนียบแล้ว")
        elif self.is_second(plan, fold(name)):
            plan.settle(RowOutcome.KNOWN, SAME_ROW)

    def compare(self, plans: list[Plan]) -> None:
        """A unit that somebody has made since the register was read is known."""
        names = {plan.data["name"] for plan in plans if plan.is_new}
        known = set(Unit.objects.filter(name__in=names).values_list("name", flat=True))
        for plan in plans:
            if plan.data["name"] in known:
                plan.settle(RowOutcome.KNOWN, "มีหน่วยงานชื่อนี้ในทำเนียบแล้ว")


def person_in(values: Values, plan: Plan) -> PersonCell | None:
    """The person of a row with its name in one column or in several; None for a vacant post."""
    prefix = text_of(values.get("prefix", [])).strip()
    first = line_of(values, "first_name", 400, plan)
    last = line_of(values, "last_name", 400, plan)
    full = line_of(values, "full_name", 400, plan)
    name = full or f"{first} {last}".strip()
    if not name or fold(name) in {"ว่าง", "-", "ตำแหน่งว่าง"}:
        return None
    [person, *_], _ = people_of([f"{prefix}{name}"])
    return person


class OfficialChecker(Checker):
    kind = OFFICIALS

    def plan(self, values: Values, plan: Plan) -> None:
        person = person_in(values, plan)
        if not person:
            plan.settle(RowOutcome.KNOWN, VACANT)
            return
        if not person.last_name:
            plan.refuse(f"ไม่มีนามสกุลของ “{person.name}”")
        name = fold(f"{person.first_name}{person.last_name}")
        plan.data = {"person": person}
        if self.register.people_names.get(name):
            plan.settle(RowOutcome.KNOWN, "มีบุคคลชื่อนี้ในทำเนียบแล้ว")
        elif self.is_second(plan, name):
            plan.settle(RowOutcome.KNOWN, SAME_ROW)

    def compare(self, plans: list[Plan]) -> None:
        """A person whom somebody has made since the register was read is known."""
        people = Official.objects.filter(last_name__in={plan.data["person"].last_name for plan in plans})
        known = set(people.values_list("first_name", "last_name"))
        for plan in plans:
            if (plan.data["person"].first_name, plan.data["person"].last_name) in known:
                plan.settle(RowOutcome.KNOWN, "มีบุคคลชื่อนี้ในทำเนียบแล้ว")


class AppointmentChecker(Checker):
    kind = APPOINTMENTS

    def plan(self, values: Values, plan: Plan) -> None:
        cell = person_in(values, plan)
        if not cell:
            plan.settle(RowOutcome.KNOWN, VACANT)
            return
        kind, title = kind_and_title(line_of(values, "post", 400, plan))
        if not title:
            plan.refuse("ไม่มีชื่อตำแหน่ง")
        if kind == AppointmentKind.SECONDED:
            plan.doubt("การช่วยราชการไม่ใช่การแต่งตั้งให้ดำรงตำแหน่ง ให้บันทึกที่หน้าของบุคคล")
        if not cell.last_name:
            plan.refuse(f"ไม่มีนามสกุลของ “{cell.name}”")
        starts = self.read_days(values, "from", plan) if values.get("from") else None
        ends = self.read_days(values, "to", plan) if values.get("to") else None
        day = starts[0] if starts else None
        if starts and starts[1] != starts[0]:
            plan.doubt(f"วันที่เริ่มดำรงตำแหน่งเป็นช่วงวัน ({thai_range(*starts)}) {A_RANGE}")
        if starts and ends and ends[1] < starts[0]:
            plan.refuse("วันที่พ้นตำแหน่งมาก่อนวันที่เริ่มดำรงตำแหน่ง")
        unit_name = line_of(values, "unit", 400, plan)
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
            "kind": kind,
            "title": title[:400],
            "unit": unit,
            "starts_on": day,
            "ends_on": ends[1] if ends else None,
            "order_no": line_of(values, "order_no", 100, plan),
        }
        if plan.outcome == RowOutcome.NEW and self.is_second(
            plan, fold(cell.name), kind, fold(title), unit, day
        ):
            plan.settle(RowOutcome.KNOWN, SAME_ROW)

    def compare(self, plans: list[Plan]) -> None:
        """The same person in the same post from the same day, or without a day, is known."""
        people = {plan.data["person"].official for plan in plans} - {None}
        held = defaultdict(list)
        rows = Appointment.objects.filter(official__in=people).select_related("post")
        for row in rows:
            held[row.official_id, row.kind, fold(row.post.title), row.post.unit_id].append(row.starts_on)
        for plan in plans:
            data = plan.data
            key = (data["person"].official, data["kind"], fold(data["title"]), data["unit"])
            starts = held.get(key)
            if starts is not None and (data["starts_on"] is None or data["starts_on"] in starts):
                plan.settle(RowOutcome.KNOWN, "มีการดำรงตำแหน่งนี้ในทำเนียบแล้ว")
        substantive = AppointmentKind.SUBSTANTIVE
        self.find_ends(
            [
                plan
                for plan in plans
                if plan.is_new and plan.data["starts_on"] and plan.data["kind"] == substantive
            ]
        )

    def find_ends(self, plans: list[Plan]) -> None:
        """Notes in `ends` which earlier substantive appointments end on the eve: the person's own, and the post's holder's.

        An answer `stays:<key>` declines that. Acting and the like are left alone, for they end by orders of their own.
        """
        posts = {
            (post.unit_id, fold(post.title)): post.pk
            for post in Post.objects.filter(unit__in={plan.data["unit"] for plan in plans})
        }
        post_of = [posts.get((plan.data["unit"], fold(plan.data["title"]))) for plan in plans]
        holders = defaultdict(list)
        held = Appointment.objects.filter(post__in=set(post_of) - {None}, kind=AppointmentKind.SUBSTANTIVE)
        for post, official in held.order_by("pk").values_list("post", "official"):
            holders[post].append(official)
        people = {plan.data["person"].official for plan in plans} | {
            key for keys in holders.values() for key in keys
        }
        officials = Official.objects.filter(pk__in=people - {None}).with_appointments().in_bulk()
        for plan, post in zip(plans, post_of, strict=True):
            person, eve = plan.data["person"].official, plan.data["starts_on"] - timedelta(days=1)
            plan.data["ends"] = []
            for key in dict.fromkeys([person, *(holders[post] if post else [])]):
                for row in in_force(officials[key], eve) if key in officials else []:
                    # Who is appointed leaves other posts, who held the post leaves this one.
                    if (key == person) == (row.post_id == post):
                        continue
                    plan.questions.append(f"{ENDS}:{row.pk}")
                    if f"{STAYS}:{row.pk}" in self.answers:
                        plan.reasons.append(f"ไม่สิ้นสุดตามที่เลือกไว้: {officials[key]} {row.post}")
                    else:
                        plan.data["ends"].append(row.pk)
                        plan.reasons.append(f"สิ้นสุด {thai_date(eve)}: {officials[key]} {row.post}")


def in_force(official: Official, eve: date) -> list[Appointment]:
    """The substantive appointments that end where somebody takes up a post the day after `eve`.

    They belong to the position of that day, are in force by law or stated not too long before, and nothing states them later.
    """
    keys = official.position_on(eve).keys
    found = []
    for row in official.appointments.all():
        plain = row.plain
        if row.pk not in keys or row.kind != AppointmentKind.SUBSTANTIVE or plain.known_days[-1] > eve:
            continue
        last = plain.last_known(eve)
        if plain.is_in_force_on(eve) or (last and eve - last <= LONGEST_GAP):
            found.append(row)
    return found


class HolidayChecker(Checker):
    kind = HOLIDAYS

    def plan(self, values: Values, plan: Plan) -> None:
        days = self.read_days(values, "day", plan)
        name = line_of(values, "name", 250, plan)
        if not name:
            plan.refuse("ไม่มีชื่อวันหยุด")
        if not days:
            return
        count = (days[1] - days[0]).days + 1
        if count > MOST_DAYS:
            plan.refuse(f"วันหยุดยาว {count} วัน ({thai_range(*days)}) กรุณาตรวจสอบ หรือแยกเป็นวันละแถว")
            return
        plan.data = {
            "dates": [days[0] + timedelta(days=offset) for offset in range(count)],
            "name": name[:200],
        }
        if count > 1:
            plan.reasons.append(f"เป็นวันหยุด {count} วัน: {thai_range(*days)}")
        if self.is_second(plan, *days, fold(name)):
            plan.settle(RowOutcome.KNOWN, SAME_ROW)

    def compare(self, plans: list[Plan]) -> None:
        """The same name on the same day is known; a day may have two holidays, which the row then says."""
        known: dict[date, list[str]] = defaultdict(list)
        rows = Holiday.objects.filter(date__in={day for plan in plans for day in plan.data["dates"]})
        for day, name in rows.order_by("date", "pk").values_list("date", "name"):
            known[day].append(name)
        for plan in plans:
            dates, name = plan.data["dates"], fold(plan.data["name"])
            new = [day for day in dates if name not in map(fold, known[day])]
            plan.data["dates"] = new
            if not new:
                plan.settle(RowOutcome.KNOWN, "มีวันหยุดชื่อนี้ในวันนี้แล้ว")
            for day in dates:
                on_day = "วันนี้" if len(dates) == 1 else f"วันที่ {thai_date(day)} "
                if new and day not in new:
                    plan.reasons.append(f"{on_day}มีวันหยุดชื่อนี้แล้ว")
                elif day in new and known[day]:
                    plan.reasons.append(f"{on_day}มี{known[day][0]}อยู่แล้ว จะเป็นวันหยุดวันเดียวที่มีสองชื่อ")

"""What each row of a table of visits becomes: a draft with its people, what an earlier draft lacks, or nothing."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, time
from functools import cached_property
from typing import Any

from django.db.models import Q

from config.thai.dates import BadDate
from config.thai.text import arabic_digits, fold
from visits.imports.cell_values import PersonCell, hours_behind, is_ticked, people_of, text_of, times_of
from visits.imports.checking import SAME_ROW, Checker, Plan, Values, line_of, same_person
from visits.imports.journeys import TripBook, tell_trips, trip_title
from visits.imports.targets import ACTIVITY, STATUS, VISITS
from visits.imports.ticks import activity_codes
from visits.models import Role, Trip, Visit
from visits.models.table_import import RowOutcome

# What a visit is filled in with where it lacks it.
FILLED = ("purpose", "summary", "place", "start_time", "end_time")


class VisitChecker(Checker):
    kind = VISITS

    @cached_property
    def activities(self) -> dict[str, str]:
        """Code of an activity by its folded name."""
        return activity_codes()

    def plan(self, values: Values, plan: Plan) -> None:
        """A visit at one unit on one day or on unbroken days."""
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
            purpose, unit_name = place_in(purpose)
        province_name = text_of(values.get("province", []))
        province = self.register.province(province_name)
        if province_name and not province:
            plan.doubt(f"ไม่รู้จักจังหวัด “{province_name}”")
        unit = self.unit_of(unit_name, plan, days[0], province) if unit_name else None
        if not unit_name:
            plan.refuse("ไม่ได้ระบุหน่วยงานที่ตรวจเยี่ยม")
        start, end = self._times(values, plan, days)
        party, others_party, others_hosts = self._party(values, plan)
        people = [(role, self.person_of(cell, plan, days[0])) for role, cell in party]
        trip = line_of(values, "trip", 200, plan)
        note = text_of(values.get("note", []))
        sequence = arabic_digits(line_of(values, "sequence", 20, plan)).strip(" .)")
        plan.data = {
            "starts_on": days[0],
            "ends_on": days[1],
            "start_time": start,
            "end_time": end,
            "unit": unit,
            "province": province,
            "trip_title": trip_title(trip, days[0], plan) if trip else "",
            "trip": None,
            "title": line_of(values, "title", 250, plan),
            "purpose": purpose,
            "summary": "\n".join(
                filter(None, [text_of(values.get("summary", [])), note and f"หมายเหตุ: {note}"])
            ),
            "place": line_of(values, "place", 250, plan),
            "others_party": text_of(values.get("others_party", [])) or unnamed(others_party),
            "others_hosts": text_of(values.get("others_hosts", [])) or unnamed(others_hosts),
            "people": people,
            "lead": next((fold(person.cell.name) for role, person in people if role == Role.LEAD), ""),
            "sequence": int(sequence) if sequence.isdecimal() and 0 < int(sequence) < 1000 else None,
            "activities": self._activities(values, plan),
            "status": next(
                (
                    code.removeprefix(STATUS)
                    for code in values
                    if code.startswith(STATUS) and is_ticked(values[code])
                ),
                "",
            ),
        }
        if plan.is_new and self.is_second(plan, unit, days, start, plan.data["lead"], fold(purpose)):
            plan.settle(RowOutcome.KNOWN, SAME_ROW)

    def _times(self, values: Values, plan: Plan, days: tuple[date, date]) -> tuple[time | None, time | None]:
        """Start and end from their column, else as they stand behind the day."""
        cell = next(iter(values.get("time", [])), "") or hours_behind(values["day"][0])
        try:
            start, end = times_of(cell)
        except BadDate as error:
            plan.doubt(f"{error} (ในแฟ้ม: {text_of([cell])})")
            return None, None
        if start and end and end < start and days[0] == days[1]:
            plan.doubt(f"เวลาสิ้นสุดมาก่อนเวลาเริ่ม (ในแฟ้ม: {text_of([cell])})")
        return start, end

    def _activities(self, values: Values, plan: Plan) -> list[str]:
        """Codes of the activities, ticked in columns of their own or named in one; words unknown are said."""
        codes = [
            code.removeprefix(ACTIVITY)
            for code in values
            if code.startswith(ACTIVITY) and is_ticked(values[code])
        ]
        named = text_of(values.get("activities", [])).replace(",", "\n").replace(" และ", "\n")
        for name in filter(None, map(str.strip, named.split("\n"))):
            if fold(name) in self.activities:
                codes.append(self.activities[fold(name)])
            else:
                plan.reasons.append(f"ไม่รู้จักกิจกรรม “{name}” จึงไม่ได้ใส่ไว้")
        return list(dict.fromkeys(codes))

    def _party(self, values: Values, plan: Plan) -> tuple[list[tuple[str, PersonCell]], str, str]:
        """Lead and companions from their columns, or from one column in which the lead comes first; then guests and hosts.

        Each name once; with the words for those of the party and of the hosts whom the table does not name.
        """
        leads, others_of_leads = people_of(values.get("lead", []))
        together, others_together = people_of(values.get("people", []))
        companions, others = people_of(values.get("party", []))
        guests, _ = people_of(values.get("guests", []))
        hosts, others_hosts = people_of(values.get("hosts", []))
        party = [*leads, *together, *companions]
        has_lead = bool(leads or together)
        if has_lead and values.get("lead_position") and not party[0].position:
            party[0] = replace(party[0], position=line_of(values, "lead_position", 400, plan))
        roles = [Role.LEAD if has_lead and not index else Role.COMPANION for index in range(len(party))]
        everyone: list[tuple[str, PersonCell]] = [
            *zip(roles, party, strict=True),
            *((Role.GUEST, guest) for guest in guests),
            *((Role.HOST, host) for host in hosts),
        ]
        once = {fold(cell.name): (role, cell) for role, cell in reversed(everyone)}
        rows = list(reversed(once.values()))
        rows.sort(key=lambda row: Role.values.index(row[0]))
        return rows, others or others_together or others_of_leads, others_hosts

    def compare(self, plans: list[Plan]) -> None:
        """The same unit on the same day: known where the lead agrees too, a visit of its own under another."""
        titles = {plan.data["trip_title"] for plan in plans} - {""}
        if titles:
            named = Q(title__in=titles) | Q(number__in=titles)
            tell_trips(plans, TripBook(Trip.objects.visible_to(self.user).filter(named)))
        days = {plan.data["starts_on"] for plan in plans if plan.data["unit"] and plan.is_new}
        if not days:
            return
        recorded = defaultdict(list)
        visits = Visit.objects.filter(starts_on__in=days).exclude(code__startswith=self.own)
        for visit in visits.prefetch_related("attendances").order_by("sequence", "pk"):
            recorded[visit.unit_id, visit.starts_on].append(visit)
        for plan in plans:
            visits_then = recorded.get((plan.data["unit"], plan.data["starts_on"]), [])
            if plan.is_new and visits_then:
                compare_with(visits_then, plan)


def compare_with(visits: list[Visit], plan: Plan) -> None:
    """Settles a plan where one of these visits is it: of several the one of the same purpose, else the first that fits."""
    fitting: list[Visit] = []
    others: list[Visit] = []
    for visit in visits:
        lead = next((fold(row.name) for row in visit.attendances.all() if row.role == Role.LEAD), "")
        is_other = lead and plan.data["lead"] and not same_person(lead, plan.data["lead"])
        (others if is_other else fitting).append(visit)
    if not fitting:
        # Another party may well have come on that day: a warning, as it is at entry.
        plan.reasons.append(f"วันเดียวกันมีการตรวจเยี่ยมหน่วยงานนี้ซึ่งมีหัวหน้าคณะคนอื่นด้วย ({others[0]})")
        return
    purpose = fold(plan.data["purpose"])
    visit = next((one for one in fitting if fold(one.purpose) == purpose), fitting[0])
    names = {fold(row.name) for row in visit.attendances.all()}
    officials = {row.official_id for row in visit.attendances.all() if row.official_id}
    missing = [
        (role, person)
        for role, person in plan.data["people"]
        if person.official not in officials
        and not any(same_person(name, fold(person.cell.name)) for name in names)
    ]
    fills: dict[str, Any] = {
        name: plan.data[name] for name in FILLED if plan.data[name] and not getattr(visit, name)
    }
    if "end_time" in fills and not (visit.start_time or "start_time" in fills):
        del fills["end_time"]
    plan.data |= {"visit": visit.pk, "missing": missing, "fills": fills}
    joins = bool(plan.data["trip_title"]) and not visit.trip_id
    if (missing or fills or joins) and visit.record_state == "draft":
        plan.settle(RowOutcome.CHANGED, f"มีอยู่แล้ว ({visit}) จะเติมส่วนที่ยังว่าง")
    elif missing or fills or joins:
        plan.settle(RowOutcome.KNOWN, f"มีอยู่แล้ว ({visit}) และเสนอหรือรับรองแล้ว จึงไม่เติมส่วนที่ยังว่าง")
    else:
        plan.settle(RowOutcome.KNOWN, f"มีอยู่แล้ว ({visit})")


def place_in(purpose: str) -> tuple[str, str]:
    """Purpose and place where the purpose says the place, in a line "ณ สอจ.เชียงใหม่" or at its end."""
    lines = purpose.split("\n")
    places = [line for line in lines if line.startswith("ณ ")]
    if not places:
        before, word, place = purpose.rpartition(" ณ ")
        return (before, place) if word else (purpose, "")
    return "\n".join(line for line in lines if line not in places), places[0].removeprefix("ณ ").strip()


def unnamed(others: str) -> str:
    """ "คณะ" as it stands on a visit; a party that is described ("คณะผู้บริหาร") stands as it is."""
    bare = others in {"คณะ", "คณะเดิม", "และคณะ", "พร้อมคณะ", "พร้อมด้วยคณะ"}
    return f"{others.removeprefix('และ')} (ไม่ระบุรายชื่อ)" if bare else others

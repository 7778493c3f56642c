"""Writes checked rows as draft visits: all or nothing, by whoever is signed in."""

from django.db import transaction

from officials.models import Official
from units.models import Unit
from visits.models import (
    Assignment,
    AssignmentRole,
    Attendance,
    Directive,
    DirectiveKind,
    Finding,
    FollowUp,
    PressRelease,
    PressReleaseVisit,
    Role,
    Trip,
    Visit,
)

NEW, NOBODY = "new", "none"
# The kinds of which somebody asks afterwards what became of them.
ASKED_AFTER = (DirectiveKind.DIRECTIVE, DirectiveKind.REQUEST)


class Saving:
    """`rows` has head, stops, people, findings and directives as the form cleans them."""

    def __init__(self, rows, digest):
        self.rows, self.digest = rows, digest
        self.new, self.visits, self.people, self.leads = [], {}, {}, {}

    @transaction.atomic
    def save(self):
        """The visits of the text in their order, those it was only added to among them."""
        for number, row in enumerate(self.rows.stops, 1):
            if row.get("keep"):
                self.visits[str(number)] = self._visit(row)
        self._join_in_trip()
        self._save_people()
        self._save_findings()
        self._save_directives()
        self._name_visits()
        self._link_release()
        return list(dict.fromkeys(self.visits.values()))

    def _visit(self, row):
        if row.get("visit") not in (None, "", NEW):
            return Visit.objects.get(pk=row["visit"])
        head = self.rows.head
        unit = self._unit(row)
        visit = Visit(
            unit=unit,
            province_id=unit.province_id or row.get("province"),
            sequence=len(self.new) + 1,
            starts_on=head["starts_on"],
            ends_on=head.get("ends_on"),
            start_time=row.get("start_time"),
            others_party=row.get("others_party") or "",
            status=head["status"],
        )
        visit.clean()
        visit.save()
        self.new.append(visit)
        return visit

    def _unit(self, row):
        if row["unit"] != NEW:
            return Unit.objects.get(pk=row["unit"])
        return Unit.objects.create(
            name=row["name"],
            kind=row["kind"],
            province_id=row.get("province"),
            source=f"ข่าวประชาสัมพันธ์: {self.rows.head['title']}",
        )

    def _join_in_trip(self):
        """Several stops of one text are one journey; one found already recorded brings its own."""
        trip = next((visit.trip for visit in self.visits.values() if visit.trip_id), None)
        if not trip and len(self.new) < 2:
            return
        trip = trip or Trip.objects.create(title=self._trip_title())
        for visit in self.new:
            visit.trip = trip
            visit.save(update_fields=["trip"])

    def _trip_title(self):
        first = self.new[0]
        place = first.province.title if first.province else first.unit.name
        return self.rows.head.get("trip_title") or f"ลงพื้นที่{place} {first.days}"[:250]

    def _at(self, number):
        """The visit that was made for a stop; one recorded before is left as its clerk wrote it."""
        visit = self.visits.get(str(number))
        return visit if visit in self.new else None

    def _save_people(self):
        orders = {}
        for number, row in enumerate(self.rows.people):
            if not row.get("keep"):
                continue
            visits = list(filter(None, map(self._at, row.get("stops") or ["1"])))
            official = self._official(row) if visits else None
            for visit in visits:
                place = (visit.pk, row["role"] == Role.HOST)
                orders[place] = orders.get(place, 0) + 1
                self.people[number, visit.pk] = self._attend(visit, official, row, orders[place])

    def _official(self, row):
        if row["official"] in (NOBODY, ""):
            return None
        if row["official"] != NEW:
            return Official.objects.get(pk=row["official"])
        names = ("prefix", "academic_title", "first_name", "last_name")
        return Official.objects.create(**{name: row.get(name) or "" for name in names})

    def _attend(self, visit, official, row, order):
        attendance = Attendance(
            visit=visit,
            official=official,
            role=row["role"],
            name=printed_name(row) if row.get("prefix") or not official else "",  # else the register's own
            position=row.get("position") or "",
            order=order,
        )
        attendance.freeze()
        attendance.save()
        if row["role"] == Role.LEAD:
            self.leads[visit.pk] = attendance
        return attendance

    def _save_findings(self):
        names = ("kind", "text", "qualifier", "figure", "measure")
        for order, (visit, row) in enumerate(self._kept(self.rows.findings), 1):
            Finding.objects.create(visit=visit, order=order, **{name: row[name] for name in names})

    def _save_directives(self):
        for order, (visit, row) in enumerate(self._kept(self.rows.directives), 1):
            self._order(visit, row, order)

    def _kept(self, rows):
        kept = ((self._at(row.get("stop") or "1"), row) for row in rows if row.get("keep"))
        return [(visit, row) for visit, row in kept if visit]

    def _order(self, visit, row, order):
        giver = self._giver(visit, row)
        directive = Directive(
            visit=visit,
            kind=row["kind"],
            text=row["text"],
            order=order,
            given_by=giver.official if giver else None,
            given_name=giver.name if giver else "",
            given_as=(giver.position if giver else "") or row.get("given_as") or "",
            addressed_to=row.get("addressed_to") or "",
            follow_up=FollowUp.ROUNDS if row["kind"] in ASKED_AFTER else FollowUp.NONE,
        )
        directive.freeze()
        directive.save()
        self._assign(directive, row.get("units") or [])

    def _giver(self, visit, row):
        """The row of the giver at this stop, or where the giver is only put down at another."""
        if row.get("giver") in (None, ""):
            return None
        number = int(row["giver"])
        here = self.people.get((number, visit.pk))
        return here or next((one for (n, _), one in self.people.items() if n == number), None)

    def _assign(self, directive, units):
        alone = AssignmentRole.LEAD if len(units) == 1 else AssignmentRole.SUPPORT
        Assignment.objects.bulk_create(
            Assignment(directive=directive, unit_id=int(unit), role=alone) for unit in units
        )

    def _name_visits(self):
        for visit in self.new:
            visit.title = visit.proposed_title(self.leads.get(visit.pk))
            visit.save(update_fields=["title"])

    def _link_release(self):
        names = ("title", "url", "publisher", "published_on")
        told = {name: self.rows.head.get(name) for name in names}
        told["url"], told["publisher"] = told["url"] or "", told["publisher"] or ""
        release = PressRelease.objects.create(text_hash=self.digest, **told)
        for visit in dict.fromkeys(self.visits.values()):
            PressReleaseVisit.objects.create(press_release=release, visit=visit)


def printed_name(row):
    """As on memo and report: prefix or rank, never an academic title, unless there is nothing else."""
    bare = f"{row.get('first_name') or ''} {row.get('last_name') or ''}".strip()
    return f"{row.get('prefix') or ''}{bare}"

"""Writes checked rows as draft visits: all or nothing, by whoever is signed in."""

from datetime import date
from typing import Any

from django.db import transaction

from officials.models import Official
from officials.models.names import with_prefix
from units.models import Unit
from visits.models import (
    Attendance,
    Directive,
    Finding,
    PressRelease,
    PressReleaseVisit,
    Role,
    Trip,
    Visit,
    follow_up_of,
)
from visits.press_releases.drafts import DraftRows

NEW, NOBODY = "new", "none"


class DraftSaver:
    """`rows` has head, stops, people, findings and directives as the form cleans them; `digest` is the hash of the text."""

    def __init__(self, rows: DraftRows, digest: str) -> None:
        self.rows, self.digest = rows, digest
        self.new: list[Visit] = []
        self.visits: dict[str, Visit] = {}
        self.people: dict[tuple[int, int], Attendance] = {}
        self.leads: dict[int, Attendance] = {}
        self.release: PressRelease | None = None
        # Positions as the text states them, each with its person and day.
        self.stated: list[tuple[Official, str, date]] = []

    @transaction.atomic
    def save(self) -> list[Visit]:
        """The visits of the text in their order, those it was only added to among them; raises ValidationError."""
        for number, row in enumerate(self.rows.stops, 1):
            if row.get("keep"):
                self.visits[str(number)] = self.save_visit(row)
        self.join_in_trip()
        self.save_people()
        names = ("kind", "text", "qualifier", "figure", "measure")
        for order, (visit, row) in enumerate(self.rows_at_new_visits(self.rows.findings), 1):
            Finding.objects.create(visit=visit, order=order, **{name: row[name] for name in names})
        for order, (visit, row) in enumerate(self.rows_at_new_visits(self.rows.directives), 1):
            self.save_directive(visit, row, order)
        for visit in self.new:
            visit.title = visit.proposed_title(self.leads.get(visit.pk))
            visit.save(update_fields=["title"])
        release = self.release = PressRelease.objects.create(
            text_hash=self.digest,
            title=self.rows.head["title"],
            url=self.rows.head.get("url") or "",
            publisher=self.rows.head.get("publisher") or "",
            published_on=self.rows.head.get("published_on"),
        )
        for official, position, day in self.stated:
            official.note_stated_position(position, day, release.url or release.title)
        visits = list(dict.fromkeys(self.visits.values()))
        for visit in visits:
            PressReleaseVisit.objects.create(press_release=release, visit=visit)
        return visits

    def save_visit(self, row: dict[str, Any]) -> Visit:
        """The visit of a stop: one recorded before, else a new draft."""
        if row.get("visit") not in (None, "", NEW):
            return Visit.objects.get(pk=row["visit"])
        head = self.rows.head
        if row["unit"] == NEW:
            unit = Unit.objects.create(
                name=row["name"],
                kind=row["kind"],
                province_id=row.get("province"),
                source=f"ข่าวประชาสัมพันธ์: {head['title']}",
            )
        else:
            unit = Unit.objects.get(pk=row["unit"])
        visit = Visit(
            unit=unit,
            province_id=unit.province_id or row.get("province"),
            sequence=len(self.new) + 1,
            starts_on=head["starts_on"],
            ends_on=head["ends_on"],
            start_time=row.get("start_time"),
            others_party=row.get("others_party") or "",
            status=head["status"],
        )
        visit.clean()
        visit.save()
        self.new.append(visit)
        return visit

    def join_in_trip(self) -> None:
        """Several stops of one text are one journey; one recorded already brings its own."""
        trip = next((visit.trip for visit in self.visits.values() if visit.trip_id), None)
        if not trip and len(self.new) < 2:
            return
        if not trip:
            first = self.new[0]
            place = first.province.title if first.province else first.unit.name
            trip = Trip.objects.create(title=f"ลงพื้นที่{place} {first.days}"[:250])
        for visit in self.new:
            visit.trip = trip
            visit.save(update_fields=["trip"])

    def visit_at(self, number: str) -> Visit | None:
        """The visit that was created for a stop; one recorded before is left as its clerk wrote it."""
        visit = self.visits.get(str(number))
        return visit if visit in self.new else None

    def rows_at_new_visits(self, rows: list[dict[str, Any]]) -> list[tuple[Visit, dict[str, Any]]]:
        """Rows that are kept at visits created now, each with its visit."""
        pairs = ((self.visit_at(row.get("stop") or "1"), row) for row in rows if row.get("keep"))
        return [(visit, row) for visit, row in pairs if visit]

    def save_people(self) -> None:
        """Writes an attendance for each person at each new visit."""
        last_order: dict[tuple[int, bool], int] = {}
        for number, row in enumerate(self.rows.people):
            visits = (
                list(filter(None, map(self.visit_at, row.get("stops") or ["1"]))) if row.get("keep") else []
            )
            official = self.official_of(row) if visits else None
            # As on memo and report: prefix or rank, never an academic title, unless nothing else is written.
            bare = f"{row.get('first_name') or ''} {row.get('last_name') or ''}".strip()
            name = with_prefix(row.get("prefix") or "", bare)
            for visit in visits:
                list_of_visit = (visit.pk, row["role"] == Role.HOST)
                last_order[list_of_visit] = last_order.get(list_of_visit, 0) + 1
                attendance = Attendance(
                    visit=visit,
                    official=official,
                    role=row["role"],
                    # Without a prefix in the text the register's own name is printed.
                    name=name if row.get("prefix") or not official else "",
                    position=row.get("position") or "",
                    order=last_order[list_of_visit],
                )
                attendance.freeze()
                attendance.save()
                self.people[number, visit.pk] = attendance
                if official and row.get("position"):
                    self.stated.append((official, row["position"], visit.starts_on))
                if row["role"] == Role.LEAD:
                    self.leads[visit.pk] = attendance

    def official_of(self, row: dict[str, Any]) -> Official | None:
        """The person of the register that a row is tied to, created where it is new."""
        if row["official"] in (NOBODY, ""):
            return None
        if row["official"] != NEW:
            return Official.objects.get(pk=row["official"])
        names = ("prefix", "academic_title", "first_name", "last_name")
        return Official.objects.create(**{name: row.get(name) or "" for name in names})

    def save_directive(self, visit: Visit, row: dict[str, Any], order: int) -> None:
        """Writes one directive with its giver."""
        giver = None
        if row.get("giver") not in (None, ""):
            # The row of the giver at this stop, or where the giver is only put down at another.
            number = int(row["giver"])
            elsewhere = (person for (n, _), person in self.people.items() if n == number)
            giver = self.people.get((number, visit.pk)) or next(elsewhere, None)
        directive = Directive(
            visit=visit,
            kind=row["kind"],
            text=row["text"],
            order=order,
            given_by=giver.official if giver else None,
            given_name=giver.name if giver else "",
            given_as=(giver.position if giver else "") or row.get("given_as") or "",
            addressed_to=row.get("addressed_to") or "",
            follow_up=follow_up_of(row["kind"]),
        )
        directive.freeze()
        directive.save()

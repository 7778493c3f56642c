"""The real visits of `fixtures/` as certified records: 3 ครั้ง, 10 แห่ง. A visit that was ever known is left alone."""

from decimal import Decimal
from functools import cached_property

from config.thai.dates import fiscal_year
from officials.models import Official
from units.models import Province, Unit
from visits.loading.rows import day, ever_known, make_missing, moment, pick, pks, read
from visits.models import (
    Activity,
    Assignment,
    Attendance,
    Dimension,
    Directive,
    DirectiveAbout,
    DirectiveDimension,
    DirectiveFinding,
    DirectiveProgramme,
    DirectiveRelation,
    Finding,
    FindingDimension,
    FindingProgramme,
    Policy,
    PressRelease,
    PressReleaseVisit,
    Programme,
    RecordState,
    State,
    Trip,
    Visit,
    VisitActivity,
    VisitPolicy,
    number_all,
    overall_state,
)

EVERY_OFFICE = "สอจ. ทุกจังหวัด"


def load():
    """Loads what is missing; how many of each. Runs inside one transaction, which the numbers need."""
    known = {code for (code,) in ever_known(Visit, "code")}
    rows = [row for row in read("visits") if row["key"] not in known]
    rows.sort(key=lambda row: (row["starts_on"], row["sequence"], row["key"]))
    return Loading(rows).run()


class Loading:
    """One run over the new rows of `visits.json`: each step makes one kind of record for all visits."""

    def __init__(self, rows):
        self.rows = rows

    def run(self):
        made = {"การลงพื้นที่": self.trips(), "ข่าวประชาสัมพันธ์": self.press_releases()}
        made["การตรวจเยี่ยม"] = self.visits()
        made["รายชื่อ"] = self.attendances()
        made["ผลการรับฟัง"] = self.findings()
        made["ข้อสั่งการ"] = self.directives()
        made["หน่วยงานรับผิดชอบ"] = self.assignments()
        return made

    @cached_property
    def units(self):
        return pks(Unit)

    @cached_property
    def officials(self):
        return {official.code: official for official in Official.objects.with_appointments()}

    @cached_property
    def dimensions(self):
        return pks(Dimension)

    @cached_property
    def programmes(self):
        return pks(Programme)

    def official_key(self, code):
        """None where staff have deleted the person; the frozen name stays."""
        return self.officials[code].pk if code in self.officials else None

    def trips(self):
        """A journey is numbered in the fiscal year of its first visit, in order of first days."""
        first = {}
        for row in self.rows:
            first.setdefault(row["trip"], day(row["starts_on"]))
        made = [
            Trip(code=row["key"], **pick(row, "title purpose"))
            for row in read("trips")
            if row["key"] in first
        ]
        known = {code for (code,) in ever_known(Trip, "code")}
        made = sorted((trip for trip in made if trip.code not in known), key=lambda trip: first[trip.code])
        number_all([(fiscal_year(first[trip.code]), trip) for trip in made])
        return len(Trip.objects.bulk_create(made))

    def press_releases(self):
        rows = [
            PressRelease(
                code=row["key"], published_on=day(row["published_on"]), **pick(row, "url title publisher")
            )
            for row in read("press_releases")
        ]
        return len(make_missing(PressRelease, ["code"], rows, ["url"]))

    def visits(self):
        trips, units, provinces = pks(Trip), self.units, pks(Province)
        visits = [
            Visit(
                code=row["key"],
                trip_id=trips.get(row["trip"]),
                unit_id=units[row["unit"]],
                province_id=provinces.get(row["province"]),
                starts_on=day(row["starts_on"]),
                ends_on=day(row["ends_on"]),
                start_time=moment(row["start_time"]),
                end_time=moment(row["end_time"]),
                record_state=RecordState.FINAL,
                **pick(row, "sequence title place purpose summary others_party others_hosts status"),
            )
            for row in self.rows
        ]
        number_all([(fiscal_year(visit.starts_on), visit) for visit in visits])
        self.made = dict(
            zip([row["key"] for row in self.rows], Visit.objects.bulk_create(visits), strict=True)
        )
        self.link_visits()
        return len(visits)

    def link_visits(self):
        self.link(VisitActivity, "activity", pks(Activity), "activities")
        self.link(VisitPolicy, "policy", pks(Policy), "policies")
        self.link(PressReleaseVisit, "press_release", pks(PressRelease), "press_releases")

    def link(self, model, target, keys, column):
        model.objects.bulk_create(
            model(visit=self.made[row["key"]], **{f"{target}_id": keys[code]})
            for row in self.rows
            for code in row[column]
            if code in keys
        )

    def attendances(self):
        rows = [
            self.attendance(self.made[row["key"]], told) for row in self.rows for told in row["attendances"]
        ]
        return len(Attendance.objects.bulk_create(rows))

    def attendance(self, visit, told):
        """Name and position as printed that day; tied to an appointment only where the register says the same."""
        row = Attendance(visit=visit, **pick(told, "role name position order"))
        if official := self.officials.get(told["official"]):
            row.official = official
            proposed = official.position_on(visit.starts_on)
            row.appointment_id = proposed.keys[0] if proposed.line == row.position else None
        return row

    def findings(self):
        told = [(self.made[row["key"]], finding) for row in self.rows for finding in row["findings"]]
        Finding.objects.bulk_create(self.finding(visit, row) for visit, row in told)
        keys = pks(Finding)
        self.link_words(FindingDimension, FindingProgramme, "finding", keys, [row for _, row in told])
        return len(told)

    def finding(self, visit, row):
        return Finding(
            visit=visit,
            code=row["key"],
            figure=None if row["figure"] is None else Decimal(str(row["figure"])),
            unit_id=self.units.get(row["unit"]),
            reported_by_id=self.official_key(row["reported_by"]),
            **pick(row, "kind topic text measure qualifier year_be order"),
        )

    def link_words(self, dimension_link, programme_link, owner, keys, rows):
        """The dimensions and programmes of findings or directives."""
        dimension_link.objects.bulk_create(
            dimension_link(
                dimension_id=self.dimensions[link["code"]],
                stated=link["stated"],
                **{f"{owner}_id": keys[row["key"]]},
            )
            for row in rows
            for link in row["dimensions"]
            if link["code"] in self.dimensions
        )
        programme_link.objects.bulk_create(
            programme_link(programme_id=self.programmes[code], **{f"{owner}_id": keys[row["key"]]})
            for row in rows
            for code in row["programmes"]
            if code in self.programmes
        )

    def directives(self):
        told = [(self.made[row["key"]], directive) for row in self.rows for directive in row["directives"]]
        directives = [self.directive(visit, row) for visit, row in told]
        number_all([(fiscal_year(one.visit.starts_on), one) for one in directives])
        Directive.objects.bulk_create(directives)
        self.link_directives([row for _, row in told])
        return len(told)

    def directive(self, visit, row):
        responsible = bool(row["assignments"] or row["group"])
        return Directive(
            visit=visit,
            code=row["key"],
            given_by_id=self.official_key(row["given_by"]),
            due_on=day(row["due_on"]),
            overall_state=overall_state([State.PENDING] if responsible else []),
            **pick(row, "kind subject text order given_name given_as addressed_to due_text follow_up"),
        )

    def link_directives(self, rows):
        keys, findings = pks(Directive), pks(Finding)
        self.link_words(DirectiveDimension, DirectiveProgramme, "directive", keys, rows)
        DirectiveAbout.objects.bulk_create(
            DirectiveAbout(directive_id=keys[row["key"]], unit_id=self.units[code])
            for row in rows
            for code in row["about"]
            if code in self.units
        )
        DirectiveRelation.objects.bulk_create(
            DirectiveRelation(
                directive_id=keys[row["key"]], earlier_id=keys[link["directive"]], kind=link["kind"]
            )
            for row in rows
            for link in row["related"]
            if link["directive"] in keys
        )
        DirectiveFinding.objects.bulk_create(
            DirectiveFinding(directive_id=keys[row["key"]], finding_id=findings[code])
            for row in rows
            for code in row["findings"]
            if code in findings
        )

    def assignments(self):
        keys = pks(Directive)
        rows = [
            Assignment(directive_id=keys[row["key"]], **responsible)
            for visit in self.rows
            for row in visit["directives"]
            for responsible in self.responsible(row, day(visit["starts_on"]))
        ]
        return len(Assignment.objects.bulk_create(rows))

    def responsible(self, row, on):
        """The named units, then the members that a group had on the day, each unit once."""
        named = {
            self.units[one["unit"]]: {"role": one["role"]}
            for one in row["assignments"]
            if one["unit"] in self.units
        }
        members = (
            Unit.objects.existing_on(on).filter(kind=row["group"]) if row["group"] else Unit.objects.none()
        )
        group = {unit.pk: {"role": "support", "via": EVERY_OFFICE} for unit in members}
        return [{"unit_id": key, **rest} for key, rest in (group | named).items()]

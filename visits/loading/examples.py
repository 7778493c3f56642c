"""The real visits of `fixtures/` as certified records: 3 ครั้ง, 10 แห่ง. A visit that was ever known is left alone."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from config.thai.dates import fiscal_year
from config.tracking import ever_known
from officials.models import Official
from units.models import Province, Unit
from visits.loading.fixture_rows import Row, create_missing, day, keys_by_code, moment, pick, read
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


def load_examples() -> dict[str, int]:
    """Creates the visits that were never known; how many rows by label. Needs a transaction, for the numbers."""
    known = {code for (code,) in ever_known(Visit, "code")}
    rows = [row for row in read("visits") if row["key"] not in known]
    rows.sort(key=lambda row: (row["starts_on"], row["sequence"], row["key"]))
    return ExampleLoader(rows).run()


class ExampleLoader:
    """One run over the new rows of `visits.json`: each method creates one kind of record for all visits."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.visits_by_code: dict[str, Visit] = {}

    def run(self) -> dict[str, int]:
        """Creates everything in the order in which rows refer to each other; how many rows by label."""
        created = {"การลงพื้นที่": self.trips(), "ข่าวประชาสัมพันธ์": self.press_releases()}
        created["การตรวจเยี่ยม"] = self.visits()
        created["รายชื่อ"] = self.attendances()
        created["ผลการรับฟัง"] = self.findings()
        created["ข้อสั่งการ"] = self.directives()
        created["หน่วยงานรับผิดชอบ"] = self.assignments()
        return created

    @cached_property
    def units(self) -> dict[str, int]:
        """code -> key."""
        return keys_by_code(Unit)

    @cached_property
    def officials(self) -> dict[str, Official]:
        """code -> the official with the appointments."""
        return {official.code: official for official in Official.objects.with_appointments()}

    def official_key(self, code: str) -> int | None:
        """None where staff have deleted the person; the frozen name stays."""
        return self.officials[code].pk if code in self.officials else None

    def trips(self) -> int:
        """A journey is numbered in the fiscal year of its first visit, in order of first days."""
        first: dict[str, date] = {}
        for row in self.rows:
            first.setdefault(row["trip"], date.fromisoformat(row["starts_on"]))
        known = {code for (code,) in ever_known(Trip, "code")}
        rows = [row for row in read("trips") if row["key"] in first and row["key"] not in known]
        rows.sort(key=lambda row: first[row["key"]])
        trips = [Trip(code=row["key"], **pick(row, "title purpose")) for row in rows]
        number_all([(fiscal_year(first[row["key"]]), trip) for row, trip in zip(rows, trips, strict=True)])
        return len(Trip.objects.bulk_create(trips))

    def press_releases(self) -> int:
        """Those whose address was not entered by hand already."""
        rows = [
            PressRelease(
                code=row["key"], published_on=day(row["published_on"]), **pick(row, "url title publisher")
            )
            for row in read("press_releases")
        ]
        return len(create_missing(PressRelease, ["code"], rows, ["url"]))

    def visits(self) -> int:
        """The visits, numbered in order of their days, with activities, policies and press releases."""
        trips, units, provinces = keys_by_code(Trip), self.units, keys_by_code(Province)
        visits = [
            Visit(
                code=row["key"],
                trip_id=trips.get(row["trip"]),
                unit_id=units[row["unit"]],
                province_id=provinces.get(row["province"]),
                starts_on=date.fromisoformat(row["starts_on"]),
                ends_on=date.fromisoformat(row["ends_on"]),
                start_time=moment(row["start_time"]),
                end_time=moment(row["end_time"]),
                record_state=RecordState.FINAL,
                **pick(row, "sequence title place purpose summary others_party others_hosts status"),
            )
            for row in self.rows
        ]
        number_all([(fiscal_year(visit.starts_on), visit) for visit in visits])
        self.visits_by_code = dict(
            zip([row["key"] for row in self.rows], Visit.objects.bulk_create(visits), strict=True)
        )
        self.link(VisitActivity, "activity", keys_by_code(Activity), "activities")
        self.link(VisitPolicy, "policy", keys_by_code(Policy), "policies")
        self.link(PressReleaseVisit, "press_release", keys_by_code(PressRelease), "press_releases")
        return len(visits)

    def link(self, model: type[Any], target: str, keys: dict[str, int], column: str) -> None:
        """Links each visit to the rows that it names in a column."""
        model._default_manager.bulk_create(
            model(visit=self.visits_by_code[row["key"]], **{f"{target}_id": keys[code]})
            for row in self.rows
            for code in row[column]
            if code in keys
        )

    def attendances(self) -> int:
        """Name and position as printed that day; tied to an appointment only where the register says the same."""
        rows = []
        for visit_row in self.rows:
            visit = self.visits_by_code[visit_row["key"]]
            for values in visit_row["attendances"]:
                row = Attendance(visit=visit, **pick(values, "role name position order"))
                if official := self.officials.get(values["official"]):
                    row.official = official
                    proposed = official.position_on(visit.starts_on)
                    row.appointment_id = proposed.keys[0] if proposed.line == row.position else None
                rows.append(row)
        return len(Attendance.objects.bulk_create(rows))

    def findings(self) -> int:
        """Findings with their dimensions and programmes."""
        rows = [
            (self.visits_by_code[row["key"]], finding) for row in self.rows for finding in row["findings"]
        ]
        Finding.objects.bulk_create(
            Finding(
                visit=visit,
                code=row["key"],
                figure=None if row["figure"] is None else Decimal(str(row["figure"])),
                unit_id=self.units.get(row["unit"]),
                reported_by_id=self.official_key(row["reported_by"]),
                **pick(row, "kind topic text measure qualifier year_be order"),
            )
            for visit, row in rows
        )
        keys = keys_by_code(Finding)
        self.link_subjects(FindingDimension, FindingProgramme, "finding", keys, [row for _, row in rows])
        return len(rows)

    def link_subjects(
        self,
        dimension_link: type[FindingDimension | DirectiveDimension],
        programme_link: type[FindingProgramme | DirectiveProgramme],
        owner: str,
        keys: dict[str, int],
        rows: list[Row],
    ) -> None:
        """The dimensions, of the policy that the examples are about, and programmes of findings or directives."""
        dimensions = dict(Dimension.objects.filter(policy__code="mind").values_list("code", "pk"))
        programmes = keys_by_code(Programme)
        dimension_link.objects.bulk_create(
            dimension_link(
                dimension_id=dimensions[link["code"]],
                stated=link["stated"],
                **{f"{owner}_id": keys[row["key"]]},
            )
            for row in rows
            for link in row["dimensions"]
            if link["code"] in dimensions
        )
        programme_link.objects.bulk_create(
            programme_link(programme_id=programmes[code], **{f"{owner}_id": keys[row["key"]]})
            for row in rows
            for code in row["programmes"]
            if code in programmes
        )

    def directives(self) -> int:
        """Directives with their numbers and links."""
        rows = [
            (self.visits_by_code[row["key"]], directive)
            for row in self.rows
            for directive in row["directives"]
        ]
        directives = [
            Directive(
                visit=visit,
                code=row["key"],
                given_by_id=self.official_key(row["given_by"]),
                due_on=day(row["due_on"]),
                overall_state=overall_state([State.PENDING] if row["assignments"] or row["group"] else []),
                **pick(row, "kind subject text order given_name given_as addressed_to due_text follow_up"),
            )
            for visit, row in rows
        ]
        number_all([(fiscal_year(one.visit.starts_on), one) for one in directives])
        Directive.objects.bulk_create(directives)
        self.link_directives([row for _, row in rows])
        return len(rows)

    def link_directives(self, rows: list[Row]) -> None:
        """What directives are about, which earlier ones and which findings they answer."""
        keys, findings = keys_by_code(Directive), keys_by_code(Finding)
        self.link_subjects(DirectiveDimension, DirectiveProgramme, "directive", keys, rows)
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

    def assignments(self) -> int:
        """One row for each unit that a directive names."""
        keys = keys_by_code(Directive)
        rows = [
            Assignment(directive_id=keys[row["key"]], **responsible)
            for visit in self.rows
            for row in visit["directives"]
            for responsible in self.responsible(row, date.fromisoformat(visit["starts_on"]))
        ]
        return len(Assignment.objects.bulk_create(rows))

    def responsible(self, row: Row, on: date) -> list[dict[str, Any]]:
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

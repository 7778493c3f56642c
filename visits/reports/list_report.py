"""What the reports of people, units, directives and problems share: all rows at once, totals, wording of places."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Value
from django.utils import timezone

from config.kept_statements import KeptRows
from config.thai.dates import thai_date
from visits.directives.responsible import Responsible, responsible_units
from visits.documents.directives import due_lines
from visits.filters.directive_filter import directives_of
from visits.models import (
    FOLLOWED_UP,
    Assignment,
    Directive,
    DirectiveDimension,
    DirectiveKind,
    DirectiveProgramme,
    FollowUp,
    RecordState,
    Status,
    overall_state,
)
from visits.models.assignment import AssignmentQuerySet
from visits.models.directive import DirectiveQuerySet
from visits.models.visit_queryset import VisitQuerySet
from visits.reports.base import Report
from visits.reports.by_days import ByDays
from visits.reports.columns import COUNTS, DAY, KEY, TEXT, LinkedText, data_column, each_of, one_of

CHUNK = 500
RESPONSIBLE = each_of(
    {"name": TEXT, "unit_code": TEXT, "is_group": {"type": "boolean"}, "states": COUNTS, "late_since": DAY}
)
# What is shown of a visit, and of a directive, in a row of it: the other columns are twice as many.
OF_VISIT = (
    *("visit__starts_on", "visit__ends_on", "visit__unit__name", "visit__unit__short_name"),
    *("visit__unit__code", "visit__province__name", "visit__province__code"),
)
OF_DIRECTIVE = (
    *("number", "kind", "subject", "text", "follow_up", "due_on", "due_text"),
    *("given_name", "given_as", "addressed_to", *OF_VISIT),
)
JOURNEY_NUMBERS = {"places": Count("*"), "in_trips": Count("trip"), "trips": Count("trip", distinct=True)}
JOURNEYS_AND_PLACES = ByDays(
    lambda report: (
        report.filter.visits.counted()
        .order_by()
        .values(nothing=Value(1))
        .annotate(**JOURNEY_NUMBERS)
        .values_list(*JOURNEY_NUMBERS)
    )
)
SHOWN = KeptRows(
    Directive.objects.order_by().select_related("visit__unit", "visit__province").only(*OF_DIRECTIVE), "pk"
)
DIMENSIONS = KeptRows(
    DirectiveDimension.objects.order_by("dimension__order").values_list(
        "directive_id", "dimension__name", "stated"
    ),
    "directive",
)
PROGRAMMES = KeptRows(
    DirectiveProgramme.objects.order_by("programme__sort_key").values_list(
        "directive_id", "programme__short_name", "programme__name"
    ),
    "directive",
)
NOT_STATED = "ไม่ระบุ"
# Said by others or in praise: nothing that a unit has to keep to.
NOT_BINDING = (DirectiveKind.SUGGESTION, DirectiveKind.COMMENDATION)


class ListReport(Report):
    """A report whose rows are few enough to be read at once; subclasses give `read_rows`."""

    @cached_property
    def all_rows(self) -> list[Any]:
        """Every row in its order; none where the filter is wrong."""
        return list(self.read_rows()) if self.filter.is_valid else []

    def read_rows(self) -> Iterable[Any]:
        """The rows in their order."""
        raise NotImplementedError

    @property
    def count(self) -> int:
        return len(self.all_rows)

    def rows(self, first: int = 0, last: int | None = None) -> Iterable[Any]:
        return self.all_rows[first:last]

    @property
    def journeys_and_places(self) -> str:
        """The journeys and places of the visits that took place, whatever the rows are."""
        ((places, in_trips, trips),) = JOURNEYS_AND_PLACES.read(self) or [(0, 0, 0)]
        return journeys_and_places(trips + places - in_trips, places)


class KeyedListReport(ListReport):
    """`read_rows` gives keys in their order; only the rows that are shown are read whole, by `rows_of`."""

    def rows(self, first: int = 0, last: int | None = None) -> Iterable[Any]:
        return self.in_chunks(self.all_rows[first:last])

    def in_chunks(self, keys: Sequence[Any]) -> Iterator[Any]:
        """The rows of many keys, read some hundred at a time."""
        for start in range(0, len(keys), CHUNK):
            yield from self.rows_of(keys[start : start + CHUNK])

    def rows_of(self, keys: Sequence[Any]) -> Iterable[Any]:
        """The rows of some keys."""
        raise NotImplementedError


class GroupedListReport(KeyedListReport):
    """A row for each key, by groups that are counted: only those of the page are put in order."""

    @property
    def groups(self) -> list[tuple[Any, int]]:
        """The groups in their order, each with the number of its rows; none where the filter is wrong."""
        raise NotImplementedError

    def keys_in(self, groups: list[Any]) -> Any:
        """The keys of the rows of some groups, in their order."""
        raise NotImplementedError

    @property
    def count(self) -> int:
        return sum(number for _, number in self.groups)

    @property
    def all_keys(self) -> Iterable[Any]:
        """The keys of all rows, in their order: what print and files need."""
        return self.keys_in([group for group, _ in self.groups])

    def rows(self, first: int = 0, last: int | None = None) -> Iterable[Any]:
        if not first and last is None:
            return self.in_chunks(list(self.all_keys) if self.groups else [])
        shown, before, place = [], 0, 0
        for group, number in self.groups:
            if place + number <= first:
                before += number
            elif last is None or place < last:
                shown.append(group)
            place += number
        keys = self.keys_in(shown)[first - before : last and last - before] if shown else ()
        return self.in_chunks(list(keys))


class DirectiveReport(ListReport):
    """About the directives of the filter's visits, and, where asked for, of one dimension or programme."""

    nothing = "ไม่พบข้อสั่งการตามตัวกรองนี้"

    @cached_property
    def directives(self) -> DirectiveQuerySet:
        """The directives that the filter asks for."""
        return directives_of(self.filter)


class DirectiveListReport(KeyedListReport, DirectiveReport):
    """A row for each directive."""

    @property
    def past_moment(self) -> datetime | None:
        """The moment as of which states are shown; None is now."""
        return None

    @property
    def day(self) -> date:
        """The day of that moment."""
        return timezone.localdate(self.past_moment)

    @property
    def assignments(self) -> AssignmentQuerySet:
        """All assignments with `state_then` and `due_then`; to be narrowed to directives that the user may see."""
        return Assignment.objects.as_of(self.past_moment)

    @property
    def journeys_and_places(self) -> str:
        """Of a past moment, which is the end of a day, those that had begun by then."""
        if not self.past_moment:
            return super().journeys_and_places
        visits = self.filter.visits.filter(starts_on__lt=self.day)
        return journeys_and_places(*numbers_of_journeys_and_places(visits))

    def read(self, keys: Iterable[int]) -> dict[int, "DirectiveReportRow"]:
        """Directive key -> `DirectiveReportRow`; the same number of queries for any number."""
        keys = list(set(keys))
        responsible = responsible_units(keys, self.day, self.assignments if self.past_moment else None)
        subjects = subjects_of(keys)
        rows = SHOWN.read(keys)
        return {row.pk: DirectiveReportRow(row, responsible[row.pk], subjects[row.pk]) for row in rows}


@dataclass(slots=True)
class Subjects:
    """Names of the dimensions, each with whether the speaker stated it, and of the programmes of a directive."""

    dimensions: list[tuple[str, bool]] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)


def subjects_of(keys: Sequence[int]) -> dict[int, Subjects]:
    """Directive key -> its `Subjects`; as rows of the models they took a third of the time of a file."""
    subjects: dict[int, Subjects] = defaultdict(Subjects)
    for key, name, stated in DIMENSIONS.read(keys):
        subjects[key].dimensions.append((name, stated))
    for key, short, name in PROGRAMMES.read(keys):
        subjects[key].programmes.append(short or name)
    return subjects


class DirectiveReportRow:
    """A directive as a row shows it; `units` are the responsible ones of this row, `overall` is the state over all of them."""

    def __init__(
        self, directive: Directive, units: list[Responsible], subjects: Subjects, overall: str | None = None
    ) -> None:
        self.directive, self.visit, self.units, self.subjects = directive, directive.visit, units, subjects
        if overall is None:
            overall = overall_state(state for unit in units for state in unit.states)
        self.overall = overall

    @property
    def subject(self) -> LinkedText:
        """The subject, leading to the directive."""
        return LinkedText(str(self.directive), f"/directives/{self.directive.pk}/")

    @property
    def kind(self) -> str:
        """The kind in words."""
        return DirectiveKind(self.directive.kind).label

    @property
    def giver(self) -> list[LinkedText | str]:
        """Name and position of who gave it, as on that day."""
        return name_and_position(self.directive.given_name, self.directive.given_as)

    @property
    def responsible(self) -> list[str]:
        """Units and groups; else to whom it was spoken."""
        named = [unit.label for unit in self.units]
        return named or self.directive.addressed_to.splitlines() or ["ยังไม่กำหนด"]

    @property
    def responsible_data(self) -> list[dict[str, Any]]:
        """Units and groups for programs: the states as codes, each with the number of units in it."""
        return [
            {
                "name": unit.name,
                "unit_code": unit.code,
                "is_group": unit.unit is None,
                "states": dict(unit.states),
                "late_since": unit.late_since,
            }
            for unit in self.units
        ]

    @property
    def states(self) -> list[str]:
        """The states of the units; what is to be kept to has none, and praise or an outsider's suggestion not even that."""
        if self.units or self.directive.follow_up in FOLLOWED_UP:
            return [words for unit in self.units for words in unit.state_labels]
        return [] if self.directive.kind in NOT_BINDING else [FollowUp.NONE.label]

    @property
    def due(self) -> list[LinkedText | str]:
        """When it is due, and since when the first unit is late; nothing where there is nothing to report."""
        directive = self.directive
        if directive.follow_up not in FOLLOWED_UP and not (directive.due_on or directive.due_text):
            return []
        late = min((unit.late_since for unit in self.units if unit.late_since), default=None)
        mark = [LinkedText("", mark=f"เกินกำหนด {thai_date(late)}")] if late else []
        return [*due_lines(self.directive), *mark]


# The columns for programs that every list of directives has.
DIRECTIVE_DATA = (
    data_column("directive", "รหัสข้อสั่งการ", lambda row: row.directive.pk, KEY),
    data_column("number", "เลขทะเบียน", lambda row: row.directive.number),
    data_column("visit", "รหัสรายการตรวจเยี่ยม", lambda row: row.visit.pk, KEY),
    data_column("given_on", "วันที่มีข้อสั่งการ", lambda row: row.visit.starts_on, DAY),
    data_column("unit", "หน่วยงานที่ตรวจเยี่ยม", lambda row: row.visit.unit.name),
    data_column("unit_code", "รหัสหน่วยงาน", lambda row: row.visit.unit.code),
    data_column("province", "จังหวัด", lambda row: row.visit.province),
    data_column(
        "province_code", "รหัสจังหวัด", lambda row: row.visit.province.code if row.visit.province else None
    ),
    data_column("subject", "ประเด็น/เรื่อง", lambda row: str(row.directive)),
    data_column("kind", "ประเภท", lambda row: row.directive.kind, one_of(DirectiveKind)),
    data_column("follow_up", "การติดตาม", lambda row: row.directive.follow_up, one_of(FollowUp)),
    data_column("given_by", "ผู้สั่งการ", lambda row: row.directive.given_name),
    data_column("given_as", "ตำแหน่งของผู้สั่งการ ณ วันนั้น", lambda row: row.directive.given_as),
    data_column("responsible", "หน่วยงานรับผิดชอบ", lambda row: row.responsible_data, RESPONSIBLE),
    data_column("state", "สถานะรวม (ว่าง = ไม่มีหน่วยงานรับผิดชอบ)", lambda row: row.overall, TEXT),
)


def name_and_position(name: str, position: str) -> list[LinkedText | str]:
    """A person as the lines of a cell; what is empty is left out."""
    lines = (LinkedText(name, unbroken=True) if name else "", position)
    return [line for line in lines if line]


def marked_place(unit: str, visit: int, status: str, record_state: str) -> LinkedText:
    """The name of a unit, leading to the visit, with the status and state that are not the usual ones."""
    marks = [] if status == Status.DONE else [Status(status).label]
    if record_state == RecordState.DRAFT:
        marks.append(RecordState.DRAFT.label)
    return LinkedText(unit, f"/visits/{visit}/", ", ".join(marks))


# Stands before it where directives are narrowed and the visits are not.
ANY_VISIT = "นับการตรวจเยี่ยมทั้งที่มีและไม่มีข้อสั่งการตามตัวกรอง "


def journeys_and_places(journeys: int, places: int) -> str:
    """What took place: ครั้ง and แห่ง."""
    return f"ดำเนินการแล้ว {journeys:,} ครั้ง {places:,} แห่ง"


def numbers_of_journeys_and_places(visits: VisitQuerySet) -> tuple[int, int]:
    """ครั้ง and แห่ง of the visits that took place; a visit outside any trip is a journey of its own."""
    counts = visits.counted().order_by().aggregate(**JOURNEY_NUMBERS)
    return counts["trips"] + counts["places"] - counts["in_trips"], counts["places"]

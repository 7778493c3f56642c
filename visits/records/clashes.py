"""What cannot both be true of two visits: the rules, for one visit at its entry and for all of a range of days."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import hypot
from typing import NamedTuple

from django.db.models import Value
from django.db.models.functions import Coalesce

from config.kept_statements import KeptQuery, KeptRows
from officials.models import User
from visits.models import PLANNED, Acceptance, Attendance, Visit
from visits.models.visit_queryset import VisitQuerySet
from visits.records.reading import VISITS

ELSEWHERE, FAR, SAME_UNIT, PASSED = "elsewhere", "far", "same_unit", "passed_plan"
# The gravest first; beside the second the clock says nothing, so it is only likely.
KINDS = {
    ELSEWHERE: "บุคคลเดียวกันอยู่สองแห่งในเวลาเดียวกัน",
    FAR: "บุคคลเดียวกันอยู่ในจังหวัดที่ห่างกันในวันเดียวกัน โดยไม่ทราบเวลา",
    SAME_UNIT: "มากกว่าหนึ่งคณะที่หน่วยงานเดียวกันในวันเดียวกัน",
    PASSED: "กำหนดการที่ผ่านไปแล้วแต่ยังไม่บันทึกผล",
}
# Two provincial seats this far apart leave no time for two visits on one day.
FAR_KM = 150
KM_IN_A_DEGREE = 111
# In Thailand a degree of longitude is a little shorter than one of latitude.
NARROWER = 0.96
# So many visits are named by their keys, to find who was there; of more the database looks for them again.
FEW = 2000


class Stay(NamedTuple):
    """When and where a visit takes place, without anything else of it."""

    visit: int | None
    status: str
    unit: int
    trip: int | None
    province: int | None
    latitude: float | None
    longitude: float | None
    starts_on: date
    ends_on: date
    start_time: time | None
    end_time: time | None

    @classmethod
    def of(cls, visit: Visit) -> "Stay":
        """The stay of a visit with saved or unsaved values."""
        place = visit.province
        return cls(
            visit.pk,
            visit.status,
            visit.unit_id,
            visit.trip_id,
            visit.province_id,
            place.latitude if place else None,
            place.longitude if place else None,
            visit.starts_on,
            visit.ends_on,
            visit.start_time,
            visit.end_time,
        )

    @property
    def begins(self) -> datetime:
        """The moment at which it begins; asked only where the start is known."""
        return datetime.combine(self.starts_on, self.start_time or time())

    @property
    def ends(self) -> datetime:
        """Without a known end a visit of one day is over at once, one of several lasts the last day."""
        if self.end_time:
            return datetime.combine(self.ends_on, self.end_time)
        return (
            self.begins
            if self.ends_on == self.starts_on
            else datetime.combine(self.ends_on + timedelta(days=1), time())
        )


class Presence(NamedTuple):
    """At which visit, on which days, somebody was."""

    official: int
    visit: int
    starts_on: date
    ends_on: date


COLUMNS = [
    "pk",
    "status",
    "unit",
    "trip",
    "province",
    "province__latitude",
    "province__longitude",
    "starts_on",
    "ends_on",
    "start_time",
    "end_time",
]


@dataclass(frozen=True)
class Clash:
    """Of two visits, the earlier first, or of one whose day has passed; `people` are keys of officials."""

    kind: str
    stays: tuple[Stay, ...]
    people: tuple[int, ...] = ()

    @property
    def visits(self) -> list[int]:
        """The keys of the visits."""
        return [stay.visit for stay in self.stays if stay.visit is not None]


@dataclass(frozen=True)
class ClashMark:
    """What a calendar shows beside a visit that clashes."""

    kinds: tuple[str, ...]

    @property
    def sign(self) -> str:
        """One letter, another where the clash is only likely."""
        return "△" if self.kinds == (FAR,) else "⚠"


# The rules


def at_both(one: Stay, other: Stay) -> str | None:
    """What is wrong when one person is at both: ELSEWHERE by the clock, FAR where it is unknown; None where nothing.

    Visits of one journey without hours are taken to follow each other.
    """
    if one.unit == other.unit or not share_a_day(one, other):
        return None
    if one.start_time and other.start_time:
        overlap = one.begins == other.begins or (one.begins < other.ends and other.begins < one.ends)
        return ELSEWHERE if overlap else None
    if one.trip and one.trip == other.trip:
        return None
    return FAR if far_apart(one, other) else None


def share_a_day(one: Stay | Presence, other: Stay | Presence) -> bool:
    """True where one begins before the other is over."""
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


def far_apart(one: Stay, other: Stay) -> bool:
    """True where the provinces lie over 150 km apart; of provinces without coordinates, where they are two."""
    if one.province == other.province:
        return False
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return True
    north, east = one.latitude - other.latitude, one.longitude - other.longitude
    return hypot(north, east * NARROWER) * KM_IN_A_DEGREE > FAR_KM


def is_passed(visit: Visit | Stay, today: date) -> bool:
    """True for a plan whose last day is over and of which nobody wrote what became."""
    return visit.status in PLANNED and visit.ends_on < today


# All of a range of days


@dataclass(frozen=True)
class ClashList:
    """Clashes of two visits, then plans whose day has passed; of these only the part of a page is read."""

    pairs: Sequence[Clash]
    plans: VisitQuerySet

    def count(self) -> int:
        """How many there are."""
        return len(self.pairs) + self.plans.count()

    def __getitem__(self, part: slice) -> list[Clash]:
        begins, ends = (max(0, place - len(self.pairs)) for place in (part.start, part.stop))
        plans = self.plans.values_list(*COLUMNS)[begins:ends] if ends else ()
        return [*self.pairs[part], *(Clash(PASSED, (Stay._make(plan),)) for plan in plans)]


def clashes(visits: VisitQuerySet, first: date, last: date) -> list[Clash]:
    """Clashes of two visits with a day in the range, by kind and day; two queries. `visits` are all that one may see."""
    return clashes_of(*stays_between(visits, first, last))


def clash_marks(
    visits: VisitQuerySet, first: date, last: date, today: date, shown: Collection[Visit] | None = None
) -> dict[int, ClashMark]:
    """Key of a visit -> its mark, of all visits with a day in the range, or of those that are `shown` at least; two queries."""
    if shown is None or len(shown) > FEW:
        stays, people = stays_between(visits, first, last)
    else:
        stays, people = stays_beside(shown, visits, first, last)
    passed = [Clash(PASSED, (stay,)) for stay in stays if is_passed(stay, today)]
    kinds: dict[int, set[str]] = defaultdict(set)
    for clash in [*clashes_of(stays, people), *passed]:
        for key in clash.visits:
            kinds[key].add(clash.kind)
    return {key: ClashMark(tuple(kind for kind in KINDS if kind in mine)) for key, mine in kinds.items()}


def stays_between(visits: VisitQuerySet, first: date, last: date) -> tuple[list[Stay], dict[int, list[int]]]:
    """Stays in the order of days, and for each official the places of theirs in this list."""
    rows = visits.taking_place().between(first, last)
    stays, places = read_stays(rows)
    # Apart from the stays: a party has eight people, each of whom would bring the stay once more.
    keys = list(places) if len(stays) <= FEW else rows.order_by().values("pk")
    present = Attendance.objects.order_by().filter(visit__in=keys, official__isnull=False)
    people: dict[int, list[int]] = defaultdict(list)
    for visit, official in present.values_list("visit", "official"):
        if visit in places:
            people[official].append(places[visit])
    return stays, people


def stays_beside(
    shown: Collection[Visit], visits: VisitQuerySet, first: date, last: date
) -> tuple[list[Stay], dict[int, list[int]]]:
    """Of `stays_between` those that may clash with visits that are shown: at their units, or of their people on a day of theirs.

    Where their people were is asked first: nearly all of it is on other days, and of these no stay is read.
    """
    keys = {visit.pk for visit in shown}
    rows = visits.taking_place().between(first, last)
    of_shown = Attendance.objects.order_by().filter(visit__in=keys).values("official")
    # By an expression: of the column SQLite would look for each of the people at each visit.
    present = rows.order_by().annotate(person=Coalesce("attendances__official", Value(0)))
    present = present.filter(person__in=of_shown).values_list("person", "pk", "starts_on", "ends_on")
    presences = [Presence._make(values) for values in present]
    at_shown: dict[int, list[Presence]] = defaultdict(list)
    for one in presences:
        if one.visit in keys:
            at_shown[one.official].append(one)
    beside = [one for one in presences if any(share_a_day(one, other) for other in at_shown[one.official])]
    # "Or at their units" asked of each visit, SQLite would read all that these units ever had.
    every = Visit.objects.order_by()
    of_people = every.filter(pk__in={one.visit for one in beside})
    at_units = rows.order_by().filter(unit__in={visit.unit_id for visit in shown})
    stays, places = read_stays(every.filter(pk__in=of_people.values("pk").union(at_units.values("pk"))))
    people: dict[int, list[int]] = defaultdict(list)
    for one in beside:
        if one.visit in places:
            people[one.official].append(places[one.visit])
    return stays, people


def read_stays(rows: VisitQuerySet) -> tuple[list[Stay], dict[int | None, int]]:
    """Stays of visits in the order of days, and the place of each visit in this list."""
    in_order = rows.order_by("starts_on", "pk").values_list(*COLUMNS)
    stays = [Stay._make(values) for values in in_order]
    return stays, {stay.visit: place for place, stay in enumerate(stays)}


def clashes_of(stays: Sequence[Stay], people: dict[int, list[int]]) -> list[Clash]:
    """Of people one clash for two visits, whoever of a party was at both; of units one for each pair of visits."""
    together: dict[tuple[int, int], list[int]] = defaultdict(list)
    for official, places in people.items():
        if len(places) > 1:
            for pair in pairs_of(stays, sorted(places)):
                together[pair].append(official)
    units: dict[int, list[int]] = defaultdict(list)
    for place, stay in enumerate(stays):
        units[stay.unit].append(place)
    kinds = {pair: at_both(*(stays[place] for place in pair)) for pair in together}
    kinds |= {pair: SAME_UNIT for places in units.values() for pair in pairs_of(stays, places)}
    in_order = {kind: number for number, kind in enumerate(KINDS)}
    found = [(in_order[kind], one, stays[other].visit, other) for (one, other), kind in kinds.items() if kind]
    clashes = []
    for number, one, _, other in sorted(found):
        kind = list(KINDS)[number]
        officials = () if kind == SAME_UNIT else tuple(sorted(together[one, other]))
        clashes.append(Clash(kind, (stays[one], stays[other]), officials))
    return clashes


def pairs_of(stays: Sequence[Stay], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Places of pairs that share a day; the stays stand in the order of their first days."""
    for number, place in enumerate(places, start=1):
        ends_on = stays[place].ends_on
        for other in places[number:]:
            if stays[other].starts_on > ends_on:
                break
            yield place, other


# What the acceptance of a clash rests on: when it changes, the clash is asked about anew

MOMENTS = ("starts_on", "ends_on", "start_time", "end_time")


def digest(subject: str) -> str:
    """What is stored of a subject."""
    return hashlib.sha256(subject.encode()).hexdigest()


def subject_of_elsewhere(official: int, visit: Visit, other: Visit) -> str:
    """A person at two visits: the days and hours of both."""
    moments = [getattr(one, name) for one in (visit, other) for name in MOMENTS]
    return "|".join(map(str, [official, other.pk, *moments]))


def subject_of_same_unit(visit: Visit, other: Visit) -> str:
    """Two visits to one unit: the days of the one that is entered."""
    return f"{other.pk}|{visit.starts_on}|{visit.ends_on}"


def subject_of_passed_plan(visit: Visit) -> str:
    """A plan whose day has passed: its status and last day."""
    return f"{visit.status}|{visit.ends_on}"


# As read on the page of clashes


@dataclass(frozen=True)
class ClashRow:
    """A clash with its visits, the people by their names of the day, and who accepted it, empty where nobody did."""

    kind: str
    visits: list[Visit]
    people: list[str]
    accepted_by: str

    @property
    def is_soft(self) -> bool:
        """True where the clash is only likely."""
        return self.kind == FAR


NAMES = KeptQuery(
    Attendance.objects.all(),
    lambda rows, visits, officials: rows.filter(visit__in=visits, official__in=officials).values_list(
        "visit", "official", "name"
    ),
)
ACCEPTED = KeptRows(Acceptance.objects.order_by().values_list("visit", "code", "subject", "by_name"), "visit")


class ClashRows:
    """The rows of one page, read in three queries however many they are."""

    def __init__(self, clashes: Iterable[Clash], user: User) -> None:
        self.clashes = list(clashes)
        keys = list(dict.fromkeys(key for clash in self.clashes for key in clash.visits))
        people = list(dict.fromkeys(official for clash in self.clashes for official in clash.people))
        self.visits = {visit.pk: visit for visit in VISITS.seen_by(user, keys)}
        self.names: dict[int, dict[int, str]] = defaultdict(dict)
        for visit, official, name in NAMES.seen_by(user, (), keys, people):
            self.names[visit][official] = name
        self.accepted: dict[int, dict[tuple[str, str], str]] = defaultdict(dict)
        for visit, code, subject, name in ACCEPTED.read(keys):
            self.accepted[visit][code, subject] = name

    def __iter__(self) -> Iterator[ClashRow]:
        for clash in self.clashes:
            visits = [self.visits[key] for key in clash.visits if key in self.visits]
            if len(visits) == len(clash.visits):
                party = self.names[clash.visits[0]]
                people = [name for official, name in party.items() if official in clash.people]
                yield ClashRow(clash.kind, visits, people, self.accepted_by(clash, visits))

    def accepted_by(self, clash: Clash, visits: list[Visit]) -> str:
        """Who accepted, at the entry of either visit, all that the clash rests on."""
        for visit in visits:
            other = next((one for one in visits if one is not visit), visit)
            if clash.kind == PASSED:
                subjects = [("passed_plan", subject_of_passed_plan(visit))]
            elif clash.kind == SAME_UNIT:
                subjects = [("same_unit", subject_of_same_unit(visit, other))]
            else:
                subjects = [
                    ("elsewhere", subject_of_elsewhere(official, visit, other)) for official in clash.people
                ]
            names = [self.accepted[visit.pk].get((code, digest(subject)), "") for code, subject in subjects]
            if all(names):
                return names[0]
        return ""

"""What cannot both be true of two visits: the rules, for one visit at its entry and for all of a range of days."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import hypot

from django.db.models import Q

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


@dataclass(frozen=True, slots=True)
class Stay:
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
    share_a_day = one.starts_on <= other.ends_on and other.starts_on <= one.ends_on
    if one.unit == other.unit or not share_a_day:
        return None
    if one.start_time and other.start_time:
        overlap = one.begins == other.begins or (one.begins < other.ends and other.begins < one.ends)
        return ELSEWHERE if overlap else None
    if one.trip and one.trip == other.trip:
        return None
    return FAR if far_apart(one, other) else None


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


def clashes(visits: VisitQuerySet, first: date, last: date) -> list[Clash]:
    """Clashes of two visits with a day in the range, by kind and day; one query. `visits` are all that one may see."""
    return clashes_of(*stays_between(visits, first, last))


def clash_marks(
    visits: VisitQuerySet, first: date, last: date, today: date, shown: Collection[Visit] | None = None
) -> dict[int, ClashMark]:
    """Key of a visit -> its mark, of all visits with a day in the range, or of those that are `shown` at least; one query."""
    if shown is not None:
        # A visit clashes with others of its people or of its unit.
        present = Attendance.objects.order_by().filter(visit__in=[visit.pk for visit in shown])
        of_people = Q(attendances__official__in=present.values("official"))
        visits = visits.filter(of_people | Q(unit__in={visit.unit_id for visit in shown}))
    stays, people = stays_between(visits, first, last)
    passed = [Clash(PASSED, (stay,)) for stay in stays if is_passed(stay, today)]
    kinds: dict[int, set[str]] = defaultdict(set)
    for clash in [*clashes_of(stays, people), *passed]:
        for key in clash.visits:
            kinds[key].add(clash.kind)
    return {key: ClashMark(tuple(kind for kind in KINDS if kind in mine)) for key, mine in kinds.items()}


def stays_between(visits: VisitQuerySet, first: date, last: date) -> tuple[list[Stay], dict[int, list[Stay]]]:
    """Stays in the order of days, and for each official the stays there."""
    rows = visits.taking_place().between(first, last).order_by("starts_on", "pk")
    stays: dict[int, Stay] = {}
    people: dict[int, list[Stay]] = defaultdict(list)
    for *values, official in rows.values_list(*COLUMNS, "attendances__official"):
        stay = stays.get(values[0]) or stays.setdefault(values[0], Stay(*values))
        if official:
            people[official].append(stay)
    return list(stays.values()), people


def clashes_of(stays: Iterable[Stay], people: dict[int, list[Stay]]) -> list[Clash]:
    """Of people one clash for two visits, whoever of a party was at both; of units one for each pair of visits."""
    together: dict[tuple[Stay, Stay], list[int]] = defaultdict(list)
    for official, theirs in people.items():
        for pair in pairs_of(theirs):
            together[pair].append(official)
    units = defaultdict(list)
    for stay in stays:
        units[stay.unit].append(stay)
    found = [
        *(
            Clash(kind, pair, tuple(officials))
            for pair, officials in together.items()
            if (kind := at_both(*pair))
        ),
        *(Clash(SAME_UNIT, pair) for rows in units.values() for pair in pairs_of(rows)),
    ]
    kinds = list(KINDS)
    return sorted(found, key=lambda clash: (kinds.index(clash.kind), clash.stays[0].starts_on, clash.visits))


def pairs_of(stays: list[Stay]) -> Iterator[tuple[Stay, Stay]]:
    """Pairs that share a day; the stays come in the order of their first days."""
    for place, stay in enumerate(stays):
        for other in stays[place + 1 :]:
            if other.starts_on > stay.ends_on:
                break
            yield stay, other


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


class ClashRows:
    """The rows of one page, read in three queries however many they are."""

    def __init__(self, clashes: Iterable[Clash], user: User) -> None:
        self.clashes = list(clashes)
        keys = {key for clash in self.clashes for key in clash.visits}
        people = {official for clash in self.clashes for official in clash.people}
        self.visits = {visit.pk: visit for visit in VISITS.seen_by(user, list(keys))}
        rows = Attendance.objects.filter(visit__in=keys, official__in=people)
        self.names = {
            (visit, official): name for visit, official, name in rows.values_list("visit", "official", "name")
        }
        self.accepted: dict[int, dict[tuple[str, str], str]] = defaultdict(dict)
        acceptances = Acceptance.objects.filter(visit__in=keys)
        for visit, code, subject, name in acceptances.values_list("visit", "code", "subject", "by_name"):
            self.accepted[visit][code, subject] = name

    def __iter__(self) -> Iterator[ClashRow]:
        for clash in self.clashes:
            visits = [self.visits[key] for key in clash.visits if key in self.visits]
            if len(visits) == len(clash.visits):
                people = [self.names.get((clash.visits[0], official), "") for official in clash.people]
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

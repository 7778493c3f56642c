"""What cannot both be true of two visits: the rules, for one visit at its entry and for all of a range of days."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import hypot

from visits.models import CALLED_OFF, PLANNED

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
    def of(cls, visit):
        place = visit.province
        return cls(
            visit.pk,
            visit.status,
            visit.unit_id,
            visit.trip_id,
            visit.province_id,
            place and place.latitude,
            place and place.longitude,
            visit.starts_on,
            visit.ends_on,
            visit.start_time,
            visit.end_time,
        )

    @property
    def begins(self):
        return datetime.combine(self.starts_on, self.start_time)

    @property
    def ends(self):
        """Without a known end a visit of one day is over at once, one of several lasts the last day."""
        if self.end_time:
            return datetime.combine(self.ends_on, self.end_time)
        return self.begins if self.ends_on == self.starts_on else _midnight_after(self.ends_on)


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
    stays: tuple
    people: tuple = ()

    @property
    def visits(self):
        return [stay.visit for stay in self.stays]


@dataclass(frozen=True)
class Mark:
    """What a calendar shows beside a visit that clashes."""

    kinds: tuple

    @property
    def is_soft(self):
        return self.kinds == (FAR,)

    @property
    def sign(self):
        return "△" if self.is_soft else "⚠"

    @property
    def words(self):
        return " · ".join(KINDS[kind] for kind in self.kinds)


# The rules


def takes_place(visit):
    return visit.status not in CALLED_OFF


def at_both(one, other):
    """What is wrong when one person is at both: ELSEWHERE by the clock, FAR where it is unknown; None where nothing is."""
    if one.unit == other.unit or not same_days(one, other):
        return None
    if one.start_time and other.start_time:
        return ELSEWHERE if same_hours(one, other) else None
    if one.trip and one.trip == other.trip:
        return None
    return FAR if far_apart(one, other) else None


def same_days(one, other):
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


def same_hours(one, other):
    if one.begins == other.begins:
        return True
    return one.begins < other.ends and other.begins < one.ends


def far_apart(one, other):
    """Of provinces whose place nobody knows only that they are two."""
    if one.province == other.province:
        return False
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return True
    north, east = one.latitude - other.latitude, one.longitude - other.longitude
    return hypot(north, east * NARROWER) * KM_IN_A_DEGREE > FAR_KM


def is_passed(visit, today):
    """Planned, the last day over, and nobody wrote what became of it."""
    return visit.status in PLANNED and visit.ends_on < today


# All of a range of days


def clashes(visits, first, last):
    """Those of two visits, by kind and day, in one query; `visits` are all that one may see."""
    stays, people = read(visits, first, last)
    return found(stays, people)


def marks(visits, first, last, today):
    """Key of a visit -> its mark, of all visits with a day in the range; one query."""
    stays, people = read(visits, first, last)
    kinds = defaultdict(set)
    for clash in [*found(stays, people), *passed(stays, today)]:
        for key in clash.visits:
            kinds[key].add(clash.kind)
    return {key: Mark(tuple(kind for kind in KINDS if kind in mine)) for key, mine in kinds.items()}


def read(visits, first, last):
    """Stays in the order of days, and for each official the stays there."""
    rows = visits.taking_place().between(first, last).order_by("starts_on", "pk")
    stays, people = {}, defaultdict(list)
    for *values, official in rows.values_list(*COLUMNS, "attendances__official"):
        stay = stays.get(values[0]) or stays.setdefault(values[0], Stay(*values))
        if official:
            people[official].append(stay)
    return list(stays.values()), people


def found(stays, people):
    pairs = [*_of_people(people), *_of_units(stays)]
    kinds = list(KINDS)
    return sorted(pairs, key=lambda clash: (kinds.index(clash.kind), clash.stays[0].starts_on, clash.visits))


def passed(stays, today):
    return [Clash(PASSED, (stay,)) for stay in stays if is_passed(stay, today)]


def _of_people(people):
    """One clash for two visits, whoever of a party was at both."""
    pairs, together = {}, defaultdict(list)
    for official, stays in people.items():
        for one, other in _pairs(stays):
            pairs[one.visit, other.visit] = one, other
            together[one.visit, other.visit].append(official)
    for keys, officials in together.items():
        pair = pairs[keys]
        if kind := at_both(*pair):
            yield Clash(kind, pair, tuple(officials))


def _of_units(stays):
    units = defaultdict(list)
    for stay in stays:
        units[stay.unit].append(stay)
    for rows in units.values():
        for pair in _pairs(rows):
            yield Clash(SAME_UNIT, pair)


def _pairs(stays):
    """Pairs that share a day; the stays come in the order of their first days."""
    for place, stay in enumerate(stays):
        for other in stays[place + 1 :]:
            if other.starts_on > stay.ends_on:
                break
            yield stay, other


def _midnight_after(day):
    return datetime.combine(day + timedelta(days=1), time())

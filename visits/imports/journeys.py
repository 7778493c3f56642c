"""Which trip a row of a table belongs to: the words of its column as a title, and the trips that bear such a title."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from config.thai.dates import be, fiscal_year
from config.thai.text import arabic_digits, fold
from visits.imports.checking import Plan
from visits.models import Trip, Visit
from visits.models.trip import TripQuerySet

# Two visits further apart are no part of one journey, though both are called "ตรวจราชการภาคเหนือ".
FURTHEST = timedelta(days=60)
_COUNT = re.compile(
    r"(?:การ)?(?:ลงพื้นที่|ตรวจเยี่ยม)?\s*(?:ครั้งที่|ครั้ง|ที่)?\s*([0-9]{1,4})\s*(?:/\s*([0-9]{2}|[0-9]{4}))?"
)
_REGISTER_NUMBER = re.compile(rf"{re.escape(Trip.SERIES)}\s*([0-9]+)\s*/\s*([0-9]{{4}})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*")

IS_DAY = "ช่องการลงพื้นที่เป็นวันที่ (ในแฟ้ม: {words}) กรุณาพิมพ์ครั้งที่หรือชื่อเป็นข้อความ"
NO_NUMBER = "ไม่มีการลงพื้นที่เลขที่ {number} ในทะเบียน"


def trip_title(words: str, day: date, plan: Plan) -> str:
    """The title of the trip that a column names, its register number where it is one; a doubt where it is a day.

    A bare count ("3", "ครั้งที่ 3") is one of the fiscal year of the day; "3/66" of the year that the day lies in.
    """
    text = arabic_digits(words).strip(" .")
    if _DAY.fullmatch(text):
        plan.doubt(IS_DAY.format(words=words))
        return ""
    if number := _REGISTER_NUMBER.fullmatch(text):
        return f"{Trip.SERIES}{int(number[1])}/{number[2]}"
    count = _COUNT.fullmatch(text)
    if not count:
        return words
    year = next(
        (
            year
            for year in (fiscal_year(day), be(day))
            if (count[2] or str(year)) in (str(year), str(year)[2:])
        ),
        count[2],
    )
    return f"การลงพื้นที่ครั้งที่ {int(count[1])}/{year}"


class TripBook:
    """The trips of a query by title and register number, each with the days of its visits."""

    def __init__(self, trips: TripQuerySet) -> None:
        self.trips: dict[str, list[tuple[Trip, date | None, date | None]]] = defaultdict(list)
        for trip in trips.with_days():
            for name in {trip.title, trip.number or trip.title}:
                self.trips[fold(name)].append((trip, trip.starts_on, trip.ends_on))

    def add(self, trip: Trip, visit: Visit) -> None:
        """A new trip, which begins with this visit."""
        self.trips[fold(trip.title)].append((trip, visit.starts_on, visit.ends_on))

    def find(self, title: str, day: date) -> Trip | None:
        """The trip of a title or number whose visits lie nearest to a day, none where all lie far from it."""
        near = [
            (max(first - day, day - last, timedelta()) if first and last else timedelta(), trip.pk, trip)
            for trip, first, last in self.trips.get(fold(title), [])
        ]
        near = [found for found in near if found[0] <= FURTHEST]
        return min(near)[2] if near else None


def tell_trips(plans: Sequence[Plan], book: TripBook) -> None:
    """Ties each plan to the trip of its title, where there is one, and says in its reasons which it is."""
    for plan in plans:
        title = plan.data["trip_title"]
        if not title:
            continue
        trip = book.find(title, plan.data["starts_on"])
        if trip is None and title.startswith(Trip.SERIES):
            plan.doubt(NO_NUMBER.format(number=title))
        elif trip is None:
            plan.reasons.append(f"การลงพื้นที่: {title} (ใหม่)")
        else:
            plan.data["trip"] = trip.pk
            plan.reasons.append(f"การลงพื้นที่: {' '.join(filter(None, [trip.number, trip.title]))} (มีอยู่แล้ว)")


def join_trips(plans: Sequence[Plan], visits: Sequence[Visit]) -> list[Trip | None]:
    """Puts each visit into the trip of its plan; for each the trip that had to be made, the visits themselves unsaved."""
    own = next((plan.code.rpartition(":")[0] for plan in plans if plan.code), "")
    book = None
    created: list[Trip | None] = []
    for plan, visit in zip(plans, visits, strict=True):
        title, new = plan.data["trip_title"], None
        if title and not visit.trip_id and plan.data["trip"]:
            visit.trip_id = plan.data["trip"]
        elif title and not visit.trip_id:
            book = book or TripBook(Trip.objects.filter(code__startswith=f"{own}:"))
            trip = book.find(title, visit.starts_on)
            if trip is None:
                trip = new = Trip.objects.create(code=plan.code or None, title=title)
                book.add(trip, visit)
            visit.trip = trip
        created.append(new)
    return created

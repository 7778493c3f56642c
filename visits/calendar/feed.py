"""Visits as entries of a calendar file, and a mark that changes whenever one of them would read differently."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.crypto import salted_hmac

from config.thai.dates import thai_date
from officials.models import User
from units.models import Province, Unit
from visits.calendar.ical import FeedEntry
from visits.filters.filter_fields import FilterDayField
from visits.filters.visit_filter import VisitFilter
from visits.models import Attendance, Role, Status, Visit
from visits.models.visit_queryset import VisitQuerySet

# What a feed holds where `since` asks for nothing else, and never more than so many of the latest.
DAYS_BACK = 400
MOST_EVENTS = 5000
SINCE = "ปฏิทินย้อนหลังถึงวันที่"
SIGNS: dict[str, str] = {
    Status.TENTATIVE: "(ร่างกำหนดการ) ",
    Status.POSTPONED: "(เลื่อน) ",
    Status.CANCELLED: "(ยกเลิก) ",
}
# What an entry is made of, and what shows that one of it changed: the versions count every save.
READ = [
    *("version", "title", "status", "place", "starts_on", "ends_on", "start_time", "end_time", "moved_to"),
    *(f"unit__{name}" for name in ("name", "short_name")),
    *(f"province__{name}" for name in ("code", "name", "latitude", "longitude")),
]
# What `ical` makes of a time without an end.
NO_END = "ไม่ได้ระบุเวลาสิ้นสุด ปฏิทินนี้ถือว่าใช้เวลาหนึ่งชั่วโมง"
VERSIONS = ["pk", "version", "unit__version", "province__version", "moved_to_on"]


def feed_filter(data: QueryDict | str, user: User) -> VisitFilter:
    """The visit filter of a feed, which also understands `since`: the first day that the feed holds."""
    return VisitFilter(data, user=user, options={"since": FilterDayField(label=SINCE, required=False)})


def first_day(visit_filter: VisitFilter) -> date:
    """The first day that the feed of a `feed_filter` holds: that of `since`, else where the filter's own days begin."""
    return (
        visit_filter.value("since")
        or visit_filter.value("from")
        or visit_filter.days_asked[0]
        or timezone.localdate() - timedelta(days=DAYS_BACK)
    )


def visits_of_feed(visit_filter: VisitFilter) -> VisitQuerySet:
    """The visits of the filter from the first day on; of more than `MOST_EVENTS` the latest."""
    visits = visit_filter.visits.between(first=first_day(visit_filter)).order_by("-starts_on", "-pk")
    return Visit.objects.filter(pk__in=list(visits.values_list("pk", flat=True)[:MOST_EVENTS]))


def etag_of(visits: VisitQuerySet, user: User, *parts: str) -> str:
    """An ETag over the rows of visits, units, provinces and leads that the entries are made of, and over `parts`."""
    digest = hashlib.sha256(repr(parts).encode())
    for row in visits.with_moves(user).order_by("pk").values_list(*VERSIONS):
        digest.update(repr(row).encode())
    leads = Attendance.objects.filter(role=Role.LEAD, visit__in=visits.order_by().values("pk"))
    for row in leads.order_by("pk").values_list("pk", "version"):
        digest.update(repr(row).encode())
    return f'"{digest.hexdigest()[:32]}"'


def entries(visits: VisitQuerySet, user: User, full_address: Callable[[str], str]) -> list[FeedEntry]:
    """The visits in the order of days; `full_address` makes an absolute address out of a path."""
    rows = visits.select_related("unit", "province").only(*READ).with_lead().with_moves(user).in_order()
    changes, site = Changes(visits), site_id()
    return [feed_entry(visit, changes, site, full_address) for visit in rows]


def feed_entry(visit: Visit, changes: "Changes", site: str, full_address: Callable[[str], str]) -> FeedEntry:
    """One visit, read with its lead and its moves, as an entry."""
    province, names = visit.province, [lead.name or lead.position for lead in visit.leads]
    places = (visit.place, visit.unit.name, province.title if province else "")
    lines = [visit.title, f"สถานะ: {visit.get_status_display()}"]
    lines += [f"หัวหน้าคณะ: {lead.name} {lead.position}".strip() for lead in visit.leads]
    lines += [f"เลื่อนไปวันที่ {thai_date(visit.moved_to_on)}"] if visit.moved_to_on else []
    lines += [NO_END] if visit.start_time and not visit.end_time else []
    # The seat of the province: near enough for a map on a telephone.
    point = None
    if province and province.latitude is not None and province.longitude is not None:
        point = (province.latitude, province.longitude)
    return FeedEntry(
        uid=f"visit-{visit.pk}@{site}.field-visits",
        title=" – ".join([f"{SIGNS.get(visit.status, '')}{visit.unit.label}", *names]),
        status=visit.status,
        starts_on=visit.starts_on,
        ends_on=visit.ends_on,
        start_time=visit.start_time,
        end_time=visit.end_time,
        url=full_address(visit.get_absolute_url()),
        location=", ".join(dict.fromkeys(filter(None, places))),
        point=point,
        description="\n".join(filter(None, lines)),
        sequence=visit.version + changes.count_around(visit),
        changed_at=changes.last_of(visit),
    )


def site_id() -> str:
    """Twelve letters and digits that no other installation has, so that their entries differ; as secret as a hash of the key."""
    return salted_hmac("visits.feed.site", "", algorithm="sha256").hexdigest()[:12]


class Changes:
    """When the visits, their people, units and provinces last changed, and how often, out of their histories.

    Every unit and province that a visit ever had counts, so that no number ever goes down.
    """

    def __init__(self, visits: VisitQuerySet) -> None:
        keys = visits.order_by().values("pk")
        own = Visit.history.filter(Q(id__in=keys) | Q(id__in=visits.order_by().values("moved_to")))
        self.visits = dict(
            own.order_by().values("id").annotate(last=Max("history_date")).values_list("id", "last")
        )
        self.people = _counted(Attendance.history.filter(visit_id__in=keys), "visit_id")
        self.units = _counted(Unit.history.filter(history_type="~"), "id")
        self.provinces = _counted(Province.history.filter(history_type="~"), "id")
        self.places: dict[int, set[tuple[int, int | None]]] = {}
        places = (
            Visit.history.filter(id__in=keys)
            .order_by()
            .values_list("id", "unit_id", "province_id")
            .distinct()
        )
        for key, unit, province in places:
            self.places.setdefault(key, set()).add((unit, province))

    def _around(self, visit: Visit) -> Iterable[tuple[int, datetime | None]]:
        places = {*self.places.get(visit.pk, ()), (visit.unit_id, visit.province_id)}
        yield self.people.get(visit.pk, (0, None))
        for unit in {unit for unit, _ in places}:
            yield self.units.get(unit, (0, None))
        for province in {province for _, province in places}:
            yield self.provinces.get(province, (0, None))

    def count_around(self, visit: Visit) -> int:
        """How often the people, the unit or the province changed."""
        return sum(count for count, _ in self._around(visit))

    def last_of(self, visit: Visit) -> datetime | None:
        """When any of them, the visit itself or the one it was moved to last changed; None where no history tells."""
        moments = [self.visits.get(visit.pk), self.visits.get(visit.moved_to_id)]
        moments += [moment for _, moment in self._around(visit)]
        return max(filter(None, moments), default=None)


def _counted(history: QuerySet, key: str) -> dict[int, tuple[int, datetime]]:
    rows = history.order_by().values(key).annotate(count=Count("pk"), last=Max("history_date"))
    return {row[key]: (row["count"], row["last"]) for row in rows}

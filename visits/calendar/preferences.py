"""What lies on a user's desk beside the calendar: the first day of the week, the filters under a name; one query."""

import calendar
from dataclasses import dataclass, field

from django.db.models import F, Q
from django.urls import reverse

from officials.models import User
from visits.models import FilterPage, WeekStart

FIRST_WEEKDAYS = {WeekStart.SUNDAY: calendar.SUNDAY, WeekStart.MONDAY: calendar.MONDAY}
COLUMNS = {
    "setting": F("calendar_setting__week_start"),
    "start": F("calendar_setting__start_page"),
    "kept": F("saved_filters"),
    "name": F("saved_filters__name"),
    "query": F("saved_filters__query"),
    "page": F("saved_filters__page"),
}


@dataclass(frozen=True)
class Kept:
    """A filter under a name; `owner` is empty where it is one's own."""

    pk: int
    name: str
    query: str
    owner: str = ""

    @property
    def address(self):
        return f"{reverse('calendar')}?{self.query}"


@dataclass
class Desk:
    """`start` is the filter that the calendar opens with."""

    first_weekday: int = calendar.SUNDAY
    kept: list = field(default_factory=list)
    start: Kept | None = None


def desk_of(user):
    """The user outer-joined with the own setting and filters, and the people who share theirs with the office."""
    own, shared = Q(pk=user.pk), Q(saved_filters__is_shared=True, is_active=True)
    people = User.objects.filter(own | shared).order_by("saved_filters__name", "saved_filters__pk")
    rows = list(people.values("pk", "username", "first_name", "last_name", **COLUMNS))
    mine = next((row for row in rows if row["pk"] == user.pk), {"setting": None, "start": None})
    kept = [_kept(row, user) for row in rows if row["page"] == FilterPage.CALENDAR]
    return Desk(
        FIRST_WEEKDAYS.get(mine["setting"], calendar.SUNDAY),
        sorted(kept, key=lambda one: bool(one.owner)),
        next((one for one in kept if one.pk == mine["start"]), None),
    )


def _kept(row, user):
    name = f"{row['first_name']} {row['last_name']}".strip() or row["username"]
    return Kept(row["kept"], row["name"], row["query"], "" if row["pk"] == user.pk else name)

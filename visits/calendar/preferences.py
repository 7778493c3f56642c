"""What a user has set up for the calendar: the first day of the week, saved filters and start page; one query."""

import calendar
from dataclasses import dataclass, field

from django.db.models import F, Q
from django.urls import reverse

from officials.models import User
from visits.models import FilterPage, WeekStart

FIRST_WEEKDAYS: dict[str | None, int] = {WeekStart.SUNDAY: calendar.SUNDAY, WeekStart.MONDAY: calendar.MONDAY}
COLUMNS = {
    "week_start": F("calendar_setting__week_start"),
    "start_page": F("calendar_setting__start_page"),
    "filter_key": F("saved_filters"),
    "name": F("saved_filters__name"),
    "query": F("saved_filters__query"),
    "page": F("saved_filters__page"),
}


@dataclass(frozen=True)
class NamedFilter:
    """A saved filter; `owner` is empty where it is the user's own."""

    pk: int
    name: str
    query: str
    owner: str = ""

    @property
    def address(self) -> str:
        """The calendar with this filter."""
        return f"{reverse('calendar')}?{self.query}"


@dataclass
class CalendarPreferences:
    """`start` is the filter that the calendar opens with."""

    first_weekday: int = calendar.SUNDAY
    saved_filters: list[NamedFilter] = field(default_factory=list)
    start: NamedFilter | None = None


def preferences_of(user: User) -> CalendarPreferences:
    """The user outer-joined with the own setting and filters, and the people who share theirs with the office."""
    own, shared = Q(pk=user.pk), Q(saved_filters__is_shared=True, is_active=True)
    people = User.objects.filter(own | shared).order_by("saved_filters__name", "saved_filters__pk")
    week_start, start_page, filters = None, None, []
    for row in people.values("pk", "username", "first_name", "last_name", **COLUMNS):
        is_own = row["pk"] == user.pk
        if is_own:
            week_start, start_page = row["week_start"], row["start_page"]
        if row["page"] == FilterPage.CALENDAR:
            owner = f"{row['first_name']} {row['last_name']}".strip() or row["username"]
            filters.append(NamedFilter(row["filter_key"], row["name"], row["query"], "" if is_own else owner))
    return CalendarPreferences(
        FIRST_WEEKDAYS.get(week_start, calendar.SUNDAY),
        sorted(filters, key=lambda saved: bool(saved.owner)),
        next((saved for saved in filters if saved.pk == start_page), None),
    )

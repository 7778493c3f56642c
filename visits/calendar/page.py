"""What every form of the calendar knows: the user, the filter, the visits and holidays of a span of days."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from config.thai.dates import MAX_DAY, MIN_DAY, fiscal_year
from officials.models.account import SignedInRequest
from visits.calendar.entries import Marking, entries_of
from visits.calendar.grid import Month, Span
from visits.calendar.legend import LegendItem, colour_field, legend
from visits.calendar.preferences import preferences_of
from visits.filters.visit_filter import VisitFilter
from visits.models import DayOfHolidays, Holiday, Visit
from visits.records.clashes import clash_marks

# The fields that are used most and need no look into the database to be drawn.
SHORT = ("q", "official", "unit", "region", "status", "colour")
FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR = fiscal_year(MIN_DAY) + 1, fiscal_year(MAX_DAY) - 1
Step = TypeVar("Step")


class ShortForm:
    """The fields used most; every other parameter stays as it is."""

    def __init__(self, visit_filter: VisitFilter) -> None:
        form, data = visit_filter.form, visit_filter.data
        self.fields = [form[name] for name in SHORT if name in form.fields]
        others = [name for name in data if name not in {*SHORT, "page"}]
        self.carried = [(name, value) for name in others for value in data.getlist(name) if value]


class CalendarPage:
    """One page of the calendar; `read` fills `visits` and `holidays`. `query` stands in for that of the address."""

    def __init__(
        self, request: SignedInRequest, query: QueryDict | None = None, **options: forms.Field
    ) -> None:
        self.request, self.user, self.today = request, request.user, timezone.localdate()
        data = (request.GET if query is None else query).copy()
        # Asks for the form with all fields; it is no part of the filter and goes no further.
        self.is_full = bool(data.pop("more", None))
        options = {"colour": colour_field(self.user), **options}
        self.filter = VisitFilter(data, user=self.user, options=options)
        self.preferences = preferences_of(self.user)
        self.first_weekday = self.preferences.first_weekday
        self.visits: list[Visit] = []
        self.marking = Marking()
        self.holidays: dict[date, DayOfHolidays] = {}

    def read(self, span: Span) -> None:
        """Reads the visits and holidays of some days, and what the visits clash with."""
        self.visits = entries_of(self.filter.visits, span, self.user)
        # All that the user may see: what a visit clashes with need not meet the filter.
        seen = Visit.objects.visible_to(self.user)
        shown = self.visits if self.filter.in_words else None
        self.marking.clashes = clash_marks(seen, span.first, span.last, self.today, shown)
        self.holidays = self.holidays_of(span)

    def holidays_of(self, span: Span) -> dict[date, DayOfHolidays]:
        """The holidays of some days."""
        return Holiday.objects.visible_to(self.user).between(span.first, span.last).by_day()

    def legend(self, counted: Sequence[Visit]) -> list[LegendItem]:
        """Colours the visits; gives the legend with the number of those that are counted."""
        items, self.marking.hues = legend(self.filter, self.visits, counted)
        return items

    def link(self, path: str, **changes: Any) -> str:
        """An address with the same filter."""
        query = self.filter.query(**changes)
        return path if query == "?" else path + query

    def around(
        self, address: Callable[[Step], str], earlier: Step | None, later: Step | None, words: str
    ) -> dict[str, str]:
        """The same form a step earlier and later; a step beyond the calendar's ends is left out."""
        steps = {"earlier": earlier, "later": later}
        links = {name: "" if step is None else self.link(address(step)) for name, step in steps.items()}
        return links | {"earlier_words": f"{words}ก่อน", "later_words": f"{words}ถัดไป"}

    def response(self, template: str, *, day: date, **context: Any) -> HttpResponse:
        """The page in one of its forms; `day` is where the other forms open."""
        month = Month.of(day)
        layouts = [
            ("month", "เดือน", month.address),
            ("week", "สัปดาห์", week_address(day)),
            ("year", "ปี", reverse("year", args=[day.year])),
            ("fiscal", "ปีงบประมาณ", reverse("fiscal", args=[nearest_fiscal_year(day)])),
            ("agenda", "กำหนดการ", agenda_address(month)),
        ]
        may_add = self.user.is_staff and self.user.has_perm("visits.add_visit")
        shared = {
            "calendar": self,
            "marking": self.marking,
            "filter": self.filter,
            "preferences": self.preferences,
            "today": self.today,
            "reset": month.address if context["here"] == "month" else self.request.path,
            "add": reverse("admin:visits_visit_add") if may_add else "",
            "layouts": [(name, words, self.link(path)) for name, words, path in layouts],
            "text": self.link(reverse("calendar_text"), page=None),
            "wall": self.link(wall_address(month), page=None),
            "short": ShortForm(self.filter),
            "full_form": self.filter.query(more=1),
            "query": self.link(""),
        }
        return render(self.request, f"visits/calendar/{template}.html", shared | context)


def week_address(day: date) -> str:
    """The page of the week of a day."""
    return reverse("week", args=[day.isoformat()])


def day_address(day: date) -> str:
    """The page of a day."""
    return reverse("calendar_day", args=[day.isoformat()])


def agenda_address(month: Month) -> str:
    """The agenda of a month."""
    return reverse("agenda_month", args=[month.year, f"{month.number:02}"])


def wall_address(month: Month) -> str:
    """The wall calendar of a month."""
    return reverse("wall", args=[month.year, f"{month.number:02}"])


def nearest_fiscal_year(day: date) -> int:
    """The fiscal year of a day, of those that lie within the calendar whole."""
    return min(max(fiscal_year(day), FIRST_FISCAL_YEAR), LAST_FISCAL_YEAR)

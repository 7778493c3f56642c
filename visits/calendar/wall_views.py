"""The calendar for the wall: a month or a quarter on one calendar of A4 or A3, in full or safe to post."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.templatetags.invented import invented_notice
from config.thai.dates import MONTHS, be, thai_date, thai_range, thai_time
from officials.models.account import SignedInRequest
from visits.calendar.entries import entries_of
from visits.calendar.grid import Month, Span, by_day
from visits.calendar.page import wall_address
from visits.calendar.preferences import preferences_of
from visits.calendar.views import moved, read_month, weekdays
from visits.calendar.wall import PAPERS, Fitted, PaperSize, below, fit
from visits.documents.responses import pdf_response
from visits.filters.filter_fields import LayoutField
from visits.filters.visit_filter import VisitFilter
from visits.models import Holiday, Status, Visit
from visits.models.wording import MARKS

POSTED = [Status.CONFIRMED, Status.DONE]
# In points, as in wall.css.
CONDITIONS_SIZE = 8
OPTIONS = {
    "paper": ("กระดาษ", [("", "A4"), ("a3", "A3")]),
    "span": ("ช่วงเวลา", [("", "หนึ่งเดือน"), ("quarter", "หนึ่งไตรมาส")]),
    "version": ("ฉบับ", [("", "ฉบับเต็ม"), ("post", "ฉบับติดประกาศ")]),
}


def option_fields() -> dict[str, LayoutField]:
    """Paper, span and version; new fields at each call."""
    return {
        name: LayoutField(label=label, choices=choices, required=False)
        for name, (label, choices) in OPTIONS.items()
    }


class WallCalendar:
    """A month or a quarter on one calendar."""

    def __init__(self, request: SignedInRequest, month: Month) -> None:
        self.user = request.user
        self.filter = VisitFilter(request.GET, user=self.user, options={**option_fields(), "colour": None})
        self.paper = self.filter.value("paper") or "a4"
        self.is_posted = self.filter.value("version") == "post"
        self.is_quarter = self.filter.value("span") == "quarter"
        self.month = month
        self.first_weekday = preferences_of(self.user).first_weekday
        self.months = [month]
        if self.is_quarter:
            first = (month.number - 1) // 3 * 3 + 1
            self.months = [Month(month.year, number) for number in range(first, first + 3)]
        self.span = Span(self.months[0].first, self.months[-1].last)

    @property
    def title(self) -> str:
        """Month or quarter."""
        if self.is_quarter:
            return f"ปฏิทินการตรวจเยี่ยม {thai_range(self.span.first, self.span.last)}"
        return f"ปฏิทินการตรวจเยี่ยม {MONTHS[self.month.number - 1]} พ.ศ. {be(self.month.year)}"

    @property
    def conditions(self) -> str:
        """The line under the title: filter, number and version."""
        words = self.filter.in_words or ["ทุกการตรวจเยี่ยม"]
        version = ["ฉบับติดประกาศ"] if self.is_posted else []
        return " · ".join([*words, f"{len(self.visits)} แห่ง", *version])

    @property
    def paper_left(self) -> PaperSize:
        """What the title and the conditions leave of the paper."""
        return below(PAPERS[self.paper], self.conditions, CONDITIONS_SIZE, invented_notice())

    def context(self) -> dict[str, Any]:
        """Reads the visits; what the template needs."""
        rows = self.filter.visits
        if self.is_posted:
            # Neither what is for the office alone nor what is not settled.
            rows = rows.filter(is_internal=False, status__in=POSTED)
        self.visits = entries_of(rows, self.span, self.user)
        self.by_day = dict(by_day(self.visits, self.span))
        holidays = Holiday.objects.visible_to(self.user).between(self.span.first, self.span.last)
        self.holidays = holidays.by_day()
        statuses = POSTED if self.is_posted else Status
        return {
            "title": self.title,
            "wall": self,
            "filter": self.filter,
            "fitted": (fitted := self.quarter() if self.is_quarter else self.one_month()),
            "columns": list(zip(self.months, fitted.columns, strict=True)),
            "week": weekdays(self.first_weekday),
            "statuses": [(MARKS[status], status.label) for status in statuses],
            "made_on": timezone.localdate(),
        }

    def one_month(self) -> Fitted:
        """A row a week."""
        weeks = self.month.weeks(self.first_weekday)
        rows = [[day if day.month == self.month.number else None for day in week] for week in weeks]
        return fit([rows], self.texts, self.paper_left, across=7, head=1.3)

    def quarter(self) -> Fitted:
        """A column a month, a row for each day."""
        columns = [[[day] for day in Span(month.first, month.last).days] for month in self.months]
        return fit(columns, self.texts, self.paper_left, across=3, head=0, inline=True)

    def texts(self, day: date) -> list[str]:
        """The lines of a day: holiday, visits."""
        holiday = self.holidays.get(day)
        visits = self.by_day.get(day, [])
        lines = [full_text(visit, day) for visit in visits]
        if self.is_posted:
            # Who reads a wall need not know when somebody stands where.
            lines = [f"{MARKS[Status(visit.status)]} {visit.unit.label}" for visit in visits]
        return [holiday.name, *lines] if holiday else lines


def full_text(visit: Visit, day: date) -> str:
    """Status, hour, unit, lead and where it was moved to."""
    time = thai_time(visit.start_time) if visit.start_time and visit.starts_on == day else ""
    parts = [MARKS[Status(visit.status)], "(ต่อ)" if visit.starts_on < day else time, visit.unit.label]
    if lead := visit.lead_name or visit.lead_position:
        parts.append(f"({lead})")
    if visit.moved_to_on:
        parts.append(f"เลื่อนไป {thai_date(visit.moved_to_on)}")
    return " ".join(filter(None, parts))


@require_safe
def wall(request: SignedInRequest, year: int, month: int) -> HttpResponse:
    """The wall calendar for the printer."""
    shown = read_month(year, month)
    if shown.year != year:
        return moved(request, wall_address(shown))
    calendar = WallCalendar(request, shown)
    context = {
        "options": calendar.filter.option_fields,
        "pdf": reverse("wall_pdf", args=[shown.year, f"{shown.number:02}"]) + calendar.filter.query(),
        "back": shown.address,
    }
    return render(request, "visits/calendar/wall.html", calendar.context() | context)


@require_safe
def wall_pdf(request: SignedInRequest, year: int, month: int) -> HttpResponseBase:
    """The wall calendar as PDF; 400 with a page where the filter is wrong."""
    shown = read_month(year, month)
    if shown.year != year:
        return moved(request, reverse("wall_pdf", args=[shown.year, f"{shown.number:02}"]))
    calendar = WallCalendar(request, shown)
    if not calendar.filter.is_valid:
        page = {
            "title": "จัดทำเอกสารไม่ได้",
            "sentences": calendar.filter.sentences,
            "back": wall_address(shown),
        }
        return render(request, "visits/documents/refused.html", page, status=400)
    html = render_to_string("visits/calendar/wall.html", calendar.context())
    return pdf_response(request, html, f"{calendar.title}.pdf")

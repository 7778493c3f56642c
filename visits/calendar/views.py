"""The calendar: month, week, day, year, fiscal year and agenda, all with the same filter as the register."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    QueryDict,
)
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.templatetags.invented import invented_notice
from config.thai.dates import (
    ERA,
    MAX_DAY,
    MIN_DAY,
    MONTHS,
    WEEKDAYS,
    BadDate,
    be,
    fiscal_year_bounds,
    parse_date,
    thai_date,
    thai_range,
)
from officials.models.account import SignedInRequest
from visits.calendar.cells import printed_lines
from visits.calendar.grid import Day, Month, Span, by_day, grid, heat
from visits.calendar.hours import days_by_hour, shown_hours
from visits.calendar.page import (
    FIRST_FISCAL_YEAR,
    LAST_FISCAL_YEAR,
    CalendarPage,
    agenda_address,
    day_address,
    nearest_fiscal_year,
    week_address,
)
from visits.calendar.preferences import preferences_of
from visits.calendar.wall import PRINTED, PRINTED_HEAD, PRINTED_SIZES, below, fit
from visits.filters.filter_fields import PageNumberField

TITLE = "ปฏิทินการตรวจเยี่ยม"
# So many stand in a day of the week's page, in one of the agenda, on a page of the day.
MOST_IN_WEEK, MOST_IN_AGENDA, MOST_ON_PAGE = 12, 40, 100


@require_safe
def this_month(request: SignedInRequest) -> HttpResponse:
    """The month of today, with the filter that the user made the start page where nothing else is asked."""
    month = Month.of(timezone.localdate())
    if not request.GET and (start := preferences_of(request.user).start):
        return HttpResponseRedirect(f"{month.address}?{start.query}")
    return month_page(request, month)


@require_safe
def one_month(request: SignedInRequest, year: int, month: int) -> HttpResponse:
    """One month; an address in the Buddhist era leads to that in the Gregorian."""
    shown = read_month(year, month)
    return moved(request, shown.address) if shown.year != year else month_page(request, shown)


@require_safe
def go_to_day(request: SignedInRequest) -> HttpResponse:
    """To the month, week, day or agenda of a typed day, with the same filter; what is no day comes back with a sentence."""
    query = request.GET.copy()
    typed, layout = query.pop("day", [""])[-1], query.pop("layout", ["month"])[-1]
    try:
        day = parse_date(typed)
    except BadDate as error:
        today = Month.of(timezone.localdate())
        return month_page(request, today, query, typed_day=typed, day_refusal=str(error))
    month = Month.of(day)
    addresses = {"week": week_address(day), "day": day_address(day), "agenda": agenda_address(month)}
    years = {
        "year": reverse("year", args=[day.year]),
        "fiscal": reverse("fiscal", args=[nearest_fiscal_year(day)]),
    }
    address = (addresses | years).get(layout, month.address)
    return HttpResponseRedirect(f"{address}?{query.urlencode()}" if query else address)


def month_page(
    request: SignedInRequest, month: Month, query: QueryDict | None = None, **more: str
) -> HttpResponse:
    """The page of a month; `more` is said beside the field for a day."""
    page = CalendarPage(request, query)
    weeks = month.weeks(page.first_weekday)
    page.read(Span(weeks[0][0], weeks[-1][-1]))
    counted = [visit for visit in page.visits if month.touches(visit)]
    context = {
        "title": f"{TITLE} {MONTHS[month.number - 1]} พ.ศ. {be(month.year)}",
        "here": "month",
        **printed_weeks(page, grid(month, page.visits, page.holidays, page.first_weekday)),
        "week": weekdays(page.first_weekday),
        "legend": page.legend(counted),
        "count": len(counted),
        "span_words": "เดือนนี้",
        "now": page.link(Month.of(page.today).address),
        "now_words": "เดือนนี้",
        "nearest": [] if counted else nearest_months(page, month),
        **more,
    }
    context |= page.around(lambda month: month.address, month.shifted(-1), month.shifted(1), "เดือน")
    return page.response("month", day=shown_day(page, month), **context)


def nearest_months(page: CalendarPage, month: Month) -> list[tuple[str, str]]:
    """Words and address of the last month before and the first after an empty one in which the filter finds a visit."""
    visits = page.filter.visits.order_by()
    earlier = visits.filter(ends_on__lt=month.first).order_by("-ends_on").values_list("ends_on", flat=True)
    later = visits.filter(starts_on__gt=month.last).order_by("starts_on").values_list("starts_on", flat=True)
    found = [Month.of(day) for day in (earlier.first(), later.first()) if day]
    return [(f"{MONTHS[one.number - 1]} {be(one.year)}", page.link(one.address)) for one in found]


def printed_weeks(page: CalendarPage, weeks: Sequence[Sequence[Day]]) -> dict[str, Any]:
    """The weeks with the size of type and the heights in which they fill one printed page."""
    paper = below(PRINTED, " · ".join(page.filter.in_words), PRINTED_HEAD, invented_notice())
    fitted = fit([weeks], printed_lines, paper, across=7, head=1.5, sizes=PRINTED_SIZES)
    return {
        "size": fitted.size,
        "weeks": [(height, days) for (height, _), days in zip(fitted.columns[0], weeks, strict=True)],
    }


def shown_day(page: CalendarPage, month: Month) -> date:
    """The day that the other forms open at: today where the month has it."""
    return page.today if Month.of(page.today) == month else month.first


@require_safe
def week(request: SignedInRequest, day: str | None = None) -> HttpResponse:
    """The week of a day, of today where none is given."""
    shown, address = read_day(day, week_address)
    if address:
        return moved(request, address)
    page = CalendarPage(request)
    page.marking.with_hours = True
    span = Span.week_of(shown, page.first_weekday)
    page.read(span)
    days = days_by_hour(span, page.visits, page.holidays, MOST_IN_WEEK)
    context = {
        "title": f"{TITLE} {thai_range(span.first, span.last)}",
        "here": "week",
        "days": days,
        "hours": shown_hours(days),
        "legend": page.legend(page.visits),
        "count": len(page.visits),
        "span_words": "สัปดาห์นี้",
        "now": page.link(reverse("this_week")),
        "now_words": "สัปดาห์นี้",
    }
    context |= page.around(week_address, day_before(span.first), day_after(span.last), "สัปดาห์")
    return page.response("week", day=shown, **context)


@require_safe
def one_day(request: SignedInRequest, day: str) -> HttpResponse:
    """All visits of a day, a hundred a page; beyond the last page that page."""
    shown, address = read_day(day, day_address)
    if address:
        return moved(request, address)
    page = CalendarPage(request, page=PageNumberField(label="หน้า", required=False))
    page.read(Span(shown, shown))
    last = max(1, -(-len(page.visits) // MOST_ON_PAGE))
    here = min(page.filter.value("page") or 1, last)
    visits = page.visits[(here - 1) * MOST_ON_PAGE : here * MOST_ON_PAGE]
    numbers = range(1, last + 1) if last > 1 else ()
    context = {
        "title": f"{TITLE} {thai_date(shown, month='full', weekday=True)}",
        "here": "day",
        "legend": page.legend(page.visits),
        "days": [(shown, page.holidays.get(shown), visits, 0)],
        "pages": [(number, page.filter.query(page=number), number == here) for number in numbers],
        "count": len(page.visits),
        "span_words": "วันนี้" if shown == page.today else "วันที่เลือก",
        "now": page.link(day_address(page.today), page=None),
        "now_words": "วันนี้",
    }
    context |= page.around(day_address, day_before(shown), day_after(shown), "วัน")
    return page.response("agenda", day=shown, **context)


@require_safe
def year(request: SignedInRequest, year: int) -> HttpResponse:
    """A calendar year; one in the Buddhist era leads to that in the Gregorian."""
    if MIN_DAY.year <= year - ERA <= MAX_DAY.year:
        return moved(request, reverse("year", args=[year - ERA]))
    if not MIN_DAY.year <= year <= MAX_DAY.year:
        raise Http404
    span = Span(date(year, 1, 1), date(year, 12, 31))
    known = range(MIN_DAY.year, MAX_DAY.year + 1)
    return heat_page(request, span, f"ปี พ.ศ. {be(year)}", "year", year, known)


@require_safe
def fiscal(request: SignedInRequest, year: int) -> HttpResponse:
    """A fiscal year, in the Buddhist era as in the filter."""
    known = range(FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR + 1)
    if year + ERA in known:
        return moved(request, reverse("fiscal", args=[year + ERA]))
    if year not in known:
        raise Http404
    span = Span(*fiscal_year_bounds(year))
    return heat_page(request, span, f"ปีงบประมาณ พ.ศ. {year}", "fiscal", year, known)


def heat_page(
    request: SignedInRequest, span: Span, words: str, here: str, year: int, known: range
) -> HttpResponse:
    """Visits per day: only their days are read, so that a year of many thousands stays light."""
    earlier, later = (other if other in known else None for other in (year - 1, year + 1))
    page = CalendarPage(request)
    rows = page.filter.visits.between(span.first, span.last)
    page.visits = list(rows.only("starts_on", "ends_on").order_by("starts_on"))
    first = Month.of(span.first)
    months = [month for number in range(12) if (month := first.shifted(number))]
    context = {
        "title": f"{TITLE} {words}",
        "here": here,
        "months": heat(months, page.visits, page.holidays_of(span), page.first_weekday),
        "week": weekdays(page.first_weekday),
        "count": len(page.visits),
        "busy_days": len(by_day(page.visits, span)),
        "span_words": "ปีนี้" if here == "year" else "ปีงบประมาณนี้",
    }
    context |= page.around(lambda other: reverse(here, args=[other]), earlier, later, "ปี")
    return page.response("year", day=max(span.first, min(page.today, span.last)), **context)


@require_safe
def agenda(request: SignedInRequest, year: int | None = None, month: int = 1) -> HttpResponse:
    """The visits of a month day by day, of this month where none is given."""
    shown = read_month(year, month) if year else Month.of(timezone.localdate())
    if year and shown.year != year:
        return moved(request, agenda_address(shown))
    page = CalendarPage(request)
    span = Span(shown.first, shown.last)
    page.read(span)
    context = {
        "title": f"กำหนดการตรวจเยี่ยม {MONTHS[shown.number - 1]} พ.ศ. {be(shown.year)}",
        "here": "agenda",
        "legend": page.legend(page.visits),
        "nearest": [] if page.visits else nearest_months(page, shown),
        "days": [
            (day, page.holidays.get(day), rows[:MOST_IN_AGENDA], max(0, len(rows) - MOST_IN_AGENDA))
            for day, rows in by_day(page.visits, span)
        ],
        "count": len(page.visits),
        "span_words": "เดือนนี้",
        "now": page.link(reverse("agenda")),
        "now_words": "เดือนนี้",
    }
    context |= page.around(agenda_address, shown.shifted(-1), shown.shifted(1), "เดือน")
    return page.response("agenda", day=shown_day(page, shown), **context)


def read_month(year: int, month: int) -> Month:
    """The month of an address; raises `Http404` where there is none."""
    shown = Month.read(year, month)
    if shown is None:
        raise Http404
    return shown


def read_day(text: str | None, address: Callable[[date], str]) -> tuple[date, str]:
    """The day that an address names, and the address to move to where it is not written as ours are; raises `Http404`."""
    if text is None:
        return timezone.localdate(), ""
    try:
        day = parse_date(text)
    except BadDate:
        raise Http404 from None
    return day, "" if day.isoformat() == text else address(day)


def moved(request: HttpRequest, address: str) -> HttpResponse:
    """To the address in the Gregorian year, with the same filter."""
    query = request.META["QUERY_STRING"]
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def day_before(day: date) -> date | None:
    """The day before; None at the calendar's beginning."""
    return day - timedelta(days=1) if day > MIN_DAY else None


def day_after(day: date) -> date | None:
    """The day after; None at the calendar's end."""
    return day + timedelta(days=1) if day < MAX_DAY else None


def weekdays(first_weekday: int) -> list[str]:
    """The names of the days of a week."""
    return [WEEKDAYS[(first_weekday + number) % 7] for number in range(7)]

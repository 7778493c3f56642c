"""The calendar: month, week, day, year, fiscal year and agenda, all with the same filter as the register."""

from datetime import date, timedelta

from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

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
from visits.calendar.grid import Month, Span, by_day, grid, heat, week_of_days
from visits.calendar.page import (
    FIRST_FISCAL_YEAR,
    LAST_FISCAL_YEAR,
    Sheet,
    agenda_address,
    day_address,
    week_address,
)
from visits.calendar.preferences import desk_of
from visits.calendar.wall import PRINTED, PRINTED_HEAD, PRINTED_SIZES, below, fit
from visits.filters.filter_fields import PageNumberField
from visits.templatetags.calendar_cells import texts

TITLE = "ปฏิทินการตรวจเยี่ยม"
# So many stand in a day of the week's page.
ROOM_IN_WEEK = 12
# So many stand in a day of the agenda.
ROOM_IN_AGENDA = 40
# So many stand on a page of the day.
ROOM_ON_PAGE = 100


@require_safe
def this_month(request):
    """The month of today, with the filter that the user made the start page where nothing else is asked."""
    month = Month.of(timezone.localdate())
    if not request.GET and (start := desk_of(request.user).start):
        return HttpResponseRedirect(f"{month.address}?{start.query}")
    return month_page(request, month)


@require_safe
def one_month(request, year, month):
    found = read_month(year, month)
    return moved(request, found.address) if found.year != year else month_page(request, found)


def month_page(request, month):
    sheet = Sheet(request)
    weeks = month.weeks(sheet.first_weekday)
    sheet.read(Span(weeks[0][0], weeks[-1][-1]))
    counted = [visit for visit in sheet.visits if month.touches(visit)]
    page = {
        "title": f"{TITLE} {MONTHS[month.number - 1]} พ.ศ. {be(month.year)}",
        "here": "month",
        **on_paper(sheet, grid(month, sheet.visits, sheet.holidays, sheet.first_weekday)),
        "week": weekdays(sheet.first_weekday),
        "legend": sheet.legend(counted),
        "count": len(counted),
        "span_words": "เดือนนี้",
        "now": sheet.to(Month.of(sheet.today).address),
        "now_words": "เดือนนี้",
    }
    page |= sheet.around(lambda month: month.address, month.shifted(-1), month.shifted(1), "เดือน")
    return sheet.answer("month", day=shown_day(sheet, month), **page)


def on_paper(sheet, weeks):
    """The weeks with the size of type and the heights in which they fill one printed page."""
    room = below(PRINTED, " · ".join(sheet.filter.in_words), PRINTED_HEAD)
    fitted = fit([weeks], texts, room, across=7, head=1.5, sizes=PRINTED_SIZES)
    return {
        "size": fitted.size,
        "weeks": [(height, days) for (height, _), days in zip(fitted.columns[0], weeks, strict=True)],
    }


def shown_day(sheet, month):
    """The day that the other forms open at: today where the month has it."""
    return sheet.today if Month.of(sheet.today) == month else month.first


@require_safe
def week(request, day=None):
    day, address = read_day(day, week_address)
    if address:
        return moved(request, address)
    sheet = Sheet(request)
    span = Span.week_of(day, sheet.first_weekday)
    sheet.read(span)
    page = {
        "title": f"{TITLE} {thai_range(span.first, span.last)}",
        "here": "week",
        **on_paper(sheet, [week_of_days(span.days, sheet.visits, sheet.holidays, ROOM_IN_WEEK)]),
        "week": [WEEKDAYS[one.weekday()] for one in span.days],
        "legend": sheet.legend(sheet.visits),
        "count": len(sheet.visits),
        "span_words": "สัปดาห์นี้",
        "now": sheet.to(reverse("this_week")),
        "now_words": "สัปดาห์นี้",
    }
    page |= sheet.around(week_address, day_before(span.first), day_after(span.last), "สัปดาห์")
    return sheet.answer("month", day=day, **page)


@require_safe
def one_day(request, day):
    day, address = read_day(day, day_address)
    if address:
        return moved(request, address)
    sheet = Sheet(request, page=PageNumberField(label="หน้า", required=False))
    sheet.read(Span(day, day))
    page = {
        "title": f"{TITLE} {thai_date(day, month='full', weekday=True)}",
        "here": "day",
        "legend": sheet.legend(sheet.visits),
        "days": [(day, sheet.holidays.get(day), visits_of_page(sheet), 0)],
        "pages": pages_of(sheet),
        "count": len(sheet.visits),
        "span_words": "วันนี้" if day == sheet.today else "วันที่เลือก",
        "now": sheet.to(day_address(sheet.today), page=None),
        "now_words": "วันนี้",
    }
    page |= sheet.around(day_address, day_before(day), day_after(day), "วัน")
    return sheet.answer("agenda", day=day, **page)


def number_of_page(sheet):
    """The page asked for; the last one where there are fewer."""
    return min(sheet.filter.value("page") or 1, number_of_pages(sheet))


def number_of_pages(sheet):
    return max(1, -(-len(sheet.visits) // ROOM_ON_PAGE))


def visits_of_page(sheet):
    last = number_of_page(sheet) * ROOM_ON_PAGE
    return sheet.visits[last - ROOM_ON_PAGE : last]


def pages_of(sheet):
    """Number, address and whether it is this one; empty where one page holds all."""
    here, last = number_of_page(sheet), number_of_pages(sheet)
    pages = range(1, last + 1) if last > 1 else ()
    return [(number, sheet.filter.query(page=number), number == here) for number in pages]


@require_safe
def year(request, year):
    if MIN_DAY.year <= year - ERA <= MAX_DAY.year:
        return moved(request, reverse("year", args=[year - ERA]))
    if not MIN_DAY.year <= year <= MAX_DAY.year:
        raise Http404
    span = Span(date(year, 1, 1), date(year, 12, 31))
    around = [one if MIN_DAY.year <= one <= MAX_DAY.year else None for one in (year - 1, year + 1)]
    return heat_page(request, span, f"ปี พ.ศ. {be(year)}", "year", around)


@require_safe
def fiscal(request, year):
    """In the Buddhist era, as in the filter."""
    known = range(FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR + 1)
    if year + ERA in known:
        return moved(request, reverse("fiscal", args=[year + ERA]))
    if year not in known:
        raise Http404
    around = [one if one in known else None for one in (year - 1, year + 1)]
    return heat_page(request, Span(*fiscal_year_bounds(year)), f"ปีงบประมาณ พ.ศ. {year}", "fiscal", around)


def heat_page(request, span, words, here, around):
    """Visits per day: only their days are read, so that a year of many thousands stays light."""
    sheet = Sheet(request)
    sheet.visits = list(sheet.filter.visits.between(span.first, span.last).days_only())
    months = [Month.of(span.first).shifted(number) for number in range(12)]
    page = {
        "title": f"{TITLE} {words}",
        "here": here,
        "months": heat(months, sheet.visits, sheet.holidays_of(span), sheet.first_weekday),
        "week": weekdays(sheet.first_weekday),
        "count": len(sheet.visits),
        "busy_days": len(by_day(sheet.visits, span)),
        "span_words": "ปีนี้" if here == "year" else "ปีงบประมาณนี้",
    }
    page |= sheet.around(lambda one: reverse(here, args=[one]), *around, "ปี")
    return sheet.answer("year", day=max(span.first, min(sheet.today, span.last)), **page)


@require_safe
def agenda(request, year=None, month=None):
    found = read_month(year, month) if year else Month.of(timezone.localdate())
    if year and found.year != year:
        return moved(request, agenda_address(found))
    sheet = Sheet(request)
    span = Span(found.first, found.last)
    sheet.read(span)
    page = {
        "title": f"กำหนดการตรวจเยี่ยม {MONTHS[found.number - 1]} พ.ศ. {be(found.year)}",
        "here": "agenda",
        "legend": sheet.legend(sheet.visits),
        "days": days_of_agenda(sheet, span),
        "count": len(sheet.visits),
        "span_words": "เดือนนี้",
        "now": sheet.to(reverse("agenda")),
        "now_words": "เดือนนี้",
    }
    page |= sheet.around(agenda_address, found.shifted(-1), found.shifted(1), "เดือน")
    return sheet.answer("agenda", day=shown_day(sheet, found), **page)


def days_of_agenda(sheet, span):
    """Day, holiday, as many visits as stand in an agenda, and how many more the day has."""
    return [
        (day, sheet.holidays.get(day), rows[:ROOM_IN_AGENDA], max(0, len(rows) - ROOM_IN_AGENDA))
        for day, rows in by_day(sheet.visits, span)
    ]


def read_month(year, month):
    found = Month.read(year, month)
    if found is None:
        raise Http404
    return found


def read_day(text, address):
    """The day that an address names, and the address to move to where it is not written as ours are."""
    if text is None:
        return timezone.localdate(), ""
    try:
        day = parse_date(text)
    except BadDate:
        raise Http404 from None
    return day, "" if day.isoformat() == text else address(day)


def moved(request, address):
    """To the address in the Gregorian year, with the same question."""
    query = request.META["QUERY_STRING"]
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def day_before(day):
    return day - timedelta(days=1) if day > MIN_DAY else None


def day_after(day):
    return day + timedelta(days=1) if day < MAX_DAY else None


def weekdays(first_weekday):
    return [WEEKDAYS[(first_weekday + number) % 7] for number in range(7)]

"""The calendar: one month, with the same filter as the register."""

from itertools import chain

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.thai.dates import MONTHS, WEEKDAYS, be
from visits.calendar import Month, grid
from visits.filters import VisitFilter
from visits.models import Holiday, Status

# The week begins on Sunday, as on the wall.
WEEK = [WEEKDAYS[-1], *WEEKDAYS[:-1]]
# Beyond this a day is read in the register.
UNFOLDED = 40
REGISTER = "/reports/register/"


@require_safe
def this_month(request):
    return month_page(request, Month.of(timezone.localdate()))


@require_safe
def one_month(request, year, month):
    found = Month.read(year, month)
    if found is None:
        raise Http404
    if found.year != year:
        query = request.META["QUERY_STRING"]
        return HttpResponsePermanentRedirect(f"{found.address}?{query}" if query else found.address)
    return month_page(request, found)


def month_page(request, month):
    asked = VisitFilter(request.GET, user=request.user)
    weeks = month.weeks()
    first, last = weeks[0][0], weeks[-1][-1]
    visits = list(asked.visits.between(first, last).with_unit().with_lead().in_order())
    holidays = Holiday.objects.visible_to(request.user).between(first, last)
    page = {
        "title": f"ปฏิทินการตรวจเยี่ยม {MONTHS[month.number - 1]} พ.ศ. {be(month.year)}",
        "month": month,
        "weeks": grid_for_page(month, visits, holidays, asked),
        "week": WEEK,
        "today": timezone.localdate(),
        "earlier": address(month.shifted(-1), asked),
        "later": address(month.shifted(1), asked),
        "now": with_query(reverse("calendar"), asked),
        "filter": asked,
        "count": sum(map(month.touches, visits)),
        "statuses": Status,
    }
    return render(request, "visits/month.html", page)


def grid_for_page(month, visits, holidays, asked):
    weeks = grid(month, visits, {holiday.date: holiday for holiday in holidays})
    for day in chain(*weeks):
        if len(day.entries) > UNFOLDED:
            day.elsewhere = REGISTER + asked.query(
                **{"from": day.date.isoformat(), "to": day.date.isoformat()}
            )
    return weeks


def address(month, asked):
    """Another month with the same filter; empty beyond the ends of the calendar."""
    return with_query(month.address, asked) if month else ""


def with_query(path, asked):
    return f"{path}?{asked.query_string}" if asked.query_string else path

"""Which visits of the calendar cannot both be: by the rules of the warnings at entry."""

from datetime import timedelta
from itertools import groupby

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.thai.dates import fiscal_year_bounds
from visits.filters.fields import PageNumberField
from visits.filters.visit_filter import VisitFilter
from visits.models import Visit
from visits.records.clash_list import ClashRows
from visits.records.clashes import KINDS, PASSED, Clash, Stay, clashes

# Where no days are asked for: from a month ago to a quarter ahead; never more than a year at once.
BEFORE, AHEAD, MOST = timedelta(days=30), timedelta(days=90), timedelta(days=366)
PER_PAGE = 50


@require_safe
def clashes_page(request):
    page = PageNumberField(label="หน้า", required=False)
    asked = VisitFilter(request.GET, user=request.user, options={"page": page})
    today = timezone.localdate()
    first, last, is_cut = span(asked, today)
    found = of_the_asked(asked, first, last, today) if asked.is_valid else []
    sheet = Paginator(found, PER_PAGE).get_page(asked.value("page") or 1)
    rows = ClashRows(sheet.object_list, request.user)
    context = {
        "title": "กำหนดการซ้อนและข้อควรตรวจสอบ",
        "first": first,
        "last": last,
        "is_cut": is_cut,
        "filter": asked,
        "count": len(found),
        "sheet": sheet,
        "earlier": asked.query(page=sheet.number - 1),
        "later": asked.query(page=sheet.number + 1),
        "groups": [(KINDS[kind], list(group)) for kind, group in groupby(rows, lambda row: row.kind)],
    }
    return render(request, "visits/records/clashes.html", context)


def of_the_asked(asked, first, last, today):
    """Clashes in which one of the two is asked for, and every plan asked for whose day has passed, however long ago."""
    keys = set(asked.visits.between(first, last).values_list("pk", flat=True))
    pairs = clashes(Visit.objects.visible_to(asked.user), first, last)
    plans = asked.visits.overdue_plans(today).select_related("province").in_order()
    return [
        *(pair for pair in pairs if not keys.isdisjoint(pair.visits)),
        *(Clash(PASSED, (Stay.of(plan),)) for plan in plans),
    ]


def span(asked, today):
    """First and last day to be looked at, and whether that is less than was asked for."""
    year = asked.value("fiscal_year")
    if year:
        return *fiscal_year_bounds(year), False
    first, last = asked.value("from"), asked.value("to")
    if not (first or last):
        return today - BEFORE, today + AHEAD, False
    first = first or last - MOST
    last = last or first + MOST
    return first, min(last, first + MOST), last > first + MOST

"""The front page: what happens this week, what waits, how far the fiscal year has come."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.thai.dates import fiscal_year
from officials.models.account import SignedInRequest
from visits.calendar.grid import Span
from visits.calendar.preferences import preferences_of
from visits.directives.holiday_years import HolidayYears
from visits.models import CALLED_OFF, Assignment
from visits.models.visit import Visit, VisitQuerySet
from visits.reports.coverage import coverage
from visits.reports.unit_families import what_is_counted

MOST_LISTED = 10
MOST_LATEST = 5


@require_safe
def front(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    week = Span.week_of(today, preferences_of(request.user).first_weekday)
    year = fiscal_year(today)
    visits = Visit.objects.visible_to(request.user)
    this_week = visits.between(week.first, week.last).exclude(status__in=CALLED_OFF).in_order()
    # The newest that took place, by the last day, which the index holds beside the status.
    latest = visits.counted().filter(ends_on__lt=week.first).order_by("-ends_on", "-pk")
    overdue = Assignment.objects.visible_to(request.user).overdue(today)
    context: dict[str, Any] = {
        "title": "หน้าแรก",
        "today": today,
        "first": week.first,
        "last": week.last,
        "fiscal_year": year,
        "coverage": coverage(request.user, year),
        "coverage_notes": what_is_counted(request.user),
        "this_week": this_week.with_unit().with_lead(),
        "overdue_count": overdue.order_by().count(),
        "overdue_assignments": overdue.select_related("unit", "directive").order_by("effective_due_on", "pk")[
            :MOST_LISTED
        ],
        "overdue_plans": first_rows(visits.overdue_plans(today).in_order()),
        "latest": latest.with_unit().with_lead()[:MOST_LATEST],
    }
    if request.user.has_perm("visits.change_holiday"):
        context["holiday_notice"] = HolidayYears().notice(today)
    if request.user.has_perm("visits.change_visit"):
        context["drafts"] = first_rows(visits.drafts())
    return render(request, "visits/front_page.html", context)


def first_rows(visits: VisitQuerySet) -> dict[str, Any]:
    """The first `rows` of a list, the `count` of all, and how many `more` there are."""
    count, rows = visits.count(), list(visits.with_unit().with_lead()[:MOST_LISTED])
    return {"count": count, "rows": rows, "more": count - len(rows)}

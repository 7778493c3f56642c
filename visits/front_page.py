"""The front page: what happens this week, what waits, how far the fiscal year has come."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.thai.dates import fiscal_year
from visits.calendar.grid import Span
from visits.calendar.preferences import desk_of
from visits.models import CALLED_OFF, Assignment, Visit
from visits.reports.coverage import coverage

LISTED = 10
LATEST = 5


@require_safe
def front(request):
    today = timezone.localdate()
    week = Span.week_of(today, desk_of(request.user).first_weekday)
    first, last = week.first, week.last
    year = fiscal_year(today)
    visits = Visit.objects.visible_to(request.user)
    page = {
        "title": "หน้าแรก",
        "today": today,
        "first": first,
        "last": last,
        "fiscal_year": year,
        "coverage": coverage(request.user, year),
        "this_week": for_list(visits.between(first, last).exclude(status__in=CALLED_OFF).in_order()),
        "overdue_orders": overdue_orders(request.user, today),
        "overdue_plans": Some(visits.overdue_plans(today).in_order()),
        "latest": for_list(latest(visits, first))[:LATEST],
    }
    if request.user.has_perm("visits.change_visit"):
        page["drafts"] = Some(visits.drafts())
    return render(request, "visits/front_page.html", page)


def latest(visits, before):
    """The newest visits that took place; by the last day, which the index holds beside the status."""
    return visits.counted().filter(ends_on__lt=before).order_by("-ends_on", "-pk")


def overdue_orders(user, today):
    """The longest overdue parts of orders, and how many there are."""
    late = Assignment.objects.visible_to(user).overdue(today)
    rows = late.select_related("unit", "directive").order_by("effective_due_on", "pk")
    return {"count": late.order_by().count(), "rows": rows[:LISTED]}


def for_list(visits):
    return visits.with_unit().with_lead()


class Some:
    """The first rows of a list, and how many more there are."""

    def __init__(self, visits):
        self.count = visits.count()
        self.rows = list(for_list(visits)[:LISTED])
        self.more = self.count - len(self.rows)

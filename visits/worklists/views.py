"""Pages of worklists: what lacks something, to be put right."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from config.thai.dates import fiscal_year
from officials.models.account import SignedInRequest
from visits.filters.visit_filter import VisitFilter
from visits.models import Visit
from visits.worklists import position_list

PER_PAGE = 50
LONGEST_KEY = 18


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("visits.change_visit", raise_exception=True)
def positions(request: SignedInRequest) -> HttpResponse:
    """Positions that differ from the register, of the visits that the filter finds; by default of one fiscal year.

    That is the year of the latest visit that took place, because a list over all years takes seconds.
    """
    data = request.GET.copy()
    page_number = data.pop("page", [""])[-1]
    if not data:
        today = timezone.localdate()
        latest = Visit.objects.visible_to(request.user).filter(starts_on__lte=today).order_by("-starts_on")
        last = latest.values_list("starts_on", flat=True).first() or today
        data["fiscal_year"] = str(fiscal_year(last))
    visit_filter = VisitFilter(data, user=request.user)
    if request.method == "POST":
        keys = [
            int(key) for key in request.POST.getlist("row") if key.isdecimal() and len(key) <= LONGEST_KEY
        ]
        count = position_list.correct(keys, by=request.user)
        messages.success(request, f"ใช้ตำแหน่งตามทำเนียบแล้ว {count:,} คน")
        return redirect(request.get_full_path())
    rows = (
        position_list.positions_to_check(visit_filter.visits, request.user) if visit_filter.is_valid else []
    )
    page = Paginator(rows, PER_PAGE).get_page(page_number)
    context = {
        "title": "ตำแหน่งไม่ตรงกับทำเนียบ",
        "filter": visit_filter,
        "page": page,
        "count": len(rows),
        "correctable": position_list.may_correct(page.object_list, request.user),
    }
    return render(request, "visits/worklists/positions.html", context)

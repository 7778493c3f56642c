"""Pages of worklists: what lacks something, to be put right."""

from datetime import date
from functools import lru_cache

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from config.forms.keys import is_key
from config.kept_statements import KeptStatement, statement_of
from config.thai.dates import fiscal_year
from officials.models import Appointment, Official
from officials.models.account import SignedInRequest
from visits.filters.visit_filter import VisitFilter
from visits.models import Visit
from visits.models.visit_queryset import VisitQuerySet
from visits.worklists import appointment_list, position_list
from visits.worklists.counts import worklist_counts
from visits.worklists.gap_lists import LACKS

PER_PAGE = 50
MAY_WORK = "visits.change_visit"


@require_safe
@permission_required(MAY_WORK, raise_exception=True)
def index(request: SignedInRequest) -> HttpResponse:
    """All worklists, each with how much it holds; what visits lack is counted in the fiscal year of the latest one."""
    data, _ = asked_or_latest_year(request)
    visit_filter = VisitFilter(data, user=request.user)
    be = None
    if not request.GET:
        be = int(data.get("fiscal_year", ""))
    elif visit_filter.is_valid and [*data] == ["fiscal_year"]:
        be = visit_filter.value("fiscal_year")
    counts = worklist_counts(request.user, visit_filter, be)
    context = {
        "title": "รายการที่ต้องจัดการ",
        "counts": counts,
        "words": year_in_words(be) if be else visit_filter.in_words,
        "lacks": [
            (lack.label, counts[f"lacks_{name}"], visit_filter.query(lacks=name))
            for name, lack in LACKS.items()
        ],
    }
    return render(request, "visits/worklists/index.html", context)


@lru_cache(maxsize=8)
def year_in_words(be: int) -> list[str]:
    """A filter of this fiscal year alone in words, which are the same for everybody: its form takes longer than the counts."""
    return VisitFilter({"fiscal_year": be}, user=AnonymousUser()).in_words  # type: ignore[arg-type]  # nobody's visits are asked


@require_safe
@permission_required(MAY_WORK, raise_exception=True)
def names(request: SignedInRequest) -> HttpResponse:
    """Leads to the names of press releases that the register does not know, whose page stands with the readings."""
    return redirect("reading_names", permanent=True)


def chosen_rows(request: SignedInRequest) -> list[int]:
    """The keys of the rows ticked on a list."""
    return [int(key) for key in request.POST.getlist("row") if is_key(key)]


def asked_or_latest_year(request: SignedInRequest) -> tuple[QueryDict, str]:
    """The parameters without the number of the page, and that number.

    Where nothing is asked for they ask for the fiscal year of the latest visit that took place.
    """
    data = request.GET.copy()
    page_number = data.pop("page", [""])[-1]
    if not data:
        today = timezone.localdate()
        seen = Visit.objects.visible_to(request.user)
        latest = latest_day(today) if request.user.sees_everything else latest_day_of(seen, today)
        data["fiscal_year"] = str(fiscal_year((latest.column() or [today])[0]))
    return data, page_number


@lru_cache(maxsize=1)
def latest_day(today: date) -> KeptStatement:
    """`latest_day_of` all visits."""
    return latest_day_of(Visit.objects.all(), today)


def latest_day_of(visits: VisitQuerySet, today: date) -> KeptStatement:
    """The day on which the latest of some visits began, today's included."""
    return statement_of(visits.filter(starts_on__lte=today).order_by("-starts_on").values("starts_on")[:1])


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_WORK, raise_exception=True)
def positions(request: SignedInRequest) -> HttpResponse:
    """Positions that differ from the register, of the visits that the filter finds; by default of one fiscal year.

    That is the year of the latest visit that took place, because a list over all years takes seconds.
    """
    data, page_number = asked_or_latest_year(request)
    visit_filter = VisitFilter(data, user=request.user)
    if request.method == "POST":
        count = position_list.correct(chosen_rows(request), by=request.user)
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


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(appointment_list.MAY_CONFIRM, raise_exception=True)
def appointments(request: SignedInRequest) -> HttpResponse:
    """Appointments that a program read in the news; ticked ones are confirmed, or left out where it read wrongly."""
    query = request.GET.get("q", "").strip()
    if request.method == "POST":
        keys = chosen_rows(request)
        if not keys:
            messages.warning(request, "ยังไม่ได้เลือกรายการ")
        elif "leave_out" in request.POST:
            count, still_used = appointment_list.leave_out(keys, by=request.user)
            messages.success(request, f"ตัดออกแล้ว {count:,} รายการ")
            for row in still_used:
                messages.warning(request, f"ตัด {row.official} {row.post} ไม่ได้ เพราะมีรายชื่อผู้ร่วมลงพื้นที่อ้างอิงอยู่")
        else:
            count = appointment_list.confirm(keys, by=request.user)
            messages.success(request, f"ยืนยันแล้ว {count:,} รายการ")
        return redirect(request.get_full_path())
    rows = Appointment.objects.visible_to(request.user).to_confirm()
    if query:
        rows = rows.filter(official__in=Official.objects.matching(query).order_by())
    rows = rows.select_related("official").with_posts()
    rows = rows.order_by("official__sort_key", "official", "stated_first", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page", ""))
    context = {"title": "ตำแหน่งที่ระบบอ่านจากข่าว", "page": page, "q": query}
    return render(request, "visits/worklists/appointments.html", context)

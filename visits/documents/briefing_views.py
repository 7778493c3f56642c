"""ข้อมูลประกอบการตรวจเยี่ยม of a unit or a province: page, print and PDF; and the page where one chooses."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.downloads import file_name
from officials.models import User
from officials.models.account import SignedInRequest
from units.models import Province, Unit
from visits.documents.blocks import without_links
from visits.documents.briefing import TITLE, briefing_document
from visits.documents.briefing_data import Briefing, ProvinceBriefing, UnitBriefing
from visits.documents.responses import pdf_response
from visits.filters.visit_filter import VisitFilter
from visits.models import Visit

COMING = 20


def unit_briefing(user: User, pk: int) -> UnitBriefing:
    """The briefing of a unit that the user may see; raises Http404."""
    rows = Unit.objects.visible_to(user).select_related("parent", "province")
    return UnitBriefing(get_object_or_404(rows, pk=pk), user)


def province_briefing(user: User, code: str) -> ProvinceBriefing:
    """The briefing of a province; raises Http404."""
    # PostgreSQL takes no text with a null in it, not even to look for it.
    if not code.isprintable():
        raise Http404
    return ProvinceBriefing(get_object_or_404(Province.objects.visible_to(user), code=code), user)


@require_safe
def page(request: SignedInRequest, briefing_of: Callable[..., Briefing], **key: Any) -> HttpResponse:
    """The briefing on the screen, with links; `key` is the unit's `pk` or the province's `code`."""
    briefing = briefing_of(request.user, **key)
    document = briefing_document(briefing)
    context = {"title": briefing.name, "kind": TITLE, "document": document, "briefing": briefing}
    return render(request, "visits/documents/briefing.html", context)


@require_safe
def print_page(request: SignedInRequest, briefing_of: Callable[..., Briefing], **key: Any) -> HttpResponse:
    """The briefing as it is printed."""
    context = print_context(briefing_of(request.user, **key))
    request.usage_details = [context["title"]]
    return render(request, "visits/documents/document.html", context)


@require_safe
def pdf(request: SignedInRequest, briefing_of: Callable[..., Briefing], **key: Any) -> HttpResponse:
    """The briefing as PDF."""
    briefing = briefing_of(request.user, **key)
    context = print_context(briefing)
    html = render_to_string("visits/documents/document.html", context)
    return pdf_response(request, html, file_name(context["title"], briefing.today, "pdf"))


def print_context(briefing: Briefing) -> dict[str, Any]:
    """What the template of a printed document needs."""
    document = without_links(briefing_document(briefing))
    return {"document": document, "title": document.title, "back": briefing.address}


@require_safe
def choose(request: SignedInRequest) -> HttpResponse:
    """By unit, by province, or from the visits that are planned next."""
    visit_filter = VisitFilter(request.GET, user=request.user)
    names = [(row.code, row.name) for row in visit_filter.provinces]
    province: Any = visit_filter.form.fields["province"]
    province.choices = [("", "เลือกจังหวัด"), *names]
    if visit_filter.is_valid and (unit := visit_filter.value("unit")):
        return redirect("unit_before", unit.pk)
    if visit_filter.is_valid and (code := visit_filter.value("province")):
        return redirect("province_before", code)
    plans = Visit.objects.visible_to(request.user).planned().filter(ends_on__gte=timezone.localdate())
    plans = plans.with_unit().with_lead().in_order()[:COMING]
    form = visit_filter.form
    context = {
        "title": TITLE,
        "filter": visit_filter,
        "unit_fields": [form["unit"]],
        "province_fields": [form["province"]],
        "plans": plans,
    }
    return render(request, "visits/documents/briefing_choose.html", context)

"""ข้อมูลประกอบการตรวจเยี่ยม of a unit or a province: page, print and PDF; and the page where one chooses."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.downloads import file_name
from units.models import Province, Unit
from visits.documents.blocks import without_links
from visits.documents.briefing import TITLE, before_paper
from visits.documents.briefing_data import ProvincePlace, UnitPlace
from visits.documents.views import pdf_answer
from visits.filters.visit_filter import VisitFilter
from visits.models import Visit

COMING = 20


def unit_place(request, pk):
    rows = Unit.objects.visible_to(request.user).select_related("parent", "province")
    return UnitPlace(get_object_or_404(rows, pk=pk), request.user)


def province_place(request, code):
    # PostgreSQL takes no text with a null in it, not even to look for it.
    if not code.isprintable():
        raise Http404
    rows = Province.objects.visible_to(request.user)
    return ProvincePlace(get_object_or_404(rows, code=code), request.user)


@require_safe
def unit_page(request, pk):
    return page(request, unit_place(request, pk))


@require_safe
def unit_print(request, pk):
    return printed(request, unit_place(request, pk))


@require_safe
def unit_pdf(request, pk):
    return pdf(request, unit_place(request, pk))


@require_safe
def province_page(request, code):
    return page(request, province_place(request, code))


@require_safe
def province_print(request, code):
    return printed(request, province_place(request, code))


@require_safe
def province_pdf(request, code):
    return pdf(request, province_place(request, code))


def page(request, place):
    paper = before_paper(place)
    context = {"title": place.name, "kind": TITLE, "paper": paper, "place": place}
    return render(request, "visits/documents/briefing.html", context)


def printed(request, place):
    context = sheet(place)
    request.asked_in_words = [context["title"]]
    return render(request, "visits/documents/sheet.html", context)


def sheet(place):
    paper = without_links(before_paper(place))
    return {"paper": paper, "title": paper.title, "back": place.address}


def pdf(request, place):
    context = sheet(place)
    html = render_to_string("visits/documents/sheet.html", context)
    return pdf_answer(request, html, file_name(context["title"], place.today, "pdf"))


@require_safe
def choose(request):
    """By unit, by province, or from the visits that are planned next."""
    asked = VisitFilter(request.GET, user=request.user)
    names = [(row.code, row.name) for row in asked.provinces]
    asked.form.fields["province"].choices = [("", "เลือกจังหวัด"), *names]
    if asked.is_valid and (unit := asked.value("unit")):
        return redirect("unit_before", unit.pk)
    if asked.is_valid and (code := asked.value("province")):
        return redirect("province_before", code)
    plans = Visit.objects.visible_to(request.user).planned().filter(ends_on__gte=timezone.localdate())
    context = {"title": TITLE, "filter": asked, "plans": plans.with_unit().with_lead().in_order()[:COMING]}
    return render(request, "visits/documents/briefing_choose.html", context)

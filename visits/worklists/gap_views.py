"""Pages of names that the register knows by now, of visits that lack something, and of units where nobody has been."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from config.forms.keys import key_of
from officials.models.account import SignedInRequest
from units.models import Kind, Unit
from visits.filters.filter_fields import OneOfField
from visits.filters.visit_filter import VisitFilter
from visits.worklists import gap_lists, people_list
from visits.worklists.gap_lists import LACKS
from visits.worklists.views import MAY_WORK, PER_PAGE, asked_or_latest_year, chosen_rows


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_WORK, raise_exception=True)
def people(request: SignedInRequest) -> HttpResponse:
    """Attendances whose names the register knows by now; the ticked ones are tied to the person chosen beside them."""
    if request.method == "POST":
        chosen = {}
        for key in chosen_rows(request):
            person = key_of(request.POST.get(f"person-{key}", ""))
            if person is not None:
                chosen[key] = person
        count, left = people_list.tie(chosen, by=request.user)
        if chosen:
            messages.success(request, f"ผูกกับทำเนียบแล้ว {count:,} คน")
        else:
            messages.warning(request, "ยังไม่ได้เลือกรายการ")
        for row in left:
            messages.warning(request, f"{row.name}: บุคคลนี้มีรายชื่อในการตรวจเยี่ยมนั้นอยู่แล้ว")
        return redirect(request.get_full_path())
    found = people_list.nameable(request.user)
    page = Paginator(list(found), PER_PAGE).get_page(request.GET.get("page", ""))
    rows = people_list.with_candidates({key: found[key] for key in page.object_list}, request.user)
    context = {"title": "รายชื่อที่ยังไม่ผูกกับทำเนียบ", "page": page, "rows": rows}
    return render(request, "visits/worklists/people.html", context)


@require_safe
@permission_required(MAY_WORK, raise_exception=True)
def incomplete(request: SignedInRequest) -> HttpResponse:
    """Visits that took place and lack something, of those the filter finds; by default of one fiscal year."""
    data, page_number = asked_or_latest_year(request)
    choices = [(code, lack.label) for code, lack in LACKS.items()]
    field = OneOfField(label="สิ่งที่ขาด", choices=choices, required=False)
    visit_filter = VisitFilter(data, user=request.user, options={"lacks": field})
    code = visit_filter.value("lacks") or "lead"
    counted = visit_filter.visits.counted().order_by()
    counts = counted.aggregate(
        **{name: Count("pk", filter=lack.condition, distinct=True) for name, lack in LACKS.items()}
    )
    rows = gap_lists.lacking(visit_filter.visits, code).with_unit().with_lead().in_order()
    page = Paginator(rows, PER_PAGE).get_page(page_number)
    tabs = [
        (lack.label, counts[name], visit_filter.query(lacks=name), name == code)
        for name, lack in LACKS.items()
    ]
    context = {"title": "การตรวจเยี่ยมที่ข้อมูลยังไม่ครบ", "filter": visit_filter, "page": page, "tabs": tabs}
    return render(request, "visits/worklists/incomplete.html", context)


class KindForm(forms.Form):
    """Which units."""

    kind = forms.ChoiceField(label="ประเภทหน่วยงาน", choices=Kind.choices, required=False)


@require_safe
@permission_required(MAY_WORK, raise_exception=True)
def unvisited(request: SignedInRequest) -> HttpResponse:
    """Units of a kind that exist today and where nobody has been."""
    form = KindForm(request.GET if request.GET.get("kind") else {"kind": Kind.PROVINCIAL_OFFICE})
    keys = (
        gap_lists.unvisited_units(request.user, form.cleaned_data["kind"], timezone.localdate())
        if form.is_valid()
        else []
    )
    units = Unit.objects.filter(pk__in=keys).select_related("province")
    page = Paginator(units, PER_PAGE).get_page(request.GET.get("page", ""))
    context = {"title": "หน่วยงานที่ยังไม่เคยตรวจเยี่ยม", "form": form, "page": page}
    return render(request, "visits/worklists/unvisited.html", context)

"""One guided step for units that are renamed, merged, split or moved: filled in, looked at, carried out, taken back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from officials.models.account import SignedInRequest
from units.models import Unit, UnitReorganisation
from units.reorganisation import Reorganisation
from visits.models import CALLED_OFF, Visit
from visits.worklists import reorganising
from visits.worklists.reorganise_forms import ReorganiseForm, ShareForm
from visits.worklists.reorganising import open_assignments

MAY_REORGANISE = ["units.add_unit", "units.change_unit"]
MOST_SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_REORGANISE, raise_exception=True)
def reorganise_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form; once it is sound what will happen and what goes on where, and once that is confirmed it happens."""
    unit = get_object_or_404(
        Unit.objects.visible_to(request.user).select_related("parent", "province"), pk=pk
    )
    form = ReorganiseForm(request.POST or None, user=request.user, record=unit)
    plan = form.plan if form.is_bound and form.is_valid() else None
    shares = ShareForm(request.POST, plan=plan) if plan else None
    if plan and shares and "confirm" in request.POST and (not shares.is_bound or shares.is_valid()):
        plan.shares = shares.shares()
        try:
            record = reorganising.carry_out(plan, shares.post_choices(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
            plan = None
        else:
            messages.success(request, f"บันทึกแล้ว {record} ยกเลิกได้ในหน้านี้ตราบที่ยังไม่มีข้อมูลอื่นใช้สิ่งที่เกิดขึ้น")
            return redirect("unit_reorganise", plan.successors[0].pk)
    context = {
        "title": f"เปลี่ยนแปลงหน่วยงาน: {unit}",
        "unit": unit,
        "form": form,
        "plan": plan,
        "shares": shares,
        "records": UnitReorganisation.objects.concerning(unit).distinct()[:MOST_SHOWN],
    }
    return render(request, "visits/worklists/reorganise.html", context | (consequences(plan) if plan else {}))


def consequences(plan: Reorganisation) -> dict[str, Any]:
    """How much goes on, and what stays to be looked after."""
    keys = [unit.pk for unit in plan.closing]
    later = Visit.objects.filter(unit__in=keys, ends_on__gte=plan.on).exclude(status__in=CALLED_OFF)
    return {
        "children": Unit.objects.filter(parent__in=keys).exclude(pk__in=keys).count(),
        "accounts": sum(unit.users.count() for unit in plan.closing),
        "provinces": sum(unit.responsibilities.count() for unit in plan.closing),
        "aliases": sum(unit.aliases.count() for unit in plan.closing),
        "open_assignments": open_assignments(plan).count(),
        "later_visits": later.select_related("unit").in_order()[:MOST_SHOWN],
        "later_count": later.count(),
    }


@require_POST
@permission_required(MAY_REORGANISE, raise_exception=True)
def undo_page(request: SignedInRequest, pk: int, record: int) -> HttpResponse:
    """Takes one reorganisation back, or says why that is no longer possible."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    found = get_object_or_404(UnitReorganisation.objects.concerning(unit).distinct(), pk=record)
    start = found.unit_id
    try:
        reorganising.undo(found, by=request.user)
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
        return redirect("unit_reorganise", pk)
    messages.success(request, f"ยกเลิกการ{found}แล้ว ทุกอย่างกลับเป็นตามเดิม")
    return redirect("unit_reorganise", start)

"""One guided step for units that are renamed, merged, split or moved: filled in, looked at, carried out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from config.thai.forms import ThaiDateField
from config.thai.text import clean_line
from officials.models.account import SignedInRequest
from units.models import Unit
from units.reorganisation import Reorganisation, ReorganisationKind, planned, reorganise
from visits.directives.forms import RecordForm, UnitByName
from visits.models import CALLED_OFF, Assignment, Visit
from visits.models.directive import DONE_STATES

MAY_REORGANISE = ["units.add_unit", "units.change_unit"]
MOST_LINES = 20
BLOCK = forms.Textarea(attrs={"rows": 3})


class ReorganiseForm(RecordForm):
    """What happens to the unit `record`; `plan` is what it amounts to."""

    kind = forms.ChoiceField(label="เหตุ", choices=ReorganisationKind.choices, widget=forms.RadioSelect)
    on = ThaiDateField(label="มีผลตั้งแต่วันที่")
    names = forms.CharField(
        label="หน่วยงานใหม่",
        required=False,
        widget=BLOCK,
        help_text="บรรทัดละหนึ่งหน่วยงาน ชื่อเต็ม แล้วตามด้วย | และชื่อย่อถ้ามี เช่น กองพัฒนา | กพ. ย้ายสังกัดโดยใช้ชื่อเดิมให้เว้นว่าง",
    )
    target = UnitByName(label="หน่วยงานที่มีอยู่แล้วซึ่งรับรวมหรือรับงานต่อ", required=False)
    others = forms.CharField(
        label="หน่วยงานอื่นที่ยุบรวมพร้อมกัน", required=False, widget=BLOCK, help_text="บรรทัดละหนึ่งหน่วยงาน ใช้เมื่อยุบรวม"
    )
    parent = UnitByName(label="หน่วยงานต้นสังกัดใหม่", required=False, help_text="ใช้เมื่อย้ายสังกัด")
    source = forms.CharField(
        label="กฎหมายหรือคำสั่ง", required=False, max_length=500, widget=forms.TextInput(attrs={"size": 50})
    )
    plan: Reorganisation

    def clean_names(self) -> list[tuple[str, str]]:
        """Full and short name of each new unit."""
        pairs = []
        for line in lines_of(self.cleaned_data["names"]):
            name, _, short = (clean_line(part) for part in line.partition("|"))
            if not name or len(name) > 250 or len(short) > 80:
                raise ValidationError(f"ชื่อเต็มยาวได้ 250 ตัวอักษร ชื่อย่อ 80 ตัวอักษร: {line[:80]}")
            pairs.append((name, short))
        return pairs

    def clean_others(self) -> list[Unit]:
        """The units named, each once."""
        field = UnitByName(required=False)
        field.user = self.user
        units = [field.clean(line) for line in lines_of(self.cleaned_data["others"])]
        return list({unit.pk: unit for unit in units if unit and unit != self.record}.values())

    def clean(self) -> dict[str, Any]:
        """Plans what the fields amount to."""
        super().clean()
        data = self.cleaned_data
        if not self.errors:
            try:
                self.plan = planned(
                    data["kind"], self.record, **{k: v for k, v in data.items() if k != "kind"}
                )
            except ValidationError as error:
                self.add_error(None, error)
        return data


def lines_of(text: str) -> list[str]:
    """The lines that are not blank; raises ValidationError for too many."""
    lines = [line for line in map(clean_line, text.splitlines()) if line]
    if len(lines) > MOST_LINES:
        raise ValidationError(f"ใส่ได้ไม่เกิน {MOST_LINES} บรรทัด")
    return lines


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_REORGANISE, raise_exception=True)
def reorganise_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form; once it is sound what will happen, and once that is confirmed it happens."""
    unit = get_object_or_404(
        Unit.objects.visible_to(request.user).select_related("parent", "province"), pk=pk
    )
    form = ReorganiseForm(request.POST or None, user=request.user, record=unit)
    plan = form.plan if form.is_bound and form.is_valid() else None
    if plan and "confirm" in request.POST:
        try:
            successors = reorganise(plan, by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
            plan = None
        else:
            messages.success(request, f"บันทึกแล้ว {', '.join(map(str, successors))} สืบทอดจาก{unit}")
            return redirect("admin:units_unit_change", successors[0].pk)
    context = {"title": f"เปลี่ยนแปลงหน่วยงาน: {unit}", "unit": unit, "form": form, "plan": plan}
    return render(request, "visits/worklists/reorganise.html", context | (consequences(plan) if plan else {}))


def consequences(plan: Reorganisation) -> dict[str, Any]:
    """How much goes on at the first successor, and what stays to be looked after."""
    keys = [unit.pk for unit in plan.closing]
    later = Visit.objects.filter(unit__in=keys, ends_on__gte=plan.on).exclude(status__in=CALLED_OFF)
    return {
        "children": Unit.objects.filter(parent__in=keys).exclude(pk__in=keys).count(),
        "accounts": sum(unit.users.count() for unit in plan.closing),
        "provinces": sum(unit.responsibilities.count() for unit in plan.closing),
        "open_assignments": Assignment.objects.filter(unit__in=keys).exclude(state__in=DONE_STATES).count(),
        "later_visits": later.select_related("unit").in_order()[:10],
        "later_count": later.count(),
    }

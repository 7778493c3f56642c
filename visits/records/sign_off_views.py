"""The steps by which a record is certified, and what waits for the one who checks."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from config.kept_forms import KeepingForm, brings_back
from visits.models import Visit
from visits.models.workflow import Refused
from visits.records.completeness import gaps
from visits.records.sign_off import CERTIFY, STEPS, last_steps, open_steps, take

PER_PAGE = 50


class StepForm(KeepingForm, forms.Form):
    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, step, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if step.asks:
            self.fields["text"].label = step.asks
            self.fields["text"].error_messages["required"] = f"โปรดระบุ{step.asks}"
        else:
            del self.fields["text"]


@brings_back
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, code):
    visit = get_object_or_404(Visit.objects.visible_to(request.user).with_unit(), pk=pk)
    found = STEPS.get(code)
    if not found:
        raise Http404
    if not request.user.has_perm(found.permission):
        raise PermissionDenied
    if request.method == "POST":
        return taken(request, visit, found)
    return step_page(request, visit, found, StepForm(found, initial={"seen": visit.version}))


def taken(request, visit, found):
    form = StepForm(found, request.POST)
    if not form.is_valid():
        return step_page(request, visit, found, form)
    told = form.cleaned_data
    try:
        take(found, visit, request.user, told.get("text", ""), told["seen"])
    except Refused as refused:
        visit.refresh_from_db()
        again = StepForm(found, initial={"text": told.get("text", ""), "seen": visit.version})
        return step_page(request, visit, found, again, refused.sentences)
    messages.success(request, f"{found.label}แล้ว")
    return redirect(visit)


def step_page(request, visit, found, form, sentences=()):
    """With what is missing where the record is to be certified; with no button where the step is not open."""
    is_open = found in open_steps(request.user, visit)
    page = {
        "title": f"{found.label}: {visit.title or visit.unit.name}",
        "visit": visit,
        "step": found,
        "is_open": is_open,
        "form": form,
        "sentences": sentences,
        "gaps": gaps(visit) if is_open and found.code in ("submit", "certify") else [],
        "last_step": last_steps([visit]).get(visit.pk),
    }
    return render(request, "visits/records/sign_off.html", page)


@require_safe
@permission_required(CERTIFY, raise_exception=True)
def waiting(request):
    rows = Visit.objects.visible_to(request.user).waiting().with_unit().with_lead()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    steps = last_steps(page.object_list)
    for visit in page.object_list:
        visit.handed_in = steps.get(visit.pk)
    return render(request, "visits/records/waiting.html", {"title": "ข้อมูลที่รอตรวจสอบ", "page": page})

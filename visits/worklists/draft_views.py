"""Pages of drafts: many handed in or certified at once, or looked at one after another."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from officials.models.account import SignedInRequest
from visits.models import RecordState, Visit
from visits.records import sign_off
from visits.worklists import draft_list
from visits.worklists.views import MAY_WORK, PER_PAGE, chosen_rows


class DraftsForm(forms.Form):
    """Which drafts: by state and by where they came from."""

    state = forms.ChoiceField(
        label="สถานะข้อมูล",
        required=False,
        choices=[(state.value, state.label) for state in draft_list.STEP_OF],
    )
    source = forms.ChoiceField(label="ที่มา", required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["source"].choices = draft_list.sources()  # type: ignore[attr-defined]  # a choice field

    @property
    def chosen(self) -> tuple[str, str]:
        """State and source; an unknown one of either is the first of its list."""
        self.is_valid()
        state = self.cleaned_data.get("state") or RecordState.DRAFT.value
        return state, self.cleaned_data.get("source", "")


def take_chosen(request: SignedInRequest, state: str, keys: list[int]) -> None:
    """Takes the step of the state with some records and says what came of it."""
    step = draft_list.STEP_OF[RecordState(state)]
    if not keys:
        messages.warning(request, "ยังไม่ได้เลือกรายการ")
        return
    if not request.user.has_perm(step.permission):
        raise PermissionDenied
    count, refused = draft_list.take_all(step, keys, by=request.user)
    if count:
        messages.success(request, f"{step.label}แล้ว {count:,} แห่ง")
    for visit, reason in refused:
        messages.warning(request, f"{visit.days} {visit.unit.label}: {reason}")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_WORK, raise_exception=True)
def drafts(request: SignedInRequest) -> HttpResponse:
    """Drafts with what each still lacks; the ticked ones are handed in or certified."""
    form = DraftsForm(request.GET)
    state, source = form.chosen
    if request.method == "POST":
        take_chosen(request, state, chosen_rows(request)[:PER_PAGE])
        return redirect(request.get_full_path())
    keys = draft_list.records_in(state, source, request.user).values_list("pk", flat=True)
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page", ""))
    step = draft_list.STEP_OF[RecordState(state)]
    context = {
        "title": "ร่างและข้อมูลที่รอตรวจสอบ",
        "form": form,
        "state": state,
        "source": source,
        "page": page,
        "rows": [(visit, sign_off.gaps(visit)) for visit in draft_list.with_gaps(page.object_list)],
        "step": step if request.user.has_perm(step.permission) else None,
    }
    return render(request, "visits/worklists/drafts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """One draft of the list with what it lacks, and the way to the one before and behind it."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).select_related("unit"), pk=pk)
    if not request.user.has_perm(MAY_WORK):
        raise PermissionDenied
    form = DraftsForm(request.GET)
    state, source = form.chosen
    rows = draft_list.records_in(state, source, request.user)
    keys = list(rows.values_list("starts_on", "pk"))
    here = (visit.starts_on, visit.pk)
    after = next((key for key in keys if key > here), None)
    before = next((key for key in reversed(keys) if key < here), None)
    query = f"?{request.GET.urlencode()}" if request.GET else ""

    def address(key: tuple | None) -> str:
        return f"{reverse('worklist_draft', args=[key[1]])}{query}" if key else ""

    if request.method == "POST":
        take_chosen(request, state, [visit.pk])
        return redirect(address(after) or f"{reverse('worklist_drafts')}{query}")
    step = draft_list.STEP_OF[RecordState(state)]
    may_take = visit.record_state == step.before and request.user.has_perm(step.permission)
    context = {
        "title": f"{visit.days} {visit.unit.name}",
        "visit": visit,
        "gaps": sign_off.gaps(visit),
        # None for a record that is not on the list, such as one that was certified meanwhile.
        "place": keys.index(here) + 1 if here in keys else None,
        "count": len(keys),
        "before": address(before),
        "after": address(after),
        "list": f"{reverse('worklist_drafts')}{query}",
        "step": step if may_take else None,
        "may_edit": sign_off.may_edit(request.user, visit),
    }
    return render(request, "visits/worklists/draft.html", context)

"""Pages that open, change and close follow-up rounds; their results are the report of rounds."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from officials.models.account import SignedInRequest
from visits.directives import follow_up_rounds
from visits.directives.round_forms import ChangeRoundForm, OpenRoundForm, RoundChoice, RoundDaysForm
from visits.models import FollowUpRound
from visits.models.workflow import Refused

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@permission_required(follow_up_rounds.MAY_OPEN, raise_exception=True)
def open_page(request: SignedInRequest) -> HttpResponse:
    """The form to open a round. Turning a page sends it too, so that neither ticks nor days are lost."""
    posted = request.POST if request.method == "POST" else None
    choice = RoundChoice(request.GET, request.user, posted)
    if posted and "page" in posted:
        # Only the page was turned: what was typed stands again, unchecked.
        typed = {name: posted.get(name, "") for name in RoundDaysForm.base_fields}
        form = OpenRoundForm(choice=choice, initial=typed)
    else:
        form = OpenRoundForm(posted or None, choice=choice)
    if form.is_valid():
        opened = take_or_explain(
            form,
            lambda: follow_up_rounds.open_round(
                by=request.user, directives=choice.directives, **form.cleaned_data
            ),
        )
        if opened:
            messages.success(request, f"เปิด{opened} แล้ว ติดตามข้อสั่งการ {choice.number:,} ข้อ")
            return redirect(report_of(opened))
    page = {
        "title": "เปิดรอบการติดตาม",
        "form": form,
        "choice": choice,
        "filter": choice.filter,
        "open_rounds": FollowUpRound.objects.visible_to(request.user).open(),
    }
    return render(request, "visits/directives/round_open.html", page)


def take_or_explain(form: forms.Form, step: Callable[[], FollowUpRound]) -> FollowUpRound | None:
    """The round as the step leaves it; where it is refused, None, and the sentence stands in the form."""
    try:
        return step()
    except Refused as refused:
        form.add_error(None, list(refused.sentences))
        return None


@require_http_methods(METHODS)
@permission_required(follow_up_rounds.MAY_CHANGE, raise_exception=True)
def round_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form to change a round."""
    row = visible_round(request, pk)
    initial = {name: getattr(row, name) for name in ChangeRoundForm.base_fields}
    form = ChangeRoundForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        changed = take_or_explain(
            form, lambda: follow_up_rounds.change_round(row, by=request.user, **form.cleaned_data)
        )
        if changed:
            messages.success(request, f"บันทึก{changed} แล้ว")
            return redirect(report_of(changed))
    page = {"title": f"แก้ไข{row}", "form": form, "round": row, "report": report_of(row)}
    return render(request, "visits/directives/round_change.html", page)


@require_http_methods(METHODS)
@permission_required(follow_up_rounds.MAY_CHANGE, raise_exception=True)
def one_click(
    request: SignedInRequest, pk: int, step: Callable[..., FollowUpRound], sentence: str
) -> HttpResponse:
    """Takes a step without a form, as the address declares it, and says so, or why not."""
    row = visible_round(request, pk)
    if request.method != "POST":
        return redirect("round", pk)
    try:
        step(row, by=request.user)
    except Refused as refused:
        messages.error(request, " ".join(refused.sentences))
        return redirect("round", pk)
    messages.success(request, sentence.format(row))
    return redirect(report_of(row))


def visible_round(request: SignedInRequest, pk: int) -> FollowUpRound:
    """The round of that key; 404 where the user may not see one."""
    return get_object_or_404(FollowUpRound.objects.visible_to(request.user), pk=pk)


def report_of(row: FollowUpRound) -> str:
    """The address of the report about one round."""
    return f"{reverse('report', args=['rounds'])}?round={row.pk}"

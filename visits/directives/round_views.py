"""Opens, changes and closes rounds of asking; what they bring is the report of rounds."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from config.kept_forms import brings_back
from visits.directives import rounds
from visits.directives.round_choice import Choice
from visits.directives.round_forms import ChangeForm, DaysForm, OpenForm
from visits.models import FollowUpRound
from visits.models.workflow import Refused

ANSWERS = ["GET", "HEAD", "POST"]


def report_of(row):
    return f"{reverse('report', args=['rounds'])}?round={row.pk}"


@brings_back
@require_http_methods(ANSWERS)
@permission_required(rounds.OPENS, raise_exception=True)
def open_page(request):
    """Turning a page sends the form too, so that neither ticks nor days are lost."""
    posted = request.POST if request.method == "POST" else None
    choice = Choice(request.GET, request.user, posted)
    form = open_form(posted, choice)
    if form.is_valid():
        made = taken(
            form, lambda told: rounds.open_round(by=request.user, directives=choice.directives, **told)
        )
        if made:
            messages.success(request, f"เปิด{made} แล้ว ติดตามข้อสั่งการ {choice.number:,} ข้อ")
            return redirect(report_of(made))
    page = {
        "title": "เปิดรอบการติดตาม",
        "form": form,
        "choice": choice,
        "filter": choice.filter,
        "open_rounds": FollowUpRound.objects.visible_to(request.user).open(),
    }
    return render(request, "visits/directives/round_open.html", page)


def open_form(posted, choice):
    if posted and "page" in posted:
        typed = {name: posted.get(name, "") for name in DaysForm.base_fields}
        return OpenForm(choice=choice, initial=typed)
    return OpenForm(*([posted] if posted else []), choice=choice)


def taken(form, step):
    """What the step gives; where it is refused, the sentence stands in the form."""
    try:
        return step(form.cleaned_data)
    except Refused as refused:
        form.add_error(None, list(refused.sentences))
        return None


@brings_back
@require_http_methods(ANSWERS)
@permission_required(rounds.CHANGES, raise_exception=True)
def round_page(request, pk):
    row = found(request, pk)
    typed = [request.POST] if request.method == "POST" else []
    first = {name: getattr(row, name) for name in ChangeForm.base_fields}
    form = ChangeForm(*typed, initial=first)
    if typed and form.is_valid():
        made = taken(form, lambda told: rounds.change_round(row, by=request.user, **told))
        if made:
            messages.success(request, f"บันทึก{made} แล้ว")
            return redirect(report_of(made))
    page = {"title": f"แก้ไข{row}", "form": form, "round": row, "report": report_of(row)}
    return render(request, "visits/directives/round_change.html", page)


@require_http_methods(ANSWERS)
@permission_required(rounds.CHANGES, raise_exception=True)
def lead(request, pk, verb, sentence):
    row = found(request, pk)
    if request.method != "POST":
        return redirect("round", pk)
    try:
        verb(row, by=request.user)
    except Refused as refused:
        messages.error(request, " ".join(refused.sentences))
        return redirect("round", pk)
    messages.success(request, sentence.format(row))
    return redirect(report_of(row))


def close(request, pk):
    return lead(request, pk, rounds.close_round, "ปิด{} แล้ว")


def reopen(request, pk):
    return lead(request, pk, rounds.reopen_round, "เปิด{} อีกครั้งแล้ว")


def found(request, pk):
    return get_object_or_404(FollowUpRound.objects.visible_to(request.user), pk=pk)

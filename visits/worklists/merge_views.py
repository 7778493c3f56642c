"""Pages of merging: likely duplicates, two rows side by side, and what was merged or set aside and can be taken back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from config.forms.keys import is_key
from config.thai.text import clean_line
from officials.models.account import SignedInRequest
from units.merging import MergeRefused
from units.models import DistinctPair, Merge
from visits.models import Assignment
from visits.worklists import distinct_pairs, merging
from visits.worklists.merging import KINDS, MAY_MERGE, MergeKind
from visits.worklists.views import PER_PAGE, chosen_rows

MOST_FOUND = 20
MOST_MERGES = 20
LONGEST_QUERY = 200
MAY_TAKE_BACK = "units.delete_distinctpair"


def kind_of(request: SignedInRequest, code: str) -> MergeKind:
    """The kind of an address; refused where the user may not change such rows."""
    if code not in KINDS:
        raise Http404
    if not request.user.has_perm(KINDS[code].permission):
        raise PermissionDenied
    return KINDS[code]


def row_of(kind: MergeKind, key: str) -> Any:
    """The row of a key as typed in an address, with what its facts need; None where there is none."""
    if not is_key(key):
        return None
    return kind.model.objects.for_choosing().filter(pk=int(key)).first()


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_MERGE, raise_exception=True)
def merge_page(request: SignedInRequest, kind: str) -> HttpResponse:
    """Chooses two rows of a kind, compares them side by side, and merges them once that is confirmed."""
    chosen = kind_of(request, kind)
    target = row_of(chosen, request.GET.get("keep", ""))
    dropped = row_of(chosen, request.GET.get("drop", ""))
    if target is None or dropped is None or target == dropped:
        return render(request, "visits/worklists/merge_choice.html", choice_context(request, chosen, target))
    problems: list[str] = []
    if request.method == "POST":
        choices = {name.removeprefix("stays-"): value for name, value in request.POST.dict().items()}
        try:
            record = merging.merge_rows(target, dropped, choices, by=request.user)
        except MergeRefused as refusal:
            problems = refusal.messages
        else:
            messages.success(request, f"{record}แล้ว ข้อความในบันทึกทุกฉบับยังเป็นตามเดิม")
            return redirect("merge", kind)
    clashes = [
        {
            "key": clash.key,
            "of_target": clash.of_target,
            "of_dropped": clash.of_dropped,
            "where": clash.of_target.directive
            if isinstance(clash.of_target, Assignment)
            else clash.of_target.visit,
            "chosen": request.POST.get(f"stays-{clash.key}", ""),
        }
        for clash in merging.choices_at(target, dropped)
    ]
    context = {
        "title": f"รวม{chosen.label}ซ้ำ",
        "kind": chosen,
        "target": target,
        "dropped": dropped,
        "facts": [
            (label, value, other)
            for (label, value), (_, other) in zip(chosen.facts(target), chosen.facts(dropped), strict=True)
        ],
        "counts": merging.what_hangs_on(target, dropped),
        "clashes": clashes,
        "problems": problems,
        "distinct": DistinctPair.objects.filter(
            model=chosen.model._meta.label_lower,
            first=min(target.pk, dropped.pk),
            second=max(target.pk, dropped.pk),
        ).first(),
    }
    return render(request, "visits/worklists/merge.html", context)


def choice_context(request: SignedInRequest, kind: MergeKind, target: Any) -> dict[str, Any]:
    """What the page shows while two rows are not yet chosen: likely duplicates, search, and merges of before."""
    query = clean_line(request.GET.get("q", ""))[:LONGEST_QUERY]
    found: list[Any] = []
    if query:
        rows = kind.model.objects.for_choosing()
        rows = rows.matching(query) if hasattr(rows, "matching") else rows.filter(search__contains=query)
        found = list(rows.exclude(pk=target.pk if target else None)[:MOST_FOUND])
    pairs = [] if target else distinct_pairs.pairs_to_look_at(kind)
    page = Paginator(pairs, PER_PAGE).get_page(request.GET.get("page", ""))
    rows_by_key = kind.model.objects.for_choosing().in_bulk(
        [key for pair in page.object_list for key in (pair.target, pair.dropped)]
    )
    label = kind.model._meta.label_lower
    merges = Merge.objects.filter(model=label, part_of=None)
    return {
        "title": f"รวม{kind.label}ซ้ำ",
        "kind": kind,
        "target": target,
        "q": query,
        "found": found,
        "page": page,
        "pairs": [(rows_by_key[pair.target], rows_by_key[pair.dropped], pair) for pair in page.object_list],
        "merges": merges[:MOST_MERGES],
        "distinct_count": DistinctPair.objects.filter(model=label).count(),
    }


@require_POST
@permission_required(MAY_MERGE, raise_exception=True)
def undo_page(request: SignedInRequest, kind: str, record: int) -> HttpResponse:
    """Takes one merge back."""
    chosen = kind_of(request, kind)
    merged = get_object_or_404(Merge, pk=record, model=chosen.model._meta.label_lower)
    try:
        merging.undo_merge(merged, by=request.user)
    except MergeRefused as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, f"ยกเลิกการ{merged}แล้ว")
    return redirect(reverse("merge", args=[kind]))


class ReasonForm(forms.Form):
    """Why two rows are no duplicates."""

    reason = forms.CharField(label="เหตุผล (ถ้ามี)", required=False, max_length=300)


def chosen_pairs(request: SignedInRequest) -> list[tuple[int, int]]:
    """The pairs ticked on a list, as two keys each."""
    pairs = []
    for value in request.POST.getlist("pair")[:PER_PAGE]:
        keys = value.split("-")
        if len(keys) == 2 and all(map(is_key, keys)):
            pairs.append((int(keys[0]), int(keys[1])))
    return pairs


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required([MAY_MERGE, MAY_TAKE_BACK], raise_exception=True)
def distinct_page(request: SignedInRequest, kind: str) -> HttpResponse:
    """Pairs that were found to be no duplicates, by whom and when; more are set aside here, and ticked ones taken back."""
    chosen = kind_of(request, kind)
    if request.method == "POST" and "take_back" in request.POST:
        count = distinct_pairs.take_back(chosen, chosen_rows(request)[:PER_PAGE], by=request.user)
        if count:
            messages.success(request, f"นำกลับไปเสนอเป็นรายการที่อาจซ้ำแล้ว {count:,} คู่")
        else:
            messages.warning(request, "ยังไม่ได้เลือกรายการ")
        return redirect("merge_distinct", kind)
    if request.method == "POST":
        form, pairs = ReasonForm(request.POST), chosen_pairs(request)
        if not form.is_valid():
            messages.error(request, f"เหตุผล: {' '.join(map(str, form.errors['reason']))}")
        elif not pairs:
            messages.warning(request, "ยังไม่ได้เลือกรายการ")
        else:
            count = distinct_pairs.set_aside(chosen, pairs, form.cleaned_data["reason"], by=request.user)
            messages.success(request, f"บันทึกว่าไม่ใช่รายการซ้ำแล้ว {count:,} คู่ จะไม่เสนออีก")
        return redirect("merge", kind)
    rows = DistinctPair.objects.filter(model=chosen.model._meta.label_lower)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page", ""))
    context = {"title": f"{chosen.label}ที่ไม่ใช่รายการซ้ำ", "kind": chosen, "page": page}
    return render(request, "visits/worklists/distinct_pairs.html", context)

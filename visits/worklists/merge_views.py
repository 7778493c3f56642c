"""Pages of merging: likely duplicates, two rows side by side, and what was merged and can be undone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from config.thai.text import clean_line
from officials.models.account import SignedInRequest
from units.merging import MergeRefused
from units.models import Merge
from visits.matching import likely_duplicates
from visits.models import Assignment
from visits.worklists import merging
from visits.worklists.merging import KINDS, MAY_MERGE, MergeKind

MOST_PROPOSED = 50
MOST_FOUND = 20
MOST_MERGES = 20
LONGEST_QUERY = 200
PROPOSED = {
    "officials": likely_duplicates.duplicate_officials,
    "units": likely_duplicates.duplicate_units,
    "posts": likely_duplicates.duplicate_posts,
    "programmes": likely_duplicates.duplicate_programmes,
}


def kind_of(request: SignedInRequest, code: str) -> MergeKind:
    """The kind of an address; refused where the user may not change such rows."""
    if code not in KINDS:
        raise Http404
    if not request.user.has_perm(KINDS[code].permission):
        raise PermissionDenied
    return KINDS[code]


def row_of(kind: MergeKind, key: str) -> Any:
    """The row of a key as typed in an address, with what its facts need; None where there is none."""
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
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
    pairs = [] if target else PROPOSED[kind.code]()
    rows_by_key = kind.model.objects.for_choosing().in_bulk(
        [key for pair in pairs[:MOST_PROPOSED] for key in (pair.target, pair.dropped)]
    )
    merges = Merge.objects.filter(model=kind.model._meta.label_lower, part_of=None)
    return {
        "title": f"รวม{kind.label}ซ้ำ",
        "kind": kind,
        "target": target,
        "q": query,
        "found": found,
        "pairs": [
            (rows_by_key[pair.target], rows_by_key[pair.dropped], pair) for pair in pairs[:MOST_PROPOSED]
        ],
        "more": max(0, len(pairs) - MOST_PROPOSED),
        "merges": merges[:MOST_MERGES],
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

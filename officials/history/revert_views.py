"""A reviewer reverts one change: the page first shows what will change; the reversal is recorded as a change with a reason."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from config.thai.dates import thai_date, thai_time
from officials.history.audit_trail import kinds
from officials.history.revert import Reversal, RevertRefused, owners_of

READ_ONLY = "{} รับรองแล้วหรืออยู่ในขั้นที่แก้ไขไม่ได้ ให้เปิดแก้ไขก่อน"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("officials.revert_change", raise_exception=True)
def revert(request: HttpRequest, kind: str, past: int) -> HttpResponse:
    """Shows and reverts the change with key `past` of a model; 409 with sentences where it cannot be reverted."""
    if kind not in kinds() or past > 2**63 - 1:
        raise Http404
    model = kinds()[kind]
    with transaction.atomic():
        history_row = get_object_or_404(model.history, history_id=past)
        # The row and its records are locked until the answer, so that they are neither certified nor edited meanwhile.
        model._base_manager.select_for_update().filter(pk=history_row.id).first()
        reversal = Reversal(history_row)
        verb = "add" if reversal.is_deletion else "change"
        if not request.user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}"):
            raise PermissionDenied
        records = [*filter(None, [reversal.current]), *owners_of(reversal.past_row)]
        for record in records:
            type(record)._base_manager.select_for_update().filter(pk=record.pk).first()
        obstacles = [
            READ_ONLY.format(f"{record._meta.verbose_name} “{record}”")
            for record in records
            if admin.site.is_registered(type(record))
            and not admin.site.get_model_admin(type(record)).has_change_permission(request, record)
        ] or reversal.obstacles
        if request.method == "POST" and not obstacles:
            here = timezone.localtime(reversal.past.history_date)
            try:
                row = reversal.apply(f"คืนค่าเดิมของการ{reversal.what} เมื่อ {thai_date(here)} {thai_time(here)}")
            except RevertRefused as refused:
                obstacles = list(refused.sentences)
            else:
                messages.success(request, "คืนค่าเดิมแล้ว")
                return redirect(history_address([row, *owners_of(row)]) or reverse("front"))
    context = {
        "title": "คืนค่าเดิม",
        "reversal": reversal,
        "obstacles": obstacles,
        "back": history_address(records),
    }
    return render(
        request, "officials/history/revert.html", context, status=409 if request.method == "POST" else 200
    )


def history_address(records: list[models.Model]) -> str:
    """Address of the history page of the outermost record that has one; empty without."""
    for record in reversed(records):
        if admin.site.is_registered(type(record)):
            name = f"admin:{record._meta.app_label}_{record._meta.model_name}_history"
            return reverse(name, args=[record.pk])
    return ""

"""A reviewer takes back one change: what will change is shown first, and it is a change with a reason itself."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from config.thai.dates import thai_date, thai_time
from officials.history.audit_trail import kinds
from officials.history.revert import ADDED, DELETED, EDITED, Refused, Reversal, owners_of
from visits.directives.settling import settle
from visits.models import Directive

ASKED = {EDITED: "change", ADDED: "delete", DELETED: "add"}
READ_ONLY = "{} รับรองแล้วหรืออยู่ในขั้นที่แก้ไขไม่ได้ ให้เปิดแก้ไขก่อน"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("officials.revert_change", raise_exception=True)
def revert(request, kind, past):
    with transaction.atomic():
        reversal = found(request, kind, past)
        sentences = read_only(request, reversal) or reversal.sentences
        if request.method == "POST" and not sentences:
            try:
                return taken_back(request, reversal)
            except Refused as refused:
                sentences = refused.sentences
    page = {
        "title": "คืนค่าเดิม",
        "reversal": reversal,
        "sentences": sentences,
        "back": history_address(records_of(reversal)),
    }
    return render(
        request, "officials/history/revert.html", page, status=409 if request.method == "POST" else 200
    )


def found(request, kind, past):
    """The record is locked until the answer, so that it is neither certified nor edited meanwhile."""
    if kind not in kinds() or past > 2**63 - 1:
        raise Http404
    model = kinds()[kind]
    row = model.history.filter(history_id=past).first()
    if row is None:
        raise Http404
    model._base_manager.select_for_update().filter(pk=row.id).first()
    reversal = Reversal(row)
    if not request.user.has_perm(f"{model._meta.app_label}.{ASKED[reversal.kind]}_{model._meta.model_name}"):
        raise PermissionDenied
    for owner in owners_of(reversal.past_row):
        type(owner)._base_manager.select_for_update().filter(pk=owner.pk).first()
    return reversal


def records_of(reversal):
    """The row itself, where it is there, and the records it goes with."""
    itself = [reversal.current] if reversal.current else []
    return [*itself, *owners_of(reversal.past_row)]


def read_only(request, reversal):
    return [
        READ_ONLY.format(f"{record._meta.verbose_name} “{record}”")
        for record in records_of(reversal)
        if (own := admin.site._registry.get(type(record))) and not own.has_change_permission(request, record)
    ]


def taken_back(request, reversal):
    here = timezone.localtime(reversal.past.history_date)
    moment = f"{thai_date(here)} {thai_time(here)}"
    row = reversal.apply(f"คืนค่าเดิมของการ{reversal.what} เมื่อ {moment}")
    for one in (row, *owners_of(row)):
        if isinstance(one, Directive) and one.pk:
            settle(one)
    messages.success(request, "คืนค่าเดิมแล้ว")
    return redirect(history_address(records_of(reversal)) or reverse("front"))


def history_address(records):
    """The history page of the outermost record that has one."""
    for record in reversed(records):
        if type(record) in admin.site._registry:
            name = f"admin:{record._meta.app_label}_{record._meta.model_name}_history"
            return reverse(name, args=[record.pk])
    return ""

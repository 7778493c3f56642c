"""Old addresses of rows that were merged lead to the rows they were merged into: on pages outside data entry and within it."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from config.forms.keys import is_key
from units.models import Merge

# What `pk` means in the names of routes that begin so.
ROWS = {"unit_": "units.unit", "person_": "officials.official"}


def target_key(label: str, key: str) -> int | None:
    """The key that a merged row goes by now, from a key as it stands in an address; None where it was not merged."""
    if not is_key(key):
        return None
    return Merge.objects.target_key(label, int(key))


class MergedAddresses:
    """Middleware: where a page of a row is not found, and the row was merged, leads to the page of the target row."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code != 404 or request.method not in ("GET", "HEAD") or match is None:
            return response
        label = next(
            (label for start, label in ROWS.items() if (match.url_name or "").startswith(start)), None
        )
        target = target_key(label, str(match.kwargs.get("pk", ""))) if label else None
        if target is None:
            return response
        address = reverse(match.view_name, kwargs={**match.kwargs, "pk": target})
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{address}?{query}" if query else address)


class MergedRowsAdmin(admin.ModelAdmin):
    """Mixin of admins: the page of a merged row leads to that of its target; the list leads to the merging."""

    change_list_template = "admin/mergeable_change_list.html"

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        """The row of an address, or the one it was merged into."""
        row = super().get_object(request, object_id, from_field)
        if row is None and (target := target_key(self.model._meta.label_lower, object_id)):
            row = super().get_object(request, str(target), from_field)
        return row

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of the row; of a merged one the address of the target row."""
        response = super().change_view(request, object_id, form_url, extra_context)
        row = (getattr(response, "context_data", None) or {}).get("original")
        if request.method == "GET" and row is not None and str(row.pk) != unquote(object_id):
            opts = self.model._meta
            return redirect(f"admin:{opts.app_label}_{opts.model_name}_change", row.pk)
        return response

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, with the kind of rows as it stands in the address of the merging."""
        kind = f"{self.opts.model_name}s"
        return super().changelist_view(request, {**(extra_context or {}), "merge_kind": kind})

"""What the office prints at the head of its memos."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from config.forms.model_admin import TrackedAdmin
from visits.models import Office


@admin.register(Office)
class OfficeAdmin(TrackedAdmin):
    """The one row of office data: its list leads straight to it."""

    fields = ["agency", "recipient", "crest"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only while there is none."""
        return super().has_add_permission(request) and not Office.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: documents are printed with it."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """A redirect to the row, or to the page that adds it."""
        if Office.objects.exists():
            return HttpResponseRedirect(reverse("admin:visits_office_change", args=[Office.ONLY]))
        if self.has_add_permission(request):
            return HttpResponseRedirect(reverse("admin:visits_office_add"))
        return super().changelist_view(request, extra_context)

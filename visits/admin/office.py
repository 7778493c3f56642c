"""What the office prints at the head of its memos; one row, so its list leads straight to it."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse

from config.forms.model_admin import TrackedAdmin
from visits.models import Office


@admin.register(Office)
class OfficeAdmin(TrackedAdmin):
    fields = ["agency", "recipient", "crest"]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Office.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if Office.objects.exists():
            return HttpResponseRedirect(reverse("admin:visits_office_change", args=[Office.ONLY]))
        if self.has_add_permission(request):
            return HttpResponseRedirect(reverse("admin:visits_office_add"))
        return super().changelist_view(request, extra_context)

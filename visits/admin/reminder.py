"""The log of what was sent by e-mail; nobody writes in it by hand."""

from django.contrib import admin

from config.forms.model_admin import ByKey
from config.thai.admin import ThaiDates
from officials.models.usage_log import UseKind, note
from visits.models import Reminder


class ArrivedFilter(admin.SimpleListFilter):
    title = "ผลการส่ง"
    parameter_name = "arrived"

    def lookups(self, request, model_admin):
        return [("yes", "ส่งแล้ว"), ("no", "ส่งไม่สำเร็จ")]

    def queryset(self, request, queryset):
        if self.value() == "no":
            return queryset.exclude(error="")
        return queryset.exclude(sent_at=None) if self.value() == "yes" else queryset


@admin.register(Reminder)
class ReminderAdmin(ByKey, ThaiDates, admin.ModelAdmin):
    list_display = ["text", "kind", "user", "address", "tried_at", "sent_at", "error"]
    list_filter = [ArrivedFilter, "kind"]
    list_select_related = ["user"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["address", "text"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def changelist_view(self, request, extra_context=None):
        """It shows e-mail addresses."""
        note(UseKind.CONTACT, request, what="รายการแจ้งเตือนทางอีเมล")
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

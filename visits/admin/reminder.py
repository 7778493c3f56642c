"""The log of what was sent by e-mail, read-only."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from config.forms.model_admin import ByKey
from config.thai.admin import ThaiDates
from officials.models.usage_log import UseKind, note_or_refuse
from visits.models import Reminder


class SentFilter(admin.SimpleListFilter):
    """Messages by whether they could be sent."""

    title = "ผลการส่ง"
    parameter_name = "arrived"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Sent, not sent."""
        return [("yes", "ส่งแล้ว"), ("no", "ส่งไม่สำเร็จ")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Messages that were sent, or those whose sending failed."""
        if self.value() == "no":
            return queryset.exclude(error="")
        return queryset.exclude(sent_at=None) if self.value() == "yes" else queryset


@admin.register(Reminder)
class ReminderAdmin(ByKey, ThaiDates, admin.ModelAdmin):
    """The list of messages; it shows e-mail addresses, so each look at it is logged."""

    list_display = ["text", "kind", "user", "address", "tried_at", "sent_at", "error"]
    list_filter = [SentFilter, "kind"]
    list_select_related = ["user"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["address", "text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Messages that the user may see."""
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The list, noted in the log of uses because it shows e-mail addresses."""
        note_or_refuse(UseKind.CONTACT, request, what="รายการแจ้งเตือนทางอีเมล")
        return super().changelist_view(request, extra_context)

    def is_allowed_to_nobody(self, request: HttpRequest, obj: Any = None) -> bool:
        """False: what was sent is neither added, changed nor deleted by hand."""
        return False

    has_add_permission = has_change_permission = has_delete_permission = is_allowed_to_nobody

"""Webhooks: addresses with their secret, which is shown once, and what is on its way to them."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from config.forms.model_admin import ByKey, TrackedAdmin, word_column
from config.thai.admin import ThaiDates
from visits.models import Webhook, WebhookDelivery


@admin.register(Webhook)
class WebhookAdmin(TrackedAdmin):
    """An administrator allows addresses; one that is no longer wanted is switched off."""

    has_personal_data = True
    fields = ("name", "url", "on_certification", "on_directive_steps", "is_active")
    list_display = ["name", "url", word_column("is_active", "การใช้งาน", "เปิดใช้", "ปิด")]
    actions = ["renew"]

    def response_add(self, request: HttpRequest, obj: Webhook, post_url_continue: Any = None) -> HttpResponse:
        """The page that shows the secret, once."""
        return self.secret_page(request, obj)

    @admin.action(description="ออกรหัสลับใหม่", permissions=["change"])
    def renew(self, request: HttpRequest, hooks: QuerySet[Webhook]) -> HttpResponse | None:
        """A new secret for the one chosen webhook."""
        if len(hooks) != 1:
            self.message_user(request, "โปรดเลือกครั้งละหนึ่งรายการ", messages.ERROR)
            return None
        hooks[0].renew_secret()
        return self.secret_page(request, hooks[0])

    def secret_page(self, request: HttpRequest, hook: Webhook) -> HttpResponse:
        """The secret; as no page of the admin, no browser keeps it."""
        context = {
            **self.admin_site.each_context(request),
            "title": f"รหัสลับของ {hook}",
            "hook": hook,
            "opts": self.opts,
        }
        return render(request, "admin/visits/webhook/secret.html", context)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: what was sent where stays known."""
        return False


class DeliveryFilter(admin.SimpleListFilter):
    """Events by what became of them."""

    title = "ผลการส่ง"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Waiting, sent, given up."""
        return [("waiting", "รอส่ง"), ("sent", "ส่งแล้ว"), ("given_up", "เลิกส่ง")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        """The events in the chosen state."""
        if self.value() == "waiting":
            return queryset.waiting()
        if self.value() == "sent":
            return queryset.exclude(sent_at=None)
        return queryset.exclude(given_up_at=None) if self.value() == "given_up" else queryset


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ByKey, ThaiDates, admin.ModelAdmin):
    """The outbox, read-only but for what was given up, which can be tried again."""

    list_display = ["event", "hook", "made_at", "tries", "next_at", "sent_at", "given_up_at", "error"]
    list_filter = [DeliveryFilter, "event"]
    list_select_related = ["hook"]
    list_per_page = 50
    show_full_result_count = False
    actions = ["again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Events that the user may see."""
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user)

    @admin.action(description="ส่งรายการที่เลิกส่งอีกครั้ง", permissions=["again"])
    def again(self, request: HttpRequest, deliveries: QuerySet[WebhookDelivery]) -> None:
        """Puts given-up events back into the queue."""
        rows = deliveries.exclude(given_up_at=None)
        count = rows.update(given_up_at=None, tries=0, next_at=timezone.now())
        self.message_user(request, f"จะส่งอีกครั้ง {count} รายการ", messages.SUCCESS)

    def has_again_permission(self, request: HttpRequest) -> bool:
        """Whoever changes webhooks."""
        return request.user.has_perm("visits.change_webhook")

    def is_allowed_to_nobody(self, request: HttpRequest, obj: Any = None) -> bool:
        """False: the site alone writes events."""
        return False

    has_add_permission = has_change_permission = has_delete_permission = is_allowed_to_nobody

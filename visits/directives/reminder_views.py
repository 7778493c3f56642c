"""The page of one's own reminders: what waits today, as text for a chat too, and what is sent by e-mail."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from officials.models.account import SignedInRequest
from visits.directives import steps
from visits.directives.notifications import LOOKED_BACK, sentence, without_address
from visits.directives.reminders import as_text, items_for
from visits.models import ReminderSetting

MOST = 50
PER_PAGE = 50


class ReminderSettingForm(forms.ModelForm):
    """Which kinds of reminders are sent."""

    class Meta:
        model = ReminderSetting
        fields = ["due_soon", "overdue", "rounds", "digest", "delivery"]


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: SignedInRequest) -> HttpResponse:
    """What waits for the user today, and the form of the setting."""
    setting = ReminderSetting.objects.of(request.user)
    form = ReminderSettingForm(request.POST or None, instance=setting)
    if request.method == "POST" and form.is_valid():
        ReminderSetting.objects.update_or_create(user=request.user, defaults=form.cleaned_data)
        messages.success(request, "บันทึกการตั้งค่าการแจ้งเตือนแล้ว")
        return redirect("reminders")
    today = timezone.localdate()
    items = items_for(request.user, today)
    shown, address = items[:MOST], request.build_absolute_uri("/").rstrip("/")
    page = {
        "title": "การแจ้งเตือนของท่าน",
        "form": form,
        "items": shown,
        "more": len(items) - len(shown),
        "is_office": steps.is_office(request.user),
        "text": as_text(shown, today, address),
    }
    return render(request, "visits/directives/reminders.html", page)


@require_safe
def unreached(request: SignedInRequest) -> HttpResponse:
    """For the office: what happened to directives of units of which no account has an address."""
    if not steps.is_office(request.user):
        raise PermissionDenied
    rows = without_address(request.user, timezone.now())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "เรื่องที่ไม่มีผู้รับทางอีเมล",
        "days": LOOKED_BACK.days,
        "page": page,
        "lines": [(progress, sentence(progress)) for progress in page],
    }
    return render(request, "visits/directives/unreached.html", context)

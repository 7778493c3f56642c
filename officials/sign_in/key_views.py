"""The page on which users make and revoke keys for programs."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from config.thai.forms import ThaiDateField
from config.thai.text import clean_line
from officials.models import AccessKey, User
from officials.models.access_key import LONGEST_LIFE, MOST_KEYS
from officials.models.account import SignedInRequest
from officials.sign_in.account_views import PER_PAGE

USUAL_LIFE = timedelta(days=90)


class KeyForm(forms.Form):
    """Name and last day of a new key."""

    name = forms.CharField(label="ชื่อกุญแจ", max_length=100)
    expires_on = ThaiDateField(label="ใช้ได้ถึงวันที่")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_name(self) -> str:
        """The name on one line."""
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise ValidationError("กรุณาตั้งชื่อกุญแจ เช่น ชื่อโปรแกรมที่จะใช้")
        return name

    def clean_expires_on(self) -> date:
        """A day from today to a year ahead."""
        day, today = self.cleaned_data["expires_on"], timezone.localdate()
        if day < today:
            raise ValidationError("วันสิ้นสุดต้องไม่ก่อนวันนี้")
        if day > today + LONGEST_LIFE:
            raise ValidationError("กุญแจใช้ได้ไม่เกินหนึ่งปีนับจากวันนี้")
        return day

    def clean(self) -> None:
        """Refuses one key more than an account may have."""
        if AccessKey.objects.filter(user=self.user).in_use_on(timezone.localdate()).count() >= MOST_KEYS:
            raise ValidationError(f"มีกุญแจที่ใช้งานอยู่ครบ {MOST_KEYS} กุญแจแล้ว กรุณายกเลิกกุญแจที่ไม่ใช้ก่อน")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_keys(request: SignedInRequest) -> HttpResponse:
    """The user's keys, and the form for another, whose secret the answer shows once."""
    usual = {"expires_on": timezone.localdate() + USUAL_LIFE}
    is_posted = request.method == "POST"
    form = KeyForm(request.POST if is_posted else None, user=request.user, initial=usual)
    key, secret = None, ""
    if is_posted:
        with transaction.atomic():
            # Two forms sent at once are counted one after the other.
            User.objects.select_for_update().get(pk=request.user.pk)
            if form.is_valid():
                key, secret = AccessKey.make(request.user, **form.cleaned_data)
                form = KeyForm(user=request.user, initial=usual)
    rows = AccessKey.objects.filter(user=request.user).for_page()
    page = {
        "title": "กุญแจเข้าถึงข้อมูล",
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "form": form,
        "key": key,
        "secret": secret,
    }
    return render(request, "officials/sign_in/keys.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke_key(request: SignedInRequest, pk: int) -> HttpResponse:
    """Revokes one of the user's keys; no error where it was revoked already or is none of theirs."""
    key = AccessKey.objects.filter(user=request.user, pk=pk).first()
    if request.method == "POST" and key:
        key.revoke()
        messages.success(request, f"ยกเลิกกุญแจ “{key.name}” แล้ว")
    return redirect("access_keys")

"""Accounts locked for a while after too many wrong passwords from one address, and the page about it."""

from datetime import datetime, timedelta
from math import ceil
from typing import Any

from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, Max, OuterRef, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from officials.models import Use, UseKind

LOCKED_FOR = timedelta(hours=settings.AXES_COOLOFF_TIME)
# Each wrong password costs more than half a second of processor, whatever name is tried.
REFUSALS_FROM_ONE_ADDRESS, WITHIN = 30, timedelta(minutes=10)


def failures(**conditions: Any) -> QuerySet[AccessAttempt]:
    """Failed sign-ins that still count: a row for each name, address and browser."""
    return AccessAttempt.objects.filter(
        attempt_time__gte=timezone.now() - LOCKED_FOR, **conditions
    ).order_by()


def is_locked() -> Exists:
    """Condition on accounts: too many wrong passwords from one address."""
    by_address = failures(username=OuterRef("username")).values("ip_address")
    counted = by_address.annotate(count=Sum("failures_since_start"))
    return Exists(counted.filter(count__gte=settings.AXES_FAILURE_LIMIT))


def locked_until(username: str, address: str) -> datetime | None:
    """The moment at which the lock of an account ends; None where no failure counts."""
    last = failures(username=username, ip_address=address).aggregate(last=Max("attempt_time"))["last"]
    return last and last + LOCKED_FOR


def address_refused_until(address: str | None) -> datetime | None:
    """The moment from which an address may try again after 30 refused sign-ins within ten minutes, whatever the names."""
    since = timezone.now() - WITHIN
    refused = Use.objects.filter(address=address, kind=UseKind.REFUSED, at__gt=since).order_by("-at")
    moments = refused.values_list("at", flat=True)[REFUSALS_FROM_ONE_ADDRESS - 1 : REFUSALS_FROM_ONE_ADDRESS]
    return moments[0] + WITHIN if address and moments else None


def locked_out(request: Any, response: HttpResponse | None, credentials: dict[str, Any]) -> HttpResponse:
    """429 with the moment from which to try again; called by django-axes instead of a sign-in."""
    until = locked_until(get_client_username(request, credentials), request.axes_ip_address)
    return lock_out_page(request, until or timezone.now() + LOCKED_FOR)


def lock_out_page(request: HttpRequest, until: datetime, *, is_of_address: bool = False) -> HttpResponse:
    """429 with the moment from which to try again, and `Retry-After`; of one account, or of all from an address."""
    seconds = max(1, ceil((until - timezone.now()).total_seconds()))
    context = {"title": "เข้าสู่ระบบไม่ได้ชั่วคราว", "until": until, "minutes": ceil(seconds / 60)}
    context["is_of_address"] = is_of_address
    response = render(request, "officials/sign_in/lockout.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response

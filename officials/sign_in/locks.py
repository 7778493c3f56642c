"""Accounts that are locked for a while after too many wrong passwords from one address, and the page that says so."""

from datetime import datetime, timedelta
from math import ceil
from typing import Any

from axes.helpers import get_client_username
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Exists, Max, OuterRef, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from officials.models import User

LOCKED_FOR = timedelta(hours=settings.AXES_COOLOFF_TIME)


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
    """The moment from which the password is asked for again; None where nothing counts."""
    last = failures(username=username, ip_address=address).aggregate(last=Max("attempt_time"))["last"]
    return last and last + LOCKED_FOR


def unlock(account: User) -> bool:
    """Forgets the wrong passwords of an account; whether there were any."""
    return bool(reset(username=account.username))


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any]
) -> HttpResponse:
    """429 with the moment from which to try again; django-axes answers so instead of a sign-in."""
    now = timezone.now()
    until = locked_until(get_client_username(request, credentials), request.axes_ip_address)
    until = until or now + LOCKED_FOR
    seconds = max(1, ceil((until - now).total_seconds()))
    page = {"title": "เข้าสู่ระบบไม่ได้ชั่วคราว", "until": until, "minutes": ceil(seconds / 60)}
    answer = render(request, "officials/sign_in/lockout.html", page, status=429)
    answer["Retry-After"] = str(seconds)
    return answer

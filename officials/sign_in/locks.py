"""Accounts that let nobody in for a while after too many wrong passwords from one address."""

from datetime import timedelta

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Sum
from django.utils import timezone

LOCKED_FOR = timedelta(hours=settings.AXES_COOLOFF_TIME)


def failures(**which):
    """Those that still count; of each address there is a row for each browser."""
    return AccessAttempt.objects.filter(attempt_time__gte=timezone.now() - LOCKED_FOR, **which).order_by()


def is_locked():
    """As a condition on accounts."""
    by_address = failures(username=OuterRef("username")).values("ip_address")
    counted = by_address.annotate(count=Sum("failures_since_start"))
    return Exists(counted.filter(count__gte=settings.AXES_FAILURE_LIMIT))


def locked_until(username, address):
    """The moment from which the password is asked for again; None where nothing counts."""
    last = failures(username=username, ip_address=address).aggregate(last=Max("attempt_time"))["last"]
    return last and last + LOCKED_FOR


def unlock(account):
    """Whether there was anything to forget."""
    return bool(reset(username=account.username))

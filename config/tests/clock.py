"""The server's clock: to be set on, `clock(minutes=31)`, or to stand, `standing_clock`, or early in the morning, `before_dawn`."""

from datetime import timedelta

import pytest
from django.utils import timezone


@pytest.fixture
def clock(monkeypatch):
    real, ahead = timezone.now, [timedelta()]

    def set_on(**length):
        ahead[0] += timedelta(**length)

    def now():
        return real() + ahead[0]

    monkeypatch.setattr(timezone, "now", now)
    # It holds the function itself.
    monkeypatch.setattr("axes.handlers.proxy.now", now)
    return set_on


@pytest.fixture
def before_dawn(clock):
    """Three in the morning here, when it is still the day before by UTC; gives the day here."""
    now = timezone.localtime()
    clock(hours=27 - now.hour, minutes=-now.minute)
    return timezone.localdate()


@pytest.fixture
def standing_clock(monkeypatch):
    """For what is printed twice and says when: a minute may end in between."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)

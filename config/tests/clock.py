"""The server's clock: to be set on, `clock(minutes=31)`, or to stand, `standing_clock`."""

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
def standing_clock(monkeypatch):
    """For what is printed twice and says when: a minute may end in between."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)

"""The server's clock, to be set on: `clock(minutes=31)`."""

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

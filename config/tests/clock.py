"""The server's clock, to be set on: `clock(minutes=31)`."""

from datetime import timedelta

import pytest
from django.utils import timezone


@pytest.fixture
def clock(monkeypatch):
    real, ahead = timezone.now, [timedelta()]

    def set_on(**length):
        ahead[0] += timedelta(**length)

    monkeypatch.setattr(timezone, "now", lambda: real() + ahead[0])
    return set_on

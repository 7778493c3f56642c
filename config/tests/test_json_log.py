"""With LOG_FORMAT=json each line of the log is one object that names its request, and the person only where that is wanted."""

import json
import logging
import sys
from io import StringIO

import pytest

from config.logs import JsonLine, in_request

pytestmark = pytest.mark.django_db


def line_of(level=logging.WARNING, exc_info=None):
    record = logging.LogRecord("site", level, __file__, 1, "ไม่พบ %s", ("หน้า",), exc_info)
    return json.loads(JsonLine("{message}", style="{").format(record))


def test_a_line_is_one_object_with_the_time_of_bangkok():
    line = line_of()
    assert line.pop("time").endswith("+07:00")
    assert line == {"level": "WARNING", "logger": "site", "message": "ไม่พบ หน้า"}


def test_a_fault_holds_its_traceback_in_the_same_line():
    try:
        raise ValueError("ผิด")
    except ValueError:
        line = line_of(logging.ERROR, sys.exc_info())
    assert line["traceback"].splitlines()[-1] == "ValueError: ผิด"


@pytest.fixture
def log():
    """What the site writes about requests, as lines of JSON."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLine("{message}", style="{"))
    logging.getLogger("django.request").addHandler(handler)
    yield stream
    logging.getLogger("django.request").removeHandler(handler)


@pytest.mark.parametrize(
    ("people", "named"), [(True, {"account": "clerk", "address": "127.0.0.1"}), (False, {})]
)
def test_account_and_address_are_named_by_a_setting(as_clerk, settings, log, people, named):
    settings.LOG_PEOPLE = people
    response = as_clerk.get("/visits/999999/", headers={"X-Request-ID": "from-the-proxy-1"})
    [line] = map(json.loads, log.getvalue().splitlines())
    del line["time"]
    assert line == {
        "level": "WARNING",
        "logger": "django.request",
        "message": "Not Found: /visits/999999/",
        "request": "from-the-proxy-1",
        **named,
    }
    assert response["X-Request-ID"] == "from-the-proxy-1"
    assert in_request.get() == {}


def test_a_name_that_is_none_is_replaced(client):
    assert len(client.get("/healthz", headers={"X-Request-ID": "a b\n"})["X-Request-ID"]) == 32

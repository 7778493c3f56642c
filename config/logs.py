"""The site's log: lines for people or for machines, the request that a line belongs to, and what must not stand in it."""

import json
import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from copy import copy
from datetime import datetime
from time import monotonic
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from config.middleware import Middleware

access = logging.getLogger("access")

FEED_KEY = re.compile(r"(/calendar/feed/)[^/\s\"?]+(\.ics)")
# The loggers whose lines hold addresses: Django's own server, its refusals, the web server, and the log of requests.
WRITERS = ("django.server", "django.request", "waitress", "access")


class WithoutKeys(logging.Filter):
    """Hides the keys of calendar feeds."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true; the key of a feed is hidden in the record."""
        message = record.getMessage()
        hidden = FEED_KEY.sub(r"\1***\2", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True


class LogLine(logging.Formatter):
    """Formats an error with its traceback; a refusal, for which Django adds one too, in one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with the traceback of an error alone."""
        # Django logs a wrong Host header and the like as errors, but nothing has failed.
        is_refusal = record.levelno < logging.ERROR or record.name.startswith("django.security.")
        if not is_refusal:
            return super().format(record)
        plain = copy(record)
        plain.exc_info = plain.exc_text = None
        return super().format(plain)


class JsonLine(LogLine):
    """One JSON object a line, its time by the site's clock with its offset; a fault's traceback stands in it."""

    def format(self, record: logging.LogRecord) -> str:
        """The object as text."""
        first, _, traceback = super().format(record).partition("\n")
        moment = datetime.fromtimestamp(record.created, timezone.get_default_timezone())
        fields = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": first,
            **in_request.get(),
        }
        return json.dumps(fields | ({"traceback": traceback} if traceback else {}), ensure_ascii=False)


# What is known of the request that this thread answers; empty between requests.
in_request: ContextVar[dict[str, str]] = ContextVar("in_request", default={})  # noqa: B039 - never changed, only replaced
# What a proxy may give as the name of a request.
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestId(Middleware):
    """Gives each request a name, that of the proxy before it where it sends one; log and answer bear it (X-Request-ID)."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if REQUEST_ID.fullmatch(given) else uuid4().hex
        in_request.set({"request": name})
        response = self.get_response(request)
        response.headers["X-Request-ID"] = name
        return response


@receiver(request_finished)
def forget_request(**_: Any) -> None:
    """Django writes the line of a refusal when all middleware is done, so not before the answer is closed."""
    in_request.set({})


def note_person(request: HttpRequest) -> None:
    """Lines of this request name account and address from now on."""
    account, address = request.user.get_username(), request.META.get("REMOTE_ADDR", "")
    in_request.set({**in_request.get(), "account": account, "address": address})


class AccessLog(Middleware):
    """With ACCESS_LOG=1 a line for each request: status, Retry-After (or -), method, path without its query, milliseconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.ACCESS_LOG:
            raise MiddlewareNotUsed
        super().__init__(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = monotonic()
        response = self.get_response(request)
        took, retry = (monotonic() - start) * 1000, response.headers.get("Retry-After", "-")
        access.info("%s %s %s %s %.0f ms", response.status_code, retry, request.method, request.path, took)
        return response

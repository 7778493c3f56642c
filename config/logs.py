"""Log lines: keys of calendar feeds are hidden, because they open a feed without a sign-in."""

import logging
import re
from collections.abc import Callable
from copy import copy
from time import monotonic

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

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

"""What must not stand in a log: the key of a calendar feed, which opens it without a sign-in."""

import logging
import re
from copy import copy

FEED_KEY = re.compile(r"(/calendar/feed/)[^/\s\"?]+(\.ics)")
# Whoever of these writes addresses: Django's own server, its refusals, and the web server where its log is on.
WRITERS = ("django.server", "django.request", "gunicorn.access", "gunicorn.error")


class WithoutKeys(logging.Filter):
    def filter(self, record):
        said = record.getMessage()
        hidden = FEED_KEY.sub(r"\1***\2", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True


def install():
    for name in WRITERS:
        logging.getLogger(name).addFilter(WithoutKeys())


class Line(logging.Formatter):
    """A fault with its traceback; a refusal, which Django gives one too, in one line."""

    def format(self, record):
        if record.levelno >= logging.ERROR:
            return super().format(record)
        plain = copy(record)
        plain.exc_info = plain.exc_text = None
        return super().format(plain)

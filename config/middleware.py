"""Base of the site's own middlewares."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class Middleware:
    """Holds what comes after it; a subclass says in `__call__` what is done before and after."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

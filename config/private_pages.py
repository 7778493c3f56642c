"""Pages and files of the site are for one reader: no proxy keeps them, and a browser asks again before it shows one anew."""

from django.http import HttpRequest, HttpResponse

from config.middleware import Middleware


class PrivatePages(Middleware):
    """Adds `Cache-Control` to every response that says nothing about it; static files are served before it is asked."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

"""Pages and files are for one reader: no shared cache stores them, and a browser revalidates before it shows one again."""

from django.http import HttpRequest, HttpResponse

from config.middleware import Middleware


class PrivatePages(Middleware):
    """Adds `Cache-Control: private, no-cache` to every response without one; static files are served before this runs."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

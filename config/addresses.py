"""The client's network address, where proxies stand before the site."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from python_ipware import IpWare

from config.middleware import Middleware


class ClientAddress(Middleware):
    """Puts the client's address into `REMOTE_ADDR`, where axes and the usage log read it.

    Each proxy appends the address of its client to the header; only as many entries as we have proxies can be trusted.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.PROXIES:
            raise MiddlewareNotUsed
        super().__init__(get_response)
        # The last proxy is not in the header: it is the client of the site itself.
        self.header = IpWare(precedence=("HTTP_X_FORWARDED_FOR",), proxy_count=settings.PROXIES - 1)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address, _ = self.header.get_client_ip(request.META)
        if address:
            request.META["REMOTE_ADDR"] = str(address)
        return self.get_response(request)

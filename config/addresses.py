"""From which address somebody asks, where proxies stand before the site."""

from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed


class ClientAddress:
    """Each proxy adds to the header whom it was asked by; only as many entries as there are own proxies can be believed."""

    def __init__(self, get_response):
        if not settings.PROXIES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        asked_by = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(asked_by) >= settings.PROXIES and (address := readable(asked_by[-settings.PROXIES])):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


def readable(text):
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return None

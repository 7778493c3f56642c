"""Removes the parameters that chat programs and advertisers add to links."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from config.middleware import Middleware

# Of LINE, Facebook, Google, Microsoft, Instagram, X, TikTok, Mailchimp and the analytics that all of them know.
_ADDED = re.compile(
    r"(?:utm_[a-z_]+|fbclid|fb_[a-z_]+|gclid|gbraid|wbraid|dclid|gad_source|msclkid|igshid|igsh|twclid|ttclid|yclid"
    r"|mibextid|rdid|share_url|__cft__(?:\[0\]|%5B0%5D)|__tn__|li_fat_id|_openstat|_x_tr_[a-z]+|mc_[ce]id|_ga|_gl|openExternalBrowser|openInAppBrowser|liff\.[a-zA-Z.]+|line_[a-z_]+|srsltid)(?:=.*)?"
)


class LinkTrackingMiddleware(Middleware):
    """Redirects an address with such parameters to the same address without them; the other parameters keep their order."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            given = request.META.get("QUERY_STRING", "").split("&")
            own = [pair for pair in given if not _ADDED.fullmatch(pair)]
            if len(own) < len(given):
                query = f"?{'&'.join(own)}" if any(own) else ""
                # Two slashes at the beginning would name another machine.
                path = request.get_full_path().partition("?")[0].lstrip("/")
                return HttpResponseRedirect(f"/{path}{query}")
        return self.get_response(request)

"""Logs what leaves the site on paper or as a file, and limits the exports of an account."""

from urllib.parse import unquote

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from config.middleware import Middleware
from config.problem_details import problem_response
from officials.models.account import SiteRequest
from officials.models.usage_log import Use, UseKind, note

# The addresses of all generated files; the name of a file is in the header of its response.
ENDINGS = (".xlsx", ".csv", ".pdf", ".docx", ".pptx", ".ics", "/report.json")
PRINTED = "/print/"
A_MINUTE = 60
TOO_MANY = "รับแฟ้มถี่เกินไป"


class Uses(Middleware):
    """Writes exports and printed pages into the usage log; 429 beyond so many exports a minute.

    A view may leave sentences for the log in `request.usage_details`, such as the filter in words.
    """

    def __call__(self, request: SiteRequest) -> HttpResponse:
        request.usage_details = ()
        is_reading = request.method == "GET" and request.user.is_authenticated
        is_export = is_reading and request.path.endswith(ENDINGS)
        if is_export and request.user.is_authenticated:
            exports = Use.objects.of_last_minute(request.user, UseKind.EXPORT).count()
            if exports >= settings.EXPORTS_A_MINUTE and request.path.endswith(".json"):
                return problem_response(429, TOO_MANY, retry_after=A_MINUTE)
            if exports >= settings.EXPORTS_A_MINUTE:
                context = {"title": TOO_MANY, "most": settings.EXPORTS_A_MINUTE}
                response = render(request, "429.html", context, status=429)
                response["Retry-After"] = A_MINUTE
                return response
        response = self.get_response(request)
        if response.status_code == 200 and (is_export or (is_reading and request.path.endswith(PRINTED))):
            disposition = response.headers.get("Content-Disposition", "") if is_export else ""
            name = unquote(disposition.partition("filename")[2].strip('*="').removeprefix("utf-8''"))
            key = f"กุญแจ: {request.access_key.name}" if request.access_key else ""
            what = " · ".join(filter(None, [name, key, *request.usage_details]))
            note(UseKind.EXPORT if is_export else UseKind.PRINT, request, what=what)
        return response

"""Notes what leaves the site on paper or as a file, and keeps one account from taking all of it at once."""

from urllib.parse import unquote

from django.conf import settings
from django.shortcuts import render

from officials.models.usage_log import Use, UseKind, note

# Every file the site makes has such an address; its name on the reader's disk stands in the answer.
ENDINGS = (".xlsx", ".csv", ".pdf", ".docx", ".ics")
PRINTED = "/print/"
A_MINUTE = 60


def is_export(request):
    return request.method == "GET" and request.path.endswith(ENDINGS) and request.user.is_authenticated


class Uses:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.asked_in_words = ()
        if is_export(request) and taken_too_often(request.user):
            return too_often(request)
        response = self.get_response(request)
        if response.status_code == 200:
            note_what_leaves(request, response)
        return response


def taken_too_often(user):
    return Use.objects.of_last_minute(user, UseKind.EXPORT).count() >= settings.EXPORTS_A_MINUTE


def too_often(request):
    context = {"title": "รับแฟ้มถี่เกินไป", "most": settings.EXPORTS_A_MINUTE}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = A_MINUTE
    return response


def note_what_leaves(request, response):
    if is_export(request):
        note(UseKind.EXPORT, request, what=in_words(request, response.headers.get("Content-Disposition", "")))
    elif request.method == "GET" and request.path.endswith(PRINTED) and request.user.is_authenticated:
        note(UseKind.PRINT, request, what=in_words(request))


def in_words(request, disposition=""):
    """The name of the file, and what was asked."""
    name = unquote(disposition.partition("filename")[2].strip('*="').removeprefix("utf-8''"))
    return " · ".join(filter(None, [name, *request.asked_in_words]))

"""What is typed into a form stays in the browser (`typed_words.js`) until the server confirms that it is saved."""

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from config.middleware import Middleware

# The cookie with the names of saved forms, whose stored words the browser deletes; the hidden field with the name of a form.
SAVED_COOKIE = "typed_saved"
NAME_FIELD = "_typed"
# Key of the account and a random part from the browser, so that a form is matched to its writer.
_NAME = re.compile(r"([0-9]{1,18})-[0-9a-z]{6,32}")
_MOST_NAMES = 20
_SECONDS = 600


def typed_names(text: str) -> list[str]:
    """The names of forms in a field or cookie; anything else in it is left out."""
    return [name for name in text.split(".")[:_MOST_NAMES] if _NAME.fullmatch(name)]


def is_internal(record: Model | None) -> bool:
    """Whether a record, or the directive or visit that it belongs to, is for use inside the office only."""
    if record is None:
        return False
    owners = (getattr(record, name, None) for name in ("directive", "visit"))
    return getattr(record, "is_internal", False) or any(map(is_internal, owners))


class TypedWordsMiddleware(Middleware):
    """Lists in a cookie each form that has been saved: the response was a redirect with a message of success."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        posted = request.POST.get(NAME_FIELD, "") if request.method == "POST" else ""
        names = typed_names(posted) if response.status_code == 302 else []
        if names:
            storage: Any = messages.get_messages(request)
            has_success = any(message.level == messages.SUCCESS for message in storage)
            storage.used = False  # they are shown on the next page
            if has_success:
                earlier = typed_names(request.COOKIES.get(SAVED_COOKIE, ""))
                response.set_cookie(
                    SAVED_COOKIE,
                    ".".join([*names, *earlier][:_MOST_NAMES]),
                    max_age=_SECONDS,
                    secure=settings.SESSION_COOKIE_SECURE,
                    samesite="Lax",
                )
        return response


def came_from(request: HttpRequest) -> str:
    """Address of the page of this site on which a form or button stood, else of the front page."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if is_ours else reverse("front")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of an earlier sign-in or of another site is refused; a link leads back to its page."""
    if request.user.is_authenticated and request.path == reverse("admin:login"):
        return redirect("front")
    writers = {name.partition("-")[0] for name in typed_names(request.POST.get(NAME_FIELD, ""))}
    page = {
        "back": came_from(request),
        "is_kept": bool(writers),
        "is_other": bool(writers - {str(request.user.pk)}) and request.user.is_authenticated,
    }
    return render(request, "403_csrf.html", page, status=403)

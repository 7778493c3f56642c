"""A program that reads with a personal key: `Authorization: Bearer …` in the place of a sign-in, for some addresses alone."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from config.middleware import Middleware
from config.problem_details import problem_response
from officials.models.access_key import AccessKey
from officials.models.account import SiteRequest
from officials.models.usage_log import AN_HOUR, note_wrong_key

View = TypeVar("View", bound=Callable)
WRONG = "กุญแจเข้าถึงข้อมูลไม่ถูกต้อง"
TOO_OFTEN = "ใช้กุญแจที่ไม่ถูกต้องหลายครั้งเกินไป กรุณาลองใหม่ภายหลัง"
NOT_HERE = "กุญแจเข้าถึงข้อมูลใช้อ่านได้เฉพาะที่อยู่ที่ระบุใน /api/"


def open_to_keys(view: View) -> View:
    """Lets programs with a key read a view too; without it a key opens nothing."""
    view.__dict__["is_open_to_keys"] = True
    return view


def bearer_of(request: HttpRequest) -> str | None:
    """The key that a request brings in its header; None where it brings none."""
    scheme, _, secret = request.headers.get("Authorization", "").strip().partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


class BearerKeys(Middleware):
    """Puts the owner of the key into `request.user`; of what a browser sends beside it, session and cookies, nothing counts.

    401 for a key that opens nothing, 403 where keys do not serve, 429 after too many wrong ones from one address.
    """

    def __call__(self, request: SiteRequest) -> HttpResponse:
        request.access_key = None
        secret = bearer_of(request)
        if secret is None or is_public(request):
            return self.get_response(request)
        # Whoever is signed in with the browser is not who asks.
        request.user = AnonymousUser()
        key = AccessKey.objects.for_secret(secret)
        if key is None:
            if not note_wrong_key(request, "access"):
                return problem_response(429, TOO_OFTEN, retry_after=AN_HOUR)
            return unauthorised(WRONG)
        if key.refusal:
            return unauthorised(key.refusal)
        if request.method not in ("GET", "HEAD") or not serves_keys(request):
            return problem_response(403, NOT_HERE)
        key.mark_used()
        request.user, request.access_key = key.user, key
        return self.get_response(request)


def is_public(request: HttpRequest) -> bool:
    """Whether the address needs no sign-in, so that no key is looked at."""
    try:
        return not getattr(resolve(request.path_info).func, "login_required", True)
    except Resolver404:
        return False


def serves_keys(request: HttpRequest) -> bool:
    """Whether the view of the address is one of `open_to_keys`."""
    try:
        return getattr(resolve(request.path_info).func, "is_open_to_keys", False)
    except Resolver404:
        return False


def unauthorised(sentence: str) -> HttpResponse:
    """401 as RFC 6750 describes it, with a Thai sentence."""
    response = problem_response(401, sentence)
    response["WWW-Authenticate"] = 'Bearer realm="field-visits", error="invalid_token"'
    return response

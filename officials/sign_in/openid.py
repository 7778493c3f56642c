"""Sign-in with the ministry's account (OpenID Connect), where a provider is configured; it grants no rights by itself."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from officials.models.identity import UNKNOWN, UnknownIdentity, account_of
from officials.sign_in.views import sign_in

log = logging.getLogger(__name__)

THEN = "openid_then"  # in the session: the page that asked for the sign-in
NO_ANSWER = "ติดต่อระบบบัญชีกลางไม่ได้ หรือได้รับคำตอบที่ใช้ไม่ได้ โปรดลองใหม่ภายหลัง หรือเข้าสู่ระบบด้วยชื่อผู้ใช้และรหัสผ่าน"
STALE = "การเข้าสู่ระบบด้วยบัญชีกลางครั้งนี้หมดเวลา ใช้ไปแล้ว หรือเริ่มจากเครื่องอื่น โปรดเริ่มใหม่จากหน้าเข้าสู่ระบบ"
CANCELLED = "ยกเลิกการเข้าสู่ระบบด้วยบัญชีกลางแล้ว"

View = Callable[[HttpRequest], HttpResponse]


def configured(view: View) -> View:
    """Makes a view open to those who are not signed in yet, and 404 without a provider."""

    def page(request: HttpRequest) -> HttpResponse:
        if not settings.OPENID_ISSUER:
            raise Http404
        return view(request)

    return login_not_required(never_cache(require_safe(page)))


@configured
def start(request: HttpRequest) -> HttpResponse:
    """Redirects to the provider; `?next=` is the page of this site to open after the sign-in."""
    from officials.sign_in.openid_provider import Provider  # 8 MB that few sites need

    try:
        response = Provider().authorize_redirect(request, request.build_absolute_uri(reverse("openid_back")))
    except Exception:  # whatever a provider may answer
        return no_answer(request)
    then = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(then, {request.get_host()}, require_https=request.is_secure())
    request.session[THEN] = then if is_ours else reverse("front")
    return response


@configured
def back(request: HttpRequest) -> HttpResponse:
    """The address to which the provider redirects: signs the account in, or shows a Thai sentence why not."""
    from officials.sign_in.openid_provider import MismatchingStateError, OAuthError, Provider

    try:
        claims = Provider().claims(request)
    except MismatchingStateError:
        return refusal_page(request, STALE, 400)
    except Exception as error:  # whatever a provider may answer
        if isinstance(error, OAuthError) and error.error == "access_denied":
            messages.info(request, CANCELLED)
            return redirect("admin:login")
        return no_answer(request)
    try:
        account = account_of(settings.OPENID_ISSUER, claims)
    except UnknownIdentity:
        return refusal_page(request, UNKNOWN, 403)
    account.backend = "officials.sign_in.backends.AccountBackend"
    return sign_in(request, account, request.session.pop(THEN, reverse("front")))


@configured
def leave(request: HttpRequest) -> HttpResponse:
    """Signs out of the provider too, for a machine that others use."""
    from officials.sign_in.openid_provider import Provider

    login = request.build_absolute_uri(reverse("admin:login"))
    try:
        return Provider().logout_redirect(request, login, client_id=settings.OPENID_CLIENT_ID)
    except Exception:  # whatever a provider may answer
        return no_answer(request)


def no_answer(request: HttpRequest) -> HttpResponse:
    """502 with a Thai sentence; the reason goes to the log."""
    log.warning("The OpenID provider gave no usable answer.", exc_info=True)
    return refusal_page(request, NO_ANSWER, 502)


def refusal_page(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """A page that says why the sign-in is refused, with a way to the other sign-in."""
    context = {"title": "เข้าสู่ระบบด้วยบัญชีกลางไม่ได้", "sentence": sentence}
    return render(request, "officials/sign_in/openid_refused.html", context, status=status)

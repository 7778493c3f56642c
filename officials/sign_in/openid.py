"""Sign-in with the ministry's account (OpenID Connect), where a provider is configured; it grants no rights by itself."""

import logging
from collections.abc import Callable
from typing import Any

from authlib.integrations.base_client.errors import MismatchingStateError, OAuthError
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App
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
SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
PATIENCE = 8  # seconds for each answer of the provider
NO_ANSWER = "ติดต่อระบบบัญชีกลางไม่ได้ หรือได้รับคำตอบที่ใช้ไม่ได้ โปรดลองใหม่ภายหลัง หรือเข้าสู่ระบบด้วยชื่อผู้ใช้และรหัสผ่าน"
STALE = "การเข้าสู่ระบบด้วยบัญชีกลางครั้งนี้หมดเวลา ใช้ไปแล้ว หรือเริ่มจากเครื่องอื่น โปรดเริ่มใหม่จากหน้าเข้าสู่ระบบ"
CANCELLED = "ยกเลิกการเข้าสู่ระบบด้วยบัญชีกลางแล้ว"

View = Callable[[HttpRequest], HttpResponse]


class UntrustworthyProvider(Exception):
    """The statements of the provider about itself or the person contradict each other."""


class Provider(DjangoOAuth2App):
    """The provider named in the settings; its discovery document and keys are read again at every sign-in."""

    def __init__(self) -> None:
        super().__init__(
            DjangoIntegration("openid"),
            name="openid",
            client_id=settings.OPENID_CLIENT_ID,
            client_secret=settings.OPENID_CLIENT_SECRET,
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "default_timeout": PATIENCE,
            },
            server_metadata_url=settings.OPENID_ISSUER.rstrip("/") + "/.well-known/openid-configuration",
        )

    def load_server_metadata(self) -> dict[str, Any]:
        """The discovery document; raises `UntrustworthyProvider` for another issuer, or a page without https."""
        metadata = super().load_server_metadata()
        if metadata.get("issuer") != settings.OPENID_ISSUER:
            raise UntrustworthyProvider(f"the issuer calls itself {metadata.get('issuer')!r}")
        addresses = [metadata[name] for name in metadata if name.endswith("_endpoint") or name == "jwks_uri"]
        is_safe = all(address.startswith("https://") for address in addresses)
        if settings.OPENID_ISSUER.startswith("https:") and not is_safe:
            raise UntrustworthyProvider("a page of the provider is not reached by https")
        # Overrides what it supports: neither unsigned tokens nor a shared secret are accepted.
        metadata["id_token_signing_alg_values_supported"] = SIGNED_BY
        return metadata

    def claims(self, request: HttpRequest) -> dict[str, Any]:
        """The claims about the person, after state, nonce, PKCE, signature, issuer, audience and times are checked.

        Raises what Authlib raises, and `UntrustworthyProvider` where the userinfo endpoint names another subject.
        """
        options = {"iss": {"value": settings.OPENID_ISSUER}, "aud": {"value": settings.OPENID_CLIENT_ID}}
        token = self.authorize_access_token(request, claims_options=options)
        claims = dict(token["userinfo"])
        if "userinfo_endpoint" in self.load_server_metadata():
            more = dict(self.userinfo(token=token))
            if more["sub"] != claims["sub"]:
                raise UntrustworthyProvider("the user's page speaks of another person")
            claims |= more
        return claims


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

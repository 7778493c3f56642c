"""Sign-in with the ministry's own account (OpenID Connect), where one is configured; it gives no rights by itself."""

import logging

from authlib.integrations.base_client.errors import MismatchingStateError, OAuthError
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from officials.models import identity
from officials.sign_in.views import enter

log = logging.getLogger(__name__)

THEN = "openid_then"  # in the session: the page that asked for the sign-in
SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
PATIENCE = 8  # seconds for each answer of the provider
NO_ANSWER = "ติดต่อระบบบัญชีกลางไม่ได้ หรือได้รับคำตอบที่ใช้ไม่ได้ โปรดลองใหม่ภายหลัง หรือเข้าสู่ระบบด้วยชื่อผู้ใช้และรหัสผ่าน"
STALE = "การเข้าสู่ระบบด้วยบัญชีกลางครั้งนี้หมดเวลา ใช้ไปแล้ว หรือเริ่มจากเครื่องอื่น โปรดเริ่มใหม่จากหน้าเข้าสู่ระบบ"
CANCELLED = "ยกเลิกการเข้าสู่ระบบด้วยบัญชีกลางแล้ว"


class Rubbish(Exception):
    """What the provider tells of itself cannot be true."""


class Provider(DjangoOAuth2App):
    """Asks the provider anew at every sign-in where its pages are and by which keys it signs."""

    def __init__(self):
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

    def load_server_metadata(self):
        metadata = super().load_server_metadata()
        if metadata.get("issuer") != settings.OPENID_ISSUER:
            raise Rubbish(f"the issuer calls itself {metadata.get('issuer')!r}")
        if settings.OPENID_ISSUER.startswith("https:") and not all(map(is_safe, addresses(metadata))):
            raise Rubbish("a page of the provider is not reached by https")
        # Whatever it supports besides: no signature, or one with a shared secret, is none.
        metadata["id_token_signing_alg_values_supported"] = SIGNED_BY
        return metadata

    def claims(self, request):
        """What the provider tells of the person; state, nonce, PKCE, signature, issuer, audience and times are right."""
        options = {"iss": {"value": settings.OPENID_ISSUER}, "aud": {"value": settings.OPENID_CLIENT_ID}}
        token = self.authorize_access_token(request, claims_options=options)
        claims = dict(token["userinfo"])
        if "userinfo_endpoint" in self.load_server_metadata():
            told = dict(self.userinfo(token=token))
            if told["sub"] != claims["sub"]:
                raise Rubbish("the user's page tells of somebody else")
            claims |= told
        return claims


def addresses(metadata):
    return [metadata[name] for name in metadata if name.endswith("_endpoint") or name == "jwks_uri"]


def is_safe(address):
    return address.startswith("https://")


def configured(view):
    """Open to those who are not signed in yet; not there at all without a provider."""

    def page(request):
        if not settings.OPENID_ISSUER:
            raise Http404
        return view(request)

    return login_not_required(never_cache(require_safe(page)))


@configured
def start(request):
    try:
        response = Provider().authorize_redirect(request, request.build_absolute_uri(reverse("openid_back")))
    except Exception:  # whatever a provider may answer
        return no_answer(request)
    request.session[THEN] = own_address(request)
    return response


def own_address(request):
    then = request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(then, {request.get_host()}, require_https=request.is_secure())
    return then if own else reverse("front")


@configured
def back(request):
    try:
        claims = Provider().claims(request)
    except MismatchingStateError:
        return refused(request, STALE, 400)
    except OAuthError as error:
        return cancelled(request) if error.error == "access_denied" else no_answer(request)
    except Exception:  # whatever a provider may answer
        return no_answer(request)
    try:
        account = identity.account_of(settings.OPENID_ISSUER, claims)
    except identity.Unknown:
        return refused(request, identity.UNKNOWN, 403)
    account.backend = "officials.sign_in.backends.AccountBackend"
    return enter(request, account, request.session.pop(THEN, reverse("front")))


@configured
def leave(request):
    """Out of the provider's own sign-in too, on a machine that others use."""
    login = request.build_absolute_uri(reverse("admin:login"))
    try:
        return Provider().logout_redirect(request, login, client_id=settings.OPENID_CLIENT_ID)
    except Exception:  # whatever a provider may answer
        return no_answer(request)


def cancelled(request):
    messages.info(request, CANCELLED)
    return redirect("admin:login")


def no_answer(request):
    log.warning("The OpenID provider gave no usable answer.", exc_info=True)
    return refused(request, NO_ANSWER, 502)


def refused(request, sentence, status):
    context = {"title": "เข้าสู่ระบบด้วยบัญชีกลางไม่ได้", "sentence": sentence}
    return render(request, "officials/sign_in/openid_refused.html", context, status=status)

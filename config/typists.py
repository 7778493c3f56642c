"""Under which account a form was opened: told by its own token, for the browser may since have changed accounts.

A sign-in gives the browser a new secret, and every form a token made of it. A signed cookie keeps which account got which
secret (its digest), of the last few sign-ins; nobody else can name a token that is in it, so a form of another site has no
typist.
"""

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core.signing import BadSignature
from django.dispatch import receiver
from django.middleware.csrf import CSRF_TOKEN_LENGTH, _unmask_cipher_token
from django.utils.crypto import salted_hmac

COOKIE = "typists"
MOST = 5


@receiver(user_logged_in)
def note_sign_in(request, user, **_):
    request.signed_in_now = user


def remember_sign_in(request, response):
    """On the answer to a sign-in: this account's secret before those of earlier sign-ins."""
    user, secret = getattr(request, "signed_in_now", None), request.META.get("CSRF_COOKIE")
    if user is None or not secret:
        return
    pairs = [f"{user.pk}:{digest(secret)}", *known(request)][:MOST]
    response.set_signed_cookie(
        COOKIE,
        " ".join(pairs),
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def known(request):
    try:
        return request.get_signed_cookie(COOKIE, default="", max_age=settings.SESSION_COOKIE_AGE).split()
    except BadSignature:
        return []


def typist_of(request):
    """Key of the account that opened the posted form in this browser; None where that is not certain."""
    secret = secret_of(request.POST.get("csrfmiddlewaretoken", ""))
    accounts = dict(reversed(pair.split(":")) for pair in known(request))
    key = secret and accounts.get(digest(secret))
    return int(key) if key else None


def secret_of(token):
    if len(token) != CSRF_TOKEN_LENGTH or not (token.isascii() and token.isalnum()):
        return None
    return _unmask_cipher_token(token)


def digest(secret):
    return salted_hmac(COOKIE, secret, algorithm="sha256").hexdigest()

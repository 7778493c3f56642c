"""What was typed into a form outlives the end of a session: after the sign-in the form comes back filled, not saved.

A form is kept in the browser's own session, for the account that had been signed in on this browser.
"""

import time

from django import forms
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.dispatch import receiver
from django.http import HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve
from django.views.csrf import csrf_failure

KEPT = "kept_form"
LIFE = 3600  # seconds
LARGEST = 1_000_000  # letters
ACCOUNT_COOKIE, SALT = "last_account", "config.kept_forms"
BROUGHT_BACK = "_brought_back"
NOT_SAVED = "นำข้อมูลที่พิมพ์ไว้กลับมาแล้ว แต่ยังไม่ได้บันทึก โปรดตรวจสอบแล้วกดบันทึกอีกครั้ง"


def brings_back(view):
    """Marks a view whose form is a `KeepingForm`."""
    view.brings_back = True
    return view


class KeepingForm(forms.BaseForm):
    """Mixin of forms: what was brought back is shown as it was typed and is never valid, so nothing is saved."""

    def full_clean(self):
        super().full_clean()
        if self.is_bound and BROUGHT_BACK in self.data:
            self.add_error(None, NOT_SAVED)


class KeptForms:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if account := getattr(request, "account_signed_in", None):
            remember_account(response, account)
        return response

    def process_view(self, request, view, args, kwargs):
        if not getattr(view, "brings_back", False):
            return
        if request.user.is_authenticated:
            bring_back(request)
        elif request.method == "POST":
            keep(request)


@receiver(user_logged_in)
def note_account(request, user, **_):
    request.account_signed_in = user.pk


def remember_account(response, account):
    """No secret, but signed: it says to whom a form belongs whose session is gone."""
    response.set_cookie(
        ACCOUNT_COOKIE,
        signing.dumps(account, salt=SALT),
        max_age=settings.SESSION_COOKIE_AGE + LIFE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def account_of(request):
    try:
        return signing.loads(request.COOKIES.get(ACCOUNT_COOKIE, ""), salt=SALT)
    except signing.BadSignature:
        return None


def keep(request):
    """Files cannot be kept, passwords and overlong texts are not."""
    text = request.POST.urlencode()
    account = account_of(request)
    if account is None or len(text) > LARGEST or any("password" in name for name in request.POST):
        return
    request.session[KEPT] = {
        "account": account,
        "path": request.get_full_path(),
        "text": text,
        "until": time.time() + LIFE,
    }


def bring_back(request):
    """A page that is opened for the first time after the sign-in is answered as if its form had been sent again."""
    kept = request.session.get(KEPT)
    if request.method != "GET" or not kept or kept["path"] != request.get_full_path():
        return
    del request.session[KEPT]
    if kept["account"] != request.user.pk or kept["until"] < time.time():
        return
    data = QueryDict(kept["text"], mutable=True)
    data[BROUGHT_BACK] = "1"
    if (
        request.FILES
    ):  # never; but asked for after the method changes, they would replace what is brought back
        return
    request.method, request.POST = "POST", data


def stale_page(request, reason=""):
    """The form's token is of an earlier sign-in on this browser: the form comes back with a new one."""
    if request.method == "POST" and request.user.is_authenticated and is_own_page(request):
        keep(request)
        if KEPT in request.session:
            return HttpResponseRedirect(request.get_full_path())
    return csrf_failure(request, reason, template_name="403_csrf.html")


def is_own_page(request):
    own = f"{request.scheme}://{request.get_host()}"
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return request.headers.get("Origin") == own and getattr(view, "brings_back", False)

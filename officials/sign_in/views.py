"""Sign-in: after the right password the code of the second factor, and only then the site."""

import time
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from config.middleware import Middleware
from officials.models import User
from officials.models.account import SiteRequest
from officials.models.usage_log import address_of
from officials.sign_in import second_factor
from officials.sign_in.backends import accounts_on
from officials.sign_in.locks import address_refused_until, lock_out_page

# Keys in the session: the telephone whose code was given; the account that has given its password but no code yet.
FACTOR, HALF_WAY = "factor", "half_way"
SECONDS_FOR_THE_CODE = 600
# Pages that an account may open before it has set up a required second factor.
OPEN_WITHOUT_FACTOR = {
    "second_factor",
    "second_factor_picture",
    "still_here",
    "admin:logout",
    "admin:password_change",
    "admin:password_change_done",
}


class SignIn(LoginView):
    """The page for name and password, for readers too: accounts need not be staff."""

    template_name = "admin/login.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Checks name and password, unless too many sign-ins from this address have been refused lately."""
        if until := address_refused_until(address_of(request)):
            return lock_out_page(request, until, is_of_address=True)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Continues after the right password."""
        return sign_in(self.request, form.get_user(), self.get_success_url())


def sign_in(request: HttpRequest, account: User, then: str) -> HttpResponse:
    """Signs an account in and redirects to `then`, or to the page for the code of its second factor.

    Whoever else was signed in with this browser is signed out.
    """
    if not account.factor:
        login(request, account)
        return HttpResponseRedirect(then)
    if request.user.is_authenticated:
        logout(request)
    request.session.cycle_key()
    request.session[HALF_WAY] = {
        "account": account.pk,
        "backend": account.backend,
        "password": account.get_session_auth_hash(),
        "until": time.time() + SECONDS_FOR_THE_CODE,
        "then": then,
    }
    return redirect("sign_in_code")


def account_half_way(request: HttpRequest) -> User | None:
    """The account that has given its password but no code yet; None after ten minutes or a change of either."""
    noted = request.session.get(HALF_WAY)
    if not noted or noted["until"] < time.time():
        return None
    account = accounts_on(timezone.localdate()).filter(pk=noted["account"], is_active=True).first()
    if not account or not account.factor:
        return None
    return account if constant_time_compare(noted["password"], account.get_session_auth_hash()) else None


class CodeForm(forms.Form):
    """A form for one code; `check` is called with it, and its result is the form's `result`."""

    code = forms.CharField(
        label="รหัสยืนยัน",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )

    def __init__(self, *args: Any, check: Callable[[str], Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.check, self.was_wrong = check, False

    def clean_code(self) -> str:
        """The code as typed; raises ValidationError with the sentence of `CodeRefused`."""
        try:
            self.result = self.check(self.cleaned_data["code"])
        except second_factor.CodeRefused as refusal:
            self.was_wrong = True
            raise ValidationError(refusal.sentence) from None
        return self.cleaned_data["code"]


@sensitive_post_parameters("code")
@login_not_required
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """The page for the code, or with `?recovery` a recovery code. A wrong one counts like a wrong password."""
    account = account_half_way(request)
    if account is None:
        if request.session.pop(HALF_WAY, None):
            messages.warning(request, "หมดเวลาใส่รหัสยืนยัน โปรดเข้าสู่ระบบใหม่")
        return redirect("admin:login")
    form = CodeForm(request.POST or None, check=lambda code: second_factor.accept_code(account, code))
    if "recovery" in request.GET:
        # Recovery codes hold letters, which a keyboard of digits lacks.
        form.fields["code"].label = "รหัสสำรอง"
        form.fields["code"].widget.attrs |= {
            "inputmode": "text",
            "autocomplete": "off",
            "autocapitalize": "none",
        }
    if form.is_valid():
        noted = request.session.pop(HALF_WAY)
        login(request, account, backend=noted["backend"])
        request.session[FACTOR] = account.factor
        return HttpResponseRedirect(noted["then"])
    if form.was_wrong:
        credentials = {"username": account.get_username()}
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    return render(request, "officials/sign_in/sign_in_code.html", {"title": "ยืนยันตัวตน", "form": form})


class SecondFactorMiddleware(Middleware):
    """Shows no page to an account that has not given the second factor that it has or needs."""

    def __call__(self, request: SiteRequest) -> HttpResponse:
        try:
            match = resolve(request.path_info)
            name, is_public = match.view_name, not getattr(match.func, "login_required", True)
        except Resolver404:
            name, is_public = "", False
        # Of a key that a program brings the factor of its owner was looked at with the key.
        if is_public or request.access_key or not request.user.is_authenticated:
            return self.get_response(request)
        if request.session.get(FACTOR) != request.user.factor:
            # The second factor was set up, changed or removed after this session was checked.
            logout(request)
        elif request.user.lacks_factor and name not in OPEN_WITHOUT_FACTOR:
            return redirect("second_factor")
        return self.get_response(request)

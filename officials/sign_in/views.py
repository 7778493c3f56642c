"""The way in: after the right password the code of the second factor, and only then the site."""

import time

from django import forms
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from officials.models import User
from officials.sign_in import second_factor

# In the session: the telephone whose code was given, and who has given the password but no code yet.
FACTOR, HALF_WAY = "factor", "half_way"
SECONDS_FOR_THE_CODE = 600
# What an account without the factor that its role asks for may still open.
OPEN = {
    "second_factor",
    "second_factor_picture",
    "still_here",
    "admin:logout",
    "admin:password_change",
    "admin:password_change_done",
}


class SignIn(LoginView):
    """For readers too, so being staff is not asked for."""

    template_name = "admin/login.html"

    def form_valid(self, form):
        return enter(self.request, form.get_user(), self.get_success_url())


def enter(request, account, then):
    """In, or to the page that asks for the code; whoever else was signed in here is not any more."""
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


def half_way(request):
    """Who waits here to give the code; nobody after a while, or when password or telephone have changed."""
    given = request.session.get(HALF_WAY)
    if not given or given["until"] < time.time():
        return None
    account = User.objects.with_factor().filter(pk=given["account"], is_active=True).first()
    if not account or not account.factor:
        return None
    same = constant_time_compare(given["password"], account.get_session_auth_hash())
    return account if same else None


class CodeForm(forms.Form):
    """Asks for a code; what `check` answers to a right one is the form's `answer`."""

    code = forms.CharField(
        label="รหัสยืนยัน",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )

    def __init__(self, *args, check, **options):
        super().__init__(*args, **options)
        self.check, self.was_wrong = check, False

    def clean_code(self):
        try:
            self.answer = self.check(self.cleaned_data["code"])
        except second_factor.Refused as refusal:
            self.was_wrong = True
            raise ValidationError(refusal.sentence) from None
        return self.cleaned_data["code"]

    def ask_for_letters(self):
        """Recovery codes hold letters, which a keyboard of digits lacks."""
        field = self.fields["code"]
        field.label = "รหัสสำรอง"
        field.widget.attrs |= {"inputmode": "text", "autocomplete": "off", "autocapitalize": "none"}


@sensitive_post_parameters("code")
@login_not_required
@never_cache
def code(request):
    account = half_way(request)
    if account is None:
        if request.session.pop(HALF_WAY, None):
            messages.warning(request, "หมดเวลาใส่รหัสยืนยัน โปรดเข้าสู่ระบบใหม่")
        return redirect("admin:login")
    form = CodeForm(request.POST or None, check=lambda code: second_factor.accept(account, code))
    if "recovery" in request.GET:
        form.ask_for_letters()
    if form.is_valid():
        return _in(request, account)
    if form.was_wrong:
        _remember_failure(request, account)
    return render(request, "officials/sign_in/sign_in_code.html", {"title": "ยืนยันตัวตน", "form": form})


def _in(request, account):
    given = request.session.pop(HALF_WAY)
    login(request, account, backend=given["backend"])
    request.session[FACTOR] = account.factor
    return HttpResponseRedirect(given["then"])


def _remember_failure(request, account):
    """A wrong code counts like a wrong password."""
    credentials = {"username": account.get_username()}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)


class SecondFactorMiddleware:
    """Without the second factor that it has or must have, an account gets no page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        name, is_public = _place(request)
        if is_public or not request.user.is_authenticated:
            return self.get_response(request)
        if request.session.get(FACTOR) != request.user.factor:
            # Given, changed or taken away since: this session has shown another one, or none.
            logout(request)
        elif request.user.lacks_factor and name not in OPEN:
            return redirect("second_factor")
        return self.get_response(request)


def _place(request):
    """Name of the address, and whether it is for everybody; unknown addresses are for nobody."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return "", False
    return match.view_name, not getattr(match.func, "login_required", True)

"""What was typed into a form outlives the end of a session: after the sign-in the form comes back filled, not saved.

A form is kept in the browser's own session, for the account under which its page was opened.
"""

import time

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from config.typists import remember_sign_in, typist_of
from officials.sign_in.session_middleware import KEPT_TILL_THEN

KEPT = "kept_form"
LIFE = 3600  # seconds
LARGEST = 1_000_000  # letters
BROUGHT_BACK = "_brought_back"
NOT_SAVED = "นำข้อมูลที่พิมพ์ไว้กลับมาแล้ว แต่ยังไม่ได้บันทึก โปรดตรวจสอบแล้วกดบันทึกอีกครั้ง"

WITHOUT_FILES = f"{NOT_SAVED} ไฟล์ที่เลือกไว้เก็บไม่ได้ โปรดเลือกใหม่"


def brings_back(view):
    """Marks a view whose form is a `KeepingForm`."""
    view.brings_back = True
    return view


def was_brought_back(request):
    """For a view that does something without a valid form, as a button of its page asks."""
    return BROUGHT_BACK in request.POST


class KeepingForm(forms.BaseForm):
    """Mixin of forms: what was brought back is shown as it was typed and is never valid, so nothing is saved."""

    def full_clean(self):
        super().full_clean()
        if self.is_bound and BROUGHT_BACK in self.data:
            self.add_error(None, WITHOUT_FILES if self.data[BROUGHT_BACK] == "files" else NOT_SAVED)


class KeptForms:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        remember_sign_in(request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        if not getattr(view, "brings_back", False):
            return
        if request.user.is_authenticated:
            bring_back(request)
        elif request.method == "POST":
            request.is_kept = keep(request)


def keep(request):
    """Whether it was; files cannot be kept, passwords and overlong texts are not."""
    text = request.POST.urlencode()
    account = typist_of(request)
    if account is None or len(text) > LARGEST or any("password" in name for name in request.POST):
        return False
    request.session[KEPT] = {
        "account": account,
        "path": request.get_full_path(),
        "text": text,
        "until": time.time() + LIFE,
        "had_files": bool(request.FILES),
    }
    return True


def bring_back(request):
    """A page that is opened for the first time after the sign-in is answered as if its form had been sent again."""
    kept = request.session.get(KEPT)
    if request.method != "GET" or not kept or kept["path"] != request.get_full_path():
        return
    del request.session[KEPT]
    if kept["account"] != request.user.pk or kept["until"] < time.time():
        return
    data = QueryDict(kept["text"], mutable=True)
    data[BROUGHT_BACK] = "files" if kept["had_files"] else "1"
    if (
        request.FILES
    ):  # never; but asked for after the method changes, they would replace what is brought back
        return
    request.method, request.POST = "POST", data


def stale_page(request, reason=""):
    """The form's token is of an earlier sign-in on this browser: the form comes back to that account with a new one."""
    if request.user.is_authenticated and request.path == reverse("admin:login"):
        return redirect("front")
    typist = typist_of(request)
    is_other = typist is not None and request.user.is_authenticated and request.user.pk != typist
    if is_other or not is_marked(request) or not keep(request):
        return render(request, "403_csrf.html", {"is_other": is_other}, status=403)
    if request.user.is_authenticated:
        return redirect(request.get_full_path())
    messages.warning(request, KEPT_TILL_THEN)
    return redirect_to_login(request.get_full_path(), reverse("admin:login"))


def is_marked(request):
    match = request.resolver_match
    return match is not None and getattr(match.func, "brings_back", False)

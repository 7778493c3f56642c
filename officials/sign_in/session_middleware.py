"""How long a sign-in lasts: each page extends it, and a later request is redirected to the sign-in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.forms.saved_forms import NAME_FIELD, came_from, typed_names
from config.logs import note_person
from config.middleware import Middleware
from officials.models.account import SiteRequest
from officials.models.session import SessionStore
from officials.sign_in.bearer import bearer_of

ENDED = (
    "การเข้าสู่ระบบครั้งก่อนสิ้นสุดแล้ว เพราะไม่ได้ใช้งานเกิน {idle} ครบ {absolute} หรือออกจากระบบที่หน้าอื่น โปรดเข้าสู่ระบบอีกครั้ง"
)
KEPT_TILL_THEN = "สิ่งที่กรอกไว้ยังไม่ได้บันทึก เบราว์เซอร์นี้เก็บไว้ให้แล้ว โปรดเข้าสู่ระบบด้วยบัญชีเดิม หน้าเดิมจะเสนอให้เรียกคืน"
NOT_DONE = "สิ่งที่ส่งมายังไม่ได้บันทึก โปรดเข้าสู่ระบบ แล้วทำรายการอีกครั้ง"


def duration_text(length: timedelta) -> str:
    """The length of a setting in Thai: hours where it is whole hours, else minutes."""
    minutes = int(length.total_seconds() // 60)
    return f"{minutes // 60} ชั่วโมง" if minutes % 60 == 0 else f"{minutes} นาที"


class SessionTimes(Middleware):
    """Records each use of a session before the account is read: the server's clock decides when it ends."""

    def __call__(self, request: SiteRequest) -> HttpResponse:
        has_cookie = settings.SESSION_COOKIE_NAME in request.COOKIES and bearer_of(request) is None
        if has_cookie and SESSION_KEY in request.session:
            request.session.use()
        return self.get_response(request)


class SignInRequired(LoginRequiredMiddleware):
    """Redirects to the sign-in with a Thai message why the earlier one has ended and what became of a form."""

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """As Django's own; who is signed in is noted for the log."""
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        if refused is None and settings.LOG_PEOPLE and request.user.is_authenticated:
            note_person(request)
        return refused

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponseRedirect:
        """The redirect to the sign-in; after a posted form `next` is the page of the form."""
        if request.method == "POST":
            # The browser offers the stored words on that page.
            is_kept = typed_names(request.POST.get(NAME_FIELD, ""))
            messages.warning(request, KEPT_TILL_THEN if is_kept else NOT_DONE)
            return redirect_to_login(came_from(request), reverse("admin:login"))
        if isinstance(request.session, SessionStore) and request.session.has_ended:
            idle, absolute = duration_text(settings.SESSION_IDLE), duration_text(settings.SESSION_ABSOLUTE)
            messages.warning(request, ENDED.format(idle=idle, absolute=absolute))
        return super().handle_no_permission(request, view_func)


@never_cache
@require_safe
def still_here(request: SiteRequest) -> JsonResponse:
    """`left`: seconds until this sign-in ends even if it is used; calling it extends the sign-in."""
    return JsonResponse({"left": request.session.seconds_left})

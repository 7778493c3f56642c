"""Who is signed in for how long: each page lengthens it, and one that comes too late is led to the sign-in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.forms.typed_words import NAME_FIELD, came_from, typed_names

ENDED = (
    "การเข้าสู่ระบบครั้งก่อนสิ้นสุดแล้ว เพราะไม่ได้ใช้งานเกิน {idle} ครบ {absolute} หรือออกจากระบบที่หน้าอื่น โปรดเข้าสู่ระบบอีกครั้ง"
)
KEPT_TILL_THEN = "สิ่งที่กรอกไว้ยังไม่ได้บันทึก เบราว์เซอร์นี้เก็บไว้ให้แล้ว โปรดเข้าสู่ระบบด้วยบัญชีเดิม หน้าเดิมจะเสนอให้เรียกคืน"
NOT_DONE = "สิ่งที่ส่งมายังไม่ได้บันทึก โปรดเข้าสู่ระบบ แล้วทำรายการอีกครั้ง"


def duration_text(length):
    """The length of a setting: hours where it is whole hours, else minutes."""
    minutes = int(length.total_seconds() // 60)
    return f"{minutes // 60} ชั่วโมง" if minutes % 60 == 0 else f"{minutes} นาที"


class SessionTimes:
    """Before anybody is looked up: the time of the last use decides on the server, whatever a browser shows."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.came_too_late = False
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            self.use(request)
        return self.get_response(request)

    def use(self, request):
        if SESSION_KEY in request.session:
            request.session.use()
        else:
            request.came_too_late = request.session.session_key is None


class SignInRequired(LoginRequiredMiddleware):
    def handle_no_permission(self, request, view_func):
        if request.method == "POST":
            return self.ask_again(request, view_func)
        if request.came_too_late:
            sentence = ENDED.format(
                idle=duration_text(settings.SESSION_IDLE), absolute=duration_text(settings.SESSION_ABSOLUTE)
            )
            messages.warning(request, sentence)
        return super().handle_no_permission(request, view_func)

    def ask_again(self, request, view_func):
        """Back to the page of the form or button, where the browser offers again what it has kept."""
        is_kept = typed_names(request.POST.get(NAME_FIELD, ""))
        messages.warning(request, KEPT_TILL_THEN if is_kept else NOT_DONE)
        return redirect_to_login(came_from(request), reverse("admin:login"))


@never_cache
@require_safe
def still_here(request):
    """Asked by the button of the warning: any page would do, this one is small."""
    return JsonResponse({"left": request.session.seconds_left})

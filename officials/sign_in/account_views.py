"""The user's account page: open sign-ins, and links to settings."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from config import __version__
from officials.models import OpenSession
from officials.models.account import SignedInRequest
from officials.sign_in.session_middleware import duration_text

PER_PAGE = 50


@never_cache
@require_safe
def own_account(request: SignedInRequest) -> HttpResponse:
    """Open sign-ins of the account, the latest first, with a button to end each."""
    rows = Paginator(OpenSession.objects.of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    page = {
        "title": "บัญชีของฉัน",
        "version": __version__,
        "page": rows,
        "here": request.session.session_key,
        "idle": duration_text(settings.SESSION_IDLE),
        "absolute": duration_text(settings.SESSION_ABSOLUTE),
    }
    return render(request, "officials/sign_in/account.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def end_session(request: SignedInRequest, mark: str) -> HttpResponse:
    """Ends one other sign-in of the account; no error where it has ended meanwhile."""
    if request.method == "POST":
        others = elsewhere(request)
        keys = [row.session_key for row in others if row.mark == mark]
        others.filter(session_key__in=keys).delete()
        messages.success(request, "สิ้นสุดการเข้าสู่ระบบที่เลือกแล้ว")
    return redirect("own_account")


@require_http_methods(["GET", "HEAD", "POST"])
def end_others(request: SignedInRequest) -> HttpResponse:
    """Ends all sign-ins of the account but this one."""
    if request.method == "POST":
        count, _ = elsewhere(request).delete()
        messages.success(request, f"สิ้นสุดการเข้าสู่ระบบที่อื่นแล้ว {count} แห่ง")
    return redirect("own_account")


def elsewhere(request: SignedInRequest) -> QuerySet[OpenSession]:
    """Open sign-ins of the account but this one."""
    return OpenSession.objects.of(request.user).exclude(session_key=request.session.session_key)

"""The user's own second factor: set up, moved to another telephone, removed."""

from io import BytesIO

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from officials.models.account import SignedInRequest
from officials.sign_in import second_factor
from officials.sign_in.views import FACTOR, CodeForm

# Key in the session: the secret of the next telephone, stored in the database only after a code has proved it.
NEXT_KEY = "next_key"
TITLE = "การยืนยันตัวตนสองขั้น"


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: SignedInRequest) -> HttpResponse:
    """Sets up a telephone where none is set up or a move was requested; else the page to manage it."""
    if "keep" in request.POST:
        request.session.pop(NEXT_KEY, None)
        return redirect("second_factor")
    if request.user.factor and NEXT_KEY not in request.session:
        return manage(request)
    key = request.session.setdefault(NEXT_KEY, second_factor.new_key())
    form = CodeForm(request.POST or None, check=lambda code: second_factor.enrol(request.user, key, code))
    if form.is_valid():
        telephone, codes = form.result
        del request.session[NEXT_KEY]
        stay_signed_in(request, telephone)
        messages.success(request, "ตั้งการยืนยันตัวตนสองขั้นแล้ว")
        return show_recovery_codes(request, codes)
    context = {
        "title": TITLE,
        "form": form,
        "key": second_factor.spelt_key(key),
        "address": second_factor.enrolment_address(request.user, key),
    }
    return render(request, "officials/sign_in/second_factor_enrolling.html", context)


def manage(request: SignedInRequest) -> HttpResponse:
    """After a right code: new recovery codes, a move to another telephone, or removal."""
    form = CodeForm(request.POST or None, check=lambda code: second_factor.accept_code(request.user, code))
    form.fields["code"].widget.attrs["inputmode"] = "text"
    if not form.is_valid():
        left = second_factor.recovery_codes_left(request.user)
        context = {"title": TITLE, "form": form, "recovery_codes_left": left}
        return render(request, "officials/sign_in/second_factor_manage.html", context)
    if "renew" in request.POST:
        return show_recovery_codes(request, second_factor.renew_recovery_codes(request.user))
    if "move" in request.POST:
        request.session[NEXT_KEY] = second_factor.new_key()
    elif request.user.must_have_factor:
        messages.error(request, "บทบาทของท่านต้องใช้การยืนยันตัวตนสองขั้น จึงยกเลิกไม่ได้")
    else:
        second_factor.remove(request.user, "โดยเจ้าของบัญชี")
        stay_signed_in(request, None)
        messages.success(request, "ยกเลิกการยืนยันตัวตนสองขั้นแล้ว")
    return redirect("second_factor")


def stay_signed_in(request: SignedInRequest, telephone: int | None) -> None:
    """Marks this session as checked with the new telephone; all others of the account end."""
    request.session.cycle_key()
    request.session[FACTOR] = request.user.factor = telephone


def show_recovery_codes(request: SignedInRequest, codes: list[str]) -> HttpResponse:
    """The only page that ever shows them."""
    context = {"title": "รหัสสำรอง", "codes": codes}
    return render(request, "officials/sign_in/second_factor_recovery_codes.html", context)


@never_cache
@require_safe
def picture(request: SignedInRequest) -> HttpResponse:
    """The key of the next telephone as a QR code in SVG; 404 where none is being set up."""
    import segno

    if NEXT_KEY not in request.session:
        raise Http404
    picture = BytesIO()
    address = second_factor.enrolment_address(request.user, request.session[NEXT_KEY])
    segno.make(address, error="m", micro=False).save(picture, kind="svg", scale=4)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")

"""The own second factor: set up, carried over to another telephone, taken away; and reset by the administrator."""

from io import BytesIO

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from officials.sign_in import second_factor
from officials.sign_in.views import FACTOR, CodeForm

# In the session, never in the database before a code has proved it: the key for the next telephone.
NEXT_KEY = "next_key"
TITLE = "การยืนยันตัวตนสองขั้น"


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request):
    if "keep" in request.POST:
        request.session.pop(NEXT_KEY, None)
        return redirect("second_factor")
    if request.user.factor and NEXT_KEY not in request.session:
        return _kept(request)
    return _enrolling(request)


def _enrolling(request):
    key = request.session.setdefault(NEXT_KEY, second_factor.new_key())
    form = CodeForm(request.POST or None, check=lambda code: second_factor.enrol(request.user, key, code))
    if form.is_valid():
        telephone, codes = form.answer
        del request.session[NEXT_KEY]
        _stay_in(request, telephone)
        messages.success(request, "ตั้งการยืนยันตัวตนสองขั้นแล้ว")
        return _paper(request, codes)
    context = {
        "title": TITLE,
        "form": form,
        "key": second_factor.spelt(key),
        "address": second_factor.address_of(request.user, key),
    }
    return render(request, "officials/sign_in/second_factor_enrolling.html", context)


def _stay_in(request, telephone):
    """This session has shown the new telephone; all others of the account end."""
    request.session.cycle_key()
    request.session[FACTOR] = request.user.factor = telephone


def _kept(request):
    form = CodeForm(request.POST or None, check=lambda code: second_factor.accept(request.user, code))
    form.fields["code"].widget.attrs["inputmode"] = "text"
    if form.is_valid():
        return _do(request)
    context = {"title": TITLE, "form": form, "papers_left": second_factor.papers_left(request.user)}
    return render(request, "officials/sign_in/second_factor_kept.html", context)


def _do(request):
    """What was asked for with a right code."""
    if "renew" in request.POST:
        return _paper(request, second_factor.renew_paper(request.user))
    if "move" in request.POST:
        request.session[NEXT_KEY] = second_factor.new_key()
    elif request.user.must_have_factor:
        messages.error(request, "บทบาทของท่านต้องใช้การยืนยันตัวตนสองขั้น จึงยกเลิกไม่ได้")
    else:
        second_factor.remove(request.user, "โดยเจ้าของบัญชี")
        _stay_in(request, None)
        messages.success(request, "ยกเลิกการยืนยันตัวตนสองขั้นแล้ว")
    return redirect("second_factor")


def _paper(request, codes):
    return render(
        request, "officials/sign_in/second_factor_paper.html", {"title": "รหัสสำรอง", "codes": codes}
    )


@never_cache
@require_safe
def picture(request):
    if NEXT_KEY not in request.session:
        raise Http404
    drawn = BytesIO()
    address = second_factor.address_of(request.user, request.session[NEXT_KEY])
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", scale=4)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")

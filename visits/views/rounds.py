"""Opens a round of asking; what it brings is the report of rounds."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from config.kept_forms import brings_back
from visits.round_form import RoundForm
from visits.rounds import OPENS, open_round
from visits.sign_off import Refused


@brings_back
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(OPENS, raise_exception=True)
def open_page(request):
    data = [request.POST] if request.method == "POST" else []
    form = RoundForm(*data, user=request.user)
    sentences = ()
    if data and form.is_valid():
        try:
            made = open_round(by=request.user, **form.cleaned_data)
        except Refused as refused:
            sentences = refused.sentences
        else:
            messages.success(request, f"เปิด{made}แล้ว")
            return redirect(f"{reverse('report', args=['rounds'])}?round={made.pk}")
    page = {"title": "เปิดรอบการติดตาม", "form": form, "sentences": sentences}
    return render(request, "visits/round_open.html", page)

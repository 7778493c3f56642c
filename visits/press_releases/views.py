"""A press release beside the draft that was read from it; nothing is saved unasked."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from config.kept_forms import brings_back
from visits.matching.register import Register
from visits.press_releases.draft_forms import DraftForm
from visits.press_releases.duplicates import same_release
from visits.press_releases.marks import pieces, quotations
from visits.press_releases.proposing import propose
from visits.press_releases.saving import Saving
from visits.press_releases.text_extraction import NoText, text_hash, text_of_file, tidy

TITLE = "บันทึกจากข่าวประชาสัมพันธ์"


class TextForm(forms.Form):
    """The text as pasted, or a file that holds it; the file wins where both are given."""

    text = forms.CharField(
        label="วางข้อความข่าวที่นี่", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 14})
    )
    file = forms.FileField(label="หรือเลือกไฟล์ Word PDF หรือไฟล์ข้อความ", required=False)

    def clean(self):
        told = super().clean()
        file = told.get("file")
        try:
            told["text"] = text_of_file(file.name, file.read()) if file else tidy(told.get("text") or "")
        except NoText as refusal:
            raise ValidationError(str(refusal)) from refusal
        return told


@brings_back
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(["visits.add_visit", "visits.add_pressrelease"], raise_exception=True)
def draft(request):
    if request.method != "POST":
        return render(request, "visits/press_releases/text.html", {"title": TITLE, "form": TextForm()})
    form = TextForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "visits/press_releases/text.html", {"title": TITLE, "form": form})
    return drafted(request, form.cleaned_data["text"])


def drafted(request, text):
    """The two halves; saves where the button under the draft was pressed and all is right."""
    found = propose(text, Register(request.user), timezone.localdate())
    spans, asked = found.rows.spans, "save" in request.POST
    draft_form = DraftForm(found, request.user, quotations(text, spans), request.POST if asked else None)
    told = same_release(request.user, text_hash(text), found.url)
    if asked and not told and draft_form.is_valid():
        try:
            return saved(request, Saving(draft_form.cleaned(), text_hash(text)).save())
        except ValidationError as wrong:
            draft_form.refusals = wrong.messages
    page = {
        "title": TITLE,
        "text": text,
        "pieces": pieces(text, spans),
        "proposal": found.proposal,
        "draft": draft_form,
        "told": told,
        "asked": asked,
    }
    return render(request, "visits/press_releases/draft.html", page)


def saved(request, visits):
    places = " · ".join(visit.unit.label for visit in visits)
    messages.success(request, f"บันทึกร่างการตรวจเยี่ยม {len(visits)} แห่งพร้อมข่าวแล้ว: {places}")
    return redirect(visits[0])

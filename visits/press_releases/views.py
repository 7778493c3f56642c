"""A press release beside the draft that was read from it; nothing is saved unasked."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from visits.matching.register_names import RegisterNames
from visits.press_releases.draft_forms import DraftForm
from visits.press_releases.drafts import draft_of, same_release
from visits.press_releases.saving import DraftSaver
from visits.press_releases.text_extraction import NoText, text_hash, text_of_file, tidy

TITLE = "บันทึกจากข่าวประชาสัมพันธ์"


class TextForm(forms.Form):
    """The text as pasted, or a file that holds it; the file wins where both are given."""

    text = forms.CharField(
        label="วางข้อความข่าวที่นี่", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 14})
    )
    file = forms.FileField(label="หรือเลือกไฟล์ Word PDF หรือไฟล์ข้อความ", required=False)

    def clean(self) -> dict[str, Any]:
        """`text` is what is read, wherever it came from."""
        cleaned_data = super().clean()
        file = cleaned_data.get("file")
        try:
            text = text_of_file(file.name, file.read()) if file else tidy(cleaned_data.get("text") or "")
        except NoText as refusal:
            raise ValidationError(str(refusal)) from refusal
        return {**cleaned_data, "text": text}


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(["visits.add_visit", "visits.add_pressrelease"], raise_exception=True)
def draft(request: HttpRequest) -> HttpResponse:
    """The page that takes a text, then the text beside its draft; saves where the button under the draft was pressed."""
    form = TextForm(request.POST, request.FILES) if request.method == "POST" else TextForm()
    if not form.is_valid():
        return render(request, "visits/press_releases/text.html", {"title": TITLE, "form": form})
    text = form.cleaned_data["text"]
    proposed = draft_of(text, RegisterNames(request.user), timezone.localdate())
    wants_saving = "save" in request.POST
    draft_form = DraftForm(proposed, request.user, text, request.POST if wants_saving else None)
    recorded = same_release(request.user, text_hash(text), proposed.url)
    if wants_saving and not recorded and draft_form.is_valid():
        try:
            visits = DraftSaver(draft_form.cleaned_rows(), text_hash(text)).save()
        except ValidationError as wrong:
            draft_form.refusals = wrong.messages
        else:
            places = " · ".join(visit.unit.label for visit in visits)
            messages.success(request, f"บันทึกร่างการตรวจเยี่ยม {len(visits)} แห่งพร้อมข่าวแล้ว: {places}")
            return redirect(visits[0])
    page = {
        "title": TITLE,
        "text": text,
        "text_hash": text_hash(text),
        "pieces": proposed.rows.pieces(text),
        "proposal": proposed.proposal,
        "draft": draft_form,
        "recorded": recorded,
        "wants_saving": wants_saving,
    }
    return render(request, "visits/press_releases/draft.html", page)

"""A press release beside the draft that was read from it, the readings that wait, and the names they wait for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from config.forms.keys import key_of
from officials.models import User
from officials.models.account import SignedInRequest
from visits.matching.register_names import RegisterNames
from visits.models import Reading, ReadingName, ReadingState
from visits.models.reading import UNDECIDED_STATES
from visits.press_releases.draft_forms import DraftForm
from visits.press_releases.drafts import draft_of, same_release
from visits.press_releases.importing import import_text, match_again
from visits.press_releases.name_forms import NamesForm
from visits.press_releases.saving import DraftSaver
from visits.press_releases.text_extraction import NoText, text_hash, text_of_file, tidy

TITLE = "บันทึกจากข่าวประชาสัมพันธ์"
PER_PAGE = 50
MOST_FILES = 100
MAY_ENTER = ["visits.add_visit", "visits.add_pressrelease"]


class PastedText(forms.CharField):
    """A text in which NUL, which no database stores, is left out rather than refused."""

    def to_python(self, value: object) -> str:
        """The text without NUL."""
        return (super().to_python(value) or "").replace("\x00", "")


class TextForm(forms.Form):
    """The text as pasted, or a file that holds it; the file wins where both are given."""

    text = PastedText(
        label="วางข้อความข่าวที่นี่", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 14})
    )
    file = forms.FileField(label="หรือเลือกไฟล์ Word PDF HTML หรือไฟล์ข้อความ", required=False)

    def clean(self) -> dict[str, Any]:
        """`text` is what is read, wherever it came from."""
        super().clean()
        cleaned_data = self.cleaned_data
        file = cleaned_data.get("file")
        try:
            if file:
                file.seek(0)  # whoever looked at it before
                text = text_of_file(file.name, file.read())
            else:
                text = tidy(cleaned_data.get("text") or "")
        except NoText as refusal:
            raise ValidationError(str(refusal)) from refusal
        return {**cleaned_data, "text": text}


class SeveralFiles(forms.ClearableFileInput):
    """A file box that takes many at once."""

    allow_multiple_selected = True


class FilesForm(forms.Form):
    """Press releases brought in at once."""

    # A field of that name hides the uploads of the form, which nobody reads.
    files = forms.FileField(  # type: ignore[assignment]  # as said above
        label="ไฟล์ข่าวหลายไฟล์", required=False, widget=SeveralFiles()
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_ENTER, raise_exception=True)
def draft(request: SignedInRequest) -> HttpResponse:
    """The page that takes a text, then the text beside its draft; saves where the button under the draft was pressed."""
    reading = reading_of(request)
    if request.method == "POST":
        form = TextForm(request.POST, request.FILES)
    else:
        form = TextForm({"text": reading.text}) if reading else TextForm()
    if not form.is_valid():
        return render(request, "visits/press_releases/text.html", {"title": TITLE, "form": form})
    text = form.cleaned_data["text"]
    if "keep" in request.POST:
        return keep_for_later(request, text)
    proposed = draft_of(text, RegisterNames(request.user), timezone.localdate())
    wants_saving = "save" in request.POST
    draft_form = DraftForm(proposed, request.user, text, request.POST if wants_saving else None)
    refusals: Sequence[str] = ()
    recorded = same_release(request.user, text_hash(text), proposed.url)
    if wants_saving and not recorded and draft_form.is_valid():
        try:
            return saved_response(request, DraftSaver(draft_form.cleaned_rows(), text_hash(text)), reading)
        except ValidationError as wrong:
            refusals = wrong.messages
    page = {
        "title": TITLE,
        "text": text,
        "text_hash": text_hash(text),
        "pieces": proposed.rows.pieces(text),
        "proposal": proposed.proposal,
        "draft": draft_form,
        "refusals": refusals,
        "recorded": recorded,
        "reading": reading,
        "wants_saving": wants_saving,
    }
    return render(request, "visits/press_releases/draft.html", page)


def reading_of(request: SignedInRequest) -> Reading | None:
    """The reading that `reading` names, by address or by form; refused where there is none or it is recorded."""
    key = request.GET.get("reading") or request.POST.get("reading") or ""
    if not key:
        return None
    readings = Reading.objects.visible_to(request.user).exclude(state=ReadingState.TAKEN)
    return get_object_or_404(readings, pk=key_of(key))


def saved_response(request: SignedInRequest, saver: DraftSaver, reading: Reading | None) -> HttpResponse:
    """Saves the draft, marks the reading as recorded and leads on."""
    with transaction.atomic():
        visits = saver.save()
        if reading is None:
            reading = Reading.objects.filter(text_hash=saver.digest).first()
            back: HttpResponse = redirect(visits[0])
        else:
            back = next_reading(request.user, after=reading.pk)
        if reading is not None:
            reading.state, reading.press_release, reading.doubts = ReadingState.TAKEN, saver.release, ""
            reading.save()
            reading.names.all().delete()
    places = " · ".join(visit.unit.label for visit in visits)
    messages.success(request, f"บันทึกร่างการตรวจเยี่ยม {len(visits)} แห่งพร้อมข่าวแล้ว: {places}")
    return back


def next_reading(user: User, after: int) -> HttpResponse:
    """The draft of the next reading that waits, else the list."""
    undecided = Reading.objects.visible_to(user).undecided().exclude(pk=after)
    following = undecided.filter(pk__gt=after).first() or undecided.first()
    if following is None:
        return redirect("readings")
    return redirect(f"{reverse('press_release')}?reading={following.pk}")


def keep_for_later(request: SignedInRequest, text: str) -> HttpResponse:
    """Keeps a pasted text as a reading."""
    result = import_text(text, RegisterNames(request.user), request.user, timezone.localdate())
    if result.recorded_before:
        messages.info(request, "ข่าวฉบับนี้บันทึกไว้แล้ว")
    elif result.visits or result.attached:
        messages.success(request, f"ทุกชื่ออยู่ในทำเนียบ จึงบันทึกเป็นร่างแล้ว {len(result.visits)} แห่ง")
    elif result.reading:
        messages.success(request, f"เก็บข่าวไว้แล้ว: {result.reading.get_state_display()}")
    return redirect("readings")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_ENTER, raise_exception=True)
def readings(request: SignedInRequest) -> HttpResponse:
    """Press releases that wait, are in doubt, are recorded or tell of no visit; takes many files at once."""
    if request.method == "POST":
        return take_files(request)
    rows = Reading.objects.visible_to(request.user)
    state = request.GET.get("state")
    state = state if state in ReadingState.values else ""
    chosen = rows.filter(state=state) if state else rows.undecided()
    counts = rows.counts()
    undecided = sum(counts[value] for value in UNDECIDED_STATES)
    paginator = Paginator(chosen.defer("text").order_by("pk"), PER_PAGE)
    paginator.count = counts[state] if state else undecided
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "title": "ข่าวที่รอการตรวจ",
        "states": [(value, label, counts[value]) for value, label in ReadingState.choices],
        "state": state,
        "page": page,
        "form": FilesForm(),
        "names": ReadingName.objects.visible_to(request.user).by_frequency().count() if undecided else 0,
        "marked": rows.undecided().filter(needs_matching=True).count() if undecided else 0,
    }
    return render(request, "visits/press_releases/readings.html", context)


def take_files(request: SignedInRequest) -> HttpResponse:
    """Reads every file that was chosen and says what became of them."""
    files = request.FILES.getlist("files")
    if len(files) > MOST_FILES:
        messages.warning(request, f"รับได้ครั้งละไม่เกิน {MOST_FILES} ไฟล์ ยังไม่ได้อ่านไฟล์ใด โปรดแบ่งเป็นหลายครั้ง")
        return redirect("readings")
    register, today = RegisterNames(request.user), timezone.localdate()
    refused, counts = [], dict.fromkeys(ReadingState.values, 0)
    for file in files:
        try:
            name = file.name or ""
            result = import_text(text_of_file(name, file.read()), register, request.user, today, name)
        except NoText as refusal:
            refused.append(f"{file.name}: {refusal}")
            continue
        counts[result.reading.state if result.reading else ReadingState.TAKEN] += 1
    for sentence in refused:
        messages.warning(request, sentence)
    labels = dict(ReadingState.choices)
    summary = " · ".join(f"{labels[state]} {count}" for state, count in counts.items() if count)
    if files:
        messages.success(request, f"อ่านข่าว {len(files)} ไฟล์: {summary or 'ไม่มีไฟล์ที่อ่านได้'}")
    else:
        messages.warning(request, "โปรดเลือกไฟล์ข่าวอย่างน้อยหนึ่งไฟล์")
    return redirect("readings")


@require_POST
@permission_required(MAY_ENTER, raise_exception=True)
def set_reading_aside(request: SignedInRequest, reading: int) -> HttpResponse:
    """Says that a reading tells of no visit, or, pressed again, that it does."""
    rows = Reading.objects.visible_to(request.user).exclude(state=ReadingState.TAKEN)
    row = get_object_or_404(rows, pk=reading)
    if row.state in UNDECIDED_STATES:
        row.state = ReadingState.NO_VISIT
        messages.success(request, f"ทำเครื่องหมายว่าไม่ใช่การตรวจเยี่ยม: {row}")
    else:
        row.state, row.needs_matching = ReadingState.DOUBTFUL, True
        messages.success(request, f"นำกลับมารอการตรวจ: {row}")
    row.save()
    return redirect("readings")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_ENTER, raise_exception=True)
def names(request: SignedInRequest) -> HttpResponse:
    """Names that the register does not know, the most frequent first; each answered once for all readings."""
    register = RegisterNames(request.user)
    rows = list(ReadingName.objects.visible_to(request.user).by_frequency()[:PER_PAGE])
    form = NamesForm(rows, register, request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answered = form.save()
        if not answered:
            messages.warning(request, "ยังไม่ได้ตอบชื่อใด")
            return redirect("reading_names")
        matched = match_again(RegisterNames(request.user), request.user, timezone.localdate())
        taken = sum(bool(result.visits or result.attached) for result in matched)
        left = Reading.objects.visible_to(request.user).undecided().filter(needs_matching=True).count()
        rest = f" ยังรอจับคู่อีก {left} ฉบับ" if left else ""
        messages.success(
            request, f"ตอบแล้ว {answered} ชื่อ จับคู่ข่าวใหม่ {len(matched)} ฉบับ บันทึกเป็นร่าง {taken} ฉบับ{rest}"
        )
        return redirect("reading_names")
    context = {"title": "ชื่อในข่าวที่ไม่พบในทำเนียบ", "form": form}
    return render(request, "visits/press_releases/names.html", context)


@require_POST
@permission_required(MAY_ENTER, raise_exception=True)
def match_marked(request: SignedInRequest) -> HttpResponse:
    """Goes on matching where an answer concerned more readings than fit into one request."""
    matched = match_again(RegisterNames(request.user), request.user, timezone.localdate())
    messages.success(request, f"จับคู่ข่าวใหม่ {len(matched)} ฉบับ")
    return redirect("readings")

"""Letters that tell units of their orders: what waits, preparing one, its Word file, and typing number and day."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from config.downloads import file_name
from config.kept_forms import KeepingForm, brings_back
from config.thai.forms import ThaiDateField
from visits.directives.forms import FilesField
from visits.directives.steps import is_office
from visits.documents.responses import WORD, file_response
from visits.letters import steps
from visits.letters.document import letter_word
from visits.models import Assignment, Attachment, Letter, Office
from visits.models.workflow import Refused

PER_PAGE = 50
ANSWERS = ["GET", "HEAD", "POST"]
LONGEST_KEY = 18


class PartField(forms.ModelMultipleChoiceField):
    """One unit's orders by their words, or the units of one order by their names."""

    by_order = True

    def label_from_instance(self, part):
        return f"{part.directive.number} {part.directive}" if self.by_order else part.unit.name


class PrepareForm(KeepingForm, forms.ModelForm):
    parts = PartField(Assignment.objects.none(), label="ข้อสั่งการ", widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Letter
        fields = ["form", "subject", "recipients"]
        widgets = {"recipients": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, parts, by_order, **options):
        super().__init__(*args, **options)
        field = self.fields["parts"]
        field.queryset, field.by_order = parts, by_order
        field.label = "ข้อสั่งการ" if by_order else "หน่วยงาน"
        field.initial = parts
        self.fields["recipients"].required = True


class SignForm(KeepingForm, forms.Form):
    number = Letter._meta.get_field("number").formfield(required=True, help_text="ตามที่พิมพ์บนหนังสือที่ลงนามแล้ว")
    dated_on = ThaiDateField(label="ลงวันที่")
    files = FilesField(label="ฉบับลงนาม", required=False, help_text="ไฟล์ละไม่เกิน 20 เมกะไบต์")

    def clean_dated_on(self):
        if self.cleaned_data["dated_on"] > timezone.localdate():
            raise ValidationError("วันที่ของหนังสือต้องไม่เป็นวันในอนาคต")
        return self.cleaned_data["dated_on"]


def office_only(user):
    if not is_office(user):
        raise PermissionDenied


@require_safe
def all_letters(request):
    office_only(request.user)
    units = steps.waiting(request.user).order_by().values("unit", "unit__name", "unit__sort_key")
    units = units.annotate(count=Count("pk")).order_by("unit__sort_key", "unit")
    made = Letter.objects.visible_to(request.user).annotate(count=Count("assignments"))
    page = {
        "title": "หนังสือแจ้งข้อสั่งการ",
        "units": Paginator(units, PER_PAGE).get_page(request.GET.get("units")),
        "letters": Paginator(made.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "visits/letters/all.html", page)


@brings_back
@require_http_methods(ANSWERS)
def prepare(request):
    """Of one unit (`?unit=`) or of one order (`?directive=`)."""
    office_only(request.user)
    name = "unit" if "unit" in request.GET else "directive"
    key = request.GET.get(name, "")
    if not (key.isdecimal() and len(key) <= LONGEST_KEY):
        return redirect("letters")
    parts = steps.waiting(request.user).filter(**{name: key}).select_related("unit", "directive")
    parts = parts.order_by("unit__sort_key", "pk")
    units = list({part.unit_id: part.unit for part in parts}.values())
    if not units:
        messages.warning(request, "ไม่มีข้อสั่งการที่รอแจ้ง")
        return redirect("letters")
    first = {
        "form": steps.proposed_form(units),
        "subject": "แจ้งข้อสั่งการจากการตรวจเยี่ยม",
        "recipients": steps.proposed_recipient(units),
    }
    form = PrepareForm(request.POST or None, parts=parts, by_order=name == "unit", initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            letter = steps.prepare(list(form.cleaned_data.pop("parts")), by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, list(refused.sentences))
        else:
            return redirect("letter", letter.pk)
    page = {"title": "จัดทำหนังสือแจ้งข้อสั่งการ", "form": form, "label": "จัดทำหนังสือ"}
    return render(request, "visits/letters/form.html", page)


def found(request, pk):
    row = get_object_or_404(Letter.objects.visible_to(request.user), pk=pk)
    office_only(request.user)
    return row


def parts_of(letter, user):
    rows = Assignment.objects.visible_to(user).filter(letter=letter)
    return rows.select_related("unit", "directive__visit").order_by(
        "unit__sort_key", "directive__number_seq", "pk"
    )


@brings_back
@require_http_methods(ANSWERS)
def letter(request, pk):
    row = found(request, pk)
    form = SignForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            steps.sign(row, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, list(refused.sentences))
        else:
            messages.success(request, "บันทึกการแจ้งข้อสั่งการแล้ว")
            return redirect("letter", pk)
    parts = parts_of(row, request.user)
    page = {
        "title": row.subject,
        "letter": row,
        "parts": Paginator(parts, PER_PAGE * 2).get_page(request.GET.get("page")),
        "files": Attachment.objects.visible_to(request.user).filter(letter=row),
        "form": form,
        "label": "บันทึกว่าลงนามและแจ้งแล้ว",
    }
    return render(request, "visits/letters/letter.html", page)


@require_http_methods(ANSWERS)
def discard(request, pk):
    row = found(request, pk)
    if request.method != "POST":
        return redirect("letter", pk)
    try:
        steps.discard(row, by=request.user)
    except Refused as refused:
        messages.error(request, " ".join(refused.sentences))
        return redirect("letter", pk)
    messages.success(request, "ยกเลิกหนังสือแล้ว ข้อสั่งการกลับไปรอแจ้ง")
    return redirect("letters")


@require_safe
def word(request, pk):
    row = found(request, pk)
    content = letter_word(row, list(parts_of(row, request.user)), Office.current())
    name = file_name(f"แจ้งข้อสั่งการ {row.recipients}", row.dated_on or timezone.localdate(), "docx")
    return file_response(content, WORD, name)

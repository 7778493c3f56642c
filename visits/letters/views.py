"""Pages of letters that notify units: what waits, preparing one, its Word file, typing number and day of the signed one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from config.downloads import file_name
from config.forms.keys import is_key
from config.forms.saved_forms import is_internal
from config.thai.forms import ThaiDateField
from officials.models.account import SignedInRequest
from units.models import Unit
from visits.directives.actions import internal_notes
from visits.directives.forms import FilesField
from visits.directives.holiday_years import HolidayYears
from visits.directives.steps import is_office
from visits.documents.responses import WORD, file_response
from visits.letters import steps
from visits.models import Assignment, Attachment, Directive, Letter, Office, SignedCopy
from visits.models.assignment import AssignmentQuerySet
from visits.models.workflow import Refused

PER_PAGE = 50
# Of the directives that wait for one unit; all of them stand on the page where its letter is prepared.
MOST_COUNTED = 99
METHODS = ["GET", "HEAD", "POST"]


class AssignmentsField(forms.ModelMultipleChoiceField):
    """Check boxes: one unit's directives by their subjects, or one directive's units by their names."""

    by_directive = True

    def label_from_instance(self, obj: Assignment) -> str:
        """The words beside a box."""
        return f"{obj.directive.number} {obj.directive}" if self.by_directive else obj.unit.name


class PrepareForm(forms.ModelForm):
    """Form, subject and recipient of a letter, and what goes into it."""

    parts = AssignmentsField(Assignment.objects.none(), label="ข้อสั่งการ", widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Letter
        fields = ["form", "subject", "recipients"]
        widgets = {"recipients": forms.Textarea(attrs={"rows": 2})}

    def __init__(
        self, *args: Any, assignments: AssignmentQuerySet, by_directive: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["parts"]
        field.queryset, field.by_directive = assignments, by_directive
        field.label = "ข้อสั่งการ" if by_directive else "หน่วยงาน"
        field.initial = assignments
        self.fields["recipients"].required = True


class SignForm(forms.Form):
    """Number, day and files of the signed letter."""

    number = Letter._meta.get_field("number").formfield(required=True, help_text="ตามที่พิมพ์บนหนังสือที่ลงนามแล้ว")
    dated_on = ThaiDateField(label="ลงวันที่", help_text="วันที่ที่พิมพ์บนหนังสือ")
    # A field of that name hides the uploads of the form, which nobody reads.
    files = FilesField(  # type: ignore[assignment]  # as said above
        label="ฉบับลงนาม", required=False, help_text="ไฟล์ละไม่เกิน 20 เมกะไบต์"
    )

    def clean_dated_on(self) -> Any:
        """Refuses a day to come."""
        if self.cleaned_data["dated_on"] > timezone.localdate():
            raise ValidationError("วันที่ของหนังสือต้องไม่เป็นวันในอนาคต")
        return self.cleaned_data["dated_on"]


@require_safe
def all_letters(request: SignedInRequest) -> HttpResponse:
    """Units with directives that wait, and the letters made so far."""
    steps.refuse_others(request.user)
    of_unit = steps.waiting(request.user).order_by().filter(unit=OuterRef("pk")).values("unit")
    # One look for each unit: asked whether there are any at all, PostgreSQL reads the directives of all units.
    rows = Unit.objects.filter(IsNull(Subquery(of_unit[:1]), False)).order_by("sort_key", "pk")
    # All at once, for there are some hundred: to count them takes PostgreSQL as long as to find them.
    units = Paginator(list(rows.only("name")), PER_PAGE).get_page(request.GET.get("units"))
    shown = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by()
    counts = dict(shown.values_list("pk", number_of(of_unit[: MOST_COUNTED + 1])))
    in_letter = Assignment.objects.order_by().filter(letter=OuterRef("pk")).values("letter")
    letters = Letter.objects.visible_to(request.user).annotate(count=number_of(in_letter))
    page = {
        "title": "หนังสือแจ้งข้อสั่งการ",
        "units": units,
        "waiting": [
            (unit, count if (count := counts[unit.pk]) <= MOST_COUNTED else f"{MOST_COUNTED}+")
            for unit in units
        ],
        "letters": Paginator(letters.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "visits/letters/all.html", page)


def number_of(rows: QuerySet) -> Subquery:
    """How many rows of another query's row there are; of a slice no more are looked for than it holds."""
    counting = "(SELECT count(*) FROM (%(subquery)s) counted)"
    return Subquery(rows, output_field=IntegerField(), template=counting)


@require_http_methods(METHODS)
def prepare(request: SignedInRequest) -> HttpResponse:
    """The form of a new letter about one unit's directives (`?unit=`) or one directive (`?directive=`)."""
    steps.refuse_others(request.user)
    name = "unit" if "unit" in request.GET else "directive"
    key = request.GET.get(name, "")
    if not is_key(key):
        return redirect("letters")
    rows = steps.waiting(request.user).filter(**{name: key}).select_related("unit", "directive__visit")
    rows = rows.order_by("unit__sort_key", "pk")
    units = list({row.unit_id: row.unit for row in rows}.values())
    if not units:
        messages.warning(request, "ไม่มีข้อสั่งการที่รอแจ้ง")
        return redirect("letters")
    initial = {
        "form": steps.proposed_form(units),
        "subject": "แจ้งข้อสั่งการจากการตรวจเยี่ยม",
        "recipients": steps.proposed_recipient(units),
    }
    form = PrepareForm(request.POST or None, assignments=rows, by_directive=name == "unit", initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            letter = steps.prepare(list(form.cleaned_data.pop("parts")), by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, list(refused.sentences))
        else:
            messages.success(request, "จัดทำหนังสือแล้ว")
            return redirect("letter", letter.pk)
    page = {
        "title": "จัดทำหนังสือแจ้งข้อสั่งการ",
        "form": form,
        "label": "จัดทำหนังสือ",
        "notes": notes_on(row.directive for row in rows),
        "may_keep_words": not any(map(is_internal, rows)),
    }
    return render(request, "visits/letters/form.html", page)


@require_http_methods(METHODS)
def letter(request: SignedInRequest, pk: int) -> HttpResponse:
    """One letter; the office signs it here, a unit that was notified reads it."""
    row = visible_letter(request, pk)
    form = SignForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        steps.refuse_others(request.user)
        if form.is_valid():
            try:
                steps.sign(row, by=request.user, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, list(refused.sentences))
            else:
                messages.success(request, "บันทึกการแจ้งข้อสั่งการแล้ว")
                return redirect("letter", pk)
    rows = visible_assignments(row, request)
    assignments = Paginator(rows, PER_PAGE * 2).get_page(request.GET.get("page"))
    page = {
        "title": row.subject,
        "letter": row,
        "is_office": is_office(request.user),
        "copy": SignedCopy.objects.filter(letter=row).defer("content").first(),
        "amendments": steps.amended_since(row, request.user),
        "assignments": assignments,
        "notes": [] if row.number else notes_on(one.directive for one in assignments),
        "may_keep_words": not any(map(is_internal, assignments)),
        "files": Attachment.objects.visible_to(request.user).filter(letter=row),
        "form": form,
        "label": "บันทึกว่าลงนามและแจ้งแล้ว",
    }
    return render(request, "visits/letters/letter.html", page)


def visible_letter(request: SignedInRequest, pk: int) -> Letter:
    """The letter of that key; 404 where the user may not see one."""
    return get_object_or_404(Letter.objects.visible_to(request.user), pk=pk)


def notes_on(directives: Iterable[Directive]) -> list[str]:
    """What to know of the directives of a letter before it is signed."""
    rows = list(directives)
    return [*HolidayYears().notes_on(rows), *internal_notes(rows)]


def visible_assignments(row: Letter, request: SignedInRequest) -> AssignmentQuerySet:
    """What the letter is about, as far as the user may see it."""
    return steps.in_order(Assignment.objects.visible_to(request.user).filter(letter=row))


@require_http_methods(METHODS)
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Deletes a letter that was never signed."""
    row = visible_letter(request, pk)
    steps.refuse_others(request.user)
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
def word(request: SignedInRequest, pk: int) -> HttpResponse:
    """The letter as Word: once signed, the copy kept then; before, from today's wording."""
    row = visible_letter(request, pk)
    name = file_name(f"แจ้งข้อสั่งการ {row.recipients}", row.dated_on or timezone.localdate(), "docx")
    copy = SignedCopy.objects.filter(letter=row).first()
    if copy is None:
        steps.refuse_others(request.user)
        from visits.letters.document import letter_word

        content = letter_word(row, list(visible_assignments(row, request)), Office.current())
        return file_response(content, WORD, name)
    if not copy.is_intact:
        messages.error(request, "ฉบับลงนามที่เก็บไว้ไม่ตรงกับลายนิ้วมือของไฟล์ โปรดแจ้งผู้ดูแลระบบ")
        return redirect("letter", pk)
    return file_response(bytes(copy.content), WORD, name)

"""What one types to take a step with an order; each form gives its verb's arguments as `cleaned_data`."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from config.kept_forms import KeepingForm
from config.thai.forms import ThaiDateField
from config.thai.text import fold
from units.models import Unit
from visits.attachments.uploads import prepared
from visits.directives.due_dates import CountsDue, DueField
from visits.directives.unit_groups import KINDS, OFFICES, areas, label, missing, of_key
from visits.directives.working_days import working_day_after
from visits.models import Amendment, Assignment, AssignmentRole, Attachment, Directive, Progress, Verb

MOST_FILES = 10
MOST_NAMED = 8


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each checked as an attachment is."""

    widget = Files(attrs={"accept": "image/*,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods"})
    # A telephone opens its camera for this one.
    camera = Files(attrs={"accept": "image/*", "capture": "environment"})

    def clean(self, data, initial=None):
        files = [super(FilesField, self).clean(one, initial) for one in data or []]
        if len(files) > MOST_FILES:
            raise ValidationError(f"แนบได้ครั้งละไม่เกิน {MOST_FILES} ไฟล์")
        for file in files:
            self._check(file)
        if len({prepared(file).sha256 for file in files}) < len(files):
            raise ValidationError("แนบไฟล์เดียวกันซ้ำ โปรดเลือกใหม่")
        return files

    def _check(self, file):
        for check in Attachment._meta.get_field("file").validators:
            try:
                check(file)
            except ValidationError as wrong:
                raise ValidationError([f"{file.name}: {sentence}" for sentence in wrong.messages]) from wrong


class UnitByName(forms.CharField):
    """A unit by what one types: full name, short name or alias; the list beside it helps and is not needed."""

    def __init__(self, **options):
        super().__init__(max_length=250, **options)
        self.widget.attrs |= {"list": "units", "autocomplete": "off", "size": 50}
        self.user = None

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = list(self.units.matching(text)[: MOST_NAMED + 1])
        same = [unit for unit in found if fold(text) in (fold(unit.name), fold(unit.short_name or ""))]
        found = same or found
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError("ไม่พบหน่วยงานชื่อนี้ในทำเนียบหน่วยงาน")
        raise ValidationError(f"มีหลายหน่วยงาน โปรดพิมพ์ชื่อเต็ม เช่น {', '.join(map(str, found[:MOST_NAMED]))}")

    @property
    def units(self):
        return units_today(self.user)


def units_today(user):
    return Unit.objects.visible_to(user).existing_on(timezone.localdate())


class StepForm(KeepingForm, forms.Form):
    def __init__(self, *args, user, record, **options):
        super().__init__(*args, **options)
        self.user, self.record = user, record
        for field in self.fields.values():
            if isinstance(field, UnitByName):
                field.user = user

    @property
    def unit_names(self):
        """For the list beside a field that takes a unit's name."""
        fields = [field for field in self.fields.values() if isinstance(field, UnitByName)]
        return units_today(self.user).values_list("name", flat=True) if fields else []


def words(model, name, **options):
    """A text field as the model has it."""
    return model._meta.get_field(name).formfield(**options)


def reason(label="เหตุผล", required=True):
    rows = forms.Textarea(attrs={"rows": 3})
    return words(Progress, "reason", label=label, required=required, widget=rows, max_length=4000)


class NotifyForm(StepForm):
    on = ThaiDateField(label="วันที่แจ้ง", required=False, help_text="เว้นว่างเมื่อแจ้งวันนี้")

    def clean_on(self):
        return self.cleaned_data["on"] or timezone.localdate()


class AcknowledgeForm(StepForm):
    pass


class GroupForm(StepForm):
    """What is done to which group stands in the address and on the button."""


class ReportForm(StepForm):
    text = words(Progress, "text", label="ผลการดำเนินการ", required=True, max_length=10000)
    final = forms.TypedChoiceField(
        label="ความคืบหน้า",
        choices=[("1", "ดำเนินการครบถ้วน เสนอให้พิจารณา"), ("", "อยู่ระหว่างดำเนินการ จะรายงานเพิ่มเติม")],
        coerce=bool,
        required=False,
        initial="1",
        widget=forms.RadioSelect,
    )
    photographs = FilesField(label="ถ่ายภาพ", required=False, widget=FilesField.camera)
    files = FilesField(label="เอกสารหรือภาพถ่าย", required=False, help_text="ไฟล์ละไม่เกิน 20 เมกะไบต์")
    letter_no = words(Progress, "letter_no", help_text="ถ้ามีหนังสือรายงาน")
    signer = words(Progress, "signer")
    reported_on = ThaiDateField(label="วันที่รายงาน", required=False, help_text="เว้นว่างเมื่อรายงานวันนี้")

    def clean_reported_on(self):
        day = self.cleaned_data["reported_on"] or timezone.localdate()
        if day > timezone.localdate():
            raise ValidationError("วันที่รายงานต้องไม่เป็นวันในอนาคต")
        return day

    def clean(self):
        told = super().clean()
        told["files"] = [*told.pop("photographs", []), *told.get("files", [])]
        return told


class CloseForm(StepForm):
    reason = reason("หมายเหตุ", required=False)


class EndForm(StepForm):
    reason = reason()
    impossible = forms.BooleanField(label="ไม่สามารถดำเนินการได้", required=False)


class SendBackForm(StepForm):
    reason = reason("เรื่องที่ต้องดำเนินการเพิ่มเติม")


class ReassignForm(StepForm):
    to = UnitByName(label="หน่วยงานรับผิดชอบใหม่")
    reason = reason()


class ExtendForm(StepForm):
    due_on = ThaiDateField(label="กำหนดใหม่", required=False)
    days = forms.IntegerField(
        label="หรือขยายออกไป (วันทำการ นับจากวันนี้)", min_value=1, max_value=365, required=False
    )
    reason = reason()

    def clean(self):
        told = super().clean()
        days = told.pop("days", None)
        if days and not told.get("due_on"):
            told["due_on"] = working_day_after(timezone.localdate(), days)
        if not told.get("due_on") and not self.errors:
            self.add_error("due_on", "โปรดระบุกำหนดใหม่ หรือจำนวนวันทำการ")
        return told


FORMS = {
    Verb.NOTIFY: NotifyForm,
    Verb.ACKNOWLEDGE: AcknowledgeForm,
    Verb.REPORT: ReportForm,
    Verb.CLOSE: CloseForm,
    Verb.END: EndForm,
    Verb.SEND_BACK: SendBackForm,
    Verb.REASSIGN: ReassignForm,
    Verb.EXTEND: ExtendForm,
}


class AmendForm(CountsDue, StepForm):
    """The wording of a certified order as it stands, to be changed."""

    subject = words(Directive, "subject", help_text="")
    text = words(Directive, "text", widget=forms.Textarea(attrs={"rows": 6}))
    kind = words(Directive, "kind")
    given_name = words(Directive, "given_name")
    given_as = words(Directive, "given_as")
    due_on = DueField(label="กำหนดแล้วเสร็จ", required=False)
    due_text = words(Directive, "due_text")
    reason = words(Amendment, "reason", label="เหตุผลที่แก้ไขเพิ่มเติม", widget=forms.Textarea(attrs={"rows": 3}))

    @property
    def visit_told(self):
        return self.record.visit


class AssignForm(StepForm):
    """One unit, or a whole group whose number is shown first and confirmed by a tick before its rows are made."""

    unit = UnitByName(label="หน่วยงาน", required=False)
    role = words(Assignment, "role", initial=AssignmentRole.SUPPORT)
    area = forms.ChoiceField(label="หรือทุกหน่วยงานใน", required=False)
    of_kind = forms.ChoiceField(label="ประเภทหน่วยงานของกลุ่ม", choices=KINDS, required=False, initial=OFFICES)
    confirmed = forms.MultipleChoiceField(
        label="ยืนยันจำนวนหน่วยงาน", required=False, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        places = [("", "— ไม่มอบหมายทั้งกลุ่ม —")]
        places += [(one.key, one.name.removeprefix("ใน") or "ทั้งประเทศ") for one in areas(self.user)]
        self.fields["area"].choices = places
        self.found = []
        if self.is_bound and self.data.get("area"):
            kind = self.data.get("of_kind") or OFFICES
            self._ask_for_number(of_key(f"{kind}@{self.data['area']}", self.user))
        if not self.found:
            del self.fields["confirmed"]

    def _ask_for_number(self, group):
        """What is ticked names the number, so that a tick for another group or another number does not count."""
        self.group = group
        self.found = list(missing(self.record, group, self.user, timezone.localdate())) if group else []
        if self.found:
            field = self.fields["confirmed"]
            field.choices = [(f"{group.key}#{len(self.found)}", f"เพิ่ม {label(group, len(self.found))}")]
            field.widget = forms.CheckboxSelectMultiple(choices=field.choices)

    def clean(self):
        told = super().clean()
        if self.errors.keys() - {"confirmed"}:
            return told
        unit, area = told["unit"], told["area"]
        if bool(unit) == bool(area):
            raise ValidationError("โปรดเลือกหน่วยงานหนึ่งหน่วยงาน หรือกลุ่มหนึ่งกลุ่ม")
        if area:
            self._refuse_unconfirmed(told)
        return {
            "units": self.found if area else [unit],
            "role": told["role"],
            "via": self.group.name if area else "",
        }

    def _refuse_unconfirmed(self, told):
        if not self.found:
            raise ValidationError(f"{self.group.name} ไม่มีหน่วยงานที่ยังไม่ได้รับมอบหมายข้อสั่งการนี้")
        if not told.get("confirmed"):
            self.errors.pop("confirmed", None)
            self.add_error("confirmed", "โปรดตรวจสอบจำนวนหน่วยงาน แล้วทำเครื่องหมายเพื่อยืนยัน")

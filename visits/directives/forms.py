"""The forms of the steps of a directive; each gives the arguments of its step as `cleaned_data`."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models import Model
from django.utils import timezone

from config.thai.forms import ThaiDateField
from config.thai.numbers import ThaiIntegerField
from config.thai.text import fold
from officials.models import User
from units.models import Unit, UnitQuerySet
from visits.attachments.uploads import prepared
from visits.directives.due_dates import (
    CountsDue,
    DueField,
    NewDueDay,
    new_due_day_field,
    working_day_after,
)
from visits.directives.holiday_years import HolidayYears
from visits.directives.step_days import day_or_today
from visits.directives.unit_groups import (
    KINDS,
    OFFICES,
    Group,
    GroupChoice,
    areas,
    group_of_key,
    missing_units,
)
from visits.models import Amendment, Assignment, AssignmentRole, Attachment, Directive, Progress

MOST_FILES = 10
MOST_NAMED = 8


class Files(forms.ClearableFileInput):
    """The file button of the browser, for several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each checked as an attachment is."""

    widget = Files(attrs={"accept": "image/*,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods"})
    # A telephone opens its camera for this one.
    camera = Files(attrs={"accept": "image/*", "capture": "environment"})

    def clean(self, data: Any, initial: Any = None) -> list[File]:
        """The files, at most ten and none twice; each wrong one is named."""
        files = [super(FilesField, self).clean(upload, initial) for upload in data or []]
        if len(files) > MOST_FILES:
            raise ValidationError(f"แนบได้ครั้งละไม่เกิน {MOST_FILES} ไฟล์")
        for file in files:
            for check in Attachment._meta.get_field("file").validators:
                try:
                    check(file)
                except ValidationError as wrong:
                    sentences = [f"{file.name}: {sentence}" for sentence in wrong.messages]
                    raise ValidationError(sentences) from wrong
        if len({prepared(file).sha256 for file in files}) < len(files):
            raise ValidationError("แนบไฟล์เดียวกันซ้ำ โปรดเลือกใหม่")
        return files


class UnitByName(forms.CharField):
    """A unit by its full name, short name or alias as typed; the list beside it helps and is not needed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=250, **options)
        self.widget.attrs |= {"list": "units", "autocomplete": "off", "size": 50}
        # Given by the form.
        self.user: User

    def clean(self, value: Any) -> Unit | None:
        """The one unit of that name; raises where none or several bear it."""
        text = super().clean(value)
        if not text:
            return None
        matches = list(units_today(self.user).matching(text)[: MOST_NAMED + 1])
        exact = [unit for unit in matches if fold(text) in (fold(unit.name), fold(unit.short_name or ""))]
        matches = exact or matches
        if len(matches) == 1:
            return matches[0]
        if not matches:
            raise ValidationError("ไม่พบหน่วยงานชื่อนี้ในทำเนียบหน่วยงาน")
        names = ", ".join(map(str, matches[:MOST_NAMED]))
        raise ValidationError(f"มีหลายหน่วยงาน โปรดพิมพ์ชื่อเต็ม เช่น {names}")


def units_today(user: User) -> UnitQuerySet:
    """The units that exist today, as far as the user may see them."""
    return Unit.objects.visible_to(user).existing_on(timezone.localdate())


class RecordForm(forms.Form):
    """Base of the forms about one `record`, filled in by `user`."""

    def __init__(self, *args: Any, user: User, record: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user, self.record = user, record
        # Shown once the step is taken.
        self.notes: list[str] = []
        for field in self.fields.values():
            if isinstance(field, UnitByName):
                field.user = user

    @property
    def directive(self) -> Directive:
        """The directive that the record is or belongs to."""
        return self.record if isinstance(self.record, Directive) else self.record.directive

    @property
    def unit_names(self) -> Iterable[str]:
        """Names for the list beside a field that takes a unit's name; empty where the form has no such field."""
        fields = [field for field in self.fields.values() if isinstance(field, UnitByName)]
        return units_today(self.user).values_list("name", flat=True) if fields else []


class StepForm(RecordForm):
    """Base of the forms of steps of an assignment.

    `seen` carries its newest progress as the page was opened, so that a step that somebody else took meanwhile is
    noticed.
    """

    record: Assignment
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput)


class DirectiveStepForm(RecordForm):
    """Base of the forms about a whole directive, whose steps notice each other by its locked row alone."""

    record: Directive


def model_field(model: type[Model], name: str, **options: Any) -> Any:
    """A form field as the model has it."""
    return model._meta.get_field(name).formfield(**options)  # type: ignore[union-attr]  # no relation of others


def reason_field(label: str = "เหตุผล", required: bool = True) -> Any:
    """A text of several lines that is kept as the reason of a step."""
    rows = forms.Textarea(attrs={"rows": 3})
    return model_field(Progress, "reason", label=label, required=required, widget=rows, max_length=4000)


class NotifyForm(StepForm):
    """The day of notice, today where left blank."""

    on = ThaiDateField(label="วันที่แจ้ง", required=False, help_text="เว้นว่างเมื่อแจ้งวันนี้")

    def clean_on(self) -> date:
        """The day typed, else today; raises for a day that cannot be."""
        return day_or_today(self.directive, self.cleaned_data["on"], "วันที่แจ้ง")


class NotifyAllForm(DirectiveStepForm):
    """The day of notice of all units of a directive."""

    on = NotifyForm.base_fields["on"]
    clean_on = NotifyForm.clean_on


class AcknowledgeForm(StepForm):
    """Nothing to fill in."""


class GroupForm(DirectiveStepForm):
    """Nothing to fill in: what is done to which group stands in the address and on the button."""


class ReportForm(StepForm):
    """What the unit has done, with its evidence."""

    text = model_field(Progress, "text", label="ผลการดำเนินการ", required=True, max_length=10000)
    final = forms.TypedChoiceField(
        label="ความคืบหน้า",
        choices=[("1", "ดำเนินการครบถ้วน เสนอให้พิจารณา"), ("", "อยู่ระหว่างดำเนินการ จะรายงานเพิ่มเติม")],
        coerce=bool,
        required=False,
        initial="1",
        widget=forms.RadioSelect,
    )
    photographs = FilesField(label="ถ่ายภาพ", required=False, widget=FilesField.camera)
    # A field of that name hides the uploads of the form, which nobody reads.
    files = FilesField(  # type: ignore[assignment]  # as said above
        label="เอกสารหรือภาพถ่าย", required=False, help_text="ไฟล์ละไม่เกิน 20 เมกะไบต์"
    )
    letter_no = model_field(Progress, "letter_no", help_text="ถ้ามีหนังสือรายงาน")
    signer = model_field(Progress, "signer", help_text="ผู้ลงนามในหนังสือรายงาน")
    reported_on = ThaiDateField(label="วันที่รายงาน", required=False, help_text="เว้นว่างเมื่อรายงานวันนี้")

    def clean_reported_on(self) -> date:
        """The day typed, else today; raises for a day that cannot be."""
        return day_or_today(self.directive, self.cleaned_data["reported_on"], "วันที่รายงาน")

    def clean(self) -> dict[str, Any]:
        """Photographs and documents together as `files`."""
        super().clean()
        cleaned = self.cleaned_data
        cleaned["files"] = [*cleaned.pop("photographs", []), *cleaned.get("files", [])]
        return cleaned


class CloseForm(StepForm):
    """A note where one is wanted."""

    reason = reason_field("หมายเหตุ", required=False)


class EndForm(StepForm):
    """Why the follow-up ends."""

    reason = reason_field()
    impossible = forms.BooleanField(
        label="ไม่สามารถดำเนินการได้",
        required=False,
        help_text="ไม่ทำเครื่องหมายเมื่อยุติเพราะไม่ต้องติดตามต่อ ทั้งสองอย่างนับว่าสิ้นสุดแล้ว",
    )


class SendBackForm(StepForm):
    """What is still to be done."""

    reason = reason_field("เรื่องที่ต้องดำเนินการเพิ่มเติม")


class ResumeForm(StepForm):
    """Why a closed matter is taken up again."""

    reason = reason_field("เหตุผลที่เปิดเรื่องใหม่")


class ReassignForm(NewDueDay, StepForm):
    """Which unit takes over, and why."""

    to = UnitByName(label="หน่วยงานรับผิดชอบใหม่")
    due_on = new_due_day_field()
    reason = reason_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ask_for_new_due_day(self.record.directive, self.record.due_on)


class FillGroupForm(NewDueDay, DirectiveStepForm):
    """A due day where the old one has passed, else nothing to fill in."""

    due_on = new_due_day_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ask_for_new_due_day(self.record)


class ExtendForm(StepForm):
    """A later day, typed as such or as working days from today."""

    due_on = ThaiDateField(label="กำหนดใหม่", required=False)
    days = ThaiIntegerField(
        label="หรือขยายออกไป (วันทำการ นับจากวันนี้)",
        min_value=1,
        max_value=365,
        required=False,
        help_text="ไม่นับเสาร์ อาทิตย์ และวันหยุดราชการ ใส่ช่องใดช่องหนึ่ง",
    )
    reason = reason_field()

    def clean(self) -> dict[str, Any]:
        """The day, counted where working days were typed; one of the two must be given."""
        super().clean()
        cleaned = self.cleaned_data
        days = cleaned.pop("days", None)
        if days and not cleaned.get("due_on"):
            today = timezone.localdate()
            cleaned["due_on"] = working_day_after(today, days)
            self.notes = list(filter(None, [HolidayYears().note(today, cleaned["due_on"])]))
        if not cleaned.get("due_on") and not self.errors:
            self.add_error("due_on", "โปรดระบุกำหนดใหม่ หรือจำนวนวันทำการ")
        return cleaned


class AmendForm(CountsDue, DirectiveStepForm):
    """The wording of a certified directive as it stands, to be changed."""

    counted_from = "record.visit"

    subject = model_field(Directive, "subject", help_text="")
    text = model_field(Directive, "text", widget=forms.Textarea(attrs={"rows": 6}))
    kind = model_field(Directive, "kind")
    given_name = model_field(Directive, "given_name")
    given_as = model_field(Directive, "given_as", help_text="ตำแหน่งที่ใช้สั่งการในวันนั้น")
    due_on = DueField(label="กำหนดแล้วเสร็จ", required=False)
    due_text = model_field(Directive, "due_text")
    reason = model_field(
        Amendment, "reason", label="เหตุผลที่แก้ไขเพิ่มเติม", widget=forms.Textarea(attrs={"rows": 3})
    )


class CirculationForm(DirectiveStepForm):
    """The day on which a directive was circulated, as it stands."""

    circulated_on = model_field(
        Directive,
        "circulated_on",
        help_text="วันที่เวียนให้ทราบทั่วกัน มิใช่วันที่แจ้งหน่วยงานรับผิดชอบ เว้นว่างเมื่อยังไม่ได้เวียนแจ้ง",
    )


class ResolutionForm(DirectiveStepForm):
    """What the office decided on a suggestion, as it stands."""

    resolution = model_field(
        Directive, "resolution", widget=forms.Textarea(attrs={"rows": 4}), help_text="เว้นว่างเมื่อยังไม่ได้พิจารณา"
    )


class AssignForm(NewDueDay, DirectiveStepForm):
    """One unit, or a whole group whose number is shown first and confirmed by a tick before its rows are created."""

    unit = UnitByName(label="หน่วยงาน", required=False)
    role = model_field(Assignment, "role", initial=AssignmentRole.SUPPORT, help_text="หน่วยงานหลักมีได้หนึ่งแห่ง")
    due_on = new_due_day_field()
    area = forms.ChoiceField(label="หรือทุกหน่วยงานใน", required=False)
    of_kind = forms.ChoiceField(label="ประเภทหน่วยงานของกลุ่ม", choices=KINDS, required=False, initial=OFFICES)
    confirmed = forms.MultipleChoiceField(
        label="ยืนยันจำนวนหน่วยงาน", required=False, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ask_for_new_due_day(self.record)
        area_field: Any = self.fields["area"]
        area_field.choices = [
            ("", "— ไม่มอบหมายทั้งกลุ่ม —"),
            *((area.key, area.name.removeprefix("ใน") or "ทั้งประเทศ") for area in areas(self.user)),
        ]
        self.group: Group | None = None
        self.members: list[Unit] = []
        if self.is_bound and self.data.get("area"):
            kind = self.data.get("of_kind") or OFFICES
            self.group = group_of_key(f"{kind}@{self.data['area']}", self.user)
        if self.group:
            self.members = list(missing_units(self.record, self.group, self.user, timezone.localdate()))
        if self.members and self.group:
            # The tick names the number, so that one for another group or another number does not count.
            field: Any = self.fields["confirmed"]
            number = len(self.members)
            field.choices = [(f"{self.group.key}#{number}", f"เพิ่ม {GroupChoice(self.group, number)}")]
            field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
        else:
            del self.fields["confirmed"]

    def clean(self) -> dict[str, Any]:
        """The units, their role and the name of the group that they came from."""
        super().clean()
        cleaned = self.cleaned_data
        if self.errors.keys() - {"confirmed"}:
            return cleaned
        unit, group = cleaned["unit"], self.group if cleaned["area"] else None
        if bool(unit) == bool(cleaned["area"]):
            raise ValidationError("โปรดเลือกหน่วยงานหนึ่งหน่วยงาน หรือกลุ่มหนึ่งกลุ่ม")
        if group and not self.members:
            raise ValidationError(f"{group.name} ไม่มีหน่วยงานที่ยังไม่ได้รับมอบหมายข้อสั่งการนี้")
        if group and not cleaned.get("confirmed"):
            self.errors.pop("confirmed", None)
            self.add_error("confirmed", "โปรดตรวจสอบจำนวนหน่วยงาน แล้วทำเครื่องหมายเพื่อยืนยัน")
        return {
            "units": self.members if group else [unit],
            "role": cleaned["role"],
            "via": group.name if group else "",
            "due_on": cleaned.get("due_on"),
        }

"""A directive on its own page: wording, roles and due days of its units, dimensions, earlier directives."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from config.forms.model_admin import TrackedAdmin, TrackedTabularInline, VersionedForm
from config.forms.rows import RowFormSet
from config.thai.admin import thai_date_column
from officials.models import User
from visits.admin.directive_rows import (
    LIKE,
    SEARCH,
    FollowsKind,
    keep_wording,
    say_where_due_day_is_uncertain,
)
from visits.directives.due_dates import CountsDue, DueField
from visits.directives.holiday_years import HolidayYears
from visits.directives.settling import settle
from visits.directives.step_days import impossible_circulation
from visits.models import (
    Assignment,
    Dimension,
    Directive,
    DirectiveDimension,
    DirectiveFinding,
    DirectiveRelation,
    State,
)
from visits.models.policy import NamedDimension
from visits.records import sign_off


class AssignmentForm(CountsDue, forms.ModelForm):
    """One responsible unit; once notified or in a letter, it changes by the steps of the directive alone."""

    counted_from = "instance.directive.visit"

    class Meta:
        field_classes = {"due_on": DueField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        if row.pk and (row.state != State.PENDING or row.letter_id):
            for name in {"unit", "due_on"} & self.fields.keys():
                self.fields[name].disabled = True


class AssignmentInline(TrackedTabularInline):
    """The responsible units on a directive's own page."""

    model = Assignment
    form = AssignmentForm
    fields = ["unit", "role", "via", "due_on", "state"]
    row_help = {
        "บทบาท": "หน่วยงานหลักมีได้หนึ่งแห่ง",
        "มอบหมายผ่านกลุ่ม": "ระบบใส่ให้เมื่อมอบหมายทั้งกลุ่ม เช่น สอจ. ทุกจังหวัด",
        "กำหนดของหน่วยงานนี้": "เว้นว่างเมื่อใช้กำหนดของข้อสั่งการ หรือของรอบการติดตาม",
        "สถานะ": "เปลี่ยนด้วยปุ่มแจ้ง รับทราบ รายงานผล และแล้วเสร็จ ที่หน้าข้อสั่งการ",
    }
    readonly_fields = ["state"]
    autocomplete_fields = ["unit"]

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """A unit is dropped on the visit's page, where work already reported is looked after."""
        return False


class DimensionFormSet(RowFormSet):
    """Offers the dimensions of policies in force on the visit's day, and those that the directive has already."""

    @cached_property
    def offered(self) -> list[NamedDimension]:
        """What every row offers; two queries for all."""
        directive: Any = self.instance
        day = directive.visit.starts_on
        linked = set(directive.dimension_links.values_list("dimension", flat=True))
        named = Dimension.objects.all().named()
        return [row for row in named if row.key in linked or row.policy.is_in_force_on(day)]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        field = form.fields["dimension"]
        field.queryset = field.queryset.filter(pk__in=[row.key for row in self.offered])
        field.choices = [("", field.empty_label), *((row.key, row.name) for row in self.offered)]
        field.error_messages["invalid_choice"] = "มิตินี้ใช้ไม่ได้ในวันที่ตรวจเยี่ยม เพราะนโยบายของมิติไม่ได้ใช้ในวันนั้น"


class DimensionInline(TrackedTabularInline):
    """The dimensions of a directive, and whether the speaker stated them."""

    model = DirectiveDimension
    formset = DimensionFormSet
    fields = ["dimension", "stated"]
    row_help = {"ผู้สั่งการระบุเอง": "ทำเครื่องหมายเฉพาะเมื่อผู้สั่งการเอ่ยถึงมิติเอง มิใช่เจ้าหน้าที่จัดกลุ่มให้"}


class DimensionFilter(admin.RelatedFieldListFilter):
    """By dimension, named with its policy where there are several."""

    def field_choices(self, field: Any, request: Any, model_admin: Any) -> Any:
        """Keys and names of the dimensions."""
        return [(row.key, row.name) for row in Dimension.objects.visible_to(request.user).named()]


class AnsweredFindingFormSet(RowFormSet):
    """Offers what was reported at the directive's own visit."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        field = form.fields["finding"]
        field.queryset = field.queryset.filter(visit=self.instance.visit_id)
        field.error_messages["invalid_choice"] = "เลือกได้เฉพาะสรุปผลการรับฟังของการตรวจเยี่ยมครั้งเดียวกัน"


class AnsweredFindingInline(TrackedTabularInline):
    """The problems that the directive responds to."""

    model = DirectiveFinding
    formset = AnsweredFindingFormSet
    fields = ["finding"]


class RelationInline(TrackedTabularInline):
    """Earlier directives that it follows or repeats."""

    model = DirectiveRelation
    fk_name = "directive"
    fields = ["earlier", "kind"]
    autocomplete_fields = ["earlier"]
    verbose_name = "ข้อสั่งการเดิมที่เกี่ยวเนื่อง"
    verbose_name_plural = "ข้อสั่งการเดิมที่เกี่ยวเนื่อง"


class DirectiveOfficeForm(CountsDue, FollowsKind, VersionedForm):
    """A directive on its own page."""

    class Meta:
        widgets = {
            "subject": forms.TextInput(attrs={"class": "vLargeTextField", **LIKE}),
            "text": forms.Textarea(attrs={"rows": 4, **LIKE}),
        }
        help_texts = {"text": SEARCH}
        field_classes = {"due_on": DueField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_wording(self)
        say_where_due_day_is_uncertain(self, HolidayYears())

    def clean_circulated_on(self) -> date | None:
        """The day; raises for another than the stored one that cannot be."""
        day = self.cleaned_data["circulated_on"]
        is_new = day and "circulated_on" in self.changed_data
        if is_new and (sentence := impossible_circulation(self.instance, day)):
            raise ValidationError(sentence)
        return day


@admin.register(Directive)
class DirectiveAdmin(TrackedAdmin):
    """A directive on its own page."""

    form = DirectiveOfficeForm
    row_of = "visit"

    class Media:
        css = {"all": ["visits/visit_form.css"]}
        js = ["visits/similar_directives.js"]

    list_display = [
        "subject_column",
        thai_date_column("visit__starts_on", "วันที่"),
        "given_as",
        "kind",
        "follow_up",
    ]
    list_filter = ["kind", "follow_up", ("dimensions", DimensionFilter), "visit__unit__kind"]
    list_select_related = ["visit"]
    search_fields = ["search"]
    ordering = ["-visit__starts_on", "visit", "order"]
    inlines = [AssignmentInline, DimensionInline, AnsweredFindingInline, RelationInline]
    autocomplete_fields = ["given_by"]
    readonly_fields = ["visit", "number"]
    help_texts = {
        "follow_up": "ให้รายงานผล: มีกำหนดของข้อนั้นเอง รายงานทุกรอบ: ถามพร้อมกันเมื่อเปิดรอบ ถือปฏิบัติ: ไม่นับว่าค้าง",
        "given_as": "ตำแหน่งที่ใช้สั่งการในวันนั้น ไม่เปลี่ยนตามการเลื่อนตำแหน่งภายหลัง",
        "circulated_on": "วันที่เวียนแจ้งให้ทราบทั่วกัน มิใช่วันที่แจ้งหน่วยงานรับผิดชอบ",
        "resolution": "ใช้กับข้อเสนอแนะจากหน่วยงานภายนอก",
        "is_important": "มีเครื่องหมายในทะเบียน และปิดเรื่องได้เมื่อรายงานมีเอกสารหรือภาพแนบ",
        "is_internal": "ไม่อยู่ในฉบับเผยแพร่และข้อมูลเปิด",
    }
    fieldsets = [
        (None, {"fields": ["number", "visit", ("kind", "follow_up"), "subject", "text"]}),
        ("ผู้สั่งการ", {"fields": ["given_by", ("given_name", "given_as"), "addressed_to"]}),
        ("กำหนดเวลา", {"fields": [("due_on", "due_text"), "circulated_on"]}),
        ("อื่น ๆ", {"fields": ["resolution", ("is_important", "is_internal")]}),
    ]

    @admin.display(description="เรื่อง", ordering="subject")
    def subject_column(self, directive: Directive) -> str:
        """Its subject, else the beginning of its text."""
        return str(directive)

    def has_add_permission(self, request: Any) -> bool:
        """A directive belongs to its visit and is entered there."""
        return False

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        settle(form.instance)

    def reading_page(self, record: Any) -> Any:
        """Where those read it who may not edit it: with its visit."""
        return record.visit

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Certified with its visit, its wording stays as it is."""
        return super().has_change_permission(request, obj) and is_open(request.user, obj)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Not once it has a number (design rule 6)."""
        may = super().has_delete_permission(request, obj) and is_open(request.user, obj)
        return may and not (obj and obj.number)


def is_open(user: User, directive: Directive | None) -> bool:
    """Whether the record of the directive's visit may be edited."""
    return directive is None or sign_off.may_edit(user, directive.visit)

"""Directives as rows on the page of their visit, with the units that answer for them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property

from config.forms.model_admin import TrackedStackedInline
from config.kept_statements import KeptRows
from config.occurring import KeptPrefetch
from officials.models import User
from visits.admin.subjects import SubjectForm, SubjectFormSet
from visits.directives.due_dates import CountsDue, DueField
from visits.directives.holiday_years import HolidayYears
from visits.directives.unit_groups import GroupChoice, group_choices, group_of_key, missing_units
from visits.models import (
    AMENDED_FIELDS,
    Assignment,
    AssignmentRole,
    Directive,
    DirectiveAbout,
    DirectiveDimension,
    DirectiveProgramme,
    FollowUp,
    Progress,
    State,
    Visit,
    follow_up_of,
)
from visits.models.assignment import AssignmentQuerySet
from visits.models.links import relink

# Below a subject or a text that is typed stand similar directives given already; without scripts there is the link.
LIKE = {"data-like": "/lookup/directives/"}
SEARCH = '<a href="/directives/" target="_blank" rel="noopener">ค้นเรื่องที่เคยสั่ง</a> (เปิดหน้าต่างใหม่)'

NOTIFIED = "แจ้งหน่วยงานแล้ว เปลี่ยนข้อความได้ด้วย “แก้ไขเพิ่มเติม” ที่หน้าข้อสั่งการ"
# What a unit reads of a directive; once it was notified, only an amendment changes this.
WORDING_FIELDS = {*AMENDED_FIELDS, "given_by", "is_internal"}


def keep_wording(form: forms.ModelForm) -> None:
    """Locks the fields of a notified directive that a unit has read; what is posted for them is passed over."""
    rows = form.instance.assignments.all() if form.instance.pk else []
    if all(row.state == State.PENDING for row in rows):
        return
    for name in WORDING_FIELDS & form.fields.keys():
        # How to fill in what nobody can fill in need not be said.
        form.fields[name].disabled, form.fields[name].help_text = True, ""
    if "text" in form.fields:
        form.fields["text"].help_text = NOTIFIED


class FollowsKind(forms.ModelForm):
    """The follow-up is that of the kind, until somebody chooses another one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        follow_up: Any = self.fields.get("follow_up")
        if follow_up:
            follow_up.choices = [("", "ตามประเภทของข้อสั่งการ"), *FollowUp.choices]
            follow_up.required = False
            if not self.instance.pk:
                self.initial["follow_up"] = ""

    def clean(self) -> dict[str, Any]:
        """Fills in the follow-up where it was left to the kind, or where only the kind was changed."""
        super().clean()
        cleaned = self.cleaned_data
        only_kind = "kind" in self.changed_data and "follow_up" not in self.changed_data
        left_to_kind = not cleaned.get("follow_up") and "follow_up" not in self.errors
        if "follow_up" in self.fields and cleaned.get("kind") and (only_kind or left_to_kind):
            cleaned["follow_up"] = follow_up_of(cleaned["kind"])
        return cleaned


def say_where_due_day_is_uncertain(form: Any, years: HolidayYears) -> None:
    """Puts a sentence beside a stored due day that was counted over a year whose holidays are not known."""
    if form.instance.pk and "due_on" in form.fields and (note := years.note_on(form.instance)):
        form.fields["due_on"].help_text = f"{form.fields['due_on'].help_text} {note}".strip()


class DirectiveForm(CountsDue, FollowsKind, SubjectForm):
    """`for_units` and `for_group` become one Assignment for each unit; `by_group` shows groups as one line each."""

    # That of the page: on a new row the directive has none yet.
    counted_from = "visit"
    for_group = forms.ChoiceField(
        label="มอบหมายทั้งกลุ่ม",
        required=False,
        help_text="เพิ่มทุกหน่วยงานในกลุ่มเมื่อบันทึก จำนวนแสดงท้ายชื่อกลุ่ม",
    )
    by_group = forms.MultipleChoiceField(
        label="มอบหมายผ่านกลุ่มแล้ว", required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        widgets = {
            "subject": forms.TextInput(attrs={"class": "vTextField", **LIKE}),
            "text": forms.Textarea(attrs={"rows": 3, **LIKE}),
            "addressed_to": forms.Textarea(attrs={"rows": 1}),
        }
        help_texts = {"text": SEARCH}
        field_classes = {"due_on": DueField}

    def __init__(
        self,
        *args: Any,
        user: User,
        visit: Visit,
        groups: Sequence[GroupChoice] = (),
        holiday_years: HolidayYears | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.visit = user, visit
        keep_wording(self)
        say_where_due_day_is_uncertain(self, holiday_years or HolidayYears())
        offered = [("", "— ไม่มอบหมายทั้งกลุ่ม —"), *((choice.group.key, str(choice)) for choice in groups)]
        for_group: Any = self.fields["for_group"]
        for_group.choices = offered
        if self.is_bound:
            # The page has the chosen one alone: `visit_form.js` asks for the rest, and without scripts a group is
            # assigned on the page of the directive.
            chosen = self["for_group"].value()
            for_group.widget.choices = [pair for pair in offered if pair[0] in ("", chosen)]
        rows = self.instance.assignments.all() if self.instance.pk else []
        # 76 units that came as one group stay one line, to be kept or taken back as one.
        via = Counter(row.via for row in rows if row.via)
        given: Any = self.fields["by_group"]
        given.choices = [(name, f"{name} ({count} หน่วยงาน)") for name, count in via.items()]
        self.initial["by_group"] = list(via)
        if not via:
            given.widget = forms.MultipleHiddenInput()
        self.initial["for_units"] = [row.unit_id for row in rows if not row.via]
        if self.instance.pk:
            self.initial["about_units"] = [link.unit_id for link in self.instance.about_links.all()]

    def clean(self) -> dict[str, Any]:
        """Refuses to drop units that were notified or reported, and to assign units that were closed by then."""
        super().clean()
        cleaned = self.cleaned_data
        if self.instance.pk and not self.errors:
            reported = Exists(Progress.objects.filter(assignment=OuterRef("pk"))) | ~Q(state=State.PENDING)
            for name in ("for_units", "by_group"):
                for row in self.dropped(name).filter(reported).select_related("unit"):
                    self.add_error(name, f"ถอด {row.unit} ไม่ได้ เพราะแจ้งหรือมีการรายงานผลแล้ว")
        day = self.instance.visit.starts_on if self.instance.visit_id else timezone.localdate()
        for unit in cleaned.get("for_units", []):
            if unit.closed_on and day and unit.closed_on < day:
                self.add_error("for_units", f"{unit} {unit.life} ไม่มีอยู่ในวันที่สั่งการ")
        return cleaned

    def dropped(self, field: str) -> AssignmentQuerySet:
        """Rows that the page no longer wants: units taken out one by one, or whole groups unticked."""
        rows, wanted = self.instance.assignments, self.cleaned_data[field]
        if field == "for_units":
            return rows.filter(via="").exclude(unit__in=wanted)
        return rows.exclude(via__in=["", *wanted])

    def save(self, commit: bool = True) -> Any:
        """The row, with what was left blank about giver and subject."""
        self.instance.visit = self.visit
        self.instance.freeze()
        return super().save(commit)

    def save_links(self, row: Any) -> None:
        """Subjects, units that it is about, and its assignments."""
        super().save_links(row)
        cleaned = self.cleaned_data
        if "about_units" in self.changed_data:
            relink(row.about_links, "unit", [unit.pk for unit in cleaned["about_units"]])
        for name in {"for_units", "by_group"} & set(self.changed_data):
            for assignment in self.dropped(name):
                assignment.delete()
        assigned = set(row.assignments.values_list("unit", flat=True))
        units = cleaned["for_units"]
        new = [unit for unit in units if unit.pk not in assigned]
        # A single unit is responsible alone; several share, until somebody names the lead.
        leads = len(units) == len(new) == 1 and not row.assignments.leading().exists()
        for unit in new:
            role = AssignmentRole.LEAD if leads else AssignmentRole.SUPPORT
            row.assignments.create(unit=unit, role=role)
        group = group_of_key(cleaned.get("for_group") or "", self.user)
        if group:
            missing = missing_units(row, group, self.user, row.visit.starts_on)
            Assignment.objects.bulk_create(
                Assignment(directive=row, unit=unit, via=group.name) for unit in missing
            )


class DirectiveFormSet(SubjectFormSet):
    """All directives of a visit."""

    # All of one visit, so that neither needs the visit's day to stand in order.
    READ = KeptRows(Directive.objects.order_by("order", "pk"), "visit")
    READ_WITH = (
        KeptPrefetch("dimension_links", DirectiveDimension.objects.all(), is_usual=True),
        KeptPrefetch("programme_links", DirectiveProgramme.objects.all(), is_usual=True),
        KeptPrefetch("assignments", Assignment.objects.order_by("role", "unit__sort_key"), is_usual=True),
        KeptPrefetch("about_links", DirectiveAbout.objects.all(), is_usual=True),
    )
    UNITS = ("for_units", "about_units")
    PEOPLE = ("given_by",)

    @cached_property
    def holiday_years(self) -> HolidayYears:
        """What the table of holidays knows, read at most once for the page."""
        return HolidayYears()

    @cached_property
    def groups(self) -> list[GroupChoice]:
        """The groups that a directive can go to, worked out once where a page is saved."""
        return (
            group_choices(self.offered.user, self.instance.starts_on or timezone.localdate())
            if self.is_bound
            else []
        )

    def clean(self) -> None:
        """Refuses to delete what has a number (design rule 6)."""
        super().clean()
        for form in self.deleted_forms:
            if form.instance.number:
                raise ValidationError(f"{form.instance.number} มีเลขทะเบียนแล้ว ลบไม่ได้")

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """What each row is offered, worked out once for the page."""
        return super().get_form_kwargs(index) | {
            "user": self.offered.user,
            "visit": self.instance,
            "groups": self.groups,
            "holiday_years": self.holiday_years,
        }


class DirectiveInline(TrackedStackedInline):
    """The directives of a visit on its page."""

    model = Directive
    form = DirectiveForm
    formset = DirectiveFormSet
    autocomplete_fields = ["given_by"]
    classes = ["directives"]
    row_help = {
        "การติดตาม": "ให้รายงานผล: มีกำหนดของข้อนั้นเอง รายงานทุกรอบ: ถามพร้อมกันเมื่อเปิดรอบการติดตาม ถือปฏิบัติ: ไม่นับว่าค้างหรือเกินกำหนด",
        "กำหนดแล้วเสร็จ": "วันที่งานต้องเสร็จ ส่วนวันส่งรายงานของแต่ละรอบกำหนดเมื่อเปิดรอบ",
        "กำหนดเวลาตามคำกล่าว": "คำพูดที่ไม่ใช่วันที่ เช่น ในปีถัดไป ไม่ใช้นับว่าเกินกำหนด",
        "หน่วยงานรับผิดชอบ": "แต่ละหน่วยงานรับทราบ รายงาน และแล้วเสร็จแยกกัน",
        "ผู้รับตามคำกล่าว": "ใช้เมื่อยังไม่มีหน่วยงานใดรับโดยชัดเจน",
        "สั่งการในตำแหน่ง": "ตำแหน่งที่ใช้สั่งการในวันนั้น เช่น รักษาราชการแทนปลัดกระทรวง ไม่เปลี่ยนตามการเลื่อนตำแหน่งภายหลัง",
        "เกี่ยวกับหน่วยงาน": "หน่วยงานที่ถูกกล่าวถึง แต่ไม่ต้องรายงานผล",
        "ผู้กล่าวระบุมิติเอง": "ทำเครื่องหมายเฉพาะเมื่อผู้สั่งการเอ่ยถึงมิติเอง มิใช่เจ้าหน้าที่จัดกลุ่มให้",
        "ข้อความ": "แจ้งหน่วยงานแล้วแก้ได้ด้วย “แก้ไขเพิ่มเติม” เท่านั้น รับรองแล้วเลขทะเบียนและข้อความคงอยู่",
    }
    show_change_link = True

    class Media:
        js = ["visits/similar_directives.js"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [
            (
                None,
                {
                    "fields": [
                        ("kind", "given_by"),
                        "text",
                        "for_units",
                        "by_group",
                        ("for_group", "addressed_to"),
                        "in_dimensions",
                        ("follow_up", "due_on"),
                    ]
                },
            ),
            (
                "เรื่อง ผู้สั่งการ โครงการ และรายละเอียดอื่น",
                {
                    "classes": ["collapse"],
                    "fields": [
                        "subject",
                        ("given_name", "given_as"),
                        "stated",
                        "of_programmes",
                        "about_units",
                        "due_text",
                        ("order", "is_important", "is_internal"),
                    ],
                },
            ),
        ]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:

        def many(model: Any, name: str, label: str) -> Any:
            return self.choose_many(model._meta.get_field(name), request, label=label)

        fields = {
            "of_programmes": many(DirectiveProgramme, "programme", "โครงการ/ระบบงาน"),
            "for_units": many(Assignment, "unit", "หน่วยงานรับผิดชอบ"),
            "about_units": many(DirectiveAbout, "unit", "เกี่ยวกับหน่วยงาน"),
        }
        kwargs["form"] = type("DirectiveRow", (self.form,), fields)
        kwargs["fields"] = [
            "kind",
            "given_by",
            "text",
            "addressed_to",
            "follow_up",
            "due_on",
            "subject",
            "given_name",
            "given_as",
            "due_text",
            "order",
            "is_important",
            "is_internal",
        ]
        return super().get_formset(request, obj, **kwargs)

"""What was ordered: entered with the visit; roles and own due days of the units on the directive's own page."""

from collections import Counter

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import cached_property

from config.forms.model_admin import (
    TrackedAdmin,
    TrackedStackedInline,
    TrackedTabularInline,
    VersionedForm,
)
from config.thai.admin import thai_date_column
from visits.admin.subjects import SubjectForm, SubjectFormSet
from visits.directives.due_dates import CountsDue, DueField
from visits.directives.settling import settle
from visits.directives.unit_groups import group_choices, group_of_key, missing_units
from visits.models import (
    AMENDED_FIELDS,
    Assignment,
    AssignmentRole,
    Directive,
    DirectiveAbout,
    DirectiveDimension,
    DirectiveProgramme,
    DirectiveRelation,
    Progress,
    State,
)
from visits.models.links import relink
from visits.records import sign_off

# Where one types a subject or a text, like orders given already are told below it; without scripts one follows the link.
LIKE = {"data-like": "/lookup/directives/"}
SEARCH = '<a href="/directives/" target="_blank" rel="noopener">ค้นเรื่องที่เคยสั่ง</a> (เปิดหน้าต่างใหม่)'


NOTIFIED = "แจ้งหน่วยงานแล้ว เปลี่ยนข้อความได้ด้วย “แก้ไขเพิ่มเติม” ที่หน้าข้อสั่งการ"
# What a unit was told with a directive; once it was notified, only an amendment changes this.
TOLD_FIELDS = {*AMENDED_FIELDS, "given_by", "is_internal"}


def keep_wording(form: forms.ModelForm) -> None:
    """Locks the fields of a notified directive that a unit has read; what is posted for them is passed over."""
    rows = form.instance.assignments.all() if form.instance.pk else []
    if all(row.state == State.PENDING for row in rows):
        return
    for name in TOLD_FIELDS & form.fields.keys():
        form.fields[name].disabled = True
    if "text" in form.fields:
        form.fields["text"].help_text = NOTIFIED


class DirectiveForm(CountsDue, SubjectForm):
    """`for_units` and `for_group` become one Assignment for each unit; `by_group` shows groups as one line each."""

    for_group = forms.ChoiceField(
        label="มอบหมายทั้งกลุ่ม", required=False, help_text="เพิ่มทุกหน่วยงานในกลุ่มเมื่อบันทึก จำนวนแสดงท้ายชื่อกลุ่ม"
    )
    by_group = forms.MultipleChoiceField(
        label="มอบหมายผ่านกลุ่มแล้ว", required=False, widget=forms.CheckboxSelectMultiple
    )
    # The visit of the page; on a new row the directive has none yet.
    visit_counted_from = None

    class Meta:
        widgets = {
            "subject": forms.TextInput(attrs={"class": "vTextField", **LIKE}),
            "text": forms.Textarea(attrs={"rows": 3, **LIKE}),
            "addressed_to": forms.Textarea(attrs={"rows": 1}),
        }
        help_texts = {"text": SEARCH}
        field_classes = {"due_on": DueField}

    def __init__(self, *args, user=None, visit=None, groups=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.visit_counted_from = user, visit
        offered = [("", "— ไม่มอบหมายทั้งกลุ่ม —"), *((group.key, group.label) for group in groups)]
        self.fields["for_group"].choices = offered
        rows = self.instance.assignments.all() if self.instance.pk else []
        keep_wording(self)
        self._show_groups(Counter(row.via for row in rows if row.via))
        self.initial["for_units"] = [row.unit_id for row in rows if not row.via]
        if self.instance.pk:
            self.initial["about_units"] = [link.unit_id for link in self.instance.about_links.all()]

    def _show_groups(self, via):
        """76 units that came as one group stay one line, to be kept or taken back as one."""
        self.fields["by_group"].choices = [(name, f"{name} ({count} หน่วยงาน)") for name, count in via.items()]
        self.initial["by_group"] = list(via)
        if not via:
            self.fields["by_group"].widget = forms.MultipleHiddenInput()

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and not self.errors:
            for field in ("for_units", "by_group"):
                self._refuse_dropping_work(field)
        self._refuse_closed_units(cleaned.get("for_units", []))
        return cleaned

    def _dropped(self, field):
        """Rows that the page no longer wants: units taken out one by one, or whole groups unticked."""
        rows, kept = self.instance.assignments, self.cleaned_data[field]
        if field == "for_units":
            return rows.filter(via="").exclude(unit__in=kept)
        return rows.exclude(via__in=["", *kept])

    def _refuse_dropping_work(self, field):
        reported = Exists(Progress.objects.filter(assignment=OuterRef("pk")))
        for row in self._dropped(field).filter(reported).select_related("unit"):
            self.add_error(field, f"ถอด {row.unit} ไม่ได้ เพราะมีการรายงานผลแล้ว")

    def _refuse_closed_units(self, wanted):
        day = self.instance.visit.starts_on if self.instance.visit_id else timezone.localdate()
        for unit in wanted:
            if unit.closed_on and day and unit.closed_on < day:
                self.add_error("for_units", f"{unit} {unit.life} ไม่มีอยู่ในวันที่สั่งการ")

    def save_links(self, row):
        super().save_links(row)
        cleaned = self.cleaned_data
        if "about_units" in self.changed_data:
            relink(row.about_links, "unit", [unit.pk for unit in cleaned["about_units"]])
        for field in {"for_units", "by_group"} & set(self.changed_data):
            for assignment in self._dropped(field):
                assignment.delete()
        self._assign(row, cleaned["for_units"])
        if cleaned.get("for_group"):
            self._assign_group(row, cleaned["for_group"])

    def _assign(self, row, units):
        """A single unit is responsible alone; several share, until somebody names the lead."""
        alone = AssignmentRole.LEAD if len(units) == 1 else AssignmentRole.SUPPORT
        there = set(row.assignments.values_list("unit", flat=True))
        for unit in units:
            if unit.pk not in there:
                row.assignments.create(unit=unit, role=alone)

    def _assign_group(self, row, key):
        group = group_of_key(key, self.user)
        units = missing_units(row, group, self.user, row.visit.starts_on)
        Assignment.objects.bulk_create(Assignment(directive=row, unit=unit, via=group.name) for unit in units)


class DirectiveFormSet(SubjectFormSet):
    UNITS = ("for_units", "about_units")
    PEOPLE = ("given_by",)

    @cached_property
    def groups(self):
        return group_choices(self.user, self.instance.starts_on or timezone.localdate())

    def clean(self):
        super().clean()
        for form in self.deleted_forms:
            if form.instance.number:
                raise ValidationError(f"{form.instance.number} มีเลขทะเบียนแล้ว ลบไม่ได้")

    def get_form_kwargs(self, index):
        """What each row is offered, worked out once for the page."""
        return super().get_form_kwargs(index) | {
            "user": self.user,
            "visit": self.instance,
            "groups": self.groups,
        }

    def save_new(self, form, commit=True):
        self._complete(form)
        return super().save_new(form, commit)

    def save_existing(self, form, obj, commit=True):
        self._complete(form)
        return super().save_existing(form, obj, commit)

    def _complete(self, form):
        """What was left blank about giver and subject."""
        form.instance.visit = self.instance
        form.instance.freeze()


class DirectiveInline(TrackedStackedInline):
    model = Directive
    form = DirectiveForm
    formset = DirectiveFormSet
    autocomplete_fields = ["given_by"]
    classes = ["directives"]
    show_change_link = True

    class Media:
        js = ["visits/similar_directives.js"]

    def get_queryset(self, request):
        linked = ["dimension_links", "programme_links", "assignments", "about_links"]
        return super().get_queryset(request).prefetch_related(*linked)

    def get_fieldsets(self, request, obj=None):
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

    def get_formset(self, request, obj=None, **kwargs):
        fields = {
            "of_programmes": self.choose_many(
                DirectiveProgramme._meta.get_field("programme"), request, label="โครงการ/ระบบงาน"
            ),
            "for_units": self.choose_many(
                Assignment._meta.get_field("unit"), request, label="หน่วยงานรับผิดชอบ"
            ),
            "about_units": self.choose_many(
                DirectiveAbout._meta.get_field("unit"), request, label="เกี่ยวกับหน่วยงาน"
            ),
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


class AssignmentForm(CountsDue, forms.ModelForm):
    """One responsible unit; once notified or in a letter, it changes by the steps of the directive alone."""

    class Meta:
        field_classes = {"due_on": DueField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        if row.pk and (row.state != State.PENDING or row.letter_id):
            for name in {"unit", "due_on"} & self.fields.keys():
                self.fields[name].disabled = True

    @property
    def visit_counted_from(self):
        """The directive's own visit."""
        return self.instance.directive.visit


class AssignmentInline(TrackedTabularInline):
    model = Assignment
    form = AssignmentForm
    fields = ["unit", "role", "via", "due_on", "state"]
    readonly_fields = ["state"]
    autocomplete_fields = ["unit"]

    def has_delete_permission(self, request, obj=None):
        """A unit is dropped on the visit's page, where work already reported is looked after."""
        return False


class DimensionInline(TrackedTabularInline):
    model = DirectiveDimension
    fields = ["dimension", "stated"]


class RelationInline(TrackedTabularInline):
    model = DirectiveRelation
    fk_name = "directive"
    fields = ["earlier", "kind"]
    autocomplete_fields = ["earlier"]
    verbose_name = "ข้อสั่งการเดิมที่เกี่ยวเนื่อง"
    verbose_name_plural = "ข้อสั่งการเดิมที่เกี่ยวเนื่อง"


class DirectiveOfficeForm(CountsDue, VersionedForm):
    class Meta:
        widgets = {
            "subject": forms.TextInput(attrs={"class": "vLargeTextField", **LIKE}),
            "text": forms.Textarea(attrs={"rows": 4, **LIKE}),
        }
        help_texts = {"text": SEARCH}
        field_classes = {"due_on": DueField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        keep_wording(self)

    @property
    def visit_counted_from(self):
        """The directive's own visit."""
        return self.instance.visit


@admin.register(Directive)
class DirectiveAdmin(TrackedAdmin):
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
    list_filter = ["kind", "follow_up", "dimensions", "visit__unit__kind"]
    list_select_related = ["visit"]
    search_fields = ["search"]
    ordering = ["-visit__starts_on", "visit", "order"]
    inlines = [AssignmentInline, DimensionInline, RelationInline]
    autocomplete_fields = ["given_by"]
    readonly_fields = ["visit", "number"]
    fieldsets = [
        (None, {"fields": ["number", "visit", ("kind", "follow_up"), "subject", "text"]}),
        ("ผู้สั่งการ", {"fields": ["given_by", ("given_name", "given_as"), "addressed_to"]}),
        ("กำหนดเวลา", {"fields": [("due_on", "due_text"), "circulated_on"]}),
        ("อื่น ๆ", {"fields": ["resolution", ("is_important", "is_internal")]}),
    ]

    @admin.display(description="เรื่อง", ordering="subject")
    def subject_column(self, directive):
        return str(directive)

    def has_add_permission(self, request):
        """A directive belongs to its visit and is entered there."""
        return False

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        settle(form.instance)

    def reading_page(self, directive):
        return directive.visit

    def has_change_permission(self, request, obj=None):
        """Certified with its visit, its wording stays as it is."""
        return super().has_change_permission(request, obj) and self._is_open(request, obj)

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj) and self._is_open(request, obj)
        return may and not (obj and obj.number)

    def _is_open(self, request, obj):
        return obj is None or sign_off.may_edit(request.user, obj.visit)

"""The base of all our admins: Thai dates, forgiving search, history, and two people editing at once."""

import re
import time
from datetime import UTC, datetime

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import flatten, unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import formats, timezone
from django.utils.functional import cached_property

from config.forms.autocomplete import LONGEST_KEY, AddBeside, ChooseMany, ChooseOne, ManyField
from config.forms.reconcile import fits, reconcile
from config.kept_forms import KeepingForm, brings_back
from config.thai.admin import ThaiDates
from officials.history.changes import changes_since


class VersionedForm(KeepingForm, forms.ModelForm):
    """Refuses to overwrite what somebody else saved since the form was opened, and says who saved what."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    opened_at = forms.FloatField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen_version"] = self.instance.version
            self.initial["opened_at"] = time.time()

    def clean(self):
        cleaned = super().clean()
        sentences = self._overtaken(cleaned.get("seen_version")) or self._unreadable()
        if RECOUNTED in self.data:
            sentences = [*sentences, MISCOUNTED]
        if sentences:
            self.add_error(None, [*sentences, OVERTAKEN])
            self._begin_anew()
        return cleaned

    def _overtaken(self, seen):
        current = self._current_version() if self.instance.pk and seen is not None else None
        if current is None or current == seen:
            return []
        return overtaken_by(self.instance, self.cleaned_data.get("opened_at"))

    def _unreadable(self):
        """Nobody sees the fields that the page fills in itself, nor what is wrong with them or lacks."""
        lacks = not self.instance._state.adding and self.cleaned_data.get("seen_version") is None
        return [UNREADABLE] if lacks or {"seen_version", "opened_at"} & self.errors.keys() else []

    def _begin_anew(self):
        """The page comes back as if it were opened now, with what was typed."""
        if self.instance.pk:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen_version")] = self._current_version()
            self.data[self.add_prefix("opened_at")] = time.time()

    def _current_version(self):
        """The row is locked here until the save: of two editors the second always sees the first one's version."""
        rows = type(self.instance)._base_manager.select_for_update().filter(pk=self.instance.pk)
        return rows.values_list("version", flat=True).first()


UNREADABLE = "อ่านไม่ได้ว่าหน้านี้เปิดไว้เมื่อใด"
MISCOUNTED = "จำนวนแถวที่ส่งมาไม่ตรงกับแถวที่มีในหน้านี้ ระบบจึงนับให้ใหม่"
# Set by the admin beside what was posted.
RECOUNTED = "_recounted"
OVERTAKEN = "ข้อมูลที่ท่านพิมพ์ไว้ยังอยู่ครบในหน้านี้และยังไม่ได้บันทึก โปรดตรวจสอบ แล้วกดบันทึกอีกครั้งหากต้องการใช้ข้อมูลของท่าน"


def overtaken_by(row, opened_at):
    """One sentence for each person who wrote to the record since the form was opened."""
    try:
        since = datetime.fromtimestamp(opened_at, tz=UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        since = None
    by_person = {}
    for change in changes_since(row, since):
        by_person.setdefault(change.who, []).append(change)
    return [
        f"{who} บันทึกรายการนี้ไปก่อนแล้ว เมื่อ {moment(changes[-1].when)}: {what_of(changes)}"
        for who, changes in by_person.items()
    ] or ["มีผู้บันทึกรายการนี้ไปก่อนแล้วระหว่างที่ท่านแก้ไข"]


def what_of(changes, most=8):
    said = list(dict.fromkeys(change.what for change in changes))
    more = f" และอีก {len(said) - most} รายการ" if len(said) > most else ""
    return "; ".join(said[:most]) + more


def moment(when):
    return formats.date_format(timezone.localtime(when), "SHORT_DATETIME_FORMAT")


class Choosing:
    """Mixin of admins and inlines: foreign keys are chosen by typing, from rows that the user may see."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ChooseOne(db_field, self.admin_site)
        if hasattr(db_field.remote_field.model._default_manager, "visible_to"):
            kwargs["queryset"] = db_field.remote_field.model._default_manager.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, form_class=ManyField, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = AddBeside.around(field.widget)
        return field

    def choose_many(self, source, request, **options):
        """A form field to choose many rows of what the model field `source` points to."""
        rows = source.remote_field.model._default_manager.visible_to(request.user)
        widget = ChooseMany(source, self.admin_site)
        return ManyField(rows, widget=widget, required=False, **options)


LONGEST_SEARCH = 200


class ByKey:
    """Mixin of admins: an address may end in `?_to_field=`, and an empty name is none."""

    def get_object(self, request, object_id, from_field=None):
        return super().get_object(request, object_id, from_field or None)


class AskedList(ChangeList):
    """A list whose address asks for what no database can hold is refused like any other wrong filter."""

    def get_queryset(self, request, exclude_parameters=None):
        for name, values in self.get_filters_params().items():
            if not all(_can_be_asked(name, value) for value in values):
                raise IncorrectLookupParameters(f"ไม่มีค่า {name} นี้")
        return super().get_queryset(request, exclude_parameters)


def _can_be_asked(name, value):
    """A year as the database counts it, any other number no longer than a key."""
    if name.endswith("__year"):
        return value.isdecimal() and len(value) <= 4 and int(value) > 0
    return not re.search(f"[0-9]{{{LONGEST_KEY + 1}}}", value)


class TrackedAdmin(ByKey, Choosing, ThaiDates, admin.ModelAdmin):
    form = VersionedForm
    list_per_page = 50
    show_full_result_count = False
    # The foreign key to the record on whose page it is a row too, where it has such a page.
    row_of = ""

    def get_changelist(self, request, **kwargs):
        return AskedList

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).for_choosing()

    def get_search_results(self, request, queryset, search_term):
        """Search forgives where the QuerySet knows the word `matching`; a page of text is no search."""
        if len(search_term) > LONGEST_SEARCH:
            self.message_user(request, f"คำค้นยาวเกิน {LONGEST_SEARCH} ตัวอักษร จึงไม่ได้ค้น", messages.ERROR)
            return queryset.none(), False
        if hasattr(queryset, "matching"):
            return queryset.matching(search_term), False
        return super().get_search_results(request, queryset, search_term)

    def get_fields(self, request, obj=None):
        """What guards the form against a second editor is no field to be filled in."""
        return [
            name for name in super().get_fields(request, obj) if name not in VersionedForm.declared_fields
        ]

    def _changeform_view(self, request, object_id, form_url, extra_context):
        if request.method == "POST" and self.inlines:
            self._reconcile(request, object_id)
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def _reconcile(self, request, object_id):
        """Where somebody saved meanwhile, or the rows are miscounted, they are fitted to the rows there are now."""
        record = self.get_object(request, unquote(object_id)) if object_id else None
        overtaken = record and request.POST.get("seen_version") != str(record.version)
        for inline in self.get_inline_instances(request, record):
            formset = inline.get_formset(request, record)
            prefix = formset.get_default_prefix()
            miscounted = inline.has_change_permission(request, record) and not fits(request.POST, prefix)
            if overtaken or miscounted:
                request.POST = request.POST.copy()
                reconcile(request.POST, prefix, _keys_of_rows(inline, formset, record))
            if miscounted:
                request.POST[RECOUNTED] = "1"

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        self._tell_owner(obj)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        self._tell_owner(obj)

    def _tell_owner(self, row):
        """Who has the owner's page open with this row in it is told at saving, as of a change on that page itself."""
        if self.row_of:
            owner = self.model._meta.get_field(self.row_of)
            versions = QuerySet(owner.related_model).filter(pk=getattr(row, owner.attname))
            versions.update(version=F("version") + 1)

    def render_change_form(self, request, context, *args, **kwargs):
        form = context["adminform"]
        if form.form.is_bound:
            form.fieldsets = unfolded(form.fieldsets, form.form.errors)
            for rows in context["inline_admin_formsets"]:
                rows.fieldsets = unfolded(
                    rows.fieldsets, {name for row in rows.formset.forms for name in row.errors}
                )
        return super().render_change_form(request, context, *args, **kwargs)

    def reading_page(self, record):
        """Where a record is read by those who may not edit it; None: on the admin's own page."""

    @brings_back
    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, extra_context)

    @brings_back
    def change_view(self, request, object_id, form_url="", extra_context=None):
        record = self.get_object(request, unquote(object_id))
        page = record and not self.has_change_permission(request, record) and self.reading_page(record)
        if not page or not self.has_view_permission(request, record):
            return super().change_view(request, object_id, form_url, extra_context)
        self.message_user(
            request, "รายการนี้เสนอตรวจสอบหรือรับรองแล้ว หรือบัญชีนี้อ่านได้อย่างเดียว จึงแก้ไขไม่ได้", messages.WARNING
        )
        return redirect(page)

    def history_view(self, request, object_id, extra_context=None):
        return history_page(self, request, object_id)


def _keys_of_rows(inline, formset, record):
    if record is None:
        return set()
    rows = inline.model._default_manager.filter(**{formset.fk.attname: record.pk})
    return set(rows.values_list("pk", flat=True))


def unfolded(fieldsets, faulty):
    """Parts that hold a fault stand open; the admin looks only at fields that have a line of their own."""
    return [
        (name, _open(options) if set(flatten(options["fields"])) & set(faulty) else options)
        for name, options in fieldsets
    ]


def _open(options):
    return options | {"classes": [name for name in options.get("classes", ()) if name != "collapse"]}


HISTORY_PAGE = 100


def history_page(model_admin, request, object_id):
    """All writes to a record and its rows, the newest first."""
    if not request.user.sees_everything or not model_admin.has_view_or_change_permission(request):
        # It tells of rows that are no more, which nobody can sort into seen and not seen.
        raise PermissionDenied
    record = model_admin.get_object(request, unquote(object_id))
    if record is None:
        return model_admin._get_obj_does_not_exist_redirect(request, model_admin.opts, object_id)
    pages = Paginator(changes_since(record)[::-1], HISTORY_PAGE)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"ประวัติการแก้ไข: {record}",
        "opts": model_admin.opts,
        "object": record,
        "changes": pages.get_page(request.GET.get("page")),
    }
    return TemplateResponse(request, "admin/object_history.html", context)


def word_column(name, label, yes, no=""):
    """A list column that says a yes or no in words."""

    @admin.display(description=label, ordering=name)
    def column(row):
        return yes if getattr(row, name) else no

    return column


# Twice what the longest real list holds. Each row costs a moment to check, and a page says how many it sends.
MOST_ROWS = 300


class TrackedInline(Choosing, ThaiDates):
    """Mixin of tabular and stacked inlines."""

    extra = 0
    max_num = MOST_ROWS
    view_on_site = False

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, **{"absolute_max": MOST_ROWS} | kwargs)


class RowFormSet(forms.BaseInlineFormSet):
    deletion_widget = forms.CheckboxInput(attrs={"aria-label": "ลบแถวนี้"})

    def clean(self):
        super().clean()
        if any(form[name].is_hidden for form in self.forms for name in form.errors.keys() & form.fields):
            raise ValidationError("มีแถวที่ไม่มีอยู่แล้วหรือถูกเปลี่ยนแปลง กรุณาเปิดหน้านี้ใหม่ แล้วแก้ไขอีกครั้ง")

    @cached_property
    def empty_form(self):
        """The row that scripts copy; the admin asks for it five times a page."""
        return super().empty_form


class TrackedTabularInline(TrackedInline, admin.TabularInline):
    """Fields of a table have no labels beside them: each says its name itself."""

    formset = RowFormSet

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = str(db_field.verbose_name)
        return field


class TrackedStackedInline(TrackedInline, admin.StackedInline):
    pass

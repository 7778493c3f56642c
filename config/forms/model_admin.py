"""The base of all our admins: Thai dates, forgiving search, pickers, history, and two people editing at once."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, ActionForm
from django.contrib.admin.options import BaseModelAdmin, IncorrectLookupParameters, InlineModelAdmin
from django.contrib.admin.utils import flatten, unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from config.forms.autocomplete import AddBeside, ChooseMany, ChooseOne, ManyField
from config.forms.changes import changes_since
from config.forms.copies import CopiedFields
from config.forms.keys import LONGEST_KEY
from config.forms.reconcile import fits, reconcile
from config.forms.rows import RowFormSet
from config.forms.versioned_form import RECOUNTED, VersionedForm
from config.kept_statements import KeptRows
from config.thai.admin import ThaiDates
from config.thai.text import terms

LONGEST_SEARCH = 200
CHANGES_PER_PAGE = 100
# Twice the longest real list. Each row costs time to validate, and the page itself states how many it sends.
MOST_ROWS = 300
READ_ONLY = "รายการนี้เสนอตรวจสอบหรือรับรองแล้ว หรือบัญชีนี้อ่านได้อย่างเดียว จึงแก้ไขไม่ได้"


class Choosing(BaseModelAdmin):
    """Mixin of admins and inlines: foreign keys are chosen by typing, from rows that the user may see."""

    # By the name of a field what to know before it is filled in, where its label does not say it.
    help_texts: Mapping[str, str] = {}

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        """A picker where the admin names the field in `autocomplete_fields`."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ChooseOne(db_field, self.admin_site)
        rows: Any = db_field.remote_field.model._default_manager
        if hasattr(rows, "visible_to"):
            kwargs["queryset"] = rows.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        """A field that refuses keys too large for any database."""
        return super().formfield_for_manytomany(db_field, request, form_class=ManyField, **kwargs)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """The field with its help, and one plus beside its picker instead of Django's four icons."""
        if db_field.name in self.help_texts:
            kwargs.setdefault("help_text", self.help_texts[db_field.name])
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = AddBeside.around(field.widget)
        return field

    def choose_many(
        self, source: models.ForeignKey[Any, Any], request: HttpRequest, **options: Any
    ) -> ManyField:
        """A form field to choose many rows of what the model field `source` points to."""
        rows: Any = source.remote_field.model._default_manager
        widget = ChooseMany(source, self.admin_site)
        return ManyField(rows.visible_to(request.user), widget=widget, required=False, **options)


class ByKey(admin.ModelAdmin):
    """Mixin of admins: an address may end in `?_to_field=` without a name."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        """The record of an address; None where there is none that the user may see."""
        return super().get_object(request, object_id, from_field or None)


class HistoryPage(admin.ModelAdmin):
    """Mixin of admins: the history page of a record shows its own changes and those of its rows."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All writes to a record and its rows, the newest first, 100 a page."""
        sees_everything = request.user.is_authenticated and request.user.sees_everything
        if not sees_everything or not self.has_view_or_change_permission(request):
            # The page names deleted rows, whose visibility can no longer be determined.
            raise PermissionDenied
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]  # private, so the stubs do not have it
        pages = Paginator(changes_since(record)[::-1], CHANGES_PER_PAGE)
        context = {
            **self.admin_site.each_context(request),
            "title": f"ประวัติการแก้ไข: {record}",
            "opts": self.opts,
            "object": record,
            "changes": pages.get_page(request.GET.get("page")),
        }
        return TemplateResponse(request, "admin/object_history.html", context)


class FilteredList(ChangeList):
    """Refuses values in the address of a list that no database can hold, like any other wrong filter."""

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet:
        """Raises IncorrectLookupParameters for an impossible year and for a number longer than a key."""
        for name, values in self.get_filters_params().items():
            for value in values:
                if name.endswith("__year"):
                    is_sound = value.isdecimal() and len(value) <= 4 and int(value) > 0
                else:
                    is_sound = not re.search(f"[0-9]{{{LONGEST_KEY + 1}}}", value)
                if not is_sound:
                    raise IncorrectLookupParameters(f"ไม่มีค่า {name} นี้")
        return super().get_queryset(request, exclude_parameters)

    def get_results(self, request: HttpRequest) -> None:
        """Django's; of a list of several pages the keys of this one are found first, without the tables that its rows are joined to.

        With them SQLite reads all rows, from the side of the smallest table, and sorts them: 50 of 20,000 visits took 75 ms.
        """
        super().get_results(request)
        model_admin: Any = self.model_admin
        rows: Any = self.root_queryset
        if (
            (listed := model_admin.listed_rows)
            and request.user.is_authenticated
            and request.user.sees_everything
        ):
            self.result_list = listed.in_order(self.result_list.values_list("pk", flat=True))
            rows.fetch_occurring(self.result_list)
        elif self.multi_page and self.result_list.query.is_sliced:
            keys = list(self.result_list.values_list("pk", flat=True))
            rows = rows.filter(pk__in=keys)
            rows = rows if rows.query.select_related else self.apply_select_related(rows)
            self.result_list = rows.order_by(*self.queryset.query.order_by)


class ListActions(ActionForm):
    """The choice of an action over a list; only a list loads its script."""

    class Media:
        js = ["admin/js/actions.js"]


class TrackedAdmin(HistoryPage, ByKey, Choosing, ThaiDates, admin.ModelAdmin):
    """The admin of a model with a history and a version."""

    form = VersionedForm
    action_form = ListActions
    list_per_page = 50
    show_full_result_count = False
    # The foreign key to the record on whose page this model is also edited as a row.
    row_of = ""
    # Whether what is typed stays out of the storage of the browser.
    has_personal_data = False
    # The rows of the list with what its columns read, for those who see everything: a statement that is built once.
    listed_rows: KeptRows | None = None

    @property
    def media(self) -> forms.Media:
        """Django's own but for what no page of ours uses: actions outside a list, and slugs made from a title (70 kB)."""
        names = ("vendor/jquery/jquery.min.js", "jquery.init.js", "core.js", "admin/RelatedObjectLookups.js")
        return forms.Media(js=[f"admin/js/{name}" for name in names])

    def action_checkbox(self, obj: models.Model) -> SafeString:
        """The box before a row; Django's own, without a widget and a template for each."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            gettext("Select this object for an action - {}").format(obj),
        )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list that refuses impossible filters."""
        return FilteredList

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The rows that the user may see, with the relations that labels read."""
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user).for_choosing()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Forgiving search where the QuerySet has `matching`; more than 200 letters find nothing, with a message."""
        if len(search_term) > LONGEST_SEARCH:
            self.message_user(request, f"คำค้นยาวเกิน {LONGEST_SEARCH} ตัวอักษร จึงไม่ได้ค้น", messages.ERROR)
            return queryset.none(), False
        if hasattr(queryset, "matching"):
            return queryset.matching(search_term), False
        fields = self.get_search_fields(request)
        for word in search_term.split() if fields else ():
            wanted = dict.fromkeys(
                [word, *(form for folded in terms(word) for form in self.spellings(folded))]
            )
            conditions = (Q(**{f"{field}__icontains": form}) for field in fields for form in wanted)
            queryset = queryset.filter(reduce(or_, conditions))
        return queryset, False

    def spellings(self, word: str) -> list[str]:
        """The forms of a folded word under which rows are looked for; those of offices, provinces or people as well."""
        return [word]

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list:
        """Without the fields that guard the form against a second editor, which nobody fills in."""
        return [
            name for name in super().get_fields(request, obj) if name not in VersionedForm.declared_fields
        ]

    def _changeform_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict | None
    ) -> HttpResponse:
        """Fits posted rows to those that exist now, where somebody saved meanwhile or their number is wrong.

        Django calls this inside the transaction of the save, which its public `changeform_view` begins.
        """
        if request.method == "POST" and self.inlines:
            record: Any = self.get_object(request, unquote(object_id)) if object_id else None
            overtaken = record and request.POST.get("seen_version") != str(record.version)
            data = request.POST.copy()
            for inline in self.get_inline_instances(request, record):
                formset: Any = inline.get_formset(request, record)
                prefix = formset.get_default_prefix()
                miscounted = inline.has_change_permission(request, record) and not fits(data, prefix)
                if overtaken or miscounted:
                    rows = inline.model._default_manager.filter(**{formset.fk.attname: record and record.pk})
                    reconcile(data, prefix, set(rows.values_list("pk", flat=True)) if record else set())
                    request.POST = data  # type: ignore[assignment]  # Django takes a mutable one as well
                if miscounted:
                    data[RECOUNTED] = "1"
        return super()._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]  # private, so the stubs do not have it

    def save_model(
        self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool
    ) -> None:
        """Saves, and moves the version of the record it belongs to."""
        super().save_model(request, obj, form, change)
        self.touch_owner(obj)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        """Deletes, and moves the version of the record it belongs to."""
        super().delete_model(request, obj)
        self.touch_owner(obj)

    def touch_owner(self, row: models.Model) -> None:
        """Moves the version of the record named by `row_of`: who has its page open notices at saving."""
        if self.row_of:
            owner: Any = self.model._meta.get_field(self.row_of)
            versions: QuerySet = QuerySet(owner.related_model).filter(pk=getattr(row, owner.attname))
            versions.update(version=F("version") + 1)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page of the form; folded sections that hold an error stand open."""
        context["may_keep_words"] = not self.has_personal_data and not context["is_popup"]
        form = context["adminform"]
        if form.form.is_bound:
            form.fieldsets = unfolded(form.fieldsets, form.form.errors)
            for rows in context["inline_admin_formsets"]:
                rows.fieldsets = unfolded(
                    rows.fieldsets, {name for row in rows.formset.forms for name in row.errors}
                )
        return super().render_change_form(request, context, *args, **kwargs)

    def reading_page(self, record: models.Model) -> str | None:
        """Address where users who may not edit a record read it; None: the admin's own page."""

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of a record; redirects users who may not edit it to its reading page."""
        record = self.get_object(request, unquote(object_id))
        page = record and not self.has_change_permission(request, record) and self.reading_page(record)
        if not page or not self.has_view_permission(request, record):
            return super().change_view(request, object_id, form_url, extra_context)
        self.message_user(request, READ_ONLY, messages.WARNING)
        return redirect(page)


if TYPE_CHECKING:
    # What a mixin of such an admin calls by `super()`.
    AdminMixin = TrackedAdmin
else:
    AdminMixin = object


def unfolded(
    fieldsets: Iterable[tuple[str | None, dict]], faulty: Iterable[str]
) -> list[tuple[str | None, dict]]:
    """Sections without `collapse` where a field is faulty; the admin looks only at fields that have a line of their own."""
    return [
        (name, options | {"classes": [one for one in options.get("classes", ()) if one != "collapse"]})
        if set(flatten(options["fields"])) & set(faulty)
        else (name, options)
        for name, options in fieldsets
    ]


def word_column(name: str, label: str, yes: str, no: str = "") -> Callable[[models.Model], str]:
    """A list column that shows a boolean in words."""

    @admin.display(description=label, ordering=name)
    def column(row: models.Model) -> str:
        return yes if getattr(row, name) else no

    return column


class TrackedInline(Choosing, ThaiDates, InlineModelAdmin):
    """Mixin of tabular and stacked inlines."""

    # By the label of a field what to know before it is filled in; said once above the rows.
    row_help: Mapping[str, str] = {}
    extra = 0
    max_num = MOST_ROWS
    view_on_site = False

    def get_formset(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[forms.BaseInlineFormSet]:
        """A formset of at most 300 rows."""
        formset = super().get_formset(request, obj, **{"absolute_max": MOST_ROWS} | kwargs)
        formset.form.base_fields = CopiedFields(formset.form.base_fields)
        return formset


class TrackedTabularInline(TrackedInline, admin.TabularInline):
    """Rows as a table; the fields have no visible labels, so each has an `aria-label`."""

    formset = RowFormSet

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """The field with its name as `aria-label`."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = str(db_field.verbose_name)
        return field


class TrackedStackedInline(TrackedInline, admin.StackedInline):
    """Rows below one another, with labels."""

"""A visit with its people, findings, directives and files, entered on one page."""

import re
from contextlib import suppress

from django import forms
from django.contrib import admin, messages
from django.db.models import OuterRef, Subquery
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone

from config.forms.model_admin import TrackedAdmin, VersionedForm
from config.thai.admin import FiscalYearFilter, thai_date_column
from config.thai.dates import BadDate, parse_date
from officials.models import Official
from visits.admin.attachment import VisitFilesInline
from visits.admin.attendance import AttendanceInline
from visits.admin.directive import DirectiveInline
from visits.admin.filters import LeadFilter, ProvinceFilter
from visits.admin.finding import FindingInline
from visits.directives.settling import settle
from visits.models import Activity, Attendance, Policy, Role, Status, Visit
from visits.models.links import relink
from visits.records import party, sign_off, warnings

# Doubts are asked with the rows of people, which are checked before those of directives.
DIRECTIVE_TEXT = re.compile(r"directives-[0-9]+-text")


class VisitForm(VersionedForm):
    in_activities = forms.MultipleChoiceField(
        label="กิจกรรม", required=False, widget=forms.CheckboxSelectMultiple
    )
    under_policies = forms.MultipleChoiceField(
        label="นโยบาย", required=False, widget=forms.CheckboxSelectMultiple
    )
    add_role = forms.ChoiceField(label="เพิ่มในบทบาท", choices=Role, initial=Role.COMPANION, required=False)
    copy_party_from = forms.ModelChoiceField(
        Visit.objects.none(),
        label="คัดลอกคณะจากจุดอื่น",
        required=False,
        empty_label="— ไม่คัดลอก —",
        help_text="หัวหน้าคณะและผู้ร่วมคณะของจุดอื่นในการลงพื้นที่ครั้งเดียวกัน",
    )

    class Meta:
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "place": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "purpose": forms.Textarea(attrs={"rows": 2}),
            "summary": forms.Textarea(attrs={"rows": 4}),
            "status_reason": forms.Textarea(attrs={"rows": 1}),
            "others_party": forms.Textarea(attrs={"rows": 1}),
            "others_hosts": forms.Textarea(attrs={"rows": 1}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        visit = self.instance
        self._offer("in_activities", Activity, "activity_links", "activity_id")
        self._offer("under_policies", Policy, "policy_links", "policy_id")
        if visit.pk and visit.ends_on == visit.starts_on:
            self.initial["ends_on"] = None
        if visit.trip_id and "copy_party_from" in self.fields:
            self.fields["copy_party_from"].queryset = (
                visit.trip.visits.exclude(pk=visit.pk).with_unit().in_order()
            )

    def _offer(self, name, model, links, target):
        if name in self.fields:
            self.fields[name].choices = [(str(row.pk), row.name) for row in model.objects.all()]
            if self.instance.pk:
                self.initial[name] = [
                    str(getattr(link, target)) for link in getattr(self.instance, links).all()
                ]

    def clean(self):
        cleaned = super().clean()
        self._propose_done(cleaned)
        self.instance.joining = list(cleaned.get("add_people") or [])
        self.instance.wordings = [self.data[name] for name in self.data if DIRECTIVE_TEXT.fullmatch(name)]
        self._refuse_the_retired(cleaned)
        return cleaned

    def _propose_done(self, cleaned):
        """A visit entered with a past day took place, unless the clerk says otherwise."""
        last = cleaned.get("ends_on") or cleaned.get("starts_on")
        if (
            not self.instance.pk
            and last
            and last < timezone.localdate()
            and "status" not in self.changed_data
        ):
            cleaned["status"] = Status.DONE

    def _refuse_the_retired(self, cleaned):
        day = cleaned.get("starts_on")
        for official in self.instance.joining:
            if day and not official.served_on(day):
                self.add_error("add_people", f"{official} {official.life} ไม่ได้ปฏิบัติหน้าที่ในวันที่ตรวจเยี่ยม")

    def save_links(self):
        if "in_activities" in self.changed_data:
            relink(self.instance.activity_links, "activity", map(int, self.cleaned_data["in_activities"]))
        if "under_policies" in self.changed_data:
            relink(self.instance.policy_links, "policy", map(int, self.cleaned_data["under_policies"]))

    def save_party(self):
        """After the rows of the page: those added at once, and those copied from another stop."""
        party.join(self.instance, self.instance.joining, self.cleaned_data.get("add_role") or Role.COMPANION)
        if source := self.cleaned_data.get("copy_party_from"):
            party.copy_party(source, self.instance)


@admin.register(Visit)
class VisitAdmin(TrackedAdmin):
    form = VisitForm
    change_form_template = "admin/visits/visit/change_form.html"
    list_display = [
        thai_date_column("starts_on", "วันที่"),
        "unit_column",
        "province",
        "lead_column",
        "status_column",
    ]
    list_display_links = ["unit_column"]
    list_select_related = ["unit", "province"]
    list_filter = [
        FiscalYearFilter,
        "status",
        "record_state",
        LeadFilter,
        ProvinceFilter,
        "province__region",
        "unit__kind",
    ]
    search_fields = ["search"]
    search_help_text = "ค้นจากหน่วยงาน จังหวัด บุคคล ตำแหน่ง ข้อความ หรือเลขทะเบียน"
    ordering = ["-starts_on", "-sequence", "-pk"]
    autocomplete_fields = ["unit", "trip", "province", "moved_to"]
    inlines = [AttendanceInline, FindingInline, DirectiveInline, VisitFilesInline]
    readonly_fields = ["number", "record_state"]

    class Media:
        css = {"all": ["visits/visit_form.css"]}
        js = ["admin/js/jquery.init.js", "visits/visit_form.js"]

    @admin.display(description="หน่วยงานที่ตรวจเยี่ยม", ordering="unit__sort_key")
    def unit_column(self, visit):
        return visit.unit.name

    @admin.display(description="หัวหน้าคณะ", empty_value="ไม่ระบุ")
    def lead_column(self, visit):
        return visit.lead_name

    @admin.display(description="สถานะ", ordering="status")
    def status_column(self, visit):
        return f"{visit.get_status_display()} · {visit.get_record_state_display()}"

    def get_fieldsets(self, request, obj=None):
        folded = {"classes": ["collapse"]}
        return [
            (
                None,
                {
                    "fields": [
                        ("unit", "trip"),
                        ("starts_on", "start_time"),
                        "status",
                        "in_activities",
                        "purpose",
                        "summary",
                    ]
                },
            ),
            (
                "วันสุดท้าย เวลาสิ้นสุด ลำดับจุด ชื่อเรื่อง สถานที่ นโยบาย การเลื่อนหรือยกเลิก",
                folded
                | {
                    "fields": [
                        ("ends_on", "end_time"),
                        "sequence",
                        "title",
                        ("place", "province"),
                        "under_policies",
                        "status_reason",
                        ("moved_to", "is_internal"),
                        ("number", "record_state"),
                    ]
                },
            ),
            (
                "เพิ่มหลายคนพร้อมกัน และผู้ที่ไม่ระบุชื่อ",
                {"classes": ["together"], "fields": self._party_fields(obj)},
            ),
        ]

    def _party_fields(self, obj):
        copying = ["copy_party_from"] if obj and obj.trip_id else []
        return [("add_people", "add_role"), *copying, ("others_party", "others_hosts")]

    def get_form(self, request, obj=None, change=False, **kwargs):
        source = Attendance._meta.get_field("official")
        add_people = self.choose_many(
            source, request, label="เพิ่มหลายคน", help_text="พิมพ์ชื่อหรือตำแหน่ง เลือกได้หลายคน ระบบเรียงตามตำแหน่งให้"
        )
        kwargs["form"] = type("VisitPage", (self.form,), {"add_people": add_people})
        return super().get_form(request, obj, change=change, **kwargs)

    def get_queryset(self, request):
        lead = Attendance.objects.filter(visit=OuterRef("pk"), role=Role.LEAD).values("name")[:1]
        return super().get_queryset(request).annotate(lead_name=Subquery(lead))

    def get_urls(self):
        position = path(
            "position/", self.admin_site.admin_view(self.position_view), name="visits_visit_position"
        )
        return [position, *super().get_urls()]

    def position_view(self, request):
        """Name and position proposed for an official on a day, while the form is filled in."""
        key = request.GET.get("official", "")
        official = get_object_or_404(
            Official.objects.visible_to(request.user),
            pk=int(key) if key.isdecimal() and len(key) < 19 else None,
        )
        try:
            day = parse_date(request.GET.get("on", ""))
        except BadDate as error:
            return JsonResponse({"error": str(error)}, status=400)
        proposed = official.position_on(day)
        return JsonResponse(
            {
                "name": official.name_on(day),
                "position": proposed.line,
                "is_unconfirmed": bool(proposed.line) and not proposed.confirmed,
            }
        )

    def has_change_permission(self, request, obj=None):
        """A certified record is read-only, and one that waits is for those who check it."""
        return super().has_change_permission(request, obj) and (
            obj is None or sign_off.may_edit(request.user, obj)
        )

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or (not obj.number and sign_off.may_edit(request.user, obj)))

    def reading_page(self, visit):
        return visit

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.source_stop = self._source_stop(request)
        asked = request.method == "GET" and object_id is None and request.source_stop
        request.prepared_party = party.party_of(request.source_stop) if asked else []
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _source_stop(self, request):
        """The visit whose next stop is being added (?from=)."""
        key = request.GET.get("from", "")
        if not key.isdecimal() or len(key) > 18:
            return None
        return Visit.objects.visible_to(request.user).filter(pk=int(key)).first()

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        # The calendar names the day as addresses do; what is no day stays as it came, to be refused.
        with suppress(BadDate, KeyError):
            initial["starts_on"] = parse_date(initial["starts_on"])
        source = request.source_stop
        return initial | party.next_stop(source) if source else initial

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, AttendanceInline) and request.prepared_party:
            kwargs["initial"] = [_as_initial(row) for row in request.prepared_party]
        return kwargs

    def get_formsets_with_inlines(self, request, obj=None):
        """Every formset knows whose eyes it offers choices to."""
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.user = request.user
            yield formset, inline

    def save_model(self, request, obj, form, change):
        source = request.source_stop
        if source and not change and not obj.trip_id and not source.is_final:
            obj.trip = party.joined_in_trip(source)
        super().save_model(request, obj, form, change)
        form.save_links()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        visit = form.instance
        form.save_party()
        self._complete(visit)
        settle(*visit.directives.all())
        warnings.accept(visit, self._accepted(request, visit), request.user)

    def _complete(self, visit):
        """What follows from the people there: the title, where none was typed."""
        if not visit.title:
            lead = visit.attendances.filter(role=Role.LEAD).first()
            visit.title = visit.proposed_title(lead)
            visit.save(update_fields=["title"])

    def _accepted(self, request, visit):
        ticked = set(request.POST.getlist("accept_doubt"))
        return [doubt for doubt in getattr(visit, "doubts", []) if doubt.key in ticked]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """The next step of the record stands beside the buttons that save it; where something must be said, a link."""
        steps = sign_off.open_steps(request.user, obj or Visit())
        source = None if obj else request.source_stop
        context |= {
            "source_stop": source,
            "joins_trip": source and (source.trip_id or not source.is_final),
            "steps": [step for step in steps if not step.asks and step.code != "withdraw"],
            "asking_steps": [step for step in steps if step.asks],
            "last_step": sign_off.last_steps([obj]).get(obj.pk) if obj else None,
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_add(self, request, obj, *args, **kwargs):
        response = super().response_add(request, obj, *args, **kwargs)
        return self._step_after_saving(request, obj) or response

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        return self._step_after_saving(request, obj) or response

    def _step_after_saving(self, request, obj):
        """What was typed is saved in any case; a step that is refused says why on its own page."""
        step = sign_off.STEPS.get(request.POST.get("_step"))
        if step is None:
            return None
        try:
            sign_off.take(step, obj, request.user)
        except sign_off.Refused as refused:
            self.message_user(request, " ".join(refused.sentences), messages.ERROR)
            return redirect("sign_off", obj.pk, step.code)
        self.message_user(request, f"{step.label}แล้ว", messages.SUCCESS)
        return redirect(obj)

    def view_on_site(self, obj):
        return obj.get_absolute_url()


def _as_initial(row):
    names = ["official", "role", "name", "position", "is_unconfirmed", "order"]
    return {name: getattr(row, name) for name in names} | {"official": row.official_id}

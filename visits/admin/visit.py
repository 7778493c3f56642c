"""A visit with its people, findings, directives and files, entered on one page."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from config.forms.keys import is_key
from config.forms.model_admin import FilteredList, TrackedAdmin, VersionedForm
from config.forms.renderer import Ticks
from config.kept_statements import KeptRows, KeptTable
from config.thai.admin import FiscalYearFilter, thai_date_column
from config.thai.text import fold
from officials.models import Official, User
from visits.admin.attachment import VisitFilesInline
from visits.admin.attendance import AttendanceFormSet, AttendanceInline
from visits.admin.directive_rows import DirectiveInline
from visits.admin.finding import FindingInline
from visits.admin.offered import Offered
from visits.admin.typed_filters import LeadFilter, ProvinceFilter
from visits.directives.settling import settle
from visits.models import Activity, Attendance, Policy, Role, Status, Visit, VisitActivity, VisitPolicy
from visits.models.links import relink
from visits.records import entry, party, warnings
from visits.records.position_check import PositionsOnPage
from visits.records.reading import OF_TRIP, VISITS

FOLDED = {"classes": ["collapse"]}
MAIN_FIELDS = [
    ("unit", "trip"),
    ("starts_on", "start_time"),
    "status",
    "in_activities",
    "purpose",
    "summary",
]
OTHER_FIELDS = [
    ("ends_on", "end_time"),
    "sequence",
    "title",
    ("place", "province"),
    "under_policies",
    "status_reason",
    ("moved_to", "is_internal"),
    ("number", "record_state"),
]


MOST_BY_NAME, MOST_NAMED = 20, 8
ACTIVITIES, POLICIES = KeptTable(Activity.objects.all()), KeptTable(Policy.objects.all())
ITS_ACTIVITIES = KeptRows(VisitActivity.objects.values_list("activity"), "visit")
ITS_POLICIES = KeptRows(VisitPolicy.objects.values_list("policy"), "visit")
LEAD = Subquery(Attendance.objects.filter(visit=OuterRef("pk"), role=Role.LEAD).values("name")[:1])
OTHER_TITLE = "วันสุดท้าย เวลาสิ้นสุด ลำดับจุด ชื่อเรื่อง สถานที่ นโยบาย การเลื่อนหรือยกเลิก"


@admin.display(description="หน่วยงานที่ตรวจเยี่ยม", ordering="unit__sort_key")
def unit_column(visit: Visit) -> str:
    """The name of the unit."""
    return visit.unit.name


@admin.display(description="หัวหน้าคณะ", empty_value="ไม่ระบุ")
def lead_column(visit: Any) -> str:
    """The lead's name of the day."""
    return visit.lead_name


@admin.display(description="สถานะ", ordering="status")
def status_column(visit: Visit) -> str:
    """What became of the visit, and the state of its record."""
    return f"{visit.get_status_display()} · {visit.get_record_state_display()}"


class VisitList(FilteredList):
    """Visits with the names of those who led."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not isinstance(self.result_list, list):
            self.result_list = self.result_list.annotate(lead_name=LEAD)


class VisitForm(VersionedForm):
    """The visit itself, the links to activities and policies, and people added or copied together."""

    in_activities = forms.MultipleChoiceField(label="กิจกรรม", required=False, widget=Ticks)
    under_policies = forms.MultipleChoiceField(label="นโยบาย", required=False, widget=Ticks)
    add_role = forms.ChoiceField(label="เพิ่มในบทบาท", choices=Role, initial=Role.COMPANION, required=False)
    # Shown where scripts are off: look-ups are empty there.
    people_by_name = forms.CharField(
        label="เพิ่มบุคคลโดยพิมพ์ชื่อ บรรทัดละหนึ่งคน",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    user: User
    # What an earlier sending of this form has stored, though less than this one says.
    sent_before: Visit | None = None
    data: QueryDict
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

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        visit = self.instance
        self.offer("in_activities", ACTIVITIES, ITS_ACTIVITIES)
        self.offer("under_policies", POLICIES, ITS_POLICIES)
        if visit.pk and visit.ends_on == visit.starts_on:
            self.initial["ends_on"] = None
        if visit.trip_id and "copy_party_from" in self.fields:
            stops: Any = self.fields["copy_party_from"]
            stops.queryset = visit.trip.visits.exclude(pk=visit.pk)
            others = [stop for stop in OF_TRIP.read([visit.trip_id]) if stop.pk != visit.pk]
            stops.widget.choices = [("", stops.empty_label), *((stop.pk, str(stop)) for stop in others)]

    def offer(self, name: str, rows: KeptTable, links: KeptRows) -> None:
        """Fills the choices of a row of check boxes, and ticks those that the visit is linked to."""
        if name in self.fields:
            linked = links.read([self.instance.pk]) if self.instance.pk else []
            # Before the field is asked for its value: with that it keeps what it was filled with at first.
            self.initial[name] = [str(key) for (key,) in linked]
            ticked = {*self.initial[name], *(self[name].value() or ())}
            field: Any = self.fields[name]
            field.choices = [
                (str(row.pk), row.name)
                for row in rows.read()
                if str(row.pk) in ticked
                or not isinstance(row, Policy)
                or row.is_in_force_on(self.instance.starts_on)
            ]

    def clean(self) -> dict[str, Any]:
        """Proposes `done` for a new visit with a past day; refuses a lead who had retired, and a form that was stored already."""
        super().clean()
        cleaned = self.cleaned_data
        if self.sent_before:
            self.instance.code = self.sent_before.code
            self.add_error(None, entry.sentence_of_sent_before(self.sent_before))
        first = cleaned.get("starts_on")
        last = cleaned.get("ends_on") or first
        is_past = last and last < timezone.localdate()
        if not self.instance.pk and is_past and "status" not in self.changed_data:
            cleaned["status"] = Status.DONE
        added = set(cleaned.get("under_policies") or ()) - set(self.initial.get("under_policies", ()))
        for policy in Policy.objects.filter(pk__in=added):
            if first and not policy.is_in_force_on(first):
                self.add_error("under_policies", f"{policy} {policy.life} ไม่ได้ใช้ในวันที่ตรวจเยี่ยม")
        # Advisers and guests who have left are a warning with a tick, which names typed as lines do not have.
        refused = list(cleaned.get("people_by_name") or [])
        if cleaned.get("add_role") == Role.LEAD:
            refused += cleaned.get("add_people") or []
        for official in refused:
            if first and not official.served_on(first):
                self.add_error("add_people", f"{official} {official.life} ไม่ได้ปฏิบัติหน้าที่ในวันที่ตรวจเยี่ยม")
        return cleaned

    def clean_people_by_name(self) -> list[Official]:
        """The people named; a line that names nobody or several is quoted in the refusal."""
        lines = [line.strip() for line in self.cleaned_data["people_by_name"].splitlines() if line.strip()]
        people, sentences = [], []
        for line in lines[:MOST_BY_NAME]:
            matches = list(Official.objects.visible_to(self.user).matching(line)[:MOST_NAMED])
            exact = [
                row
                for row in matches
                if fold(line) in (fold(row.name), fold(f"{row.first_name} {row.last_name}"))
            ]
            matches = exact or matches
            if len(matches) == 1:
                people.append(matches[0])
            elif matches:
                names = ", ".join(row.choice_label for row in matches)
                sentences.append(f"“{line}” มีหลายคน โปรดพิมพ์ชื่อเต็ม: {names}")
            else:
                sentences.append(f"ไม่พบ “{line}” ในทำเนียบบุคคล")
        if len(lines) > MOST_BY_NAME:
            sentences.append(f"เพิ่มโดยพิมพ์ชื่อได้ครั้งละไม่เกิน {MOST_BY_NAME} คน")
        if sentences:
            raise forms.ValidationError(sentences)
        return people

    def save_links(self) -> None:
        """The links to activities and policies."""
        if "in_activities" in self.changed_data:
            relink(self.instance.activity_links, "activity", map(int, self.cleaned_data["in_activities"]))
        if "under_policies" in self.changed_data:
            relink(self.instance.policy_links, "policy", map(int, self.cleaned_data["under_policies"]))

    def save_party(self) -> list[Official]:
        """After the rows of the page, those added together and those copied; returns who was on the list already."""
        chosen = list(self.cleaned_data.get("add_people") or [])
        keys = self.data.getlist("add_people")
        chosen.sort(key=lambda official: keys.index(str(official.pk)))
        chosen += self.cleaned_data.get("people_by_name") or []
        role = self.cleaned_data.get("add_role") or Role.COMPANION
        already_present = party.join(self.instance, chosen, role)
        if source := self.cleaned_data.get("copy_party_from"):
            party.copy_party(source, self.instance)
        return already_present


@admin.register(Visit)
class VisitAdmin(entry.OnceOnPage, PositionsOnPage, TrackedAdmin):
    """The list of visits and the page of one; the mixins of visits.records say what its buttons do."""

    form = VisitForm
    change_form_template = "admin/visits/visit/change_form.html"
    list_display = [
        thai_date_column("starts_on", "วันที่"),
        *(unit_column, "province", lead_column, status_column),
    ]
    list_display_links = [unit_column]
    list_select_related = ["unit", "province"]
    listed_rows = KeptRows(
        Visit.objects.select_related("unit", "province")
        .annotate(lead_name=LEAD)
        .only("title", "starts_on", "ends_on", "status", "record_state", "unit__name", "province__name")
        .order_by(),
        "pk",
    )
    list_filter = [
        *(FiscalYearFilter, "status", "record_state", LeadFilter, ProvinceFilter),
        *("province__region", "unit__kind"),
    ]
    search_fields = ["search"]
    search_help_text = "ค้นจากหน่วยงาน จังหวัด บุคคล ตำแหน่ง ข้อความ หรือเลขทะเบียน"
    ordering = ["-starts_on", "-sequence", "-pk"]
    autocomplete_fields = ["unit", "trip", "province", "moved_to"]
    inlines = [AttendanceInline, FindingInline, DirectiveInline, VisitFilesInline]
    help_texts = {
        "unit": "หนึ่งรายการคือหน่วยงานเดียว หลายแห่งในวันเดียวกันแยกเป็นรายการละแห่ง",
        "trip": "รวมหลายแห่งของการเดินทางเดียวกัน เว้นว่างไว้ก่อนได้",
        "starts_on": "ปี พ.ศ. หรือ ค.ศ. ครบสี่หลัก เช่น 28/01/2566",
        "start_time": "เว้นว่างเมื่อไม่ทราบ",
        "status": "วันที่ผ่านมาแล้วระบบเสนอ “ดำเนินการแล้ว” เลื่อนหรือยกเลิกต้องระบุเหตุผล",
        "moved_to": "เมื่อเลื่อน เลือกรายการใหม่ที่ใช้แทน รายการนี้คงวันเดิมไว้",
        "is_internal": "ไม่อยู่ในฉบับเผยแพร่และข้อมูลเปิด",
    }
    readonly_fields = ["number", "record_state"]

    class Media:
        css = {"all": ["visits/visit_form.css"]}
        js = ["admin/js/jquery.init.js", "visits/visit_form.js"]

    def get_fieldsets(self, request: Any, obj: Visit | None = None) -> list[tuple]:
        copying = ["copy_party_from"] if obj and obj.trip_id else []
        people = [("add_people", "add_role"), *copying, ("others_party", "others_hosts")]
        return [
            (None, {"fields": MAIN_FIELDS}),
            (OTHER_TITLE, FOLDED | {"fields": OTHER_FIELDS}),
            ("เพิ่มหลายคนพร้อมกัน และผู้ที่ไม่ระบุชื่อ", {"classes": ["together"], "fields": people}),
        ]

    def get_form(self, request: Any, obj: Visit | None = None, change: bool = False, **options: Any) -> Any:
        source: Any = Attendance._meta.get_field("official")
        help_text = "พิมพ์ชื่อหรือตำแหน่ง เลือกได้หลายคน ระบบเรียงตามลำดับที่เลือก"
        add_people = self.choose_many(source, request, label="เพิ่มหลายคน", help_text=help_text)
        own = {"add_people": add_people, "user": request.user}
        own["sent_before"] = getattr(request, "sent_before", None)
        options["form"] = type("VisitPage", (self.form,), own)
        return super().get_form(request, obj, change=change, **options)

    def get_changelist(self, request: Any, **options: Any) -> type[VisitList]:
        return VisitList

    def get_object(self, request: Any, object_id: str, from_field: str | None = None) -> Any:
        """The visit with unit, province and trip."""
        if from_field or not is_key(object_id):
            return super().get_object(request, object_id, from_field)
        return next(iter(VISITS.seen_by(request.user, [int(object_id)])), None)

    def get_formsets_with_inlines(self, request: Any, obj: Visit | None = None) -> Iterator[tuple[Any, Any]]:
        """The classes of formsets, made for this page alone, with what their rows share."""
        offered = Offered(request.user)
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.offered = offered
            yield formset, inline

    def get_formset_kwargs(self, request: Any, obj: Visit, inline: Any, prefix: str) -> dict[str, Any]:
        """The people of a next stop begin with those of the stop before."""
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, AttendanceInline) and not obj.pk:
            options["brought_along"] = entry.positions_brought_along(request)
            if people := entry.party_brought_along(request):
                options["initial"] = people
        return options

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if not change:
            self.join_trip(request, obj)
            obj.code = entry.entry_key(request)
        super().save_model(request, obj, form, change)
        form.save_links()

    def save_related(self, request: Any, form: Any, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        visit = form.instance
        if already_present := form.save_party():
            names = ", ".join(official.name for official in already_present)
            self.message_user(request, f"มีรายชื่ออยู่แล้ว จึงไม่เพิ่มซ้ำ: {names}", messages.WARNING)
        if not visit.title:
            visit.title = visit.proposed_title(visit.attendances.filter(role=Role.LEAD).first())
            visit.save(update_fields=["title"])
        settle(*visit.directives.all())
        people = next(formset for formset in formsets if isinstance(formset, AttendanceFormSet))
        warnings.accept(visit, people.accepted_warnings, request.user)

    def render_change_form(
        self, request: Any, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        visit = options.get("obj")
        context |= self.sign_off_context(request, visit) | self.next_stop_context(request, visit)
        context["entry_key"] = None if visit else entry.entry_key(request) or entry.new_entry_key()
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        context["people"] = next((rows for rows in formsets if isinstance(rows, AttendanceFormSet)), None)
        if context["people"] and context["people"].open_warnings and len(context["errors"] or ()) == 1:
            # Warnings stand with their ticks above; a heading that speaks of errors would mislead.
            context["errors"] = None
        return super().render_change_form(request, context, *args, **options)

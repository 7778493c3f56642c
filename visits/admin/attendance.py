"""Who was there: rows in the typed order, checked together, saved so that the database never objects half-way."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html_join

from config.forms.autocomplete import share_labels
from config.forms.model_admin import RowFormSet, TrackedTabularInline
from config.thai.dates import thai_date
from officials.models import Official
from visits.admin.rows import OrderedForm
from visits.models import Attendance, Role
from visits.records import warnings


class AttendanceForm(OrderedForm):
    class Meta:
        widgets = {
            "order": forms.NumberInput(attrs={"min": 0, "class": "order"}),
            "name": forms.TextInput(attrs={"placeholder": "ระบบเติมจากทำเนียบ"}),
            "position": forms.TextInput(attrs={"placeholder": "ระบบเสนอตำแหน่ง ณ วันนั้น"}),
        }

    def has_changed(self):
        """A row that was prepared (copied party) is saved although nobody touched it."""
        prepared = not self.instance.pk and self.is_bound and self["official"].value()
        return bool(prepared) or super().has_changed()

    def validate_unique(self):
        """Rows are compared with each other by the formset, not with what the database still holds."""

    def validate_constraints(self):
        """As above: two rows may be exchanging their places."""

    @property
    def cells(self):
        """What one sees of a row, drawn without a template: each of 150 rows has six."""
        boxes = [field for field in self.visible_fields() if field.name != "DELETE"]
        return format_html_join(
            "",
            '<td class="field-{}">{}{}</td>',
            ((box.name, box.errors if self.errors else "", box) for box in boxes),
        )

    @property
    def replaces_person(self):
        """One person takes another's row: in history one goes and one comes."""
        return bool(self.instance.pk) and "official" in self.changed_data

    def clean(self):
        cleaned = super().clean()
        if self.replaces_person:
            for field in {"name", "position"} - set(self.changed_data):
                cleaned[field] = ""
        official, position = cleaned.get("official"), cleaned.get("position")
        if not official and not position and "official" not in self.errors:
            self.add_error("official", "เลือกบุคคล หรือเมื่อทราบเพียงตำแหน่งให้พิมพ์ตำแหน่ง")
        return cleaned


class AttendanceFormSet(RowFormSet):
    user = None

    @cached_property
    def forms(self):
        forms = super().forms
        share_labels(forms, ["official"], Official.objects.visible_to(self.user))
        return forms

    @property
    def living(self):
        """Forms whose rows will stand after saving."""
        return [form for form in self.forms if self._stays(form)]

    @cached_property
    def unseen(self):
        """Rows of the visit that the page does not hold: of a form that was tampered with, or older than they are."""
        shown = [form.instance.pk for form in self.forms if form.instance.pk]
        return list(Attendance.objects.filter(visit=self.instance.pk).exclude(pk__in=shown))

    def _stays(self, form):
        return hasattr(form, "cleaned_data") and form.cleaned_data and not form.cleaned_data.get("DELETE")

    def clean(self):
        super().clean()
        self._refuse_second_lead()
        self._refuse_same_person()
        self._refuse_the_retired()
        self._ask_doubts()

    def _refuse_second_lead(self):
        leads = [form for form in self.living if form.cleaned_data.get("role") == Role.LEAD]
        for form in leads[0 if any(row.role == Role.LEAD for row in self.unseen) else 1 :]:
            form.add_error("role", "การตรวจเยี่ยมหนึ่งมีหัวหน้าคณะได้คนเดียว")

    def _refuse_same_person(self):
        seen = {row.official_id for row in self.unseen if row.official_id}
        for form in self.living:
            official = form.cleaned_data.get("official")
            if official and official.pk in seen:
                form.add_error("official", f"{official} มีรายชื่ออยู่แล้ว")
            seen.add(official and official.pk)

    def _refuse_the_retired(self):
        day = self.instance.starts_on
        for form in self.living:
            official = form.cleaned_data.get("official")
            if day and official and not official.served_on(day):
                last = thai_date(official.left_on)
                form.add_error("official", f"{official} ปฏิบัติหน้าที่ถึง {last} จึงไม่อยู่ในวันที่ตรวจเยี่ยม")

    def _ask_doubts(self):
        """Doubts need the visit and its people together, so they are asked here; the page shows them with ticks."""
        visit = self.instance
        if any(self.errors) or not (visit.unit_id and visit.starts_on and visit.ends_on):
            return
        people = [
            form.cleaned_data["official"].pk for form in self.living if form.cleaned_data.get("official")
        ]
        people += [official.pk for official in getattr(visit, "joining", [])]
        texts = getattr(visit, "wordings", [])
        visit.doubts = list(warnings.doubts_about(visit, people, texts, timezone.localdate(), self.user))
        ticked = self.data.getlist("accept_doubt")
        visit.open_doubts = warnings.open_doubts(visit, visit.doubts, ticked)
        if visit.open_doubts:
            raise ValidationError("มีข้อสังเกตที่ควรตรวจสอบ โปรดอ่านด้านบน แล้วทำเครื่องหมายยอมรับเพื่อบันทึก")

    def validate_unique(self):
        """Same person and second lead are said beside their fields, in words of ours."""

    def save(self, commit=True):
        """Leavers first, then demotions, then the rest, the lead last: no moment has two leads or one person twice."""
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        for form in self.deleted_forms:
            self._remove(form)
        changed = [form for form in self.forms if form.has_changed() and form not in self.deleted_forms]
        changed = [form for form in changed if self._stays(form)]
        for form in changed:
            if form.replaces_person:
                self._remove(form)
                form.instance.pk, form.instance._state.adding = None, True
                form.instance.version, form.instance.is_unconfirmed = 0, False
        for form in changed:
            form.instance.order = form.instance.order or self._last_order(form.instance.role) + 1
        for form in sorted(changed, key=lambda form: form.instance.role == Role.LEAD):
            self._keep(form)
        self.save_m2m = lambda: None
        return self.new_objects + [row for row, _ in self.changed_objects]

    def _remove(self, form):
        if form.instance.pk:
            row = Attendance.objects.get(pk=form.instance.pk)
            self.deleted_objects.append(row)
            row.delete()

    def _keep(self, form):
        row, is_new = form.instance, form.instance.pk is None
        row.visit = self.instance
        row.freeze()
        row.save()
        if is_new:
            self.new_objects.append(row)
        else:
            self.changed_objects.append((row, form.changed_data))

    def _last_order(self, role):
        apart = role == Role.HOST
        rows = [form.instance for form in self.forms if (form.instance.role == Role.HOST) == apart]
        return max((row.order for row in rows), default=0)


class AttendanceInline(TrackedTabularInline):
    model = Attendance
    form = AttendanceForm
    formset = AttendanceFormSet
    template = "admin/visits/visit/people.html"
    fields = ["order", "official", "role", "name", "position", "is_unconfirmed"]
    autocomplete_fields = ["official"]
    verbose_name_plural = "รายชื่อผู้ร่วมลงพื้นที่ ตามลำดับที่พิมพ์"
    classes = ["people"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("official")

    def get_extra(self, request, obj=None, **kwargs):
        """Rows of a party that is being taken along from the stop before."""
        return len(request.prepared_party)

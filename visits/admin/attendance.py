"""Who was there: rows in the typed order, checked together, saved so that the database never objects half-way."""

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from config.forms.autocomplete import share_labels
from config.forms.keys import is_key
from config.forms.model_admin import TrackedTabularInline
from config.forms.rows import RowFormSet
from config.kept_statements import KeptRows
from config.thai.dates import thai_date
from config.thai.numbers import WholeNumberInput
from officials.models import Official
from visits.admin.offered import Offered
from visits.admin.ordered_rows import OrderedForm
from visits.models import Attendance, Role, Visit
from visits.records import warnings
from visits.records.entry import party_brought_along
from visits.records.position_check import Disagreement, disagreements

# Warnings need the visit, its people and the wordings of its directives together, before those rows are checked.
DIRECTIVE_TEXT = re.compile(r"directives-[0-9]+-text")
TAKE_POSITIONS = "take_positions"


class AttendanceForm(OrderedForm):
    """One person at the visit."""

    class Meta:
        widgets = {
            # Named by their columns; no label or script needs a further name of these.
            "order": WholeNumberInput(attrs={"class": "order", "id": False}),
            "name": forms.TextInput(attrs={"id": False, "placeholder": "ระบบเติมจากทำเนียบ"}),
            "position": forms.TextInput(attrs={"placeholder": "ระบบเสนอตำแหน่ง ณ วันนั้น"}),
            "on_behalf_of": forms.TextInput(attrs={"id": False, "placeholder": "แทนผู้ใด"}),
            "is_unconfirmed": forms.CheckboxInput(attrs={"id": False}),
        }

    def has_changed(self) -> bool:
        """True too for a row that was prepared (copied party), though nobody touched it."""
        prepared = not self.instance.pk and self.is_bound and self["official"].value()
        return bool(prepared) or super().has_changed()

    def validate_unique(self) -> None:
        """Nothing: rows are compared with each other by the formset, not with what the database still holds."""

    def validate_constraints(self) -> None:
        """Nothing: two rows may be exchanging their places."""

    @property
    def cells(self) -> SafeString:
        """The visible fields as table cells, rendered without a template: each of 150 rows has seven."""
        boxes = [field for field in self.visible_fields() if field.name != "DELETE"]
        return format_html_join(
            "",
            '<td class="field-{}">{}{}</td>',
            ((box.name, box.errors if self.errors else "", box) for box in boxes),
        )

    @property
    def replaces_person(self) -> bool:
        """True where one person takes another's row: in history one goes and one comes."""
        return bool(self.instance.pk) and "official" in self.changed_data

    def clean(self) -> dict[str, Any]:
        """Blanks what belonged to the person before; a row needs a person or a position."""
        super().clean()
        cleaned = self.cleaned_data
        if self.replaces_person:
            for field in {"name", "position", "on_behalf_of"} - set(self.changed_data):
                cleaned[field] = ""
        official, position = cleaned.get("official"), cleaned.get("position")
        if not official and not position and "official" not in self.errors:
            self.add_error("official", "เลือกบุคคล หรือเมื่อทราบเพียงตำแหน่งให้พิมพ์ตำแหน่ง")
        return cleaned


class AttendanceFormSet(RowFormSet):
    """All people of a visit. `warnings` are those about the visit, `open_warnings` those not accepted yet.

    `brought_along` are person and position of the rows that the form of a next stop came with.
    """

    READ = KeptRows(Attendance.objects.select_related("official"), "visit")
    data: QueryDict
    offered: Offered

    def __init__(
        self,
        *args: Any,
        brought_along: Collection[tuple[int | None, str]] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.brought_along = brought_along
        self.warnings: list[warnings.EntryWarning] = []
        self.open_warnings: list[warnings.EntryWarning] = []
        self.disagreements: list[Disagreement] = []

    @cached_property
    def forms(self) -> list[AttendanceForm]:
        """The rows, which share the labels of people; one query."""
        forms = super().forms
        people, day = Official.objects.visible_to(self.offered.user), self.instance.starts_on
        share_labels(forms, ["official"], people, day, self.offered.people)
        return forms

    @property
    def staying(self) -> list[AttendanceForm]:
        """Forms whose rows will stand after saving."""
        cleaned = [form for form in self.forms if getattr(form, "cleaned_data", None)]
        return [form for form in cleaned if not form.cleaned_data.get("DELETE")]

    @cached_property
    def unseen(self) -> list[Attendance]:
        """Rows of the visit that the page does not hold: of a form that was tampered with, or older than they are."""
        shown = [form.instance.pk for form in self.forms if form.instance.pk]
        return list(Attendance.objects.filter(visit=self.instance.pk).exclude(pk__in=shown))

    @property
    def accepted_warnings(self) -> list[warnings.EntryWarning]:
        """The warnings that were ticked."""
        ticked = set(self.data.getlist("accept_doubt"))
        return [warning for warning in self.warnings if warning.key in ticked]

    def clean(self) -> None:
        """Refuses a second lead, one person twice and a retired lead; then shows warnings to be ticked."""
        super().clean()
        leads = [form for form in self.staying if form.cleaned_data.get("role") == Role.LEAD]
        for form in leads[0 if any(row.role == Role.LEAD for row in self.unseen) else 1 :]:
            form.add_error("role", "การตรวจเยี่ยมหนึ่งมีหัวหน้าคณะได้คนเดียว")
        seen: set[int | None] = {row.official_id for row in self.unseen if row.official_id}
        day = self.instance.starts_on
        for form in self.staying:
            official = form.cleaned_data.get("official")
            if official and official.pk in seen:
                form.add_error("official", f"{official} มีรายชื่ออยู่แล้ว")
            seen.add(official and official.pk)
            is_lead = form.cleaned_data.get("role") == Role.LEAD
            if is_lead and day and official and not official.served_on(day):
                last = thai_date(official.left_on)
                form.add_error("official", f"{official} ปฏิบัติหน้าที่ถึง {last} จึงไม่อยู่ในวันที่ตรวจเยี่ยม")
        visit = self.instance
        if not any(self.errors) and visit.unit_id and visit.starts_on and visit.ends_on:
            self.warn()

    def warn(self) -> None:
        """Raises a sentence where warnings are open; the page shows them with ticks."""
        visit = self.instance
        people = [
            form.cleaned_data["official"].pk for form in self.staying if form.cleaned_data.get("official")
        ]
        joining = [int(key) for key in self.data.getlist("add_people") if is_key(key)]
        texts = [str(self.data[name]) for name in self.data if DIRECTIVE_TEXT.fullmatch(name)]
        today = timezone.localdate()
        self.warnings = warnings.warnings_about(visit, [*people, *joining], texts, today, self.offered.user)
        leads = {
            form.cleaned_data.get("official") for form in self.staying if form.instance.role == Role.LEAD
        }
        others = {*people, *joining} - {official.pk for official in leads if official}
        self.warnings += warnings.retired(others, visit.starts_on)
        self.disagreements = disagreements(self.rows_to_compare(), visit.starts_on)
        if TAKE_POSITIONS in self.data:
            for disagreement in self.disagreements:
                # Left blank, the position of the day is proposed at saving.
                disagreement.attendance.position = ""
        else:
            self.warnings += [
                warnings.EntryWarning("position", disagreement.subject, disagreement.message)
                for disagreement in self.disagreements
            ]
        self.open_warnings = warnings.open_warnings(visit, self.warnings, self.data.getlist("accept_doubt"))
        if self.open_warnings:
            raise ValidationError("มีข้อสังเกตที่ควรตรวจสอบ โปรดอ่านด้านบน แล้วทำเครื่องหมายยอมรับเพื่อบันทึก")

    def rows_to_compare(self) -> list[Attendance]:
        """Rows whose position was not typed now, while the day, the person or the role changed."""
        before = Visit.objects.filter(pk=self.instance.pk).values_list("starts_on", flat=True).first()
        other_day = before != self.instance.starts_on
        return [
            form.instance
            for form in self.staying
            if (form.instance.official_id, form.instance.position) in self.brought_along
            or (
                "position" not in form.changed_data
                and (other_day or {"official", "role"} & set(form.changed_data))
            )
        ]

    @property
    def open_disagreements(self) -> list[Disagreement]:
        """Those among the open warnings, which one tick corrects."""
        subjects = {warning.subject for warning in self.open_warnings if warning.code == "position"}
        return [row for row in self.disagreements if row.subject in subjects]

    def validate_unique(self) -> None:
        """Nothing: the same person and a second lead are refused beside their fields, in Thai."""

    def save(self, commit: bool = True) -> list[Attendance]:
        """Leavers first, then demotions, then the rest, the lead last: no moment has two leads or one person twice."""
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        for form in self.deleted_forms:
            self.remove(form)
        corrected = [row.attendance for row in self.disagreements] if TAKE_POSITIONS in self.data else []
        changed = [
            form
            for form in self.staying
            if form not in self.deleted_forms and (form.has_changed() or form.instance in corrected)
        ]
        for form in changed:
            if form.replaces_person:
                self.remove(form)
                form.instance.pk, form.instance._state.adding = None, True
                form.instance.version, form.instance.is_unconfirmed = 0, False
        for form in changed:
            form.instance.order = form.instance.order or self.last_order(form.instance.role) + 1
        for form in sorted(changed, key=lambda form: form.instance.role == Role.LEAD):
            row, is_new = form.instance, form.instance.pk is None
            row.visit = self.instance
            row.freeze()
            row.save()
            if is_new:
                self.new_objects.append(row)
            else:
                self.changed_objects.append((row, form.changed_data))
        self.save_m2m = lambda: None  # type: ignore[method-assign]  # as Django's own does
        return self.new_objects + [row for row, _ in self.changed_objects]

    def remove(self, form: AttendanceForm) -> None:
        """Deletes the row of a form, where it was stored."""
        if form.instance.pk:
            row = Attendance.objects.get(pk=form.instance.pk)
            self.deleted_objects.append(row)
            row.delete()

    def last_order(self, role: str) -> int:
        """The highest order among hosts, or among lead, companions and guests."""
        apart = role == Role.HOST
        rows = [form.instance for form in self.forms if (form.instance.role == Role.HOST) == apart]
        return max((row.order for row in rows), default=0)


class AttendanceInline(TrackedTabularInline):
    """The people of a visit on its page."""

    model = Attendance
    form = AttendanceForm
    formset: type[RowFormSet] = AttendanceFormSet
    template = "admin/visits/visit/people.html"
    fields = ["order", "official", "role", "name", "position", "on_behalf_of", "is_unconfirmed"]
    autocomplete_fields = ["official"]
    verbose_name_plural = "รายชื่อผู้ร่วมลงพื้นที่ ตามลำดับที่พิมพ์"
    classes = ["people"]
    row_help = {
        "ลำดับ": "ลำดับที่พิมพ์ หัวหน้าคณะ ผู้ร่วมคณะ และผู้เข้าร่วมนับต่อกัน ผู้ให้การต้อนรับนับแยก",
        "บุคคล": "เว้นว่างได้เมื่อทราบเพียงตำแหน่ง",
        "บทบาท": "หัวหน้าคณะมีได้หนึ่งคน ผู้ร่วมคณะเดินทางไปด้วยกัน ผู้เข้าร่วมมาร่วมเฉพาะที่นั้น",
        "ชื่อ ณ วันนั้น": "ระบบเสนอตามวันที่ตรวจเยี่ยม แก้ได้ และไม่เปลี่ยนตามการเลื่อนตำแหน่งหรือเปลี่ยนชื่อภายหลัง",
        "ตำแหน่ง ณ วันนั้น": "รวมการรักษาราชการแทน รักษาการ หรือปฏิบัติราชการแทนในวันนั้น",
        "เข้าร่วมแทน": "ชื่อหรือตำแหน่งของผู้ที่ให้มาแทน",
        "ตำแหน่งยังไม่ยืนยัน": "ระบบไม่แน่ใจว่าดำรงตำแหน่งนี้ในวันนั้น ตรวจแล้วนำเครื่องหมายออก",
    }

    def get_extra(self, request: Any, obj: Visit | None = None, **options: Any) -> int:
        """Rows of a party that is brought along from the stop before."""
        return 0 if obj and obj.pk else len(party_brought_along(request))

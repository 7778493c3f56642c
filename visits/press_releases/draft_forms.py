"""The draft beside the text: its head and a row for each stop, person, figure and directive; nothing is taken unasked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.utils import timezone

from config.thai.forms import ThaiDateField, ThaiTimeField
from officials.models import User
from units.models import Kind, Unit
from visits.directives.forms import UnitByName, model_field, units_today
from visits.matching.register_names import KNOWN, PROBABLE, UNKNOWN, Match
from visits.models import (
    Attendance,
    Directive,
    DirectiveKind,
    Finding,
    FindingKind,
    PressRelease,
    Role,
    Status,
    Visit,
)
from visits.press_releases.drafts import Draft, DraftRows, visits_on
from visits.press_releases.saving import NEW, NOBODY

STATES = {KNOWN: "พบในทำเนียบ", PROBABLE: "คล้ายในทำเนียบ โปรดยืนยัน", UNKNOWN: "ไม่พบในทำเนียบ"}
UNDECIDED = ("", "— โปรดเลือก —")


def _lines(number: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": number})


class HeadForm(forms.Form):
    """The release itself and the days of the visit."""

    title = model_field(PressRelease, "title", label="หัวข่าว")
    url = model_field(PressRelease, "url", assume_scheme="https")
    publisher = model_field(PressRelease, "publisher")
    published_on = ThaiDateField(label="วันที่เผยแพร่", required=False)
    starts_on = ThaiDateField(label="วันที่ตรวจเยี่ยม")
    ends_on = ThaiDateField(label="ถึงวันที่", required=False)
    status = forms.ChoiceField(label="สถานะ", choices=[*Status.choices[:3]])
    unknown_as_written = forms.BooleanField(
        label="ชื่อที่ไม่พบในทำเนียบทั้งหมด: ใช้ตามข่าว",
        required=False,
        help_text="บุคคลบันทึกตามข่าวโดยไม่ผูกกับทำเนียบ สถานที่เพิ่มเป็นหน่วยงานใหม่",
    )

    def clean(self) -> dict[str, Any]:
        """Refuses days in the wrong order and a visit to come that is called done."""
        super().clean()
        cleaned_data = self.cleaned_data
        first, last = cleaned_data.get("starts_on"), cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "วันสุดท้ายต้องไม่ก่อนวันแรก")
        if first and cleaned_data.get("status") == Status.DONE and first > timezone.localdate():
            self.add_error("status", "วันที่ตรวจเยี่ยมยังไม่ถึง จึงยังไม่ใช่ดำเนินการแล้ว")
        return cleaned_data


class DraftRow(forms.Form):
    """One row of the draft; what is left out (`keep` unticked) need not be right."""

    # The kinds of fields differ; each is known by its name.
    fields: dict[str, Any]
    name_of_row = ""
    # What the name of the row may mean in the register.
    match: Match | None = None
    keep = forms.BooleanField(label="ใช้แถวนี้", required=False)

    def __init__(self, *args: Any, draft: "DraftForm", number: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.draft, self.number = draft, number

    def full_clean(self) -> None:
        """Errors count only in a row that is kept."""
        super().full_clean()
        if self.is_bound and not self.cleaned_data.get("keep"):
            self._errors = ErrorDict()
            self.cleaned_data["keep"] = False

    def clean(self) -> dict[str, Any]:
        """Checks what a row that is kept must have."""
        super().clean()
        cleaned_data = self.cleaned_data
        if cleaned_data.get("keep"):
            self.check(cleaned_data)
        return cleaned_data

    def check(self, cleaned_data: dict[str, Any]) -> None:
        """Adds an error for each value that a kept row lacks."""

    @property
    def legend(self) -> str:
        """What the row is called on the page: "คนที่ 2"."""
        return f"{self.name_of_row} {self.number + 1}"

    @property
    def words(self) -> list[str]:
        """What the text says, once each."""
        of_row = f"{self.prefix}-"
        quotes = (
            quote
            for name, quotes in self.draft.quotations.items()
            if name.startswith(of_row)
            for quote in quotes
        )
        return list(dict.fromkeys(quotes))

    @property
    def state(self) -> str:
        """Whether the register knows the name, in Thai; empty in a row that names nothing of the register."""
        return STATES[self.match.state] if self.match else ""


class StopRow(DraftRow):
    """A place visited: a unit of the register or a new one, as a new visit or added to one recorded already."""

    name_of_row = "จุดที่"
    match: Match
    unit = forms.ChoiceField(label="หน่วยงาน", required=False)
    other = UnitByName(label="หรือหน่วยงานอื่นในทำเนียบ", required=False)
    name = forms.CharField(label="ชื่อตามข่าว", max_length=250, required=False)
    kind = forms.ChoiceField(label="ประเภท (เมื่อเพิ่มใหม่)", choices=Kind.choices, required=False)
    start_time = ThaiTimeField(label="เวลา", required=False)
    others_party = model_field(Visit, "others_party", widget=_lines(1))
    visit = forms.ChoiceField(label="บันทึกเป็น", required=False)
    province = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.match = self.draft.units[self.number]
        self.fields["other"].user = self.draft.user
        candidates = [(str(key), label) for key, label in self.match.candidates]
        new = (NEW, "เพิ่มเป็นหน่วยงานใหม่ในทำเนียบ")
        self.fields["unit"].choices = [UNDECIDED, *candidates, new]
        self.initial.setdefault("unit", str(self.match.key or ""))
        recorded = self.draft.recorded.get(self.match.key or 0, [])
        choices = [
            (str(visit.pk), f"มีอยู่แล้ว: {visit.unit.label} {visit.days} (แนบข่าวนี้เท่านั้น)")
            for visit in (row.visit for row in recorded)
        ]
        start_time = self.initial.get("start_time")
        same = (row.visit for row in recorded if row.agrees_with(start_time, *self.draft.lead))
        agreeing = next((str(visit.pk) for visit in same), None)
        undecided = [UNDECIDED] if choices and not agreeing else []
        self.fields["visit"].choices = [*undecided, (NEW, "การตรวจเยี่ยมใหม่ (ร่าง)"), *choices]
        self.initial.setdefault("visit", agreeing or ("" if choices else NEW))

    def check(self, cleaned_data: dict[str, Any]) -> None:
        """A new visit needs a unit; one typed by name wins over the choice."""
        visit = cleaned_data.get("visit")
        if visit == "" and self.draft.recorded.get(self.match.key or 0):
            self.add_error("visit", "หน่วยงานนี้มีการตรวจเยี่ยมในวันเดียวกันแล้ว โปรดเลือกว่าเป็นครั้งเดียวกันหรือไม่")
        if visit not in ("", NEW):
            return
        if cleaned_data.get("other"):
            cleaned_data["unit"] = str(cleaned_data["other"].pk)
        if (
            not cleaned_data.get("unit")
            and self.match.state == UNKNOWN
            and self.draft.takes_unknown_as_written
        ):
            cleaned_data["unit"] = NEW
        if not cleaned_data.get("unit"):
            self.add_error("unit", "โปรดเลือกหน่วยงานที่ตรวจเยี่ยม หรือเพิ่มเป็นหน่วยงานใหม่")
        if cleaned_data.get("unit") == NEW and not (cleaned_data.get("name") and cleaned_data.get("kind")):
            self.add_error("name", "โปรดระบุชื่อและประเภทของหน่วยงานใหม่")


class RowAtStop(DraftRow):
    """A row that belongs to one of the stops."""

    stop = forms.ChoiceField(label="จุดที่", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stop"].choices = self.draft.stop_choices


class PersonRow(DraftRow):
    """Somebody named: tied to the register, added to it, or kept as written."""

    name_of_row = "คนที่"
    match: Match
    official = forms.ChoiceField(label="บุคคลในทำเนียบ", required=False)
    # A field of that name hides the prefix of the form's class, which every row is given anew.
    prefix = forms.CharField(  # type: ignore[assignment]  # as said above
        label="คำนำหน้า", max_length=40, required=False
    )
    academic_title = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    first_name = forms.CharField(label="ชื่อ", max_length=120, required=False)
    last_name = forms.CharField(label="สกุล", max_length=120, required=False)
    position = model_field(Attendance, "position", required=False)
    role = forms.ChoiceField(label="บทบาท", choices=Role.choices, required=False)
    stops = forms.MultipleChoiceField(label="จุดที่", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.match = self.draft.people[self.number]
        candidates = [(str(key), label) for key, label in self.match.candidates]
        others = [(NEW, "เพิ่มเป็นบุคคลใหม่ในทำเนียบ"), (NOBODY, "ไม่ผูกกับทำเนียบ บันทึกชื่อตามข่าว")]
        self.fields["official"].choices = [UNDECIDED, *candidates, *others]
        self.fields["stops"].choices = self.draft.stop_choices
        self.initial.setdefault("official", str(self.match.key or ""))

    def check(self, cleaned_data: dict[str, Any]) -> None:
        """Who is new needs both names, who is kept as written a position."""
        official = cleaned_data.get("official")
        if not official and self.match.state == UNKNOWN and self.draft.takes_unknown_as_written:
            official = cleaned_data["official"] = NOBODY
        if not official:
            self.add_error("official", "โปรดเลือกบุคคล เพิ่มเป็นบุคคลใหม่ หรือบันทึกชื่อตามข่าว")
        if official == NEW and not (cleaned_data.get("first_name") and cleaned_data.get("last_name")):
            self.add_error("first_name", "บุคคลใหม่ต้องมีทั้งชื่อและสกุล")
        if official == NOBODY and not cleaned_data.get("position"):
            self.add_error("position", "เมื่อไม่ผูกกับทำเนียบ ต้องระบุตำแหน่ง")


class FindingRow(RowAtStop):
    """A figure that was reported, with the words around it."""

    name_of_row = "รายการที่"
    kind = forms.ChoiceField(label="ประเภท", choices=FindingKind.choices, required=False)
    text = model_field(Finding, "text", label="ข้อความ", required=False, widget=_lines(2))
    qualifier = model_field(Finding, "qualifier")
    figure = model_field(Finding, "figure")
    measure = model_field(Finding, "measure")

    def check(self, cleaned_data: dict[str, Any]) -> None:
        """A figure needs a text and a measure."""
        if not cleaned_data.get("text"):
            self.add_error("text", "โปรดระบุข้อความ")
        if cleaned_data.get("figure") is not None and not cleaned_data.get("measure"):
            self.add_error("measure", "ตัวเลขต้องมีหน่วยนับ")


class DirectiveRow(RowAtStop):
    """A directive, policy, request, suggestion, recommendation or commendation."""

    name_of_row = "ข้อที่"
    kind = forms.ChoiceField(label="ประเภท", choices=DirectiveKind.choices, required=False)
    text = model_field(Directive, "text", required=False, widget=_lines(3))
    giver = forms.ChoiceField(label="ผู้สั่งการ", required=False)
    given_as = model_field(Directive, "given_as", label="ผู้สั่งการตามข่าว")
    addressed_to = model_field(Directive, "addressed_to", widget=_lines(1), help_text="")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["giver"].choices = [("", "ไม่ระบุ"), *self.draft.giver_choices]

    def check(self, cleaned_data: dict[str, Any]) -> None:
        """A directive needs a text."""
        if not cleaned_data.get("text"):
            self.add_error("text", "โปรดระบุข้อความ")


ROWS = {"stops": StopRow, "people": PersonRow, "findings": FindingRow, "directives": DirectiveRow}


class DraftForm:
    """Head and rows together; the rows are those that the reading proposed, typed over as the clerk likes."""

    def __init__(self, draft: Draft, user: User, text: str, data: Mapping[str, Any] | None = None) -> None:
        rows = draft.rows
        self.user, self.units, self.people = user, draft.units, draft.people
        self.quotations = rows.quotations(text)
        self.recorded = visits_on(
            user,
            [match.key for match in self.units if match.key],
            rows.head["starts_on"],
            rows.head["ends_on"],
        )
        self.stop_choices = [
            (str(n), f"{n} {row.get('name') or 'ไม่ระบุ'}"[:60]) for n, row in enumerate(rows.stops, 1)
        ]
        self.giver_choices = [
            (str(n), f"{row['prefix']}{row['first_name']} {row['last_name']}")
            for n, row in enumerate(rows.people)
        ]
        self.lead = next(
            (
                (match.key, f"{row['first_name']} {row['last_name']}")
                for row, match in zip(rows.people, draft.people, strict=True)
                if row["role"] == Role.LEAD
            ),
            (None, ""),
        )
        self.takes_unknown_as_written = bool(data and data.get("unknown_as_written"))
        self.head = HeadForm(data, initial=rows.head)
        self.sections: dict[str, list[DraftRow]] = {
            name: [
                row_form(data, prefix=f"{name}-{n}", initial=dict(values), draft=self, number=n)
                for n, values in enumerate(getattr(rows, name))
            ]
            for name, row_form in ROWS.items()
        }

    @property
    def refused_fields(self) -> list[tuple[str, str, Any]]:
        """Id, label and sentence of every field that is refused, in the order of the page."""
        rows = [row for section in self.sections.values() for row in section]
        fields = [
            *((bound, str(bound.label)) for bound in self.head),
            *((bound, f"{row.legend}: {bound.label}") for row in rows for bound in row),
        ]
        return [
            (bound.id_for_label or bound.auto_id, label, error)
            for bound, label in fields
            for error in bound.errors
        ]

    @property
    def unit_names(self) -> QuerySet[Unit, str]:
        """Full names of the units of today, for the list beside the box."""
        return units_today(self.user).values_list("name", flat=True)

    def is_valid(self) -> bool:
        """Whether every kept row is right by itself and all of them together."""
        forms_of_page = [self.head, *(row for section in self.sections.values() for row in section)]
        wrong = [form for form in forms_of_page if not form.is_valid()]
        return not wrong and not self.problems

    @property
    def problems(self) -> list[str]:
        """What no single row can know, as Thai sentences."""
        stops, people = (
            [row.cleaned_data for row in self.sections[name] if row.cleaned_data.get("keep")]
            for name in ("stops", "people")
        )
        sentences = [] if stops else ["โปรดเลือกจุดตรวจเยี่ยมอย่างน้อยหนึ่งจุด"]
        for number, label in self.stop_choices:
            present = [row for row in people if number in (row.get("stops") or ["1"])]
            if sum(row.get("role") == Role.LEAD for row in present) > 1:
                sentences.append(f"จุดที่ {label}: หัวหน้าคณะมีได้คนเดียว")
            keys = [row.get("official") for row in present]
            keys = [key for key in keys if key not in (NEW, NOBODY, "", None)]
            if len(keys) != len(set(keys)):
                sentences.append(f"จุดที่ {label}: มีบุคคลเดียวกันมากกว่าหนึ่งแถว")
        return sentences

    def cleaned_rows(self) -> DraftRows:
        """Rows as `DraftSaver` wants them."""
        sections: dict[str, Any] = {
            name: [row.cleaned_data for row in section] for name, section in self.sections.items()
        }
        return DraftRows(head=self.head.cleaned_data, **sections)

"""The draft beside the text: its head and a row for each stop, person, figure and order; nothing is taken unasked."""

from django import forms
from django.utils import timezone

from config.kept_forms import KeepingForm
from config.thai.forms import ThaiDateField, ThaiTimeField
from units.models import Kind
from visits.directives.forms import UnitByName, units_today
from visits.matching.register import KNOWN, PROBABLE, UNKNOWN
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
from visits.press_releases.duplicates import visits_on
from visits.press_releases.saving import NEW, NOBODY

STATES = {KNOWN: "พบในทำเนียบ", PROBABLE: "คล้ายในทำเนียบ โปรดยืนยัน", UNKNOWN: "ไม่พบในทำเนียบ"}
UNDECIDED = ("", "— โปรดเลือก —")


def of(model, name, **options):
    return model._meta.get_field(name).formfield(**options)


def rows(number):
    return forms.Textarea(attrs={"rows": number})


class HeadForm(KeepingForm, forms.Form):
    title = of(PressRelease, "title", label="หัวข่าว")
    url = of(PressRelease, "url", assume_scheme="https")
    publisher = of(PressRelease, "publisher")
    published_on = ThaiDateField(label="วันที่เผยแพร่", required=False)
    starts_on = ThaiDateField(label="วันที่ตรวจเยี่ยม")
    ends_on = ThaiDateField(label="ถึงวันที่", required=False)
    status = forms.ChoiceField(label="สถานะ", choices=[*Status.choices[:3]])

    def clean(self):
        told = super().clean()
        first, last = told.get("starts_on"), told.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "วันสุดท้ายต้องไม่ก่อนวันแรก")
        if first and told.get("status") == Status.DONE and first > timezone.localdate():
            self.add_error("status", "วันที่ตรวจเยี่ยมยังไม่ถึง จึงยังไม่ใช่ดำเนินการแล้ว")
        return told


class Row(forms.Form):
    keep = forms.BooleanField(label="ใช้แถวนี้", required=False)

    def __init__(self, *args, draft, number, **options):
        super().__init__(*args, **options)
        self.draft, self.number = draft, number

    def clean(self):
        told = super().clean()
        if not told.get("keep"):
            self._errors.clear()  # what is left out need not be right
            return {**told, "keep": False}
        self.complete(told)
        return told

    def complete(self, told):
        """What a row that is kept must have."""

    @property
    def words(self):
        """What the text says, once each."""
        return self.draft.words_of(f"{self.prefix}-")


class StopRow(Row):
    unit = forms.ChoiceField(label="หน่วยงาน", required=False)
    other = UnitByName(label="หรือหน่วยงานอื่นในทำเนียบ", required=False)
    name = forms.CharField(label="ชื่อตามข่าว", max_length=250, required=False)
    kind = forms.ChoiceField(label="ประเภท (เมื่อเพิ่มใหม่)", choices=Kind.choices, required=False)
    start_time = ThaiTimeField(label="เวลา", required=False)
    others_party = of(Visit, "others_party", widget=rows(1))
    visit = forms.ChoiceField(label="บันทึกเป็น", required=False)
    province = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.match = self.draft.units[self.number]
        self.fields["other"].user = self.draft.user
        found = [(str(key), label) for key, label in self.match.candidates]
        new = (NEW, "เพิ่มเป็นหน่วยงานใหม่ในทำเนียบ")
        self.fields["unit"].choices = [UNDECIDED, *found, new]
        self.initial.setdefault("unit", str(self.match.key or ""))
        self._offer_visits()

    def _offer_visits(self):
        there = self.draft.recorded.get(self.match.key, [])
        choices = [(str(one.pk), f"มีอยู่แล้ว: {one.unit.label} {one.days} (แนบข่าวนี้เท่านั้น)") for one in there]
        self.fields["visit"].choices = [(NEW, "การตรวจเยี่ยมใหม่ (ร่าง)"), *choices]
        self.initial.setdefault("visit", choices[0][0] if choices else NEW)

    @property
    def state(self):
        return STATES[self.match.state]

    def complete(self, told):
        if told.get("visit") not in ("", NEW):
            return
        if told.get("other"):
            told["unit"] = str(told["other"].pk)
        if not told.get("unit"):
            self.add_error("unit", "โปรดเลือกหน่วยงานที่ตรวจเยี่ยม หรือเพิ่มเป็นหน่วยงานใหม่")
        if told.get("unit") == NEW and not (told.get("name") and told.get("kind")):
            self.add_error("name", "โปรดระบุชื่อและประเภทของหน่วยงานใหม่")


class AtStop(Row):
    stop = forms.ChoiceField(label="จุดที่", required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["stop"].choices = self.draft.stop_choices


class PersonRow(Row):
    official = forms.ChoiceField(label="บุคคลในทำเนียบ", required=False)
    prefix = forms.CharField(label="คำนำหน้า", max_length=40, required=False)
    academic_title = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    first_name = forms.CharField(label="ชื่อ", max_length=120, required=False)
    last_name = forms.CharField(label="สกุล", max_length=120, required=False)
    position = of(Attendance, "position", required=False)
    role = forms.ChoiceField(label="บทบาท", choices=Role.choices, required=False)
    stops = forms.MultipleChoiceField(label="จุดที่", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.match = self.draft.people[self.number]
        found = [(str(key), label) for key, label in self.match.candidates]
        others = [(NEW, "เพิ่มเป็นบุคคลใหม่ในทำเนียบ"), (NOBODY, "ไม่ผูกกับทำเนียบ บันทึกชื่อตามข่าว")]
        self.fields["official"].choices = [UNDECIDED, *found, *others]
        self.fields["stops"].choices = self.draft.stop_choices
        self.initial.setdefault("official", str(self.match.key or ""))

    @property
    def state(self):
        return STATES[self.match.state]

    def complete(self, told):
        if not told.get("official"):
            self.add_error("official", "โปรดเลือกบุคคล เพิ่มเป็นบุคคลใหม่ หรือบันทึกชื่อตามข่าว")
        if told.get("official") == NEW and not (told.get("first_name") and told.get("last_name")):
            self.add_error("first_name", "บุคคลใหม่ต้องมีทั้งชื่อและสกุล")
        if told.get("official") == NOBODY and not told.get("position"):
            self.add_error("position", "เมื่อไม่ผูกกับทำเนียบ ต้องระบุตำแหน่ง")


class FindingRow(AtStop):
    kind = forms.ChoiceField(label="ประเภท", choices=FindingKind.choices, required=False)
    text = of(Finding, "text", label="ข้อความ", required=False, widget=rows(2))
    qualifier = of(Finding, "qualifier")
    figure = of(Finding, "figure")
    measure = of(Finding, "measure")

    def complete(self, told):
        if not told.get("text"):
            self.add_error("text", "โปรดระบุข้อความ")
        if told.get("figure") is not None and not told.get("measure"):
            self.add_error("measure", "ตัวเลขต้องมีหน่วยนับ")


class DirectiveRow(AtStop):
    kind = forms.ChoiceField(label="ประเภท", choices=DirectiveKind.choices, required=False)
    text = of(Directive, "text", required=False, widget=rows(3))
    giver = forms.ChoiceField(label="ผู้สั่งการ", required=False)
    given_as = of(Directive, "given_as", label="ผู้สั่งการตามข่าว")
    addressed_to = of(Directive, "addressed_to", widget=rows(1), help_text="")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["giver"].choices = [("", "ไม่ระบุ"), *self.draft.giver_choices]

    def complete(self, told):
        if not told.get("text"):
            self.add_error("text", "โปรดระบุข้อความ")


ROWS = {"stops": StopRow, "people": PersonRow, "findings": FindingRow, "directives": DirectiveRow}


class DraftForm:
    """Head and rows together; the rows are those that the reading found, typed over as the clerk likes."""

    def __init__(self, found, user, quoted, data=None):
        self.rows, self.user, self.quoted = found.rows, user, quoted
        self.units, self.people = found.units, found.people
        rows = found.rows
        self.refusals = ()
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
        self.head = HeadForm(data, initial=rows.head)
        self.sections = {name: self._section(name, row, data) for name, row in ROWS.items()}

    def _section(self, name, row, data):
        found = getattr(self.rows, name)
        return [
            row(data, prefix=f"{name}-{number}", initial=dict(values), draft=self, number=number)
            for number, values in enumerate(found)
        ]

    @property
    def unit_names(self):
        return units_today(self.user).values_list("name", flat=True)

    def words_of(self, start):
        told = (words for name, quotes in self.quoted.items() if name.startswith(start) for words in quotes)
        return list(dict.fromkeys(told))

    def is_valid(self):
        every = [self.head, *(form for section in self.sections.values() for form in section)]
        wrong = [form for form in every if not form.is_valid()]
        return not wrong and not self.problems

    @property
    def problems(self):
        """What no single row can know."""
        kept = {name: self._kept(name) for name in self.sections}
        found = []
        if not kept["stops"]:
            found.append("โปรดเลือกจุดตรวจเยี่ยมอย่างน้อยหนึ่งจุด")
        for number, label in self.stop_choices:
            there = [row for row in kept["people"] if number in (row.get("stops") or ["1"])]
            if sum(row.get("role") == Role.LEAD for row in there) > 1:
                found.append(f"จุดที่ {label}: หัวหน้าคณะมีได้คนเดียว")
            keys = [row.get("official") for row in there]
            keys = [key for key in keys if key not in (NEW, NOBODY, "", None)]
            if len(keys) != len(set(keys)):
                found.append(f"จุดที่ {label}: มีบุคคลเดียวกันมากกว่าหนึ่งแถว")
        return found

    def _kept(self, name):
        return [form.cleaned_data for form in self.sections[name] if form.cleaned_data.get("keep")]

    def cleaned(self):
        """Rows as `Saving` wants them."""
        told = {name: [form.cleaned_data for form in section] for name, section in self.sections.items()}
        return type(self.rows)(head=self.head.cleaned_data, **told)

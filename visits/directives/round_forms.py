"""What one types to open a round, and to change it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from config.kept_forms import KeepingForm
from config.thai.dates import fiscal_year
from config.thai.forms import ThaiDateField
from visits.directives.rounds import next_sequence
from visits.models import FollowUpRound


class DaysForm(KeepingForm, forms.Form):
    fiscal_year = forms.IntegerField(label="ปีงบประมาณ พ.ศ.", min_value=2500, max_value=2700)
    opens_on = ThaiDateField(label="วันที่เปิดรอบ")
    due_on = ThaiDateField(label="กำหนดส่งรายงาน")
    note = FollowUpRound._meta.get_field("note").formfield(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self):
        told = super().clean()
        opens_on, due_on = told.get("opens_on"), told.get("due_on")
        if opens_on and due_on and due_on < opens_on:
            raise ValidationError({"due_on": "กำหนดส่งรายงานต้องไม่ก่อนวันที่เปิดรอบ"})
        return told


class OpenForm(DaysForm):
    """The name of the round and the number of its orders are shown and confirmed by a tick before it is opened."""

    confirmed = forms.MultipleChoiceField(label="ยืนยันการเปิดรอบ", required=False)

    def __init__(self, *data, choice, **options):
        today = timezone.localdate()
        first = {"fiscal_year": fiscal_year(today), "opens_on": today}
        super().__init__(*data, initial=first | options.pop("initial", {}), **options)
        self.choice = choice
        self.sequence = None
        if not self.is_bound:
            del self.fields["confirmed"]

    def _ask_to_confirm(self, year):
        """What is ticked names round and number, so that a tick for another round or number does not count."""
        self.sequence = next_sequence(year)
        name = FollowUpRound(fiscal_year=year, sequence=self.sequence)
        words = f"เปิด{name} ติดตาม {self.choice.number:,} ข้อ {self.choice.parts:,} รายการ"
        field = self.fields["confirmed"]
        field.choices = [(f"{name}#{self.choice.number}", words)]
        field.widget = forms.CheckboxSelectMultiple(choices=field.choices)

    def full_clean(self):
        year = self.data.get("fiscal_year", "") if self.is_bound else ""
        if year.isascii() and year.isdecimal() and len(year) == 4 and self.choice.number:
            self._ask_to_confirm(int(year))
        elif self.is_bound:
            self.fields.pop("confirmed", None)
        super().full_clean()

    def clean(self):
        told = super().clean()
        if not self.choice.number:
            raise ValidationError("ไม่มีข้อสั่งการที่จะติดตามในรอบนี้")
        if "confirmed" in self.fields and not told.pop("confirmed", None):
            self.errors.pop("confirmed", None)
            self.add_error("confirmed", "โปรดตรวจสอบจำนวน แล้วทำเครื่องหมายเพื่อยืนยัน")
        return told | {"sequence": self.sequence, "number": self.choice.number}


class ChangeForm(DaysForm):
    sequence = forms.IntegerField(label="รอบที่", min_value=1, max_value=99)
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ["sequence", "fiscal_year"]

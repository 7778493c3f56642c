"""What one types to open a round: its days, and which of the open orders it asks about."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils import timezone

from config.kept_forms import KeepingForm
from config.thai.dates import fiscal_year
from config.thai.forms import ThaiDateField
from visits.models import Directive, FollowUpRound

# As many as one ticks on a page; settling more would take longer than a page may.
MOST_ASKED = 500


class RoundForm(KeepingForm, forms.Form):
    fiscal_year = forms.IntegerField(label="ปีงบประมาณ พ.ศ.", min_value=2500, max_value=2700)
    opens_on = ThaiDateField(label="วันที่เปิดรอบ")
    due_on = ThaiDateField(label="กำหนดส่งรายงาน")
    note = FollowUpRound._meta.get_field("note").formfield(required=False, max_length=2000)
    directives = forms.TypedMultipleChoiceField(
        label="ข้อสั่งการที่ติดตามในรอบนี้", coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *data, user):
        today = timezone.localdate()
        rows = Directive.objects.visible_to(user).asked_in_rounds()
        self.number = rows.count()
        rows = rows.annotate(units=Count("assignments")).order_by("-visit__starts_on", "order", "pk")
        choices = [(one.pk, label(one)) for one in rows[:MOST_ASKED]]
        initial = {
            "fiscal_year": fiscal_year(today),
            "opens_on": today,
            "directives": [key for key, _ in choices],
        }
        super().__init__(*data, initial=initial)
        self.fields["directives"].choices = choices

    @property
    def left_out(self):
        """How many more there are than one page ticks."""
        return max(0, self.number - MOST_ASKED)

    def clean(self):
        told = super().clean()
        opens_on, due_on = told.get("opens_on"), told.get("due_on")
        if opens_on and due_on and due_on < opens_on:
            raise ValidationError({"due_on": "กำหนดส่งรายงานต้องไม่ก่อนวันที่เปิดรอบ"})
        return told


def label(one):
    return f"{one.number or ''} {one} ({one.units:,} หน่วยงาน)".strip()

"""Warnings at the entry of an appointment, which the clerk may accept by a tick (design.md, rule 13).

Accepted warnings become the reason in the history of the appointment; they come back when it changes.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html

from config.forms.rows import RowFormSet
from config.forms.versioned_form import VersionedForm
from config.thai.dates import thai_date
from officials.models import Appointment, AppointmentKind, Official

TICK = "accept_appointment"
# Posts of which a unit has several by their very name.
HELD_BY_MANY = ("รอง", "ผู้ช่วย", "ผู้ตรวจราชการ", "ที่ปรึกษา", "ผู้แทน", "กรรมการ")


def appointment_warnings(appointment: Appointment) -> Iterator[str]:
    """Thai sentences about an appointment with unsaved values; two queries at most."""
    person, starts_on = appointment.official, appointment.starts_on
    if not starts_on:
        return
    if person.left_on and person.left_on < starts_on:
        yield f"{person} ปฏิบัติหน้าที่ถึง {thai_date(person.left_on)} ก่อนวันที่เริ่มดำรงตำแหน่ง {thai_date(starts_on)}"
    rows = Appointment.objects.filter(post=appointment.post, kind=AppointmentKind.SUBSTANTIVE)
    rows = rows.overlapping(starts_on, appointment.ends_on).exclude(pk=appointment.pk)
    if appointment.kind != AppointmentKind.SUBSTANTIVE:
        if rows.filter(official=person).exists():
            yield f"{person} ดำรงตำแหน่ง{appointment.post} อยู่แล้ว จึง{appointment.get_kind_display()}ตำแหน่งของตนเอง"
    elif not appointment.post.title.startswith(HELD_BY_MANY):
        for other in rows.exclude(official=person).select_related("official"):
            yield f"{other.official} ดำรงตำแหน่ง{appointment.post} ในช่วงเดียวกัน (ตั้งแต่ {thai_date(other.starts_on)})"


def open_warnings(appointment: Appointment, data: Any) -> list[str]:
    """Warnings without a tick in the posted `data`, each as HTML with its tick; the ticked ones become the reason in the history."""
    accepted: list[str] = []
    still_open: list[str] = []
    for sentence in appointment_warnings(appointment):
        key = hashlib.sha256(sentence.encode()).hexdigest()[:16]
        if key in data.getlist(TICK):
            accepted.append(sentence)
        else:
            tick = (
                '<label><input type="checkbox" name="{}" value="{}"> {} (ทำเครื่องหมายเพื่อยอมรับ แล้วบันทึก)</label>'
            )
            still_open.append(format_html(tick, TICK, key, sentence))
    if accepted:
        appointment._change_reason = f"ยอมรับข้อสังเกต: {'; '.join(accepted)}"
    return still_open


class AppointmentForm(VersionedForm):
    """The form of one appointment on a page of its own."""

    def full_clean(self) -> None:
        """Shows warnings with ticks once all else is right; Django fills in the appointment before."""
        super().full_clean()
        if not self.is_bound or self.errors or not self.has_changed():
            return
        if sentences := open_warnings(self.instance, self.data):
            self.add_error(None, sentences)


class AppointmentFormSet(RowFormSet):
    """The appointments on the page of a person."""

    def clean(self) -> None:
        """Shows warnings about rows that changed, and about all where the last day of service changed."""
        super().clean()
        if any(self.errors):
            return
        left_on = Official.objects.filter(pk=self.instance.pk).values_list("left_on", flat=True).first()
        sentences = [
            sentence
            for form in self.forms
            if form not in self.deleted_forms and (form.has_changed() or left_on != self.instance.left_on)
            if form.instance.post_id
            for sentence in open_warnings(form.instance, self.data)
        ]
        if sentences:
            raise ValidationError(sentences)

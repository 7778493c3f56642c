"""Forms of the admin that notice a second editor: what somebody else saved meanwhile is named, what was typed stays."""

import time
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.db import models
from django.utils import formats, timezone

from config.forms.changes import changes_since

UNREADABLE = "อ่านไม่ได้ว่าหน้านี้เปิดไว้เมื่อใด"
MISCOUNTED = "จำนวนแถวที่ส่งมาไม่ตรงกับแถวที่มีในหน้านี้ ระบบจึงนับให้ใหม่"
# Set by the admin beside what was posted.
RECOUNTED = "_recounted"
OVERTAKEN = "ข้อมูลที่ท่านพิมพ์ไว้ยังอยู่ครบในหน้านี้และยังไม่ได้บันทึก โปรดตรวจสอบ แล้วกดบันทึกอีกครั้งหากต้องการใช้ข้อมูลของท่าน"
MOST_CHANGES_NAMED = 8


class VersionedForm(forms.ModelForm):
    """Refuses to overwrite what somebody else saved since the form was opened, and says who saved what."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    opened_at = forms.FloatField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen_version"] = self.instance.version
            self.initial["opened_at"] = time.time()

    def clean(self) -> dict[str, Any]:
        """Adds an error for each writer since the page was opened; the page then counts as opened now."""
        super().clean()
        cleaned = self.cleaned_data
        sentences, seen = [], cleaned.get("seen_version")
        if self.instance.pk and seen is not None and self.current_version() not in (None, seen):
            sentences = overtaken_by(self.instance, cleaned.get("opened_at"))
        # Nobody sees the fields that the page fills in itself, nor what is wrong with them or lacks.
        lacks_version = not self.instance._state.adding and seen is None
        if not sentences and (lacks_version or {"seen_version", "opened_at"} & self.errors.keys()):
            sentences = [UNREADABLE]
        if RECOUNTED in self.data:
            sentences = [*sentences, MISCOUNTED]
        if sentences:
            self.add_error(None, [*sentences, OVERTAKEN])
            if self.instance.pk:
                data: Any = self.data
                data = data.copy()
                data[self.add_prefix("seen_version")] = self.current_version()
                data[self.add_prefix("opened_at")] = time.time()
                self.data = data
        return cleaned

    def current_version(self) -> int | None:
        """The version in the database; the row stays locked until the save, so of two editors the second sees it."""
        rows = type(self.instance)._base_manager.select_for_update().filter(pk=self.instance.pk)
        return rows.values_list("version", flat=True).first()


def overtaken_by(row: models.Model, opened_at: float | None) -> list[str]:
    """One sentence for each person who wrote to the record since the form was opened (seconds since 1970)."""
    try:
        since = None if opened_at is None else datetime.fromtimestamp(opened_at, tz=UTC)
    except (ValueError, OverflowError, OSError):
        since = None
    by_person: dict[str, list] = {}
    for change in changes_since(row, since):
        by_person.setdefault(change.who, []).append(change)
    sentences = []
    for who, changes in by_person.items():
        when = formats.date_format(timezone.localtime(changes[-1].when), "SHORT_DATETIME_FORMAT")
        what = list(dict.fromkeys(change.what for change in changes))
        left_out = len(what) - MOST_CHANGES_NAMED
        more = f" และอีก {left_out} รายการ" if left_out > 0 else ""
        named = "; ".join(what[:MOST_CHANGES_NAMED])
        sentences.append(f"{who} บันทึกรายการนี้ไปก่อนแล้ว เมื่อ {when}: {named}{more}")
    return sentences or ["มีผู้บันทึกรายการนี้ไปก่อนแล้วระหว่างที่ท่านแก้ไข"]

"""A visit (แห่ง): one unit visited on one day or on unbroken days; the only place where a visit is recorded."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from config.thai.dates import thai_range
from config.thai.fields import (
    BlockField,
    DayField,
    LineField,
    choice_constraint,
    day_constraints,
    search_field,
)
from config.tracking import Tracked, history
from units.models import Unit
from visits.models.activity import Activity, VisitActivity
from visits.models.attendance import Attendance
from visits.models.policy import Policy, VisitPolicy
from visits.models.register_number import Numbered, number_constraints
from visits.models.trip import Trip
from visits.models.visit_queryset import VisitQuerySet
from visits.models.visit_status import CALLED_OFF, PLANNED, RecordState, Status


class Visit(Numbered, Tracked):
    """One unit visited on one day or on unbroken days."""

    SERIES = "ต."
    WORDS_INDEXED = True

    code = models.CharField("รหัส", max_length=40, unique=True, null=True, blank=True, editable=False)
    trip = models.ForeignKey(
        Trip, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name="การลงพื้นที่ (ครั้งที่)"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="visits", verbose_name="หน่วยงานที่ตรวจเยี่ยม")
    province = models.ForeignKey(
        "units.Province",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name="จังหวัด",
        help_text="เว้นว่างไว้ได้ ระบบใช้จังหวัดที่ตั้งของหน่วยงาน",
    )
    sequence = models.PositiveSmallIntegerField("จุดที่", default=1, help_text="ลำดับของจุดในวันนั้น")
    starts_on = DayField("วันที่")
    ends_on = DayField("ถึงวันที่", blank=True, help_text="เว้นว่างเมื่อตรวจเยี่ยมวันเดียว")
    start_time = models.TimeField("เวลา", null=True, blank=True)
    end_time = models.TimeField("ถึงเวลา", null=True, blank=True)
    title = LineField(
        "ชื่อเรื่อง", max_length=250, blank=True, help_text="เว้นว่างไว้ได้ ระบบตั้งชื่อจากหัวหน้าคณะและหน่วยงาน"
    )
    place = LineField("สถานที่", max_length=250, blank=True)
    purpose = BlockField("วัตถุประสงค์", blank=True)
    summary = BlockField("สรุปผลการตรวจเยี่ยม", blank=True)
    activities: "models.ManyToManyField[Activity, VisitActivity]" = models.ManyToManyField(
        Activity, through="VisitActivity", blank=True, related_name="visits", verbose_name="กิจกรรม"
    )
    policies: "models.ManyToManyField[Policy, VisitPolicy]" = models.ManyToManyField(
        Policy, through="VisitPolicy", blank=True, related_name="visits", verbose_name="นโยบาย"
    )
    others_party = BlockField("ผู้ร่วมคณะที่ไม่ระบุชื่อ", blank=True, help_text="เช่น คณะเดิม (ไม่ระบุรายชื่อ)")
    others_hosts = BlockField("ผู้ให้การต้อนรับที่ไม่ระบุชื่อ", blank=True)
    status = models.CharField("สถานะ", max_length=10, choices=Status, default=Status.TENTATIVE)
    status_reason = BlockField("เหตุผลที่เลื่อนหรือยกเลิก", blank=True)
    moved_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="moved_from", verbose_name="เลื่อนไปเป็น"
    )
    certification_note = LineField("ข้อสังเกตการรับรอง", max_length=300, blank=True, editable=False)
    record_state = models.CharField(
        "สถานะข้อมูล", max_length=10, choices=RecordState, default=RecordState.DRAFT, editable=False
    )
    is_internal = models.BooleanField("ใช้ภายในหน่วยงาน", default=False)
    search = search_field("title", "place", "purpose", "summary", "others_party", "others_hosts", "number")
    history = history()

    objects: ClassVar = VisitQuerySet.as_manager()

    # On rows of `with_lead`.
    leads: list[Attendance]
    # On rows of `with_moves`.
    moved_to_on: date | None
    moved_from_on: date | None
    # On entries of a calendar.
    lead_key: int | None
    lead_name: str | None
    lead_position: str | None

    class Meta:
        verbose_name = "การตรวจเยี่ยม"
        verbose_name_plural = "การตรวจเยี่ยม"
        ordering = ["-starts_on", "-start_time", "-sequence", "-pk"]
        permissions = [("certify_visit", "รับรองข้อมูลการตรวจเยี่ยม")]
        indexes = [
            # What lies between two days is found, and counted by status and trip, without reading the visits themselves.
            models.Index(fields=["starts_on", "ends_on", "status", "trip", "id"], name="visit_days"),
            models.Index(
                fields=["ends_on", "starts_on"], name="visit_long", condition=Q(ends_on__gt=F("starts_on"))
            ),
            # With the status: whether a unit was visited is told without the visit itself.
            models.Index(fields=["unit", "starts_on", "status"], name="visit_unit_day"),
            models.Index(fields=["province", "starts_on"], name="visit_province_day"),
            models.Index(fields=["record_state", "starts_on"], name="visit_state_day"),
            models.Index(fields=["status", "ends_on"], name="visit_status_day"),
            models.Index(fields=["status", "trip"], name="visit_status_trip"),
            # Few visits are ever moved: an index that holds all the others too looks useless to SQLite.
            models.Index(
                fields=["moved_to", "starts_on"], name="visit_moved", condition=Q(moved_to__isnull=False)
            ),
            models.Index(
                fields=["status", "starts_on"],
                name="visit_no_summary",
                condition=Q(summary="", status=Status.DONE),
            ),
        ]
        constraints = [
            *number_constraints("visit"),
            choice_constraint("visit", "status", Status),
            choice_constraint("visit", "record_state", RecordState),
            *day_constraints("visit", "starts_on", "ends_on"),
            models.CheckConstraint(
                name="visit_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="วันสุดท้ายต้องไม่ก่อนวันแรกของการตรวจเยี่ยม",
            ),
            models.CheckConstraint(
                name="visit_time_in_order",
                condition=Q(start_time=None)
                | Q(end_time=None)
                | Q(end_time__gte=F("start_time"))
                | Q(ends_on__gt=F("starts_on")),
                violation_error_message="เวลาสิ้นสุดต้องไม่ก่อนเวลาเริ่ม",
            ),
            models.CheckConstraint(
                name="visit_end_time_has_start",
                condition=Q(end_time=None) | Q(start_time__isnull=False),
                violation_error_message="ระบุเวลาสิ้นสุดแล้วต้องระบุเวลาเริ่มด้วย",
            ),
            models.CheckConstraint(
                name="visit_called_off_with_reason",
                condition=~Q(status__in=CALLED_OFF) | ~Q(status_reason=""),
                violation_error_message="เลื่อนหรือยกเลิกต้องระบุเหตุผล",
            ),
            models.CheckConstraint(
                name="visit_moved_only_if_postponed",
                condition=Q(moved_to=None) | Q(status=Status.POSTPONED),
                violation_error_message="ระบุกำหนดการใหม่ได้เฉพาะการตรวจเยี่ยมที่เลื่อน",
            ),
            models.CheckConstraint(
                name="visit_not_moved_to_itself",
                condition=Q(moved_to=None) | ~Q(moved_to=F("pk")),
                violation_error_message="เลื่อนไปเป็นรายการเดิมไม่ได้",
            ),
            models.CheckConstraint(
                name="visit_final_is_numbered",
                condition=~Q(record_state=RecordState.FINAL) | ~Q(number=""),
                violation_error_message="ข้อมูลที่รับรองแล้วต้องมีเลขทะเบียน",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.unit} ({self.days})"

    def get_absolute_url(self) -> str:
        return f"/visits/{self.pk}/"

    @property
    def days(self) -> str:
        """ "27 ม.ค. 2566" or "27-29 ม.ค. 2566"; empty before a day is entered."""
        last = self.ends_on or self.starts_on
        return thai_range(self.starts_on, last, month="short") if self.starts_on else ""

    @property
    def is_final(self) -> bool:
        """Whether the record is certified."""
        return self.record_state == RecordState.FINAL

    @property
    def is_planned(self) -> bool:
        """Whether the visit is still to come or was never reported on."""
        return self.status in PLANNED

    def clean(self) -> None:
        """Raises ValidationError with a sentence for each field that contradicts another."""
        self._fill_derived()
        errors = {}
        is_one_day = self.ends_on == self.starts_on
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = "วันสุดท้ายต้องไม่ก่อนวันแรกของการตรวจเยี่ยม"
        if self.end_time and not self.start_time:
            errors["end_time"] = "ระบุเวลาสิ้นสุดแล้วต้องระบุเวลาเริ่มด้วย"
        elif is_one_day and self.start_time and self.end_time and self.end_time < self.start_time:
            errors["end_time"] = "เวลาสิ้นสุดต้องไม่ก่อนเวลาเริ่ม"
        if self.status == Status.DONE and self.starts_on and self.starts_on > timezone.localdate():
            errors["status"] = "วันที่ตรวจเยี่ยมยังไม่ถึง จึงยังไม่ใช่ดำเนินการแล้ว"
        if self.status in CALLED_OFF and not self.status_reason:
            errors["status_reason"] = f"{self.get_status_display()}ต้องระบุเหตุผล"
        if self.moved_to and self.status != Status.POSTPONED:
            errors["moved_to"] = "ระบุกำหนดการใหม่ได้เฉพาะการตรวจเยี่ยมที่เลื่อน"
        elif self.moved_to and self.leads_back_to_itself():
            errors["moved_to"] = "เลื่อนไปเป็นรายการเดิมหรือวนกลับมาที่รายการนี้ไม่ได้"
        elif self.moved_to and self.starts_on and self.moved_to.starts_on < self.starts_on:
            errors["moved_to"] = f"กำหนดการใหม่ ({self.moved_to.days}) ต้องไม่ก่อนวันเดิม"
        if self.unit_id and self.starts_on and not self.unit.existed_on(self.starts_on):
            errors["unit"] = f"หน่วยงานนี้ไม่มีอยู่ในวันที่ {self.days} {self.unit.life}".strip()
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves, with last day and province filled in where they were left blank."""
        self._fill_derived()
        super().save(*args, **kwargs)

    def _fill_derived(self) -> None:
        """The last day is the first where none is given; the province is the unit's."""
        self.ends_on = self.ends_on or self.starts_on
        if not self.province_id and self.unit_id:
            self.province_id = self.unit.province_id

    def leads_back_to_itself(self) -> bool:
        """Whether the visits that this one was moved to, one after the other, lead back to it."""
        key, seen = self.moved_to_id, {self.pk}
        while key:
            if key in seen:
                return True
            seen.add(key)
            key = Visit.objects.filter(pk=key).values_list("moved_to", flat=True).first()
        return False

    def proposed_title(self, lead: Attendance | None = None) -> str:
        """ "ปลัดกระทรวงอุตสาหกรรมตรวจเยี่ยม…", from the lead's position of the day and the unit."""
        who = (lead.position or lead.name) if lead else ""
        return f"{who}ตรวจเยี่ยม{self.unit.name}"[:250]

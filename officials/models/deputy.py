"""Who certifies records while a reviewer is on leave."""

from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from config.thai.dates import thai_range
from config.thai.fields import DayField, LineField, day_constraints
from config.tracking import Tracked, TrackedQuerySet, history


class DeputyQuerySet(TrackedQuerySet):
    """Deputies as rows."""

    def in_force_on(self, day: date) -> Self:
        """Those named for a day by a reviewer whose account is active."""
        return self.filter(starts_on__lte=day, ends_on__gte=day, reviewer__is_active=True)


class Deputy(Tracked):
    """From one day to another `deputy` certifies in the place of `reviewer` (มอบหมายผู้รับรองแทน)."""

    SEEN_WITH = ("reviewer",)
    reviewer = models.ForeignKey(
        "officials.User", models.PROTECT, related_name="deputies", verbose_name="ผู้ตรวจสอบและรับรองข้อมูล"
    )
    deputy = models.ForeignKey(
        "officials.User", models.PROTECT, related_name="deputising", verbose_name="ผู้รับรองแทน"
    )
    starts_on = DayField("ตั้งแต่วันที่")
    ends_on = DayField("ถึงวันที่")
    reason = LineField("เหตุผล", max_length=200, blank=True, help_text="เช่น ลาพักผ่อน ไปราชการ")
    history = history()

    objects: ClassVar = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = "การมอบหมายผู้รับรองแทน"
        verbose_name_plural = "การมอบหมายผู้รับรองแทน"
        ordering = ["-starts_on", "pk"]
        constraints = [
            *day_constraints("deputy", "starts_on", "ends_on"),
            models.CheckConstraint(
                name="deputy_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="วันสิ้นสุดต้องไม่ก่อนวันเริ่ม",
            ),
            models.CheckConstraint(
                name="deputy_is_another",
                condition=~Q(deputy=F("reviewer")),
                violation_error_message="ผู้รับรองแทนต้องเป็นผู้อื่น",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} แทน {self.reviewer} {thai_range(self.starts_on, self.ends_on, month='short')}"

    def clean(self) -> None:
        """The reviewer must hold the permission to certify by role, the deputy must see all records and be active."""
        if self.reviewer_id and not self.reviewer.certifies_by_role:
            raise ValidationError({"reviewer": "บัญชีนี้ไม่มีสิทธิ์รับรองข้อมูล จึงมอบหมายผู้อื่นไม่ได้"})
        if self.deputy_id and not (self.deputy.is_active and self.deputy.sees_everything):
            raise ValidationError({"deputy": "ผู้รับรองแทนต้องเป็นบัญชีที่ใช้งานอยู่และเห็นข้อมูลทั้งหมด"})

"""Policies of the ministry (นโยบาย), each with dimensions of its own (มิติ)."""

from django.db import models
from django.db.models import F, Q

from config.thai.fields import (
    BlockField,
    DayField,
    LineField,
    day_constraints,
)
from config.tracking import Tracked, history


class Policy(Tracked):
    """A policy such as MIND; the entry form offers it on the days between its bounds."""

    code = models.CharField("รหัส", max_length=20, unique=True)
    name = LineField("ชื่อนโยบาย", max_length=200)
    description = BlockField("คำอธิบาย", blank=True)
    starts_on = DayField("ใช้ตั้งแต่วันที่", null=True, blank=True)
    ends_on = DayField("ใช้ถึงวันที่", null=True, blank=True)
    history = history()

    class Meta:
        verbose_name = "นโยบาย"
        verbose_name_plural = "นโยบาย"
        ordering = ["code"]
        constraints = [
            *day_constraints("policy", "starts_on", "ends_on"),
            models.CheckConstraint(
                name="policy_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="วันสิ้นสุดต้องไม่ก่อนวันเริ่มใช้",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Dimension(Tracked):
    """One dimension of a policy; its code is its own within the policy."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="dimensions", verbose_name="นโยบาย")
    code = models.CharField("รหัส", max_length=20, unique=True)
    name = LineField("ชื่อมิติ", max_length=120)
    description = BlockField("คำอธิบาย", blank=True)
    order = models.PositiveSmallIntegerField("ลำดับ", default=1)
    history = history()

    class Meta:
        verbose_name = "มิติ"
        verbose_name_plural = "มิติ"
        ordering = ["policy", "order"]

    def __str__(self) -> str:
        return self.name

"""Warnings that a clerk was shown and accepted (design rule 13)."""

from django.conf import settings
from django.db import models

from visits.models.visit import Visit


class Acceptance(models.Model):
    """A warning that was accepted; it comes back only when its subject changes."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="acceptances", verbose_name="การตรวจเยี่ยม")
    code = models.CharField("ข้อสังเกต", max_length=40)
    subject = models.CharField("สิ่งที่สังเกต", max_length=64)
    message = models.TextField("ข้อความที่แสดง")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="acceptances", verbose_name="ผู้ยอมรับ"
    )
    by_name = models.CharField("ชื่อผู้ยอมรับ", max_length=300)
    accepted_at = models.DateTimeField("ยอมรับเมื่อ", auto_now_add=True)

    class Meta:
        verbose_name = "ข้อสังเกตที่ยอมรับแล้ว"
        verbose_name_plural = "ข้อสังเกตที่ยอมรับแล้ว"
        ordering = ["-accepted_at"]
        constraints = [models.UniqueConstraint(fields=["visit", "code", "subject"], name="acceptance_once")]

    def __str__(self) -> str:
        return self.message

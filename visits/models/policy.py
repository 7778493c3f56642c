"""What visits are about: policies with their dimensions, programmes, activities."""

from django.db import models
from django.db.models import F, Q

from config.thai.fields import (
    BlockField,
    DayField,
    LineField,
    SortKeyField,
    choice_constraint,
    day_constraints,
    search_field,
)
from config.tracking import Tracked, history


class Policy(Tracked):
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

    def __str__(self):
        return self.name


class Dimension(Tracked):
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

    def __str__(self):
        return self.name


class ProgrammeKind(models.TextChoices):
    SYSTEM = "system", "ระบบงาน"
    STANDARD = "standard", "มาตรฐาน"
    PROJECT = "project", "โครงการ"
    MODEL = "model", "แนวทาง"


class Programme(Tracked):
    """What threads through many visits: a project, system or standard."""

    code = models.CharField("รหัส", max_length=60, unique=True, null=True, blank=True)
    name = LineField("ชื่อ", max_length=200)
    short_name = LineField("ชื่อย่อ", max_length=80, blank=True)
    kind = models.CharField("ประเภท", max_length=10, choices=ProgrammeKind, default=ProgrammeKind.PROJECT)
    aliases = LineField("ชื่อเรียกอื่น", max_length=250, blank=True, help_text="คั่นด้วยเครื่องหมายจุลภาค")
    sort_key = SortKeyField(source="label")
    search = search_field("name", "short_name", "aliases")
    history = history()

    class Meta:
        verbose_name = "โครงการ/ระบบงาน/มาตรฐาน"
        verbose_name_plural = "โครงการ/ระบบงาน/มาตรฐาน"
        ordering = ["sort_key"]
        constraints = [choice_constraint("programme", "kind", ProgrammeKind)]

    def __str__(self):
        return self.label

    @property
    def label(self):
        return self.short_name or self.name


class Activity(Tracked):
    code = models.CharField("รหัส", max_length=20, unique=True)
    name = LineField("กิจกรรม", max_length=80)
    order = models.PositiveSmallIntegerField("ลำดับ", default=1)
    history = history()

    class Meta:
        verbose_name = "กิจกรรม"
        verbose_name_plural = "กิจกรรม"
        ordering = ["order"]

    def __str__(self):
        return self.name

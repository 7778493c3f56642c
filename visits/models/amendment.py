"""A numbered change of a certified directive's wording (แก้ไขเพิ่มเติม ครั้งที่ …)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from config.thai.fields import BlockField, DayField, LineField, day_constraints
from config.tracking import Tracked, history
from visits.models.directive import Directive

# The wording as it was before is stored in fields of the same names.
AMENDED_FIELDS = ["subject", "text", "kind", "given_name", "given_as", "due_on", "due_text"]


class Amendment(Tracked):
    """One change of a directive that has a number; its fields hold the wording before the change."""

    SEEN_WITH = ("directive",)
    directive = models.ForeignKey(
        Directive, models.PROTECT, related_name="amendments", verbose_name="ข้อสั่งการ"
    )
    sequence = models.PositiveSmallIntegerField("ครั้งที่")
    reason = BlockField("เหตุผล")
    subject = LineField("เรื่องเดิม", max_length=250, blank=True)
    text = BlockField("ข้อความเดิม")
    kind = models.CharField("ประเภทเดิม", max_length=14)
    given_name = LineField("ชื่อผู้สั่งการเดิม", max_length=250, blank=True)
    given_as = LineField("ตำแหน่งเดิมของผู้สั่งการ", max_length=400, blank=True)
    due_on = DayField("กำหนดเดิม", null=True, blank=True)
    due_text = LineField("กำหนดเวลาเดิมตามคำกล่าว", max_length=200, blank=True)
    recorded_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name="ผู้บันทึก",
    )
    by_name = models.CharField("ชื่อผู้บันทึก", max_length=300)
    history = history()

    class Meta:
        verbose_name = "การแก้ไขเพิ่มเติม"
        verbose_name_plural = "การแก้ไขเพิ่มเติม"
        ordering = ["directive", "sequence"]
        constraints = [
            *day_constraints("amendment", "due_on"),
            models.UniqueConstraint(fields=["directive", "sequence"], name="amendment_once"),
            models.CheckConstraint(name="amendment_counts_from_one", condition=Q(sequence__gte=1)),
        ]

    def __str__(self) -> str:
        return f"แก้ไขเพิ่มเติม ครั้งที่ {self.sequence}"

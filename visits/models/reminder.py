"""What was sent by e-mail to whom, and what a person wishes to be sent."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from config.thai.fields import choice_constraint
from config.tracking import Tracked, TrackedQuerySet, history
from officials.models import User


class ReminderKind(models.TextChoices):
    """What a mail reminds of."""

    DUE_SOON = "due_soon", "ใกล้ครบกำหนด"
    OVERDUE_1 = "overdue_1", "เกินกำหนด 1 วันทำการ"
    OVERDUE_7 = "overdue_7", "เกินกำหนด 7 วันทำการ"
    OVERDUE_15 = "overdue_15", "เกินกำหนด 15 วันทำการ"
    ROUND_OPENS = "round_opens", "เปิดรอบการติดตาม"
    ROUND_ENDS = "round_ends", "ใกล้สิ้นสุดรอบการติดตาม"
    DIGEST = "digest", "สรุปประจำสัปดาห์"
    CHANGE = "change", "ข้อสั่งการถึงหน่วยงานเปลี่ยนแปลง"
    REPORT = "report", "หน่วยงานรายงานผล"


class Delivery(models.TextChoices):
    """When a person is mailed what became of directives."""

    DAILY = "daily", "รวมวันละครั้ง เวลา 08.30 น."
    AT_ONCE = "at_once", "ทันที"
    NEVER = "never", "ไม่ส่ง"


class ReminderQuerySet(models.QuerySet):
    """Words for reminders that went out."""

    def visible_to(self, user: User) -> Self:
        """All for the office; for everybody else those that went to the user."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self if user.sees_everything else self.filter(user=user)


class Reminder(models.Model):
    """One message about one thing to one person; without `sent_at` it was not sent and is tried again."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders", verbose_name="ผู้รับ"
    )
    address = models.CharField("ไปรษณีย์อิเล็กทรอนิกส์", max_length=254)
    kind = models.CharField("เรื่อง", max_length=11, choices=ReminderKind)
    about = models.CharField("อ้างถึง", max_length=60)
    text = models.CharField("ข้อความ", max_length=1000)
    tried_at = models.DateTimeField("พยายามส่งเมื่อ")
    sent_at = models.DateTimeField("ส่งแล้วเมื่อ", null=True, blank=True)
    error = models.TextField("ข้อผิดพลาดในการส่ง", blank=True)

    objects: ClassVar = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "การแจ้งเตือนทางอีเมล"
        verbose_name_plural = "การแจ้งเตือนทางอีเมล"
        ordering = ["-tried_at", "-pk"]
        indexes = [models.Index(fields=["-tried_at", "-id"], name="reminder_newest")]
        constraints = [
            choice_constraint("reminder", "kind", ReminderKind),
            models.UniqueConstraint(fields=["user", "kind", "about"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return self.text


class ReminderSettingQuerySet(TrackedQuerySet):
    """What each person wants to be reminded of; their own alone."""

    def visible_to(self, user: User) -> Self:
        """The user's own row alone."""
        rows = super().visible_to(user)
        return rows.filter(user=user) if user.is_authenticated else rows

    def of(self, user: User) -> "ReminderSetting":
        """The user's row, or an unsaved one where nothing was chosen yet."""
        return self.filter(user=user).first() or self.model(user=user)


class ReminderSetting(Tracked):
    """Everything is sent until somebody chooses less."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminder_setting", verbose_name="บัญชีผู้ใช้"
    )
    due_soon = models.BooleanField("ข้อสั่งการที่จะครบกำหนดใน 7 วัน", default=True)
    overdue = models.BooleanField("ข้อสั่งการที่เกินกำหนด 1, 7 และ 15 วันทำการ", default=True)
    rounds = models.BooleanField("รอบการติดตามที่เปิดและใกล้สิ้นสุด", default=True)
    digest = models.BooleanField("สรุปประจำสัปดาห์", default=True)
    delivery = models.CharField(
        "เมื่อมีการแจ้งหรือเปลี่ยนแปลงข้อสั่งการ หรือมีรายงานผล",
        max_length=7,
        choices=Delivery,
        default=Delivery.DAILY,
    )
    history = history()

    objects: ClassVar = ReminderSettingQuerySet.as_manager()

    class Meta:
        verbose_name = "การตั้งค่าการแจ้งเตือน"
        verbose_name_plural = "การตั้งค่าการแจ้งเตือน"
        constraints = [choice_constraint("reminder_setting", "delivery", Delivery)]

    def __str__(self) -> str:
        return f"การตั้งค่าการแจ้งเตือนของ {self.user}"

    def wants(self, kind: ReminderKind) -> bool:
        """Whether the user chose to be sent messages of a kind."""
        if kind in (ReminderKind.CHANGE, ReminderKind.REPORT):
            return self.delivery != Delivery.NEVER
        return getattr(self, SETTING_OF_KIND[kind])


SETTING_OF_KIND = {
    ReminderKind.DUE_SOON: "due_soon",
    ReminderKind.OVERDUE_1: "overdue",
    ReminderKind.OVERDUE_7: "overdue",
    ReminderKind.OVERDUE_15: "overdue",
    ReminderKind.ROUND_OPENS: "rounds",
    ReminderKind.ROUND_ENDS: "rounds",
    ReminderKind.DIGEST: "digest",
}

"""What was sent by e-mail to whom, and what a person wishes to be sent."""

from django.conf import settings
from django.db import models

from config.thai.fields import choice_constraint
from config.tracking import Tracked, TrackedQuerySet, history


class ReminderKind(models.TextChoices):
    DUE_SOON = "due_soon", "ใกล้ครบกำหนด"
    OVERDUE_1 = "overdue_1", "เกินกำหนด 1 วันทำการ"
    OVERDUE_7 = "overdue_7", "เกินกำหนด 7 วันทำการ"
    OVERDUE_15 = "overdue_15", "เกินกำหนด 15 วันทำการ"
    ROUND_OPENS = "round_opens", "เปิดรอบการติดตาม"
    ROUND_ENDS = "round_ends", "ใกล้สิ้นสุดรอบการติดตาม"
    DIGEST = "digest", "สรุปประจำสัปดาห์"


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office sees all, everybody else the own ones."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self if user.sees_everything else self.filter(user=user)


class Reminder(models.Model):
    """One thing told to one person once; without `sent_at` it has not arrived and is tried again."""

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

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "การแจ้งเตือนทางอีเมล"
        verbose_name_plural = "การแจ้งเตือนทางอีเมล"
        ordering = ["-tried_at", "-pk"]
        indexes = [models.Index(fields=["-tried_at", "-id"], name="reminder_newest")]
        constraints = [
            choice_constraint("reminder", "kind", ReminderKind),
            models.UniqueConstraint(fields=["user", "kind", "about"], name="reminder_once"),
        ]

    def __str__(self):
        return self.text


class ReminderSettingQuerySet(TrackedQuerySet):
    def visible_to(self, user):
        """Everybody's own alone."""
        rows = super().visible_to(user)
        return rows.filter(user=user) if user.is_authenticated else rows

    def of(self, user):
        """Unsaved where the user has chosen nothing yet."""
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
    history = history()

    objects = ReminderSettingQuerySet.as_manager()

    class Meta:
        verbose_name = "การตั้งค่าการแจ้งเตือน"
        verbose_name_plural = "การตั้งค่าการแจ้งเตือน"

    def __str__(self):
        return f"การตั้งค่าการแจ้งเตือนของ {self.user}"

    def wants(self, kind):
        return getattr(self, CHOSEN[kind])


CHOSEN = {
    ReminderKind.DUE_SOON: "due_soon",
    ReminderKind.OVERDUE_1: "overdue",
    ReminderKind.OVERDUE_7: "overdue",
    ReminderKind.OVERDUE_15: "overdue",
    ReminderKind.ROUND_OPENS: "rounds",
    ReminderKind.ROUND_ENDS: "rounds",
    ReminderKind.DIGEST: "digest",
}

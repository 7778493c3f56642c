"""What a user keeps about the calendar: filters under a name, the first day of the week, the key of the feed."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from config.thai.fields import LineField, choice_constraint
from officials.history import Tracked, TrackedQuerySet, history


class WeekStart(models.TextChoices):
    SUNDAY = "sunday", "วันอาทิตย์"
    MONDAY = "monday", "วันจันทร์"


class CalendarSettingQuerySet(models.QuerySet):
    def for_key(self, key):
        return self.filter(feed_key=key, user__is_active=True).select_related("user").first()


class CalendarSetting(models.Model):
    """The key is stored as it is, because its owner is shown it again."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_setting", verbose_name="บัญชีผู้ใช้"
    )
    week_start = models.CharField("วันแรกของสัปดาห์", max_length=6, choices=WeekStart, default=WeekStart.SUNDAY)
    feed_key = models.CharField("กุญแจปฏิทิน", max_length=60, unique=True, null=True, blank=True)
    feed_made_at = models.DateTimeField("สร้างเมื่อ", null=True, blank=True)
    feed_used_at = models.DateTimeField("ใช้ล่าสุดเมื่อ", null=True, blank=True)

    objects = CalendarSettingQuerySet.as_manager()

    class Meta:
        verbose_name = "การตั้งค่าปฏิทิน"
        verbose_name_plural = "การตั้งค่าปฏิทิน"
        constraints = [choice_constraint("calendar_setting", "week_start", WeekStart)]

    def __str__(self):
        return f"การตั้งค่าปฏิทินของ {self.user}"

    @classmethod
    def of(cls, user):
        return cls.objects.get_or_create(user=user)[0]

    def renew_key(self):
        self.feed_key, self.feed_made_at, self.feed_used_at = secrets.token_urlsafe(32), timezone.now(), None
        self.save(update_fields=["feed_key", "feed_made_at", "feed_used_at"])

    def revoke_key(self):
        self.feed_key = self.feed_used_at = None
        self.save(update_fields=["feed_key", "feed_used_at"])

    def mark_used(self):
        self.feed_used_at = timezone.now()
        self.save(update_fields=["feed_used_at"])


class SavedFilterQuerySet(TrackedQuerySet):
    def visible_to(self, user):
        """The own ones, and those that others share with the office."""
        rows = super().visible_to(user)
        return rows.filter(Q(owner=user) | Q(is_shared=True)) if user.is_authenticated else rows

    def for_menu(self, user):
        return self.visible_to(user).select_related("owner").order_by("name", "pk")


class SavedFilter(Tracked):
    """A question to the calendar under a name; `query` is what `VisitFilter` reads, and where it is looked at."""

    name = LineField("ชื่อตัวกรอง", max_length=80)
    query = models.CharField("ตัวกรอง", max_length=1000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_filters", verbose_name="เจ้าของ"
    )
    is_shared = models.BooleanField("ใช้ร่วมกันทั้งสำนักงาน", default=False)
    is_start = models.BooleanField("เป็นหน้าเริ่มต้นของปฏิทิน", default=False)
    history = history()

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = "ตัวกรองที่บันทึกไว้"
        verbose_name_plural = "ตัวกรองที่บันทึกไว้"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_filter_name_once",
                violation_error_message="มีตัวกรองชื่อนี้อยู่แล้ว",
            ),
            models.UniqueConstraint(
                fields=["owner"], condition=Q(is_start=True), name="saved_filter_one_start_page"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def address(self):
        return f"/calendar/?{self.query}" if self.query else "/calendar/?all=1"

"""What a user keeps: filters under a name, and of the calendar the start page, the first day of the week, the feed's key."""

import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from config.thai.fields import LineField, choice_constraint
from config.tracking import Tracked, TrackedQuerySet, history

SEED_LENGTH = 22
KEY = re.compile(rf"[A-Za-z0-9_-]{{{SEED_LENGTH}}}[0-9a-f]{{32}}")
# A telephone asks every few minutes; nobody reads when to the second.
BETWEEN_USES = timedelta(minutes=5)


class WeekStart(models.TextChoices):
    SUNDAY = "sunday", "วันอาทิตย์"
    MONDAY = "monday", "วันจันทร์"


class FilterPage(models.TextChoices):
    CALENDAR = "calendar", "ปฏิทิน"
    DIRECTIVES = "directives", "ทะเบียนติดตามข้อสั่งการ"


class SavedFilterQuerySet(TrackedQuerySet):
    def visible_to(self, user):
        """The own ones, and those that others who still work here share with the office."""
        rows = super().visible_to(user)
        shared = Q(is_shared=True, owner__is_active=True)
        return rows.filter(Q(owner=user) | shared) if user.is_authenticated else rows

    def for_menu(self, user, page):
        rows = self.visible_to(user).filter(page=page)
        return rows.select_related("owner").order_by("name", "pk")


class SavedFilter(Tracked):
    """A question to the calendar or the register of orders under a name; `query` is what its filter reads."""

    page = models.CharField("หน้า", max_length=10, choices=FilterPage, default=FilterPage.CALENDAR)
    name = LineField("ชื่อตัวกรอง", max_length=80)
    query = models.CharField("เงื่อนไข", max_length=1000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_filters", verbose_name="เจ้าของ"
    )
    is_shared = models.BooleanField(
        "ใช้ร่วมกันทั้งสำนักงาน", default=False, help_text="ทุกคนเห็นในเมนู แก้ไขได้เฉพาะเจ้าของ"
    )
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
            choice_constraint("saved_filter", "page", FilterPage),
        ]

    def __str__(self):
        return self.name

    @property
    def address(self):
        return f"/{self.page}/?{self.query}"

    @property
    def question(self):
        """Without the colours of the calendar: what every other page and the feed understand."""
        asked = QueryDict(self.query, mutable=True)
        asked.pop("colour", None)
        return f"?{asked.urlencode()}"


class CalendarSettingQuerySet(TrackedQuerySet):
    def visible_to(self, user):
        """Everybody's own alone."""
        rows = super().visible_to(user)
        return rows.filter(user=user) if user.is_authenticated else rows

    def of(self, user):
        """Unsaved where the user has set up nothing yet."""
        return self.filter(user=user).first() or self.model(user=user)

    def for_key(self, key):
        """The setting whose key this is, of an account in use; None for any other text."""
        if not KEY.fullmatch(key):
            return None
        rows = self.filter(feed_seed=key[:SEED_LENGTH], user__is_active=True).select_related("user")
        found = rows.first()
        return found if found and constant_time_compare(key, found.feed_key) else None


class CalendarSetting(Tracked):
    """Of the key only a seed is stored, and kept out of the history: without the secret of the site it opens nothing."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="calendar_setting", verbose_name="บัญชีผู้ใช้"
    )
    week_start = models.CharField("วันแรกของสัปดาห์", max_length=6, choices=WeekStart, default=WeekStart.SUNDAY)
    start_page = models.ForeignKey(
        SavedFilter,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="started_by",
        verbose_name="หน้าเริ่มต้นของปฏิทิน",
    )
    feed_seed = models.CharField(
        "ต้นกุญแจปฏิทิน", max_length=SEED_LENGTH, unique=True, null=True, blank=True, editable=False
    )
    feed_made_at = models.DateTimeField("สร้างที่อยู่ปฏิทินเมื่อ", null=True, blank=True, editable=False)
    feed_revoked_at = models.DateTimeField("ยกเลิกที่อยู่ปฏิทินเมื่อ", null=True, blank=True, editable=False)
    feed_used_at = models.DateTimeField("ใช้ปฏิทินล่าสุดเมื่อ", null=True, blank=True, editable=False)
    history = history(excluded=("feed_seed", "feed_used_at"))

    objects = CalendarSettingQuerySet.as_manager()

    class Meta:
        verbose_name = "การตั้งค่าปฏิทิน"
        verbose_name_plural = "การตั้งค่าปฏิทิน"
        constraints = [
            choice_constraint("calendar_setting", "week_start", WeekStart),
            models.CheckConstraint(
                name="calendar_setting_revoked_has_no_key",
                condition=Q(feed_seed=None) | Q(feed_revoked_at=None),
            ),
        ]

    def __str__(self):
        return f"การตั้งค่าปฏิทินของ {self.user}"

    @classmethod
    def kept_for(cls, user):
        """The row to be changed, locked until the transaction ends."""
        cls.objects.get_or_create(user=user)
        return cls.objects.select_for_update().get(user=user)

    @classmethod
    @transaction.atomic
    def with_first_key(cls, user):
        """The address is made when its owner first looks for it; once revoked, only by hand."""
        setting = cls.kept_for(user)
        if setting.feed_made_at is None:
            setting.renew_key()
        return setting

    @property
    def feed_key(self):
        """The secret part of the address; empty where there is none."""
        if not self.feed_seed:
            return ""
        return (
            self.feed_seed + salted_hmac("visits.feed", self.feed_seed, algorithm="sha256").hexdigest()[:32]
        )

    def renew_key(self):
        self.feed_seed = secrets.token_urlsafe(16)
        self.feed_made_at, self.feed_revoked_at, self.feed_used_at = timezone.now(), None, None
        self.save(update_fields=["feed_seed", "feed_made_at", "feed_revoked_at", "feed_used_at"])

    def revoke_key(self):
        self.feed_seed, self.feed_revoked_at = None, timezone.now()
        self.save(update_fields=["feed_seed", "feed_revoked_at"])

    def mark_used(self):
        """Past the history, which excludes it too: a reading is no edit."""
        now = timezone.now()
        if self.feed_used_at is None or now - self.feed_used_at > BETWEEN_USES:
            rows = models.QuerySet(type(self)).filter(pk=self.pk, feed_seed=self.feed_seed)
            rows.update(feed_used_at=now)

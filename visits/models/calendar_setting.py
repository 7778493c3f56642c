"""Of the calendar each user's start page, first day of the week and the key of the feed."""

import re
import secrets
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from config.kept_statements import KeptRows
from config.thai.fields import choice_constraint
from config.tracking import Tracked, TrackedQuerySet, history
from officials.models import User
from visits.models.saved_filter import SavedFilter

SEED_LENGTH = 22
KEY = re.compile(rf"[A-Za-z0-9_-]{{{SEED_LENGTH}}}[0-9a-f]{{32}}")
# A telephone asks every few minutes; nobody reads when to the second.
BETWEEN_USES = timedelta(minutes=5)


class WeekStart(models.TextChoices):
    """The day with which a week of the calendar begins."""

    SUNDAY = "sunday", "วันอาทิตย์"
    MONDAY = "monday", "วันจันทร์"


class CalendarSettingQuerySet(TrackedQuerySet):
    """Settings are their owner's alone."""

    def visible_to(self, user: User) -> Self:
        """The user's own row alone."""
        rows = super().visible_to(user)
        return rows.filter(user=user) if user.is_authenticated else rows

    def for_key(self, key: str) -> "CalendarSetting | None":
        """The row, with its active user, whose feed key this is; None for any other text."""
        if not KEY.fullmatch(key):
            return None
        rows = self.filter(feed_seed=key[:SEED_LENGTH], user__is_active=True).select_related("user")
        setting = rows.first()
        return setting if setting and constant_time_compare(key, setting.feed_key) else None


class CalendarSetting(Tracked):
    """What a user chose for the calendar, one row a user.

    Of the feed's key only a seed is stored, outside the history: without the site's secret it opens nothing.
    """

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

    objects: ClassVar = CalendarSettingQuerySet.as_manager()

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

    def __str__(self) -> str:
        return f"การตั้งค่าปฏิทินของ {self.user}"

    @classmethod
    def of(cls, user: User) -> Self:
        """The user's row, or an unsaved one where nothing was set yet."""
        setting = next(iter(SETTINGS.read([user.pk])), cls())
        setting.user = user
        return setting

    @classmethod
    def locked_for(cls, user: User) -> Self:
        """The user's row, made where there was none, locked until the transaction ends."""
        cls.objects.get_or_create(user=user)
        return cls.objects.select_for_update().get(user=user)

    @classmethod
    def with_first_key(cls, user: User) -> Self:
        """The user's row with a key made where there never was one; one that was revoked stays revoked."""
        # Locked only to make a key: whoever looks at it once more writes nothing.
        setting: Any = cls.of(user)
        if setting.feed_made_at is None:
            with transaction.atomic():
                setting = cls.locked_for(user)
                if setting.feed_made_at is None:
                    setting.renew_key()
        return setting

    @property
    def feed_key(self) -> str:
        """The secret part of the feed's address; empty where there is none."""
        if not self.feed_seed:
            return ""
        signature = salted_hmac("visits.feed", self.feed_seed, algorithm="sha256").hexdigest()
        return self.feed_seed + signature[:32]

    def renew_key(self) -> None:
        """Gives a new feed key and saves it; the old one opens nothing any more."""
        self.feed_seed = secrets.token_urlsafe(16)
        self.feed_made_at, self.feed_revoked_at, self.feed_used_at = timezone.now(), None, None
        self.save(update_fields=["feed_seed", "feed_made_at", "feed_revoked_at", "feed_used_at"])

    def revoke_key(self) -> None:
        """Takes the feed key away and saves that."""
        self.feed_seed, self.feed_revoked_at = None, timezone.now()
        self.save(update_fields=["feed_seed", "feed_revoked_at"])

    def mark_used(self) -> None:
        """Notes that the feed was read, at most every five minutes and outside the history: reading is no edit."""

        now = timezone.now()
        if self.feed_used_at is None or now - self.feed_used_at > BETWEEN_USES:
            rows: models.QuerySet = models.QuerySet(type(self)).filter(pk=self.pk, feed_seed=self.feed_seed)
            rows.update(feed_used_at=now)


SETTINGS = KeptRows(CalendarSetting.objects.order_by(), "user")

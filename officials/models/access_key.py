"""Personal access keys (กุญแจเข้าถึงข้อมูล): with one a program reads what its owner may read, until a day."""

import hashlib
import secrets
from datetime import date, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from config.status.database_state import written
from config.thai.dates import thai_date
from config.thai.fields import DayField, LineField, day_constraints
from config.tracking import Tracked, TrackedQuerySet, history
from officials.models.account import User

# The first letters say what it is to whoever finds one, and to scanners that look for secrets.
PREFIX = "fv_"
LONGEST_LIFE = timedelta(days=366)
MOST_KEYS = 20
# A program may ask every minute; nobody reads when to the minute.
BETWEEN_USES = timedelta(hours=1)


def digest_of(secret: str) -> str:
    """What is stored of a key; of 256 random bits a plain hash tells nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


class AccessKeyQuerySet(TrackedQuerySet):
    """Keys as rows; everybody outside the office sees their own alone."""

    def in_use_on(self, day: date) -> Self:
        """Those that are neither revoked nor expired on a day."""
        return self.filter(revoked_at=None, expires_on__gte=day)

    def for_secret(self, secret: str) -> "AccessKey | None":
        """The key, with its owner, whatever has become of it; None for any other text."""
        if not (secret.startswith(PREFIX) and secret.isascii() and len(secret) < 100):
            return None
        return self.filter(digest=digest_of(secret)).select_related("user").first()

    def for_page(self) -> Self:
        """Those in use first, the newest first."""
        return self.order_by(F("revoked_at").asc(nulls_first=True), "-made_on", "-pk")


class AccessKey(Tracked):
    """A key of one account. The key itself is shown once and not stored."""

    SEEN_WITH = ("user",)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="access_keys", verbose_name="เจ้าของ"
    )
    name = LineField("ชื่อกุญแจ", max_length=100, help_text="เช่น แดชบอร์ดของสำนักนโยบาย")
    digest = models.CharField("ค่าแฮชของกุญแจ", max_length=64, editable=False)
    made_on = DayField("ออกเมื่อ", default=timezone.localdate, editable=False)
    expires_on = DayField("ใช้ได้ถึงวันที่")
    revoked_at = models.DateTimeField("ยกเลิกเมื่อ", null=True, blank=True, editable=False)
    used_at = models.DateTimeField("ใช้ล่าสุดเมื่อ", null=True, blank=True, editable=False)
    history = history(excluded=("digest", "used_at"))

    objects: ClassVar = AccessKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "กุญแจเข้าถึงข้อมูล"
        verbose_name_plural = "กุญแจเข้าถึงข้อมูล"
        ordering = ["-made_on", "-pk"]
        constraints = [
            *day_constraints("access_key", "made_on", "expires_on"),
            models.CheckConstraint(
                name="access_key_expires_after_start",
                condition=Q(expires_on__gte=F("made_on")),
                violation_error_message="วันสิ้นสุดต้องไม่ก่อนวันที่ออกกุญแจ",
            ),
            models.UniqueConstraint(fields=["digest"], name="access_key_digest_once"),
            models.CheckConstraint(name="access_key_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.user})"

    @classmethod
    def make(cls, user: User, name: str, expires_on: date) -> tuple[Self, str]:
        """A stored key, and the secret, which is nowhere else."""
        secret = PREFIX + secrets.token_urlsafe(32)
        return cls.objects.create(
            user=user, name=name, expires_on=expires_on, digest=digest_of(secret)
        ), secret

    @property
    def refusal(self) -> str:
        """Why the key opens nothing now, as a sentence; empty where it does."""
        if self.revoked_at:
            return "กุญแจนี้ถูกยกเลิกแล้ว"
        if self.expires_on < timezone.localdate():
            return f"กุญแจนี้หมดอายุเมื่อวันที่ {thai_date(self.expires_on)}"
        if not self.user.is_active:
            return "บัญชีของเจ้าของกุญแจถูกระงับ"
        if self.user.lacks_factor:
            return "เจ้าของกุญแจต้องตั้งการยืนยันตัวตนสองขั้นก่อน"
        return ""

    @property
    def state(self) -> str:
        """In a word what has become of it."""
        if self.revoked_at:
            return "ยกเลิกแล้ว"
        return "หมดอายุ" if self.expires_on < timezone.localdate() else "ใช้งานอยู่"

    @property
    def is_in_use(self) -> bool:
        """Whether it is neither revoked nor expired."""
        return self.revoked_at is None and self.expires_on >= timezone.localdate()

    def revoke(self) -> None:
        """From now on the key opens nothing; saved, and not to be undone."""
        if self.revoked_at is None:
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])

    def mark_used(self) -> None:
        """Notes that it was used, at most once an hour and outside the history: reading is no edit."""
        now = timezone.now()
        if self.used_at is None or now - self.used_at > BETWEEN_USES:
            rows: models.QuerySet = models.QuerySet(type(self)).filter(pk=self.pk)
            written(lambda: rows.update(used_at=now), f"access key {self.pk} used at {now.isoformat()}")

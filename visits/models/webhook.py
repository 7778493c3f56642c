"""Webhooks: addresses that are told when a visit is certified or a directive moves on, and what is on its way to them."""

import base64
import ipaddress
import secrets
import uuid
from datetime import datetime
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from config.thai.fields import LineField, choice_constraint
from config.tracking import Tracked, history
from officials.models import User

PREFIX = "whsec_"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class WebhookEvent(models.TextChoices):
    """What other systems are told of."""

    CERTIFIED = "visit.certified", "รับรองข้อมูลการตรวจเยี่ยม"
    STEP = "directive.step", "ข้อสั่งการเปลี่ยนสถานะ"


def check_address(url: str) -> None:
    """Raises ValidationError with a sentence for an address that nothing may be sent to.

    Only https, and no private network but hosts that the operator named in WEBHOOK_PRIVATE_HOSTS. What a name leads to
    is looked at again whenever something is sent.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValidationError("ที่อยู่ไม่ถูกต้อง ตัวอย่าง https://data.example.go.th/hooks") from None
    if not host or parts.scheme not in ("http", "https") or port == 0:
        raise ValidationError("ที่อยู่ไม่ถูกต้อง ตัวอย่าง https://data.example.go.th/hooks")
    if (
        parts.username is not None
        or parts.fragment
        or not url.isascii()
        or any(sign.isspace() for sign in url)
    ):
        raise ValidationError("ที่อยู่ต้องไม่มีชื่อผู้ใช้ รหัสผ่าน เครื่องหมาย # ช่องว่าง หรืออักษรไทย")
    is_named = host in settings.WEBHOOK_PRIVATE_HOSTS
    if parts.scheme == "http" and not (is_named and host in LOOPBACK):
        raise ValidationError("ที่อยู่ต้องขึ้นต้นด้วย https://")
    if not is_named and (host == "localhost" or not is_public(host)):
        raise ValidationError(PRIVATE)


PRIVATE = "ที่อยู่นี้อยู่ในเครือข่ายภายใน ซึ่งผู้ดูแลเครื่องแม่ข่ายยังไม่อนุญาต (WEBHOOK_PRIVATE_HOSTS)"


def is_public(host: str) -> bool:
    """Whether an IP address belongs to the internet; a name is not looked up and counts as public."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return True
    mapped = getattr(address, "ipv4_mapped", None) or address
    return mapped.is_global and not mapped.is_multicast


class Webhook(Tracked):
    """An address that an administrator allows. Of its secret only a seed is stored, outside the history."""

    name = LineField("ชื่อระบบปลายทาง", max_length=100)
    url = models.CharField(
        "ที่อยู่ปลายทาง", max_length=500, help_text="ขึ้นต้นด้วย https:// เช่น https://data.example.go.th/hooks"
    )
    on_certification = models.BooleanField("ส่งเมื่อรับรองข้อมูลการตรวจเยี่ยม", default=True)
    on_directive_steps = models.BooleanField("ส่งเมื่อข้อสั่งการเปลี่ยนสถานะ", default=True)
    is_active = models.BooleanField("เปิดใช้", default=True)
    seed = models.CharField("ต้นรหัสลับ", max_length=22, default="", editable=False)
    history = history(excluded=("seed",))

    class Meta:
        verbose_name = "เว็บฮุก"
        verbose_name_plural = "เว็บฮุก"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(name="webhook_has_seed", condition=~Q(seed="")),
            models.UniqueConstraint(
                fields=["url"], name="webhook_url_once", violation_error_message="มีเว็บฮุกของที่อยู่นี้แล้ว"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuses addresses that nothing may be sent to."""
        try:
            check_address(self.url)
        except ValidationError as refusal:
            raise ValidationError({"url": refusal.messages}) from None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves, with a secret where there is none yet."""
        self.seed = self.seed or secrets.token_urlsafe(16)
        super().save(*args, **kwargs)

    def renew_secret(self) -> None:
        """From now on the old secret signs nothing; saved."""
        self.seed = secrets.token_urlsafe(16)
        self.save(update_fields=["seed"])

    @property
    def key(self) -> bytes:
        """What signs."""
        return salted_hmac("visits.webhook", self.seed, algorithm="sha256").digest()

    @property
    def secret(self) -> str:
        """The key as the receiver enters it, in the notation of Standard Webhooks."""
        return PREFIX + base64.b64encode(self.key).decode()


class WebhookDeliveryQuerySet(models.QuerySet):
    """Words for deliveries: what waits, what failed."""

    def visible_to(self, user: User) -> Self:
        """All for the office, none for others."""
        return self if user.is_authenticated and user.is_active and user.sees_everything else self.none()

    def waiting(self) -> Self:
        """Neither sent nor given up."""
        return self.filter(sent_at=None, given_up_at=None)

    def due(self, now: datetime) -> Self:
        """Those to be sent now, the oldest first."""
        return self.waiting().filter(next_at__lte=now, hook__is_active=True).order_by("pk")


class WebhookDelivery(models.Model):
    """One event for one address, stored with what it tells of in one transaction; removed some time after it was sent."""

    hook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries", verbose_name="เว็บฮุก")
    event = models.CharField("เหตุการณ์", max_length=20, choices=WebhookEvent)
    # The same for every try, so that the receiver can leave out what it has.
    event_id = models.UUIDField("รหัสเหตุการณ์", default=uuid.uuid4, editable=False)
    data = models.JSONField("ข้อมูล")
    made_at = models.DateTimeField("เกิดขึ้นเมื่อ", default=timezone.now)
    tries = models.PositiveSmallIntegerField("จำนวนครั้งที่ส่ง", default=0)
    next_at = models.DateTimeField("ส่งครั้งถัดไป", default=timezone.now)
    sent_at = models.DateTimeField("ส่งแล้วเมื่อ", null=True, blank=True)
    given_up_at = models.DateTimeField("เลิกส่งเมื่อ", null=True, blank=True)
    error = models.CharField("ข้อผิดพลาด", max_length=300, blank=True)

    objects: ClassVar = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "การส่งเว็บฮุก"
        verbose_name_plural = "การส่งเว็บฮุก"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["next_at"],
                name="webhook_waiting",
                condition=Q(sent_at=None, given_up_at=None),
            )
        ]
        constraints = [
            choice_constraint("webhook_delivery", "event", WebhookEvent),
            models.CheckConstraint(
                name="webhook_delivery_sent_or_given_up", condition=Q(sent_at=None) | Q(given_up_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} → {self.hook}"

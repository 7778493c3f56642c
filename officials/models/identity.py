"""Whose account the ministry's own sign-in (OpenID Connect) opens: bound once by e-mail, from then on by its subject."""

import logging

from django.apps import apps
from django.db import IntegrityError, models, transaction

from config.tracking import Tracked, history, written_by

log = logging.getLogger(__name__)

UNKNOWN = (
    "บัญชีกลางนี้ยังใช้กับระบบนี้ไม่ได้ โปรดติดต่อผู้ดูแลระบบ ให้ตรวจสอบว่าท่านมีบัญชีที่เปิดใช้งานอยู่ และอีเมลตรงกับบัญชีกลาง "
    "หรือเข้าสู่ระบบด้วยชื่อผู้ใช้และรหัสผ่าน"
)
LONGEST_SUBJECT = 255  # of the standard


class Unknown(Exception):
    """Nobody's account, for a reason that only the log tells."""


class Identity(Tracked):
    """The person at the provider to whom an account belongs; an e-mail address may pass on to somebody else."""

    SEEN_WITH = ("user",)
    user = models.ForeignKey(
        "officials.User", models.CASCADE, related_name="identities", verbose_name="บัญชีผู้ใช้"
    )
    issuer = models.CharField("ผู้ให้บริการบัญชีกลาง", max_length=300)
    subject = models.CharField("รหัสบุคคลในบัญชีกลาง", max_length=LONGEST_SUBJECT)
    history = history()

    class Meta:
        verbose_name = "บัญชีกลางที่ผูกไว้"
        verbose_name_plural = "บัญชีกลางที่ผูกไว้"
        ordering = ["user__username"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"],
                name="identity_opens_one_account",
                violation_error_message="บัญชีกลางนี้ผูกกับบัญชีอื่นแล้ว",
            ),
            models.UniqueConstraint(
                fields=["user", "issuer"],
                name="identity_one_for_each_account",
                violation_error_message="บัญชีนี้ผูกกับบัญชีกลางอื่นแล้ว",
            ),
        ]

    def __str__(self):
        return f"{self.user} ({self.subject})"


def account_of(issuer, claims):
    """The active account of the person of whom the provider's (verified) claims tell; `Unknown` without one."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise _unknown("%r is no subject", subject)
    bound = Identity.objects.filter(issuer=issuer, subject=subject).select_related("user").first()
    account = bound.user if bound else _bind(_by_email(claims), issuer, subject)
    if not account.is_active:
        raise _unknown("the account of %s is not active", subject)
    return account


def _by_email(claims):
    """The one active account with this address, which the provider has verified."""
    email = claims.get("email")
    if not isinstance(email, str) or not email.isascii() or claims.get("email_verified") is not True:
        raise _unknown("%s comes without a verified e-mail address", claims["sub"])
    accounts = apps.get_model("officials.User").objects.filter(email__iexact=email, is_active=True)
    found = [account for account in accounts if account.email.lower() == email.lower()]
    if len(found) != 1:
        raise _unknown("%s: " + f"{len(found)} active accounts have the e-mail address", claims["sub"])
    return found[0]


def _bind(account, issuer, subject):
    try:
        with transaction.atomic(), written_by(account):
            Identity.objects.create(user=account, issuer=issuer, subject=subject)
    except IntegrityError:
        raise _unknown("%s: the account is bound to somebody else at the provider", subject) from None
    return account


def _unknown(reason, subject):
    log.warning("Sign-in by OpenID Connect refused: " + reason, subject)
    return Unknown()

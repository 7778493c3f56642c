"""Which account the ministry's sign-in (OpenID Connect) opens: bound once by e-mail, then known by its subject."""

import logging
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from config.tracking import Tracked, history, written_by

if TYPE_CHECKING:
    from officials.models.account import User

log = logging.getLogger(__name__)

UNKNOWN = (
    "บัญชีกลางนี้ยังใช้กับระบบนี้ไม่ได้ โปรดติดต่อผู้ดูแลระบบ ให้ตรวจสอบว่าท่านมีบัญชีที่เปิดใช้งานอยู่ และอีเมลตรงกับบัญชีกลาง "
    "หรือเข้าสู่ระบบด้วยชื่อผู้ใช้และรหัสผ่าน"
)
LONGEST_SUBJECT = 255  # of the standard


class UnknownIdentity(Exception):
    """No account belongs to the person at the provider, for a reason that stands in the log alone."""


class Identity(Tracked):
    """The person at the provider to whom an account belongs; an e-mail address may later belong to somebody else."""

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

    def __str__(self) -> str:
        return f"{self.user} ({self.subject})"


def account_of(issuer: str, claims: dict[str, Any]) -> "User":
    """The active account of the person whom the provider's (verified) claims describe.

    The first time the account is found by its verified e-mail address, and bound. Raises `UnknownIdentity`.
    """
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise refusal("%r is no subject", subject)
    bound = Identity.objects.filter(issuer=issuer, subject=subject).select_related("user").first()
    if not bound:
        account = account_by_email(claims)
        try:
            with transaction.atomic(), written_by(account):
                bound = Identity.objects.create(user=account, issuer=issuer, subject=subject)
        except IntegrityError:
            raise refusal("%s: the account is bound to another person at the provider", subject) from None
    if not bound.user.is_active:
        raise refusal("the account of %s is not active", subject)
    return bound.user


def account_by_email(claims: dict[str, Any]) -> "User":
    """The one active account with the address that the provider has verified; raises `UnknownIdentity`."""
    email = claims.get("email")
    if not isinstance(email, str) or not email.isascii() or claims.get("email_verified") is not True:
        raise refusal("%s comes without a verified e-mail address", claims["sub"])
    accounts = apps.get_model("officials.User").objects.filter(email__iexact=email, is_active=True)
    same = [account for account in accounts if account.email.lower() == email.lower()]
    if len(same) != 1:
        raise refusal(f"%s: {len(same)} active accounts have the e-mail address", claims["sub"])
    return same[0]


def refusal(reason: str, subject: object) -> UnknownIdentity:
    """The exception to raise; its reason goes to the log alone."""
    log.warning("Sign-in by OpenID Connect refused: " + reason, subject)
    return UnknownIdentity()

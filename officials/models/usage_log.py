"""The usage log: who signed in, exported, printed or viewed contact data. Rows are only ever added."""

import logging
from datetime import datetime, timedelta
from typing import Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import models
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from config.status.database_state import NotLogged, written
from config.thai.fields import choice_constraint
from config.thai.text import clean_line
from config.tracking import Untracked, author_name
from officials.models.account import User
from officials.models.devices import device_of


class UseKind(models.TextChoices):
    """What somebody did."""

    SIGN_IN = "sign_in", "เข้าสู่ระบบ"
    REFUSED = "refused", "เข้าสู่ระบบไม่สำเร็จ"
    SIGN_OUT = "sign_out", "ออกจากระบบ"
    EXPORT = "export", "รับแฟ้มข้อมูล"
    PRINT = "print", "เปิดหน้าพิมพ์"
    FILE = "file", "เปิดไฟล์ใช้ภายใน"
    FEED = "feed", "ปฏิทินในโทรศัพท์รับข้อมูล"
    WRONG_KEY = "wrongkey", "ใช้กุญแจหรือที่อยู่ปฏิทินที่ไม่ถูกต้อง"
    CONTACT = "contact", "ดูข้อมูลติดต่อ"
    PERSON = "person", "รวบรวมข้อมูลของบุคคล"
    CLEARING = "clearing", "ลบบันทึกที่พ้นกำหนดเก็บ"


# Nobody types a key, so many wrong ones are a search; a right key is let in from any address, for a whole office has one.
MOST_WRONG_KEYS_IN_AN_HOUR = 20
AN_HOUR = 3600
log = logging.getLogger(__name__)

# The address of a feed holds its key, and that of a sign-in means nothing.
WITH_PATH = {UseKind.EXPORT, UseKind.PRINT, UseKind.FILE}


def refused(*_: Any, **__: Any) -> NoReturn:
    """In the place of every method that changes or deletes lines."""
    raise Untracked("The log of uses is only added to; its command alone clears it.")


class UseQuerySet(models.QuerySet):
    """Rows of the log; every way to change or delete them raises `Untracked`."""

    update = bulk_update = delete = refused

    def clear(self, before: datetime) -> int:
        """Deletes rows older than `before` and returns their number; the deletion itself is logged."""
        old = self.filter(at__lt=before)
        count = old.count()
        models.QuerySet(self.model, using=self.db).filter(at__lt=before)._raw_delete(self.db)
        note(UseKind.CLEARING, None, what=f"{count} รายการ")
        return count

    def of_last_minute(self, user: User, kind: UseKind) -> Self:
        """What an account did within the last minute."""
        return self.filter(by=user, kind=kind, at__gt=timezone.now() - timedelta(minutes=1))

    def of_last_hour(self, address: str | None, kind: UseKind) -> Self:
        """What came from a network address within the last hour."""
        return self.filter(address=address, kind=kind, at__gt=timezone.now() - timedelta(hours=1))


class Use(models.Model):
    """One line of the log; `by_name` stays when the account is gone, and is the attempted name of a refused sign-in."""

    kind = models.CharField("การใช้งาน", max_length=8, choices=UseKind)
    at = models.DateTimeField("เมื่อ", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="uses",
        verbose_name="บัญชีผู้ใช้",
    )
    by_name = models.CharField("ผู้ใช้", max_length=300)
    address = models.GenericIPAddressField("ที่อยู่เครือข่าย", null=True)
    what = models.CharField("รายละเอียด", max_length=1000, blank=True)
    path = models.CharField("ที่อยู่หน้า", max_length=1000, blank=True)

    objects: ClassVar = UseQuerySet.as_manager()

    class Meta:
        verbose_name = "บันทึกการใช้งาน"
        verbose_name_plural = "บันทึกการใช้งาน"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="use_newest"),
            models.Index(fields=["by", "kind", "-at"], name="use_by_kind"),
        ]
        constraints = [choice_constraint("use", "kind", UseKind)]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.by_name, self.get_kind_display(), self.what]))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the row; raises `Untracked` for one that is stored already."""
        if self.pk:
            refused()
        super().save(*args, **kwargs)

    delete = refused


def note(
    kind: UseKind,
    request: HttpRequest | None,
    *,
    what: str = "",
    by: User | None = None,
    by_name: str = "",
) -> bool:
    """Adds one line to the log and returns whether it could; account and address come from the request where there is one.

    Where the database takes no writes the line goes to the log of the process, and the page is answered all the same.
    """
    by = by or (request.user if request and request.user.is_authenticated else None)
    use = Use(
        kind=kind,
        by=by,
        by_name=line_of(by_name or (author_name(by) if by else "ระบบ"), 300),
        address=address_of(request),
        what=line_of(what, 1000),
        path=line_of(request.get_full_path() if request and kind in WITH_PATH else "", 1000),
    )
    return written(use.save, f"{use.kind} {use.by_name} {use.address} {use.what} {use.path}")


def note_wrong_key(request: HttpRequest, kind: str) -> bool:
    """Counts a wrong key by the address it comes from, in the log that all processes share.

    False, and nothing is written, after too many within an hour.
    """
    address = address_of(request)
    count = Use.objects.of_last_hour(address, UseKind.WRONG_KEY).count()
    if count >= MOST_WRONG_KEYS_IN_AN_HOUR:
        return False
    note(UseKind.WRONG_KEY, request, by_name="ไม่ระบุ")
    log.warning("wrong %s key number %d from %s", kind, count + 1, address)
    return True


def note_or_refuse(kind: UseKind, request: HttpRequest, *, what: str = "") -> None:
    """Like `note`, but raises NotLogged where it cannot: personal data and internal files are not shown without a line."""
    if not note(kind, request, what=what):
        raise NotLogged


def line_of(text: object, most: int) -> str:
    """The text on one line, cut to `most` letters, so that an attempted user name cannot forge a second line."""
    return clean_line(str(text))[:most]


def address_of(request: HttpRequest | None) -> str | None:
    """The network address of a request."""
    return (request.META.get("REMOTE_ADDR") or None) if request else None


@receiver(user_logged_in)
def note_sign_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Logs a sign-in with its device."""
    note(UseKind.SIGN_IN, request, by=user, what=request.session.get("device", ""))


@receiver(user_logged_out)
def note_sign_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    """Logs a sign-out."""
    if user is not None:
        note(UseKind.SIGN_OUT, request, by=user)


@receiver(user_login_failed)
def note_refusal(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Logs a refused sign-in under the attempted user name."""
    note(UseKind.REFUSED, request, by_name=credentials.get("username") or "ไม่ระบุ")


def note_feed(request: HttpRequest, user: User) -> None:
    """Logs the first request for a calendar feed of an account on a day; telephones send many."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if not Use.objects.filter(by=user, kind=UseKind.FEED, at__gte=today).exists():
        note(UseKind.FEED, request, by=user, what=device_of(request.headers.get("User-Agent", "")))

"""Uses that leave no trace in a record: who signed in, took a file away, printed, looked at contact data. Only added to."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import models
from django.dispatch import receiver
from django.utils import timezone

from config.thai.fields import choice_constraint
from config.thai.text import clean_line
from config.tracking import Untracked, author_name
from officials.models.devices import device_of


class UseKind(models.TextChoices):
    SIGN_IN = "sign_in", "เข้าสู่ระบบ"
    REFUSED = "refused", "เข้าสู่ระบบไม่สำเร็จ"
    SIGN_OUT = "sign_out", "ออกจากระบบ"
    EXPORT = "export", "รับแฟ้มข้อมูล"
    PRINT = "print", "เปิดหน้าพิมพ์"
    FILE = "file", "เปิดไฟล์ใช้ภายใน"
    FEED = "feed", "ปฏิทินในโทรศัพท์รับข้อมูล"
    WRONG_KEY = "wrongkey", "ขอปฏิทินด้วยที่อยู่ที่ไม่ถูกต้อง"
    CONTACT = "contact", "ดูข้อมูลติดต่อ"
    PERSON = "person", "รวบรวมข้อมูลของบุคคล"
    CLEARING = "clearing", "ลบบันทึกที่พ้นกำหนดเก็บ"


# An address of a feed is a key, one of a sign-in leads nowhere.
WITH_PATH = {UseKind.EXPORT, UseKind.PRINT, UseKind.FILE}


class UseQuerySet(models.QuerySet):
    def update(self, **values):
        raise Untracked("The log of uses is never changed.")

    def bulk_update(self, objs, fields, batch_size=None):
        raise Untracked("The log of uses is never changed.")

    def delete(self):
        raise Untracked("The log of uses is cleared by its command alone.")

    def clear(self, before):
        """What is older than the office keeps it; the clearing itself stays as a line."""
        old = self.filter(at__lt=before)
        count = old.count()
        models.QuerySet(self.model, using=self._db).filter(at__lt=before)._raw_delete(self.db)
        note(UseKind.CLEARING, None, what=f"{count} รายการ")
        return count

    def of_last_minute(self, user, kind):
        return self.filter(by=user, kind=kind, at__gt=timezone.now() - timedelta(minutes=1))

    def of_last_hour(self, address, kind):
        return self.filter(address=address, kind=kind, at__gt=timezone.now() - timedelta(hours=1))


class Use(models.Model):
    """`by_name` stays when the account is gone; of a refused sign-in it is the name that was tried."""

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

    objects = UseQuerySet.as_manager()

    class Meta:
        verbose_name = "บันทึกการใช้งาน"
        verbose_name_plural = "บันทึกการใช้งาน"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="use_newest"),
            models.Index(fields=["by", "kind", "-at"], name="use_by_kind"),
        ]
        constraints = [choice_constraint("use", "kind", UseKind)]

    def __str__(self):
        return " ".join(filter(None, [self.by_name, self.get_kind_display(), self.what]))

    def save(self, *args, **kwargs):
        if self.pk:
            raise Untracked("The log of uses is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Untracked("The log of uses is cleared by its command alone.")


def note(kind, request, *, what="", by=None, by_name=""):
    """One line; `by` and the address come from the request where there is one."""
    by = by or (request.user if request and request.user.is_authenticated else None)
    Use.objects.create(
        kind=kind,
        by=by,
        by_name=line_of(by_name or (author_name(by) if by else "ระบบ"), 300),
        address=address_of(request),
        what=line_of(what, 1000),
        path=line_of(request.get_full_path() if kind in WITH_PATH else "", 1000),
    )


def line_of(text, most):
    """No line breaks, no control characters: a name that was tried cannot forge a second line."""
    return clean_line(str(text))[:most]


def address_of(request):
    return (request.META.get("REMOTE_ADDR") or None) if request else None


@receiver(user_logged_in)
def note_sign_in(request, user, **_):
    note(UseKind.SIGN_IN, request, by=user, what=request.session.get("device", ""))


@receiver(user_logged_out)
def note_sign_out(request, user, **_):
    if user is not None:
        note(UseKind.SIGN_OUT, request, by=user)


@receiver(user_login_failed)
def note_refusal(credentials, request=None, **_):
    note(UseKind.REFUSED, request, by_name=credentials.get("username") or "ไม่ระบุ")


def note_feed(request, user):
    """A telephone asks many times a day; its first time on a day tells enough."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if not Use.objects.filter(by=user, kind=UseKind.FEED, at__gte=today).exists():
        note(UseKind.FEED, request, by=user, what=device_of(request.headers.get("User-Agent", "")))

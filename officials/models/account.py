"""Who signs in: the accounts of the site, and the roles that must show a second factor."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.functional import cached_property
from django_otp.plugins.otp_totp.models import TOTPDevice

from config.tracking import Tracked, TrackedQuerySet, history, with_followers
from units.models import Unit


class UserQuerySet(TrackedQuerySet):
    def in_scope_of(self, officer):
        return self.filter(pk=officer.pk)

    def with_factor(self):
        """With what the second factor asks of the account, in the query that loads it."""
        telephones = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        asked = RequiredFactor.objects.order_by().filter(group__user=OuterRef("pk"))
        return self.annotate(factor=Subquery(telephones.values("pk")[:1]), must_have_factor=Exists(asked))


class TrackedUserManager(UserManager.from_queryset(UserQuerySet)):
    pass


class User(AbstractUser):
    """An account; deactivated, never deleted."""

    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, related_name="users", verbose_name="หน่วยงานที่สังกัด"
    )
    official = models.ForeignKey(
        "officials.Official",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name="บุคคลในทำเนียบ",
    )
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=0, editable=False)
    SEEN_WITH = ()
    history = history(excluded=("password", "last_login", "version"))

    objects = TrackedUserManager()

    class Meta:
        verbose_name = "บัญชีผู้ใช้"
        verbose_name_plural = "บัญชีผู้ใช้"
        ordering = ["username"]
        permissions = [
            ("view_everything", "ดูข้อมูลทั้งหมด รวมทั้งร่างและข้อมูลใช้ภายในหน่วยงาน"),
            ("view_trail", "ดูประวัติการแก้ไขของทุกคนทั้งระบบ"),
            ("revert_change", "คืนค่าเดิมของการแก้ไข"),
        ]

    def __str__(self):
        return self.get_full_name() or self.username

    @property
    def sees_everything(self):
        """The office's own roles; everybody else sees what concerns the own unit."""
        return self.has_perm("officials.view_everything")

    @cached_property
    def family(self):
        """Keys of the own unit, its sub-units and what they were called before: asked once, for every scope of a page."""
        return list(Unit.objects.family_of(self.unit_id).order_by().values_list("pk", flat=True))

    @cached_property
    def factor(self):
        """Key of the telephone that is the second factor; None without one."""
        return TOTPDevice.objects.filter(user=self, confirmed=True).values_list("pk", flat=True).first()

    @cached_property
    def must_have_factor(self):
        return RequiredFactor.objects.filter(group__user=self).exists()

    @property
    def lacks_factor(self):
        return self.must_have_factor and not self.factor

    def note(self, sentence):
        """A line in the history of the account about what stands in no column of it."""
        User.objects.all()._remember([self], update=True, reason=sentence)

    def save(self, *args, **kwargs):
        """A sign-in alone is logged elsewhere and writes no line into the history of the account."""
        if kwargs.get("update_fields") == ["last_login"]:
            self.skip_history_when_saving = True
        else:
            self.version += 1
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = with_followers(User, kwargs["update_fields"])
        # Django forgets at saving that there was a new password.
        ends_sessions = self._password is not None or not self.is_active
        try:
            super().save(*args, **kwargs)
        finally:
            self.__dict__.pop("skip_history_when_saving", None)
        if ends_sessions:
            self.sessions.all().delete()


class SignedInRequest(HttpRequest):
    """For annotations: the request of a page behind the sign-in, as all are but the few marked `login_not_required`."""

    user: User


@receiver(m2m_changed, sender=User.groups.through)
def remember_roles(instance, action, reverse, pk_set, **_):
    """Roles stand in no column of the account: each change of them is a line of its own in its history."""
    if action not in ("post_add", "post_remove", "post_clear"):
        return
    for account in User.objects.filter(pk__in=pk_set or ()) if reverse else [instance]:
        names = ", ".join(account.groups.order_by("name").values_list("name", flat=True))
        account.note(f"บทบาท: {names or 'ไม่มี'}")


class RequiredFactor(Tracked):
    """A role whose accounts get no page without a second factor."""

    group = models.OneToOneField(
        "auth.Group", models.PROTECT, related_name="required_factor", verbose_name="บทบาท"
    )
    history = history()

    class Meta:
        verbose_name = "บทบาทที่ต้องยืนยันตัวตนสองขั้น"
        verbose_name_plural = "บทบาทที่ต้องยืนยันตัวตนสองขั้น"
        ordering = ["group__name"]

    def __str__(self):
        return self.group.name

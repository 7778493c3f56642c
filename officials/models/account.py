"""Accounts of the site, and the roles that require a second factor."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import connection, models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django_otp.plugins.otp_totp.models import TOTPDevice

from config.kept_statements import KeptStatement
from config.tracking import Tracked, TrackedQuerySet, history, with_followers
from officials.models.deputy import Deputy
from officials.models.session import SessionStore
from units.models import Unit
from units.models.unit import FAMILY

if TYPE_CHECKING:
    from officials.models.access_key import AccessKey

# Asked on every page, so as one statement that nothing has to be built for.
GRANTED = """
    SELECT kind.app_label, permission.codename FROM auth_permission permission
    JOIN django_content_type kind ON kind.id = permission.content_type_id
    WHERE permission.id IN (
        SELECT permission_id FROM officials_user_user_permissions WHERE user_id = %s
        UNION SELECT of_role.permission_id FROM auth_group_permissions of_role
        JOIN officials_user_groups role ON role.group_id = of_role.group_id WHERE role.user_id = %s
    )
"""


class UserQuerySet(TrackedQuerySet):
    """Accounts as rows; an officer sees only their own."""

    def in_scope_of(self, officer: "User") -> Self:
        """The officer's own account."""
        return self.filter(pk=officer.pk)

    def with_factor(self, day: date) -> Self:
        """With `factor`, `must_have_factor` and `deputises` of each account on a day in the same query."""
        telephones = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        deputising = Deputy.objects.in_force_on(day).order_by().filter(deputy=OuterRef("pk"))
        required = RequiredFactor.objects.order_by().filter(group__user=OuterRef("pk"))
        return self.annotate(
            factor=Subquery(telephones.values("pk")[:1]),
            must_have_factor=Exists(required),
            deputises=Exists(deputising),
        )


class TrackedUserManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # made at run time
    """The manager under a name that migrations can import."""


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
    SEEN_WITH: tuple[str, ...] = ()
    # What signed the account in, and a new password between `set_password` and `save`: both are set by Django.
    backend: str
    _password: str | None
    history = history(excluded=("password", "last_login", "version"))

    objects: ClassVar = TrackedUserManager()

    class Meta:
        verbose_name = "บัญชีผู้ใช้"
        verbose_name_plural = "บัญชีผู้ใช้"
        ordering = ["username"]
        permissions = [
            ("view_everything", "ดูข้อมูลทั้งหมด รวมทั้งร่างและข้อมูลใช้ภายในหน่วยงาน"),
            ("view_trail", "ดูประวัติการแก้ไขของทุกคนทั้งระบบ"),
            ("revert_change", "คืนค่าเดิมของการแก้ไข"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @cached_property
    def granted(self) -> set[str]:
        """The permissions of the roles and of the account itself, as "visits.add_visit"; one query."""
        with connection.cursor() as cursor:
            cursor.execute(GRANTED, [self.pk, self.pk])
            return {f"{app}.{codename}" for app, codename in cursor.fetchall()}

    @property
    def permissions(self) -> set[str]:
        """Those `granted`, and of a deputy that to certify."""
        return {*self.granted, "visits.certify_visit"} if self.deputises else self.granted

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Whether the account has a permission, without both backends made anew for each of a form's 120 questions."""
        if self.is_superuser or not self.is_active or obj is not None:
            return super().has_perm(perm, obj)
        return perm in self.permissions

    @property
    def sees_everything(self) -> bool:
        """Whether the account has a role of the office; everybody else sees what concerns their unit."""
        return self.has_perm("officials.view_everything")

    @cached_property
    def family(self) -> list[int]:
        """Keys of the user's unit, its sub-units and their predecessors; queried once for all scopes of a page."""
        return sorted(KeptStatement(FAMILY, (self.unit_id,), Unit).column())

    @cached_property
    def factor(self) -> int | None:
        """Key of the telephone that is the second factor; None without one."""
        return TOTPDevice.objects.filter(user=self, confirmed=True).values_list("pk", flat=True).first()

    @cached_property
    def must_have_factor(self) -> bool:
        """Whether a role of the account requires a second factor."""
        return RequiredFactor.objects.filter(group__user=self).exists()

    @cached_property
    def deputises(self) -> bool:
        """Whether a reviewer has named the account to certify in the reviewer's place today."""
        return Deputy.objects.in_force_on(timezone.localdate()).filter(deputy=self).exists()

    @property
    def certifies_by_role(self) -> bool:
        """Whether a role of the account, not only another reviewer's leave, lets it certify records."""
        return self.is_superuser or self.groups.filter(permissions__codename="certify_visit").exists()

    @property
    def lacks_factor(self) -> bool:
        """Whether a required second factor has not been set up."""
        return self.must_have_factor and not self.factor

    def note(self, sentence: str) -> None:
        """Adds a line to the history of the account about something that is not one of its columns."""
        User.objects.all().remember([self], update=True, reason=sentence)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves with a row of history, except at a sign-in; a new password or a suspension ends all sessions."""
        if kwargs.get("update_fields") == ["last_login"]:
            self.skip_history_when_saving = True
        else:
            self.version += 1
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = with_followers(User, kwargs["update_fields"])
        # Saving clears the note of a new password.
        ends_sessions = self._password is not None or not self.is_active
        try:
            super().save(*args, **kwargs)
        finally:
            self.__dict__.pop("skip_history_when_saving", None)
        if ends_sessions:
            self.sessions.all().delete()


class SiteRequest(HttpRequest):
    """For annotations: a request with what the middlewares of this site put on it."""

    session: SessionStore
    # Sentences that a view leaves for the log of uses, such as the filter in words.
    usage_details: Sequence[str]
    # The key with which a program asks; None where a browser does.
    access_key: "AccessKey | None"


class SignedInRequest(SiteRequest):
    """For annotations: the request of a page behind the sign-in, as all are but the few marked `login_not_required`."""

    user: User


@receiver(m2m_changed, sender=User.groups.through)
def remember_roles(
    instance: models.Model, action: str, reverse: bool, pk_set: set[int] | None, **_: Any
) -> None:
    """Adds each change of roles, which are not a column of the account, as a line to its history."""
    if action not in ("post_add", "post_remove", "post_clear"):
        return
    for account in User.objects.filter(pk__in=pk_set or ()) if reverse else [instance]:
        names = ", ".join(account.groups.order_by("name").values_list("name", flat=True))
        account.note(f"บทบาท: {names or 'ไม่มี'}")


class RequiredFactor(Tracked):
    """A role whose accounts must use a second factor."""

    group = models.OneToOneField(
        "auth.Group", models.PROTECT, related_name="required_factor", verbose_name="บทบาท"
    )
    history = history()

    class Meta:
        verbose_name = "บทบาทที่ต้องยืนยันตัวตนสองขั้น"
        verbose_name_plural = "บทบาทที่ต้องยืนยันตัวตนสองขั้น"
        ordering = ["group__name"]

    def __str__(self) -> str:
        return self.group.name

"""Data entry of accounts and what protects them."""

from typing import Any

from axes.utils import reset
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    UserChangeForm,
    UsernameField,
)
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from config.forms.model_admin import (
    ByKey,
    Choosing,
    HistoryPage,
    TrackedAdmin,
    VersionedForm,
    word_column,
)
from config.thai.admin import ThaiDates, thai_date_column
from officials.models import (
    AccessKey,
    Deputy,
    RequiredFactor,
    User,
)
from officials.models.identity import Identity
from officials.models.usage_log import UseKind, note_or_refuse
from officials.sign_in import locks, second_factor


class NewAccountForm(AdminUserCreationForm):
    """Name and password of a new account."""

    usable_password: Any = None

    class Meta:
        model = User
        fields = ["username"]
        field_classes = {"username": UsernameField}


class NewPasswordForm(AdminPasswordChangeForm):
    """A new password, set by an administrator, or none."""

    # A part of Django's own text is never translated; its script finds the list by this id.
    usable_password_help_text = format_html(
        '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
        "หากปิดใช้งาน ผู้ใช้เข้าสู่ระบบด้วยรหัสผ่านไม่ได้ แต่ยังเข้าสู่ระบบด้วยบัญชีกลางของหน่วยงานที่ผูกไว้ได้",
        "รหัสผ่านปัจจุบันของผู้ใช้จะใช้ไม่ได้อีก",
    )


class AccountForm(VersionedForm, UserChangeForm):
    """An account, guarded against a second editor."""

    class Meta:
        model = User
        fields = "__all__"
        field_classes = {"username": UsernameField}


class LockedFilter(admin.SimpleListFilter):
    """Accounts locked after wrong passwords."""

    title = "การล็อก"
    parameter_name = "locked"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """The one choice beside all."""
        return [("yes", "ล็อกอยู่เพราะรหัสผ่านผิด")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Locked accounts where they are chosen."""
        return queryset.filter(is_locked=True) if self.value() == "yes" else queryset


class ResetFactorForm(forms.Form):
    """The reason for which an administrator removes a second factor."""

    reason = forms.CharField(label="เหตุผล", max_length=200, help_text="เช่น โทรศัพท์หาย ตรวจตัวบุคคลแล้ว")


OWN_ROLES = ("is_active", "is_staff", "groups")


@admin.register(User)
class AccountAdmin(HistoryPage, ByKey, Choosing, ThaiDates, UserAdmin):
    """Accounts are deactivated, never deleted."""

    form = AccountForm
    add_form = NewAccountForm
    change_password_form = NewPasswordForm
    add_fieldsets = [(None, {"fields": ["username", "password1", "password2"]})]
    list_display = [
        "username",
        "first_name",
        "last_name",
        "unit",
        word_column("is_active", "การใช้งาน", "ใช้งานอยู่", "ระงับ"),
        word_column("is_locked", "รหัสผ่านผิด", "ล็อกอยู่"),
    ]
    list_filter = ["is_active", LockedFilter, "groups"]
    list_select_related = ["unit"]
    actions = ["unlock"]
    autocomplete_fields = ["unit", "official"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("ผู้ใช้", {"fields": [("first_name", "last_name"), "email", ("unit", "official")]}),
        ("บทบาท", {"fields": OWN_ROLES, "description": "บทบาทของบัญชีตนเอง ให้ผู้ดูแลระบบคนอื่นเป็นผู้เปลี่ยน"}),
        ("การใช้งาน", {"fields": ["last_login", "date_joined", "factor_column"]}),
    ]
    readonly_fields = ["last_login", "date_joined", "factor_column"]
    filter_horizontal = ["groups"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Also the roles of the user's own account, where another administrator can change them."""
        fields = list(super().get_readonly_fields(request, obj))
        others = User.objects.filter(is_active=True).exclude(pk=request.user.pk)
        administrators = Q(is_superuser=True) | Q(groups__permissions__codename="change_user")
        if obj == request.user and others.filter(administrators).exists():
            fields += OWN_ROLES
        return fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Only a superuser sees superusers: nobody else may set their passwords."""
        accounts = super().get_queryset(request).annotate(is_locked=locks.is_locked())
        return accounts if request.user.is_superuser else accounts.filter(is_superuser=False)

    @admin.action(description="ปลดล็อกการเข้าสู่ระบบ", permissions=["change"])
    def unlock(self, request: HttpRequest, accounts: QuerySet[User]) -> None:
        """Forgets the wrong passwords of the chosen accounts; noted in the history of each."""
        unlocked = [account for account in accounts if reset(username=account.username)]
        for account in unlocked:
            account.note("ปลดล็อกการเข้าสู่ระบบ")
        sentence = f"ปลดล็อกแล้ว {len(unlocked)} บัญชี" if unlocked else "บัญชีที่เลือกไม่ได้ถูกล็อก"
        self.message_user(request, sentence, messages.SUCCESS if unlocked else messages.INFO)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: accounts are deactivated."""
        return False

    @admin.display(description="การยืนยันตัวตนสองขั้น")
    def factor_column(self, account: User) -> str:
        """Whether a second factor is set up, with a link to remove it."""
        if not account.factor:
            return "ต้องใช้ แต่ยังไม่ได้ตั้ง" if account.must_have_factor else "ไม่ได้ตั้ง"
        address = reverse("admin:officials_user_reset_factor", args=[account.pk])
        return format_html('ตั้งแล้ว <a href="{}">ยกเลิกให้เจ้าของบัญชี (โทรศัพท์หาย)</a>', address)

    def get_urls(self) -> list[URLPattern]:
        """With the page that removes a second factor."""
        view = self.admin_site.admin_view(self.reset_factor)
        own = path("<id>/reset-factor/", view, name="officials_user_reset_factor")
        return [own, *super().get_urls()]

    def reset_factor(self, request: HttpRequest, id: str) -> HttpResponse:
        """Removes the second factor of somebody who has lost the telephone; users remove their own with a code."""
        account: Any = self.get_object(request, id)
        if not self.has_change_permission(request, account) or account == request.user:
            raise PermissionDenied
        if account is None:
            raise Http404
        form = ResetFactorForm(request.POST or None)
        if form.is_valid():
            second_factor.remove(account, form.cleaned_data["reason"])
            self.message_user(request, f"ยกเลิกการยืนยันตัวตนสองขั้นของ {account} แล้ว", messages.SUCCESS)
            return redirect("admin:officials_user_change", account.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"ยกเลิกการยืนยันตัวตนสองขั้นของ {account}",
            "form": form,
        }
        return render(request, "admin/officials/user/reset_factor.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of an account; it shows an e-mail address, so viewing it is logged."""
        account: Any = self.get_object(request, object_id) if request.method == "GET" else None
        if account is not None:
            note_or_refuse(UseKind.CONTACT, request, what=f"บัญชี {account.username}")
        return super().change_view(request, object_id, form_url, extra_context)


@admin.register(Deputy)
class DeputyAdmin(TrackedAdmin):
    """Reviewers name their deputies; administrators of accounts name them for every reviewer."""

    fields = ["reviewer", "deputy", ("starts_on", "ends_on"), "reason"]
    list_display = [
        "reviewer",
        "deputy",
        thai_date_column("starts_on", "ตั้งแต่"),
        thai_date_column("ends_on", "ถึง"),
        "reason",
    ]
    list_select_related = ["reviewer", "deputy"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Deputy]:
        """The user's deputies; all for those who may read accounts."""
        rows = super().get_queryset(request)
        return rows if request.user.has_perm("officials.view_user") else rows.filter(reviewer=request.user)

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """Deputies see all records; the reviewer is the user, for administrators every account that certifies."""
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        right = "certify_visit" if db_field.name == "reviewer" else "view_everything"
        accounts = User.objects.filter(is_active=True, groups__permissions__codename=right).distinct()
        if db_field.name == "deputy":
            # Nobody, administrators included, can make themselves a deputy.
            accounts = accounts.exclude(pk=request.user.pk)
        elif not request.user.has_perm("officials.change_user"):
            accounts = accounts.filter(pk=request.user.pk)
            field.initial = request.user.pk
        field.queryset = accounts
        return field


@admin.register(RequiredFactor)
class RequiredFactorAdmin(TrackedAdmin):
    """Roles that require a second factor."""

    fields = ["group"]
    list_display = ["group"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: rows are added or deleted."""
        return False


@admin.register(Identity)
class IdentityAdmin(TrackedAdmin):
    """Identities of the ministry's sign-in; deleting one lets the account be bound anew by its e-mail address."""

    has_personal_data = True
    fields = ("user", "subject", "issuer")
    list_display = fields
    list_select_related = ["user"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "subject"]
    search_help_text = "ค้นจากชื่อบัญชี ชื่อ นามสกุล หรือรหัสบุคคล"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: the first sign-in adds one."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: rows are added or deleted."""
        return False


@admin.register(AccessKey)
class AccessKeyAdmin(TrackedAdmin):
    """Keys of all accounts: their owners make them, an administrator may revoke them."""

    fields = ("user", "name", "made_on", "expires_on", "used_at", "revoked_at")
    list_display = [
        "name",
        "user",
        thai_date_column("made_on", "ออกเมื่อ"),
        thai_date_column("expires_on", "ใช้ได้ถึงวันที่"),
        thai_date_column("used_at", "ใช้ล่าสุดเมื่อ"),
        "state_column",
    ]
    list_select_related = ["user"]
    search_fields = ["name", "user__username", "user__first_name", "user__last_name"]
    search_help_text = "ค้นจากชื่อกุญแจ ชื่อบัญชี ชื่อ หรือนามสกุล"
    actions = ["revoke"]

    @admin.display(description="สถานะ")
    def state_column(self, key: AccessKey) -> str:
        """In a word what has become of it."""
        return key.state

    @admin.action(description="ยกเลิกกุญแจที่เลือก", permissions=["revoke"])
    def revoke(self, request: HttpRequest, keys: QuerySet[AccessKey]) -> None:
        """From now on the chosen keys open nothing."""
        in_use = [key for key in keys if key.revoked_at is None]
        for key in in_use:
            key.revoke()
        self.message_user(request, f"ยกเลิกกุญแจแล้ว {len(in_use)} กุญแจ", messages.SUCCESS)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Whether the user may revoke keys of others."""
        return request.user.has_perm("officials.change_accesskey")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: the secret is shown to the owner alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: keys are only revoked."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: a revoked key stays in the list."""
        return False


# Telephones and recovery codes belong to their owners alone, who set them up on a page of their own.
admin.site.unregister([TOTPDevice, StaticDevice])
# Groups are the roles of `officials/roles.py`; they are given to accounts, not edited.
admin.site.unregister(Group)

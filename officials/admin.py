from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group

from config.admin import ByKey, Choosing, TrackedAdmin, TrackedTabularInline, history_page, word_column
from config.thai.admin import ThaiDates, thai_date_column
from officials.models import Appointment, Official, OfficialAlias, Post, User


class AliasInline(TrackedTabularInline):
    model = OfficialAlias
    fields = ["alias"]


class AppointmentInline(TrackedTabularInline):
    model = Appointment
    fields = ["post", "kind", "starts_on", "ends_on", "stated_first", "stated_last"]
    autocomplete_fields = ["post"]
    show_change_link = True


@admin.register(Official)
class OfficialAdmin(TrackedAdmin):
    list_display = [
        "name_column",
        "position_column",
        word_column("is_external", "สังกัด", "ภายนอกกระทรวง"),
        thai_date_column("left_on", "ปฏิบัติหน้าที่ถึง"),
    ]
    list_filter = ["is_external"]
    search_fields = ["search"]
    search_help_text = "ค้นจากชื่อ นามสกุล ชื่อเรียกอื่น หรือตำแหน่ง"
    inlines = [AppointmentInline, AliasInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("prefix", "academic_title"),
                    ("first_name", "last_name"),
                    ("is_external", "left_on"),
                ]
            },
        ),
        ("หมายเหตุ", {"classes": ["collapse"], "fields": ["note", "code"]}),
    ]

    @admin.display(description="ชื่อ", ordering="sort_key")
    def name_column(self, official):
        return official.name

    @admin.display(description="ตำแหน่งล่าสุดที่ทราบ")
    def position_column(self, official):
        return official.last_known_position


@admin.register(Post)
class PostAdmin(TrackedAdmin):
    list_display = ["title", "abbreviation", "unit", "rank"]
    list_select_related = ["unit"]
    search_fields = ["search"]
    autocomplete_fields = ["unit"]
    fields = ["title", "abbreviation", "unit", "rank", "code"]


@admin.register(Appointment)
class AppointmentAdmin(TrackedAdmin):
    list_display = [
        "official",
        "post",
        "kind",
        thai_date_column("starts_on", "ตั้งแต่"),
        thai_date_column("ends_on", "ถึง"),
    ]
    list_filter = ["kind", "verified"]
    list_select_related = ["official", "post"]
    search_fields = ["official__search", "post__search"]
    autocomplete_fields = ["official", "post"]
    fieldsets = [
        (None, {"fields": ["official", ("post", "kind"), ("starts_on", "ends_on")]}),
        (
            "เมื่อไม่ทราบวันแต่งตั้ง",
            {"fields": [("stated_first", "stated_last")], "description": "วันแรกและวันล่าสุดที่แหล่งข้อมูลระบุตำแหน่งนี้"},
        ),
        ("แหล่งอ้างอิง", {"classes": ["collapse"], "fields": ["order_no", "source", "verified", "note"]}),
    ]


class NewAccountForm(AdminUserCreationForm):
    usable_password = None

    class Meta(AdminUserCreationForm.Meta):
        model = User


class NewPasswordForm(AdminPasswordChangeForm):
    usable_password = None


class AccountForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


@admin.register(User)
class AccountAdmin(ByKey, Choosing, ThaiDates, UserAdmin):
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
    ]
    list_filter = ["is_active", "groups"]
    list_select_related = ["unit"]
    autocomplete_fields = ["unit", "official"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("ผู้ใช้", {"fields": [("first_name", "last_name"), "email", ("unit", "official")]}),
        ("บทบาท", {"fields": ["is_active", "is_staff", "groups"]}),
        ("การใช้งาน", {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ["groups"]

    def get_queryset(self, request):
        """Only a superuser sees superusers: nobody else may set their passwords."""
        accounts = super().get_queryset(request)
        return accounts if request.user.is_superuser else accounts.filter(is_superuser=False)

    def has_delete_permission(self, request, obj=None):
        return False

    def history_view(self, request, object_id, extra_context=None):
        return history_page(self, request, object_id)


# Groups are the roles of `officials/roles.py`; they are given to accounts, not edited.
admin.site.unregister(Group)

"""The one site: its menu, its sign-in for readers too, and the order of the data-entry page."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from config.forms.autocomplete import ChoiceView


@dataclass(frozen=True)
class MenuEntry:
    """An entry of the menu: its address, its label, and who sees it."""

    address: str
    label: str
    staff_only: bool = False
    permission: str = ""
    unit_only: bool = False


MENU = (
    MenuEntry("/", "หน้าแรก"),
    MenuEntry("/calendar/", "ปฏิทิน"),
    MenuEntry("/directives/", "ข้อสั่งการ"),
    MenuEntry("/directives/mine/", "ถึงหน่วยงานฉัน", unit_only=True),
    MenuEntry("/reports/register/", "ทะเบียนการตรวจเยี่ยม"),
    MenuEntry("/reports/centres/", "ศูนย์ภาค"),
    MenuEntry("/reports/", "รายงาน"),
    MenuEntry("/press-release/", "บันทึกจากข่าว", permission="visits.add_visit"),
    MenuEntry("/press-releases/", "ข่าวที่รอการตรวจ", permission="visits.add_visit"),
    MenuEntry("/imports/", "นำเข้าตาราง", permission="visits.add_import"),
    MenuEntry("/worklist/", "รายการที่ต้องจัดการ", permission="visits.change_visit"),
    MenuEntry("/letters/", "หนังสือแจ้ง", permission="visits.add_letter"),
    MenuEntry("/sign-off/", "รอตรวจสอบ", permission="visits.certify_visit"),
    MenuEntry("/trail/", "ประวัติทั้งระบบ", permission="officials.view_trail"),
    MenuEntry("/status/", "สถานะระบบ", permission="officials.add_user"),
    MenuEntry("/admin/", "บันทึกข้อมูล", staff_only=True),
)


def menu(user: Any, path: str) -> list[tuple[MenuEntry, bool]]:
    """Pairs of an entry that the user may follow, and whether the page at `path` belongs to it."""
    entries = [
        entry
        for entry in MENU
        if (user.is_staff or not entry.staff_only)
        and (not entry.permission or user.has_perm(entry.permission))
        and (not entry.unit_only or user.unit_id is not None)
    ]
    # Every path starts with the address of the front page, to which only that page belongs.
    addresses = [
        entry.address
        for entry in entries
        if path == entry.address or (entry.address != "/" and path.startswith(entry.address))
    ]
    current = max(addresses, key=len, default=None)
    return [(entry, entry.address == current) for entry in entries]


# What is written many a day stands first, what is set up once last.
SECTIONS = {
    "บันทึกการตรวจเยี่ยม": ("Visit", "Trip", "Directive", "PressRelease", "Attachment"),
    "ติดตามข้อสั่งการ": ("Assignment", "Progress", "Letter", "FollowUpRound", "Amendment"),
    "ทำเนียบ": ("Official", "Post", "Appointment", "Unit", "Province"),
    "ข้อมูลอ้างอิง": ("Policy", "Dimension", "Programme", "Activity", "Holiday", "Office"),
}
ALL_ELSE = "บัญชีผู้ใช้และระบบ"


class Site(admin.AdminSite):
    """The admin with the sign-in, menu and sections of this site."""

    site_header = "ระบบติดตามการตรวจเยี่ยม"
    site_title = "ติดตามการตรวจเยี่ยม"
    index_title = "บันทึกข้อมูล"
    enable_nav_sidebar = False

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The sign-in page; who is signed in already goes to the front page, unless `next` names another."""
        asks_for_page = "next" in request.GET or "next" in request.POST
        if not asks_for_page and request.method == "GET" and request.user.is_authenticated:
            return HttpResponseRedirect(reverse("front"))
        context = {
            **self.each_context(request),
            "title": "เข้าสู่ระบบ",
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            "openid": bool(settings.OPENID_ISSUER),
            **({} if asks_for_page else {"next": reverse("front")}),
            **(extra_context or {}),
        }
        return import_string(settings.SIGN_IN_VIEW).as_view(extra_context=context)(request)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Signs out and leads to the sign-in."""
        return LogoutView.as_view(next_page="admin:login")(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every signed-in user, not only staff, may sign out and change their password."""
        if view in (self.logout, self.password_change, self.password_change_done):
            return csrf_protect(never_cache(view))
        return super().admin_view(view, cacheable)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """The models by section, most used first; evaluated lazily, when a page shows them."""
        if app_label:
            return super().get_app_list(request, app_label)
        whole_list = super().get_app_list

        def sections() -> list[dict[str, Any]]:
            models = {model["object_name"]: model for app in whole_list(request) for model in app["models"]}
            by_section = {
                name: [models.pop(model) for model in members if model in models]
                for name, members in SECTIONS.items()
            }
            by_section[ALL_ELSE] = list(models.values())
            address = reverse("admin:index")
            return [
                {"name": name, "app_label": "section", "app_url": address, "models": members}
                for name, members in by_section.items()
                if members
            ]

        # Every page of the admin calls this for a sidebar that we do not have; only the first page shows the list.
        return SimpleLazyObject(sections)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """What a look-up offers, as JSON."""
        return ChoiceView.as_view(admin_site=self)(request)

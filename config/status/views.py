"""What a monitoring program and the administrator are shown of how the site stands."""

import platform
import smtplib
import sqlite3
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.mail import send_mail
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from config import __version__
from config.kept_statements import KeptTable
from config.status.conditions import Level, all_conditions
from config.status.health import plain

OWN_APPS = ("units", "officials", "visits")
APPLIED = KeptTable(
    MigrationRecorder.Migration.objects.filter(app__in=OWN_APPS).values_list("app").annotate(Max("name"))
)
WORDS = {Level.FINE: "เรียบร้อย", Level.CARE: "ควรตรวจสอบ", Level.FAULT: "ต้องแก้ไข"}


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """`ready`, or 503 with the codes of what is at fault; nothing more, for anybody may ask."""
    faults = [condition.code for condition in all_conditions() if condition.level is Level.FAULT]
    if not faults:
        return plain("ready")
    response = plain(f"not ready: {', '.join(faults)}", 503)
    response.headers["Retry-After"] = "60"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("officials.add_user", raise_exception=True)
def status(request: HttpRequest) -> HttpResponse:
    """How the site stands, and which release it is; its button sends a letter to the administrator's own address."""
    if request.method == "POST":
        send_test(request)
        return HttpResponseRedirect(reverse("status"))
    found = [(WORDS[condition.level], condition) for condition in all_conditions()]
    return render(request, "status.html", {"title": "สถานะระบบ", "conditions": found, "facts": facts()})


def facts() -> list[tuple[str, str]]:
    """What to tell those who help: the release and what it stands on."""
    commit = Path(settings.BASE_DIR, "COMMIT")
    latest = dict(APPLIED.read())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            database = f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
    else:
        database = f"SQLite {sqlite3.sqlite_version}"
    return [
        ("รุ่น", __version__),
        ("รหัสชุดคำสั่ง", commit.read_text("utf-8").strip() if commit.is_file() else "ไม่ได้บันทึกไว้"),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("ฐานข้อมูล", database),
        (
            "โครงสร้างฐานข้อมูล",
            ", ".join(f"{apps.get_app_config(app).verbose_name} {latest[app][:4]}" for app in OWN_APPS),
        ),
    ]


def send_test(request: HttpRequest) -> None:
    """Sends a letter to the account's own address and says what became of it."""
    address = request.user.email  # type: ignore[union-attr] # who is not signed in does not come here
    if not address:
        messages.error(request, "บัญชีของท่านยังไม่มีไปรษณีย์อิเล็กทรอนิกส์ จึงยังทดลองส่งไม่ได้")
        return
    if not settings.EMAIL_HOST:
        messages.error(request, "ยังไม่ได้ตั้งเครื่องส่งอีเมล (EMAIL_HOST) จึงยังทดลองส่งไม่ได้")
        return
    try:
        send_mail("ทดลองส่งจากระบบติดตามการตรวจเยี่ยม", f"ส่งจาก {settings.SITE_URL} ได้ตามปกติ", None, [address])
    except (smtplib.SMTPException, OSError) as error:
        messages.error(request, f"ส่งอีเมลถึง {address} ไม่สำเร็จ ({error}) โปรดตรวจค่าตั้ง EMAIL_")
        return
    messages.success(request, f"ส่งอีเมลถึง {address} แล้ว โปรดตรวจว่าได้รับ")

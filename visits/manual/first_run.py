"""What the administrator of an empty site sets up first: each task done or to do, and the page where it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.status.conditions import Level, last_backup
from officials.models import Official, User
from officials.models.account import SignedInRequest
from officials.roles import ROLES
from units.models import Unit
from visits.directives.holiday_years import HolidayYears


@dataclass(frozen=True)
class SetUpTask:
    """One task: whether it is done, what stands now, and where to go; `address` is empty where it is done on the machine."""

    title: str
    is_done: bool
    state: str
    address: str = ""


@require_safe
@permission_required("officials.add_user", raise_exception=True)
def first_run(request: SignedInRequest) -> HttpResponse:
    """All tasks in the order in which they are best done."""
    tasks = list(set_up_tasks(timezone.localdate()))
    context = {"title": "เริ่มต้นระบบ", "tasks": tasks, "left": sum(not task.is_done for task in tasks)}
    return render(request, "visits/manual/first_run.html", context)


def open_tasks(today: date) -> list[SetUpTask]:
    """Those that are still to be done."""
    return [task for task in set_up_tasks(today) if not task.is_done]


def set_up_tasks(today: date) -> Iterator[SetUpTask]:
    """Units, people, accounts, holidays, mail and back-up, each as it stands."""
    units, people = Unit.objects.count(), Official.objects.count()
    yield SetUpTask(
        "หน่วยงาน",
        units > 0,
        f"มี {units:,} หน่วยงาน" if units else "ยังไม่มีหน่วยงาน ให้ผู้ดูแลเครื่องสั่ง load_reference หรือนำเข้าตารางหน่วยงาน",
        reverse("admin:units_unit_changelist"),
    )
    yield SetUpTask(
        "บุคคลและตำแหน่ง",
        people > 0,
        f"มี {people:,} คนในทำเนียบ" if people else "ยังไม่มีบุคคล เพิ่มทีละคน หรือนำเข้าตารางบุคคล",
        reverse("admin:officials_official_changelist"),
    )
    held = set(User.objects.filter(is_active=True).values_list("groups__name", flat=True))
    missing = [role.name for role in ROLES if role.name not in held]
    yield SetUpTask(
        "บัญชีผู้ใช้",
        not missing,
        f"ยังไม่มีบัญชีของ {' '.join(missing)}" if missing else "ทุกบทบาทมีบัญชีแล้ว",
        reverse("admin:officials_user_changelist"),
    )
    notice = HolidayYears().notice(today)
    yield SetUpTask(
        "วันหยุดราชการ",
        not notice,
        notice or "วันหยุดของปีนี้และปีที่ต้องใช้ยืนยันแล้ว",
        reverse("admin:visits_holiday_changelist"),
    )
    yield SetUpTask(
        "เครื่องส่งอีเมล",
        bool(settings.EMAIL_HOST),
        f"ส่งผ่าน {settings.EMAIL_HOST} ทดลองส่งได้ที่สถานะระบบ"
        if settings.EMAIL_HOST
        else "ยังไม่ได้ตั้ง ให้ผู้ดูแลเครื่องตั้งค่า แล้วทดลองส่งที่สถานะระบบ",
        reverse("status"),
    )
    backups = list(last_backup())
    yield SetUpTask(
        "การสำรองข้อมูล",
        all(condition.level is Level.FINE for condition in backups),
        " ".join(condition.thai for condition in backups),
        reverse("status"),
    )

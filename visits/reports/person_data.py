"""Everything that is stored about one person, on a page to print and as a file: to be shown to that person, and put right.

Each look is written into the usage log.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.csv import csv_of
from config.downloads import file_name, saved_as
from config.forms.changes import Change, changes_since
from config.thai.dates import thai_date, thai_time
from officials.models import AccessKey, Appointment, Official, User
from officials.models.account import SignedInRequest
from officials.models.usage_log import Use, UseKind, note_or_refuse
from visits.models import Attendance, Directive, Finding

HEAD = ["หมวด", "เมื่อ", "รายการ", "รายละเอียด"]
# What the register itself says of a person.
REGISTER = ("prefix", "academic_title", "first_name", "last_name", "is_external", "left_on", "note")
# On a page; the file holds all.
MOST_SHOWN = 50
may_see_person_data = permission_required("officials.view_person_data", raise_exception=True)
# When, what, in detail.
Line = tuple[str, str, str]


@require_safe
@may_see_person_data
def page(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page, with the first lines of each section."""
    person = person_of(request, pk)
    context = {
        "title": f"ข้อมูลที่มีเกี่ยวกับ {person.name}",
        "person": person,
        "sections": sections_of(person, request.user),
        "may_correct": request.user.has_perm("officials.change_official"),
    }
    return render(request, "visits/reports/person_data.html", context)


@require_safe
@may_see_person_data
def file(request: SignedInRequest, pk: int) -> StreamingHttpResponse:
    """Every line as csv."""
    person = person_of(request, pk)
    sections = sections_of(person, request.user)
    lines = ([section.name, *line] for section in sections for line in section.lines)
    response = StreamingHttpResponse(csv_of(HEAD, lines), content_type="text/csv; charset=utf-8")
    name = file_name(f"ข้อมูลที่มีเกี่ยวกับ {person.name}", timezone.localdate(), "csv")
    response["Content-Disposition"] = saved_as(name)
    return response


def person_of(request: SignedInRequest, pk: int) -> Official:
    """The person, with a note in the usage log; raises `Http404`."""
    person = get_object_or_404(Official.objects.visible_to(request.user), pk=pk)
    note_or_refuse(UseKind.PERSON, request, what=person.name)
    return person


@dataclass(frozen=True)
class PersonDataSection:
    """One kind of data; of a QuerySet in `rows` a page reads no more than it shows."""

    name: str
    rows: list[Any] | QuerySet
    line: Callable[[Any], Line]

    @cached_property
    def count(self) -> int:
        """The number of all lines."""
        return len(self.rows) if isinstance(self.rows, list) else self.rows.count()

    @property
    def lines(self) -> Iterator[Line]:
        """All lines, for the file."""
        return map(self.line, self.rows)

    @cached_property
    def shown(self) -> list[Line]:
        """The lines of the page, which may be fewer."""
        return [self.line(row) for row in self.rows[:MOST_SHOWN]]


def sections_of(official: Official, user: User) -> list[PersonDataSection]:
    """The sections that have a line, as far as the user may see them."""
    attended = Attendance.objects.visible_to(user).filter(official=official).select_related("visit__unit")
    given = Directive.objects.visible_to(user).filter(given_by=official).select_related("visit__unit")
    reported = Finding.objects.visible_to(user).filter(reported_by=official).select_related("visit__unit")
    uses = Use.objects.filter(by__official=official).order_by().values("kind").annotate(count=Count("pk"))
    newest = ["-visit__starts_on", "-pk"]

    def field_line(name: str) -> Line:
        field: Any = official._meta.get_field(name)
        value = getattr(official, name)
        words = thai_date(value) if isinstance(value, date) else "ใช่" if value is True else str(value)
        return "", str(field.verbose_name), words

    sections = [
        PersonDataSection("ทะเบียนบุคคล", [name for name in REGISTER if getattr(official, name)], field_line),
        PersonDataSection(
            "ชื่อเดิม",
            list(official.former_names.all()),
            lambda row: (f"ถึง {thai_date(row.until)}", row.name, ""),
        ),
        PersonDataSection("ชื่อเรียกอื่น", list(official.aliases.all()), lambda row: ("", row.alias, "")),
        PersonDataSection(
            "การดำรงตำแหน่ง", list(official.appointments.select_related("post")), appointment_line
        ),
        PersonDataSection(
            "การเข้าร่วมตรวจเยี่ยม",
            attended.order_by(*newest),
            lambda row: (
                row.visit.days,
                row.visit.unit.name,
                f"{row.get_role_display()}: {row.name} {row.position}".strip(),
            ),
        ),
        PersonDataSection(
            "ข้อสั่งการที่ให้ไว้",
            given.order_by(*newest),
            lambda row: (row.visit.days, str(row), f"{row.given_name} {row.given_as}".strip()),
        ),
        PersonDataSection(
            "ข้อมูลที่รายงานต่อคณะ",
            reported.order_by(*newest),
            lambda row: (row.visit.days, row.visit.unit.name, row.text),
        ),
        PersonDataSection("บัญชีผู้ใช้", list(official.users.prefetch_related("groups")), account_line),
        PersonDataSection(
            "กุญแจเข้าถึงข้อมูลของบัญชี",
            list(AccessKey.objects.filter(user__official=official)),
            lambda row: (thai_date(row.made_on), row.name, f"{row.state} ใช้ได้ถึง {thai_date(row.expires_on)}"),
        ),
        PersonDataSection(
            "การใช้งานของบัญชี",
            sorted(uses, key=lambda use: -use["count"]),
            lambda use: ("", str(UseKind(use["kind"]).label), f"{use['count']} ครั้ง"),
        ),
        PersonDataSection("ประวัติการแก้ไขในทำเนียบ", changes_since(official)[::-1], change_line),
    ]
    return [section for section in sections if section.count]


def moment_words(moment: datetime) -> str:
    """Day and time in Thailand."""
    local = timezone.localtime(moment)
    return f"{thai_date(local)} {thai_time(local)}"


def appointment_line(row: Appointment) -> Line:
    """From and to, post, kind."""
    days = [thai_date(day) if day else "ไม่ทราบ" for day in (row.starts_on, row.ends_on)]
    return " ถึง ".join(days), row.post.title, row.get_kind_display()


def account_line(row: User) -> Line:
    """Last sign-in, account name, roles with address and state."""
    roles = ", ".join(group.name for group in row.groups.all())
    details = [roles, row.email, "ใช้งานอยู่" if row.is_active else "ระงับ"]
    return (
        moment_words(row.last_login) if row.last_login else "",
        row.username,
        " · ".join(filter(None, details)),
    )


def change_line(row: Change) -> Line:
    """When, what by whom, old and new values or the reason."""
    details = "; ".join(f"{name}: {old} → {new}" for name, old, new in row.details)
    return moment_words(row.when), f"{row.verb}{row.label} โดย {row.who}", details or row.reason
